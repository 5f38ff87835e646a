"""Whether a font can be claimed to be embedded, of the right widths, and readable as Unicode.

ISO 19005-3 §6.2.11; ISO 14289-1 §7.21. Only what is shown counts: a font's unused glyphs may be anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject

from casefolio.bindery.binding.content import string_bytes
from casefolio.bindery.binding.encodings import character_map, code_names, glyph_text, well_formed
from casefolio.bindery.binding.fontprograms import Program, program
from casefolio.bindery.binding.graph import number
from casefolio.bindery.binding.metrics import cid_widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.bindery.binding.graph import Graph

_HEX = re.compile(rb"<[^<>]*>")
_BOTH = "pdfa pdfua"
_UNSEEN = 3
_SYMBOLIC = 4
#: Fonts that may leave their widths to the reader (ISO 32000-1 §9.6.2.2).
_STANDARD_14 = frozenset(
    [f"{family}{style}" for family in ("Courier", "Helvetica") for style in ("", "-Bold", "-Oblique", "-BoldOblique")]
    + ["Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic", "Symbol", "ZapfDingbats"]
)
_FORBIDDEN = ("\0", "\ufeff", "\ufffe")

Fault = tuple[str, str]


@dataclass(slots=True)
class _Face:
    font: DictionaryObject
    codes: set[int] = field(default_factory=set)
    visible: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    shown: bool = False


class Typefaces:
    """Gathers what is shown in which font, then judges each font once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._faces: dict[int, _Face] = {}
        self._lost: list[tuple[str, int, str]] = []

    def use(self, value: object, key: str, used: Mapping[int, set[bytes]], page: int) -> list[IndirectObject]:
        """Note that strings are shown in a font, by rendering mode; returns the glyph procedures of a Type 3 font."""
        font = self.graph.resolve(value)
        if not isinstance(font, DictionaryObject):
            self._lost.append((f"the font {key[1:] or 'of its text'} is missing", page, _BOTH))
            return []
        face = self._faces.setdefault(id(font), _Face(font))
        face.pages.add(page)
        composite = self.graph.name(font, "/Subtype") == "Type0"
        for mode, operands in used.items():
            codes: set[int] = set()
            for string in _strings(operands):
                codes.update(_pairs(string) if composite else string)
            face.codes |= codes
            if mode != _UNSEEN:
                # An empty string counts: a checker asks for the font of whatever shows text.
                face.visible |= codes
                face.shown = True
        if self.graph.name(font, "/Subtype") != "Type3":
            return []
        procedures = self.graph.dictionary(font, "/CharProcs").values()
        return [procedure for procedure in procedures if isinstance(procedure, IndirectObject)]

    def faults(self) -> Iterator[tuple[str, int, str]]:
        """Reasons against claims, each with a page and the claims that it is against."""
        yield from self._lost
        for face in self._faces.values():
            said = self.graph.name(face.font, "/BaseFont").partition("+")[2] or self.graph.name(face.font, "/BaseFont")
            for reason, claims in self._judged(face):
                for page in sorted(face.pages):
                    yield f"the font {said or 'without name'} {reason}", page, claims

    def _judged(self, face: _Face) -> list[Fault]:
        kind = self.graph.name(face.font, "/Subtype")
        if kind == "Type0":
            return self._composite(face)
        if kind in ("Type1", "MMType1", "TrueType", "Type3"):
            return self._simple(face, kind)
        return [("is of no kind that PDF knows", _BOTH)]

    def _program(self, font: object) -> tuple[Program | None, bool]:
        """The embedded font program, and whether there is one at all."""
        descriptor = self.graph.dictionary(font, "/FontDescriptor")
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            found = self.graph.get(descriptor, key)
            if isinstance(found, StreamObject):
                return program(key[1:], self.graph.data(found) or b""), True
        return None, False

    def _composite(self, face: _Face) -> list[Fault]:
        graph = self.graph
        below = next(iter(graph.items(face.font, "/DescendantFonts")), None)
        if graph.name(face.font, "/Encoding") not in ("Identity-H", "Identity-V"):
            return [("has an encoding that is not judged here", _BOTH)]
        faults = self._unicode(face, {})
        font_program, embedded = self._program(below)
        if not embedded:
            return faults + ([("is not embedded", _BOTH)] if face.shown else [])
        if font_program is None:
            return [*faults, ("has a font program that cannot be read", _BOTH)]
        default = graph.number(below, "/DW")
        widths = cid_widths(graph, below)
        gids = self._cid_to_gid(below)
        for cid in sorted(face.visible):
            gid = font_program.by_cid(cid) if graph.name(below, "/Subtype") == "CIDFontType0" else gids.get(cid, cid)
            if gids and cid not in gids:
                gid = 0
            stated = widths.get(cid, 1000.0 if default is None else default)
            fault = _glyph_fault(font_program, gid, stated)
            if fault:
                return [*faults, fault]
        return faults

    def _cid_to_gid(self, below: object) -> dict[int, int]:
        found = self.graph.get(below, "/CIDToGIDMap")
        data = self.graph.data(found) if isinstance(found, StreamObject) else None
        if data is None:
            return {}
        return {place: int.from_bytes(data[2 * place : 2 * place + 2], "big") for place in range(len(data) // 2)}

    def _simple(self, face: _Face, kind: str) -> list[Fault]:
        graph, font = self.graph, face.font
        symbolic = bool((graph.integer(graph.dictionary(font, "/FontDescriptor"), "/Flags") or 0) & _SYMBOLIC)
        font_program, embedded = (None, True) if kind == "Type3" else self._program(font)
        names = code_names(graph, font, font_program, symbolic=symbolic)
        faults = self._unicode(face, names)
        if not embedded and (face.shown or graph.name(font, "/BaseFont") in _STANDARD_14):
            return [*faults, ("is not embedded", _BOTH)] if face.shown else faults
        first, last = graph.integer(font, "/FirstChar"), graph.integer(font, "/LastChar")
        widths = [number(graph.resolve(width)) for width in graph.array(font, "/Widths")]
        if first is None or last is None or len(widths) != last - first + 1:
            return [*faults, ("does not state its widths", _BOTH)]
        if kind == "Type3" or not embedded:
            return faults
        if font_program is None:
            return [*faults, ("has a font program that cannot be read", _BOTH)]
        if kind == "TrueType":
            faults += self._true_type(font, font_program, symbolic=symbolic)
        missing = graph.number(graph.dictionary(font, "/FontDescriptor"), "/MissingWidth") or 0.0
        for code in sorted(face.visible):
            width = widths[code - first] if first <= code <= last else missing
            gid = font_program.by_code(code, names.get(code, ""), symbolic=symbolic)
            fault = _glyph_fault(font_program, gid, missing if width is None else width)
            if fault:
                return [*faults, fault]
        return faults

    def _true_type(self, font: DictionaryObject, font_program: Program, *, symbolic: bool) -> list[Fault]:
        """A TrueType font's encoding and character maps agree with what its flags say (§6.2.11.6)."""
        encoding = self.graph.get(font, "/Encoding")
        base = str(encoding) if isinstance(encoding, NameObject) else "/" + self.graph.name(encoding, "/BaseEncoding")
        maps = font_program.maps()
        if symbolic:
            wrong = encoding is not None or not (len(maps) == 1 or (3, 0) in maps)
        else:
            differs = isinstance(encoding, DictionaryObject) and "/Differences" in encoding
            wrong = base not in ("/MacRomanEncoding", "/WinAnsiEncoding") or not set(maps) - {(3, 0)}
            wrong = wrong or (differs and (3, 1) not in maps)
        return [("has an encoding that does not fit its kind", _BOTH)] if wrong else []

    def _unicode(self, face: _Face, names: Mapping[int, str]) -> list[Fault]:
        """Every code that is shown stands for Unicode: by the font's map, else by its glyph's name (§6.2.11.7.2)."""
        found = self.graph.get(face.font, "/ToUnicode")
        listed = self.graph.data(found) or b"" if isinstance(found, StreamObject) else b""
        known = character_map(listed)
        faults: list[Fault] = [] if well_formed(listed) or not listed else [("has a damaged map of characters", _BOTH)]
        said = {code: known.get(code) or glyph_text(names.get(code, "")) for code in face.codes}
        if not all(said.values()):
            faults.append(("does not say which characters its glyphs stand for", _BOTH))
        if any(char in text for text in said.values() for char in _FORBIDDEN):
            faults.append(("gives characters that mean nothing", _BOTH))
        if any("\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" for text in said.values() for char in text):
            faults.append(("gives characters that only it knows", "pdfa"))
        return faults


def _glyph_fault(font_program: Program, gid: int | None, stated: float) -> Fault | None:
    if gid is None or not font_program.has(gid):
        return "lacks a glyph that is shown", _BOTH
    if gid == 0:
        return "shows its sign for a missing glyph", _BOTH
    width = font_program.width(gid)
    if width is None:
        return "has a font program that cannot be read", _BOTH
    return ("states other widths than it has", _BOTH) if abs(width - stated) > 1 else None


def _strings(operands: set[bytes]) -> Iterator[bytes]:
    """The strings in operands, each once: a row of hexadecimal strings has the same few a thousand times."""
    rows = b"".join(operand for operand in operands if operand.startswith(b"["))
    for token in {operand for operand in operands if not operand.startswith(b"[")} | set(_HEX.findall(rows)):
        yield string_bytes(token)


def _pairs(string: bytes) -> set[int]:
    return {int.from_bytes(string[place : place + 2], "big") for place in range(0, len(string) - 1, 2)}
