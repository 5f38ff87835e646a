"""The book of what was printed: for each thing asked for, the files that came of it and what they were made of.

It lies beside the results, is written after them, and is never trusted: what it says of a file counts only where the
file's bytes are those that it names. A book that cannot be read, is not as it was written, or was kept by another
version, is empty.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefolio.errors import Mark, Problem
from casefolio.ledger.inventory import fingerprint, libraries, of_bytes, of_file, stamp, take_inventory
from casefolio.ledger.seal import BROKEN, read_sealed, write_sealed
from casefolio.model.order import Outcome, Result
from casefolio.model.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casefolio.ledger.inventory import Inventory
    from casefolio.model.order import Job
    from casefolio.model.workspace import Workspace

FOLDER = ".casefolio"
_NAME = "printed"
#: So many things asked for are remembered.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One product in the book: what it was made of, its files (from the results folder) with their fingerprints.

    `keys` stand for all it was made of; any one of them will do. `inputs` are files read besides what keys stand for.
    `warnings` are those of its printing.
    """

    result: Result
    keys: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Problem, ...] = ()


class Ledger:
    """The book of one results folder, as it was when a build began."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.inventory: Inventory = take_inventory(workspace)
        self._path = workspace.out / FOLDER / _NAME
        self._asks: dict[str, dict[str, Any]] = self._read()
        self._entries: dict[str, Entry] = {}
        for ask in self._asks.values():
            for entry in ask["entries"]:
                self._entries.update(dict.fromkeys(entry.keys, entry))

    def fresh(self, job: Job) -> Outcome | None:
        """What came of the same job before, where nothing it was made of and none of its files has changed."""
        ask = self._asks.get(_asked(job))
        if ask is None or ask["made_of"] != self.inventory.all or not ask["entries"]:
            return None
        if any(stamp(path) != said for path, said in ask["libraries"]) or not all(map(self._whole, ask["entries"])):
            return None
        results = tuple(replace(entry.result, fresh=True) for entry in ask["entries"])
        return Outcome(results, tuple(ask["warnings"]), inputs=inputs_of(ask["entries"]))

    def known(self, key: str) -> Entry | None:
        """The product with this key, where its files are as they were written.

        One with warnings that name a place in another file than its inputs is none: it may be on another line by now.
        """
        entry = self._entries.get(key)
        if entry is None or not self._whole(entry):
            return None
        watched = {name for name, said in entry.inputs if said}
        marked = {str(self.workspace.root / problem.mark.file) for problem in entry.warnings if problem.mark}
        return entry if marked <= watched else None

    def note(self, job: Job, entries: Sequence[Entry], warnings: Sequence[Problem]) -> None:
        """Write down what came of a job. Where the folder does not let itself be written to, it is printed anew."""
        self._asks.pop(_asked(job), None)
        self._asks[_asked(job)] = {
            "made_of": self.inventory.all,
            "libraries": [(path, stamp(path)) for path in libraries()],
            "entries": list(entries),
            "warnings": list(warnings),
        }
        asks = dict(list(self._asks.items())[-_MOST:])
        write_sealed(self._path, asks, self._plain)

    def outputs(self, files: Iterable[tuple[Path, bytes]]) -> tuple[tuple[str, str], ...]:
        """Files, as pairs of path and bytes, as an entry names them."""
        return tuple((os.path.relpath(path, self.workspace.out), of_bytes(data)) for path, data in files)

    def _whole(self, entry: Entry) -> bool:
        out = self.workspace.out
        files = all(said and of_file(out / name) == said for name, said in entry.outputs)
        return bool(entry.outputs) and files and all(of_file(path) == said for path, said in entry.inputs)

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            return {str(key): self._ask(ask) for key, ask in read_sealed(self._path).items()}
        except BROKEN:
            return {}

    def _ask(self, ask: dict[str, Any]) -> dict[str, Any]:
        return {
            "made_of": str(ask["made_of"]),
            "libraries": _pairs(ask["libraries"]),
            "entries": [self._entry(entry) for entry in ask["entries"]],
            "warnings": [problem_of(problem) for problem in ask["warnings"]],
        }

    def _entry(self, said: dict[str, Any]) -> Entry:
        values = dict(said["result"])
        values["target"] = Target(*map(str, values["target"]))
        values["paths"] = tuple(self.workspace.out / str(name) for name in values["paths"])
        for name in ("left_out", "conformance", "notes"):
            values[name] = tuple(map(str, values[name]))
        for name, kind in (("pages", int), ("size_bytes", int), ("layouts", int), ("fill", float), ("density", float)):
            values[name] = kind(values[name])
        keys, warnings = tuple(map(str, said["keys"])), tuple(map(problem_of, said["warnings"]))
        return Entry(Result(**values), keys, _pairs(said["outputs"]), _pairs(said["inputs"]), warnings)

    def _plain(self, value: Any) -> Any:
        """Records as JSON can have them."""
        if isinstance(value, Target):
            return [value.kind, value.name]
        if isinstance(value, Path):
            return os.path.relpath(value, self.workspace.out)
        if isinstance(value, Mark):
            return [value.file, value.line, value.column, value.text, value.length]
        if isinstance(value, Problem):
            return [value.code, value.message, value.mark, value.remedy, value.warning]
        return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "fresh"}


def inputs_of(entries: Iterable[Entry]) -> tuple[Path, ...]:
    """The files that products were made of, besides what their keys stand for."""
    return tuple(Path(name) for name in dict.fromkeys(name for entry in entries for name, _ in entry.inputs))


def _pairs(said: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(words)) for name, words in said)


def problem_of(said: Any) -> Problem:
    """A problem as it was noted. Raises TypeError or ValueError for anything else."""
    code, message, mark, remedy, warning = said
    return Problem(str(code), str(message), _mark(*mark) if mark else None, str(remedy), bool(warning))


def _mark(file: object, line: Any, column: Any, text: object, length: Any) -> Mark:
    return Mark(str(file), int(line), int(column), str(text), int(length))


def _asked(job: Job) -> str:
    """What stands for a job: all of it that changes what is printed."""
    return fingerprint(repr(replace(job, strict=False, force=False, hands=0, write=True)))
