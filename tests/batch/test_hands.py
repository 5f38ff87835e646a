"""Shares printed side by side: the same files, results and messages, however many hands there are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dossier.desk import full
from tests.ledger.shelf import ALL, Shelf, shelf, without_fresh
from tests.product.desk import EPOCH, process, surroundings

from casefolio.errors import CasefolioError
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build
from casefolio.printing.hands import divide

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

KINDS = ("cv", "onepager", "onepagers", "dossier", "handout", "handouts", "packet")
TARGETS = tuple(Target(name) for name in ALL)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shelf, Any]:
    """A project printed by one process, and what that said; with warnings, of one kind of content."""
    made = shelf(tmp_path_factory.mktemp("alone") / "me")
    made.edit("profile", contact={})
    run = process("--project", made.root, "build", *ALL, "--json", "--jobs", "1")
    assert run.code == 0, run.err
    return made, without_fresh(run)


def data(me: Shelf) -> dict[str, bytes]:
    return {name: file.data for name, file in me.files().items()}


def clean(me: Shelf, root: Path) -> Shelf:
    """The same project, not printed yet."""
    copy = me.copy(root)
    subprocess.run(["rm", "-r", str(copy.out)], check=True)
    return copy


def moved(said: Any, old: Path, new: Path) -> Any:
    return json.loads(json.dumps(said).replace(str(old), str(new)))


@given(st.lists(st.sampled_from(KINDS)), st.integers(0, 12))
def test_shares_are_a_partition(kinds: list[str], hands: int) -> None:
    targets = [Target(kind, str(number)) for number, kind in enumerate(kinds)]
    shares = divide(targets, hands)
    assert sorted(place for share in shares for place in share) == list(range(len(targets)))
    assert all(share == sorted(share) for share in shares)
    assert 1 <= len(shares) <= max(1, min(hands, len(targets)))
    assert all(shares) or not targets


@pytest.mark.parametrize("jobs", ["3"])
def test_any_number_of_processes_prints_the_same(alone: tuple[Shelf, Any], tmp_path: Path, jobs: str) -> None:
    made, said = alone
    me = clean(made, tmp_path / "me")
    run = process("--project", me.root, "build", *ALL, "--json", "--jobs", jobs)
    assert run.code == 0, run.err
    assert without_fresh(run) == moved(said, made.root, me.root)
    assert data(me) == data(made)
    again = process("--project", me.root, "build", *ALL, "--json", "--jobs", "1")
    assert all(result["fresh"] for result in again.said["results"])


def spawned() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.mark.parametrize("crew", [spawned])
def test_any_executor_prints_the_same(
    alone: tuple[Shelf, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crew: Any
) -> None:
    made, said = alone
    me = clean(made, tmp_path / "me")
    for name, value in surroundings().items():
        monkeypatch.setenv(name, value)
    with crew() as executor:
        outcome = build(Job(TARGETS), Workspace.at(me.root), executor=executor)
    assert data(me) == data(made)
    assert [str(result.target) for result in outcome.results] == [result["target"] for result in said["results"]]
    assert [problem.message for problem in outcome.warnings] == [problem["message"] for problem in said["warnings"]]
    again = me.build("--jobs", "1", *ALL)
    assert all(result["fresh"] for result in again.said["results"])


CLUSTER = """
import sys
from pathlib import Path
from distributed import Client, LocalCluster
from casefolio.batch import batch
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if __name__ == "__main__":
    me, *others = map(Path, sys.argv[1:])
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(processes=True, **options) as cluster, Client(cluster) as client:
        executor = client.get_executor()
        targets = tuple(map(Target, ("cv", "onepagers", "dossier", "handouts")))
        print(len(build(Job(targets), Workspace.at(me), executor=executor).results))
        print(sorted((done.project.name, done.code) for done in batch(Job((Target("cv"),)), others, None, executor)))
