"""More hands: shares of the targets that other processes print, each from the content on, with a press of its own.

Plain values come back: what was printed, or the problems of the first target that failed.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.errors import CasefolioError
    from casefolio.model.target import Target
    from casefolio.printing.product import Product

#: How much work a kind of target is, measured against a CV; what needs the whole series of studies is heavy.
_WEIGHTS = {"cv": 1, "onepager": 3, "onepagers": 4, "dossier": 4, "handout": 1, "packet": 3}


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


def fork(work: Callable[[], Share]) -> Callable[[], Share]:
    """Start a copy of this process on some work; what is returned waits for what comes of it.

    A copy whose original is gone ends when it hands over: nobody reads any more.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_leave(work, reading, writing)
    os.close(writing)

    def wait() -> Share:
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(child, 0)
        if status or not data:
            message = f"a process that printed a share ended with {os.waitstatus_to_exitcode(status)}"
            raise RuntimeError(message)
        came: Any = pickle.loads(data)  # noqa: S301 - from a copy of this very process
        if isinstance(came, Share):
            return came
        raise came

    return wait


def _work_and_leave(work: Callable[[], Share], reading: int, writing: int) -> None:
    os.close(reading)
    code = 1
    try:
        came: Any
        try:
            came = work()
        except Exception as error:  # noqa: BLE001 - it is raised again in the original
            came = error
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(came, pipe)
        code = 0
    finally:
        os._exit(code)
