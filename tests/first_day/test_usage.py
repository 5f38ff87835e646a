"""Words that are no command: what was meant is said, and a machine gets its document all the same."""

from __future__ import annotations

import json

import pytest
from tests.product.desk import casefolio

from casefolio.errors import ExitCode


@pytest.mark.parametrize(
    ("word", "meant"),
    [("buidl", "build"), ("Build", "build"), ("exprot", "export"), ("render", "build"), ("new", "init")],
)
def test_a_command_is_guessed_by_spelling_and_by_meaning(word: str, meant: str) -> None:
    run = casefolio(word)
    assert (run.code, run.out) == (ExitCode.USAGE, "")
    assert f"there is no command '{word}'; did you mean '{meant}'?" in run.err


def test_nothing_is_guessed_from_nothing() -> None:
    assert "there is no command 'xyzzy'\n" in casefolio("xyzzy").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("buidl", "--json"), "did you mean 'build'?"),
        (("check", "--nope", "--json"), "--nope"),
        (("export", "--json"), "FORMAT"),
        (("build", "--paper", "a5", "--json"), "a5"),
        (("import", "--json"), "FILE"),
    ],
)
def test_a_machine_is_answered_in_its_language(words: tuple[str, ...], said: str) -> None:
    run = casefolio(*words)
    assert (run.code, run.err) == (ExitCode.USAGE, "")
    answer = json.loads(run.out)
    assert (answer["exit"], answer["results"], answer["warnings"]) == (ExitCode.USAGE, [], [])
    (problem,) = answer["problems"]
    assert problem["code"] == "CF-800"
    assert said in problem["message"]
    assert "--help" in problem["remedy"]


def test_where_the_project_is_named() -> None:
    run = casefolio("check", "--project", "me")
    assert run.code == ExitCode.USAGE
    assert "casefolio --project DIR check" in run.err
