"""A series of studies: pages of one grid, so that a reader flips through them and nothing jumps.

All studies are laid out together once. For every part (head, problem, drawing …) the tallest of the series sets the
height of its slot, and what room is left goes between the slots, the same on every page. Where the slots of very
unequal studies do not fit together, each page is spaced by itself, in the same type.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.press.density import Density, read_density
from casefolio.press.engine import Engine, listening
from casefolio.press.fit import Fit, Measure, fit
from casefolio.press.proofread import log_problems, missing_glyphs, overfull
from casefolio.press.typeset import MM_PER_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """The pages of a series and how they came out. `spans` gives each study's first page, from 0, and their number."""

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
    """What one layout measured: the height of every part of every study, in mm."""

    parts: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def slots(self, single: Sequence[str]) -> dict[str, float]:
        """The tallest of each part over the studies of one page."""
        found: dict[str, float] = {}
        for slug in single:
            for part, height in self.parts[slug].items():
                found[part] = max(found.get(part, 0.0), height)
        return found

    def alone(self, slug: str) -> tuple[float, int]:
        """A study's own height without air, and how many gaps it has."""
        heights = self.parts[slug].values()
        return sum(heights), max(len(heights) - 1, 0)


class _Setting:
    """A series on the press."""

    def __init__(self, engine: Engine, series: Series, density: Density) -> None:
        self._engine = engine
        self.tokens = density
        self.series = series
        self._html = engine.parse(series.html)
        self._styles = engine.styles(series.styles)
        self.grid = _Grid()
        self.layouts = 0
        self.document: Any = None
        self.room_mm = 0.0

    def lay_out(self, density: float, rules: str = "") -> None:
        """Lay all studies out at a density, with rules for slots and gaps, and measure every part."""
        css = self._engine.css(self.tokens.css(density, rules))
        self.document = self._engine.lay_out(self._html, [*self._styles, css])
        self.layouts += 1
        margins_mm = self.tokens.value("margin-top", density) + self.tokens.value("margin-bottom", density)
        shared = SHARED_GAP_MM * (self.series.per_page - 1)
        self.room_mm = (self.document.pages[0].height * MM_PER_PX - margins_mm - shared) / self.series.per_page
        self.grid = _Grid()
        for page in self.document.pages:
            for name, (_, y1, _, y2) in page.anchors.items():
                slug, mark, part = name.partition("--")
                if mark:
                    heights = self.grid.parts[slug]
                    heights[part] = heights.get(part, 0.0) + (y2 - y1) * MM_PER_PX

    def together(self, density: float) -> Measure:
        """The height of a page that holds the tallest of every part."""
        self.lay_out(density)
        slots = self.grid.slots(self.series.single)
        return self._measure(sum(slots.values()) + LEAST_GAP_MM * max(len(slots) - 1, 0))

    def tallest(self, density: float) -> Measure:
        """The height of the tallest single study."""
        self.lay_out(density)
        each = map(self.grid.alone, self.series.single)
        return self._measure(max((total + gaps * LEAST_GAP_MM for total, gaps in each), default=0.0))

    def _measure(self, height_mm: float) -> Measure:
        return Measure(1 if height_mm <= self.room_mm else 2, height_mm, self.room_mm)


def lay_out_series(series: Series, workspace: Workspace, manuscript: Manuscript, engine: Engine) -> Laid:
    """Set a series of studies. Raises CF-403 for each study that does not fit its page at the tightest."""
    path = workspace.find("styles", f"{series.name}.density.toml")
    with listening() as heard:
        setting = _Setting(engine, series, read_density(path, workspace.shown(path)))
        found, gap_mm = _settle(setting, manuscript)
    problems = (
        *log_problems(heard, manuscript),
        *overfull(setting.document.pages, manuscript),
        *missing_glyphs(heard, series.saying, workspace, manuscript),
    )
    if any(not problem.warning for problem in problems):
        raise CasefolioError(problems)
    fill = {slug: _fill(setting, slug) for slug in series.slugs}
    spans = _spans(setting, manuscript)
    return Laid(setting.document.pages, spans, found.density, setting.layouts, gap_mm, fill, problems)


