"""What an ad asks for: terms and words, each with its weight.

A term weighs more than a plain word, one in the title or among the requirements more than one elsewhere, and one that
is said again somewhat more each time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from casefolio.matching.lexicon import empty_words
from casefolio.matching.stems import folded, stemmer, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.matching.advert import Advert, Line
    from casefolio.matching.lexicon import Lexicon
    from casefolio.matching.speech import Term
    from casefolio.matching.stems import Word

#: What one mention weighs, before the part of the ad is counted in.
_NAMED, _PHRASE, _PRACTICE, _SHAPED, _WORD = 3.0, 3.0, 2.2, 2.0, 0.4
#: Shorter words say little, and more words than this are no ad.
_SHORTEST, _WORDS = 4, 40_000

_COMPANY = frozenset(
    [
        "gmbh",
        "ag",
        "ug",
        "kg",
        "kgaa",
        "se",
        "inc",
        "ltd",
        "llc",
        "co",
        "ohg",
        "usa",
        "eu",
        "hr",
        "it",
        "m",
        "w",
        "d",
        "f",
        "x",
        "gn",
        "id",
        "am",
        "pm",
        "cv",
        "ceo",
        "cto",
        "phd",
        "bsc",
        "msc",
        "ok",
    ]
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that an ad asks for. `kind` is `technology`, `practice` or `word`; `lines` are the ad's."""

    name: str
    kind: str
    weight: float
    count: int
    part: str
    lines: tuple[int, ...]
    term: Term | None = None
    stem: str = ""


@dataclass(slots=True)
class _Heard:
    name: str
    kind: str
    base: float
    term: Term | None = None
    stem: str = ""
    mentions: list[tuple[float, str, int]] = field(default_factory=list)

    def asked(self) -> Asked:
        weight, part, _ = max(self.mentions, key=lambda mention: mention[0])
        lines = tuple(sorted({line for _, _, line in self.mentions}))
        total = self.base * weight * (1 + 0.5 * math.log2(len(self.mentions)))
        return Asked(self.name, self.kind, round(total, 3), len(self.mentions), part, lines, self.term, self.stem)


def asked(advert: Advert, lexicon: Lexicon) -> tuple[Asked, ...]:
    """Everything that the ad asks for, the weightiest first."""
    parts = {line.number: line for line in advert.lines}
    row = list(islice(_row(advert), _WORDS))
    heard: dict[str, _Heard] = {}
    taken: set[int] = set()
    for found in lexicon.find(row, german=advert.language != "en"):
        term, line = found.term, parts[row[found.start].line]
        taken.update(range(found.start, found.end))
        kind = "technology" if term.named else "practice"
        base = _NAMED if term.named else _PHRASE if " " in term.name or "/" in term.name else _PRACTICE
        _hear(heard, _Heard(term.name, kind, base, term), line)
    empty, stem = empty_words(advert.language), stemmer(advert.language)
    loud = {line.number for line in advert.lines if _shouts(line)}
    for place, word in enumerate(row):
        plain = folded(word.text)
        key = stem(plain)
        if place in taken or {plain, key} & empty or plain in _COMPANY or plain.isdigit():
            continue
        shaped = _is_shaped(word.text) and word.line not in loud
        if shaped or (len(plain) >= _SHORTEST and plain.isalpha()):
            base = _SHAPED if shaped else _WORD
            _hear(heard, _Heard(word.text, "word", base, stem=key), parts[word.line])
    found_all = (one.asked() for one in heard.values())
    return tuple(
        sorted((one for one in found_all if one.weight > 0), key=lambda one: (-one.weight, one.lines, one.name))
    )


def _hear(heard: dict[str, _Heard], one: _Heard, line: Line) -> None:
    if line.weight > 0:
        key = one.term.name if one.term else f"word {one.stem}"
        heard.setdefault(key, one).mentions.append((line.weight, line.part, line.number))


def _row(advert: Advert) -> Iterator[Word]:
    """All words of the ad, in a row; a line that opens a paragraph or a point begins anew."""
    before = ""
    for line in advert.lines:
        for place, word in enumerate(words(line.text, line.number)):
            goes_on = place == 0 and not line.opens and not before.endswith((".", ":", ";", ","))
            yield word._replace(fresh=False) if goes_on else word
        before = line.text


def _is_shaped(word: str) -> bool:
    """Whether a word is written like a name: with capitals or digits beyond its first letter, as in ServiceNow."""
    return word[0].isalpha() and any(char.isupper() or char.isdigit() for char in word[1:])


def _shouts(line: Line) -> bool:
    """Whether a line is all capitals, so that they say nothing."""
    return len(line.text.split()) > 3 and sum(map(str.isupper, line.text)) > sum(map(str.islower, line.text))
