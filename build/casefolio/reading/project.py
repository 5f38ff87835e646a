"""The way from a project folder to a manuscript, top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.model.manuscript import Manuscript
from casefolio.reading.codes import Code
from casefolio.reading.collect import collect
from casefolio.reading.files import survey
from casefolio.reading.form import check_form
from casefolio.reading.pictures import check_pictures
from casefolio.reading.references import check_references
from casefolio.reading.tree import Marks, key_at, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casefolio.model.dossier import Dossier
    from casefolio.model.workspace import Workspace
    from casefolio.reading.collect import Collected


def read(workspace: Workspace) -> Manuscript:
    """The content of a project as a manuscript: a valid dossier, the place of every value, warnings.

    Raises CasefolioError with every problem of every file, in the order of files and lines; warnings are among them.
    """
    files, problems = survey(workspace)
    if not files and problems:
        raise CasefolioError(_in_order(problems))
    collected = collect(files, workspace)
    dossier, by_path = check_form(collected)
    # Where a value is wrong in form and in what it names, the name is what the owner has to correct.
    by_path |= check_references(collected)
    by_path |= check_pictures(collected.tree, workspace)
    warnings = tuple(_warnings(dossier, collected)) if dossier else ()
    problems += collected.problems + tuple(problem for found in by_path.values() for problem in found)
    if problems or dossier is None:
        raise CasefolioError(_in_order((*problems, *warnings)))
    return Manuscript(dossier, Marks(collected.tree), tuple(file.path for file in files), warnings)


def _warnings(dossier: Dossier, collected: Collected) -> Iterator[Problem]:
    if not dossier.profile.contact and not collected.is_unread(("profile",)):
        pair = key_at(collected.tree, ("profile",))
        remedy = "put it into content/private/profile.yaml:  contact: {email: me@example.org}"
        yield Problem(Code.NO_CONTACT, "no contact data", pair.mark if pair else None, remedy, warning=True)
    for name, study in dossier.studies.items():
        if len(study.flow) == 1:
            mark = place(collected.tree, ("studies", name, "flow"))
            message = f"the flow of '{name}' has one step and will be drawn as one box"
            yield Problem(Code.FLOW_OF_ONE, message, mark, "add steps, or leave the flow out", warning=True)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file, line and column; what has no place comes first."""

    def order(problem: Problem) -> tuple[str, int, int, str, str]:
        mark = problem.mark or Mark("", 0, 0)
        return mark.file, mark.line, mark.column, problem.code, problem.message

    return sorted(dict.fromkeys(problems), key=order)
