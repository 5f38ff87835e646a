"""Pictures that the content names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.reading.conftest import PROFILE, STUDY, Project, assert_problem

from casefolio.errors import ExitCode
from casefolio.reading.pictures import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
HEADS = {
    "me.png": PNG,
    "me.jpg": b"\xff\xd8\xff\xe0",
    "me.gif": b"GIF89a",
    "me.webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "me.svg": b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>",
    "bare.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


def with_photo(project: Project, name: str) -> Project:
    project.write("content/profile.yaml", f"{PROFILE}photo: {{file: '{name}', alt: Me}}\n")
    return project


PLACE = "content/profile.yaml:3:15"


@pytest.mark.parametrize("name", HEADS)
def test_a_picture_that_is_there(project: Project, name: str) -> None:
    project.write(f"content/private/{name}", HEADS[name])
    with_photo(project, f"content/private/{name}").read()


def test_a_figure_that_is_missing_is_an_attached_file(studied: Project) -> None:
    studied.write("content/studies/eks.yaml", f"{STUDY}figures:\n  - file: content/plan.svg\n    alt: The plan\n")
    studied.write("content/plans.svg", HEADS["me.svg"])
    problem = studied.only()
    assert_problem(problem, "CF-501", "content/studies/eks.yaml:7:11", "did you mean 'content/plans.svg'?")
    assert problem.exit_code is ExitCode.ATTACHMENT


def test_a_picture_is_looked_for_in_content(project: Project) -> None:
    project.write("content/private/me.jpg", HEADS["me.jpg"])
    problem = with_photo(project, "me.jpeg").only()
    assert_problem(problem, "CF-501", PLACE, "did you mean 'content/private/me.jpg'?", "project folder")


def test_a_path_of_another_system(project: Project) -> None:
    assert_problem(with_photo(project, r"content\me.jpg").only(), "CF-501", PLACE, "parted by /")


def test_a_picture_below_a_file(project: Project) -> None:
    assert_problem(with_photo(project, "content/profile.yaml/me.jpg").only(), "CF-501", PLACE)


@pytest.mark.parametrize("name", ["../me.png", "/etc/hostname", "content/../../me.png", "link/me.png"])
def test_a_picture_outside_is_not_read(project: Project, name: str) -> None:
    (project.root.parent / "me.png").write_bytes(PNG)
    (project.root / "link").symlink_to("..")
    assert_problem(with_photo(project, name).only(), "CF-502", PLACE, "outside the project", "copy it into the project")


def test_a_way_out_and_back_is_no_way_out(project: Project) -> None:
    project.write("content/me.png", PNG)
    with_photo(project, "content/../content/me.png").read()


def test_a_folder_is_no_picture(project: Project) -> None:
    assert_problem(with_photo(project, "content").only(), "CF-503", PLACE, "a folder", "name the picture's file")


def test_a_pipe_is_no_picture(project: Project) -> None:
    os.mkfifo(project.root / "me.png")
    assert_problem(with_photo(project, "me.png").only(), "CF-503", PLACE, "no regular file")


def test_a_picture_that_is_too_large(project: Project) -> None:
    path = project.write("me.png", PNG)
    os.truncate(path, MAX_BYTES + 100_000)
    assert_problem(with_photo(project, "me.png").only(), "CF-504", PLACE, "20.1 MB, at most 20 MB", "save it smaller")


def test_a_picture_of_no_bytes(project: Project) -> None:
    project.write("me.png", b"")
    assert_problem(with_photo(project, "me.png").only(), "CF-505", PLACE, "empty file", "copy it again")


def test_a_picture_without_permission(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.write("me.png", PNG)
    whole = type(path).open

    def refuse(self: Path, mode: str = "r") -> object:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, mode)

    monkeypatch.setattr(type(path), "open", refuse)
    assert_problem(with_photo(project, "me.png").only(), "CF-505", PLACE, "permission denied", "permissions")


def test_a_name_that_no_system_takes(project: Project) -> None:
    assert_problem(with_photo(project, f"{'x' * 300}.png").only(), "CF-505", PLACE, "file name too long")


def test_a_file_that_is_no_picture(project: Project) -> None:
    project.write("me.png", b"%PDF-1.7")
    assert_problem(with_photo(project, "me.png").only(), "CF-506", PLACE, "PNG, JPEG, WebP, GIF or SVG", "save it as")


def test_no_name_is_no_missing_picture(project: Project) -> None:
    assert with_photo(project, " ").codes() == ["CF-204"]


def test_a_picture_named_beside_a_wrong_study_is_checked_too(studied: Project) -> None:
    studied.write("content/studies/eks.yaml", "title: x\nfigures: [{file: gone.png}]\n")
    assert "CF-501" in studied.codes()
