"""`casefolio impose`: from the words of a command to published sheets, what it says of printing, and its exit codes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bind import makers
from tests.bind.test_mutations import damaged
from tests.product.desk import casefolio

from casefolio.bindery.imposing.impose import impose
from casefolio.bindery.imposing.wishes import length_mm
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part
from casefolio.model.imposing import ImposeOptions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vera.validate import Vera

    from casefolio.errors import Problem


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with files to impose: a tagged one of two pages, one that is locked, and some that are none."""
    (tmp_path / "one.pdf").write_bytes(makers.own(1))
    (tmp_path / "picture.jpg").write_bytes(makers.jpeg())
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "notes.pdf").write_text("no PDF")
    (tmp_path / "cut.pdf").write_bytes(makers.own(1)[:3000])
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "pageless.pdf")
    with pikepdf.open(io.BytesIO(makers.own(1))) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="sesame", owner="sesame"))
    return tmp_path


def test_a_booklet_says_how_it_is_printed(desk: Path) -> None:
    run = casefolio("impose", desk / "one.pdf", "--out", desk / "sheets.pdf", "--booklet", "--json")
    assert run.code == 0, run.err
    assert run.said["print"] == {
        "paper": "a4", "orientation": "landscape", "scale_percent": 100, "sides": "both", "flip": "short",
    }  # fmt: skip
    assert (run.said["pages"], run.said["sides"], run.said["sheets"], run.said["blanks"]) == (2, 2, 1, 2)
    assert run.said["page_scales"] == pytest.approx([0.7071, 0.7071])
    assert run.said["claims"] == ["pdfa", "pdfua"]
    assert run.said["instruction"] == (
        "Print at 100 % (actual size) on A4 landscape, both sides, flip on the short edge. "
        "Fold it in the middle, the fold at the left."
    )
    with pikepdf.open(desk / "sheets.pdf") as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--nup", "2"), "on A4 landscape, one side."),
        (
            ("--nup", "4", "--flip", "long", "--paper", "letter"),
            "both sides, flip on the long edge. At 47 %, text of 9 pt comes out at 4.2 pt.",
        ),
        (("--nup", "8", "--cut-lines"), "one side. Cut along the lines. At 35 %, text of 9 pt comes out at 3.2 pt."),
        (("--booklet", "--rtl"), "the fold at the right."),
        (
            ("--booklet", "--paper", "a3", "--flip", "long"),
            "flip on the long edge. Fold it in the middle, the fold at the left.",
        ),
    ],
)
def test_every_way_has_its_instruction(desk: Path, words: tuple[str, ...], said: str) -> None:
    run = casefolio("impose", desk / "one.pdf", "--out", desk / "sheets.pdf", *words)
    assert run.code == 0, run.err
    first, second = run.out.splitlines()
    assert "sheets.pdf  (2 pages at " in first
    assert "PDF/A-3a + PDF/UA-1" in first
    assert second.startswith("  Print at 100 % (actual size) ")
    assert second.endswith(said)
    assert casefolio("impose", desk / "one.pdf", "--out", desk / "sheets.pdf", *words, "--quiet").out == ""


def test_several_sheets_and_signatures_are_told_apart(desk: Path) -> None:
    (desk / "many.pdf").write_bytes(makers.drawn(*[b"0 0 9 9 re f"] * 20))
    whole = casefolio("impose", desk / "many.pdf", "--out", desk / "sheets.pdf", "--booklet")
    assert "Fold all 5 sheets in the middle, one in the other, and staple at the left." in whole.out
    apart = casefolio("impose", desk / "many.pdf", "--out", desk / "sheets.pdf", "--booklet", "--signature", "16")
    assert "Fold each of the 2 signatures in the middle, gather them in order, and bind at the left." in apart.out


