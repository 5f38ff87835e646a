"""What an anonymous export still says of its owner: the finished bytes, searched as a reader could."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS, _STYLE = re.compile(r"<[^>]*>|[*`\\]"), re.compile(r"<style>.*?</style>", re.DOTALL)
_SPACE = re.compile(r"[\s\u00a0]+")
#: Parts of a Word document that look the same in all of them.
_FIXED = re.compile(r"word/(styles|settings|fontTable|numbering)\.xml")


def leaks(data: bytes, removed: Iterable[str]) -> list[str]:
    """Which of the removed strings are in the bytes of a text, a page or a Word document, with markup or without.

    What is in capitals only is looked for in capitals, all else in any case; short strings as words of their own.
    """
    said = [_SPACE.sub(" ", each) for text in _texts(data) for each in (text, unescape(_MARKS.sub("", text)))]
    return [string for string in removed if any(_pattern(string).search(text) for text in said)]


def _texts(data: bytes) -> Iterator[str]:
    if not data.startswith(b"PK"):
        yield _STYLE.sub("", data.decode())
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")) and not _FIXED.fullmatch(name):
                yield package.read(name).decode()


def _pattern(string: str) -> re.Pattern[str]:
    inside = r"[\s_-]*".join(map(re.escape, string.split()))
    capitals = string.isupper() and string.isalpha()
    whole = inside if len(string) >= 6 and not capitals else rf"(?<![^\W_]){inside}(?![^\W_])"
    return re.compile(whole, re.NOFLAG if capitals else re.IGNORECASE)
