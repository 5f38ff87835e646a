"""A run that is interrupted or killed while it publishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.bindery_own.test_publishing import NEW, OLD, names, out

from casefolio.bindery import publish as publishing
from casefolio.bindery.publish import publish, publish_all

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["out"]  # a fixture
BUILD = Path(__file__).parents[2] / "build"


def interrupt_at(step: int) -> Any:
    """A trace function that raises KeyboardInterrupt before the n-th line that publishing runs."""
    left = step

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename != publishing.__file__:
            return None
        if event == "line":
            left -= 1
            if not left:
                raise KeyboardInterrupt
        return trace

    return trace


# Struck between opening and `with`, a file is closed by the collector, which says so.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_an_interrupt_at_any_line_leaves_whole_files_and_no_draft(out: Path) -> None:
    tracing = sys.gettrace()
    for step in range(1, 1000):
        for name in ("cv.pdf", "dossier.pdf"):
            (out / name).write_bytes(OLD)
        interrupted = False
        sys.settrace(interrupt_at(step))
        try:
            publish_all({out / "cv.pdf": NEW, out / "dossier.pdf": NEW})
        except KeyboardInterrupt:
            interrupted = True
        finally:
            sys.settrace(tracing)
        found = {path.name: path.read_bytes() for path in out.iterdir()}
        assert sorted(found) == ["cv.pdf", "dossier.pdf"], f"at step {step}"
        assert set(found.values()) <= {OLD, NEW}, f"at step {step}"
        if not interrupted:
            break
    assert step > 60
    assert set(found.values()) == {NEW}


def test_drafts_of_a_killed_run_go_with_the_next(out: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from casefolio.bindery.publish import publish
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
publish(b"half", Path({str(out)!r}) / "cv.pdf")
"""
    killed = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": str(BUILD)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(out.iterdir())) == 3
    publish(NEW, out / "cv.pdf")
    assert names(out) == ["cv.pdf", "dossier.pdf"]


def test_drafts_of_the_living_and_of_others_stay(out: Path) -> None:
    host, parent = publishing._host(), os.getppid()
    kept = [
        f".casefolio-{host}-{parent}-01234567-0.part",
        f".casefolio-{host}-{os.getpid()}-{publishing._RUN}-99999.part",
        ".casefolio-00-1-01234567-0.part",
        ".casefolio-notes.part",
    ]
    gone = f".casefolio-{host}-{os.getpid()}-01234567-0.part"
    for name in [*kept, gone]:
        (out / name).touch()
    publish(NEW, out / "cv.pdf")
    assert names(out) == sorted([*kept, "cv.pdf", "dossier.pdf"])
