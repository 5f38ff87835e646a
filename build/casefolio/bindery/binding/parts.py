"""From words of the command line to parts: files, page ranges, pictures, passwords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.bindery.binding.pictures import is_picture, picture_pdf
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import PageSpan, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TAIL = re.compile(r"^(?P<path>.+):(?P<ranges>[\d,\s-]+)$", re.DOTALL)
_RANGE = re.compile(r"^(\d{1,7})?(?:(-)(\d{1,7})?)?$")

#: What a part may weigh: it is read into memory whole.
_HEAVIEST = 512 * 2**20


def read_part(
    word: str,
    base: Path,
    *,
    title: str | None = None,
    language: str | None = None,
    alt: str | None = None,
    password_from: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Part:
    """The part that a word like `cv.pdf` or `cv.pdf:1-2,5` names, from the folder `base`.

    `password_from` names the environment variable that holds the password. Raises CF-520 for a file that is missing,
    is a folder or cannot be read, CF-523 for a variable that is not set, CF-524 for a malformed range, CF-526 for a
    file that is too large.
    """
    path, spans = _taken_apart(word, base)
    data = _bytes(path, word)
    password = None
    if password_from is not None:
        password = (environment or {}).get(password_from)
        if password is None:
            said = f"the password of {word} should be in {password_from}, and that is not set"
            raise CasefolioError(Problem("CF-523", said, remedy=f"export {password_from}='…' and try again"))
    if is_picture(data):
        data = picture_pdf(data, word)
    return Part(word, data, spans, title, language, alt, password)


def read_parts(words: Sequence[str], base: Path, output: Path | None = None) -> tuple[Part, ...]:
    """All parts, every problem with them at once. CF-525 where `output` is one of them."""
    problems: list[Problem] = []
    parts: list[Part] = []
    known: dict[Path, Part] = {}
    for word in words:
        try:
            path, spans = _taken_apart(word, base)
            _refuse_output(path, word, output)
            # A file listed twice is read once, and its source opened once.
            part = known[path] = known.get(path) or read_part(word, base)
            parts.append(Part(word, part.data, spans))
        except CasefolioError as error:
            problems += error.problems
    if problems:
        raise CasefolioError(problems)
    return tuple(parts)


def parse_spans(text: str, name: str) -> tuple[PageSpan, ...]:
    """Page ranges like `1-2,5,7-` or `-3`. Raises CF-524."""
    spans: list[PageSpan] = []
    for piece in text.split(","):
        found = _RANGE.match(piece.strip())
        first, dash, last = found.groups() if found else (None, None, None)
        if first is None and last is None:
            raise _malformed(text, name)
        start = int(first) if first else 1
        span = PageSpan(start, (int(last) if last else None) if dash else start)
        if span.first < 1 or (span.last is not None and span.last < span.first):
            raise _malformed(text, name)
        spans.append(span)
    return tuple(spans)


def _malformed(text: str, name: str) -> CasefolioError:
    said = f"{text!r} are no pages of {name}"
    return CasefolioError(Problem("CF-524", said, remedy="pages are written 3, 1-2, 4- or 1-2,7; the first page is 1"))


def _taken_apart(word: str, base: Path) -> tuple[Path, tuple[PageSpan, ...]]:
    """Path and ranges of a word; a file that is really called so comes first."""
    whole = base / word
    found = _TAIL.match(word)
    if found is None or whole.exists():
        return whole, ()
    return base / found["path"], parse_spans(found["ranges"], found["path"])


def _refuse_output(path: Path, word: str, output: Path | None) -> None:
    if output is not None and _same(path, output):
        said = f"{word} is the file that would be written"
        raise CasefolioError(Problem("CF-525", said, remedy="give the bound file another name"))


def _same(path: Path, output: Path) -> bool:
    try:
        return path.samefile(output) if path.exists() and output.exists() else path.resolve() == output.resolve()
    except OSError:
        return False


def _bytes(path: Path, word: str) -> bytes:
    try:
        if path.is_dir():
            said, remedy = f"{word} is a folder", "name the files in it, in the order in which they are to be bound"
        elif not path.exists():
            said, remedy = f"there is no {word}", f"looked for {path}"
        elif path.stat().st_size > _HEAVIEST:
            said, remedy = f"{word} is larger than {_HEAVIEST // 2**20} MB", "bind it in pieces"
            raise CasefolioError(Problem("CF-526", said, remedy=remedy))
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        said, remedy = f"{word} cannot be read: {error}", "check its rights and its name"
    raise CasefolioError(Problem("CF-520", said, remedy=remedy))
