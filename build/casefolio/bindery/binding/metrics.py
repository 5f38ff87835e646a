"""How wide text is: enough of a font's widths to know where a run ends (ISO 32000-1 §9.2.4, §9.7.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject

from casefolio.bindery.binding.graph import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.bindery.binding.graph import Graph

#: Width and number of glyphs of a string, width in text space units at size 1.
Advance = tuple[float, int]

_LIMIT = 100_000


def advances(graph: Graph, font: DictionaryObject) -> Callable[[bytes], Advance]:
    """A function that measures strings in `font`."""
    if graph.name(font, "/Subtype") == "Type0":
        return _composite(graph, font)
    scale = 0.001
    if graph.name(font, "/Subtype") == "Type3":
        matrix = graph.numbers(dict.get(font, "/FontMatrix"), 6)
        scale = abs(matrix[0]) if matrix and matrix[0] else 0.001
    first = graph.integer(font, "/FirstChar") or 0
    missing = graph.number(graph.dictionary(font, "/FontDescriptor"), "/MissingWidth")
    default = 500.0 if missing is None else missing
    listed = [number(graph.resolve(width)) for width in graph.array(font, "/Widths")]
    widths = {first + place: width for place, width in enumerate(listed) if width is not None}

    def measured(text: bytes) -> Advance:
        return sum(widths.get(code, default) for code in text) * scale, len(text)

    return measured


def _composite(graph: Graph, font: DictionaryObject) -> Callable[[bytes], Advance]:
    below = next(iter(graph.items(font, "/DescendantFonts")), None)
    default = graph.number(below, "/DW")
    default = 1000.0 if default is None else default
    widths = cid_widths(graph, below)

    def measured(text: bytes) -> Advance:
        codes = [int.from_bytes(text[place : place + 2], "big") for place in range(0, len(text) - 1, 2)]
        return sum(widths.get(code, default) for code in codes) * 0.001, len(codes)

    return measured


def cid_widths(graph: Graph, font: object) -> dict[int, float]:
    """The `/W` array of a CID font, spelled out (§9.7.4.3)."""
    widths: dict[int, float] = {}
    members = [graph.resolve(member) for member in graph.array(font, "/W")]
    place = 0
    while place + 1 < len(members) and len(widths) < _LIMIT:
        first, second = number(members[place]), members[place + 1]
        if isinstance(second, ArrayObject):
            for offset, member in enumerate(second):
                value = number(graph.resolve(member))
                if first is not None and value is not None:
                    widths.setdefault(int(first) + offset, value)
            place += 2
            continue
        last = number(second)
        value = number(members[place + 2]) if place + 2 < len(members) else None
        if first is not None and last is not None and value is not None and 0 <= last - first < _LIMIT:
            widths = dict.fromkeys(range(int(first), int(last) + 1), value) | widths
        place += 3
    return widths
