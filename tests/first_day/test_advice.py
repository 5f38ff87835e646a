"""What weakens a CV is warned of, where it stands; nothing else is, and each warning can be turned off."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.first_day.test_explanations import AROUND
from tests.product.desk import ROOT, casefolio

from casefolio.model.dossier import WarningCode
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.reading.codes import Code

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.errors import Problem

STUDY = "title: S\ntheme: platform\nproblem: P\narchitecture: A\n"


def warnings(folder: Path, **files: str) -> list[Problem]:
    """The warnings of a project with these files, by their keys."""
    for name, text in (
        AROUND | {f"content/{key.replace('__', '/')}.yaml": text for key, text in files.items()}
    ).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(read(Workspace.at(folder)).warnings)


def codes(folder: Path, **files: str) -> list[str]:
    return [str(problem.code) for problem in warnings(folder, **files)]


def job(start: str = "", end: str = "", title: str = "Engineer") -> str:
    dates = "".join(f", {key}: {value}" for key, value in (("start", start), ("end", end)) if value)
    return f"- {{title: {title}, employer: Example GmbH{dates}}}\n"


@pytest.mark.parametrize(("length", "found"), [(480, []), (481, ["CF-260"])])
def test_a_paragraph_of_more_than_five_lines(length: int, found: list[str], tmp_path: Path) -> None:
    words = ("word " * 100)[: length - 1] + "x"
    assert codes(tmp_path, profile=f"name: A\nsummary: {words}\n") == found


def test_each_paragraph_is_measured_by_itself(tmp_path: Path) -> None:
    block = "".join(f"  {'word ' * 80}\n\n" for _ in range(3))
    assert codes(tmp_path, profile=f"name: A\nsummary: |\n{block}") == []


@pytest.mark.parametrize(
    ("points", "found"),
    [
        (["Led a", "Led b", "led c"], ["CF-261"]),
        (["Led a", "Led b", "Ran c"], []),
        (["**Led** a", "“Led” b", "Led, too, c"], ["CF-261"]),
        (["The a", "The b", "The c"], []),
        (["3 a", "3 b", "3 c"], []),
        (["Leitete a", "Leitete b", "Leitete c"], ["CF-261"]),
    ],
)
def test_three_points_that_begin_alike(points: list[str], found: list[str], tmp_path: Path) -> None:
    lines = "".join(f'    - "{point}"\n' for point in points)
    (tmp_path / "x").mkdir()
    assert codes(tmp_path / "x", experience=f"- title: T\n  employer: E\n  highlights:\n{lines}") == found


def test_the_third_one_is_pointed_at(tmp_path: Path) -> None:
    text = "- title: T\n  employer: E\n  highlights: [Led a, x, Led b, Led c]\n"
    (warning,) = warnings(tmp_path, experience=text)
    assert str(warning.mark) == "content/experience.yaml:3:33"
    assert warning.remedy


@pytest.mark.parametrize(
    ("jobs", "found"),
    [
        (job("2022-01", "present") + job("2016", "2020-12"), []),
        (job("2022-02", "present") + job("2016", "2021-01"), []),
        (job("2022-03", "present") + job("2016", "2021-01"), ["CF-262"]),
        (job("2017") + job("2012", "2015"), []),
        (job("2018") + job("2012", "2015"), ["CF-262"]),
        (job("2018") + job("2012"), []),
        (job("2018") + job(end="2012"), ["CF-262"]),
        (job("2018") + job(), []),
        (job("2016", "2017") + job("2010", "2024") + job("2005", "2008-11"), ["CF-262"]),
        (job("2010", "2012") + job("2015", "2016") + job("2019", "2020"), ["CF-262", "CF-262"]),
    ],
)
def test_a_gap_between_jobs(jobs: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, experience=jobs) == found


def test_school_fills_a_gap_and_a_gap_before_the_first_job_is_none(tmp_path: Path) -> None:
    jobs = job("2020", "present") + job("2010", "2014")
    degree = "- {title: M.Sc., institution: Example, start: 2015, end: 2019}\n"
    assert codes(tmp_path, experience=jobs, education=degree) == []
    degree = "- {title: M.Sc., institution: Example, start: 2001, end: 2005}\n"
    assert codes(tmp_path, experience=jobs, education=degree) == ["CF-262"]


def test_the_gap_is_told_at_the_later_job(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, experience=job("2022-03", "present") + job("2016", "2020-06"))
    assert str(warning.mark) == "content/experience.yaml:1:52"
    assert "between 2020-06 and 2022-03" in warning.message


_MONTHS = st.integers(2000 * 12, 2020 * 12 - 1)


@given(st.lists(st.tuples(_MONTHS, st.integers(0, 60)), min_size=1, max_size=6))
def test_a_gap_is_more_than_twelve_months_in_which_nobody_worked(spans: list[tuple[int, int]]) -> None:
    from casefolio.model.dossier import Dossier
    from casefolio.reading.advice import _gaps
    from casefolio.reading.collect import Collected
    from casefolio.reading.source import Source
    from casefolio.reading.tree import Node

    def month(number: int) -> str:
        return f"{number // 12}-{number % 12 + 1:02d}"

    jobs = [{"title": "T", "employer": "E", "start": month(a), "end": month(a + length)} for a, length in spans]
    dossier = Dossier.model_validate({"profile": {"name": "A"}, "experience": jobs})
    nothing = Collected(Node(Source(ROOT, "", ""), 0, 0, {}), frozenset(), ())
    worked = {number for a, length in spans for number in range(a, a + length + 1)}
    free = longest = gaps = 0
    for number in range(min(worked), max(worked) + 1):
        free = 0 if number in worked else free + 1
        gaps += free == 13
        longest = max(longest, free)
    assert len(list(_gaps(dossier, nothing))) == gaps
    assert (gaps > 0) == (longest > 12)


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ("links: [{label: x, url: 'http://example.org'}]", ["CF-263"]),
        ("links: [{label: x, url: 'https://example.org'}]", []),
        ("links: [{label: x, url: 'mailto:a@example.org'}]", []),
        ("summary: See [this](http://example.org/a).", ["CF-263"]),
        ("summary: Explains what http:// was.", []),
    ],
)
def test_an_address_without_https(profile: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, profile=f"name: A\n{profile}\n") == found


@pytest.mark.parametrize("result", ["TBD", "todo", "...", "—", "n/a", "None yet", "(pending)"])
def test_a_study_without_a_result(result: str, tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, studies__s=f'{STUDY}result: "{result}"\n')
    assert warning.code == "CF-264"
    assert str(warning.mark) == "content/studies/s.yaml:5:9"


@pytest.mark.parametrize("result", ["Minutes.", "None of the tills failed.", "42 %", "Unknown hosts are refused."])
def test_a_short_result_is_one(result: str, tmp_path: Path) -> None:
    assert codes(tmp_path, studies__s=f'{STUDY}result: "{result}"\n') == []


def test_a_letter_may_have_longer_paragraphs(tmp_path: Path) -> None:
    text = f"role: Engineer\nemployer: E\ndate: 2026-01-15\nparts: [letter, cv]\nletter:\n  body: {'word ' * 120}\n"
    assert "CF-260" not in codes(tmp_path, applications__e=text)


def test_every_warning_can_be_turned_off(tmp_path: Path) -> None:
    files = {
        "profile": "name: A\ncontact: {}\nlinks: [{label: x, url: 'http://e.org'}]\nsummary: " + "word " * 120 + "\n",
        "private/profile": "contact: {}\nrole: x\n",
        "experience": job("2022", "present") + job("2010", "2012"),
        "projects": "[]\n",
        "studies/s": f"{STUDY}result: TBD\nflow: [one]\n",
        "education": "- {title: T, institution: I, highlights: [Led a, Led b, Led c]}\n",
    }
    names = {key.replace("/", "__"): text for key, text in files.items()}
    assert sorted(codes(tmp_path, **names)) == sorted(get_args(WarningCode))
    for code in get_args(WarningCode):
        left = codes(tmp_path, **names, settings=f"quiet: [{code}]\n")
        assert sorted([*left, code]) == sorted(get_args(WarningCode))
    assert codes(tmp_path, **names, settings=f"quiet: [{', '.join(get_args(WarningCode))}]\n") == []


def test_what_settings_can_turn_off_are_codes_that_there_are() -> None:
    assert set(get_args(WarningCode)) <= {str(code) for code in Code}


def test_a_code_that_is_no_warning_cannot_be_turned_off(tmp_path: Path) -> None:
    for name, text in {**AROUND, "content/settings.yaml": "quiet: [CF-202]\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    done = casefolio("--project", tmp_path, "check", "--json")
    assert (done.code, done.codes) == (3, ["CF-206"])
    assert "did you mean" in done.said["problems"][0]["message"]


def test_the_owners_dossier_lacks_only_contact_data() -> None:
    assert [str(problem.code) for problem in read(Workspace.at(ROOT)).warnings] in ([], ["CF-250"])
