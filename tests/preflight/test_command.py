"""`casefolio preflight` as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bind.makers import scan
from tests.preflight.makers import by_typst, our_cv, text_page
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(text_page())
    return path


def test_faults_come_first_with_their_remedies(letter: Path) -> None:
    ran = casefolio("preflight", letter)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[2] == "3 things to look at, the gravest first:"
    assert lines[3].startswith("- the font Helvetica is not embedded, page 1 [CF-578]")
    assert lines[4].startswith("    embed it")
    assert "claims no standard" in ran.out
    assert max(map(len, lines[1:])) <= 100


def test_a_sound_file_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "typst.pdf"
    path.write_bytes(by_typst())
    ran = casefolio("preflight", path, "--strict")
    assert ran.code == 0
    assert "No fault found." in ran.out
    assert "claims PDF/UA-1; no fault found by the cheap checks" in ran.out
    assert "conform" not in ran.out


def test_strict_ends_with_seven_and_still_reports(letter: Path) -> None:
    ran = casefolio("preflight", letter, "--strict", "--json")
    assert (ran.code, ran.said["exit"]) == (7, 7)
    assert [problem["code"] for problem in ran.said["warnings"]] == ["CF-578", "CF-581", "CF-584"]
    assert ran.said["report"]["fonts"][0]["name"] == "Helvetica"
    assert ran.said["problems"] == []


def test_a_machine_gets_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    path.write_bytes(our_cv())
    said = casefolio("preflight", path, "--json").said
    report = said["report"]
    assert report["claims"] == [{"name": "PDF/A-3a", "broken": []}, {"name": "PDF/UA-1", "broken": []}]
    assert sum(report["sizes"].values()) == report["size_bytes"] == len(our_cv())
    assert report["runs"][0]["paper"] == "A4 portrait"
    assert {extract["program"] for extract in report["reading"]["extracts"]} == {"PDFium", "pypdf"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no", "is no PDF"), (None, "No such file"), (b"%PDF-1.7\n1 0 obj\n<<", "is damaged past reading")],
)
def test_what_cannot_be_looked_at(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    ran = casefolio("preflight", path)
    assert (ran.code, ran.out) == (6, "")
    assert said in ran.err


def test_names_in_a_file_do_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(scan(1).replace(b"/CreationDate", b"/Title (a\x1b[31mb) /CreationDate"))
    assert "\x1b" not in casefolio("preflight", path).out


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert casefolio("preflight", tmp_path).code == 6
