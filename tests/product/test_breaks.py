"""Where pages break, and what is left behind when an entry is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer, LTTextLine
from tests.product.desk import Project, jobs

if TYPE_CHECKING:
    from pathlib import Path


def tops(pdf: Path, *words: str) -> list[float]:
    """The height above the foot of the first page at which each of these lines stands, in points."""
    page = next(iter(extract_pages(pdf)))
    lines = [line for box in page if isinstance(box, LTTextContainer) for line in box if isinstance(line, LTTextLine)]
    return [next(line.y1 for line in lines if line.get_text().strip() == word) for word in words]


def test_an_entry_longer_than_a_page_starts_under_its_heading(project: Project) -> None:
    """It cannot stay whole; then it must not leave a page empty before it."""
    project.write("content/cv.yaml", "pages: any\n").write("content/experience.yaml", jobs(1, lines=90))
    run = project.build()
    assert run.code == 0, run.err
    assert run.said["results"][0]["pages"] == 2
    first = extract_text(project.pdf, page_numbers=[0])
    assert "Experience" in first
    assert "Job 0" in first
    assert "Did thing 30 of job 0" in first


def test_shorter_entries_stay_whole(project: Project) -> None:
    project.write("content/cv.yaml", "pages: any\n").write("content/experience.yaml", jobs(12, lines=8))
    run = project.build()
    assert run.code == 0, run.err
    for number in range(run.said["results"][0]["pages"]):
        page = extract_text(project.pdf, page_numbers=[number])
        for job in range(12):
            there = [f"Did thing {line} of job {job} " in page for line in range(8)]
            assert all(there) or not any(there)


def test_the_next_entry_takes_the_place_of_a_first_one_left_out(project: Project) -> None:
    """The heading and the first title after it stand on one line, whether or not an entry went before it."""
    optional = "- title: Gone\n  employer: X\n  optional: true\n  priority: 1\n"
    project.write("content/experience.yaml", optional + jobs(12) + "- title: Last\n  employer: Y\n")
    run = project.build()
    assert run.code == 0, run.err
    assert run.said["results"][0]["left_out"] == ["Gone"]
    heading, title = tops(project.pdf, "Experience", "Job 0")
    assert abs(heading - title) < 4


def test_typed_ligatures_come_out_as_letters(project: Project) -> None:
    run = project.summary("Finds the \ufb01rst and \ufb02oods the o\ufb03ce.").build()
    assert run.code == 0, run.err
    assert "Finds the first and floods the office." in " ".join(extract_text(project.pdf).split())
