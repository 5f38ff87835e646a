"""Fingerprints of all that documents are made of: content, layouts and styles, programs."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casefolio.model.workspace import Workspace

_PACKAGE = Path(__file__).resolve().parents[1]
#: Libraries of the system that decide how a page looks, by parts of their files' names.
_LIBRARIES = ("pango", "harfbuzz", "fontconfig", "freetype")


def fingerprint(*parts: str | bytes) -> str:
    """What stands for these parts, in their order."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()


@dataclass(frozen=True, slots=True)
class Inventory:
    """Fingerprints of a project's content, of the layouts and styles in force, and of the programs that print."""

    content: str
    looks: str
    programs: str

    @property
    def all(self) -> str:
        """One fingerprint for everything."""
        return fingerprint(self.content, self.looks, self.programs)


def take_inventory(workspace: Workspace) -> Inventory:
    """Read everything that a build of a project may read, but for files that content names elsewhere."""
    whole = sorted(workspace.root.glob("casefolio.y*ml"))
    content = _tree(workspace.content, whole)
    looks = (_tree(folder) for kind in ("layouts", "styles") for folder in workspace.search(kind))
    epoch = workspace.environment.get("SOURCE_DATE_EPOCH", "")
    return Inventory(content, fingerprint(*looks), fingerprint(_programs(), epoch))


def of_bytes(data: bytes) -> str:
    """The fingerprint of a file that has these bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def of_file(path: str | Path) -> str:
    """The fingerprint of a file's bytes; empty where it cannot be read, and where it is no file: a pipe has no end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - on a name, without making a Path of each
            return ""
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except (OSError, ValueError):  # what is no name at all is a ValueError
        return ""


def libraries() -> tuple[str, ...]:
    """The system's libraries that this process has loaded to print, where the system tells (Linux)."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    paths = {line[line.index("/") :] for line in lines if "/" in line}
    return tuple(sorted(path for path in paths if any(name in path.rpartition("/")[2] for name in _LIBRARIES)))


def stamp(path: str) -> str:
    """Size and time of a file that is too large or too foreign to be read; empty where it is gone."""
    try:
        status = os.stat(path)  # noqa: PTH116 - on a name, without making a Path of each
    except (OSError, ValueError):
        return ""
    return f"{status.st_size}/{status.st_mtime_ns}"


def _tree(folder: Path, more: Iterable[Path] = ()) -> str:
    """All files below a folder, hidden ones left out, by name and bytes."""
    parts: list[str] = []
    for path in (*_files(str(folder)), *map(str, more)):
        parts += (os.path.relpath(path, folder), of_file(path))
    return fingerprint(*parts)


def _files(folder: str, above: tuple[str, ...] = ()) -> Iterator[str]:
    """All files below a folder. A link to a folder is followed, unless it leads back into one on the way here."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    above = (*above, folder)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield entry.path
        elif not entry.is_symlink() or os.path.realpath(entry.path) not in map(os.path.realpath, above):
            yield from _files(entry.path, above)


@cache
def _programs() -> str:
    """This program by names, sizes and times of its modules; Python and the installed packages by their versions.

    Looked at once in a process: what is changed later is not what prints in it.
    """
    own = [f"{os.path.relpath(path, _PACKAGE)} {stamp(path)}" for path in _files(str(_PACKAGE)) if path[-3:] == ".py"]
    packages = {name for folder in sys.path for name in _names(folder) if name.endswith(".dist-info")}
    return fingerprint(sys.version, sys.platform, *own, *sorted(packages))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")  # noqa: PTH208 - on names, without making a Path of each
    except OSError:
        return []
