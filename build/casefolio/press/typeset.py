"""Sheet → pages → bytes: one document, fitted to the pages it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError
from casefolio.press.air import open_up
from casefolio.press.density import NEUTRAL, TIGHTEST, Density, read_density
from casefolio.press.finish import Labels
from casefolio.press.fit import Fit, Measure, fit
from casefolio.press.forme import Printed
from casefolio.press.listening import listening
from casefolio.press.proofread import log_problems, missing_glyphs, overfull
from casefolio.press.report import overflow_problem, shortfall_problem, zone_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Enclosure, Optional, Sheet
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine

    #: Files to embed, given the entries that were left out.
    Enclose = Callable[[tuple[Optional, ...]], tuple[Enclosure, ...]]

#: How the ids of a CV's entries begin.
_ENTRIES = ("experience-", "education-", "projects-", "custom-", "studies-")
MM_PER_PX = 25.4 / 96
#: A last page with less than this part of it filled looks like a mistake; where any number is allowed, it is avoided.
_STUB = 0.18


class Setting:
    """One sheet on the press: parsed once, laid out at any density, with some entries left out."""

    def __init__(self, engine: Engine, sheet: Sheet, density: Density) -> None:
        self._engine = engine
        self.tokens = density
        self.sheet = sheet
        self._html = engine.parse(sheet.html)
        self._styles = engine.styles(sheet.styles)
        self.left_out: tuple[Optional, ...] = ()
        self._breakable: set[str] = set()
        self.layouts = 0
        self.density = 0.0
        self.opened: tuple[str, ...] = ()
        self.document: Any = None

    def measure(self, density: float) -> Measure:
        """Lay out at a density and keep the document."""
        self._lay_out(density)
        if long := self._longer_than_a_page() - self._breakable:
            self._breakable |= long
            self._lay_out(density)
        pages = self.document.pages
        margins_mm = self.tokens.value("margin-top", density) + self.tokens.value("margin-bottom", density)
        room_mm = pages[0].height * MM_PER_PX - margins_mm
        return Measure(len(pages), sum(self.heights_mm("content")), room_mm)

    def _lay_out(self, density: float) -> None:
        # What is left out takes its space along, also where it stood first under its heading.
        rules = [f"#{e.id} {{ display: none }} h2 + #{e.id} + .entry {{ padding-top: 0 }}" for e in self.left_out]
        rules += [f"#{name} {{ break-inside: auto }}" for name in sorted(self._breakable)]
        tokens = self._engine.css(self.tokens.css(density, " ".join((*rules, *self.opened))))
        self.document = self._engine.lay_out(self._html, [*self._styles, tokens])
        self.density = density
        self.layouts += 1

    def _longer_than_a_page(self) -> set[str]:
        """Entries that run over several pages although they should stay whole: they may break from the start."""
        seen: dict[str, int] = {}
        for page in self.document.pages:
            for name in page.anchors:
                seen[name] = seen.get(name, 0) + 1
        return {name for name, pages in seen.items() if pages > 1 and name.startswith(_ENTRIES)}

    def heights_mm(self, name: str) -> list[float]:
        """The height of an element, by its id, on each page that it is on, in the last layout."""
        boxes = [page.anchors[name] for page in self.document.pages if name in page.anchors]
        return [(y2 - y1) * MM_PER_PX for _, y1, _, y2 in boxes]

    def ends_mm(self) -> list[dict[str, float]]:
        """How far above the lower margin each element with an id ends, by its id, for each page of the last layout."""
        margin_mm = self.tokens.value("margin-bottom", self.density)
        return [
            {name: (page.height - y2) * MM_PER_PX - margin_mm for name, (_, _, _, y2) in page.anchors.items()}
            for page in self.document.pages
        ]


def typeset(
    sheet: Sheet,
    workspace: Workspace,
    manuscript: Manuscript,
    engine: Engine,
    enclose: Enclose = lambda _: (),
    following: Sequence[tuple[Sequence[Any], int]] = (),
) -> Printed:
    """Set one sheet and write it. `enclose` is told what was left out and gives the files to embed.

    `following` are pages, drawn, that are bound natively after the sheet's own, each run with its first page number.

    Raises CF-4.. where the sheet does not fit, CF-3.. for what WeasyPrint complains of.
    """
    path = workspace.find("styles", f"{sheet.name}.density.toml")
    with listening() as heard:
        setting = Setting(engine, sheet, read_density(path, workspace.shown(path)))
        try:
            found = _settle(setting, manuscript)
            open_up(setting)
        except CasefolioError as error:
            # A style that does not load is why a text does not fit: say that first.
            raise CasefolioError((*log_problems(heard, manuscript), *error.problems)) from None
        pages, labels = list(setting.document.pages), [Labels(0)] if following else []
        for run, number in following:
            labels.append(Labels(len(pages), "D", number))
            pages += run
        data = engine.write(pages, sheet.imprint, enclose(setting.left_out), tuple(labels))
    problems = (
        *log_problems(heard, manuscript),
        *overfull(setting.document.pages, manuscript),
        *zone_problems(setting, manuscript),
        *missing_glyphs(heard, sheet.saying, workspace, manuscript),
    )
    if any(not problem.warning for problem in problems):
        raise CasefolioError(problems)
    used = found.measure.height_mm / (found.measure.room_mm * found.measure.pages)
    return Printed(sheet.name, data, len(pages), found.density, used, setting.layouts, setting.left_out, problems)


def _settle(setting: Setting, manuscript: Manuscript) -> Fit:
    """Fit a setting to its promise, leaving out optional entries only where the tightest does not do."""
    promised = setting.sheet.pages
    if promised is None:
        return _as_many_as_needed(setting)
    found = fit(setting.measure, promised, setting.tokens.slope)
    if not found.fits and setting.sheet.optional:
        found = _leave_out(setting, found, promised)
    if not found.fits:
        raise CasefolioError(overflow_problem(setting, found.measure, promised, manuscript))
    if found.measure.pages < promised:
        raise CasefolioError(shortfall_problem(setting, found.measure, promised, manuscript))
    return _stand(setting, found)


def _stand(setting: Setting, found: Fit) -> Fit:
    """Make the kept document the one that was chosen, where the search ended on another."""
    if setting.density != found.density:
        setting.measure(found.density)
    return found


def _as_many_as_needed(setting: Setting) -> Fit:
    """Any number of pages: neutral, but no last page with a few lines on it where one page fewer will do."""
    measure = setting.measure(NEUTRAL)
    last = setting.heights_mm("content")[-1] / measure.room_mm
    if measure.pages > 1 and last < _STUB:
        found = fit(setting.measure, measure.pages - 1, setting.tokens.slope)
        if found.fits:
            return _stand(setting, found)
        measure = setting.measure(NEUTRAL)
    return Fit(NEUTRAL, measure, setting.layouts)


def _leave_out(setting: Setting, found: Fit, promised: int) -> Fit:
    """Leave out optional entries, the least important first, until the tightest setting holds; then fit anew."""
    waiting = list(setting.sheet.optional)
    while waiting and not found.fits:
        missing_mm = found.measure.excess(promised) * found.measure.room_mm * promised
        # Where an entry went whole to the next page, what it left empty counts as height: count less, and look again.
        tallest_mm = max(sum(setting.heights_mm(entry.id)) for entry in waiting)
        missing_mm -= tallest_mm * (found.measure.pages - 1)
        while waiting:
            entry = waiting.pop(0)
            missing_mm -= sum(setting.heights_mm(entry.id))
            setting.left_out += (entry,)
            if missing_mm <= 0:
                break
        found = fit(setting.measure, promised, setting.tokens.slope, start=TIGHTEST)
    return found
