"""What is wrong with an application is said with its code, in its line, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packets.conftest import desk

from casefolio.errors import CasefolioError, Problem
from casefolio.model.application import Application, size_bytes
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.shaping.letter import blocks

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "employer: Sample Works\nrole: Engineer\ndate: 2026-11-23\n"
LETTER = "parts: [letter]\nletter:\n  body: "


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = desk(tmp_path_factory.mktemp("bad"))
    for path in (root / "content" / "applications").glob("*.yaml"):
        path.unlink()
    (root / "papers/text.pdf").write_text("no PDF", "utf-8")
    (root / "papers/empty.pdf").write_bytes(b"")
    (root / "out/packets/bad").mkdir(parents=True)
    (root / "out/packets/bad/Application.pdf").write_bytes(b"%PDF-1.7")
    return root


def faults(root: Path, text: str) -> list[Problem]:
    path = root / "content/applications/bad.yaml"
    path.write_text(text, "utf-8")
    try:
        read(Workspace.at(root))
    except CasefolioError as error:
        return [problem for problem in error.problems if not problem.warning]
    finally:
        path.unlink()
    return []


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ("parts:\n  - leter\n", "CF-280", 5, "did you mean 'letter'?"),
        ("parts:\n  - {study: one, file: papers/scan.pdf}\n", "CF-280", 5, "two things at once"),
        ("parts:\n  - {title: Something}\n", "CF-280", 5, "nothing that is sent"),
        ("parts: [cv]\nvariant: plan\n", "CF-281", 5, "did you mean 'plain'?"),
        ("parts:\n  - study: one\n    pages: 1\n", "CF-282", 6, "'pages' is said of files only"),
        ("parts:\n  - cv\n  - own: cv\n", "CF-283", 6, "'cv' is a part twice"),
        ("parts:\n  - file: papers/scn.pdf\n", "CF-284", 5, "did you mean 'papers/scan.pdf'?"),
        ("parts:\n  - file: ../outside.pdf\n", "CF-285", 5, "outside the project"),
        ("parts:\n  - file: papers\n", "CF-286", 5, "is a folder"),
        ("parts:\n  - file: papers/text.pdf\n", "CF-287", 5, "is no PDF, JPEG or PNG"),
        ("parts:\n  - file: papers/empty.pdf\n", "CF-287", 5, "is an empty file"),
        ("parts:\n  - file: out/packets/bad/Application.pdf\n", "CF-288", 5, "is itself a result"),
        ("parts:\n  - letter\n", "CF-290", 5, "nothing is written in it"),
        (LETTER + "|\n    Dear,\n    {emploier} and so on.\n", "CF-291", 8, "did you mean '{employer}'?"),
        (LETTER + "Under your sign {reference}.\n", "CF-292", 6, "has no value"),
        (LETTER + ">-\n    To {contact},\n    hello.\n", "CF-292", 7, "has no 'contact'"),
        (LETTER + "|\n    Words.\n\n    # A heading\n", "CF-293", 9, "no letter has"),
        ("parts: [{study: on}]\n", "CF-220", 4, "there is no study 'on'"),
        ("parts: [{dossier: {studies: [one, four]}}]\n", "CF-220", 4, "there is no study 'four'"),
        ("parts: [cv]\nsize_limit: 2 megs\n", "CF-205", 5, "'size_limit' cannot be '2 megs'"),
        ("parts: [cv]\nsize_limit: 2\n", "CF-203", 5, "expected text, found the number 2"),
        ("parts:\n  - file: papers/scan.pdf\n    pages: 0-2\n", "CF-205", 6, "'pages' cannot be '0-2'"),
        ("parts: [cv]\nfile_name: a/b.pdf\n", "CF-205", 5, "'file_name' cannot be"),
        ("parts: [cv]\ndelivery: pigeon\n", "CF-206", 5, "'delivery' cannot be 'pigeon'"),
        ("parts: []\n", "CF-204", 4, "'parts' is empty"),
        ("employer2: x\nparts: [cv]\n", "CF-202", 4, "unknown key 'employer2'"),
        ("parts: [letter]\nletter: {body: x, signature: papers/sig.png}\n", "CF-501", 5, "there is no picture"),
        ("parts: [4]\n", "CF-203", 4, "expected keys with values"),
    ],
)
def test_it_is_told_where_it_is_written(root: Path, text: str, code: str, line: int, said: str) -> None:
    (problem,) = faults(root, HEAD + text)
    assert problem.mark is not None
    assert (problem.code, problem.mark.file, problem.mark.line) == (code, "content/applications/bad.yaml", line)
    assert said in problem.message
    assert problem.exit_code in (3, 6)
    assert problem.remedy or "did you mean" in problem.message


def test_a_letter_needs_a_date_of_its_own(root: Path) -> None:
    undated = HEAD.replace("date: 2026-11-23\n", "") + "parts:\n  - letter\nletter: {body: Words.}\n"
    (problem,) = faults(root, undated)
    assert (problem.code, problem.mark.line if problem.mark else 0) == ("CF-294", 4)
    (problem,) = faults(root, HEAD.replace("2026-11-23", "present") + LETTER + "Words.\n")
    assert (problem.code, problem.mark.line if problem.mark else 0) == ("CF-294", 3)


def test_everything_is_told_at_once(root: Path) -> None:
    text = "role: {a: b}\nparts:\n  - leter\n  - file: papers/scn.pdf\n  - study: on\nletter:\n  body: To {nobody}.\n"
    codes = [problem.code for problem in faults(root, text)]
    assert set(codes) >= {"CF-201", "CF-203", "CF-280", "CF-284", "CF-220", "CF-291"}


def test_a_result_under_another_folder_is_one_too(root: Path, tmp_path: Path) -> None:
    link = root / "papers/link.pdf"
    link.symlink_to(root / "out/packets/bad/Application.pdf")
    try:
        (problem,) = faults(root, HEAD + "parts:\n  - file: papers/link.pdf\n")
    finally:
        link.unlink()
    assert problem.code == "CF-288"
    assert tmp_path


@pytest.mark.parametrize(
    ("written", "count"),
    [("2 MB", 2_000_000), ("800 kB", 800_000), ("1.5MiB", 1_572_864), ("0.5 MB", 500_000), ("10KiB", 10_240)],
)
def test_a_size_is_its_number_of_bytes(written: str, count: int) -> None:
    assert size_bytes(written) == count
    application = {"employer": "A", "role": "B", "parts": ["cv"], "size_limit": written}
    assert Application.model_validate(application).limit_bytes == count


@pytest.mark.parametrize("written", ["2", "MB", "2 GB", "1.2.3 MB", "-1 MB", "2 mb"])
def test_what_is_no_size_is_none(written: str) -> None:
    with pytest.raises(ValueError, match=r"^(a size|\[<class|1 validation)|conversion|invalid"):
        size_bytes(written)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("One\nparagraph\nof text.", ["p"]),
        ("One.\n\nTwo.", ["p", "p"]),
        # what YAML's > makes of paragraphs with an empty line between them
        ("One ends here.\nTwo ends too.\nThree", ["p", "p", "p"]),
        ("Three things:\n- one\n- two\n  goes on", ["p", "ul"]),
        ("1. one\n2. two", ["ol"]),
        ("- only one", ["ul"]),
    ],
)
def test_a_body_is_paragraphs_and_lists(body: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks(body)] == kinds


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=2, max_size=5)


@given(PARAGRAPHS)
def test_empty_lines_part_paragraphs_and_no_word_is_lost(paragraphs: list[str]) -> None:
    found = blocks("\n\n".join(paragraphs))
    assert [text for block in found for text in block.texts] == [" ".join(text.split()) for text in paragraphs]
