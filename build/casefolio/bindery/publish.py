"""Putting finished files in their place, each whole or not at all.

A file is written beside its destination under a hidden name, forced to the disk, and renamed (POSIX rename(2) replaces
in one step). All are written before the first is renamed, so that what cannot be written spoils nothing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# A draft's name says who writes it, and never grows longer than its destination's may be: host, process, run, number.
_RUN, _NUMBERS = token_hex(4), count()
_DRAFT = re.compile(r"\.casefolio-([0-9a-f]+)-(\d+)-([0-9a-f]{8})-\d+\.part")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}


def publish(data: bytes, path: Path) -> None:
    """Write one file; see `publish_all`."""
    publish_all({path: data})


def publish_all(files: Mapping[Path, bytes]) -> None:
    """Write files, making folders where needed: each is old or new as a whole whatever happens, nothing is left over.

    A link is followed, the mode of a file that is replaced is kept. Raises CF-701 (destination is no file), CF-702
    (no folder can be there), CF-703 (not allowed), CF-704 (disk full), CF-705 (name too long), CF-706 (read-only) or
    CF-707 (anything else the system refuses), with a problem for every destination that can be told beforehand.
    """
    targets = {_followed(path): path for path in files}
    problems = [problem for real, path in targets.items() if (problem := _obstacle(real, path))]
    if problems:
        raise CasefolioError(problems)
    drafts: dict[Path, Path] = {}
    try:
        # Twice, so that a Ctrl-C that strikes while drafts are cleared away still finds them cleared.
        try:
            _write_and_rename(files, targets, drafts)
        finally:
            _clear(drafts)
    finally:
        _clear(drafts)


def clear_up(folder: Path) -> None:
    """Remove the drafts that a killed run of this machine left in a folder and below it."""
    for path, _, _ in os.walk(folder):
        with suppress(OSError):
            _clear(_left_behind(Path(path)))


def _write_and_rename(files: Mapping[Path, bytes], targets: Mapping[Path, Path], drafts: dict[Path, Path]) -> None:
    """Every draft first, then every name. A draft is noted before it is there, so that it can be cleared away."""
    for real, path in targets.items():
        with _told_of(path):
            real.parent.mkdir(parents=True, exist_ok=True)
            _clear(_left_behind(real.parent))
            draft = real.parent / f".casefolio-{_host()}-{os.getpid()}-{_RUN}-{next(_NUMBERS)}.part"
            drafts[draft] = real
            _write(files[path], draft, real)
    for draft, real in drafts.items():
        with _told_of(targets[real]):
            draft.replace(real)
    for folder in dict.fromkeys(real.parent for real in targets):
        with _told_of(folder):
            _force(folder)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Whatever the system refuses is told of this path."""
    try:
        yield
    except OSError as error:
        raise CasefolioError(_problem(error, path)) from error


def _followed(path: Path) -> Path:
    """Where a path leads: links are followed, so that a link to a file elsewhere stays one."""
    return Path(os.path.realpath(path))


def _obstacle(real: Path, path: Path) -> Problem | None:
    """What stands in the way of a destination even before anything is written."""
    try:
        mode = real.lstat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return _problem(error, path)
    if stat.S_ISREG(mode):
        return None
    what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
    return Problem("CF-701", f"{path} is {what}", remedy="remove it, or name another file")


def _write(data: bytes, draft: Path, real: Path) -> None:
    """Write a draft and force it to the disk, with the mode of the file it replaces, else as the umask says."""
    with draft.open("xb") as file:
        file.write(data)
        file.flush()
        with suppress(OSError):  # a new file has none, and some file systems know no modes
            draft.chmod(stat.S_IMODE(real.stat().st_mode))
        os.fsync(file.fileno())


def _force(folder: Path) -> None:
    """Force renames to the disk, where a system can do that for folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and virtual file systems have nothing to force.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(handle)


def _clear(drafts: Iterable[Path]) -> None:
    for draft in drafts:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _left_behind(folder: Path) -> list[Path]:
    """Drafts that a killed run of this machine left in a folder. Those of a live process are left alone."""
    with os.scandir(folder) as entries:
        names = [match for entry in entries if (match := _DRAFT.fullmatch(entry.name))]
    return [folder / match.group() for match in names if match.group(1) == _host() and _dead(*match.group(2, 3))]


def _dead(process: str, run: str) -> bool:
    """Whether the run of a process is over. Where another program has its number by now, that cannot be told."""
    if int(process) == os.getpid():
        return run != _RUN
    if os.name == "nt":  # there, signal 0 is Ctrl-C
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _host() -> str:
    """The machine or container whose process numbers count, in letters fit for a file's name."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return name.encode().hex()[:24] or "0"


def _problem(error: OSError, path: Path) -> Problem:
    """What the system refused, in the owner's words, with what to do about it."""
    number = error.errno or 0
    if number in _FULL:
        code, message, remedy = "CF-704", f"there is no room for {path}", "free some disk space"
    elif number in _NO_FOLDER:
        code, message, remedy = "CF-702", f"a file stands where {path} needs a folder", "move it away"
    elif number in _DENIED:
        code, message, remedy = "CF-703", f"{path} may not be written", "close it elsewhere, or see who may write there"
    elif number == errno.ENAMETOOLONG:
        code, message, remedy = "CF-705", f"the name {path} is too long", "give a shorter one"
    elif number == errno.EROFS:
        code, message, remedy = "CF-706", f"{path} lies on a read-only disk", "write elsewhere with --out"
    else:
        code, message = "CF-707", f"{path} cannot be written: {error.strerror or error}"
        remedy = "see the disk and its state"
    return Problem(code, message, remedy=remedy)
