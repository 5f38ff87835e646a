"""The checks check: each of them sees the source folder in spite of its name, and fails where it should."""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.packaging.tree import ROOT, copy_project, own_files, run, tool

if TYPE_CHECKING:
    import subprocess

PACKAGE = ROOT / "build/casefolio"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]


def test_ruff_reads_every_python_file() -> None:
    shown = {Path(line) for line in tool("ruff", "check", "--show-files", cwd=ROOT).stdout.splitlines()}
    ours = {path for path in own_files() if path.suffix == ".py"}
    assert PACKAGE / "errors.py" in ours
    assert ours <= shown


@pytest.mark.parametrize("place", ["build/casefolio/seeded.py", "tests/seeded.py"])
def test_mypy_reads_the_package_and_the_tests(place: str, tmp_path: Path) -> None:
    copy_project(tmp_path, "pyproject.toml", "build/casefolio/__init__.py", "tests/packaging/tree.py")
    (tmp_path / place).write_text("def half(number: int) -> str:\n    return number / 2\n")
    done = tool("mypy", cwd=tmp_path, check=False)
    assert f"{place}:2: error" in done.stdout, done.stdout + done.stderr


def test_pytest_descends_into_folders_called_build(tmp_path: Path) -> None:
    copy_project(tmp_path, "pyproject.toml")
    (tmp_path / "tests/build").mkdir(parents=True)
    (tmp_path / "tests/build/test_seeded.py").write_text("def test_seeded() -> None: ...\n")
    assert "1 passed" in tool("pytest", "-p", "no:cacheprovider", cwd=tmp_path).stdout


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The verdict on a copy, which is found before the tree that is installed."""
    command = Path(sysconfig.get_path("scripts"), "lint-imports")
    return run(command, "--no-logo", "--no-cache", cwd=folder, check=False, PYTHONPATH=str(folder / "build"))


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("model/dates.py", "import casefolio.press", "Imports go down only"),
        ("reading/__init__.py", "import casefolio.shaping", "rooms of a floor do not import each other"),
        ("pipeline.py", "import casefolio.cli", "Imports go down only"),
        ("attic/__init__.py", "", "attic"),  # a new room that was given no floor
        ("press/__init__.py", "import yaml", "Only reading opens YAML"),
        ("press/__init__.py", "import jinja2", "Only shaping fills templates"),
        ("bindery/__init__.py", "import weasyprint", "Only the press typesets"),
        ("press/__init__.py", "import pypdf.generic", "Only the bindery takes PDFs apart"),
        ("pipeline.py", "import click", "Only the command line talks to a terminal"),
        ("press/__init__.py", "import pydantic", "Only the model validates"),
    ],
)
def test_an_import_that_breaks_the_plan_of_the_house_is_found(
    file: str, line: str, broken: str, tmp_path: Path
) -> None:
    copy_project(tmp_path, "pyproject.toml", "build/casefolio")
    seeded = tmp_path / "build/casefolio" / file
    seeded.parent.mkdir(exist_ok=True)
    with seeded.open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode, done.stdout
    assert broken in done.stdout


def test_the_source_folder_is_no_package_and_every_room_is() -> None:
    assert not (ROOT / "build/__init__.py").exists()
    rooms = {path.parent for path in PACKAGE.rglob("*.py")}
    assert not [room for room in rooms if not (room / "__init__.py").is_file()], "import-linter would not see it"


def imported() -> set[str]:
    """The foreign packages that the package imports, by their import names."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"casefolio"}


def test_every_foreign_library_has_one_door() -> None:
    doors = [name for contract in CONTRACTS for name in contract.get("protected_modules", [])]
    assert sorted(doors) == sorted(imported()), "pyproject.toml: give it a contract, or take it out of one"


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    declared = {re.split("[<>=~!; ]", line)[0] for line in SETTINGS["project"]["dependencies"]}
    homes = packages_distributions()
    needed = {homes[name][0].lower() for name in imported()}
    # the fonts are files to us, opened and not imported; pypdf reaches for cryptography where a part is locked
    assert declared == needed | {"font-source-sans-pro", "font-source-serif-pro", "cryptography"}


def test_the_locks_are_whole_and_name_no_place() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if not line.startswith(("#", " "))]
        assert pins
        assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+(?: ; [^/@]+)? \\", pin)] == []
        assert [line for line in lines if line.startswith(" ") and "--hash=sha256:" not in line] == []


def test_the_development_lock_agrees_with_the_other() -> None:
    runtime, development = (
        set(re.findall(r"(?m)^[\w.-]+==\S+", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime < development


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    place = re.compile(
        r"\b(?:pypi|pythonhosted|npmjs|debian|ubuntu)\.(?:org|com|net)\b|/(?:home|root|Users)/\w|"
        + re.escape(f"{ROOT}/")
    )
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in own_files()}
    found = {path.relative_to(ROOT): place.findall(text) for path, text in texts.items()}
    assert {path: hits for path, hits in found.items() if hits} == {}
