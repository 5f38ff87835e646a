"""A press that a copy of the process makes ready: the same file as without, and nothing of the copy stays behind."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.ledger.shelf import Shelf, shelf
from tests.product.desk import EPOCH, Run, surroundings

from casefolio.model.order import Job
from casefolio.model.shop import Shop
from casefolio.model.target import Edition, Target
from casefolio.model.workspace import Workspace, shipped
from casefolio.printing import ahead
from casefolio.printing.ahead import pays, serve
from casefolio.reading import read
from casefolio.shaping.cv import cv_sheet

if TYPE_CHECKING:
    from pathlib import Path

CV = Job((Target("cv"),))
#: Runs the command as it is typed, where two things can go on at once, and says at its end what it has loaded.
COMMAND = """
import atexit, os, sys, tempfile
from casefolio.printing import ahead
ahead.cores = lambda: {cores}
{before}
original = os.getpid()
def told():
    if os.getpid() == original:
        try: os.waitpid(-1, os.WNOHANG)
        except ChildProcessError: children = "no children"
        else: children = "children"
        left = [name for name in os.listdir(tempfile.gettempdir()) if name.startswith("weasyprint-")]
        print("weasyprint" in sys.modules, children, left, file=sys.stderr)
atexit.register(told)
sys.argv = ["casefolio", *{words!r}]
from casefolio.__main__ import run
run()
"""


@pytest.fixture
def me(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "me")


def typed(me: Shelf, *words: str, cores: int = 2, before: str = "") -> Run:
    """A command, in a process of its own that has a folder for temporary files to itself."""
    temporary = me.root.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    script = COMMAND.format(words=["--project", str(me.root), *words], cores=cores, before=before)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=surroundings(TMPDIR=str(temporary)),
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def said(run: Run) -> str:
    """What the process says at its end."""
    return run.err.splitlines()[-1]


WITH, WITHOUT = "False no children []", "True no children []"


@pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="needs copies of a process")
class TestTheCommand:
    def test_the_file_is_the_same_and_this_process_loads_no_press(self, me: Shelf) -> None:
        run = typed(me, "build", "cv", "--json")
        assert (run.code, said(run)) == (0, WITH), run.err
        files = me.files()
        alone = typed(me, "build", "cv", "--json", "--force", "--jobs", "1")
        assert (alone.code, said(alone)) == (0, WITHOUT), alone.err
        assert [(name, file.data) for name, file in me.files().items()] == [(n, f.data) for n, f in files.items()]
        assert alone.said == run.said

    def test_what_is_left_out_is_not_in_the_data_either(self, me: Shelf) -> None:
        me.write("content/cv.yaml", yaml.safe_dump({"pages": 1, "sections": ["summary", "experience"]}))
        job = {"employer": "Example Ltd", "title": "Engineer", "start": 2019, "highlights": ["Held it up. " * 30] * 9}
        spare = {**job, "employer": "Spare Ltd", "optional": True}
        me.write("content/experience.yaml", yaml.safe_dump([job, spare, spare]))
        run = typed(me, "build", "cv", "--json")
        assert (run.code, said(run)) == (0, WITH), run.out + run.err
        files = me.files()
        assert run.said["results"][0]["left_out"]
        typed(me, "build", "cv", "--force", "--jobs", "1")
        assert [file.data for file in me.files().values()] == [file.data for file in files.values()]

    def test_where_there_is_something_to_say_it_is_said_as_ever(self, me: Shelf) -> None:
        """Only this process knows on which line it stands."""
        me.edit("profile", summary="A glyph that no face has: \N{LINEAR B SYLLABLE B008 A}.")
        run = typed(me, "build", "cv", "--json")
        alone = typed(me, "build", "cv", "--json", "--jobs", "1")
        assert run.code == alone.code != 0
        assert run.said == alone.said
        assert run.said["problems"][0]["line"]
        assert said(run) == said(alone) == WITHOUT

    def test_a_style_that_is_wrong_is_said_as_ever(self, me: Shelf) -> None:
        me.write("styles/cv.css", (shipped("styles") / "cv.css").read_text("utf-8") + "h1 { colour: red }")
        run, alone = typed(me, "build", "cv"), typed(me, "build", "cv", "--force", "--jobs", "1")
        assert "colour" in run.err
        assert (run.code, run.err) == (alone.code, alone.err)

    def test_content_that_is_wrong_leaves_nothing(self, me: Shelf) -> None:
        me.write("content/profile.yaml", "name: [")
        run = typed(me, "build", "cv")
        assert (run.code, said(run)) == (3, WITH), run.err

    @pytest.mark.parametrize("milliseconds", range(0, 400, 40))
    def test_let_go_at_any_time_it_leaves_nothing(self, me: Shelf, milliseconds: int) -> None:
        """Content that is found wrong sooner or later."""
        late = f"""
import casefolio.reading, time
def read(*_):
    time.sleep({milliseconds} / 1000)
    sys.exit(3)
