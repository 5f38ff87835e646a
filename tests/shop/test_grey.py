"""The grey proof: no colour is left, nothing else is changed, and faint text is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.shop.inkwell import painted, spaces

from casefolio.bindery.contrast import contrasts
from casefolio.model.workspace import shipped
from casefolio.press.inks import Greys, from_lab, luma, without_fourth

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shop.conftest import Edition, Shopfloor


def test_no_colour_is_left(grey: Edition) -> None:
    for path in grey.files:
        assert {mark.space for mark in painted(path)} <= {"/DeviceGray", "/Pattern"}
        assert spaces(path) <= {"/DeviceGray", "/Pattern"}


def test_greys_are_those_of_a_printer(grey: Edition) -> None:
    """ISO 32000-1 §10.3.2: 30 % red, 59 % green, 11 % blue."""
    inks = {mark.parts for mark in painted(grey.file("cv")) if mark.kind == "text"}
    tokens = {"ink": (0x1B, 0x20, 0x26), "quiet": (0x55, 0x60, 0x6B), "accent": (0x0F, 0x4C, 0x5C)}
    wanted = {(round(luma(tuple(part / 255 for part in token)), 4),) for token in tokens.values()}
    assert wanted <= inks


def test_links_and_words_stay(grey: Edition, marked: Edition) -> None:
    with pikepdf.open(grey.file("dossier")) as ours, pikepdf.open(marked.file("dossier")) as theirs:
        assert len(ours.pages) == len(theirs.pages)
        for page, other in zip(ours.pages, theirs.pages, strict=True):
            assert len(page.obj.get("/Annots", [])) == len(other.obj.get("/Annots", []))


def test_a_grey_proof_of_the_press_is_no_press_file(shared: Shopfloor, tmp_path: Path) -> None:
    edition = shared.press(tmp_path, "cv", grey=True, marks=("crop",))
    assert edition.outcome.results[0].conformance == ()
    assert edition.file("cv").parent.name == "grey"
    found = {mark.space for mark in painted(edition.file("cv"))}
    assert found <= {"/DeviceGray", "/Separation /All /DeviceGray"}
    with pikepdf.open(edition.file("cv")) as book:
        assert "/OutputIntents" not in book.Root
        assert book.check_pdf_syntax() == []


def test_faint_text_is_named(floor: Shopfloor, tmp_path: Path) -> None:
    base = (shipped("styles") / "base.css").read_text("utf-8")
    (floor.root / "styles").mkdir()
    # Blue and yellow differ as colours and are far apart in brightness; red and green of one brightness are not.
    (floor.root / "styles/base.css").write_text(base + ".name { color: #c00000; background: #007000 }", "utf-8")
    edition = floor.press(tmp_path / "out", "cv", profile=None, bleed_mm=0.0, grey=True)
    assert edition.codes == ["CF-644"]
    assert "Mara Lindqvist" in edition.outcome.warnings[0].message


def test_contrast_is_measured_on_what_is_behind(grey: Edition) -> None:
    runs = list(contrasts(grey.file("onepagers/one").read_bytes()))
    assert {round(run.ground, 2) for run in runs} == {1.0, 0.95}, "paper, and the tint of the panel"
    assert min(run.ratio for run in runs) >= 4.5
    assert max(run.ratio for run in runs) == pytest.approx(16.4, abs=0.3)


def test_mixtures() -> None:
    assert without_fourth((0.5, 0.4, 0.3, 0.2)) == pytest.approx((0.2, 0.1, 0, 0.44))
    assert without_fourth((1, 0, 0.1, 0.6)) == (1, 0, 0.1, 0.6)
    assert Greys(None).mixed((0, 0, 0, 1)) == (0,)
    assert Greys(None).mixed((1, 1, 1)) == (1,)
    for lab, rgb in ((100, 0, 0), (1, 1, 1)), ((0, 0, 0), (0, 0, 0)), ((53.24, 80.09, 67.2), (1, 0, 0)):
        assert from_lab(lab) == pytest.approx(rgb, abs=0.01)


def test_text_that_is_translucent_is_passed_over(floor: Shopfloor, tmp_path: Path) -> None:
    """It is drawn in a form of its own; the last words of a page may be."""
    cv = (shipped("styles") / "cv.css").read_text("utf-8")
    (floor.root / "styles").mkdir()
    (floor.root / "styles/cv.css").write_text(cv + ".section:last-child { opacity: .5 }", "utf-8")
    edition = floor.press(tmp_path / "out", "cv", grey=True)
    assert edition.outcome.results[0].pages == 1
    edition = floor.press(tmp_path / "out", "cv")
    assert edition.outcome.results[0].conformance == ("PDF/X-4",)
