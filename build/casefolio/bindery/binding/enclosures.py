"""Embedded files: kept under a name of their own, programs taken out (ISO 32000-1 §7.11.4; ISO 19005-3 §6.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import raw_data, text
from casefolio.bindery.binding.pool import mapping, name, text_string

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_PROGRAMS = frozenset(
    [
        "app",
        "apk",
        "bat",
        "bin",
        "cmd",
        "com",
        "command",
        "cpl",
        "desktop",
        "dll",
        "dmg",
        "exe",
        "gadget",
        "hta",
        "inf",
        "jar",
        "js",
        "jse",
        "lnk",
        "msc",
        "msi",
        "msp",
        "pif",
        "ps1",
        "py",
        "reg",
        "scr",
        "sh",
        "vb",
        "vbe",
        "vbs",
        "wsf",
        "wsh",
    ]
)
_MAGIC = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")

_RELATIONS = frozenset(["Source", "Data", "Alternative", "Supplement", "EncryptedPayload", "FormData", "Schema"])


def is_program(filename: str, start: bytes) -> bool:
    """Whether a file would run when opened: by its name's end, or by its first bytes."""
    return filename.rpartition(".")[2].lower() in _PROGRAMS or start.startswith(_MAGIC)


def gather_files(quire: Quire, book: Book) -> None:
    """Take over the embedded files that a part names in its catalog."""
    source = quire.source
    tree = source.dictionary(source.dictionary(source.root, "/Names"), "/EmbeddedFiles")
    for key, value in tree_pairs(source, tree, "/Names"):
        found = source.resolve(value)
        if isinstance(found, DictionaryObject):
            enter_file(quire, book, found, text(key), 0)


def enter_file(quire: Quire, book: Book, spec: DictionaryObject, key: str, page: int) -> IndirectObject | None:
    """A file specification as bound, entered among the embedded files; None where it is none or may not stay."""
    source = quire.source
    filename = source.text(spec, "/UF") or source.text(spec, "/F") or key or "file"
    body = source.dictionary(spec, "/EF")
    original = source.get(body, "/F") or source.get(body, "/UF")
    if not isinstance(original, StreamObject):
        return None
    data = source.data(original)
    if is_program(filename, (data or b"")[:16]):
        book.note("CF-543", quire.part, f"removed the embedded program {filename}", page)
        return None
    copied = quire.copier.copy(dict.get(body, "/F") or dict.get(body, "/UF"))
    _with_type(book, copied)
    return _entered(book, _spec(quire, spec, filename, copied), filename, key or filename)


def _spec(quire: Quire, spec: DictionaryObject, filename: str, body: PdfObject) -> DictionaryObject:
    source = quire.source
    relation = source.name(spec, "/AFRelationship")
    shown = text_string(filename)
    made = mapping(
        {
            "Type": name("Filespec"),
            "F": shown,
            "UF": shown,
            "AFRelationship": name(relation if relation in _RELATIONS else "Unspecified"),
            "EF": mapping({"F": body, "UF": body}),
        }
    )
    if source.text(spec, "/Desc"):
        made[NameObject("/Desc")] = text_string(source.text(spec, "/Desc"))
    return made


def _with_type(book: Book, copied: PdfObject) -> None:
    """Say what an embedded file is where its author did not (ISO 19005-3 §6.8 wants a MIME type)."""
    body = book.pool.resolve(copied)
    if isinstance(body, StreamObject):
        body[NameObject("/Type")] = name("EmbeddedFile")
        if "/" not in book.pool.name(body, "/Subtype"):
            body[NameObject("/Subtype")] = name("application/octet-stream")


def _entered(book: Book, made: DictionaryObject, filename: str, key: str) -> IndirectObject:
    body = book.pool.resolve(book.pool.dictionary(made, "/EF").get("/F"))
    content = raw_data(body) if isinstance(body, StreamObject) else b""
    wanted, count = key, 1
    while wanted in book.files:
        known = book.pool.resolve(book.files[wanted])
        other = book.pool.get(book.pool.dictionary(known, "/EF"), "/F")
        if isinstance(other, StreamObject) and raw_data(other) == content:
            return book.files[wanted]
        count += 1
        stem, dot, end = key.rpartition(".")
        wanted = f"{stem} ({count}){dot}{end}" if dot else f"{key} ({count})"
        made[NameObject("/UF")] = made[NameObject("/F")] = text_string(wanted if filename == key else filename)
    ref = book.pool.add(made)
    book.files[wanted] = ref
    return ref
