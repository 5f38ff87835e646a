"""The letter of an application, fitted to its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError

if TYPE_CHECKING:
    from casefolio.errors import Problem
    from casefolio.model.manuscript import Manuscript
    from casefolio.press.forme import Printed
    from casefolio.printing.run import Run


def set_letter(run: Run, name: str) -> Printed:
    """Compose, set and verify the letter of the application `name`. Raises CF-405 where it needs a second page."""
    from casefolio.shaping.letter import letter_sheet

    run.report("setting the letter")
    sheet = letter_sheet(run.manuscript, name, run.edition, run.workspace)
    engine = run.engine
    from casefolio.press.typeset import typeset

    try:
        printed = typeset(sheet, run.workspace, run.manuscript, engine)
    except CasefolioError as error:
        raise CasefolioError(_of_a_letter(problem, run.manuscript, name) for problem in error.problems) from None
    run.verified(f"the letter to {name}", printed, sheet.imprint, 1, list(sheet.saying))
    return printed


def _of_a_letter(problem: Problem, manuscript: Manuscript, name: str) -> Problem:
    """What is said of a CV that does not fit, said of a letter: it has nothing optional and promises one page."""
    if problem.code != "CF-401":
        return problem
    most = problem.remedy.partition("; ")[0] if problem.remedy.startswith("most room") else ""
    remedy = f"{most}; a letter is one page: cut it, or list fewer enclosures" if most else "cut it"
    return replace(
        problem, code="CF-405", remedy=remedy, mark=manuscript.mark(("applications", name, "letter", "body"))
    )
