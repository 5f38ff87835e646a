"""Many projects, one after the other or side by side: what fails is listed and does not stop the rest."""

from __future__ import annotations

import gc
import os
import traceback
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build
from casefolio.printing.press import Press

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casefolio.model.order import Job


_LOST = Problem(
    "CF-901", "a process ended before this was done", None, "run it again, and it goes on where it was; see the memory"
)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one project: how many files were printed, how many were up to date, or why nothing was."""

    project: Path
    printed: int = 0
    fresh: int = 0
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    code: int = 0


def build_one(job: Job, project: Path, out: Path | None = None) -> Done:
    """Build one project, in any process; its problems are told, not raised."""
    try:
        workspace = Workspace.at(project, out)
        own = any((workspace.root / kind).is_dir() for kind in ("layouts", "styles"))
        outcome = build(job, workspace, press=Press() if own else _press(os.getpid()))
    except CasefolioError as error:
        return Done(project, problems=error.problems, code=int(error.exit_code))
    except Exception as error:  # noqa: BLE001 - a fault of the program must not stop the rest either
        # What it left in a warm press, nobody knows.
        _press(os.getpid()).close()
        return _broken(project, error)
    finally:
        _rest()
    fresh = sum(result.fresh for result in outcome.results)
    return Done(project, len(outcome.results) - fresh, fresh, outcome.warnings)


def _broken(project: Path, error: Exception) -> Done:
    """What is told of a fault of the program: what it was, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    words = ": ".join(filter(None, (type(error).__name__, str(error))))
    message = f"a fault of the program: {words}{place}"
    remedy = "`casefolio build` in this folder tells the whole story; please report it"
    problem = Problem("CF-902", message, None, remedy)
    return Done(project, problems=(problem,), code=int(problem.exit_code))


@cache
def _press(process: int) -> Press:  # noqa: ARG001 - a copy of a process must not use what is its original's
    """What is kept warm for projects that look alike, in one process."""
    press = Press()
    Finalize(None, press.close, exitpriority=1)  # what atexit knows is not done where a pool's worker ends
    return press


def _rest() -> None:
    """Let go of the last project before the next.

    Laid-out boxes refer to each other in circles. What outlives a project is frozen, so that looking for circles
    takes no longer the thousandth time than the first.
    """
    _press(os.getpid()).pages.clear()
    _press(os.getpid()).sweep()
    gc.collect()
    gc.freeze()


def batch(job: Job, projects: Sequence[Path], out: Path | None, executor: Executor | None = None) -> Iterator[Done]:
    """Build many projects, each into its own `out/`, or into a folder of its name below `out`.

    Yields what came of each, as it is done. What is up to date is not printed again: an interrupted batch goes on
    where it was. `executor` is any that sees the projects' folders; without one, this process does all.
    """
    ways = [(project, out / name if out else None) for project, name in zip(projects, names(projects), strict=True)]
    if executor is None:
        for project, folder in ways:
            yield build_one(job, project, folder)
        return
    waiting: dict[Future[Done], Path] = {}
    lost: list[Path] = []
    for project, folder in ways:
        try:
            waiting[executor.submit(build_one, job, project, folder)] = project
        except BrokenExecutor:
            lost.append(project)
    for future in as_completed(waiting):
        try:
            yield future.result()
        except BrokenExecutor:
            lost.append(waiting[future])
        except Exception as error:  # noqa: BLE001 - whatever an executor comes up with
            yield _broken(waiting[future], error)
    yield from (Done(project, problems=(_LOST,), code=int(_LOST.exit_code)) for project in lost)


def names(projects: Iterable[Path]) -> list[str]:
    """A folder's name for each project: its own, with a number where several are called the same."""
    found: dict[str, None] = {}
    for project in projects:
        own = project.resolve().name
        tries = chain([own], (f"{own}-{number}" for number in count(2)))
        found[next(name for name in tries if name not in found)] = None
    return list(found)
