"""What is up to date is not printed again; what is not, is, and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
import yaml
from tests.dossier.desk import full
from tests.ledger.shelf import BLUE, RED, anew, fresh, same, touch, without_fresh
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ledger.shelf import Shelf

#: As long as the words that it takes the place of, so that the series keeps its grid.
OTHER = full()["architecture"].replace("A pipeline", "One script")


def test_a_second_build_writes_nothing_and_says_the_same(printed: Shelf) -> None:
    before = printed.files()
    first = printed.build("--force", *("cv", "onepagers", "dossier", "handouts"))
    between = printed.files()
    assert same(before, between)
    assert anew(before, between) == set(before)
    again = printed.build()
    assert all(fresh(again))
    assert not any(fresh(first))
    assert without_fresh(first) == without_fresh(again)
    assert printed.files() == between
    lines = casefolio("--project", printed.root, "build", "cv", "onepagers", "dossier", "handouts").out.splitlines()
    assert len(lines) == 7
    assert all(line.endswith("(up to date)") for line in lines)


@pytest.mark.parametrize("when", [0, 2_777_777_777 * 10**9])
def test_times_of_files_are_no_matter(printed: Shelf, when: int) -> None:
    """Touched, checked out anew, from before a clock was set or from the year 2058."""
    before = printed.files()
    touch(printed.root, when)
    assert all(fresh(printed.build()))
    assert printed.files() == before
    printed.edit("studies/beta", architecture=OTHER)
    touch(printed.root, when)
    printed.build()
    assert anew(before, printed.files()) == {"onepagers/beta.pdf", "dossier.pdf"}


def test_a_comment_prints_nothing_anew(printed: Shelf) -> None:
    before = printed.files()
    for path in printed.root.glob("content/**/*.yaml"):
        path.write_text("# a word to myself\n" + path.read_text("utf-8"), "utf-8")
    assert all(fresh(printed.build()))
    assert printed.files() == before


@pytest.mark.parametrize("name", ["cv.pdf", "onepagers/gamma.pdf", "handouts/days.pdf"])
@pytest.mark.parametrize("harm", ["deleted", "edited", "emptied"])
def test_a_result_that_is_not_as_it_was_is_printed_again(printed: Shelf, name: str, harm: str) -> None:
    before = printed.files()
    path = printed.out / name
    if harm == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b" " if harm == "edited" else b"")
    printed.build()
    after = printed.files()
    assert same(before, after)
    # A CV is two files of one product.
    assert anew(before, after) == ({name, "Mara-Lindqvist-CV.pdf"} if name == "cv.pdf" else {name})


@pytest.mark.parametrize(
    ("study", "touched"),
    [
        ("beta", {"onepagers/beta.pdf", "dossier.pdf"}),
        ("alpha", {"onepagers/alpha.pdf", "dossier.pdf", "handouts/days.pdf"}),
    ],
)
def test_a_changed_study_prints_what_uses_it(printed: Shelf, study: str, touched: set[str]) -> None:
    before = printed.files()
    printed.edit(f"studies/{study}", architecture=OTHER)
    run = printed.build()
    after = printed.files()
    assert anew(before, after) == touched
    assert sum(not said for said in fresh(run)) == len(touched)
    printed.build("cv", "onepagers", "dossier", "handouts", "--force")
    assert same(after, printed.files())
    assert all(fresh(printed.build()))


def other_style(me: Shelf) -> None:
    (me.root / "styles").mkdir()
    me.write("styles/tokens.css", shipped(me, "styles", "tokens.css") + "\n:root { --ink: #123456 }\n")


def shipped(_: Shelf, kind: str, name: str) -> str:
    from casefolio.model.workspace import shipped

    return (shipped(kind) / name).read_text("utf-8")


CHANGES: dict[str, Callable[[Shelf], object]] = {
    "a value": lambda me: me.edit("profile", role="Site Engineer"),
    "a new file": lambda me: me.write("content/skills.yaml", "- label: Tools\n  items: [Go]\n"),
    "a style of the project's own": other_style,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_cv_is_made_of_counts(cv: Shelf, change: str) -> None:
    before = cv.files()
    CHANGES[change](cv)
    assert fresh(cv.build("cv")) == [False]
    after = cv.files()
    assert not same(before, after)
    assert fresh(cv.build("cv")) == [True]
    cv.build("cv", "--force")
    assert same(after, cv.files())


def test_a_layout_and_a_style_count_also_when_they_go(cv: Shelf) -> None:
    before = cv.files()
    other_style(cv)
    cv.build("cv")
    (cv.root / "styles" / "tokens.css").unlink()
    assert fresh(cv.build("cv")) == [False]
    assert same(before, cv.files())
    cv.write("layouts/cv.html", shipped(cv, "layouts", "cv.html") + "{# #}")
    assert fresh(cv.build("cv")) == [False]


def test_a_removed_file_counts(cv: Shelf) -> None:
    cv.write("content/skills.yaml", "- label: Tools\n  items: [Go]\n")
    cv.build("cv")
    between = cv.files()
    (cv.root / "content" / "skills.yaml").unlink()
    assert fresh(cv.build("cv")) == [False]
    assert not same(between, cv.files())


def test_options_count(cv: Shelf) -> None:
    """Each edition has the same name: what lies there decides."""
    a4 = cv.files()
    assert fresh(cv.build("cv", "--paper", "letter")) == [False]
    assert fresh(cv.build("cv", "--paper", "letter")) == [True]
    assert fresh(cv.build("cv")) == [False]
    assert same(a4, cv.files())
    assert fresh(cv.build("cv", "--locale", "de")) == [False]
    assert fresh(cv.build("cv")) == [True]


def test_the_time_that_documents_bear_counts(cv: Shelf) -> None:
    before = cv.files()
    assert fresh(cv.build("cv", SOURCE_DATE_EPOCH="1790000001")) == [False]
    assert not same(before, cv.files())
    assert fresh(cv.build("cv", SOURCE_DATE_EPOCH="1790000001")) == [True]


def test_without_such_a_time_documents_bear_none(cv: Shelf) -> None:
    cv.build("cv", SOURCE_DATE_EPOCH="")
    before = cv.files()
    with pikepdf.open(cv.out / "cv.pdf") as pdf:
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    cv.build("cv", "--force", SOURCE_DATE_EPOCH="")
    assert same(before, cv.files())


def test_a_home_language_that_changes_gives_files_other_names(cv: Shelf) -> None:
    cv.build("cv", "--locale", "de")
    assert "cv-de.pdf" in cv.files()
    cv.edit("settings", locale="de")
    said = cv.build("cv", "--locale", "de").said
    assert said["results"][0]["paths"][0].endswith("out/cv.pdf")
    assert (cv.out / "cv.pdf").read_bytes() == (cv.out / "cv-de.pdf").read_bytes()


@pytest.mark.parametrize("place", ["content/me.svg", "pictures/me.svg", "me.svg", "content/.hidden.svg"])
def test_a_photo_counts_wherever_in_the_project_it_lies(cv: Shelf, place: str) -> None:
    cv.write(place, RED)
    cv.edit("profile", photo={"file": place, "alt": "A portrait"})
    cv.build("cv")
    red = cv.files()
    assert fresh(cv.build("cv")) == [True]
    cv.write(place, BLUE)
    assert fresh(cv.build("cv")) == [False]
    assert not same(red, cv.files())


def test_a_picture_that_only_a_style_names_counts(cv: Shelf) -> None:
    cv.write("brand/ground.svg", RED)
    base = shipped(cv, "styles", "tokens.css")
    cv.write("styles/tokens.css", f"{base}\nbody {{ background: url(project:brand/ground.svg) }}\n")
    cv.build("cv")
    red = cv.files()
    assert fresh(cv.build("cv")) == [True]
    cv.write("brand/ground.svg", BLUE)
    assert fresh(cv.build("cv")) == [False]
    assert not same(red, cv.files())


def test_a_figure_counts_for_its_study_alone(printed: Shelf) -> None:
    for study in ("alpha", "beta"):
        printed.write(f"pictures/{study}.svg", RED)
        printed.edit(f"studies/{study}", figures=[{"file": f"pictures/{study}.svg", "alt": "A drawing"}])
    printed.build()
    assert all(fresh(printed.build()))
    before = printed.files()
    printed.write("pictures/beta.svg", BLUE)
    printed.build()
    after = printed.files()
    assert anew(before, after) == {"onepagers/beta.pdf", "dossier.pdf"}
    assert after["onepagers/beta.pdf"].data != before["onepagers/beta.pdf"].data
    printed.build("cv", "onepagers", "dossier", "handouts", "--force")
    assert same(after, printed.files())


def test_a_project_in_one_file(tmp_path: Path, cv: Shelf) -> None:
    whole = type(cv)(tmp_path / "whole")
    profile = yaml.safe_load((cv.root / "content" / "profile.yaml").read_text("utf-8"))
    whole.write("casefolio.yaml", yaml.safe_dump({"profile": profile}))
    whole.build("cv")
    before = whole.files()
    assert fresh(whole.build("cv")) == [True]
    whole.write("casefolio.yaml", yaml.safe_dump({"profile": {**profile, "role": "Diver"}}))
    assert fresh(whole.build("cv")) == [False]
    assert not same(before, whole.files())


def test_warnings_are_told_again_and_are_errors_where_asked(cv: Shelf) -> None:
    cv.edit("profile", contact={})
    first, second = cv.build("cv"), cv.build("cv")
    assert first.said["warnings"]
    assert first.said["warnings"] == second.said["warnings"]
    assert fresh(second) == [True]
    strict = cv.tried("cv", "--strict")
    assert strict.code == 3
    assert strict.said["problems"] == first.said["warnings"]


def test_warnings_of_a_product_that_is_kept_are_told_again(printed: Shelf) -> None:
    """Of those that only printing finds, when something else has changed."""
    words = ("cv", "onepager:beta", "--bleed", "3mm")
    first = printed.build(*words)
    assert first.said["warnings"]
    printed.edit("studies/beta", architecture=OTHER)
    second = printed.build(*words)
    assert fresh(second) == [True, False]
    assert second.said["warnings"] == first.said["warnings"]


def test_two_projects_of_the_same_results_folder_do_not_mistake_each_other(cv: Shelf, tmp_path: Path) -> None:
    other = cv.copy(tmp_path / "other")
    other.edit("profile", role="Diver")
    out = tmp_path / "both"
    assert fresh(cv.build("cv", "--out", str(out))) == [False]
    assert fresh(other.build("cv", "--out", str(out))) == [False]
    assert fresh(cv.build("cv", "--out", str(out))) == [False]
    assert (out / "cv.pdf").read_bytes() == (cv.out / "cv.pdf").read_bytes()
