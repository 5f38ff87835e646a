"""Cleaning: what acts, what is private to a program, and what PDF/A-3 forbids though no reader misses it.

ISO 19005-3 §6.1.7, §6.2.5, §6.2.8, §6.2.11.4, §6.5.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.pool import name, stream

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_ACTIONS = frozenset(
    [
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "ResetForm",
        "GoToR",
        "GoToE",
        "Hide",
        "Sound",
        "Movie",
        "Rendition",
        "SetOCGState",
        "Trans",
        "GoTo3DView",
        "RichMediaExecute",
        "Thread",
        "SetState",
        "NOP",
        "NoOp",
    ]
)

_FILTERS = frozenset(
    [
        "ASCIIHexDecode",
        "ASCII85Decode",
        "FlateDecode",
        "RunLengthDecode",
        "CCITTFaxDecode",
        "JBIG2Decode",
        "DCTDecode",
        "JPXDecode",
    ]
)

#: How much is inflated at a time, and how often: one stream of more than 4 GB is a bomb.
_PIECE, _PIECES = 2**20, 4096

#: Functions of a printer that a graphics state may not set.
_TRANSFERS = ("/TR", "/HTP", "/HT", "/BG", "/BG2", "/UCR", "/UCR2")


def clean(book: Book, quire: Quire, first: int) -> None:
    """Clean the quire's pages, and all objects that the pool has from number `first` on: what the quire brought."""
    pages = [leaf.ref.idnum for leaf in quire.leaves]
    for number in [*pages, *range(first, len(book.pool.objects) + 1)]:
        value = book.pool.objects[number - 1]
        stack: list[object] = [value]
        while stack:
            node = stack.pop()
            if isinstance(node, DictionaryObject):
                _clean_dictionary(book, quire, node)
                stack.extend(node.values())
            elif isinstance(node, ArrayObject):
                stack.extend(node)
        if isinstance(value, StreamObject):
            _clean_stream(book, quire, number, value)


def _clean_dictionary(book: Book, quire: Quire, node: DictionaryObject) -> None:
    pool = book.pool
    if "/JS" in node or (pool.name(node, "/S") in _ACTIONS and pool.name(node, "/Type") in ("", "Action")):
        book.note("CF-540", quire.part, f"removed a {pool.name(node, '/S') or 'JavaScript'} action", 0)
        node.clear()
        return
    kind = node.get("/Type")
    if kind == "/FontDescriptor":
        # Lists of a subset's glyphs are optional, and wrong in most files that have them (§6.2.11.4.2).
        node.pop("/CharSet", None)
        node.pop("/CIDSet", None)
    elif node.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in node:
        node[NameObject("/CIDToGIDMap")] = name("Identity")
    elif kind == "/ExtGState" or "/TR" in node or "/TR2" in node:
        for key in _TRANSFERS:
            node.pop(key, None)
        if node.get("/TR2") != "/Default":
            node.pop("/TR2", None)
    elif kind == "/Font" or "/BaseFont" in node:
        node[NameObject("/Type")] = name("Font")


def _clean_stream(book: Book, quire: Quire, number: int, value: StreamObject) -> None:
    pool = book.pool
    if pool.flag(value, "/Interpolate"):
        value.pop("/Interpolate")
    if pool.name(value, "/Subtype2") == "PS":
        value.pop("/Subtype2")
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in value and pool.name(value, "/Type") != "EmbeddedFile":
            value.pop(key)
    filters = [str(found)[1:] for found in pool.items(value, "/Filter") if isinstance(found, NameObject)]
    raw = raw_data(value)
    # Some programs write nothing where they compressed nothing (qpdf does): that is empty, not damaged.
    empty = bool(filters) and not raw
    damaged = filters[:1] == ["FlateDecode"] and not empty and not _inflates(raw)
    if damaged:
        said = "some of it is damaged; what could be saved is kept"
        book.note("CF-536", quire.part, said, 0, "export the part once more")
        book.blemish(quire.part, "some of it is damaged", 0)
    if damaged or empty or (filters and not _FILTERS.issuperset(filters)):
        data = b"" if empty else pool.data(value)
        kept = DictionaryObject(value)
        if data is not None or damaged:
            kept.pop("/Filter")
            kept.pop("/DecodeParms", None)
            pool.put(IndirectObject(number, 0, pool), stream(data or b"", kept))


def _inflates(data: bytes) -> bool:
    """Whether compressed bytes are whole, without keeping what they hold (RFC 1950)."""
    inflater = zlib.decompressobj()
    piece = data
    try:
        for _ in range(_PIECES):
            inflater.decompress(piece, _PIECE)
            piece = inflater.unconsumed_tail
            if inflater.eof or not piece:
                return inflater.eof
    except zlib.error:
        return False
    return False
