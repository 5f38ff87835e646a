"""Names of studies, themes, projects and sections that are used elsewhere."""

from __future__ import annotations

import pytest
from tests.reading.conftest import PROFILE, STUDY, Project, assert_problem

#: A file below content/ beside a theme `platform` and a study `eks`: what it says, code, line and column, words.
NAMES: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "theme": (
        "studies/x.yaml",
        STUDY.replace("platform", "plattform"),
        "CF-221",
        "2:8",
        ("no theme 'plattform'; did you mean 'platform'?", "themes.yaml"),
    ),
    "related study": ("studies/x.yaml", f"{STUDY}related: [esk]\n", "CF-220", "6:11", ("did you mean 'eks'?",)),
    "itself": ("studies/x.yaml", f"{STUDY}related: [x]\n", "CF-224", "6:11", ("to itself", "delete")),
    "talk": ("talks/x.yaml", "title: T\nevent: E\nrelated: [foo]\n", "CF-220", "3:11", ("no study 'foo'",)),
    "project": ("projects.yaml", "- {title: x, summary: y, study: ek}\n", "CF-220", "1:33", ("did you mean 'eks'?",)),
    "study of the CV": ("cv.yaml", "studies: [eks, ekss]\n", "CF-220", "1:16", ("did you mean 'eks'?",)),
    "study of the CV twice": ("cv.yaml", "studies: [eks, eks]\n", "CF-225", "1:16", ("'eks' is named twice",)),
    "project of the CV": ("cv.yaml", "projects: [Casefolio]\n", "CF-222", "1:12", ("projects.yaml",)),
    "order": ("settings.yaml", "study_order:\n  - eks\n  - ek-s\n", "CF-220", "3:5", ("did you mean 'eks'?",)),
    "section": ("cv.yaml", "sections: [experiance]\n", "CF-223", "1:12", ("did you mean 'experience'?",)),
    "own section": ("cv.yaml", "sections: ['custom:books']\n", "CF-223", "1:12", ("custom:NAME",)),
    "heading": ("cv.yaml", "titles: {skils: Tools}\n", "CF-223", "1:10", ("did you mean 'skills'?",)),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_nothing_has(studied: Project, name: str) -> None:
    file, text, code, place, words = NAMES[name]
    studied.write(f"content/{file}", text)
    assert_problem(studied.only(), code, f"content/{file}:{place}", *words)


def test_names_that_are_there(studied: Project) -> None:
    studied.write("content/projects.yaml", "- {title: 2024, summary: y, study: eks}\n- {title: B, summary: y}\n")
    studied.write("content/custom/books.yaml", "title: Books\n")
    studied.write("content/studies/platform.yaml", f"{STUDY}related: [' eks ']\n")
    studied.write(
        "content/cv.yaml",
        "studies: [platform, eks]\nprojects: [B, 2024]\nsections: [summary, 'custom:books']\n"
        "titles: {'custom:books': Read}\n",
    )
    dossier = studied.read().dossier
    assert dossier.cv.projects == ("B", "2024")
    assert dossier.studies["platform"].related == ("eks",)


def test_a_wrong_name_is_found_beside_other_faults(studied: Project) -> None:
    studied.write("content/cv.yaml", "pages: none\nstudies: [foo]\n")
    assert studied.codes() == ["CF-203", "CF-220"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("studies/foo.yaml", "title: [\n"),
        ("studies.yaml", "a: [\n"),
        ("casefolio.yaml", "a: [\n"),
        ("private/casefolio.yaml", "a: [\n"),
        ("studies.yaml", "- x\n"),
    ],
)
def test_nothing_is_said_of_names_in_a_file_that_cannot_be_used(studied: Project, file: str, text: str) -> None:
    studied.write(f"content/{file}", text)
    studied.write("content/cv.yaml", "studies: [foo]\n")
    assert "CF-220" not in studied.codes()
    assert len(studied.problems()) == 1


def test_what_is_wrong_elsewhere_does_not_hide_names_of_other_kinds(studied: Project) -> None:
    studied.write("content/custom.yaml", "- x\n")
    studied.write("content/cv.yaml", "sections: ['custom:books', experiance]\n")
    assert studied.codes() == ["CF-203", "CF-223"]


def test_a_private_file_may_bring_what_is_named(studied: Project) -> None:
    studied.write("content/private/studies/secret.yaml", f"{STUDY}related: [eks]\n")
    studied.write("content/cv.yaml", "studies: [secret]\n")
    assert studied.read().dossier.cv.studies == ("secret",)


def test_no_theme_at_all(empty: Project) -> None:
    empty.write("casefolio.yaml", f"profile: {{{PROFILE.strip().replace(chr(10), ', ')}}}\n")
    empty.write("content/studies/x.yaml", STUDY)
    assert_problem(empty.only(), "CF-221", "content/studies/x.yaml:2:8", "add it to content/themes.yaml")
