"""Pictures that the content names: there, inside the project, of a kind that can be printed, not too large."""

from __future__ import annotations

import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from casefolio.errors import Problem
from casefolio.reading.codes import Code
from casefolio.reading.source import is_inside
from casefolio.reading.suggest import near
from casefolio.reading.tree import EACH, matching, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casefolio.model.manuscript import ContentPath
    from casefolio.model.workspace import Workspace
    from casefolio.reading.tree import Node

MAX_BYTES = 20_000_000

#: Where the content names pictures.
_NAMED: tuple[ContentPath, ...] = (
    ("profile", "photo", "file"),
    ("studies", EACH, "figures", EACH, "file"),
    ("applications", EACH, "letter", "signature"),
)

_HEAD = 512
#: How files of each kind begin: PNG (W3C PNG §5.2), JPEG (ITU-T T.81 B.1.1.3), GIF89a; WebP and SVG are seen apart.
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


class _Fault(NamedTuple):
    """What is wrong with a picture, and what to do about it."""

    code: Code
    message: str
    remedy: str


def check_pictures(tree: Node, workspace: Workspace) -> dict[ContentPath, list[Problem]]:
    """What is wrong with the pictures the content names, by path; files are looked at, not decoded."""
    problems: dict[ContentPath, list[Problem]] = {}
    for pattern in _NAMED:
        for path, node in matching(tree, pattern):
            found = _fault(node.value.strip(), workspace.root) if isinstance(node.value, str) else None
            if found:
                problems[path] = [Problem(found.code, found.message, place(tree, path), found.remedy)]
    return problems


def _fault(name: str, root: Path) -> _Fault | None:
    if not name:
        return None
    if PurePosixPath(name).is_absolute() or not is_inside(root / name, root):
        message = f"the picture '{name}' lies outside the project"
        return _Fault(
            Code.PICTURE_OUTSIDE, message, "copy it into the project and name its path from the project folder"
        )
    try:
        return _look(name, root / name)
    except (FileNotFoundError, NotADirectoryError):
        return _missing(name, root)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"the picture '{name}' cannot be read: {reason}"
        return _Fault(Code.PICTURE_UNREADABLE, message, "check its name and its permissions")


def _look(name: str, path: Path) -> _Fault | None:
    """What is wrong with a file that may be there. Raises OSError where it is not or cannot be read."""
    status = path.stat()
    # Checked before opening: to open a named pipe is to wait for its other end.
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        return _Fault(Code.PICTURE_NOT_A_FILE, f"'{name}' is {kind}, not a picture", "name the picture's file")
    if status.st_size > MAX_BYTES:
        size = f"{status.st_size / 1e6:.1f} MB, at most {MAX_BYTES / 1e6:.0f} MB are taken"
        return _Fault(
            Code.PICTURE_TOO_LARGE, f"the picture '{name}' has {size}", "save it smaller; 3000 pixels fill a page"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return _Fault(Code.PICTURE_UNREADABLE, f"the picture '{name}' is an empty file", "copy it again")
    if not _is_picture(head):
        message = f"'{name}' is no PNG, JPEG, WebP, GIF or SVG picture"
        return _Fault(Code.PICTURE_UNKNOWN_KIND, message, "save it as one of these")
    return None


def _missing(name: str, root: Path) -> _Fault:
    guess = next((guess for guess in guesses(name, root) if is_inside(root / guess, root)), None)
    message = f"there is no picture '{name}'" + (f"; did you mean '{guess}'?" if guess else "")
    slash = "; folders are parted by /" if "\\" in name else ""
    return _Fault(Code.PICTURE_MISSING, message, f"a path begins at the project folder, as in content/me.jpg{slash}")


def guesses(name: str, root: Path) -> Iterator[str]:
    """The nearest name in the folder that was named, then below content/."""
    path = PurePosixPath(name)
    for folder in (path.parent, "content" / path.parent, "content/private" / path.parent):
        try:
            beside = sorted(file.name for file in (root / folder).iterdir() if file.name.isprintable())
        except OSError:
            continue
        guess = near(path.name, beside)
        if guess:
            yield (folder / guess).as_posix()


def _is_picture(head: bytes) -> bool:
    if head.startswith(_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))
