"""What the last good check said: content that has not changed since is not read again."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from casefolio import __version__
from casefolio.ledger.book import FOLDER, problem_of
from casefolio.ledger.inventory import fingerprint, stamp, take_inventory
from casefolio.ledger.seal import BROKEN, read_sealed, write_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.errors import Problem
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.workspace import Workspace

_NAME = "checked"
_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check that found no fault has to say."""

    summary: str
    warnings: tuple[Problem, ...]


class LastCheck:
    """The last good check of a project, noted beside what was printed; where nothing was, nothing is noted."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.root
        folder = workspace.out / FOLDER
        self._path = folder / _NAME if folder.is_dir() else None
        # Advice names today's date; and what is noted is what was there before the content was read.
        today = time.strftime("%Y-%m-%d")
        self._made_of = fingerprint(__version__, today, take_inventory(workspace).all) if self._path else ""

    def recall(self) -> Checked | None:
        """What it said, where nothing that it looked at has changed."""
        if self._path is None:
            return None
        try:
            noted = read_sealed(self._path)
            if noted["made_of"] != self._made_of or any(self._stamp(name) != said for name, said in noted["files"]):
                return None
            return Checked(str(noted["summary"]), tuple(map(problem_of, noted["warnings"])))
        except BROKEN:
            return None

    def remember(self, manuscript: Manuscript) -> Checked:
        """Note down a check without a fault. Where the folder cannot be written to, it is done anew."""
        checked = Checked(manuscript.summary, manuscript.warnings)
        if self._path is None:
            return checked
        named = sorted(set(_texts(manuscript.dossier.model_dump())))
        files = [(name, said) for name in named if (said := self._stamp(name))]
        warnings = [astuple(problem) for problem in checked.warnings]
        noted = {"made_of": self._made_of, "summary": checked.summary, "files": files, "warnings": warnings}
        write_sealed(self._path, noted)
        return checked

    def _stamp(self, name: str) -> str:
        with suppress(ValueError):  # no name of a file: a zero in it
            return stamp(str(self._root / name))
        return ""


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value; any of them may name a file, such as a portrait."""
    if isinstance(value, str):
        if value and len(value) < _LONGEST_NAME and "\n" not in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
