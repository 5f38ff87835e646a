"""A series of studies: pages of one grid, so that a reader flips through them and nothing jumps.

All studies are measured in one layout and set in a second. For every part (head, problem, drawing …) the tallest of
the series sets the height of its slot, and what room is left goes between the slots, the same on every page. Where the
slots of very unequal studies do not fit together, each page is spaced by itself, in the same type.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.press.density import Density, read_density
from casefolio.press.engine import Engine, count_from, listening
from casefolio.press.fit import Measure, fit
from casefolio.press.proofread import log_problems, missing_glyphs, overfull
from casefolio.press.typeset import MM_PER_PX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Series
    from casefolio.model.workspace import Workspace

#: Air between two parts, in mm: never less, and never so much that a page falls apart.
LEAST_GAP_MM, MOST_GAP_MM = 3.5, 11.0
#: What stands between two studies that share a page.
SHARED_GAP_MM = 12.0
#: The air between the parts takes up this much of a page, so a density that leaves less empty is good enough.
SLACK = 0.16
_HEIGHT_ROUND_MM = 0.05


@dataclass(frozen=True, slots=True)
class Laid:
    """The pages of a series, drawn, and how they came out. `spans`: each study's first page, from 0, and their number.

    `fill` is the part of its pages that a study's text and drawing take, without the air between.
    """

    pages: list[Any]
    spans: dict[str, tuple[int, int]]
    density: float
    layouts: int
    gap_mm: float
    fill: dict[str, float]
    warnings: tuple[Problem, ...] = ()

    @property
    def folios(self) -> dict[str, int]:
        """The page, counted from 1, on which each study starts."""
        return {slug: first + 1 for slug, (first, _) in self.spans.items()}

    def of(self, slug: str) -> list[Any]:
        """The pages of one study."""
        first, count = self.spans[slug]
        return self.pages[first : first + count]


@dataclass(slots=True)
class _Grid:
    """What one layout measured, in mm: the height of every part of every study, and the room that a page has."""

    room_mm: float
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


class _Setting:
    """A series on the press: sheets of studies, laid out one after the other, so that memory holds only one."""

    def __init__(self, engine: Engine, series: Series, density: Density) -> None:
        self.engine = engine
        self.tokens = density
        self.series = series
        self.pages_of = {slug: 1 if slug in series.single else 2 for slug in series.slugs}
        self._styles = engine.styles(series.styles)
        self._grids: dict[float, _Grid] = {}
        self._parsed = engine.parse(series.sheets[0]) if len(series.sheets) == 1 else None
        self.layouts = 0

    def lay_out(self, density: float, use: Callable[[Any], None], rules: str = "") -> None:
        """Lay all sheets out at a density, with rules for slots and gaps, and `use` the document of each."""
        self.layouts += 1
        first_page = 1
        for sheet in self.series.sheets:
            css = self.engine.css(self.tokens.css(density, f"{rules} {count_from(first_page)}"))
            html = self._parsed or self.engine.parse(sheet)
            document = self.engine.lay_out(html, [*self._styles, css])
            first_page += len(document.pages)
            use(document)
            if self._parsed is None:
                # Boxes refer to each other in circles, and a series of hundreds would pile them up. What is left is
                # frozen, so that the next collection looks only through what the next sheet leaves behind.
                del document, html
                gc.collect()
                gc.freeze()
        gc.unfreeze()

    def grid(self, density: float) -> _Grid:
        """What a layout at a density measures; each density is laid out once."""
        if density not in self._grids:
            self._grids[density] = self._measured(density)
        return self._grids[density]

    def _measured(self, density: float) -> _Grid:
        margins_mm = self.tokens.value("margin-top", density) + self.tokens.value("margin-bottom", density)
        shared_mm = SHARED_GAP_MM * (self.series.per_page - 1)
        grid = _Grid(0.0)

        def measure(document: Any) -> None:
            grid.room_mm = (document.pages[0].height * MM_PER_PX - margins_mm - shared_mm) / self.series.per_page
            for page in document.pages:
                for name, (_, y1, _, y2) in page.anchors.items():
                    slug, mark, part = name.partition("--")
                    if mark:
                        heights = grid.parts[slug]
                        heights[part] = heights.get(part, 0.0) + (y2 - y1) * MM_PER_PX

        self.lay_out(density, measure)
        return grid

    def together(self, density: float) -> Measure:
        """The height of a page that holds the tallest of every part."""
        grid = self.grid(density)
        slots = grid.slots(self.series.single)
        return self._measure(grid, sum(slots.values()) + LEAST_GAP_MM * max(len(slots) - 1, 0))

    def tallest(self, density: float) -> Measure:
        """The height of the tallest single study."""
        grid = self.grid(density)
        return self._measure(grid, max((grid.least(slug, 1) for slug in self.series.single), default=0.0))

    def _measure(self, grid: _Grid, height_mm: float) -> Measure:
        long = (grid.least(slug, count) for slug, count in self.pages_of.items() if count > 1)
        height_mm = max(height_mm, *long, 0.0)
        return Measure(1 if height_mm <= grid.room_mm else 2, height_mm, grid.room_mm)


def lay_out_series(series: Series, workspace: Workspace, manuscript: Manuscript, engine: Engine) -> Laid:
    """Set a series of studies and draw it. Raises CF-403 for each study that does not fit at the tightest."""
    path = workspace.find("styles", f"{series.name}.density.toml")
    pages: list[Any] = []
    spans: dict[str, tuple[int, int]] = {}
    wide: list[Problem] = []
    with listening() as heard:
        setting = _Setting(engine, series, read_density(path, workspace.shown(path)))
        density, gap_mm, rules = _settle(setting, manuscript)

        def keep(document: Any) -> None:
            _add_spans(spans, document.pages, len(pages))
            wide.extend(overfull(document.pages, manuscript))
            pages.extend(engine.engrave(document.pages))

        setting.lay_out(density, keep, rules)
    problems = (
        *log_problems(heard, manuscript),
        *wide,
        *missing_glyphs(heard, series.saying, workspace, manuscript),
        *_too_many_pages(setting, spans, density, manuscript),
    )
    if any(not problem.warning for problem in problems):
        raise CasefolioError(problems)
    grid = setting.grid(density)
    fill = {slug: grid.alone(slug)[0] / (grid.room_mm * setting.pages_of[slug]) for slug in series.slugs}
    return Laid(pages, spans, density, setting.layouts, gap_mm, fill, problems)


def _settle(setting: _Setting, manuscript: Manuscript) -> tuple[float, float, str]:
    """The density, the air, and the rules that set them: with common slots where they fit, else page by page."""
    slope, single = setting.tokens.slope, setting.series.single
    found = fit(setting.together, 1, slope, slack=SLACK)
    together = found.fits
    if not together:
        found = fit(setting.tallest, 1, slope, slack=SLACK)
        if not found.fits:
            raise CasefolioError(_too_long(setting, found.density, manuscript))
    grid = setting.grid(found.density)
    gap_mm, rules = _slot_rules(grid, single) if together else (LEAST_GAP_MM, _page_rules(grid, single))
    for slug, count in setting.pages_of.items():
        if count > 1:
            rules += f" #studies-{slug} {{ --gap: {grid.gap_mm(slug, count, max(gap_mm, LEAST_GAP_MM)):.3f}mm }}"
    if setting.series.per_page > 1:
        height_mm = grid.room_mm - _HEIGHT_ROUND_MM
        rules += f" .study-page {{ height: {height_mm:.3f}mm; --apart: {SHARED_GAP_MM}mm }}"
    return found.density, gap_mm, f":root {{ --gap: {gap_mm:.3f}mm }} {rules}"


def _slot_rules(grid: _Grid, single: Sequence[str]) -> tuple[float, str]:
    """Every part as high as its tallest, and where a study lacks one, its place kept free: the same on every page."""
    slots = grid.slots(single)
    gap_mm = min((grid.room_mm - sum(slots.values())) / max(len(slots) - 1, 1) - _HEIGHT_ROUND_MM, MOST_GAP_MM)
    rules = [
        f'.study-page:not(.long) > [id$="--{part}"] {{ min-height: {high_mm:.3f}mm }}'
        for part, high_mm in slots.items()
    ]
    for slug in single:
        free_mm = gap_mm
        for part, high_mm in slots.items():
            if part not in grid.parts[slug]:
                free_mm += high_mm + gap_mm
            else:
                if free_mm > gap_mm:
                    rules.append(f"#{slug}--{part} {{ margin-top: {free_mm:.3f}mm }}")
                free_mm = gap_mm
    return gap_mm, " ".join(rules)


def _page_rules(grid: _Grid, single: Sequence[str]) -> str:
    """Each page spaced by itself."""
    return " ".join(f"#studies-{slug} {{ --gap: {grid.gap_mm(slug, 1):.3f}mm }}" for slug in single)


def _add_spans(spans: dict[str, tuple[int, int]], pages: Sequence[Any], before: int) -> None:
    """Note the first page and the number of pages of each study on these pages."""
    for number, page in enumerate(pages, before):
        for name in page.anchors:
            if name.startswith("studies-") and "--" not in name:
                slug = name.removeprefix("studies-")
                first, _ = spans.get(slug, (number, 0))
                spans[slug] = (first, number - first + 1)


def _too_many_pages(
    setting: _Setting, spans: dict[str, tuple[int, int]], density: float, manuscript: Manuscript
) -> list[Problem]:
    """A problem for each study that takes more pages than it may, although its parts would have had the room."""
    return [
        _overflow(setting, slug, density, manuscript)
        for slug, (_, count) in spans.items()
        if count > setting.pages_of[slug]
    ]


def _too_long(setting: _Setting, density: float, manuscript: Manuscript) -> list[Problem]:
    """A problem for each study that does not fit its pages."""
    grid = setting.grid(density)
    return [
        _overflow(setting, slug, density, manuscript)
        for slug, pages in setting.pages_of.items()
        if grid.least(slug, pages) > grid.room_mm
    ]


def _overflow(setting: _Setting, slug: str, density: float, manuscript: Manuscript) -> Problem:
    """How many lines too long a study is, and the field that takes most room."""
    grid, promised = setting.grid(density), setting.pages_of[slug]
    line_mm = setting.tokens.value("leading", density) * setting.tokens.value("type", density) * 25.4 / 72
    over_mm = max((grid.least(slug, promised) - grid.room_mm) * promised, line_mm)
    part = max(grid.parts[slug], key=lambda name: grid.parts[slug][name])
    study = manuscript.dossier.studies[slug]
    field_name = next((name for name in _FIELDS.get(part, (part,)) if getattr(study, name, None)), "title")
    lines = max(1, round(over_mm / line_mm))
    room = "its part of the page" if setting.series.per_page > 1 else "its page" if promised == 1 else "two pages"
    more = "" if promised > 1 else ", or write `pages: 2`" if setting.series.per_page == 1 else ", or print one a page"
    return Problem(
        "CF-403",
        f"the study '{slug}' does not fit {room}: at the tightest it is {over_mm:.0f} mm too long, "
        f"about {lines} line{'s' if lines > 1 else ''}; '{field_name}' takes most room",
        manuscript.mark(("studies", slug, field_name)),
        f"shorten it{more}",
    )


#: The fields that a part of the page shows.
_FIELDS = {
    "head": ("title",),
    "drawing": ("flow",),
    "terms": ("constraints", "technologies"),
    "related": ("related", "links"),
    **{f"figure-{number}": ("figures",) for number in range(1, 10)},
}
