"""This project's own files, and copies of them to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: What lies beside the project's own files in a folder that somebody works in.
_NOT_OURS = shutil.ignore_patterns(".git", ".venv", "out", "dist", "__pycache__", ".*_cache", ".coverage*")


def _not_ours(folder: str, names: list[str]) -> set[str]:
    """What is left out of a copy; of samples nothing is private."""
    private = {"private"} if Path(folder) == ROOT / "content" else set()
    return {*_NOT_OURS(folder, names), *private}


def own_files() -> list[Path]:
    """Every file that git has or would take; outside a checkout, as in an unpacked sdist, every file there is."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def copy_project(to: Path, *parts: str) -> Path:
    """A copy of these parts of the project in `to`, without any, of all of it."""
    to.mkdir(parents=True, exist_ok=True)
    for path in [ROOT / part for part in parts] or ROOT.iterdir():
        target = to / path.relative_to(ROOT)
        if path.is_dir():
            if path.name not in _NOT_OURS(str(ROOT), [path.name]):
                shutil.copytree(path, target, ignore=_not_ours)
        elif path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return to


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what this run of make, pytest and coverage put into it."""
    ours = (
        "MAKE",
        "MFLAGS",
        "GNUMAKEFLAGS",
        "ARGS",
        "STUDY",
        "COV_",
        "COVERAGE",
        "PYTEST",
        "PYTHON",
        "VIRTUAL_ENV",
        "CASEFOLIO",
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


def run(*words: str | Path, cwd: Path, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """A finished command; one that failed fails the test with all that it said, unless `check` is off."""
    done = subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError("\n".join([f"{words} ended with {done.returncode}", done.stdout, done.stderr]))
    return done


def tool(name: str, *words: str, cwd: Path, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """A finished command of the Python that runs the tests: `python -m NAME WORDS…`."""
    return run(sys.executable, "-m", name, *words, cwd=cwd, check=check, **environment)
