"""The book of what was printed is never trusted: whatever lies in its place, the build goes through and is right."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindery_own.test_publishing import not_root
from tests.ledger.shelf import fresh, same, small

from casefolio import __version__
from casefolio.ledger.book import Ledger
from casefolio.ledger.inventory import fingerprint
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace

if TYPE_CHECKING:
    from tests.ledger.shelf import Shelf

BOOK = "out/.casefolio/printed"
CV = Job((Target("cv"),))
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\0", "/dev/zero", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def sealed(text: str) -> str:
    """A book as this version would have written it."""
    return f"casefolio {fingerprint(__version__, text)}\n{text}"


def book(me: Shelf) -> Any:
    return json.loads((me.root / BOOK).read_text("utf-8").partition("\n")[2])


def is_fresh(me: Shelf) -> bool:
    """Whether a build would say that the CV is up to date, without building it."""
    workspace = Workspace(me.root, me.out, {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"})
    return Ledger(workspace).fresh(CV) is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"\xff\xfe{",
        b"{}",
        b"[" * 100_000,
        sealed("[" * 100_000).encode(),
        sealed("").encode(),
        sealed("[1, 2]").encode(),
        sealed('{"a": {"made_of": "b"}}').encode(),
        b'{"casefolio": "99.0", "asks": {}}',
    ],
)
def test_what_is_no_book_of_ours_is_empty(cv: Shelf, data: bytes) -> None:
    assert is_fresh(cv)
    cv.write(BOOK, data)
    assert not is_fresh(cv)


def test_a_book_is_written_anew_where_it_was_spoiled(cv: Shelf) -> None:
    before = cv.files()
    cv.write(BOOK, b"spoiled")
    assert fresh(cv.build("cv")) == [False]
    assert same(before, cv.files())
    assert fresh(cv.build("cv")) == [True]


def test_a_book_of_another_version_is_not_believed(cv: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casefolio.ledger.seal.__version__", "99.0")
    assert not is_fresh(cv)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_book_in_which_anything_was_changed_is_empty(one: Shelf, data: st.DataObject) -> None:
    path = one.root / BOOK
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    spoiled = whole[:start] + data.draw(st.binary(max_size=10)) + whole[end:]
    path.write_bytes(spoiled)
    try:
        assert is_fresh(one) == (spoiled == whole)
    finally:
        path.write_bytes(whole)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_forged_book_says_nothing_and_breaks_nothing(one: Shelf, data: st.DataObject) -> None:
    """Somebody who writes its seal too may put anything anywhere."""
    path = one.root / BOOK
    whole = path.read_bytes()
    forged = book(one)
    holder: Any = forged
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            continue
        holder[key] = data.draw(ANYTHING)
        break
    path.write_bytes(sealed(json.dumps(forged)).encode())
    try:
        is_fresh(one)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("way", ["/dev/zero", "pipe", "", "\0", "../../../../../../../dev/zero"])
def test_a_book_that_names_what_is_no_file(cv: Shelf, way: str) -> None:
    """What has no end is not read."""
    os.mkfifo(cv.out / "pipe")
    forged = book(cv)
    for ask in forged.values():
        ask["entries"][0]["outputs"][0][0] = way
    cv.write(BOOK, sealed(json.dumps(forged)))
    assert not is_fresh(cv)


def test_a_pipe_in_the_content_is_not_waited_for(cv: Shelf) -> None:
    os.mkfifo(cv.root / "content" / "pipe")
    assert fresh(cv.build("cv")) == [True]


@pytest.mark.parametrize("place", [BOOK, "out/.casefolio/turn"])
def test_a_pipe_in_its_place_is_not_waited_for(cv: Shelf, place: str) -> None:
    path = cv.root / place
    path.unlink()
    os.mkfifo(path)
    assert fresh(cv.build("cv")) == [place != BOOK]


def test_links_that_go_round_in_the_content(cv: Shelf) -> None:
    (cv.root / "content" / "notes").mkdir()
    (cv.root / "content" / "notes" / "up").symlink_to(cv.root / "content")
    (cv.root / "content" / "notes" / "me").symlink_to(cv.root)
    assert fresh(cv.build("cv")) == [True]


def test_a_linked_folder_counts_whatever_it_is_called(cv: Shelf, tmp_path: Path) -> None:
    """Also where the project's own name begins with its."""
    shutil.move(cv.root / "content", tmp_path / "m")
    (cv.root / "content").mkdir()
    for path in (tmp_path / "m").iterdir():
        shutil.move(path, cv.root / "content" / path.name)
    (tmp_path / "m" / "deep").mkdir()
    (tmp_path / "m" / "deep" / "note.txt").write_text("one")
    (cv.root / "content" / "linked").symlink_to(tmp_path / "m")
    cv.build("cv")
    assert is_fresh(cv)
    (tmp_path / "m" / "deep" / "note.txt").write_text("two")
    assert not is_fresh(cv)


@pytest.mark.parametrize("place", [BOOK, "out/.casefolio/turn"])
def test_a_folder_in_its_place(cv: Shelf, place: str) -> None:
    before = cv.files()
    (cv.root / place).unlink()
    (cv.root / place).mkdir()
    cv.edit("profile", role="Diver")
    assert fresh(cv.build("cv")) == [False]
    assert not same(before, cv.files())
    assert [path.name for path in (cv.out / ".casefolio").glob(".*")] == []


def test_a_file_in_the_place_of_the_folder(cv: Shelf) -> None:
    shutil.rmtree(cv.out / ".casefolio")
    cv.write("out/.casefolio", "mine")
    before = cv.files()
    assert fresh(cv.build("cv")) == [False]
    assert same(before, cv.files())
    assert (cv.out / ".casefolio").read_bytes() == b"mine"


def test_a_book_that_may_be_neither_read_nor_written(cv: Shelf) -> None:
    with TemporaryDirectory() as open_to_all:  # pytest's own folder is not
        Path(open_to_all).chmod(0o755)
        me = cv.copy(Path(open_to_all) / "me")
        # Where Python lies in a folder of root's, nobody else can load what is not loaded yet.
        me.build("cv", "--force", "--jobs", "1")
        before = me.files()
        me.out.chmod(0o777)
        for path in (me.out / ".casefolio").iterdir():
            path.chmod(0o000)
        (me.out / ".casefolio").chmod(0o555)
        with not_root():
            run = me.tried("cv")
        assert run.code == 0, run.out + run.err
        assert fresh(run) == [False]
        assert same(before, me.files())


def test_a_disk_without_room_for_the_book(cv: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_text

    def refusing(path: Path, text: str, *rest: Any) -> int:
        if ".casefolio" in path.parts:
            whole(path, text[:10], *rest)
            raise OSError(28, os.strerror(28))
        return whole(path, text, *rest)

    monkeypatch.setattr(Path, "write_text", refusing)
    cv.edit("profile", role="Diver")
    assert fresh(cv.build("cv")) == [False]
    assert sorted(path.name for path in (cv.out / ".casefolio").iterdir()) == ["printed", "turn"]
    monkeypatch.undo()
    assert fresh(cv.build("cv")) == [False]
    assert fresh(cv.build("cv")) == [True]


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    me = small(root)
    me.edit("profile", contact={})
    first = me.build("cv")
    assert first.said["warnings"]
    assert fresh(me.build("cv")) == [True]
