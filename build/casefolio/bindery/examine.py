"""What is in the bytes of a PDF, as PDFium, an engine that had no part in making it, sees them."""

from __future__ import annotations

import ctypes
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from casefolio.bindery.anatomy import Anatomy
from casefolio.bindery.pdfium import FORM_OBJECT, LOCK, PASSWORD_ERROR, TEXT_OBJECT, Size, narrow, pdfium, wide
from casefolio.errors import CasefolioError, Problem
from casefolio.model.sheet import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INFO = ("Title", "Author", "Subject", "Keywords")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# Lines of a CMap: `<code> <text>` for one code, `<first> <last> <text>` or `<first> <last> [<text> …]` for a range.
_MAPPED = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<[0-9A-Fa-f]+>\s*<((?:[0-9A-Fa-f]{2})+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<((?:[0-9A-Fa-f]{2})+)>|\[([^]]*)\])")
_TEXTS = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIX = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}


@dataclass(frozen=True, slots=True)
class Font:
    """A font that draws text; `name` is its base font without the tag of a subset."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything found. `texts` holds a text a page; `info` and `xmp` the metadata; `drawn` what glyphs stand for."""

    size_bytes: int
    paper_pt: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    fonts: tuple[Font, ...]
    drawn: frozenset[str]
    info: Mapping[str, str]
    xmp: Mapping[str, tuple[str, ...]]
    language: str
    marked: bool
    structured: bool
    shows_title: bool
    outlined: bool
    output_intent: bool
    enclosures: tuple[str, ...]

    @property
    def conformance(self) -> tuple[str, ...]:
        """The standards that the XMP packet claims, such as `PDF/A-3a` and `PDF/UA-1`."""
        part, level, ua = (
            "".join(self.xmp.get(key, ())) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
        )
        archive = (*((f"PDF/A-{part}{level.lower()}",) if part else ()), *((f"PDF/UA-{ua}",) if ua else ()))
        return (*archive, *self.xmp.get("pdfxid:GTS_PDFXVersion", ()))

    def facts(self, warnings: tuple[Problem, ...] = ()) -> Facts:
        """What the other rooms need to know of it."""
        return Facts(
            pages=len(self.texts),
            size_bytes=self.size_bytes,
            paper_pt=self.paper_pt,
            fonts=tuple(sorted({font.name for font in self.fonts})),
            title=self.info.get("Title", ""),
            language=self.language,
            tagged=self.marked and self.structured,
            text="\f".join(self.texts),
            conformance=self.conformance,
            warnings=warnings,
        )


def examine(data: bytes) -> Examination:
    """Examine a PDF. Raises CF-601 where PDFium cannot open it."""
    anatomy = Anatomy.of(data)
    catalog = anatomy.catalog
    with LOCK, opened(data) as document:
        lib = pdfium()
        pages = range(lib.FPDF_GetPageCount(document))
        fonts: dict[int, Font] = {}
        return Examination(
            size_bytes=len(data),
            paper_pt=tuple(_paper(document, page) for page in pages),
            texts=tuple(_page(document, page, fonts) for page in pages),
            labels=tuple(wide(lib.FPDF_GetPageLabel, document, page) for page in pages),
            fonts=tuple(dict.fromkeys(fonts.values())),
            drawn=_drawn(anatomy),
            info={key: wide(lib.FPDF_GetMetaText, document, key.encode()) for key in _INFO},
            xmp=properties(anatomy.xmp()),
            language=wide(lib.FPDFCatalog_GetLanguage, document),
            marked=bool(lib.FPDFCatalog_IsTagged(document)),
            structured=b"/StructTreeRoot" in catalog,
            shows_title=bool(re.search(rb"/DisplayDocTitle\s+true", anatomy.under(catalog, b"/ViewerPreferences"))),
            outlined=bool(lib.FPDFBookmark_GetFirstChild(document, None)),
            output_intent=anatomy.output_intent(),
            enclosures=_enclosures(document),
        )


@contextmanager
def opened(data: bytes) -> Iterator[int]:
    """PDFium's handle of a document, for as long as it is looked at. Raises CF-601; to be held under `LOCK`."""
    lib = pdfium()
    document = lib.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = lib.FPDF_GetLastError() == PASSWORD_ERROR
        raise CasefolioError(
            Problem(
                "CF-601",
                "the PDF is locked with a password" if locked else "this is no PDF, or a damaged one",
                remedy="unlock it first" if locked else "open it in a viewer and save it anew",
            )
        )
    try:
        yield document
    finally:
        lib.FPDF_CloseDocument(document)


