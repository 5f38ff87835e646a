"""Searching a finished PDF for what must not be in it, wherever a reader or a program could find it.

Looked through are: the file's name; every object's strings, literal or hexadecimal, in any of PDF's encodings, those in
object streams and in content streams too (metadata, outline, alternative texts, links, names of files); every stream
without its filters, as text in UTF-8 and UTF-16, with its entities and escapes resolved (XMP, JSON); files in the file,
also in archives and PDFs; and the text of the pages as two programs read it, lines and hyphens joined. What is not
found is what only pixels or outlines say: nothing of ours is drawn so.

A string is looked for in any case and without regard to accents, unless it is of capitals only: then as it stands, for
what was removed as CONTACT must not be found in every “contact”. One of six letters or more is found inside other words
too; a shorter one only as a word, and not in what is no text, where any three bytes stand somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from casefolio.bindery.spoken import BYTES, STREAM, all_of, apart
from casefolio.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_INSIDE = 6
#: What may stand between two letters of a word: what is not seen, or the end of a line with its hyphen.
_UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]*"
_BROKEN = rf"{_UNSEEN}(?:[-\u2010]?[ \t]*[\r\n]\s*)?{_UNSEEN}"
_HYPHENED = rf"{_UNSEEN}(?:[-\u2010][ \t]*[\r\n]\s*)?{_UNSEEN}"


def find_leaks(data: bytes, removed: Sequence[str], *, file_name: str) -> tuple[Problem, ...]:
    """Where a finished PDF, or its name, still says what was removed: CF-630 for each string and place, or nothing.

    Of strings that hold each other the longest is told. A file that is no readable PDF is searched as bytes.
    """
    patterns = _Patterns(removed)
    said: dict[tuple[str, bool], list[str]] = {("its name", True): [apart(file_name)]}
    for each in all_of(data):
        said.setdefault((each.where, each.text), []).append(each.words)
    found: dict[str, dict[str, None]] = {}
    for (where, text), words in said.items():
        # A zero ends a string: nothing is found across two of them.
        found.setdefault(where, {}).update(dict.fromkeys(patterns.found("\0".join(words), text=text)))
    problems = []
    understood = {string for where, strings in found.items() if not _vague(where) for string in strings}
    for where, strings in found.items():
        # Of what only bytes say it is told where nothing says more of the place.
        told = [string for string in strings if not (_vague(where) and string in understood)]
        for string in told:
            if not any(string != other and string.casefold() in other.casefold() for other in told):
                message = f"{file_name} is to name nobody, and still says '{string}' in {where}"
                remedy = "say it otherwise in the content, or leave the entry out"
                problems.append(Problem("CF-630", message, remedy=remedy))
    return tuple(problems)


def _vague(where: str) -> bool:
    return where.endswith((BYTES, STREAM))


class _Patterns:
    """One expression for what is looked for in any case, one for what is looked for as it stands."""

    def __init__(self, removed: Iterable[str]) -> None:
        self._removed = [string for string in dict.fromkeys(removed) if string.strip()]
        self._any, self._any_long = self._made(capitals=False)
        self._exact, self._exact_long = self._made(capitals=True)

    def _made(self, *, capitals: bool) -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
        made = []
        for string in self._removed:
            if (string.isupper() and string.isalpha()) == capitals:
                forms = dict.fromkeys(_forms(string if capitals else string.casefold()))
                made += [(string, re.compile(_expression(form))) for form in forms if re.search(r"\w", form)]
        return made, [(string, pattern) for string, pattern in made if _letters(string) >= _INSIDE]

    def found(self, words: str, *, text: bool) -> Iterator[str]:
        """The strings that are said in these words."""
        exact = _folded(words)
        pairs = (
            (exact.casefold(), self._any if text else self._any_long),
            (exact, self._exact if text else self._exact_long),
        )
        for folded, patterns in pairs:
            for string, pattern in patterns:
                if pattern.search(folded):
                    yield string


def _letters(string: str) -> int:
    return sum(char.isalnum() for char in string)


def _folded(text: str) -> str:
    """Letters without their accents, ligatures apart (Unicode, NFKD)."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _forms(string: str) -> Iterator[str]:
    """A string as it may be written: without accents, and with German umlauts in two letters."""
    yield _folded(string)
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("ß", "ss")):
        string = string.replace(umlaut, letters)
    yield _folded(string)


def _expression(string: str) -> str:
    """The string with its words parted by anything like a space, its letters by the end of a line."""
    short = _letters(string) < _INSIDE
    pieces = []
    for piece in re.findall(r"\w+|[^\w]+", string.strip()):
        if re.match(r"\w", piece):
            pieces.append((_HYPHENED if short else _BROKEN).join(piece))
        else:
            pieces.append(r"[\s\u00a0_+-]{0,3}" if not piece.strip() else r"[\W_]{0,6}")
    whole = "".join(pieces)
    return rf"(?<![^\W_]){whole}s?(?![^\W_])" if short else whole
