"""Content that does not fit its promised pages, and what may be left out of it."""

from __future__ import annotations

import re

import pytest
from tests.product.desk import Project, casefolio, jobs
from tests.product.proofs import Proof

from casefolio.errors import ExitCode


def test_what_does_not_fit_is_told_in_millimetres_lines_and_sections(project: Project) -> None:
    run = project.write("content/experience.yaml", jobs(40)).build()
    assert run.code == ExitCode.OVERFLOW
    assert project.results == []
    (problem,) = run.said["problems"]
    assert problem["code"] == "CF-401"
    assert (problem["file"], problem["line"]) == ("content/experience.yaml", 1)
    found = re.search(r"at the tightest it is (\d+) mm too long, about (\d+) lines", problem["message"])
    assert found
    # a line at the tightest is 9 pt × 1.28
    assert int(found[1]) / int(found[2]) == pytest.approx(9 * 1.28 * 25.4 / 72, rel=0.05)
    assert re.search(r"most room: experience \d+ mm \(9\d%\), summary \d+ mm", problem["remedy"])
    assert "optional: true" in problem["remedy"]


def test_the_overflow_that_is_told_is_the_one_to_cut(project: Project) -> None:
    """Cutting as many lines as were named makes the text fit; cutting half of them does not."""
    run = project.write("content/skills.yaml", skills(90)).build()
    found = re.search(r"about (\d+) lines", run.said["problems"][0]["message"])
    assert found
    lines = int(found[1])
    assert 5 < lines < 60
    assert project.write("content/skills.yaml", skills(90 - lines - 2)).build().code == 0
    assert project.write("content/skills.yaml", skills(90 - lines // 2)).build().code == ExitCode.OVERFLOW


def skills(number: int) -> str:
    return "".join(f"- label: Skill {i}\n  items: [one, two]\n" for i in range(number))


def test_entries_are_added_until_the_page_is_full(project: Project) -> None:
    """Each longer text is set no looser than the one before, all fit their page, and then comes the error."""
    densities = []
    for number in range(1, 40, 2):
        run = project.write("content/experience.yaml", jobs(number)).build()
        if run.code:
            break
        (result,) = run.said["results"]
        assert result["pages"] == 1
        assert result["layouts"] <= 8
        assert result["fill"] > 0.9 or result["density"] == 1
        densities.append(result["density"])
    assert run.code == ExitCode.OVERFLOW
    assert len(densities) >= 5
    assert densities[0] == 1
    assert densities[-1] < 0
    assert densities == sorted(densities, reverse=True)
    # the last that fitted is still what is published
    assert Proof(project.pdf.read_bytes()).paper == [(595, 842)]


@pytest.fixture(scope="module")
def tightest(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """The sizes of all letters of a CV that only just fits."""
    project = Project(tmp_path_factory.mktemp("tightest"))
    project.write("content/experience.yaml", jobs(10, lines=3, start="2020-01", end="2021-02"))
    density = 1.0
    for words in range(0, 240, 12):
        run = project.summary("Builds things that hold. " + "and more " * words).build()
        if run.code:
            break
        density = run.said["results"][0]["density"]
    assert run.code == ExitCode.OVERFLOW
    assert density < -0.9
    return [glyph.size for glyph in Proof(project.pdf.read_bytes()).glyphs if glyph.text.strip()]


@pytest.mark.xdist_group("tightest")
def test_at_the_tightest_body_text_has_nine_points(tightest: list[float]) -> None:
    assert 9 <= max(set(tightest), key=tightest.count) < 9.6


@pytest.mark.xdist_group("tightest")
def test_at_the_tightest_secondary_text_has_eight_points(tightest: list[float]) -> None:
    assert min(tightest) >= 8


def test_what_is_optional_goes_first_the_least_important_first(project: Project) -> None:
    text = jobs(30, optional="true", priority="{i}")
    run = project.write("content/experience.yaml", text).build()
    assert run.code == 0
    (result,) = run.said["results"]
    gone = result["left_out"]
    assert gone == [f"Job {number}" for number in range(len(gone))]
    assert 5 < len(gone) < 29
    for page in Proof(project.pdf.read_bytes()).texts.values():
        assert "Employer 29" in page
        assert f"Employer {len(gone)} " in page
        assert "Employer 0 " not in page
        assert f"Employer {len(gone) - 1} " not in page
    told = casefolio("--project", project.root, "build", "cv")
    assert told.out.count("left out, as it is optional: Job") == len(gone)


def test_of_equals_the_last_goes_first(project: Project) -> None:
    text = jobs(8) + jobs(14, optional="true").replace("Job ", "Extra ")
    run = project.write("content/experience.yaml", text).build()
    gone = run.said["results"][0]["left_out"]
    assert gone
    assert gone == [f"Extra {number}" for number in range(13, 13 - len(gone), -1)]


def test_no_more_is_left_out_than_must_be(project: Project) -> None:
    """With one optional entry fewer left out the text would not fit."""
    run = project.write("content/experience.yaml", jobs(30, optional="true")).build()
    gone = len(run.said["results"][0]["left_out"])
    assert project.write("content/experience.yaml", jobs(30 - gone)).build().code == 0
    assert project.write("content/experience.yaml", jobs(30 - gone + 1)).build().code == ExitCode.OVERFLOW


def test_what_fits_is_left_in_even_if_optional(project: Project) -> None:
    run = project.write("content/experience.yaml", jobs(5, optional="true")).build()
    assert run.said["results"][0]["left_out"] == []


def test_leaving_everything_optional_out_may_not_be_enough(project: Project) -> None:
    text = jobs(40) + jobs(2, optional="true").replace("Job ", "Extra ")
    run = project.write("content/experience.yaml", text).build()
    assert run.code == ExitCode.OVERFLOW
    assert "although 2 optional entries were left out" in run.said["problems"][0]["message"]


@pytest.mark.parametrize(("pages", "number"), [(2, 22), (3, 34)])
def test_more_pages_are_kept_too(project: Project, pages: int, number: int) -> None:
    project.write("content/cv.yaml", f"pages: {pages}\n")
    run = project.write("content/experience.yaml", jobs(number)).build()
    assert run.code == 0
    (result,) = run.said["results"]
    assert result["pages"] == pages
    assert result["fill"] > 0.9
    over = project.write("content/experience.yaml", jobs(number * 2)).build()
    assert over.code == ExitCode.OVERFLOW
    assert ("two pages", "three pages")[pages - 2] in over.said["problems"][0]["message"]


def test_more_pages_than_there_is_to_say(project: Project) -> None:
    project.write("content/cv.yaml", "pages: 2\n")
    run = project.build()
    assert run.code == ExitCode.OVERFLOW
    (problem,) = run.said["problems"]
    assert problem["code"] == "CF-404"
    assert (problem["file"], problem["line"], problem["column"]) == ("content/cv.yaml", 1, 8)
    assert "does not reach two pages" in problem["message"]
    assert project.results == []


@pytest.mark.parametrize("number", range(9, 36, 2))
def test_any_number_of_pages_without_a_stub_or_a_lonely_heading(project: Project, number: int) -> None:
    project.write("content/cv.yaml", "pages: any\nsections: [summary, experience, education]\n")
    project.write("content/education.yaml", "- title: Degree\n  institution: School\n")
    run = project.write("content/experience.yaml", jobs(number)).build()
    assert run.code == 0
    proof = Proof(project.pdf.read_bytes())
    pages = proof.pypdf()
    for page in pages:
        lines = [line for line in page.splitlines() if not line.startswith("Ada Example ")]
        assert lines[-1] not in {"Experience", "Education"}
        assert len(lines) > 6, "a last page with next to nothing on it"
    for job in range(number):
        assert sum(f"Job {job}\n" in page or f"Job {job} " in page for page in pages) == 1
        assert any(all(f"Did thing {point} of job {job} " in page for point in range(2)) for page in pages)
