"""`make` sets up once, again where a lock changed, and says what to do where it cannot."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.packaging.tree import copy_project, run

if TYPE_CHECKING:
    from pathlib import Path

SET_UP = "sh build/prepare.sh"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """All that set-up reads, in a folder with a space and an umlaut, and stand-ins for what it would install."""
    names = ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "build/prepare.sh")
    project = copy_project(tmp_path / "Lebensläufe 2026", *names)
    for name in ("python", "casefolio"):
        program = project / ".venv/bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return project


def planned(project: Path, target: str, *variables: str) -> list[str]:
    """The commands that make would run."""
    return run("make", "--dry-run", target, *variables, cwd=project).stdout.splitlines()


def stamp(project: Path, target: str) -> None:
    """Do as if set-up for `target` had run: make the files that make would touch."""
    for line in planned(project, target):
        if line.startswith("touch "):
            (project / line.removeprefix("touch ")).touch()


def test_set_up_is_done_once(project: Path) -> None:
    assert planned(project, "cv")[1] == f"{SET_UP} run"
    stamp(project, "cv")
    assert planned(project, "cv") == [".venv/bin/casefolio build cv "]
    assert [line for line in planned(project, "test") if SET_UP in line] == [f"{SET_UP} dev"]
    stamp(project, "test")
    assert not [line for line in planned(project, "test") if SET_UP in line]


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_set_up_is_done_again_for_a_changed_lock(project: Path, changed: str) -> None:
    stamp(project, "test")
    (project / changed).write_text("# changed\n")
    assert f"{SET_UP} run" in planned(project, "cv")
    assert f"{SET_UP} dev" in planned(project, "check")


def test_a_changed_development_lock_is_no_matter_for_documents(project: Path) -> None:
    stamp(project, "test")
    (project / "requirements-dev.lock").write_text("# changed\n")
    assert planned(project, "cv") == [".venv/bin/casefolio build cv "]
    assert f"{SET_UP} dev" in planned(project, "check")


def test_set_up_is_done_again_where_the_project_was_moved(project: Path) -> None:
    stamp(project, "test")
    moved = project.rename(project.with_name("elsewhere"))
    assert f"{SET_UP} run" in planned(moved, "cv")


def test_set_up_is_done_again_where_its_python_is_gone(project: Path) -> None:
    stamp(project, "cv")
    (project / ".venv/bin/python").unlink()
    (project / ".venv/bin/python").symlink_to("/nowhere/python3")
    assert f"{SET_UP} run" in planned(project, "cv")


def test_make_alone_lists_what_it_can_do(project: Path) -> None:
    listed = run("make", cwd=project).stdout
    for target in ("help", "cv", "onepagers", "dossier", "all", "check", "test", "lock", "clean"):
        assert f"  make {target} " in listed


def test_make_build_builds_in_spite_of_the_folder_of_that_name(project: Path) -> None:
    stamp(project, "cv")
    assert planned(project, "build") == [".venv/bin/casefolio build all "]


def test_one_study_is_chosen_by_name(project: Path) -> None:
    stamp(project, "cv")
    assert planned(project, "onepagers", "STUDY=eks") == [".venv/bin/casefolio build 'onepager:eks' "]


def test_without_python_it_says_what_to_install(project: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "cat", "dirname", "id", "mktemp", "rm", "uname"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    done = run("sh", "build/prepare.sh", "run", cwd=project, check=False, PATH=str(programs))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert not (project / ".venv").exists()