"""


def test_a_cluster_prints_the_same(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    """Dask's executor, as it is: for one project, and for a batch of which one is bad."""
    made, _ = alone
    me, other = clean(made, tmp_path / "me"), clean(made, tmp_path / "other")
    (tmp_path / "bad").mkdir()
    (tmp_path / "cluster.py").write_text(CLUSTER)
    command = [sys.executable, *map(str, (tmp_path / "cluster.py", me.root, other.root, tmp_path / "bad"))]
    done = subprocess.run(
        command, env=surroundings(), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["7", "[('bad', 3), ('other', 0)]"]
    assert data(me) == data(made)
    assert (other.out / "cv.pdf").read_bytes() == (made.out / "cv.pdf").read_bytes()


def test_the_first_failure_is_the_same_with_any_number_of_hands(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    """A handout that does not fit comes before a study that is not there, and after a good CV."""
    me = clean(alone[0], tmp_path / "me")
    me.edit("talks/days", ideas=["A long idea. " * 400] * 3, onepagers=[])
    words = ("cv", "handout:days", "onepager:nobody", "dossier")
    said = [process("--project", me.root, "build", *words, "--json", "--jobs", jobs) for jobs in "13"]
    assert [run.code for run in said] == [5, 5]
    assert said[0].said["problems"]
    assert said[0].out == said[1].out
    assert data(me) == {}


def broken(me: Shelf, script: str) -> subprocess.Popen[str]:
    """A build by two processes in which the print of a dossier is something else."""
    head = "import casefolio.printing.dossier, casefolio.printing.cv, os, signal, sys\nfrom casefolio.cli import main\n"
    command = [sys.executable, "-c", f"{head}{script}\nmain()", "--project", str(me.root)]
    return subprocess.Popen(
        [*command, "build", "cv", "dossier", "--jobs", "2"],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_that_dies_is_told(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    me = clean(alone[0], tmp_path / "me")
    dies = "casefolio.printing.cv.print_cv = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    died = broken(me, dies)
    out, err = died.communicate(timeout=60)
    assert (died.returncode, out) == (1, "")
    assert "CF-901" in err
    assert "SIGKILL" in err
    assert "Traceback" not in err
    assert data(me) == {}
    assert process("--project", me.root, "build", "cv", "dossier", "--jobs", "2").code == 0


def test_a_bug_in_another_process_says_where_it_is(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    me = clean(alone[0], tmp_path / "me")
    script = "def print_cv(*_):\n    raise LookupError('bug')\ncasefolio.printing.cv.print_cv = print_cv"
    failed = broken(me, script)
    _, err = failed.communicate(timeout=60)
    assert failed.returncode == 1
    assert "LookupError: bug" in err
    assert "in print_cv" in err
    assert data(me) == {}


def test_one_that_is_left_alone_goes(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    """A copy whose original was killed ends by itself, and gives the folder free."""
    me = clean(alone[0], tmp_path / "me")
    script = """
def for_ever(*_):
    os.write(1, f"{os.getpid()}\\n".encode())
    while True:
        signal.pause()
casefolio.printing.cv.print_cv = casefolio.printing.dossier.print_dossier = for_ever
"""
    original = broken(me, script)
    assert original.stdout
    assert original.stderr
    children = {int(original.stdout.readline()) for _ in range(2)} - {original.pid}
    assert len(children) == 1
    original.kill()
    # Both ends of what they print through close only when nobody is left.
    assert original.stdout.read() == ""
    original.wait()
    original.stdout.close()
    original.stderr.close()
    run = process("--project", me.root, "build", "cv", "--jobs", "1")
    assert run.code == 0, run.err


def test_ctrl_c_ends_all(alone: tuple[Shelf, Any], tmp_path: Path) -> None:
    """Also where only the original is told."""
    me = clean(alone[0], tmp_path / "me")
    script = """
def for_ever(*_):
    print(os.getpid(), flush=True)
    while True:
        signal.pause()
casefolio.printing.cv.print_cv = casefolio.printing.dossier.print_dossier = for_ever
"""
    original = broken(me, script)
    assert original.stdout
    for _ in range(2):
        original.stdout.readline()
    original.send_signal(signal.SIGINT)
    out, err = original.communicate(timeout=60)
    assert (original.returncode, out) == (130, "")
    assert err.strip() == "interrupted; nothing was written"


def test_where_the_system_gives_no_more_processes(
    alone: tuple[Shelf, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = alone
    me = clean(made, tmp_path / "me")

    def fork() -> int:
        raise BlockingIOError(11, os.strerror(11))

    monkeypatch.setattr(os, "fork", fork)
    me.build("--jobs", "4", *ALL)
    assert data(me) == data(made)


def test_an_executor_s_share_that_fails_is_told(tmp_path: Path) -> None:
    """Threads stand for any executor here: nothing is printed before the problem is found."""
    me = Shelf(shelf(tmp_path / "me").root)
    me.edit("studies/alpha", **full("Alpha"))
    job = Job((Target("onepager", "nobody"), Target("onepager", "nowhere")))
    workspace = Workspace(me.root, me.out, {"SOURCE_DATE_EPOCH": EPOCH})
    with ThreadPoolExecutor(1) as executor, pytest.raises(CasefolioError, match="nobody"):
        build(job, workspace, executor=executor)
