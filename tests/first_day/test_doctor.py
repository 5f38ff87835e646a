"""The doctor says what is there, what is not, and what to do about it; and the verdict is the exit code."""

from __future__ import annotations

import ctypes
import importlib.metadata
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest
from tests.product.desk import ROOT, Project, Run, casefolio

from casefolio import doctor


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def found(done: Run, what: str) -> dict[str, str]:
    (finding,) = (finding for finding in done.said["findings"] if finding["what"] == what)
    return dict(finding)


def visit(project: Project, *words: str | Path) -> Run:
    return casefolio("--project", project.root, "doctor", "--json", *words)


def test_a_machine_that_runs_these_tests_is_well(project: Project) -> None:
    done = visit(project)
    assert done.code == 0
    assert {finding["state"] for finding in done.said["findings"]} == {"ok", "note"}  # the tests set the clock
    assert re.fullmatch(r"1\.\d+\.\d+", found(done, "Pango")["said"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", found(done, "HarfBuzz")["said"])
    assert re.fullmatch(r"2\.\d+\.\d+", found(done, "fontconfig")["said"])
    assert f"weasyprint {importlib.metadata.version('weasyprint')}" in found(done, "printing")["said"]
    assert "Latin" in found(done, "Source Serif Pro")["said"]
    assert "Greek" not in found(done, "Source Serif Pro")["said"]
    assert not (project.root / "out").exists()


def test_every_library_that_is_declared_is_looked_for() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    looked_for = [*doctor._PRINTING, *doctor._READING, *doctor._BESIDE]
    assert sorted(looked_for) == sorted(re.split("[<>=~!; ]", line)[0] for line in declared)


def test_a_person_reads_a_line_for_each(project: Project) -> None:
    done = casefolio("--project", project.root, "doctor")
    assert all(re.match(r"(ok|note)  ", line) for line in done.out.splitlines()[:-1])
    assert done.out.splitlines()[-1] == "all that printing needs is well"
    assert "\033" not in done.out
    coloured = casefolio("--project", project.root, "doctor", environment={"FORCE_COLOR": "1"})
    assert "\033[32m" in coloured.out
    plain = casefolio("--project", project.root, "doctor", environment={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\033" not in plain.out


def test_a_library_of_the_system_that_is_missing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> ctypes.CDLL:
        if "pango-" in name:
            raise OSError(name)
        return real(name)

    real = ctypes.CDLL
    monkeypatch.setattr(ctypes, "CDLL", load)
    done = visit(project)
    assert done.code == 4
    assert found(done, "Pango")["code"] == "CF-302"
    assert "install Pango" in found(done, "Pango")["remedy"]
    said = casefolio("--project", project.root, "doctor").out
    assert re.search(r"^fault  Pango .*\n +install Pango", said, re.MULTILINE)


@pytest.mark.parametrize(("name", "what", "code"), [("pydyf", "printing", 4), ("watchfiles", "other libraries", 0)])
def test_a_library_of_python_that_is_missing(
    name: str, what: str, code: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(asked: str) -> str:
        if asked == name:
            raise importlib.metadata.PackageNotFoundError
        return real(asked)

    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", version)
    done = visit(project)
    assert done.code == code
    assert name in found(done, what)["said"]


@pytest.mark.parametrize("data", [b"", b"no font", b"\0\1\0\0\0\xff"], ids=["empty", "text", "cut"])
def test_a_face_that_is_damaged(data: bytes, project: Project) -> None:
    project.write("styles/fonts/SourceSansPro-It.ttf", data)
    done = visit(project)
    assert done.code == 4
    faults = [finding for finding in done.said["findings"] if finding["state"] == "fault"]
    assert [(fault["what"], fault["code"]) for fault in faults] == [("Source Sans Pro", "CF-304")]
    assert "SourceSansPro-It.ttf: it is damaged" in faults[0]["said"]


def test_a_face_that_is_not_there(project: Project) -> None:
    project.write("styles/faces.css", '@font-face { font-family: "Mine"; src: url("font:Mine.ttf") }')
    done = visit(project)
    assert done.code == 4
    assert "no face file Mine.ttf" in found(done, "Mine")["said"]


def test_styles_that_declare_no_face(project: Project) -> None:
    project.write("styles/faces.css", "/* @font-face { font-family: x; src: url(font:x.ttf) } */")
    assert found(visit(project), "faces")["code"] == "CF-304"


def test_a_file_in_the_place_of_the_results(project: Project) -> None:
    project.write("out", "x")
    done = visit(project)
    assert done.code == 8
    assert found(done, "results")["code"] == "CF-702"


def test_results_that_cannot_be_written(project: Project) -> None:
    done = visit(project, "--out", Path("/proc/results"))
    assert done.code == 8
    assert found(done, "results")["code"] == "CF-703"


def test_no_folder_for_temporary_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> NoReturn:
        raise FileNotFoundError(2, "No usable temporary directory")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    done = visit(project)
    assert (done.code, found(done, "temporary files")["code"]) == (8, "CF-708")


def test_a_disk_that_is_full(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(project.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=3_000_000))
    done = visit(project)
    assert (done.code, found(done, "room")["said"]) == (8, "3 MB are free, a dossier wants 100")


def test_java_is_for_the_tests_only(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = visit(project)
    assert (done.code, found(done, "Java")["state"]) == (0, "note")
    assert "install Java" in found(done, "Java")["remedy"]