def _settle(setting: _Setting, manuscript: Manuscript) -> tuple[Fit, float]:
    """Find the density, then lay out for good: with common slots where they fit, else page by page."""
    slope = setting.tokens.slope
    found = fit(setting.together, 1, slope, slack=SLACK)
    if found.fits:
        slots = setting.grid.slots(setting.series.single)
        gaps = max(len(slots) - 1, 1)
        gap_mm = min((setting.room_mm - sum(slots.values())) / gaps - _HEIGHT_ROUND_MM, MOST_GAP_MM)
        heights = "".join(f".study-page:not(.long) > .{part} {{ min-height: {h:.3f}mm }} " for part, h in slots.items())
        setting.lay_out(found.density, f":root {{ --gap: {gap_mm:.3f}mm }} {heights}{_shared(setting)}")
        return found, gap_mm
    found = fit(setting.tallest, 1, slope, slack=SLACK)
    if not found.fits:
        raise CasefolioError(_too_long(setting, manuscript))
    rules = []
    for slug in setting.series.single:
        total, gaps = setting.grid.alone(slug)
        gap_mm = min((setting.room_mm - total) / max(gaps, 1) - _HEIGHT_ROUND_MM, MOST_GAP_MM)
        rules.append(f"#studies-{slug} {{ --gap: {gap_mm:.3f}mm }}")
    setting.lay_out(found.density, f":root {{ --gap: {LEAST_GAP_MM}mm }} {' '.join(rules)}{_shared(setting)}")
    return found, LEAST_GAP_MM


def _shared(setting: _Setting) -> str:
    """Where several studies share a page, each takes its part of it."""
    if setting.series.per_page == 1:
        return ""
    height = setting.room_mm - _HEIGHT_ROUND_MM
    return f" .study-page {{ height: {height:.3f}mm }} .study-page + .study-page {{ --apart: {SHARED_GAP_MM}mm }}"


def _spans(setting: _Setting, manuscript: Manuscript) -> dict[str, tuple[int, int]]:
    """First page and number of pages of each study. Raises CF-403 where one takes more than it may."""
    found: dict[str, tuple[int, int]] = {}
    for number, page in enumerate(setting.document.pages):
        for name in page.anchors:
            if name.startswith("studies-") and "--" not in name:
                slug = name.removeprefix("studies-")
                first, _ = found.get(slug, (number, 0))
                found[slug] = (first, number - first + 1)
    problems = [
        Problem(
            "CF-403",
            f"the study '{slug}' takes {count} pages, {1 if slug in setting.series.single else 2} promised",
            manuscript.mark(("studies", slug)),
            "shorten it, or write `pages: 2`" if slug in setting.series.single else "shorten it",
        )
        for slug, (_, count) in found.items()
        if count > (1 if slug in setting.series.single else 2)
    ]
    if problems:
        raise CasefolioError(problems)
    return {slug: found[slug] for slug in setting.series.slugs}


def _fill(setting: _Setting, slug: str) -> float:
    """The part of a page that a study's text and drawing take, without the air between."""
    pages = 1 if slug in setting.series.single else 2
    return setting.grid.alone(slug)[0] / (setting.room_mm * pages)


def _too_long(setting: _Setting, manuscript: Manuscript) -> list[Problem]:
    """For each study that does not fit: how many lines too long, and the field that takes most room."""
    line_mm = setting.tokens.value("leading", -1.0) * setting.tokens.value("type", -1.0) * 25.4 / 72
    problems = []
    for slug in setting.series.single:
        total, gaps = setting.grid.alone(slug)
        over_mm = total + gaps * LEAST_GAP_MM - setting.room_mm
        if over_mm <= 0:
            continue
        part = max(setting.grid.parts[slug], key=lambda name: setting.grid.parts[slug][name])
        fields = _FIELDS.get(part, (part,))
        lines = max(1, round(over_mm / line_mm))
        problems.append(
            Problem(
                "CF-403",
                f"the study '{slug}' does not fit its page: at the tightest it is {over_mm:.0f} mm too long, "
                f"about {lines} line{'s' if lines > 1 else ''}; '{fields[0]}' takes most room",
                manuscript.mark(("studies", slug, fields[0])),
                "shorten it, or write `pages: 2`",
            )
        )
    return problems


#: The fields that a part of the page shows.
_FIELDS = {
    "head": ("title",),
    "drawing": ("flow",),
    "terms": ("constraints", "technologies"),
    "related": ("related", "links"),
    "figure-1": ("figures",),
    "figure-2": ("figures",),
}
