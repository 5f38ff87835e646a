"""Many projects: what fails is listed and does not stop the rest, and what was interrupted goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.shelf import Shelf, small
from tests.product.desk import casefolio, process, surroundings

from casefolio import pipeline
from casefolio.batch import batch, names
from casefolio.model.order import Job
from casefolio.model.target import Target

if TYPE_CHECKING:
    from casefolio.model.workspace import Workspace

CV = Job((Target("cv"),), hands=1)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good projects that are not printed, two of them of one name, and two bad ones."""
    root = tmp_path_factory.mktemp("batch")
    for name in ("a/me", "b/me", "c"):
        small(root / name).edit("profile", role=f"Engineer of {name}")
    small(root / "bad").edit("profile", nmae="x")
    small(root / "long").edit("profile", summary="Many words. " * 900)
    return root


@pytest.fixture
def many(ready: Path, tmp_path: Path) -> Path:
    for name in ("a/me", "b/me", "c", "bad", "long"):
        Shelf(ready / name).copy(tmp_path / name)
    return tmp_path


def said(run: Any) -> dict[str, Any]:
    """The lines of a `--json` run, by project."""
    lines = [json.loads(line) for line in run.out.splitlines()]
    return {line["project"]: line for line in lines}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_failures_are_listed_and_do_not_stop_the_rest(many: Path, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    monkeypatch.chdir(many)
    run = casefolio("batch", "long", "a/me", "bad", "gone", "b/me", "c", "--jobs", jobs)
    assert run.out == "3 of 6 projects · 3 files printed · 0 up to date\n"
    assert run.code in ({5} if jobs == "1" else {3, 5})
    for words in ("long:\n", "bad:\n", "gone:\n", "[CF-401]", "[CF-202]", "[CF-101]"):
        assert words in run.err
    assert "Traceback" not in run.err
    assert all((many / name / "out" / "cv.pdf").read_bytes()[:5] == b"%PDF-" for name in ("a/me", "b/me", "c"))
    again = casefolio("batch", "a/me", "b/me", "c", "--jobs", jobs)
    assert (again.code, again.out) == (0, "3 of 3 projects · 0 files printed · 3 up to date\n")


def test_what_a_batch_prints_is_what_a_build_prints(many: Path) -> None:
    """Also where one process prints one project after the other."""
    assert casefolio("batch", many / "a/me", many / "b/me", many / "c").code == 0
    for name in ("a/me", "b/me", "c"):
        me = Shelf(many / name)
        before = (me.out / "cv.pdf").read_bytes()
        me.build("cv", "--force")
        assert (me.out / "cv.pdf").read_bytes() == before


def test_each_project_is_a_line_for_a_machine(many: Path) -> None:
    run = casefolio("batch", many / "c", many / "bad", "--json")
    assert run.err == ""
    lines = said(run)
    good, bad = lines[str(many / "c")], lines[str(many / "bad")]
    assert (good["exit"], good["printed"], good["fresh"], good["problems"]) == (0, 1, 0, [])
    assert (bad["exit"], bad["printed"]) == (3, 0)
    assert bad["problems"][0]["code"] == "CF-202"
    assert run.code == 3


def test_projects_of_one_name_have_folders_of_their_own(many: Path) -> None:
    run = casefolio("batch", many / "a/me", many / "b/me", "--out", many / "all", "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")
    first, second = ((many / "all" / name / "cv.pdf").read_bytes() for name in ("me", "me-2"))
    assert first != second


@given(st.lists(st.sampled_from(["me", "me-2", "me-3", "you"]), max_size=8))
def test_names_are_each_given_once(folders: list[str]) -> None:
    given = names(Path(f"/{number}/{name}") for number, name in enumerate(folders))
    assert len(set(given)) == len(given) == len(folders)
    assert all(name.startswith(folder) for name, folder in zip(given, folders, strict=True))


def test_a_batch_that_was_interrupted_goes_on(many: Path) -> None:
    """Ctrl-C goes to every process of a terminal; none of them says more than it must."""
    script = """
import sys, signal
import casefolio.batch as room
from casefolio.cli import main
whole = room.build_one
def build_one(job, project, out=None):
    if project.name == "c":
        print("here", flush=True)
        signal.pause()
    return whole(job, project, out)
room.build_one = build_one
main()
"""
    command = [sys.executable, "-c", script, "batch", *(str(many / name) for name in ("a/me", "b/me", "c"))]
    run = subprocess.Popen(
        command,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout
    assert run.stdout.readline() == "here\n"
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "")
    assert err == "interrupted; run it again, and it goes on where it was\n"
    again = casefolio("batch", *(many / name for name in ("a/me", "b/me", "c")))
    assert again.out == "3 of 3 projects · 1 files printed · 2 up to date\n"


def test_workers_leave_ctrl_c_to_the_one_who_asked() -> None:
    from casefolio.cli.repeat import _crew

    with _crew(2) as executor:
        assert executor is not None
        assert executor.submit(signal.getsignal, signal.SIGINT).result(60) == signal.SIG_IGN


def test_a_worker_that_dies_is_told(many: Path) -> None:
    class Dying(ProcessPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return super().submit(os._exit, 9)

    with Dying(1, mp_context=get_context("spawn")) as executor:
        done = list(batch(CV, [many / "c", many / "a/me"], None, executor))
    assert {one.project for one in done} == {many / "c", many / "a/me"}
    assert [(one.code, one.problems[0].code) for one in done] == [(1, "CF-901")] * 2


def test_a_fault_of_the_program_does_not_stop_the_rest(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.build

    def broken(job: Job, workspace: Workspace, **how: Any) -> Any:
        if workspace.root.name == "bad":
            raise ZeroDivisionError
        return whole(job, workspace, **how)

    monkeypatch.setattr("casefolio.batch.build", broken)
    temporary = many / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    done = list(batch(CV, [many / name for name in ("c", "bad", "a/me")], None))
    assert [one.code for one in done] == [0, 1, 0]
    assert [(one.code, one.mark) for one in done[1].problems] == [("CF-902", None)]
    assert "ZeroDivisionError (test_batch.py:" in done[1].problems[0].message
    assert not (many / "bad/out").exists()
    assert len([*temporary.iterdir()]) <= 1, "a press is left behind"


def test_a_fault_of_an_executor_does_not_stop_the_rest(many: Path) -> None:
    class Faulty(ThreadPoolExecutor):
        def submit(self, work: Any, /, *how: Any, **more: Any) -> Any:
            if any(isinstance(one, Path) and one.name == "bad" for one in how):
                work = faulty
            return super().submit(work, *how, **more)

    def faulty(*_: Any) -> None:
        raise ZeroDivisionError

    with Faulty(1) as executor:
        done = {one.project.name: one for one in batch(CV, [many / "bad", many / "c"], None, executor)}
    assert (done["c"].printed, done["bad"].code) == (1, 1)
    assert "ZeroDivisionError" in done["bad"].problems[0].message


def test_a_pool_that_is_broken_before_all_was_handed_out_is_told(many: Path) -> None:
    class Broken(ProcessPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            raise BrokenProcessPool

    with Broken(1) as executor:
        done = list(batch(CV, [many / "c", many / "a/me"], None, executor))
    assert [(one.code, one.problems[0].code) for one in done] == [(1, "CF-901")] * 2


@pytest.mark.parametrize(
    "words",
    [
        ("--project", "a/me", "build", "cv", "dossier", "--jobs", "2"),
        ("batch", "a/me", "b/me"),
        ("batch", "a/me", "b/me", "--jobs", "2"),
    ],
    ids=" ".join,
)
def test_nothing_is_left_among_temporary_files(many: Path, words: tuple[str, ...]) -> None:
    """WeasyPrint unpacks faces there, and not every process has the time to clear up."""
    (many / "tmp").mkdir()
    run = process(*words, cwd=many, TMPDIR=str(many / "tmp"))
    assert (run.code, run.err) == (0, "")
    assert [*(many / "tmp").iterdir()] == []