casefolio.reading.read = read
"""
        run = typed(me, "build", "cv", before=late)
        assert said(run) == WITH, run.err

    def test_what_is_up_to_date_needs_no_press(self, me: Shelf) -> None:
        typed(me, "build", "cv")
        me.write("content/notes.txt", "not read")
        run = typed(me, "build", "cv", "--json")
        assert (run.code, said(run)) == (0, WITH)
        assert run.said["results"][0]["fresh"]

    @pytest.mark.parametrize(
        "fault",
        [
            "def broken(*_): raise ValueError",
            "def broken(*_): os.kill(os.getpid(), 9)",
            "def broken(workspace, asked, telling): asked.read(9); telling.write(b'what'); telling.flush()",
        ],
    )
    def test_a_copy_that_breaks_is_done_without(self, me: Shelf, fault: str) -> None:
        run = typed(me, "build", "cv", before=f"{fault}\nahead.serve = broken")
        assert (run.code, said(run)) == (0, WITHOUT), run.err
        assert me.files()

    @pytest.mark.parametrize("words", [("cv",), ("cv", "handouts", "--jobs", "2")], ids=str)
    def test_where_nobody_wants_to_hear_of_children(self, me: Shelf, words: tuple[str, ...]) -> None:
        """A supervisor may have set it so, and it outlives exec(2)."""
        ignore = "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)"
        run = typed(me, "build", *words, before=ignore)
        assert (run.code, said(run).split(" ", 1)[1]) == (0, "no children []"), run.err
        assert "cv.pdf" in run.out

    def test_a_copy_whose_original_is_gone_leaves_nothing(self, me: Shelf) -> None:
        late = (
            "import casefolio.reading, signal\ncasefolio.reading.read = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
        )
        assert typed(me, "build", "cv", before=late).code == -signal.SIGKILL
        # The copy holds the folder until it has ended: then this build goes on, and what it unpacked is gone.
        again = typed(me, "build", "cv")
        assert (again.code, said(again)) == (0, WITH), again.err

    def test_where_the_system_gives_no_more_processes_it_is_done_without(self, me: Shelf) -> None:
        run = typed(me, "build", "cv", before="def refused(): raise OSError\nos.fork = refused")
        assert (run.code, said(run)) == (0, WITHOUT), run.err

    def test_on_one_core_there_is_no_copy(self, me: Shelf) -> None:
        run = typed(me, "build", "cv", cores=1, before="os.fork = None")
        assert (run.code, said(run)) == (0, WITHOUT), run.err


@pytest.mark.parametrize(
    ("job", "pay"),
    [
        (CV, True),
        (replace(CV, hands=1), False),
        (replace(CV, hands=2), True),
        (replace(CV, targets=()), False),
        (replace(CV, targets=(Target("cv"), Target("dossier"))), False),
        (replace(CV, targets=(Target("dossier"),)), False),
        (replace(CV, shop=Shop()), False),
        (replace(CV, variant="platform", anonymous=True), True),
    ],
)
def test_it_pays_for_one_cv(monkeypatch: pytest.MonkeyPatch, job: Job, pay: bool) -> None:  # noqa: FBT001
    monkeypatch.setattr(ahead, "can_fork", lambda: True)
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    assert pays(job) == pay
    monkeypatch.setattr(ahead, "cores", lambda: 1)
    assert not pays(job)


def test_what_the_copy_tells(me: Shelf) -> None:
    """First it asks what to enclose, then it hands over the file, which was set in the styles parsed before."""
    workspace = Workspace(me.root, me.out, {"SOURCE_DATE_EPOCH": EPOCH})
    sheet = cv_sheet(read(workspace), Edition(), workspace)
    assert sheet.styles[: len(ahead._STYLES)] == ahead._STYLES
    told = io.BytesIO()
    serve(workspace, io.BytesIO(pickle.dumps(sheet) + pickle.dumps(())), told)
    told.seek(0)
    assert pickle.load(told) == {"left_out": ()}  # noqa: S301
    answer: dict[str, Any] = pickle.load(told)  # noqa: S301
    assert answer["printed"].data.startswith(b"%PDF")
    assert answer["families"] == {"Source Sans Pro", "Source Serif Pro"}
    assert answer["fetched"] == frozenset()


def test_the_copy_leaves_what_there_is_to_say(me: Shelf) -> None:
    style = (shipped("styles") / "cv.css").read_text("utf-8")
    me.write("styles/cv.css", style + "h1 { colour: red }")
    workspace = Workspace(me.root, me.out, {"SOURCE_DATE_EPOCH": EPOCH})
    sheet = cv_sheet(read(workspace), Edition(), workspace)
    told = io.BytesIO()
    serve(workspace, io.BytesIO(pickle.dumps(sheet) + pickle.dumps(())), told)
    told.seek(0)
    assert [pickle.load(told), pickle.load(told)] == [{"left_out": ()}, None]  # noqa: S301
