"""`casefolio bind`: from the words of a command to a published file, its exit code and what it says."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from tests.bind import makers
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with parts to bind: two tagged files, a scan, one that is locked."""
    (tmp_path / "one.pdf").write_bytes(makers.own(1))
    (tmp_path / "two.pdf").write_bytes(makers.own(2))
    picture = io.BytesIO()
    Image.new("RGB", (120, 160), "white").save(picture, "JPEG")
    (tmp_path / "scan.jpg").write_bytes(picture.getvalue())
    with pikepdf.open(io.BytesIO(makers.own(1))) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="sesame", owner="sesame"))
    return tmp_path


def test_parts_become_one_file_with_titles_and_languages(desk: Path) -> None:
    """The n-th title and language are the n-th part's; an empty word says nothing."""
    out = desk / "packet.pdf"
    run = casefolio(
        "bind", out, desk / "one.pdf", f"{desk / 'two.pdf'}:1", "--title", "", "--title", "Second",
        "--lang", "", "--lang", "de", "--document-title", "All of it", "--json",
    )  # fmt: skip
    assert run.code == 0, run.err
    assert [part["title"] for part in run.said["parts"]] == ["Part 1", "Second"]
    assert [part["language"] for part in run.said["parts"]] == ["en", "de"]
    assert [part["first_page"] for part in run.said["parts"]] == [1, 3]
    assert run.said["claims"] == ["pdfa", "pdfua"]
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == run.said["pages"] == 3
        assert pdf.docinfo["/Title"] == "All of it"
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Part 1", "Second"]


def test_the_same_parts_give_the_same_bytes(desk: Path) -> None:
    for name in ("first.pdf", "second.pdf"):
        assert casefolio("bind", desk / name, desk / "one.pdf", desk / "scan.jpg", "--alt", "", "--alt", "A").code == 0
    assert (desk / "first.pdf").read_bytes() == (desk / "second.pdf").read_bytes()


def test_a_line_for_a_person_names_pages_and_claims(desk: Path) -> None:
    run = casefolio("bind", desk / "packet.pdf", desk / "one.pdf")
    assert run.code == 0
    assert "packet.pdf  (2 pages," in run.out
    assert "PDF/A-3a + PDF/UA-1" in run.out
    assert casefolio("bind", desk / "packet.pdf", desk / "one.pdf", "--quiet").out == ""


def test_a_scan_is_shown_by_its_alternative_text_and_warned_of(desk: Path, vera: object) -> None:
    out = desk / "packet.pdf"
    run = casefolio("bind", out, desk / "one.pdf", desk / "scan.jpg", "--alt", "", "--alt", "A diploma", "--json")
    assert run.code == 0, run.err
    assert [part["scans"] for part in run.said["parts"]] == [0, 1]
    assert any("scan.jpg" in warning["message"] for warning in run.said["warnings"])
    with pikepdf.open(out) as pdf:
        alts = [
            str(found["/Alt"]) for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        ]
    assert alts == ["A diploma"]
    assert vera.faults(out, ("ua1",)) == []  # type: ignore[attr-defined]


def test_paper_brings_every_page_to_one_size(desk: Path) -> None:
    out = desk / "packet.pdf"
    assert casefolio("bind", out, desk / "one.pdf", desk / "scan.jpg", "--paper", "letter").code == 0
    with pikepdf.open(out) as pdf:
        assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {(0, 0, 612, 792)}


def test_a_password_comes_from_the_environment(desk: Path) -> None:
    words = ("bind", desk / "packet.pdf", desk / "locked.pdf", "--password-env", "SECRET", "--json")
    assert casefolio(*words, environment={"SECRET": "sesame"}).code == 0
    assert casefolio(*words, environment={"SECRET": "wrong"}).code == 6
    missing = casefolio(*words)
    assert missing.code == 6
    assert missing.said["problems"][0]["code"] == "CF-523"
    assert "export SECRET" in missing.said["problems"][0]["remedy"]
    assert casefolio("bind", desk / "packet.pdf", desk / "locked.pdf").code == 6


@pytest.mark.parametrize(
    ("parts", "code", "said"),
    [
        (["nowhere.pdf"], 6, "there is no"),
        (["."], 6, "is a folder"),
        (["one.pdf:7-9"], 6, "one.pdf"),
        (["one.pdf:0"], 6, "are no pages"),
        (["packet.pdf"], 6, "is the file that would be written"),
        (["one.pdf", "--require", "pdfx"], 2, "is no claim"),
        (["one.pdf", "--title", "a", "--title", "b"], 2, "more titles"),
        (["empty.pdf"], 6, "empty.pdf"),
        (["one.pdf", "notes.txt"], 6, "notes.txt"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_written(desk: Path, parts: list[str], code: int, said: str) -> None:
    """Exit 6 for parts, 2 for words; what lay there before is untouched."""
    before = b"what was there before"
    (desk / "packet.pdf").write_bytes(before)
    (desk / "empty.pdf").write_bytes(b"")
    (desk / "notes.txt").write_text("no PDF")
    words = [word if word.startswith("-") or (i and parts[i - 1].startswith("-")) else desk / word
             for i, word in enumerate(parts)]  # fmt: skip
    run = casefolio("bind", desk / "packet.pdf", *words)
    assert run.code == code, run.err
    assert said in run.err
    assert "Traceback" not in run.err
    assert (desk / "packet.pdf").read_bytes() == before


def test_a_required_claim_that_does_not_hold_is_an_error(desk: Path) -> None:
    """A file whose fonts are not embedded cannot be PDF/A."""
    (desk / "bare.pdf").write_bytes(makers.drawn(b"BT /F1 12 Tf 72 700 Td (Words in Helvetica) Tj ET"))
    free = casefolio("bind", desk / "packet.pdf", desk / "one.pdf", desk / "bare.pdf", "--json")
    assert free.code == 0, free.err
    assert "pdfa" not in free.said["claims"]
    assert any("bare.pdf" in warning["message"] for warning in free.said["warnings"])
    (desk / "packet.pdf").unlink()
    strict = casefolio("bind", desk / "packet.pdf", desk / "bare.pdf", "--require", "pdfa")
    assert strict.code == 7
    assert not (desk / "packet.pdf").exists()


def test_a_place_that_cannot_be_written_is_named(desk: Path) -> None:
    run = casefolio("bind", desk / "one.pdf" / "packet.pdf", desk / "two.pdf")
    assert run.code == 8
    assert "one.pdf" in run.err


def test_help_shows_examples() -> None:
    assert "casefolio bind packet.pdf" in casefolio("bind", "--help").out
