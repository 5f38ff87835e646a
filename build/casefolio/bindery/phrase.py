"""A text as words and signs with the gaps between them, so that layout makes no difference.

White space is one gap, whatever it is made of. A line's end may part what the source wrote together only after a
hyphen, a dash or a slash, or in scripts without spaces; everywhere else it stands for a space.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"(\s*)(\w+|[^\w\s])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BREAK_AFTER = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015/|…?!}")
_BREAK_BEFORE = frozenset("\u2014\u2015")

# Scripts without spaces between words, where a line may end after any character: Thai, Lao, Burmese, Khmer, Kana, Han,
# Hangul. Not in the expressions above: classes as wide as these take 20 ms to compile.
_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
)

#: What may stand before a word: nothing, a space, the end of a line.
JOINED, SPACED, LINE = b"\0\1\2"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and signs in a row; `gaps[i]` is what stands before `words[i]`."""

    words: list[str]
    gaps: bytes

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Take a text apart. Characters that are not seen (soft hyphens, joiners) do not count."""
        words, gaps = [], bytearray()
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
        found: Iterable[tuple[str, str]] = _WORD.findall(text)
        if not text.isascii() and any(map(_unspaced, set(text))):
            found = (part for gap, word in found for part in _apart(gap, word))
        for gap, word in found:
            words.append(word)
            gaps.append(JOINED if not gap else LINE if "\n" in gap else SPACED)
        return cls(words, bytes(gaps))

    def admits(self, i: int, gap: int) -> bool:
        """Whether this gap on a page is right before the word `i`."""
        if self.gaps[i] == JOINED:
            return gap == JOINED or (gap == LINE and self.may_break(i))
        return gap != JOINED

    def may_break(self, i: int) -> bool:
        """Whether a line may end before the word `i`."""
        if self.gaps[i] != JOINED:
            return True
        before, after = self.words[i - 1][-1], self.words[i][0]
        return before in _BREAK_AFTER or after in _BREAK_BEFORE or _unspaced(before) or _unspaced(after)


def _unspaced(char: str) -> bool:
    return char >= "\u0e00" and any(first <= char <= last for first, last in _UNSPACED)


def _apart(gap: str, word: str) -> Iterator[tuple[str, str]]:
    """A word in its parts: each character of an unspaced script is one."""
    for unspaced, chars in groupby(word, _unspaced):
        for part in chars if unspaced else ["".join(chars)]:
            yield gap, part
            gap = ""
