"""One build at a time in a results folder: whoever comes second waits."""

from __future__ import annotations

import os
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
def taking_turns(out: Path, report: Callable[[str], None]) -> Iterator[bool]:
    """Hold the folder for the time of a build. Yields whether the build before was killed: it may have left drafts.

    The lock is the kernel's (flock(2)): it ends with its process, however that ends, and leaves nothing stale. Where
    no lock can be had, since the folder does not let itself be written to, there is nothing to hold. A build that
    fails leaves no folder that was not there before.
    """
    path = out / FOLDER / "turn"
    file = _held(path, report)
    if file is None:
        yield False
        return
    with file:
        killed = os.fstat(file.fileno()).st_size > 0
        _note(file, b"at work\n")
        try:
            yield killed
        except BaseException:
            _take_away(path)
            raise
        finally:
            _note(file, b"")


def _held(path: Path, report: Callable[[str], None]) -> IO[bytes] | None:
    """The lock's file, when it is ours; None where there are no locks."""
    while (file := _opened(path)) and sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another build in this folder")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            return file
        # Whoever held it may have taken the file away: then others look for one of this name that is new.
        with suppress(OSError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()
    return file


def _opened(path: Path) -> IO[bytes] | None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() or not path.exists():  # a pipe would be waited for
            return path.open("ab", buffering=0)
    return None


def _note(file: IO[bytes], words: bytes) -> None:
    """Let the lock's file say whether somebody is at work. Where the disk is full, it says nothing."""
    with suppress(OSError):
        file.truncate(0)
        file.write(words)


def _take_away(path: Path) -> None:
    """Remove the lock's file and its folders, where there is nothing else in them."""
    with suppress(OSError):
        if [*path.parent.iterdir()] == [path] and [*path.parent.parent.iterdir()] == [path.parent]:
            path.unlink()
            path.parent.rmdir()
            path.parent.parent.rmdir()