def test_pages_pictures_and_passwords_are_taken_as_for_binding(desk: Path) -> None:
    out = desk / "sheets.pdf"
    cards = casefolio("impose", f"{desk / 'one.pdf'}:2,2", "--out", out, "--nup", "2", "--json")
    assert (cards.code, cards.said["pages"], cards.said["blanks"]) == (0, 2, 0)
    assert casefolio("impose", desk / "picture.jpg", "--out", out, "--nup", "2").code == 0
    locked = ("impose", desk / "locked.pdf", "--out", out, "--booklet", "--json")
    assert casefolio(*locked).codes == ["CF-523"]
    assert casefolio(*locked, "--password-env", "SECRET").codes == ["CF-523"]
    assert casefolio(*locked, "--password-env", "SECRET", environment={"SECRET": "sesame"}).code == 0


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (("nowhere.pdf", "--nup", "2"), 6, "CF-520"),
        ((".", "--nup", "2"), 6, "CF-520"),
        (("empty.pdf", "--nup", "2"), 6, "CF-521"),
        (("notes.pdf", "--nup", "2"), 6, "CF-521"),
        (("cut.pdf", "--nup", "2"), 6, "CF-52"),
        (("pageless.pdf", "--booklet"), 6, "CF-522"),
        (("one.pdf:5", "--booklet"), 6, "CF-524"),
        (("sheets.pdf", "--booklet"), 6, "CF-525"),
        (("one.pdf",), 2, "CF-820"),
        (("one.pdf", "--booklet", "--nup", "2"), 2, "CF-820"),
        (("one.pdf", "--booklet", "--gap", "4mm"), 2, "CF-821"),
        (("one.pdf", "--booklet", "--cut-lines"), 2, "CF-821"),
        (("one.pdf", "--nup", "2", "--signature", "16"), 2, "CF-821"),
        (("one.pdf", "--nup", "2", "--creep", "0.1mm"), 2, "CF-821"),
        (("one.pdf", "--nup", "2", "--gap", "4"), 2, "CF-822"),
        (("one.pdf", "--nup", "2", "--gap", "-4mm"), 2, "CF-822"),
        (("one.pdf", "--nup", "2", "--gap", "4m"), 2, "CF-822"),
        (("one.pdf", "--nup", "2", "--gap", "90mm"), 2, "CF-822"),
        (("one.pdf", "--booklet", "--creep", "9mm"), 2, "CF-822"),
        (("one.pdf", "--booklet", "--signature", "6"), 2, "CF-823"),
        (("one.pdf", "--booklet", "--signature", "0"), 2, "CF-823"),
        (("one.pdf", "--booklet", "--signature", "-4"), 2, "CF-823"),
        (("one.pdf", "--nup", "8", "--gap", "50mm", "--paper", "a5"), 2, "CF-824"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_written(desk: Path, words: tuple[str, ...], code: int, problem: str) -> None:
    """What lay there before is untouched."""
    before = b"what was there before"
    (desk / "sheets.pdf").write_bytes(before)
    run = casefolio("impose", desk / words[0], "--out", desk / "sheets.pdf", *words[1:], "--json")
    assert run.code == code, run.err
    assert run.codes[0].startswith(problem)
    assert all(told["remedy"] for told in run.said["problems"])
    assert (desk / "sheets.pdf").read_bytes() == before


@pytest.mark.parametrize("words", [("--nup", "3"), ("--paper", "papyrus"), ("--flip", "over"), ("--signature", "many")])
def test_words_that_are_none_end_with_usage(desk: Path, words: tuple[str, ...]) -> None:
    run = casefolio("impose", desk / "one.pdf", "--out", desk / "sheets.pdf", "--booklet", *words)
    assert run.code == 2
    assert not (desk / "sheets.pdf").exists()


def test_a_place_that_cannot_be_written_is_named(desk: Path) -> None:
    run = casefolio("impose", desk / "one.pdf", "--out", desk / "one.pdf" / "sheets.pdf", "--booklet")
    assert run.code == 8
    assert "one.pdf" in run.err


def test_what_is_odd_but_possible_is_a_warning(desk: Path) -> None:
    one = casefolio("impose", f"{desk / 'one.pdf'}:1", "--out", desk / "sheets.pdf", "--nup", "4", "--json")
    assert one.code == 0
    assert "CF-550" in [warning["code"] for warning in one.said["warnings"]]
    thick = impose(Part("p.pdf", makers.drawn(*[b"0 0 9 9 re f"] * 84)), ImposeOptions(booklet=True))
    assert [warning.code for warning in thick.warnings if warning.code.startswith("CF-55")] == ["CF-551"]
    thin = impose(Part("p.pdf", makers.drawn(*[b"0 0 9 9 re f"] * 84)), ImposeOptions(booklet=True, signature=16))
    assert not [warning for warning in thin.warnings if warning.code.startswith("CF-55")]


@pytest.mark.parametrize(
    ("words", "wanted"), [("4mm", 4.0), ("0.4 cm", 4.0), ("1in", 25.4), ("72PT", 25.4), ("0", 0.0), ("", 0.0)]
)
def test_lengths_have_units(words: str, wanted: float) -> None:
    assert length_mm(words, "--gap") == pytest.approx(wanted)


@given(words=st.text(max_size=12))
def test_any_words_are_a_length_or_a_problem(words: str) -> None:
    try:
        found, codes = length_mm(words, "--gap"), ["CF-822"]
    except CasefolioError as error:
        found, codes = 0.0, [problem.code for problem in error.problems]
    assert 0 <= found < 300_000
    assert codes == ["CF-822"]


def test_a_damaged_file_is_imposed_or_refused(vera: Vera) -> None:
    """A file that can be opened and claims no more than is true, or a problem with its remedy; never anything else."""
    refused: list[Problem] = []
    for seed in range(30):
        options = ImposeOptions(nup=2) if seed % 2 else ImposeOptions(booklet=True, flip="long")
        try:
            imposed = impose(Part("bad.pdf", damaged(seed)), options)
        except CasefolioError as error:
            refused += [problem for problem in error.problems if problem.exit_code != 6 or not problem.remedy]
            continue
        with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
            pdf.check_pdf_syntax()
        flavours = [{"pdfa": "3a", "pdfua": "ua1"}[claim] for claim in sorted(imposed.claims)]
        faults = vera.faults(imposed.data, flavours) if flavours else []
        # veraPDF gives up on some damaged fonts; that is no verdict.
        assert [fault for fault in faults if "ValidationException" not in fault] == [], seed
    assert refused == []


def test_help_shows_examples() -> None:
    assert "casefolio impose out/dossier.pdf --out booklet.pdf --booklet" in casefolio("impose", "--help").out
