"""Content that is long, short, or unlike its neighbours: it looks right, or there is a clear problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from tests.dossier.desk import full, printed, project, steps, study
from tests.dossier.leaves import MM, Leaf, labels, leaves, missing_in_order, texts
from tests.dossier.test_pages import said
from tests.product.desk import results
from tests.tagtree import check_tree

from casefolio.cli import program
from casefolio.errors import CasefolioError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vera.validate import Vera

pytestmark = pytest.mark.xdist_group("dossier-made")

BRANCH = {"branch": {"when": "a check fails", "then": "the change is rolled back"}}
LABEL = "Compare what the region reports with what the plan promised " * 4
TITLE = "One study whose title has twenty words because its author could not decide which of them might be left out"
STUDIES = {
    **{f"flow-{count:02d}": full(f"Flow of {count}", flow=steps(count)) for count in (1, 2, 3, 4, 5, 6, 7, 8, 12)},
    "branch-1": full("Branch first", flow=steps(5, s1=BRANCH)),
    "branch-3": full("Branch at the turn and a return", flow=steps(5, s3=BRANCH, s5={"back_to": 1})),
    "branch-6": full("Branch last", flow=steps(6, s3={"back_to": 1}, s6=BRANCH)),
    "branch-all": full("Branches everywhere", flow=steps(7, **{f"s{number}": BRANCH for number in range(1, 8)})),
    "back-2": full("A circle of two", flow=steps(2, s2={"back_to": 1})),
    "label": full("A long label", flow=steps(5, s2={"step": LABEL[:200].strip()})),
    "title-4": full("A title of four"),
    "title-20": full(TITLE),
    "no-technologies": full("Without technologies", technologies=[]),
    "no-constraints": full("Without constraints", constraints=[]),
    "no-flow": full("Without a flow", flow=[]),
    "bare": study("Bare"),
    "related": full("With related", related=["bare", "title-20"]),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("odd")
    printed(project(root, STUDIES), root / "out", "dossier")
    return root / "out/dossier.pdf"


@pytest.fixture(scope="module")
def pages(odd: Path) -> dict[str, Leaf]:
    """Title → page."""
    return {leaf.title: leaf for leaf in leaves(odd)}


def test_each_has_a_page_that_says_all_of_it(odd: Path, pages: dict[str, Leaf]) -> None:
    titles = {slug: fields["title"] for slug, fields in STUDIES.items()}
    assert set(titles.values()) <= set(pages)
    found = [leaf.title for leaf in leaves(odd)]
    for extracted in texts(odd):
        for fields in STUDIES.values():
            assert missing_in_order(extracted[found.index(fields["title"])], said(fields, titles)) == []


def test_each_conforms(odd: Path, vera: Vera) -> None:
    assert vera.faults(odd) + check_tree(odd) == []


def test_the_grid_holds_where_a_part_is_missing(pages: dict[str, Leaf]) -> None:
    grid = pages["Flow of 5"].headings()
    for fields in STUDIES.values():
        for words, line in pages[fields["title"]].headings().items():
            if words == "Technologies" and not fields.get("constraints"):
                # Alone, they take the place of the constraints.
                assert line.near(grid["Constraints"])
            elif words in grid:
                assert line.near(grid[words]), (fields["title"], words)


def test_nothing_is_drawn_over_something_else(pages: dict[str, Leaf]) -> None:
    for title, leaf in pages.items():
        for one in leaf.lines:
            for other in leaf.lines:
                if one is not other and abs(one.x - other.x) < 1:
                    assert abs(one.y - other.y) >= min(one.size, other.size) * 0.9, (title, one, other)


def test_steps_stand_in_rows_as_wide_as_the_page(pages: dict[str, Leaf]) -> None:
    rows = {1: (1,), 2: (2,), 3: (3,), 4: (4,), 5: (3, 2), 6: (3, 3), 7: (4, 3), 8: (4, 4), 12: (4, 4, 4)}
    for count, wanted in rows.items():
        found: dict[float, int] = {}
        for line in pages[f"Flow of {count}"].lines:
            if re.match(r"\d+ [A-Z]", line.text) and "Semi" in line.face:
                found[round(line.y)] = found.get(round(line.y), 0) + 1
        assert tuple(found[y] for y in sorted(found, reverse=True)) == wanted


LONG = "The platform team writes down what it promises and what it asks for in return. "


def test_too_long_a_study_names_file_field_and_lines(tmp_path: Path) -> None:
    made = project(tmp_path, {"apples": full("Apples"), "berries": full("Berries", architecture=LONG * 60)})
    result = CliRunner().invoke(program, ["--project", str(made), "build", "dossier", "onepagers"])
    assert result.exit_code == 5
    assert re.search(r"content/studies/berries\.yaml:\d+:\d+: the study 'berries' does not fit its page", result.stderr)
    lines = int(re.search(r"about (\d+) lines; 'architecture' takes most room", result.stderr)[1])  # type: ignore[index]
    assert 5 < lines < 60
    assert "`pages: 2`" in result.stderr
    assert "apples" not in result.stderr
    assert not results(made / "out")


def test_the_lines_it_names_are_enough(tmp_path: Path) -> None:
    """A study shortened by as many lines as the problem says fits."""
    with pytest.raises(CasefolioError) as caught:
        printed(project(tmp_path / "long", {"a": full(architecture=LONG * 60)}), tmp_path / "out", "onepagers")
    lines = int(re.search(r"about (\d+) lines", str(caught.value))[1])  # type: ignore[index]
    # A line at the tightest holds some 100 characters.
    short = (LONG * 60)[: -(lines + 2) * 105]
    result = printed(project(tmp_path / "short", {"a": full(architecture=short)}), tmp_path / "out", "onepagers")
    assert result.results[0].pages == 1


def test_too_long_for_two_pages_and_for_half_a_page(tmp_path: Path) -> None:
    with pytest.raises(CasefolioError) as caught:
        printed(project(tmp_path / "two", {"a": full(architecture=LONG * 300, pages=2)}), tmp_path / "out", "onepagers")
    assert caught.value.exit_code == ExitCode.OVERFLOW
    assert "does not fit two pages" in str(caught.value)
    with pytest.raises(CasefolioError) as caught:
        printed(project(tmp_path / "half", {"a": full(problem=LONG * 30)}), tmp_path / "out", "dossier", compact=True)
    assert caught.value.exit_code == ExitCode.OVERFLOW
    assert "its part of the page" in str(caught.value)
    assert not results(tmp_path / "out")


def test_two_pages_shift_what_follows(tmp_path: Path) -> None:
    studies = {
        "aa": full("Apples"),
        "bb": full("Berries", architecture=LONG * 30, problem=LONG * 4, pages=2),
        "cc": full("Cherries", related=["bb"], technologies=["Flux"]),
    }
    printed(project(tmp_path, studies), tmp_path / "out", "dossier", "onepagers")
    pdf = tmp_path / "out/dossier.pdf"
    found = leaves(pdf)
    first = {leaf.title: leaf.folio for leaf in found}
    assert (first["Apples"], first["Berries"], first["Cherries"]) == ("1", "2", "4")
    contents = next(leaf for leaf in found if leaf.title == "Contents")
    rows = {round(line.y): line.text for line in contents.lines if line.text.isdigit()}
    numbers = {line.text: rows.get(round(line.y)) for line in contents.lines if line.text in first}
    assert {title: numbers[title] for title in ("Apples", "Berries", "Cherries")} == {
        "Apples": "1",
        "Berries": "2",
        "Cherries": "4",
    }
    index = next(leaf for leaf in found if leaf.title == "Technologies")
    assert "Flux 4" in [line.text for line in index.lines]
    assert [leaf.folio for leaf in leaves(tmp_path / "out/onepagers/bb.pdf")] == ["2", "3"]
    assert labels(tmp_path / "out/onepagers/bb.pdf") == ["2", "3"]
    # A drawing is not torn apart, and no page is nearly empty.
    assert all(len(leaf.lines) > 10 for leaf in found if leaf.folio in ("2", "3"))


def test_unequal_studies_are_spaced_page_by_page_in_one_type(tmp_path: Path) -> None:
    studies: dict[str, dict[str, Any]] = {
        "aa": full("Wide constraints", constraints=[f"A constraint of its own, number {n}" for n in range(24)]),
        "bb": full("A long problem", problem=LONG * 11),
        "cc": full("A long architecture", architecture=LONG * 14, flow=steps(12, s4=BRANCH, s8=BRANCH)),
    }
    result = printed(project(tmp_path, studies), tmp_path / "out", "onepagers")
    found = [leaves(path)[0] for path in sorted((tmp_path / "out/onepagers").iterdir())]
    assert len(result.results) == len(found) == 3
    assert len({round(leaf.headings()["Result"].y) for leaf in found}) == 3
    assert len({round(leaf.headings()["Result"].size, 2) for leaf in found}) == 1
    assert len({round(next(line.size for line in leaf.lines if line.text == leaf.title), 2) for leaf in found}) == 1
    for leaf in found:
        assert min(line.y for line in leaf.lines) > 15 * MM


def test_a_missing_glyph_in_a_study_is_a_problem(tmp_path: Path) -> None:
    for target in ("onepagers", "dossier"):
        made = project(tmp_path / target, {"apples": full("Apples", result="Apples keep until 漢.")})
        with pytest.raises(CasefolioError) as caught:
            printed(made, tmp_path / "out", target)
        (problem,) = caught.value.problems
        assert problem.code == "CF-305"
        assert str(problem.mark).startswith("content/studies/apples.yaml:")
