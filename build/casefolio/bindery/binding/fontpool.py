"""One font program for all parts: subsets of the same TrueType font are joined into one.

Every part of our own carries its own subset, glyph numbers kept. Outlines, metrics, widths and character maps are
united by glyph number; two subsets that disagree anywhere are left alone (ISO 32000-1 §9.7.4, §9.9; OpenType `glyf`,
`loca`, `hmtx`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from casefolio.bindery.binding.encodings import character_map
from casefolio.bindery.binding.metrics import cid_widths
from casefolio.bindery.binding.pool import mapping, number, sequence, stream
from casefolio.bindery.binding.serialise import serialised
from casefolio.bindery.binding.truetype import Subset

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.pool import Pool

_CODES = 0x10000


@dataclass(slots=True, eq=False)
class _Family:
    """Fonts that share a program."""

    subset: Subset
    fonts: list[tuple[DictionaryObject, DictionaryObject, DictionaryObject]] = field(default_factory=list)


def pool_fonts(pool: Pool) -> None:
    """Join the subsets of every font that several parts bring, where they agree."""
    families: dict[bytes, list[_Family]] = {}
    read: dict[int, Subset | None] = {}
    for value in pool.objects:
        if isinstance(value, DictionaryObject) and value.get("/Subtype") == "/Type0":
            _enter(pool, value, families, read)
    for found in families.values():
        for family in found:
            programs = {id(pool.resolve(descriptor.get("/FontFile2"))) for _, _, descriptor in family.fonts}
            if len(programs) > 1:
                _join(pool, family)


def _enter(
    pool: Pool, font: DictionaryObject, families: dict[bytes, list[_Family]], read: dict[int, Subset | None]
) -> None:
    below = next(iter(pool.items(font, "/DescendantFonts")), None)
    descriptor = pool.dictionary(below, "/FontDescriptor")
    program = pool.get(descriptor, "/FontFile2")
    if pool.name(font, "/Encoding") != "Identity-H" or not isinstance(below, DictionaryObject):
        return
    if pool.name(below, "/CIDToGIDMap") != "Identity" or not isinstance(program, StreamObject):
        return
    if id(program) not in read:
        codes = {*cid_widths(pool, below), *character_map(pool.data(font.get("/ToUnicode")) or b"")}
        read[id(program)] = Subset.read(pool.data(program) or b"", codes)
    subset = read[id(program)]
    if subset is None:
        return
    key = serialised(mapping({"N": font.get("/BaseFont") or number(0), "D": below.get("/DW") or number(1000)}))
    group = families.setdefault(key, [])
    for family in group:
        if family.subset is subset or family.subset.agrees(subset):
            family.subset = family.subset if family.subset is subset else family.subset.joined(subset)
            family.fonts.append((font, below, descriptor))
            return
    group.append(_Family(subset, [(font, below, descriptor)]))


def _join(pool: Pool, family: _Family) -> None:
    data = family.subset.written()
    program = pool.add(stream(data, mapping({"Length1": NumberObject(len(data))})))
    widths: dict[int, float] = {}
    said: dict[int, str] = {}
    clash = False
    for font, below, _ in family.fonts:
        widths |= cid_widths(pool, below)
        for code, text in character_map(pool.data(font.get("/ToUnicode")) or b"").items():
            clash = clash or said.setdefault(code, text) != text
    listed = _width_array(widths)
    characters = None if clash else pool.add(stream(_character_map(said)))
    for font, below, descriptor in family.fonts:
        descriptor[NameObject("/FontFile2")] = program
        below[NameObject("/W")] = listed
        if characters is not None:
            font[NameObject("/ToUnicode")] = characters


def _width_array(widths: dict[int, float]) -> PdfObject:
    runs: list[tuple[int, list[PdfObject]]] = []
    before = -2
    for code in sorted(code for code in widths if 0 <= code < _CODES):
        if code != before + 1:
            runs.append((code, []))
        runs[-1][1].append(number(widths[code]))
        before = code
    return sequence(member for start, run in runs for member in (NumberObject(start), sequence(run)))


def _character_map(said: dict[int, str]) -> bytes:
    """A ToUnicode CMap (§9.10.3), a hundred entries to a block as its syntax allows."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = sorted(said.items())
    for first in range(0, len(pairs), 100):
        block = pairs[first : first + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
