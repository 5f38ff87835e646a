"""A small project that has been printed, to be changed and printed again."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from tests.dossier.desk import full, project
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.product.desk import Run

STUDIES = ("alpha", "beta", "gamma", "delta")
ALL = ("cv", "onepagers", "dossier", "handouts")
TALK = {
    "title": "What came back",
    "event": "Example Days 2026",
    "ideas": ["Rehearse before you need it.", "Measure what a restore loses."],
    "onepagers": ["alpha"],
}
#: A picture, and the same with another colour in it.
RED, BLUE = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><rect width="30" height="30" fill="{fill}"/></svg>'
    for fill in ("#a00000", "#0000a0")
)


class File(NamedTuple):
    """A file as it lies there."""

    data: bytes
    mtime_ns: int


class Shelf:
    """A project and what was printed of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def out(self) -> Path:
        return self.root / "out"

    def build(self, *words: str, **environment: str) -> Run:
        """`casefolio build … --json` here; without words, of all targets. It must come to good."""
        run = self.tried(*words, **environment)
        assert run.code == 0, run.out + run.err
        return run

    def tried(self, *words: str, **environment: str) -> Run:
        return casefolio("--project", self.root, "build", *(words or ALL), "--json", environment=environment)

    def files(self) -> dict[str, File]:
        """All results, by their names, without what Casefolio keeps for itself."""
        return {
            str(path.relative_to(self.out)): File(path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and ".casefolio" not in path.relative_to(self.out).parts
        }

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, name: str, **fields: Any) -> None:
        """Set fields of a YAML file."""
        path = self.root / "content" / f"{name}.yaml"
        said = yaml.safe_load(path.read_text("utf-8")) | fields
        path.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), "utf-8")

    def copy(self, root: Path) -> Shelf:
        shutil.copytree(self.root, root, symlinks=True)
        return Shelf(root)


def shelf(root: Path, **files: Any) -> Shelf:
    """Four studies, two of them with something of their own, and a talk that hands one of them out."""
    studies = {name: full(name.title()) for name in STUDIES}
    # What a CV shows it also carries, so that a changed study would change it too.
    made = Shelf(project(root, studies, cv={"count": 0}, **files))
    made.write("content/talks/days.yaml", yaml.safe_dump(TALK))
    return made


def small(root: Path, words: str = "One study.", **files: Any) -> Shelf:
    """A CV and one study: quickly printed."""
    return Shelf(project(root, {"only": full("Only", result=words)}, **files))


def anew(before: dict[str, File], after: dict[str, File]) -> set[str]:
    """The names of files that were written between two looks at them."""
    return {name for name, file in after.items() if name not in before or file.mtime_ns != before[name].mtime_ns}


def same(before: dict[str, File], after: dict[str, File]) -> bool:
    """Whether all files have the same bytes, whenever they were written."""
    return {name: file.data for name, file in before.items()} == {name: file.data for name, file in after.items()}


def fresh(run: Run) -> list[bool]:
    return [result["fresh"] for result in run.said["results"]]


def without_fresh(run: Run) -> Any:
    said = json.loads(run.out)
    for result in said["results"]:
        del result["fresh"]
    return said


def touch(root: Path, to_ns: int) -> None:
    """Let every file of a project have been written at this time."""
    for path in root.rglob("*"):
        if path.is_file() and "out" not in path.relative_to(root).parts:
            os.utime(path, ns=(to_ns, to_ns))
