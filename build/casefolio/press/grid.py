"""The grid of a series: what its studies measure, and the rules that give every part its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casefolio.press.fit import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Air between two parts, in mm: never less, and never so much that a page falls apart.
LEAST_GAP_MM, MOST_GAP_MM = 3.5, 11.0
#: What stands between two studies that share a page.
SHARED_GAP_MM = 12.0
_HEIGHT_ROUND_MM = 0.05


@dataclass(frozen=True, slots=True)
class Rules:
    """Style rules of a grid: for every study, and for single ones by their slugs.

    `slots_mm` are the heights of common slots, in the order of the page, where the rules set nothing but these and
    the air between them.
    """

    common: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    slots_mm: Mapping[str, float] = field(default_factory=dict)
    gap_mm: float = 0.0

    def css(self, slugs: Iterable[str]) -> str:
        """The rules that some studies need."""
        return " ".join((self.common, *(self.own[slug] for slug in slugs if slug in self.own)))


@dataclass(slots=True)
class Grid:
    """What one layout measured, in mm: the height of every part of every study, and the room that a page has."""

    room_mm: float = 0.0
    parts: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def slots(self, single: Sequence[str]) -> dict[str, float]:
        """The tallest of each part over the studies of one page, in the order of the page."""
        order: list[str] = []
        for slug in single:
            after = 0
            for part in self.parts[slug]:
                if part not in order:
                    order.insert(after, part)
                after = order.index(part) + 1
        return {part: max(self.parts[slug].get(part, 0.0) for slug in single) for part in order}

    def alone(self, slug: str) -> tuple[float, int]:
        """A study's own height without air, and how many gaps it has."""
        heights = self.parts[slug].values()
        return sum(heights), max(len(heights) - 1, 0)

    def least(self, slug: str, pages: int) -> float:
        """How high a study's pages are with the least air that it may have."""
        total, gaps = self.alone(slug)
        return (total + gaps * LEAST_GAP_MM) / pages

    def gap_mm(self, slug: str, pages: int, most: float = MOST_GAP_MM) -> float:
        """The air between a study's parts that spreads it over its pages."""
        total, gaps = self.alone(slug)
        return min((self.room_mm * pages - total) / max(gaps, 1) - _HEIGHT_ROUND_MM, most)

    def together(self, pages_of: Mapping[str, int]) -> Measure:
        """The height of a page that holds the tallest of every part."""
        slots = self.slots([slug for slug, count in pages_of.items() if count == 1])
        return self._measure(sum(slots.values()) + LEAST_GAP_MM * max(len(slots) - 1, 0), pages_of)

    def tallest(self, pages_of: Mapping[str, int]) -> Measure:
        """The height of the tallest single study."""
        single = (self.least(slug, 1) for slug, count in pages_of.items() if count == 1)
        return self._measure(max(single, default=0.0), pages_of)

    def _measure(self, height_mm: float, pages_of: Mapping[str, int]) -> Measure:
        long = (self.least(slug, count) for slug, count in pages_of.items() if count > 1)
        height_mm = max(height_mm, *long, 0.0)
        return Measure(1 if height_mm <= self.room_mm else 2, height_mm, self.room_mm)

    def rules(self, pages_of: Mapping[str, int], per_page: int, *, together: bool) -> tuple[float, Rules]:
        """The air between parts, in mm, and the rules: with common slots, else each page spaced by itself."""
        single = [slug for slug, count in pages_of.items() if count == 1]
        gap_mm, common, own = self._slots(single) if together else (LEAST_GAP_MM, "", self._spaces(single))
        for slug, count in pages_of.items():
            if count > 1:
                air_mm = self.gap_mm(slug, count, max(gap_mm, LEAST_GAP_MM))
                own[slug] = f"#studies-{slug} {{ --gap: {air_mm:.3f}mm }}"
        if per_page > 1:
            height_mm = self.room_mm - _HEIGHT_ROUND_MM
            common += f" .study-page {{ height: {height_mm:.3f}mm; --apart: {SHARED_GAP_MM}mm }}"
        slots = self.slots(single) if together and per_page == 1 else {}
        return gap_mm, Rules(f":root {{ --gap: {gap_mm:.3f}mm }} {common}", own, slots, gap_mm)

    def _slots(self, single: Sequence[str]) -> tuple[float, str, dict[str, str]]:
        """Every part as high as its tallest, and where a study lacks one, its place kept free."""
        slots = self.slots(single)
        gap_mm = min((self.room_mm - sum(slots.values())) / max(len(slots) - 1, 1) - _HEIGHT_ROUND_MM, MOST_GAP_MM)
        common = " ".join(
            f'.study-page:not(.long) > [id$="--{part}"] {{ min-height: {high_mm:.3f}mm }}'
            for part, high_mm in slots.items()
        )
        own = {}
        for slug in single:
            rules = []
            free_mm = gap_mm
            for part, high_mm in slots.items():
                if part not in self.parts[slug]:
                    free_mm += high_mm + gap_mm
                else:
                    if free_mm > gap_mm:
                        rules.append(f"#{slug}--{part} {{ margin-top: {free_mm:.3f}mm }}")
                    free_mm = gap_mm
            if rules:
                own[slug] = " ".join(rules)
        return gap_mm, common, own

    def _spaces(self, single: Sequence[str]) -> dict[str, str]:
        """Each page spaced by itself."""
        return {slug: f"#studies-{slug} {{ --gap: {self.gap_mm(slug, 1):.3f}mm }}" for slug in single}
