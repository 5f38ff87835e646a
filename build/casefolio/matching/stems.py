"""Words and their stems: the door to snowballstemmer."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Languages that ads and dossiers are read in, by the names that the stemmer has for them.
LANGUAGES = {"en": "english", "de": "german"}

# A word, with the signs that belong to names such as C++; or what parts two words that do not belong together.
_TOKEN = re.compile(r"[^\W_]+(?:\+\+|#)?|[.,;:!?()\[\]|•·‣▪●*\"“”„–—]|\n[ \t]*\n|\n[ \t]*[-*•·‣▪●]")
_LETTERS = re.compile(r"[A-Z][A-Z0-9]+s")
#: Words longer than this are no words.
_LONGEST = 60


class Word(NamedTuple):
    """A word where it stands: as it is written, its line from 1, and whether it starts something new."""

    text: str
    line: int
    fresh: bool


def words(text: str, line: int = 1) -> Iterator[Word]:
    """The words of a text; a sign, a new paragraph or a bullet makes the next one start something new."""
    fresh, before = True, 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        line += text.count("\n", before, found.start())
        before = found.start()
        if token[0].isalnum():
            if len(token) <= _LONGEST:
                yield Word(token, line, fresh)
            fresh = len(token) > _LONGEST
        elif not _inside_a_name(text, found):
            fresh = True


def _inside_a_name(text: str, found: re.Match[str]) -> bool:
    """Whether a sign stands in a name: the stop of `Node.js`, not that of a sentence."""
    end = found.end()
    return (
        found.group() == "."
        and found.start() > 0
        and text[found.start() - 1].isalnum()
        and text[end : end + 1].isalnum()
    )


def folded(text: str) -> str:
    """A word without what typing and setting make of it: ligatures, case, the plural of letters as in SLOs."""
    text = text[:-1] if _LETTERS.fullmatch(text) else text
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """What turns a folded word into its stem, in English where the language is none that is known here."""
    import snowballstemmer

    stem = snowballstemmer.stemmer(LANGUAGES.get(language, "english")).stemWord

    @cache
    def cached(word: str) -> str:
        return str(stem(word))

    return cached


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text's words."""
    stem = stemmer(language)
    return tuple(stem(folded(word.text)) for word in words(text))
