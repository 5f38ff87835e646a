"""The way from a project folder to a manuscript, top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.model.manuscript import Manuscript
from casefolio.reading.advice import advise
from casefolio.reading.applications import check_applications
from casefolio.reading.collect import collect
from casefolio.reading.files import survey
from casefolio.reading.form import check_form
from casefolio.reading.pictures import check_pictures
from casefolio.reading.references import check_references
from casefolio.reading.tree import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casefolio.model.workspace import Workspace


def read(workspace: Workspace, kept: dict[object, Any] | None = None) -> Manuscript:
    """The content of a project as a manuscript: a valid dossier, the place of every value, warnings.

    `kept` holds what was read before, for whoever reads again and again; files that are as they were are not parsed.
    Raises CasefolioError with every problem of every file, in the order of files and lines; warnings are among them.
    """
    files, problems = survey(workspace)
    if not files and problems:
        raise CasefolioError(_in_order(problems))
    collected = collect(files, workspace, kept)
    dossier, by_path = check_form(collected)
    # Where a value is wrong in form and in what it names, the name is what the owner has to correct.
    by_path |= check_references(collected)
    by_path |= check_pictures(collected.tree, workspace)
    by_path |= check_applications(collected.tree, workspace)
    warnings = advise(dossier, collected) if dossier else ()
    problems += collected.problems + tuple(problem for found in by_path.values() for problem in found)
    if problems or dossier is None:
        raise CasefolioError(_in_order((*problems, *warnings)))
    return Manuscript(dossier, Marks(collected.tree), tuple(file.path for file in files), warnings)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file, line and column; what has no place comes first."""

    def order(problem: Problem) -> tuple[str, int, int, str, str]:
        mark = problem.mark or Mark("", 0, 0)
        return mark.file, mark.line, mark.column, problem.code, problem.message

    return sorted(dict.fromkeys(problems), key=order)
