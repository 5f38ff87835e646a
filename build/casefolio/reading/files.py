"""Where content lies: which files are read, in which order, and which place in the dossier each has.

`casefolio.yaml`, in the project folder or in content/, may hold any key of the dossier. `content/<key>.yaml` holds the
value of one key, `content/<key>/<name>.yaml` one entry of a key that has named entries. `content/private/` mirrors
content/ and lies over it. Everything that is no YAML is left alone: pictures, notes, backups of editors.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from casefolio.errors import Mark, Problem
from casefolio.reading.codes import Code
from casefolio.reading.shape import KEYS, NAMED
from casefolio.reading.source import is_inside
from casefolio.reading.suggest import near

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.model.manuscript import ContentPath
    from casefolio.model.workspace import Workspace

#: The file that may hold everything.
WHOLE = "casefolio"
PRIVATE = "private"

_ENDINGS = (".yaml", ".yml")


class Found(NamedTuple):
    """A file to read, the name it is shown by, and its place: `()` may hold everything."""

    path: Path
    shown: str
    place: ContentPath
    private: bool


def survey(workspace: Workspace) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """All files of a project in a stable order, and what is wrong with names and folders."""
    walk = _Walk(workspace)
    for name in walk.names(workspace.root, folders=False):
        if _stem(name) == WHOLE:
            walk.take(workspace.root / name, (), private=False)
    if os.path.lexists(workspace.content):
        walk.layer(workspace.content, private=False)
    elif not walk.found:
        remedy = "make content/profile.yaml and write in it at least  name: Your Name"
        walk.problems.append(Problem(Code.NO_CONTENT, f"there is no content in {workspace.root}", None, remedy))
    return tuple(walk.found), tuple(walk.problems)


class _Walk:
    """One pass through the folders of a project."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.found: list[Found] = []
        self.problems: list[Problem] = []

    def layer(self, folder: Path, *, private: bool) -> None:
        """Take content/, or content/private/ that lies over it."""
        if not self._is_ours(folder):
            return
        folders: list[str] = []
        for name in self.names(folder):
            stem = _stem(name)
            if stem is None:
                folders.append(name)
            elif stem == WHOLE or stem in KEYS:
                self.take(folder / name, () if stem == WHOLE else (stem,), private=private)
            else:
                self._unknown_file(folder / name, stem)
        for name in folders:
            if name in NAMED:
                self._entries(folder / name, name, private=private)
            elif name != PRIVATE:
                self._stray_folder(folder / name)
        if PRIVATE in folders and not private:
            self.layer(folder / PRIVATE, private=True)

    def take(self, path: Path, place: ContentPath, *, private: bool) -> None:
        """Take one file, unless it is a link out of the project."""
        if path.is_symlink() and not is_inside(path, self.workspace.root):
            self._leaves(path)
            return
        self.found.append(Found(path, self._shown(path), place, private))

    def names(self, folder: Path, *, folders: bool = True) -> list[str]:
        """Names of YAML files, folders and links in a folder, sorted; hidden ones and editors' backups left out."""
        try:
            with os.scandir(folder) as entries:
                names = sorted(e.name for e in entries if _stem(e.name) or (folders and (e.is_symlink() or e.is_dir())))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self._note(Code.UNREADABLE, f"the folder cannot be read: {reason}", folder, "check its permissions")
            return []
        return [name for name in names if not name.startswith((".", "#", "~"))]

    def _entries(self, folder: Path, key: str, *, private: bool) -> None:
        if not self._is_ours(folder):
            return
        for name in self.names(folder):
            stem = _stem(name)
            if stem is None:
                if self._holds_yaml(folder / name):
                    message = f"{key} are not read from folders inside {key}/"
                    self._note(Code.FOLDER_NOT_READ, message, folder / name, f"move its files up into {key}/")
            elif _printable(stem) != stem:
                message = "the file's name is not UTF-8"
                self._note(Code.BAD_FILE_NAME, message, folder / name, "rename it: lower-case letters, digits, hyphens")
            else:
                self.take(folder / name, (key, stem), private=private)

    def _unknown_file(self, path: Path, stem: str) -> None:
        guess = near(stem, (*KEYS, WHOLE))
        message = f"unknown file '{_printable(path.name)}'" + (f"; did you mean '{guess}.yaml'?" if guess else "")
        self._note(Code.UNKNOWN_FILE, message, path, f"known are: {', '.join(KEYS)}, each with .yaml")

    def _stray_folder(self, folder: Path) -> None:
        if not self._holds_yaml(folder):
            return
        if folder.name in KEYS:
            message = f"'{folder.name}' is not read from a folder"
            self._note(Code.FOLDER_NOT_READ, message, folder, f"write it all in {self._shown(folder)}.yaml")
        elif guess := near(folder.name, NAMED):
            message = f"the folder '{_printable(folder.name)}' is not read; did you mean '{guess}'?"
            self._note(Code.FOLDER_NOT_READ, message, folder, "rename it, or move its YAML out of content/")

    def _holds_yaml(self, folder: Path) -> bool:
        return folder.is_dir() and bool(self.names(folder, folders=False))

    def _is_ours(self, folder: Path) -> bool:
        if not is_inside(folder, self.workspace.root):
            self._leaves(folder)
            return False
        if folder.is_dir():
            return True
        if folder.exists():
            self._note(Code.NOT_A_FILE, "this is a file; a folder is expected", folder, "rename or remove it")
        else:
            self._note(Code.UNREADABLE, "this link points to nothing", folder, "check where it points to")
        return False

    def _leaves(self, path: Path) -> None:
        remedy = "put the file itself here; what lies outside is not read"
        self._note(Code.LINK_LEAVES_PROJECT, "this link points out of the project", path, remedy)

    def _note(self, code: Code, message: str, path: Path, remedy: str) -> None:
        self.problems.append(Problem(code, message, Mark(self._shown(path)), remedy))

    def _shown(self, path: Path) -> str:
        return _printable(self.workspace.shown(path))


def _stem(name: str) -> str | None:
    """The name without `.yaml` or `.yml`, or None where it ends otherwise."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - on a name, without making a Path of each
    return stem if ending.lower() in _ENDINGS else None


def _printable(name: str) -> str:
    """A file's name with bytes that are no UTF-8 shown as question marks."""
    return name.encode("utf-8", "replace").decode()
