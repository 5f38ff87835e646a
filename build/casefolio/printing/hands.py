"""More hands: shares of the targets that other processes print, each from the content on, with a press of its own.

Plain values come back: what was printed, or the problems of the first target that failed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.model.target import Target
    from casefolio.printing.product import Product

#: How much work a kind of target is, measured against a CV; what needs the whole series of studies is heavy.
_WEIGHTS = {"cv": 1, "onepager": 3, "onepagers": 4, "dossier": 4, "handout": 1, "packet": 3}
#: How often a copy looks whether its original is still there.
_LOOK_SECONDS = 0.5
_AGAIN = "build again; where memory is short, --jobs 1 needs less of it"


@dataclass(frozen=True, slots=True)
class Share:
    """What came of a share: the products of each target, by its place among all, and what went wrong at the last."""

    products: dict[int, tuple[Product, ...]]
    failed: int = -1
    error: CasefolioError | None = None


def divide(targets: Sequence[Target], hands: int) -> list[list[int]]:
    """The places of targets, divided so that the heaviest share is light; no more shares than targets.

    The first share is the heaviest; each keeps the order of the targets.
    """
    shares: list[list[int]] = [[] for _ in range(max(1, min(hands, len(targets))))]
    loads = [0] * len(shares)
    for place in sorted(range(len(targets)), key=lambda place: -_WEIGHTS.get(targets[place].kind, 1)):
        lightest = loads.index(min(loads))
        shares[lightest].append(place)
        loads[lightest] += _WEIGHTS.get(targets[place].kind, 1)
    order = sorted(range(len(shares)), key=lambda index: -loads[index])
    return [sorted(shares[index]) for index in order]


def cores() -> int:
    """How many processes this machine runs side by side."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a share can be handed to a copy of this process: not on Windows, nor on macOS or beside threads."""
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    return hasattr(os, "fork") and sys.platform != "darwin" and alone


class Hand(Protocol):
    """Work that goes on elsewhere: one of our own processes, or a future of `concurrent.futures`."""

    def result(self) -> Share:
        """Wait for what comes of it."""
        ...

    def cancel(self) -> object:
        """Let it be, where that is still possible."""
        ...


def gathered(own: Callable[[], Share], others: Sequence[Hand]) -> list[Share]:
    """What came of all shares: of one that is worked on here, then of the others. One that breaks ends all."""
    try:
        return [own(), *(hand.result() for hand in others)]
    except BaseException:
        for hand in others:
            hand.cancel()
        raise


def fork(work: Callable[[], Share]) -> Hand:
    """Start a copy of this process on some work. Where the system gives no more processes, it is done here, later."""
    reading, writing = os.pipe()
    original = os.getpid()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return _Later(work)
    if child == 0:
        _work_and_leave(work, reading, writing, original)
    os.close(writing)
    return _Copy(child, reading)


@dataclass(frozen=True, slots=True)
class _Later:
    """Work that nobody else does."""

    result: Callable[[], Share]

    def cancel(self) -> None:
        pass


class _Copy:
    """A copy of this process at work, and the pipe that it hands over through."""

    def __init__(self, child: int, reading: int) -> None:
        self._child, self._pipe = child, os.fdopen(reading, "rb")

    def result(self) -> Share:
        """What came of its work. Raises what it raised, and CF-901 where it ended before it was done."""
        data = self._pipe.read()
        status = self._leave()
        if status or not data:
            raise CasefolioError(
                Problem("CF-901", f"a process that printed a share of this {_ended(status)}", None, _AGAIN)
            )
        came: Any = pickle.loads(data)  # noqa: S301 - from a copy of this very process
        if isinstance(came, Share):
            return came
        raise came

    def cancel(self) -> None:
        """End it, done or not."""
        if not self._pipe.closed:
            os.kill(self._child, signal.SIGKILL)
            self._leave()

    def _leave(self) -> int:
        self._pipe.close()
        with suppress(ChildProcessError):  # where nobody wants to hear of children, none is waited for
            return os.waitpid(self._child, 0)[1]
        return 0


def _ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def _work_and_leave(work: Callable[[], Share], reading: int, writing: int, original: int) -> None:
    os.close(reading)
    end_with(original)
    code = 1
    try:
        try:
            data = pickle.dumps(work())
        except Exception as error:  # noqa: BLE001 - it is raised again in the original
            data = _told(error)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
        code = 0
    finally:
        os._exit(code)


def _told(error: Exception) -> bytes:
    """An error as it is handed over, with where it came from."""
    import traceback

    if not isinstance(error, CasefolioError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        return pickle.dumps(error)
    except Exception:  # noqa: BLE001 - whatever an error holds, its words can be told
        return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))


def end_with(original: int, end: Callable[[], object] = lambda: os._exit(1)) -> None:
    """End this copy soon after its original: nobody waits for it any more, and it would keep the folder locked."""

    def look(*_: object) -> None:
        if os.getppid() != original:
            end()

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_SECONDS, _LOOK_SECONDS)
