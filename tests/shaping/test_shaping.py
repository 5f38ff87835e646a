"""What a sheet shows of a dossier: sections, order, selection, words of each language."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from casefolio.errors import CasefolioError
from casefolio.model.dates import parse_date
from casefolio.model.dossier import Dossier
from casefolio.model.manuscript import Manuscript
from casefolio.model.order import Selection
from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.shaping.cv import cv_sheet, entry_path
from casefolio.shaping.order import in_order
from casefolio.shaping.selection import choose
from casefolio.shaping.wording import read_wording

LOCALES = Path(__file__).parents[2] / "layouts" / "locales"


def study(theme: str, title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "theme": theme, "problem": "P", "architecture": "A", "result": "R", **more}


def manuscript(**more: Any) -> Manuscript:
    data = {
        "profile": {"name": "Ada Example", "role": "Engineer"},
        "themes": {"b": {"title": "Bees"}, "a": {"title": "Ants"}},
        "studies": {
            "one": study("a", "One", priority=10, tags=["x"], technologies=["Kanister", "Helm"]),
            "two": study("b", "Two", priority=90, technologies=["Helm"]),
            "three": study("a", "Three", priority=50, tags=["x", "y"]),
        },
        **more,
    }
    return Manuscript(Dossier.model_validate(data), {})


def workspace(root: Path) -> Workspace:
    return Workspace(root, root / "out", {"SOURCE_DATE_EPOCH": "1790000000"})


def said(tmp_path: Path, edition: Edition | None = None, **more: Any) -> list[str]:
    sheet = cv_sheet(manuscript(**more), edition or Edition(), workspace(tmp_path))
    return [words.text for words in sheet.saying]


@pytest.mark.parametrize(
    ("order", "slugs"),
    [("theme", ["two", "three", "one"]), ("priority", ["two", "three", "one"]), ("owner", ["one", "three", "two"])],
)
def test_studies_have_an_order(order: str, slugs: list[str]) -> None:
    dossier = manuscript(settings={"order": order, "study_order": ["one"] if order == "owner" else []}).dossier
    placed = in_order(dossier)
    assert [one.slug for one in placed] == slugs
    assert [one.number for one in placed] == [1, 2, 3]
    assert placed[0].theme == {"owner": "Ants"}.get(order, "Bees")
    assert [one.slug for one in in_order(dossier, ["one", "two"])] == [slug for slug in slugs if slug != "three"]


@pytest.mark.parametrize(
    ("selection", "slugs"),
    [
        (Selection(), ["two", "three", "one"]),
        (Selection(("one", "two")), ["two", "one"]),
        (Selection(theme="a"), ["three", "one"]),
        (Selection(theme="Ants", tag="y"), ["three"]),
        (Selection(tag="x"), ["three", "one"]),
    ],
)
def test_studies_are_chosen_by_name_theme_and_tag(selection: Selection, slugs: list[str]) -> None:
    assert [one.slug for one in choose(manuscript(), selection)] == slugs


@pytest.mark.parametrize(
    ("selection", "more", "words"),
    [
        (Selection(("ones",)), {}, "did you mean 'one'?"),
        (Selection(("zzzzzz",)), {}, "there are: one, three, two"),
        (Selection(theme="Antz"), {}, "did you mean 'Ants'?"),
        (Selection(tag="z"), {}, "tags are: x, y"),
        (Selection(tag="z"), {"studies": {"one": study("a", "One")}}, "no study has tags"),
        (Selection(), {"studies": {}}, "there are no studies to print"),
        (Selection(("two",), tag="x"), {}, "no study is left"),
    ],
)
def test_a_selection_of_nothing(selection: Selection, more: dict[str, Any], words: str) -> None:
    with pytest.raises(CasefolioError, match="CF-803") as caught:
        choose(manuscript(**more), selection)
    assert words in str(caught.value)


def test_sections_come_in_the_owner_s_order_with_his_headings(tmp_path: Path) -> None:
    words = said(
        tmp_path,
        cv={"sections": ["skills", "custom:pets", "studies"], "titles": {"studies": "Work", "custom:pets": "Animals"}},
        skills=[{"label": "Tools", "items": ["Vim"]}],
        custom={"pets": {"title": "Pets", "entries": [{"title": "Rex", "start": "2020"}]}},
    )
    assert words[:7] == ["Ada Example", "Engineer", "Skills", "Tools", "Vim", "Animals", "Rex"]
    assert words[7:] == ["2020", "Work", "Two", "P", "R", "Three", "P", "R", "One", "P", "R"]


def test_skills_without_words_take_those_of_the_studies_shown(tmp_path: Path) -> None:
    words = said(tmp_path, skills=[{"label": "All"}], cv={"sections": ["skills"], "studies": ["one"]})
    assert words[-3:] == ["All", "Kanister", "Helm"]


def test_the_six_most_important_studies_in_the_dossier_s_order(tmp_path: Path) -> None:
    studies = {f"s{i}": study("a", f"Study {i}", priority=i) for i in range(9)}
    words = said(tmp_path, studies=studies, cv={"sections": ["studies"]})
    assert [word for word in words if word.startswith("Study")] == [f"Study {i}" for i in range(8, 2, -1)]


def test_a_project_whose_study_is_shown_is_not_told_twice(tmp_path: Path) -> None:
    projects = [{"title": "P1", "summary": "S", "study": "one"}, {"title": "P2", "summary": "S"}]
    assert "P1" not in said(tmp_path, projects=projects)
    assert "P1" in said(tmp_path, projects=projects, cv={"sections": ["projects"]})
    assert "P1" in said(tmp_path, projects=projects, cv={"projects": ["P1"]})
    assert "P2" not in said(tmp_path, projects=projects, cv={"projects": ["P1"]})


TALK = {"talks": {"t": {"title": "T", "event": "E"}}}
AWARD = {"recognition": [{"title": "Prize"}]}


@pytest.mark.parametrize(
    ("more", "heading"), [(TALK, "Talks"), (AWARD, "Awards"), ({**TALK, **AWARD}, "Talks & awards")]
)
def test_talks_and_awards_share_a_heading_that_fits(tmp_path: Path, more: dict[str, Any], heading: str) -> None:
    words = said(tmp_path, cv={"sections": ["recognition"]}, **more)
    assert words[2].casefold().replace("and", "&") == heading.casefold().replace("and", "&") or heading in words[2]


def test_what_is_optional_is_named_the_least_important_first(tmp_path: Path) -> None:
    more = {
        "talks": {"t": {"title": "T", "event": "E", "optional": True, "priority": 5}},
        "skills": [{"label": "Tools", "items": ["Vim"], "optional": True}],
        "custom": {"pets": {"title": "Pets", "entries": [{"title": "Rex", "optional": True}]}},
        "studies": {"one": study("a", "One", optional=True, priority=90)},
        "cv": {"sections": ["studies", "recognition", "skills", "custom:pets"]},
    }
    sheet = cv_sheet(manuscript(**more), Edition(), workspace(tmp_path))
    assert [optional.title for optional in sheet.optional] == ["T", "Rex", "Tools", "One"]
    assert all(f'id="{optional.id}"' in sheet.html for optional in sheet.optional)
    entries = {words.entry for words in sheet.saying}
    assert all(optional.path in entries for optional in sheet.optional)


def test_an_entry_s_place_in_the_dossier() -> None:
    assert entry_path("skills", 2) == ("skills", 2)
    assert entry_path("recognition", ("talks", "t")) == ("talks", "t")
    assert entry_path("custom:pets", 0) == ("custom", "pets", "entries", 0)


def keys(table: dict[str, Any], before: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        found |= keys(value, f"{before}{key}.") if isinstance(value, dict) else {before + key}
    return found


def test_every_language_has_the_same_labels() -> None:
    tables = {path.stem: keys(tomllib.loads(path.read_text("utf-8"))) for path in LOCALES.glob("*.toml")}
    assert set(tables) >= {"en", "de"}
    # What one country writes otherwise, as American letters do, is that language's own.
    shared = {name: {key for key in found if ".us." not in key} for name, found in tables.items()}
    assert all(found == shared["en"] for found in shared.values())


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("en", "2024", "2024"),
        ("en", "2024-03", "Mar 2024"),
        ("en", "2024-03-15", "15 Mar 2024"),
        ("en", "present", "present"),
        ("de", "2024-03", "März 2024"),
        ("de", "present", "heute"),
        ("de-CH", "2024-12", "Dez. 2024"),
    ],
)
def test_dates_are_said_as_each_language_says_them(tmp_path: Path, language: str, date: str, words: str) -> None:
    wording = read_wording(workspace(tmp_path), language)
    assert wording.date(parse_date(date)).replace("\u00a0", " ") == words


def test_periods_are_said_from_to_or_once(tmp_path: Path) -> None:
    wording = read_wording(workspace(tmp_path), "en")
    one, two = parse_date("2020"), parse_date("present")
    assert wording.span(one, two) == "2020 – present"
    assert wording.span(one, one) == wording.span(None, one) == wording.span(one, None) == "2020"
    assert wording.span(None, None) == ""


def test_a_project_s_own_labels_stand_in_for_the_shipped(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "locales" / "en.toml"
    own.parent.mkdir(parents=True)
    own.write_text((LOCALES / "en.toml").read_text("utf-8").replace("Skills", "Craft"))
    words = said(tmp_path, skills=[{"label": "Tools", "items": ["Vim"]}])
    assert "Craft" in words
    assert "Skills" not in words
