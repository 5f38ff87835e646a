"""What the last good check said: content that has not changed since is not read again."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from casefolio import __version__
from casefolio.errors import Mark, Problem
from casefolio.ledger.book import FOLDER
from casefolio.ledger.inventory import fingerprint, stamp, take_inventory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.workspace import Workspace

_NAME = "checked.json"
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
            noted = json.loads(self._path.read_text("utf-8"))
            if noted["made_of"] != self._made_of or any(self._stamp(name) != said for name, said in noted["files"]):
                return None
            return Checked(str(noted["summary"]), tuple(map(_problem, noted["warnings"])))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
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
        draft = self._path.with_name(f".{_NAME}.{os.getpid()}")
        try:
            draft.write_text(json.dumps(noted), "utf-8")
            draft.replace(self._path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
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


def _problem(said: Any) -> Problem:
    code, message, mark, remedy, warning = said
    return Problem(str(code), str(message), Mark(*mark) if mark else None, str(remedy), bool(warning))
