"""What the model finds wrong, at its place, in the owner's words."""

from __future__ import annotations

from typing import NoReturn

import pytest
from pydantic_core import InitErrorDetails, ValidationError
from tests.reading.conftest import STUDY, Project, assert_problem

from casefolio.errors import ExitCode
from casefolio.model.dossier import Dossier

#: A file below content/, what it says, the code, line and column, words of message or remedy.
FAULTS: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "missing": ("skills.yaml", "- items: [x]\n", "CF-201", "1:3", ("'label' is missing", "add  label: Delivery")),
    "missing, explained": (
        "custom.yaml",
        "books: {title: x, entries: [{detail: y}]}\n",
        "CF-201",
        "1:29",
        ("'title' is missing", "add  title"),
    ),
    "missing in a file's record": (
        "themes.yaml",
        "# c\nplatform:\n  summary: x\n",
        "CF-201",
        "3:3",
        ("Platform foundations",),
    ),
    "unknown": ("settings.yaml", "papre: a4\n", "CF-202", "1:1", ("unknown key 'papre'; did you mean 'paper'?",)),
    "unknown, other word": (
        "recognition.yaml",
        "- title: x\n  year: 2024\n",
        "CF-202",
        "2:3",
        ("did you mean 'date'?",),
    ),
    "unknown, mistyped other word": (
        "profile.yaml",
        "name: A\ncompnay: x\ncontact: {place: x}\n",
        "CF-202",
        "2:1",
        ("did you mean 'employer'?",),
    ),
    "unknown, belongs deeper": (
        "profile.yaml",
        "name: A\nmail: x\ncontact: {place: x}\n",
        "CF-202",
        "2:1",
        ("did you mean 'email' below 'contact'?",),
    ),
    "unknown, nothing like it": ("settings.yaml", "zzz: a4\n", "CF-202", "1:1", ("known here: locale, paper",)),
    "unknown beside the right one": (
        "skills.yaml",
        "- label: x\n  labels: y\n",
        "CF-202",
        "2:3",
        ("'label' is there already",),
    ),
    "unknown top-level key": (
        "casefolio.yaml",
        "skils: []\n",
        "CF-202",
        "1:1",
        ("did you mean 'skills'?",),
    ),
    "list expected": ("cv.yaml", "studies: eks\n", "CF-203", "1:10", ("expected a list, found 'eks'", "dash")),
    "list expected, mapping": ("projects.yaml", "title: x\n", "CF-203", "1:1", ("a list, found keys with values",)),
    "text expected, list": (
        "skills.yaml",
        "- label: [x]\n",
        "CF-203",
        "1:10",
        ("expected text, found a list", "label: Delivery"),
    ),
    "text expected, true": ("skills.yaml", "- label: true\n", "CF-203", "1:10", ("found true", '"true"')),
    "text with a colon": (
        "skills.yaml",
        "- label: x\n  items:\n    - Lead time: 3 days\n",
        "CF-203",
        "3:7",
        ("entry 1 of 'items'", 'needs quotes: "Lead time: 3 days"'),
    ),
    "mapping expected, text": (
        "skills.yaml",
        "- x\n",
        "CF-203",
        "1:3",
        ("entry 1 of 'skills'", "found 'x'", "label: Delivery"),
    ),
    "mapping expected, no space": (
        "casefolio.yaml",
        "settings:locale\n",
        "CF-203",
        "1:1",
        ("space is missing after the colon: settings: locale",),
    ),
    "mapping expected, list": ("cv.yaml", "titles: [x]\n", "CF-203", "1:9", ("found a list", "key: value")),
    "named entries expected": ("custom.yaml", "- title: x\n", "CF-203", "1:1", ("'custom': expected keys", "colon")),
    "named entries expected, nothing": ("casefolio.yaml", "custom:\n", "CF-203", "1:1", ("found nothing",)),
    "whole number expected": (
        "skills.yaml",
        "- label: x\n  priority: high\n",
        "CF-203",
        "2:13",
        ("a whole number, found 'high'", "priority: 1"),
    ),
    "fraction": ("skills.yaml", "- label: x\n  priority: 1.5\n", "CF-203", "2:13", ("found the number 1.5",)),
    "true or false expected": (
        "skills.yaml",
        "- label: x\n  optional: maybe\n",
        "CF-203",
        "2:13",
        ("true or false, found 'maybe'", "optional: true"),
    ),
    "one of two kinds": ("cv.yaml", "pages: many\n", "CF-203", "1:8", ("a whole number or 'any'",)),
    "one of two kinds, too large": ("cv.yaml", "pages: 21\n", "CF-207", "1:8", ("at most 20 or 'any'",)),
    "empty": ("skills.yaml", "- label:\n", "CF-204", "1:3", ("'label' is empty", "write something after 'label:'")),
    "empty but optional": ("skills.yaml", "- label: x\n  items:\n", "CF-204", "2:3", ("or delete the line",)),
    "empty in quotes": ("skills.yaml", "- label: ''\n", "CF-204", "1:10", ("'label' is empty",)),
    "empty entry": ("skills.yaml", "- label: x\n  items:\n    -\n", "CF-204", "3:6", ("entry 1 of 'items' is empty",)),
    "several lines": ("skills.yaml", "- label: |\n    x\n    y\n", "CF-205", "1:10", ("one line", "without | or >")),
    "no address": (
        "recognition.yaml",
        "- title: x\n  url: example.org/a\n",
        "CF-205",
        "2:8",
        ("begin it with https://", "https://example.org/a"),
    ),
    "no e-mail": ("profile.yaml", "name: A\ncontact: {email: me}\n", "CF-205", "2:18", ("me@example.org",)),
    "no locale": ("settings.yaml", "locale: english\n", "CF-205", "1:9", ("locale: en",)),
    "no such choice": ("settings.yaml", "paper: A4\n", "CF-206", "1:8", ("did you mean 'a4'?", "a4, letter")),
    "no such choice, nothing": ("settings.yaml", "paper:\n", "CF-204", "1:1", ("'paper' is empty",)),
    "too large": ("skills.yaml", "- label: x\n  priority: 101\n", "CF-207", "2:13", ("at most 100", "priority: 100")),
    "too small": ("skills.yaml", "- label: x\n  priority: -1\n", "CF-207", "2:13", ("0 or more", "priority: 0")),
    "no date": (
        "projects.yaml",
        "- title: x\n  summary: y\n  start: March 2024\n",
        "CF-209",
        "3:10",
        ("'March 2024' is no date", "2024-03-15 or present"),
    ),
    "no such month": ("projects.yaml", "- {title: x, summary: y, end: 2024-13}\n", "CF-209", "1:31", ("2024-03",)),
    "ends before it starts": (
        "projects.yaml",
        "- title: x\n  summary: y\n  start: 2024\n  end: 2023\n",
        "CF-209",
        "4:8",
        ("ends 2023, before it starts 2024", "correct"),
    ),
    "no name": ("skills.yaml", "- label: x\n  tags: [Go Lang]\n", "CF-211", "2:10", ("'Go Lang'", "go-lang")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_at_its_place_with_a_remedy(project: Project, name: str) -> None:
    file, text, code, place, words = FAULTS[name]
    project.write(f"content/{file}", text)
    found = [problem for problem in project.problems() if problem.code == code]
    assert len(found) == 1, list(map(str, project.problems()))
    assert_problem(found[0], code, f"content/{file}:{place}", *words)
    assert found[0].exit_code is ExitCode.CONTENT


#: What is added to a sound study, and what is wrong with it: code, line and column, words.
STUDY_FAULTS = {
    "flow: [a, {step: b, back_to: 0}]": ("CF-207", "6:30", "1 or more"),
    "flow: [a, 5]": ("CF-203", "6:11", "step: Policy check"),
    "flow: [a, '']": ("CF-204", "6:11", "entry 2 of 'flow' is empty"),
    f"flow: [{', '.join('abcdefghijklm')}]": ("CF-208", "6:7", "13 entries, at most 12"),
    "flow: [{step: b, back_to: 1}, c]": ("CF-209", "6:27", "step 1 of the flow goes back to step 1"),
    "pages: 3": ("CF-206", "6:8", "choose one of: 1, 2"),
    "status: prod": ("CF-206", "6:9", "production, lab, concept"),
    "client: Example": ("CF-203", "6:9", "name: ..."),
    "period: 2024": ("CF-203", "6:9", "start: ..., end: ..."),
    f"links: [{{label: x, url: 'https://{'x' * 2000}'}}]": ("CF-208", "6:25", "2008 characters, at most 2000"),
}


@pytest.mark.parametrize("line", STUDY_FAULTS)
def test_a_fault_in_a_study(studied: Project, line: str) -> None:
    studied.write("content/studies/eks.yaml", f"{STUDY}{line}\n")
    code, place, words = STUDY_FAULTS[line]
    assert_problem(studied.only(), code, f"content/studies/eks.yaml:{place}", words)


def refuse_with(monkeypatch: pytest.MonkeyPatch, kind: str, *way: str) -> None:
    """Let the model find a fault in the second skill."""

    def refuse(data: object) -> NoReturn:
        facts = {"error": ValueError("too long a label", *way)} if kind == "value_error" else {}
        fault = InitErrorDetails(type=kind, loc=("skills", 1), input=data, ctx=facts)
        raise ValidationError.from_exception_data(title="Dossier", line_errors=[fault])

    monkeypatch.setattr(Dossier, "model_validate", refuse)


def test_a_rule_may_name_the_value_that_breaks_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_with(monkeypatch, "value_error", "label")
    project.write("content/skills.yaml", "- label: x\n- label: y\n")
    assert_problem(project.only(), "CF-209", "content/skills.yaml:2:10", "too long a label")


def test_a_fault_of_a_kind_unheard_of_is_not_passed_over(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_with(monkeypatch, "recursion_loop")
    project.write("content/skills.yaml", "- label: x\n- label: y\n")
    assert_problem(project.only(), "CF-209", "content/skills.yaml:2:3", "entry 2 of 'skills'")


def test_a_warning_where_there_is_no_contact_data(empty: Project) -> None:
    empty.write("content/profile.yaml", "name: Ada\n")
    (warning,) = empty.read().warnings
    assert warning.warning
    assert_problem(warning, "CF-250", "content/profile.yaml:1:1", "no contact data", "content/private/profile.yaml")


def test_a_warning_where_a_flow_has_one_step(studied: Project) -> None:
    studied.write("content/studies/eks.yaml", f"{STUDY}flow: [one]\n")
    (warning,) = studied.read().warnings
    assert warning.warning
    assert_problem(warning, "CF-251", "content/studies/eks.yaml:6:7", "one step", "add steps")


def test_warnings_come_with_errors(empty: Project) -> None:
    empty.write("content/profile.yaml", "name: Ada\n")
    empty.write("content/foo.yaml", "x")
    assert [(problem.code, problem.warning) for problem in empty.problems()] == [("CF-130", False), ("CF-250", True)]


def test_a_sound_project_has_nothing_to_warn_of(studied: Project) -> None:
    assert studied.read().warnings == ()
