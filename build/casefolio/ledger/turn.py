"""One build at a time in a results folder: whoever comes second waits."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from casefolio.ledger.book import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if sys.platform != "win32":  # which has no such locks; there, builds are not kept apart
    import fcntl


@contextmanager
def taking_turns(out: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder for the time of a build.

    The lock is the kernel's (flock(2)): it ends with its process, however that ends, and leaves nothing stale. Where
    no lock can be had, since the folder does not let itself be written to, there is nothing to hold.
    """
    file = _opened(out / FOLDER / "turn")
    if file is None or sys.platform == "win32":
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another build in this folder")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            yield
            return
        yield


def _opened(path: Path) -> IO[bytes] | None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    return None
