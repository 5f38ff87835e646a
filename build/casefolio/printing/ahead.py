"""A press made ready ahead: while this process reads the content, a copy of it loads WeasyPrint and parses the styles.

Each takes about as long, and together they are half of a cold build. The copy sets one sheet and hands over plain
values. Where something is to be said of the sheet, or the copy ends early, the sheet is set here again: only here is it
known where its content was written.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from casefolio.printing.hands import can_fork, cores, end_with

if TYPE_CHECKING:
    from casefolio.model.order import Job
    from casefolio.model.sheet import Enclosure, Optional, Sheet
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine
    from casefolio.press.forme import Printed
    from casefolio.press.typeset import Enclose

#: What a CV is set in whatever its paper is; its density file has its name too.
_LAYOUT = "cv"
_STYLES = ("faces.css", "tokens.css", "base.css", f"{_LAYOUT}.css")
#: Signals that end a copy: from the terminal, from its original, and of the clock that looks for its original.
_ENDING = frozenset({signal.SIGINT, signal.SIGTERM} | ({signal.SIGALRM} if hasattr(signal, "SIGALRM") else set()))
#: What goes wrong when the other end of a pipe is gone.
_GONE = (OSError, EOFError, pickle.UnpicklingError)


def pays(job: Job) -> bool:
    """Whether a job is one CV for readers, and this machine works on two things at once."""
    alone = [target.kind for target in job.targets] == [_LAYOUT] and job.shop is None
    return alone and job.hands != 1 and cores() > 1 and can_fork()


class Ahead:
    """A copy of this process that makes a press ready, and then sets one sheet."""

    def __init__(self, workspace: Workspace) -> None:
        """Start the copy. Raises OSError where the system gives no more processes."""
        asked, asking = os.pipe()
        told, telling = os.pipe()
        original = os.getpid()
        # A copy that is struck before it is on its own way would go the original's to its end.
        heeded = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            self._child = os.fork()
            if self._child == 0:
                os.close(asking)
                os.close(told)
                _set_and_leave(workspace, asked, telling, original)
        except OSError:
            for end in (asked, asking, told, telling):
                os.close(end)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heeded)
        os.close(asked)
        os.close(telling)
        self._asking, self._told = os.fdopen(asking, "wb"), os.fdopen(told, "rb")
        #: The faces' families and the project's files that the sheet asked for, when it has been set.
        self.families: frozenset[str] = frozenset()
        self.fetched: frozenset[str] = frozenset()

    def typeset(self, sheet: Sheet, enclose: Enclose) -> Printed | None:
        """Set a sheet, as `press.typeset` does; nothing where that has to be done here."""
        with suppress(*_GONE):
            _say(self._asking, sheet)
            while answer := pickle.load(self._told):  # noqa: S301 - from a copy of this very process
                if "printed" in answer:
                    self.families, self.fetched = answer["families"], answer["fetched"]
                    printed: Printed = answer["printed"]
                    return printed
                _say(self._asking, enclose(answer["left_out"]))
        return None

    def close(self) -> None:
        """Let the copy go, done or not."""
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGTERM)
        for pipe in (self._asking, self._told):
            with suppress(OSError):
                pipe.close()
        with suppress(ChildProcessError):  # where nobody wants to hear of children, none is waited for
            os.waitpid(self._child, 0)


def serve(workspace: Workspace, asked: IO[bytes], telling: IO[bytes]) -> None:
    """Make a press ready, wait for a sheet, set it, and tell what came of it; nothing where there is more to say."""
    from casefolio.press.engine import Engine

    # Whenever the copy is let go, the faces that it unpacks are taken away.
    _heed(sent=False)
    engine = Engine(workspace)
    try:
        try:
            _heed(sent=True)
            _serve(engine, workspace, asked, telling)
        finally:
            _heed(sent=False)
    finally:
        engine.close()
        _heed(sent=True)


def _heed(*, sent: bool) -> None:
    """Let signals that end the copy come, or wait."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK if sent else signal.SIG_BLOCK, _ENDING)


def _serve(engine: Engine, workspace: Workspace, asked: IO[bytes], telling: IO[bytes]) -> None:
    from casefolio.press.density import NEUTRAL, read_density
    from casefolio.press.listening import listening
    from casefolio.press.typeset import typeset

    with listening() as heard:
        engine.styles(_STYLES)
        engine.css(read_density(workspace.find("styles", f"{_LAYOUT}.density.toml"), "").css(NEUTRAL, ""))
    sheet = pickle.load(asked)  # noqa: S301 - from the process that this is a copy of

    def enclose(left_out: tuple[Optional, ...]) -> tuple[Enclosure, ...]:
        _say(telling, {"left_out": left_out})
        enclosed: tuple[Enclosure, ...] = pickle.load(asked)  # noqa: S301 - as above
        return enclosed

    nowhere: Any = object()
    printed = typeset(sheet, workspace, nowhere, engine, enclose)
    answer = {"printed": printed, "families": engine.families, "fetched": frozenset(engine.fetched)}
    _say(telling, None if heard or printed.warnings else answer)


def _say(pipe: IO[bytes], what: object) -> None:
    pickle.dump(what, pipe)
    pipe.flush()


def _set_and_leave(workspace: Workspace, asked: int, telling: int, original: int) -> None:
    code = 1
    try:
        end_with(original, lambda: sys.exit(1))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        _heed(sent=True)
        # What goes wrong here goes wrong there again, and is said there.
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        with os.fdopen(asked, "rb") as questions, os.fdopen(telling, "wb") as answers:
            serve(workspace, questions, answers)
        code = 0
    finally:
        os._exit(code)
