"""Every code is explained, and what the examples show is what happens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.product.desk import ROOT, casefolio

from casefolio.errors import CasefolioError
from casefolio.explaining import Explanation, explain, explanations
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.reading.codes import Code

if TYPE_CHECKING:
    from pathlib import Path

_FILE = re.compile(r"^# ((?:content/|casefolio\.)\S*)$", re.MULTILINE)

#: What an example stands on, where it does not say otherwise itself.
AROUND = {
    "content/profile.yaml": "name: Ada Example\n",
    "content/private/profile.yaml": "contact: {email: ada@example.org}\n",
    "content/themes.yaml": "platform: {title: Platform}\n",
}
#: Codes of content whose cause is not text in a file: bytes, links, permissions, folders, sizes.
NOT_SHOWN = {"CF-102", "CF-103", "CF-104", "CF-105", "CF-106", "CF-109", "CF-126", "CF-289"}

SHOWN = [entry for entry in explanations() if entry.code < "CF-3" and _FILE.search(entry.wrong)]


def codes_of(example: str, folder: Path) -> set[str]:
    """The codes that come of a project with the files of an example."""
    _, *parts = _FILE.split(example)
    for name, text in {**AROUND, **dict(zip(parts[::2], parts[1::2], strict=True))}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.removeprefix("\n"), encoding="utf-8")
    try:
        return {str(problem.code) for problem in read(Workspace.at(folder)).warnings}
    except CasefolioError as error:
        return {str(problem.code) for problem in error.problems}


@pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: str(entry.code))
def test_the_wrong_example_is_wrong_and_the_right_one_right(entry: Explanation, tmp_path: Path) -> None:
    assert codes_of(entry.wrong, tmp_path / "wrong") == {entry.code}
    assert codes_of(entry.right, tmp_path / "right") == set()


def used() -> set[str]:
    """Every code that the source names."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "build/casefolio").rglob("*.py"))
    return {code for text in sources for code in re.findall(r"\bCF-\d{3}\b", text)}


def test_every_code_is_explained_and_no_other() -> None:
    explained = {entry.code for entry in explanations()}
    assert sorted(used() - explained) == []
    assert sorted(explained - used()) == []


def test_every_code_of_content_is_shown_where_it_can_be() -> None:
    of_content = {str(code) for code in Code if code < "CF-3"}
    assert of_content - {entry.code for entry in SHOWN} == NOT_SHOWN


@pytest.mark.parametrize("entry", explanations(), ids=lambda entry: str(entry.code))
def test_an_explanation_says_what_is_needed(entry: Explanation) -> None:
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.meaning.endswith(".")
    assert entry.wrong
    assert entry.right
    assert entry.wrong != entry.right


@pytest.mark.parametrize("words", ["CF-202", "cf-202", "CF202", "202", " cf 202 "])
def test_a_code_may_be_written_in_many_ways(words: str) -> None:
    assert explain(words).code == "CF-202"


def test_an_unknown_code_is_told_with_the_nearest() -> None:
    done = casefolio("explain", "203x")
    assert done.code == 2
    done = casefolio("explain", "CF-210", "--json")
    assert done.codes == ["CF-842"]
    assert "the nearest is CF-209, a rule is broken" in done.said["problems"][0]["message"]


def test_the_command_explains_one_and_lists_all() -> None:
    done = casefolio("explain", "262")
    assert done.code == 0
    assert re.match(r"CF-262  more than a year between two jobs\n", done.out)
    for words in ("\nwrong:\n    # content/experience.yaml\n", "\nright:\n    # content/", "quiet: [CF-262]"):
        assert words in done.out
    assert max(map(len, done.out.splitlines())) <= 140
    assert [line[:6] for line in casefolio("explain").out.splitlines()] == [entry.code for entry in explanations()]
    assert casefolio("explain", "202", "--json").said["codes"][0]["title"] == "an unknown key"


def test_only_warnings_of_content_have_an_off_switch() -> None:
    assert explain("262").off_switch
    assert not explain("202").off_switch
    assert "quiet" not in casefolio("explain", "202").out
