"""A desk to work at: projects to print, and the command run here or in a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from casefolio.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
PERSONS = ROOT / "tests" / "persons"
EPOCH = "1790000000"

PROFILE = """\
name: Ada Example
role: Engineer
summary: Builds things that hold.
contact: {email: ada@example.org}
"""


@dataclass(frozen=True)
class Run:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the problems of a `--json` run."""
        return [problem["code"] for problem in self.said["problems"]]


def casefolio(*words: str | Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run the command in this process, through its entry point. Nothing but SystemExit may come out of it."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["casefolio", *map(str, words)]),
        mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": EPOCH, **(environment or {})}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
        else:
            code = 0
    return Run(int(code or 0), out.getvalue(), err.getvalue())


def process(*words: str | Path, cwd: Path = ROOT, **environment: str) -> Run:
    """Run `python -m casefolio` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "casefolio", *map(str, words)],
        cwd=cwd,
        env=surroundings(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def surroundings(**more: str) -> dict[str, str]:
    """This process's environment, with the source tree on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "build"), "SOURCE_DATE_EPOCH": EPOCH, **more}


class Project:
    """A project folder that tests write into and print."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("content/profile.yaml", PROFILE)

    def write(self, name: str, content: str | bytes) -> Project:
        """Write a file below the project's folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def summary(self, words: str) -> Project:
        """Write these words as the summary, on line 3 from column 10."""
        return self.write("content/profile.yaml", PROFILE.replace("Builds things that hold.", words))

    def build(self, *words: str, **environment: str) -> Run:
        """`casefolio build cv --json`, here."""
        return casefolio("--project", self.root, "build", "cv", "--json", *words, environment=environment)

    @property
    def pdf(self) -> Path:
        return self.root / "out" / "cv.pdf"

    @property
    def results(self) -> list[str]:
        """Everything in the results folder, drafts that were left behind too."""
        return results(self.root / "out")


def results(out: Path) -> list[str]:
    """Everything in a results folder, but for what Casefolio keeps there for itself."""
    return sorted(path.name for path in out.iterdir() if path.name != ".casefolio") if out.is_dir() else []


def jobs(number: int, lines: int = 2, **more: object) -> str:
    """So many jobs as YAML, each with some highlights; `more` is written into each, `{i}` being its number."""
    extra = "".join(f"  {key}: {value}\n" for key, value in more.items())
    points = "".join(f"    - Did thing {point} of job {{i}} so that it was done\n" for point in range(lines))
    entry = f"- title: Job {{i}}\n  employer: Employer {{i}}\n{extra}  highlights:\n{points}"
    return "".join(entry.format(i=i) for i in range(number))
