"""Every layout on both papers: the size, the edge that no printer reaches, and what a printer without colour shows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from tests.dossier.desk import CLOCK, ROOT

from casefolio.bindery.contrast import Contrast, contrasts
from casefolio.model.order import Job, Selection
from casefolio.model.target import PAPER_MM, Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

#: The owner's own content; of the studies a theme with the longest of them, two to a page and one.
LAYOUTS = {
    "cv": {"targets": (Target("cv"),)},
    "pages": {"targets": (Target("onepagers"), Target("dossier")), "duplex": True},
    "compact": {"targets": (Target("dossier"),), "compact": True},
}
EDITIONS = [(paper, layout) for paper in PAPER_MM for layout in LAYOUTS]
EDGE_MM = 5.0
_DPI = 72


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> object:
    @cache
    def printed(paper: str, layout: str) -> tuple[Path, ...]:
        job = Job(paper=paper, selection=Selection(theme="security-and-supply-chain"), **LAYOUTS[layout])  # type: ignore[arg-type]
        outcome = build(job, Workspace(ROOT, tmp_path_factory.mktemp(f"{paper}-{layout}"), CLOCK))
        return tuple(result.paths[0] for result in outcome.results)

    return printed


def pictures(path: Path) -> list[tuple[tuple[float, float], Image]]:
    """Size in points and picture of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [(page.get_size(), page.render(scale=_DPI / 72).to_pil().convert("L")) for page in document]
    finally:
        document.close()


@pytest.fixture(params=EDITIONS, ids="-".join)
def edition(request: pytest.FixtureRequest, press: object) -> tuple[str, tuple[Path, ...]]:
    paper, layout = request.param
    return paper, press(paper, layout)  # type: ignore[operator]


def test_pages_are_of_the_paper_and_keep_clear_of_its_edge(edition: tuple[str, tuple[Path, ...]]) -> None:
    paper, paths = edition
    wide, high = (side / 25.4 * 72 for side in PAPER_MM[paper])
    for path in paths:
        for size, picture in pictures(path):
            assert size == pytest.approx((wide, high), abs=0.1)
            ink = picture.point(lambda grey: 255 * (grey < 250)).getbbox()
            if ink is None:
                continue  # an empty page of the duplex edition
            left, top, right, bottom = ink
            edge_mm = min(left, top, picture.width - right, picture.height - bottom) * 25.4 / _DPI
            assert edge_mm >= EDGE_MM, path.name


def test_all_text_can_be_read_in_grey(edition: tuple[str, tuple[Path, ...]]) -> None:
    for path in edition[1]:
        runs = list(contrasts(path.read_bytes()))
        assert len(runs) > 20
        faint = [run for run in runs if run.ratio < 4.5]
        assert faint == []
        assert light(runs), "grounds are light enough for toner"


def light(runs: list[Contrast]) -> bool:
    return min(run.ground for run in runs) > 0.9


def test_a_faint_text_would_be_found() -> None:
    assert not light([Contrast(1, "dark ground", 8.0, 0.6)])


@pytest.mark.parametrize("paper", PAPER_MM)
def test_paper_is_a_setting_of_the_project(paper: str, tmp_path: Path) -> None:
    from tests.dossier.desk import project, study

    root = project(tmp_path / "p", {"one": study()}, settings={"paper": paper})
    outcome = build(Job((Target("cv"),)), Workspace(root, tmp_path / "out", CLOCK))
    other = next(name for name in PAPER_MM if name != paper)
    asked = build(Job((Target("cv"),), paper=other), Workspace(root, tmp_path / "out2", CLOCK))
    for result, wanted in (outcome.results[0], paper), (asked.results[0], other):
        ((size, _),) = pictures(result.paths[0])
        assert size == pytest.approx([side / 25.4 * 72 for side in PAPER_MM[wanted]], abs=0.1)
