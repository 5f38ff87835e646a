"""Proofs: a picture of every page that was printed, and all of them on one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from PIL import Image
from tests.dossier.desk import full, printed, project, study

from casefolio.cli import program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("dossier-made")


def test_every_page_and_one_sheet(tmp_path: Path) -> None:
    made = project(tmp_path, {"apples": full("Apples"), "berries": study("Berries", theme="recovery")})
    printed(made, made / "out", "dossier", "onepagers")
    result = CliRunner().invoke(program, ["--project", str(made), "proof"])
    assert result.exit_code == 0, result.output
    pictures = {path.name for path in (made / "out/proof").iterdir()}
    pages = {f"dossier-{number:02d}.png" for number in range(1, 7)}
    assert pictures == {*pages, "onepagers-apples-01.png", "onepagers-berries-01.png", "contact-sheet.png"}
    assert "8 pages" in result.stdout
    with Image.open(made / "out/proof/dossier-01.png") as page:
        assert page.size == pytest.approx((210 / 25.4 * 144, 297 / 25.4 * 144), abs=1)
    with Image.open(made / "out/proof/contact-sheet.png") as sheet:
        # Eight small pages of a quarter's size in one row, with a gap around each.
        wide, high = (round(side / 25.4 * 36) for side in (210, 297))
        assert sheet.size == pytest.approx((8 * (wide + 14) + 14, high + 28), abs=8)
        # Something is on each of them.
        greys = sheet.convert("L")
        for column in range(8):
            left = 14 + column * (wide + 14)
            assert greys.crop((left + 2, 16, left + wide - 2, high)).histogram()[:128] != [0] * 128


def test_nothing_printed_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(program, ["--project", str(project(tmp_path, {})), "proof"])
    assert result.exit_code == 2
    assert "nothing is printed" in result.stderr
    assert not (tmp_path / "out").exists()
