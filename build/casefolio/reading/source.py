"""A source file as text, and the place of any character in it."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.reading.codes import Code

if TYPE_CHECKING:
    from pathlib import Path

#: The largest source file read. The content of a dossier is text of a few kilobytes a file.
MAX_BYTES = 2_000_000

#: What may not stand in content: whatever YAML 1.2.2 §5.1 does not call printable, and the separators NEL, LS and PS
#: besides, which libyaml still takes for line breaks and which no editor shows.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_BREAK = re.compile(r"\r\n|\r|\n")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_IN_UTF8 = "save it as UTF-8; most editors offer that under “Save with encoding”"


@dataclass(frozen=True)
class Source:
    """A file's text and the name it is shown by."""

    path: Path
    shown: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def line_at(self, index: int) -> tuple[int, int, str]:
        """Number of the line (from 1) that holds the character at `index`, index of its start, its text."""
        number = bisect_right(self._starts, index)
        start = self._starts[number - 1]
        stop = self._starts[number] if number < len(self._starts) else len(self.text)
        return number, start, self.text[start:stop].rstrip("\r\n")

    def mark(self, start: int, end: int | None = None) -> Mark:
        """The place of the characters from `start` to `end`, as far as they are on one line."""
        number, begin, text = self.line_at(start)
        column = start - begin
        length = max(1, min((end or start) - start, len(text) - column))
        return Mark(self.shown, number, column + 1, text, length)


def load(path: Path, shown: str) -> Source:
    """Read one file as UTF-8 (YAML 1.2.2 §5.2; a byte order mark is allowed).

    Raises CF-103 to CF-108 where it is no file, cannot be read, is too large, not UTF-8, or holds what is not text.
    """
    data = _bytes_of(path, shown)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CasefolioError(_not_utf8(data, error.start + len(data) - len(error.object), shown)) from None
    source = Source(path, shown, text)
    strange = UNPRINTABLE.search(text)
    if strange:
        raise CasefolioError(_control_character(source, strange.start(), data))
    return source


def _bytes_of(path: Path, shown: str) -> bytes:
    where = Mark(shown)
    try:
        status = path.stat()
        # Checked before opening: to open a named pipe is to wait for its other end.
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            problem = Problem(Code.NOT_A_FILE, f"this is {kind}; a file is expected", where, "rename or remove it")
            raise CasefolioError(problem)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        remedy = "check where it points to" if path.is_symlink() else "check its permissions"
        reason = (error.strerror or str(error)).lower()
        raise CasefolioError(Problem(Code.UNREADABLE, f"cannot be read: {reason}", where, remedy)) from None
    if len(data) > MAX_BYTES:
        message = f"too large: {max(status.st_size, len(data)):,} bytes, at most {MAX_BYTES:,} are read"
        remedy = "split it, or keep pictures and documents as files of their own"
        raise CasefolioError(Problem(Code.FILE_TOO_LARGE, message, where, remedy))
    return data


def _not_utf8(data: bytes, at: int, shown: str) -> Problem:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = f"no text: byte {data.index(0) + 1} is NUL"
        return Problem(Code.CONTROL_CHARACTER, message, Mark(shown), "put the YAML back from a copy")
    kind = next((name for start, name in _BYTE_ORDER_MARKS if data.startswith(start)), None)
    if kind:
        return Problem(Code.NOT_UTF8, f"encoded as {kind}, from byte 1 on, not as UTF-8", Mark(shown), _IN_UTF8)
    before = data[:at].decode("utf-8-sig", "replace")
    line = _BREAK.split(before)[-1]
    rest = _BREAK.split(data[at:].decode("utf-8", "replace"), maxsplit=1)[0]
    mark = Mark(shown, len(_BREAK.findall(before)) + 1, len(line) + 1, line + rest)
    return Problem(Code.NOT_UTF8, f"not UTF-8: byte {at + 1} is 0x{data[at]:02X}", mark, _IN_UTF8)


def _control_character(source: Source, index: int, data: bytes) -> Problem:
    # A byte order mark was taken off the text, not off the bytes.
    lost = len(data) - len(source.text.encode())
    byte = len(source.text[:index].encode()) + lost + 1
    code = ord(source.text[index])
    message = f"character U+{code:04X} at byte {byte} is a control character"
    remedy = "delete it; it came with a copy or from a damaged file"
    if code == 0:
        message, remedy = f"no text: byte {byte} is NUL", "save it as UTF-8, or put the YAML back from a copy"
    return Problem(Code.CONTROL_CHARACTER, message, source.mark(index), remedy)


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path, all symbolic links followed, stays within `root` (which is resolved already)."""
    real = os.path.realpath(path)
    return real == str(root) or real.startswith(str(root).rstrip(os.sep) + os.sep)
