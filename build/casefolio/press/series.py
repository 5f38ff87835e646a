"""A series of studies: pages of one grid, so that a reader flips through them and nothing jumps.

All studies are measured in one layout and set in a second. For every part (head, problem, drawing …) the tallest of
the series sets the height of its slot, and what room is left goes between the slots, the same on every page. Where the
slots of very unequal studies do not fit together, each page is spaced by itself, in the same type.

What was measured and drawn is kept with the engine, by what it was made of: where one study changes, the others are
not laid out again.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError
from casefolio.press.density import Density, read_density
from casefolio.press.engine import Engine, count_from
from casefolio.press.feather import feather, leaves_parts_alone
from casefolio.press.fit import Measure, fit
from casefolio.press.forme import Drawn, Laid
from casefolio.press.grid import SHARED_GAP_MM, Grid, Rules
from casefolio.press.listening import listening
from casefolio.press.memory import digest
from casefolio.press.proofread import log_problems, missing_glyphs, overfull
from casefolio.press.report import study_overflow
from casefolio.press.standing import Tied, tie_up
from casefolio.press.typeset import MM_PER_PX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Leaf, Series
    from casefolio.model.workspace import Workspace

#: The air between the parts takes up this much of a page, so a density that leaves less empty is good enough.
SLACK = 0.16
#: So many studies are laid out together; where there are more, half as many, so that memory holds little at once.
_SHEET = 24


class _Setting:
    """A series on the press: runs of leaves, laid out one after the other, so that memory holds only one."""

    def __init__(self, engine: Engine, series: Series, density: Density) -> None:
        self.engine = engine
        self.tokens = density
        self.series = series
        self.pages_of = {slug: 1 if slug in series.single else 2 for slug in series.slugs}
        self._styles = engine.styles(series.styles)
        self._made_of = digest(*series.frame, *series.styles)
        self._grids: dict[float, Grid] = {}
        self._numbers = {leaf: number for number, leaf in enumerate(series.leaves, 1)}
        self._whole = len(series.slugs) <= _SHEET
        self._parsed: dict[tuple[Leaf, ...], Any] = {}
        #: Pages as they were measured, each of one leaf; those of a long series are tied up.
        self._feathers = all(map(leaves_parts_alone, engine.altered(series.styles)))
        self._standing: dict[tuple[float, Leaf], Any] = {}
        self.layouts = 0

    def _runs(self, leaves: Sequence[Leaf]) -> Iterator[tuple[Leaf, ...]]:
        """Leaves in runs that follow each other in the series and are laid out together."""
        size = max(1, (_SHEET if self._whole else _SHEET // 2) // self.series.per_page)
        run: list[Leaf] = []
        for leaf in leaves:
            if run and (len(run) == size or self._numbers[leaf] != self._numbers[run[-1]] + 1):
                yield tuple(run)
                run = []
            run.append(leaf)
        if run:
            yield tuple(run)

    def _lay_out(self, run: tuple[Leaf, ...], css: str) -> Any:
        html = self._parsed.get(run) or self.engine.parse(self.series.html(run))
        if self._whole:
            self._parsed[run] = html
        return self.engine.lay_out(html, [*self._styles, self.engine.css(css)])

    def _sweep(self) -> None:
        """Let go of a layout, where more follow.

        Boxes refer to each other in circles, and a series of hundreds would pile them up. What is left is frozen, so
        that the next collection looks only through what the next run leaves behind. Whoever calls holds none of it.
        """
        if not self._whole:
            gc.collect()
            gc.freeze()

    def grid(self, density: float) -> Grid:
        """What a layout at a density measures; each density is laid out once."""
        if density not in self._grids:
            self.layouts += 1
            self._grids[density] = self._measured(density)
            gc.unfreeze()
        return self._grids[density]

    def _measured(self, density: float) -> Grid:
        css = self.tokens.css(density)
        known = self.engine.memory
        stamps = {leaf: digest(self._made_of, "measured", css, leaf.html) for leaf in self.series.leaves}
        for run in self._runs([leaf for leaf, stamp in stamps.items() if stamp not in known]):
            grid = self._measured_run(run, density, css)
            for leaf in run:
                known[stamps[leaf]] = Grid(grid.room_mm, {slug: grid.parts[slug] for slug in leaf.slugs})
            self._sweep()
        whole = Grid()
        for stamp in stamps.values():
            whole.room_mm = known[stamp].room_mm
            whole.parts |= known[stamp].parts
        return whole

    def _measured_run(self, run: tuple[Leaf, ...], density: float, css: str) -> Grid:
        """What one run measures. Its pages stay, as they are or tied up; the rest of its layout may go."""
        document = self._lay_out(run, f"{css} {count_from(self._numbers[run[0]])}")
        if self._feathers and len(document.pages) == len(run):
            pages = document.pages if self._whole else map(tie_up, document.pages)
            self._standing |= {(density, leaf): page for leaf, page in zip(run, pages, strict=True)}
        return self._read_grid(document, density)

    def _read_grid(self, document: Any, density: float) -> Grid:
        margins_mm = self.tokens.value("margin-top", density) + self.tokens.value("margin-bottom", density)
        shared_mm = SHARED_GAP_MM * (self.series.per_page - 1)
        grid = Grid((document.pages[0].height * MM_PER_PX - margins_mm - shared_mm) / self.series.per_page)
        for page in document.pages:
            for name, (_, y1, _, y2) in page.anchors.items():
                slug, mark, part = name.partition("--")
                if mark:
                    heights = grid.parts[slug]
                    heights[part] = heights.get(part, 0.0) + (y2 - y1) * MM_PER_PX
        return grid

    def draw(self, density: float, rules: Rules, manuscript: Manuscript) -> Drawn:
        """Lay out and draw all leaves in their order, those left out that the engine still has."""
        self.layouts += 1
        drawn = Drawn()
        waiting: list[tuple[Leaf, bytes]] = []
        for leaf in self.series.leaves:
            number = len(drawn.pages) + len(waiting) + 1
            css = self.tokens.css(density, rules.css(leaf.slugs))
            stamp = digest(self._made_of, "drawn", css, str(number), leaf.html)
            if stamp in self.engine.memory:
                self._print(waiting, density, rules, drawn, manuscript)
                drawn.add(leaf, stamp, self.engine.memory[stamp])
                continue
            waiting.append((leaf, stamp))
            # How many pages a long one takes is seen only when it is set.
            if any(self.pages_of[slug] > 1 for slug in leaf.slugs):
                self._print(waiting, density, rules, drawn, manuscript)
        self._print(waiting, density, rules, drawn, manuscript)
        gc.unfreeze()
        return drawn

    def _print(
        self,
        waiting: list[tuple[Leaf, bytes]],
        density: float,
        rules: Rules,
        drawn: Drawn,
        manuscript: Manuscript,
    ) -> None:
        stamps = dict(waiting)
        waiting.clear()
        for run in self._runs(list(stamps)):
            slugs = [slug for leaf in run for slug in leaf.slugs]
            first_page = len(drawn.pages) + 1
            laid = self._feathered(density, run, rules, first_page)
            if laid is None:
                css = self.tokens.css(density, f"{rules.css(slugs)} {count_from(first_page)}")
                laid = self._lay_out(run, css).pages
            wide = overfull(laid, manuscript)
            drawn.wide.extend(wide)
            starts = [
                next(n for n, page in enumerate(laid) if f"studies-{leaf.slugs[0]}" in page.anchors) for leaf in run
            ]
            pages = self.engine.engrave(laid)
            for leaf, start, end in zip(run, starts, [*starts[1:], len(pages)], strict=True):
                drawn.add(leaf, stamps[leaf], pages[start:end])
                if not wide:
                    self.engine.memory[stamps[leaf]] = pages[start:end]
            del laid
            self._sweep()

    def _feathered(self, density: float, run: tuple[Leaf, ...], rules: Rules, first_page: int) -> list[Any] | None:
        """The pages of a run as they were measured, with their parts moved into their slots; None where that fails."""
        standing = [self._standing.pop((density, leaf), None) for leaf in run]
        single = all(self.pages_of[slug] == 1 for leaf in run for slug in leaf.slugs)
        if None in standing or not rules.slots_mm or not single or self._numbers[run[0]] != first_page:
            return None
        pages = []
        for page, leaf in zip(standing, run, strict=True):
            whole = page.untie() if isinstance(page, Tied) else page
            moved = whole and feather(whole, leaf.slugs[0], rules.slots_mm, rules.gap_mm)
            if moved is None:
                return None
            pages.append(moved)
        return pages


def lay_out_series(series: Series, workspace: Workspace, manuscript: Manuscript, engine: Engine) -> Laid:
    """Set a series of studies and draw it. Raises CF-403 for each study that does not fit at the tightest."""
    path = workspace.find("styles", f"{series.name}.density.toml")
    with listening() as heard:
        setting = _Setting(engine, series, read_density(path, workspace.shown(path)))
        try:
            density, gap_mm, rules = _settle(setting, manuscript)
            drawn = setting.draw(density, rules, manuscript)
        except CasefolioError as error:
            # A style that does not load is why a text does not fit: say that first.
            raise CasefolioError((*log_problems(heard, manuscript), *error.problems)) from None
    grid = setting.grid(density)
    problems = (
        *log_problems(heard, manuscript),
        *drawn.wide,
        *missing_glyphs(heard, series.saying, workspace, manuscript),
        *(
            study_overflow(grid, setting.tokens, density, series, slug, manuscript)
            for slug, (_, count) in drawn.spans.items()
            if count > setting.pages_of[slug]
        ),
    )
    if any(not problem.warning for problem in problems):
        raise CasefolioError(problems)
    fill = {slug: grid.alone(slug)[0] / (grid.room_mm * setting.pages_of[slug]) for slug in series.slugs}
    return Laid(drawn.pages, drawn.spans, density, setting.layouts, gap_mm, fill, drawn.stamps, problems)


def _settle(setting: _Setting, manuscript: Manuscript) -> tuple[float, float, Rules]:
    """The density, the air, and the rules that set them: with common slots where they fit, else page by page."""
    pages_of, slope = setting.pages_of, setting.tokens.slope

    def together(density: float) -> Measure:
        return setting.grid(density).together(pages_of)

    def tallest(density: float) -> Measure:
        return setting.grid(density).tallest(pages_of)

    found = fit(together, 1, slope, slack=SLACK)
    fits_together = found.fits
    if not fits_together:
        found = fit(tallest, 1, slope, slack=SLACK)
    grid = setting.grid(found.density)
    if not found.fits:
        raise CasefolioError(
            study_overflow(grid, setting.tokens, found.density, setting.series, slug, manuscript)
            for slug, pages in pages_of.items()
            if grid.least(slug, pages) > grid.room_mm
        )
    gap_mm, rules = grid.rules(pages_of, setting.series.per_page, together=fits_together)
    return found.density, gap_mm, rules
