"""Which files are read, what wins over what, and what is left alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.reading.conftest import PROFILE, STUDY, THEMES, Project, assert_problem

if TYPE_CHECKING:
    from pathlib import Path


def test_a_single_file_beside_no_content_folder_is_a_project(empty: Project) -> None:
    empty.write("casefolio.yaml", "profile: {name: Ada, contact: {place: Bonn}}\nskills: [{label: Delivery}]\n")
    manuscript = empty.read()
    assert manuscript.dossier.profile.name == "Ada"
    assert manuscript.dossier.skills[0].label == "Delivery"
    assert str(manuscript.mark(("skills", 0, "label"))) == "casefolio.yaml:2:18"
    assert manuscript.files == (empty.root / "casefolio.yaml",)


def test_the_whole_may_lie_in_content(empty: Project) -> None:
    empty.write("content/casefolio.yml", "profile: {name: Ada}\n")
    assert empty.read().dossier.profile.name == "Ada"


def test_values_and_entries_come_from_files_named_after_them(studied: Project) -> None:
    studied.write("content/studies.yaml", f"inline: {{{STUDY.strip().replace(chr(10), ', ')}}}\n")
    studied.write("casefolio.yaml", "settings: {locale: de}\n")
    studied.write("content/talks/fosdem.yml", "title: T\nevent: FOSDEM\n")
    studied.write("content/custom/books.yaml", "title: Books\n")
    manuscript = studied.read()
    dossier = manuscript.dossier
    assert sorted(dossier.studies) == ["eks", "inline"]
    assert dossier.settings.locale == "de"
    assert dossier.talks["fosdem"].event == "FOSDEM"
    assert dossier.custom["books"].title == "Books"
    shown = [path.relative_to(studied.root).as_posix() for path in manuscript.files]
    assert shown == [
        "casefolio.yaml",
        "content/profile.yaml",
        "content/studies.yaml",
        "content/themes.yaml",
        "content/custom/books.yaml",
        "content/studies/eks.yaml",
        "content/talks/fosdem.yml",
    ]


def test_what_is_private_lies_over_the_rest_key_by_key(studied: Project) -> None:
    studied.write("content/profile.yaml", "name: Ada\nfocus: [one, two]\ncontact: {place: Bonn, phone: '1'}\n")
    studied.write("content/private/profile.yaml", "role: Engineer\nfocus: [three]\ncontact: {phone: '2'}\n")
    studied.write("content/private/studies/secret.yaml", STUDY)
    studied.write("content/private/studies/eks.yaml", "title: Another title\n")
    manuscript = studied.read()
    profile = manuscript.dossier.profile
    assert (profile.name, profile.role, profile.focus) == ("Ada", "Engineer", ("three",))
    assert (profile.contact.place, profile.contact.phone) == ("Bonn", "2")
    assert sorted(manuscript.dossier.studies) == ["eks", "secret"]
    assert manuscript.dossier.studies["eks"].title == "Another title"
    assert manuscript.dossier.studies["eks"].result == "R"
    places = {
        ("profile", "name"): "content/profile.yaml:1:7",
        ("profile", "contact", "place"): "content/profile.yaml:3:18",
        ("profile", "contact", "phone"): "content/private/profile.yaml:3:18",
        ("profile", "focus", 0): "content/private/profile.yaml:2:9",
        ("studies", "eks", "title"): "content/private/studies/eks.yaml:1:8",
        ("studies", "eks", "result"): "content/studies/eks.yaml:5:9",
    }
    assert {path: str(manuscript.marks[path]) for path in places} == places


def test_a_value_that_was_not_written_is_where_it_would_be(studied: Project) -> None:
    studied.write("content/studies/eks.yaml", f"{STUDY}flow: [one, two]\n")
    manuscript = studied.read()
    assert ("studies", "eks", "flow", 1, "step") not in manuscript.marks
    assert str(manuscript.mark(("studies", "eks", "flow", 1, "step"))) == "content/studies/eks.yaml:6:13"
    assert str(manuscript.mark(("settings", "locale"))) == "content/profile.yaml:1:1"


def test_what_a_private_file_empties_is_marked_there(project: Project) -> None:
    project.write("content/profile.yaml", f"# a comment that moves what follows\n{PROFILE}")
    project.write("content/private/profile.yaml", "role: x\nname:\n")
    assert_problem(project.only(), "CF-204", "content/private/profile.yaml:2:1", "'name' is empty")


def test_all_may_be_private(empty: Project) -> None:
    empty.write("content/private/casefolio.yaml", "profile: {name: Ada}\n")
    assert empty.read().dossier.profile.name == "Ada"


def test_other_folders_hidden_files_and_backups_are_left_alone(studied: Project) -> None:
    for name in (
        "drafts/x.yaml",
        "drafts/short.yaml",
        "notes/unrelated.yaml",
        "private/drafts/bank.yaml",
        ".hidden.yaml",
        "profile.yaml~",
        "#profile.yaml#",
        ".#profile.yaml",
        "studies/eks.yaml.bak",
        "studies/notes.txt",
        "studies/pictures/eks.svg",
    ):
        studied.write(f"content/{name}", "]: not read")
    assert len(studied.read().files) == 3


def test_no_content_at_all(empty: Project) -> None:
    problem = empty.only()
    assert (problem.code, problem.mark) == ("CF-102", None)
    assert "content/profile.yaml" in problem.remedy


def test_no_profile(empty: Project) -> None:
    empty.write("content/skills.yaml", "- label: Delivery\n")
    assert_problem(empty.only(), "CF-201", "content/profile.yaml:1:1", "no profile", "name: Your Name")


def test_a_profile_that_cannot_be_read_is_not_missing(empty: Project) -> None:
    empty.write("content/profile.yaml", 'name: "Ada\n')
    assert_problem(empty.only(), "CF-112", "content/profile.yaml:1:7")


def test_what_a_private_file_may_hold_is_not_missing(empty: Project) -> None:
    empty.write("content/profile.yaml", "role: Engineer\n")
    empty.write("content/private/profile.yaml", "name: [\n")
    assert empty.codes() == ["CF-116"]


def test_an_unknown_file(project: Project) -> None:
    project.write("content/study.yaml", STUDY)
    assert_problem(project.only(), "CF-130", "content/study.yaml:1:1", "did you mean 'studies.yaml'?")


def test_a_file_by_another_word(project: Project) -> None:
    project.write("content/awards.yaml", "[]")
    assert_problem(project.only(), "CF-130", "content/awards.yaml:1:1", "did you mean 'recognition.yaml'?")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("projects/one.yaml", "write it all in content/projects.yaml"),
        ("study/one.yaml", "did you mean 'studies'?"),
        ("studies/old/one.yaml", "move its files up into studies/"),
    ],
)
def test_a_folder_that_would_be_lost_in_silence(project: Project, name: str, words: str) -> None:
    project.write(f"content/{name}", "title: x\n")
    assert_problem(project.only(), "CF-133", f"content/{name.rpartition('/')[0]}:1:1", words)


def test_an_entry_in_two_places_names_both(studied: Project) -> None:
    studied.write("content/studies.yaml", "# first\neks:\n  " + STUDY.replace("\n", "\n  ").rstrip() + "\n")
    assert_problem(studied.only(), "CF-131", "content/studies/eks.yaml:1:1", "'eks'", "content/studies.yaml:2:1")


def test_two_endings_of_one_name(studied: Project) -> None:
    studied.write("content/studies/eks.yml", STUDY)
    studied.write("content/profile.yml", PROFILE)
    first, second = studied.problems()
    assert_problem(first, "CF-131", "content/profile.yml:1:1", "content/profile.yaml:1:1")
    assert_problem(second, "CF-131", "content/studies/eks.yml:1:1", "content/studies/eks.yaml:1:1")


def test_a_value_in_the_whole_and_in_its_own_file(project: Project) -> None:
    project.write("casefolio.yaml", "settings: {locale: de}\nprofile: {name: Bob, contact: {place: Bonn}}\n")
    assert_problem(project.only(), "CF-131", "content/profile.yaml:1:1", "'profile'", "casefolio.yaml:2:1")


def test_a_file_name_that_is_no_name(studied: Project) -> None:
    studied.write("content/studies/Große Sache.yaml", STUDY)
    problem = studied.only()
    assert_problem(problem, "CF-132", "content/studies/Große Sache.yaml:1:1", "rename it to grosse-sache.yaml")


def test_a_file_name_that_is_no_utf8(studied: Project) -> None:
    folder = os.fsencode(studied.root / "content/studies")
    with open(folder + b"/caf\xe9.yaml", "wb") as file:  # noqa: PTH123 - a Path cannot have this name
        file.write(STUDY.encode())
    problem = studied.only()
    assert_problem(problem, "CF-132", "content/studies/caf?.yaml:1:1", "rename")
    str(problem).encode()


def test_an_entry_with_a_bad_name_is_checked_all_the_same(studied: Project) -> None:
    studied.write("content/studies.yaml", "Bad Name:\n  titel: x\n")
    problems = {problem.code: problem for problem in studied.problems()}
    assert_problem(problems["CF-211"], "CF-211", "content/studies.yaml:1:1", "bad-name")
    assert_problem(problems["CF-202"], "CF-202", "content/studies.yaml:2:3", "did you mean 'title'?")


def test_a_folder_where_a_file_is_expected(project: Project) -> None:
    (project.root / "content/skills.yaml").mkdir()
    assert_problem(project.only(), "CF-104", "content/skills.yaml:1:1", "folder", "rename or remove")


def test_a_file_where_a_folder_is_expected(empty: Project) -> None:
    empty.write("content", "x")
    assert_problem(empty.problems()[0], "CF-104", "content:1:1", "a folder is expected")


def test_a_pipe_is_not_waited_for(project: Project) -> None:
    os.mkfifo(project.root / "content/skills.yaml")
    assert_problem(project.only(), "CF-104", "content/skills.yaml:1:1", "no regular file")


def test_a_link_out_of_the_project(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "skills.yaml").write_text("- label: x\n")
    (project.root / "content/skills.yaml").symlink_to(outside / "skills.yaml")
    (project.root / "content/studies").symlink_to(outside)
    first, second = project.problems()
    assert_problem(first, "CF-109", "content/skills.yaml:1:1", "out of the project")
    assert_problem(second, "CF-109", "content/studies:1:1")


def test_a_link_within_the_project_is_followed(project: Project) -> None:
    project.write("shared/skills.yaml", "- label: Delivery\n")
    (project.root / "content/skills.yaml").symlink_to(project.root / "shared/skills.yaml")
    assert project.read().dossier.skills[0].label == "Delivery"


@pytest.mark.parametrize("target", ["nowhere", "content/private"])
def test_a_folder_that_is_a_link_to_nothing_is_not_passed_over(project: Project, target: str) -> None:
    (project.root / "content/private").symlink_to(project.root / target)
    assert_problem(project.only(), "CF-103", "content/private:1:1", "points to nothing", "where it points to")


def test_other_links_are_left_alone(studied: Project) -> None:
    for folder in ("content", "content/studies"):
        (studied.root / folder / "notes").symlink_to(studied.root / "nowhere")
        (studied.root / folder / "me.jpg").symlink_to(studied.root / "content/profile.yaml")
    assert len(studied.read().files) == 3


def test_a_link_to_nothing(project: Project) -> None:
    (project.root / "content/skills.yaml").symlink_to(project.root / "nowhere.yaml")
    assert_problem(project.only(), "CF-103", "content/skills.yaml:1:1", "no such file", "where it points to")


def test_a_file_without_permission(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.write("content/skills.yaml", "[]")
    whole = type(path).open

    def refuse(self: Path, mode: str = "r") -> object:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, mode)

    # Tests may run as root, whom no permission stops.
    monkeypatch.setattr(type(path), "open", refuse)
    assert_problem(project.only(), "CF-103", "content/skills.yaml:1:1", "permission denied", "check its permissions")


def test_a_folder_without_permission(studied: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path == studied.root / "content/studies":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert_problem(studied.only(), "CF-103", "content/studies:1:1", "the folder cannot be read", "permissions")


def test_problems_of_all_files_come_at_once_sorted(empty: Project) -> None:
    empty.write("content/themes.yaml", THEMES.replace("title", "titel"))
    empty.write("content/profile.yaml", "nmae: Ada\nfocus: x\n")
    empty.write("content/cv.yaml", "pages: 0\n\tx: y\n")
    empty.write("content/studies/a.yaml", STUDY.replace("platform", "platfrom"))
    empty.write("content/skills.yaml", b"\xff\xfe")
    empty.write("content/foo.yaml", "x")
    assert [f"{problem.mark} {problem.code}" for problem in empty.problems()] == [
        "content/cv.yaml:2:1 CF-111",
        "content/foo.yaml:1:1 CF-130",
        "content/profile.yaml:1:1 CF-202",
        "content/profile.yaml:2:8 CF-203",
        "content/skills.yaml:1:1 CF-106",
        "content/studies/a.yaml:2:8 CF-221",
        "content/themes.yaml:1:12 CF-202",
    ]
