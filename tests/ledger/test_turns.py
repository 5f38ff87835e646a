"""One build at a time in a results folder; one that is killed leaves nothing in the way of the next."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from tests.ledger.shelf import fresh, same
from tests.product.desk import EPOCH, ROOT, casefolio, surroundings

from casefolio.ledger.turn import taking_turns
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.shelf import Shelf


def test_the_second_waits_and_says_so(cv: Shelf) -> None:
    """And finds what the first has done."""
    said: list[str] = []
    waits = threading.Event()
    came = []

    def second() -> None:
        def report(words: str) -> None:
            said.append(words)
            waits.set()

        workspace = Workspace(cv.root, cv.out, {"SOURCE_DATE_EPOCH": EPOCH})
        came.append(build(Job((Target("cv"),)), workspace, report))

    with (cv.out / ".casefolio" / "turn").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        other = threading.Thread(target=second)
        other.start()
        assert waits.wait(20)
        assert came == []
    other.join(20)
    assert said == ["waiting for another build in this folder"]
    assert [result.fresh for result in came[0].results] == [True]


def test_two_at_once_are_both_whole(cv: Shelf) -> None:
    before = cv.files()
    command = [sys.executable, "-m", "casefolio", "--project", str(cv.root), "build", "cv", "--force", "--json"]
    both = [subprocess.Popen(command, env=surroundings(), stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    said = [json.loads(one.communicate()[0]) for one in both]
    assert [one["exit"] for one in said] == [0, 0]
    assert same(before, cv.files())
    assert fresh(cv.build("cv")) == [True]


#: Builds that are killed, each in a copy of a process in which all is loaded. Versions alternate; before each the book
#: and the files are as the build before left them. First it is counted how many calls a build makes in the modules that
#: write, then one is killed at every call, or at as many as there is time for; then some at times of no meaning.
KILLING = """
import json, os, random, signal, sys
from pathlib import Path
from casefolio.ledger.turn import taking_turns
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build
from casefolio.printing.run import Press
import casefolio.bindery.publish, casefolio.ledger.book, casefolio.ledger.turn

root, points = Path(sys.argv[1]), int(sys.argv[2])
workspace, job, press = Workspace.at(root), Job((Target("cv"),)), Press()
profile = root / "content" / "profile.yaml"
versions = [profile.read_text(), profile.read_text().replace("Platform Engineer", "Diver")]
OURS = ("publish.py", "book.py", "turn.py")

def lies():
    out = root / "out"
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}

def results(files):
    return {name: data for name, data in files.items() if not name.startswith(".casefolio/")}

def in_a_copy(before):
    child = os.fork()
    if child == 0:
        before()
        try:
            build(job, workspace, press=press)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]

def counting(limit, tell=None):
    calls = 0
    def look(frame, event, what):
        nonlocal calls
        if event in ("c_call", "c_return") and frame.f_code.co_filename.endswith(OURS):
            calls += 1
            if calls == limit:
                os.kill(os.getpid(), signal.SIGKILL)
            if tell is not None:
                os.pwrite(tell, str(calls).encode().ljust(9), 0)
    return lambda: sys.setprofile(look)

good = []
for text in versions:
    profile.write_text(text)
    build(job, workspace, press=press)
    good.append(results(lies()))
tell = os.open(root / "calls", os.O_RDWR | os.O_CREAT)
profile.write_text(versions[0])
in_a_copy(counting(-1, tell))
calls = int(os.pread(tell, 9, 0))
random.seed(7)
ways = [counting(1 + calls * n // points) for n in range(points)]
ways += [lambda: signal.setitimer(signal.ITIMER_REAL, random.uniform(0.001, 0.06)) for _ in range(points // 4)]
killed, faults = 0, []
for number, way in enumerate(ways):
    new = number % 2
    profile.write_text(versions[1 - new])
    build(job, workspace, press=press)
    profile.write_text(versions[new])
    killed += bool(in_a_copy(way))
    found = lies()
    for name, data in results(found).items():
        if not name.endswith(".part") and data not in (good[0][name], good[1][name]):
            faults.append([number, "torn", name])
    wanted = new if number % 3 else 1 - new  # sometimes the owner goes back to what was before
    profile.write_text(versions[wanted])
    build(job, workspace, press=press)
    after = lies()
    if results(after) != good[wanted]:
        faults.append([number, "wrong", sorted(results(after))])
    if [name for name in after if name.endswith(".part")]:
        faults.append([number, "left", sorted(after)])
print(json.dumps({"calls": calls, "killed": killed, "faults": faults}))
"""


def test_a_build_that_is_killed_at_any_moment(cv: Shelf) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLING, str(cv.root), "40"],
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["calls"] > 60
    assert said["killed"] >= 42


def test_drafts_that_a_killed_build_left_go_also_where_nothing_is_to_do(cv: Shelf) -> None:
    died = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    from casefolio.bindery.publish import _host

    draft = cv.out / f".casefolio-{_host()}-{int(died.stdout)}-01234567-0.part"
    draft.write_bytes(b"half")
    (cv.out / ".casefolio" / "turn").write_bytes(b"at work\n")
    assert fresh(cv.build("cv")) == [True]
    assert not draft.exists()
    assert (cv.out / ".casefolio" / "turn").read_bytes() == b""


def test_a_build_that_fails_leaves_no_folder_behind(tmp_path: Path) -> None:
    assert casefolio("--project", tmp_path, "build", "cv").code == 3
    assert [*tmp_path.iterdir()] == []


def test_who_waited_for_a_build_that_took_its_lock_away_finds_the_new_one(tmp_path: Path) -> None:
    """So that two who waited do not both go on."""
    lock = tmp_path / "out" / ".casefolio" / "turn"
    said: list[str] = []

    def taking_away(words: str) -> None:
        """The one who is waited for goes, and a third comes before the second."""
        said.append(words)
        lock.unlink()
        held.close()

    lock.parent.mkdir(parents=True)
    held = lock.open("ab")
    fcntl.flock(held, fcntl.LOCK_EX)
    with taking_turns(tmp_path / "out", taking_away) as killed, lock.open("ab") as third:
        assert not killed
        with pytest.raises(BlockingIOError):
            fcntl.flock(third, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert said == ["waiting for another build in this folder"]
