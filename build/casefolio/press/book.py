"""The dossier as a book: its own pages and the series between them, bound natively into one document.

Pages of several layouts go into one PDF with one font pool and one tag tree; each study is laid out once, for its
one-pager and for the book.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.press.density import NEUTRAL, TIGHTEST, read_density
from casefolio.press.engine import count_from
from casefolio.press.finish import Labels
from casefolio.press.forme import Printed
from casefolio.press.listening import listening
from casefolio.press.memory import digest
from casefolio.press.proofread import log_problems, missing_glyphs, overfull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Enclosure, Imprint, Sheet
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine
    from casefolio.press.forme import Laid


#: What may run over several pages, by the id of its element.
_CHAPTERS = ("contents", "overview", "projects", "recognition", "index")
#: A last page with less than this part of the first one's text on it looks like a mistake.
_STUB = 0.35
#: A document of more pages than this is built with an eye on memory.
_MANY = 100


@dataclass(frozen=True, slots=True)
class Leaves:
    """The pages, drawn, of one sheet that is not fitted, and the page (0-based) on which each element starts."""

    pages: list[Any]
    starts: dict[str, int]
    warnings: tuple[Problem, ...] = ()


def lay_out_sheet(
    sheet: Sheet, workspace: Workspace, manuscript: Manuscript, engine: Engine, first_page: int = 1
) -> Leaves:
    """Lay a sheet out; its folios count from `first_page`, which also decides the first side.

    The density is neutral, or tighter where a chapter would else end with a few lines on a page of their own.
    """
    made_of = digest("leaves", sheet.html, *sheet.styles, str(first_page))
    if made_of in engine.memory:
        kept: Leaves = engine.memory[made_of]
        return kept
    path = workspace.find("styles", f"{sheet.name}.density.toml")
    density = read_density(path, workspace.shown(path))
    with listening() as heard:
        rules = count_from(first_page)
        html, styles = engine.parse(sheet.html), engine.styles(sheet.styles)
        pages = engine.lay_out(html, [*styles, engine.css(density.css(NEUTRAL, rules))]).pages
        for tighter in (NEUTRAL + TIGHTEST) / 2, TIGHTEST:
            if _has_stub(pages):
                tried = engine.lay_out(html, [*styles, engine.css(density.css(tighter, rules))]).pages
                pages = tried if len(tried) < len(pages) else pages
        drawn = engine.engrave(pages)
    problems = (
        *_dangling_aside(log_problems(heard, manuscript)),
        *overfull(pages, manuscript),
        *missing_glyphs(heard, sheet.saying, workspace, manuscript),
    )
    if any(not problem.warning for problem in problems):
        raise CasefolioError(problems)
    starts: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            starts.setdefault(name, number)
    engine.memory[made_of] = Leaves(drawn, starts, problems)
    return Leaves(drawn, starts, problems)


def _has_stub(pages: Sequence[Any]) -> bool:
    """Whether a chapter's last page, not its only one, is mostly empty."""
    for name in _CHAPTERS:
        heights = [page.anchors[name][3] - page.anchors[name][1] for page in pages if name in page.anchors]
        if len(heights) > 1 and heights[-1] < _STUB * heights[0]:
            return True
    return False


def _dangling_aside(problems: Sequence[Problem]) -> list[Problem]:
    """Links into other parts of the book dangle while a part is alone; they are checked in the finished file."""
    return [problem for problem in problems if "No anchor #" not in problem.message]


def write_study(laid: Laid, slug: str, imprint: Imprint, number: int, engine: Engine) -> Printed:
    """One study's pages as a file of their own, with the page label that they bear in the dossier."""
    pages = laid.of(slug)
    with listening() as heard:
        data = engine.write(pages, imprint, labels=(Labels(0, "D", number),))
    _raise_for(log_problems(heard))
    return Printed(slug, data, len(pages), laid.density, laid.fill[slug], laid.layouts)


def write_book(
    parts: tuple[Leaves, Laid, Leaves],
    imprint: Imprint,
    enclosures: Sequence[Enclosure],
    engine: Engine,
    *,
    duplex: bool = False,
) -> Printed:
    """Front matter with roman labels, then the studies and what follows with arabic ones.

    Printed on both sides, the front matter is filled up to whole leaves, so that page 1 is a right-hand page.
    """
    front, laid, back = parts
    before = list(front.pages)
    if duplex and len(before) % 2:
        before.append(engine.blank(before[0]))
    pages = [*before, *laid.pages, *back.pages]
    if len(pages) > _MANY:
        gc.collect()  # what the layouts left behind, before a large file is put together
    labels = (Labels(0, "r"), Labels(len(before), "D"))
    with listening() as heard:
        data = engine.write(pages, imprint, enclosures, labels)
    _raise_for(log_problems(heard))
    fill = sum(laid.fill.values()) / max(len(laid.fill), 1)
    warnings = (*front.warnings, *back.warnings)
    return Printed("dossier", data, len(pages), laid.density, fill, laid.layouts, warnings=warnings)


def _raise_for(problems: Sequence[Problem]) -> None:
    if problems:
        raise CasefolioError(problems)
