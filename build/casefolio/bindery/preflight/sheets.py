"""Pages as paper: sizes, boxes and labels (ISO 32000-1 §14.11.2, §12.4.2)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import integer
from casefolio.bindery.preflight.report import PageRun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.bindery.binding.source import Source, SourcePage

_BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
_MM = 25.4 / 72
#: Papers by their shorter and longer side in millimetres (ISO 216; ANSI Y14.1), and how far off is still the same.
_PAPERS = {
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
}
_CLOSE_MM = 1.0

Boxes = tuple[tuple[str, tuple[float, float, float, float]], ...]


def page_runs(source: Source) -> Iterator[PageRun]:
    """The pages, those in a row that are alike together."""
    measured = enumerate((_measured(source, page) for page in source.pages), 1)
    for (boxes, rotate), run in groupby(measured, key=lambda pair: pair[1]):
        numbers = [number for number, _ in run]
        named = dict(boxes)
        _, _, width, height = named.get("CropBox") or named.get("MediaBox") or (0.0, 0.0, 0.0, 0.0)
        if rotate % 180:
            width, height = height, width
        yield PageRun(numbers[0], numbers[-1], width, height, paper(width, height), rotate, named)


def paper(width_mm: float, height_mm: float) -> str:
    """What a size is called, such as `A4 landscape`; empty for one without a name."""
    low, high = sorted((width_mm, height_mm))
    for name, (short, long) in _PAPERS.items():
        if abs(low - short) <= _CLOSE_MM and abs(high - long) <= _CLOSE_MM:
            return f"{name} {'landscape' if width_mm > height_mm else 'portrait'}"
    return ""


def _measured(source: Source, page: SourcePage) -> tuple[Boxes, int]:
    """Boxes that differ from what they default to, in millimetres to a tenth, and the rotation."""
    entries: Mapping[str, object] = {**page.inherited, **page.entries}
    unit = source.number(page.entries, "/UserUnit") or 1.0
    found: dict[str, tuple[float, float, float, float]] = {}
    for name in _BOXES:
        corners = source.numbers(entries.get(f"/{name}"), 4)
        if corners is None:
            continue
        x, right = sorted(corners[::2])
        y, top = sorted(corners[1::2])
        box = tuple(round(side * unit * _MM, 1) for side in (x, y, right - x, top - y))
        default = found.get("MediaBox") if name == "CropBox" else found.get("CropBox") or found.get("MediaBox")
        if box != default:
            found[name] = (box[0], box[1], box[2], box[3])
    rotate = integer(source.resolve(entries.get("/Rotate"))) or 0
    return tuple(found.items()), rotate % 360


def label_runs(source: Source, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Page labels from range to range, such as `i–iv` and `1–24`; none where the file labels no page."""
    ranges = source.dictionary(source.root, "/PageLabels")
    starts = sorted({start for key, _ in tree_pairs(source, ranges, "/Nums") if (start := integer(key)) is not None})
    starts = [start for start in starts if 0 <= start < len(labels)]
    ends = [*starts[1:], len(labels)] if starts else []
    pairs: list[tuple[str, str]] = []
    for start, end in zip(starts, ends, strict=True):
        first, last = labels[start], labels[end - 1]
        before = pairs[-1][1] if pairs else ""
        # Some programs begin a range with each page.
        goes_on = before.isdecimal() and first.isdecimal() and int(first) == int(before) + 1
        pairs[-1:] = [(pairs[-1][0], last)] if goes_on else [*pairs[-1:], (first, last)]
    return tuple(first if first == last else f"{first}–{last}" for first, last in pairs)
