"""A resident that watches a project and builds after a change: `watching.py PROJECT CHANGED TARGET…`.

CHANGED is a file of the project, or a folder whose files are changed in turn.
"""

import sys
from pathlib import Path

from tests.bench.sides.turns import reworded, take_turns

from casefolio.errors import CasefolioError
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.watch import Watch

project, place = Path(sys.argv[1]), Path(sys.argv[1], sys.argv[2])
files = sorted(place.glob("*.yaml")) if place.is_dir() else [place]
watch = Watch(Job(tuple(Target(word) for word in sys.argv[3:])), Workspace.at(project))
watch.turn()
changed: list[Path] = []


def change(number: int) -> None:
    # Far apart in their order, so that few turns see many kinds of pages.
    path = files[number * 5 % len(files)]
    path.write_text(reworded(path.read_text("utf-8"), number), "utf-8")
    changed[:] = [path]


def build() -> None:
    came = watch.turn(changed)
    if isinstance(came, CasefolioError):
        raise came
    if all(result.fresh for result in came.results):
        raise AssertionError


take_turns(build, change)
