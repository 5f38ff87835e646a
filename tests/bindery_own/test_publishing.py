"""Files appear whole or not at all, whatever goes wrong on the way."""

from __future__ import annotations

import errno
import os
import resource
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casefolio.bindery.publish import publish, publish_all
from casefolio.errors import CasefolioError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD = Path(__file__).parents[2] / "build"
OLD, NEW = b"old " * 500, b"new " * 900


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "cv.pdf").write_bytes(OLD)
    (folder / "dossier.pdf").write_bytes(OLD)
    return folder


def refused(files: dict[Path, bytes]) -> CasefolioError:
    with pytest.raises(CasefolioError) as caught:
        publish_all(files)
    assert caught.value.exit_code == ExitCode.OUTPUT
    assert all(problem.remedy for problem in caught.value.problems)
    return caught.value


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def untouched(folder: Path) -> bool:
    return {path.name: path.read_bytes() for path in folder.iterdir()} == {"cv.pdf": OLD, "dossier.pdf": OLD}


def test_a_file_and_its_folders_appear(tmp_path: Path) -> None:
    publish(NEW, tmp_path / "a" / "b" / "cv.pdf")
    assert (tmp_path / "a" / "b" / "cv.pdf").read_bytes() == NEW
    assert names(tmp_path / "a" / "b") == ["cv.pdf"]


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(NEW, tmp_path / "cv.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "cv.pdf").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_mode(out: Path) -> None:
    (out / "cv.pdf").chmod(0o600)
    publish(NEW, out / "cv.pdf")
    assert stat.S_IMODE((out / "cv.pdf").stat().st_mode) == 0o600
    assert (out / "cv.pdf").read_bytes() == NEW


def test_a_link_stays_a_link(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "for-the-web.pdf"
    link.symlink_to(out / "cv.pdf")
    publish(NEW, link)
    assert link.is_symlink()
    assert (out / "cv.pdf").read_bytes() == NEW


def test_everything_is_written_before_anything_is_renamed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    rename, fsync = Path.replace, os.fsync

    def renaming(draft: Path, real: Path) -> Path:
        seen.append("rename")
        return rename(draft, real)

    def forcing(handle: int) -> None:
        seen.append("sync")
        fsync(handle)

    monkeypatch.setattr(Path, "replace", renaming)
    monkeypatch.setattr(os, "fsync", forcing)
    publish_all({out / "cv.pdf": NEW, out / "dossier.pdf": NEW})
    assert seen == ["sync", "sync", "rename", "rename", "sync"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "CF-704"),
        (errno.EDQUOT, "CF-704"),
        (errno.EACCES, "CF-703"),
        (errno.EROFS, "CF-706"),
        (errno.EIO, "CF-707"),
    ],
)
def test_a_refusal_at_the_second_file_spoils_neither(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    calls = iter([None, OSError(number, os.strerror(number))])

    def fsync(_: int) -> None:
        if error := next(calls):
            raise error

    monkeypatch.setattr(os, "fsync", fsync)
    error = refused({out / "cv.pdf": NEW, out / "dossier.pdf": NEW})
    assert [problem.code for problem in error.problems] == [code]
    assert "dossier.pdf" in error.problems[0].message
    assert untouched(out)


def test_no_room_for_the_bytes(out: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) - 1, limits[1]))
    try:
        error = refused({out / "cv.pdf": NEW[:10], out / "dossier.pdf": NEW})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert error.problems[0].code == "CF-704"
    assert untouched(out)


@contextmanager
def not_root() -> Iterator[None]:
    """The superuser may write everywhere: be nobody for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_that_may_not_be_written(out: Path) -> None:
    for folder in [out, *out.parents][:3]:
        folder.chmod(0o555)
    with not_root():
        error = refused({out / "cv.pdf": NEW})
    out.chmod(0o755)
    assert error.problems[0].code == "CF-703"
    assert untouched(out)


def test_all_that_is_plain_beforehand_is_said_at_once(out: Path, tmp_path: Path) -> None:
    error = refused(
        {
            out: NEW,
            out / "cv.pdf" / "x.pdf": NEW,
            out / ("x" * 300 + ".pdf"): NEW,
            Path("/dev/full"): NEW,
            out / "dossier.pdf": NEW,
        }
    )
    assert [problem.code for problem in error.problems] == ["CF-701", "CF-702", "CF-705", "CF-701"]
    assert str(tmp_path / "out") in error.problems[0].message
    assert untouched(out)


def test_folders_that_cannot_be_forced_to_disk_are_no_matter(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def refusing(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    publish(NEW, out / "cv.pdf")
    assert (out / "cv.pdf").read_bytes() == NEW