def _paper(document: int, page: int) -> tuple[float, float]:
    size = Size()
    pdfium().FPDF_GetPageSizeByIndexF(document, page, ctypes.byref(size))
    return round(size.width, 2), round(size.height, 2)


def _page(document: int, number: int, fonts: dict[int, Font]) -> str:
    """The text of a page; the fonts of its text are noted by the way. A page that cannot be read has no text."""
    lib = pdfium()
    page = lib.FPDF_LoadPage(document, number)
    if not page:
        return ""
    try:
        _note_fonts(_objects(page), fonts)
        return _text(page)
    finally:
        lib.FPDF_ClosePage(page)


def _text(page: int) -> str:
    lib = pdfium()
    reader = lib.FPDFText_LoadPage(page)
    if not reader:
        return ""
    try:
        count = lib.FPDFText_CountChars(reader)
        buffer = ctypes.create_string_buffer(2 * count + 2)
        written = lib.FPDFText_GetText(reader, 0, count, buffer) if count > 0 else 0
    finally:
        lib.FPDFText_ClosePage(reader)
    text = buffer.raw[: max(2 * written - 2, 0)].decode("utf-16-le", "replace")
    # PDFium puts U+FFFE in place of a hyphen that ends a line, and leaves the line's end out.
    return text.replace("\r\n", "\n").replace("\ufffe", "-\n")


def _objects(page: int) -> Iterator[int]:
    """The text objects of a page, those inside form XObjects too."""
    lib = pdfium()
    shelves = [(lib.FPDFPage_CountObjects, lib.FPDFPage_GetObject, page)]
    while shelves:
        count, get, holder = shelves.pop()
        for index in range(count(holder)):
            item = get(holder, index)
            kind = lib.FPDFPageObj_GetType(item)
            if kind == TEXT_OBJECT:
                yield item
            elif kind == FORM_OBJECT:
                shelves.append((lib.FPDFFormObj_CountObjects, lib.FPDFFormObj_GetObject, item))


def _note_fonts(items: Iterator[int], fonts: dict[int, Font]) -> None:
    lib = pdfium()
    for item in items:
        handle = lib.FPDFTextObj_GetFont(item)
        if handle and handle not in fonts:
            name = narrow(lib.FPDFFont_GetBaseFontName, handle)
            subset = bool(_SUBSET.match(name))
            fonts[handle] = Font(_SUBSET.sub("", name), lib.FPDFFont_GetIsEmbedded(handle) == 1, subset)


def _enclosures(document: int) -> tuple[str, ...]:
    lib = pdfium()
    handles = (lib.FPDFDoc_GetAttachment(document, i) for i in range(lib.FPDFDoc_GetAttachmentCount(document)))
    return tuple(wide(lib.FPDFAttachment_GetName, handle) for handle in handles)


def _drawn(anatomy: Anatomy) -> frozenset[str]:
    """Every character that a glyph of any font stands for; extractors may show another (PDFium splits ligatures)."""
    found: set[str] = set()
    for cmap in anatomy.unicode_maps():
        for kind, body in _MAPPED.findall(cmap):
            if kind == b"char":
                found.update(*(_utf16(digits) for digits in _CHAR.findall(body)))
                continue
            for first, last, text, texts in _RANGE.findall(body):
                found.update(*(_utf16(digits) for digits in _TEXTS.findall(texts)))
                if text:
                    start = _utf16(text)
                    reach = min(int(last, 16) - int(first, 16), 0xFF)
                    found.update(start, (chr(min(ord(start[-1]) + step, 0x10FFFF)) for step in range(1, reach + 1)))
    return frozenset(found)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii").zfill(4)).decode("utf-16-be", "replace")


def properties(packet: bytes) -> dict[str, tuple[str, ...]]:
    """The properties of an XMP packet by their usual names, such as `dc:title`; none where it is no sound XML."""
    if b"<!DOCTYPE" in packet or not packet:
        return {}
    try:
        root = ET.fromstring(packet)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for description in root.findall(f"{_RDF}RDF/{_RDF}Description"):
        found |= {_short(name): (value,) for name, value in description.attrib.items()}
        for element in description:
            items: list[Any] = element.findall(f"*/{_RDF}li")
            found[_short(element.tag)] = tuple(item.text or "" for item in items) if items else (element.text or "",)
    return found


def _short(name: str) -> str:
    namespace, _, local = name.removeprefix("{").rpartition("}")
    return f"{_PREFIX.get(namespace, namespace)}:{local}"
