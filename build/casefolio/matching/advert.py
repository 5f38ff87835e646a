"""An ad as bytes, whatever it was saved as, becomes lines with the part of the ad that each belongs to."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.matching.speech import speech
from casefolio.matching.stems import folded, words
from casefolio.matching.webpage import Webpage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What is read of an ad, of a page with its markup, and of its words: the longest are a few pages.
_BYTES, _PAGE_CHARACTERS, _CHARACTERS = 16 * 2**20, 1_000_000, 200_000
_TITLE_WEIGHT, _PLAIN_WEIGHT = 3.0, 1.0
#: A heading is a short line; a title too, and it stands among the first lines.
_HEADING_WORDS, _TITLE_WORDS, _TITLE_LINES = 8, 14, 15

_FORMATS = {b"%PDF-": "a PDF", b"PK\x03\x04": "a Word file or another archive", b"\xd0\xcf\x11\xe0": "an old Word file"}
_MARKUP = re.compile(r"<(?:!doctype html|html|body|div|p|li|ul|h[1-6]|br|span|section|article)\b[^<>]*>", re.IGNORECASE)
_HYPHENATED = re.compile(r"\w\w[-\u2010]$")
_BULLET = re.compile(r"^[\s\-–—*•·‣▪●◦o]+(?=\s)|^[-*•·‣▪●◦]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an ad: its number from 1, the part that it belongs to, and what a word in it weighs."""

    number: int
    text: str
    part: str
    weight: float
    opens: bool


@dataclass(frozen=True, slots=True)
class Advert:
    """An ad: its title, its language (`en`, `de`, or empty where neither), its lines, what to warn of."""

    title: str
    language: str
    lines: tuple[Line, ...]
    warnings: tuple[Problem, ...] = ()


def read_advert(data: bytes, name: str, language: str = "") -> Advert:
    """An ad from a text file or an HTML page, in UTF-8, UTF-16 or Latin-1.

    `language` stands in for the guess. Raises CF-166 where there are no words, CF-168 where this is no text.
    """
    kind = next((said for head, said in _FORMATS.items() if data.startswith(head)), "")
    if kind or _binary(data):
        raise CasefolioError(
            Problem("CF-168", f"{name} is {kind or 'no text'}", remedy="copy the words of the ad into a text file")
        )
    text = _decoded(data[:_BYTES])
    numbered = (
        Webpage.lines_of(text[:_PAGE_CHARACTERS])
        if _MARKUP.search(text[:100_000])
        else list(enumerate(text.splitlines(), 1))
    )
    kept = _within(numbered, _CHARACTERS)
    cut = (
        len(data) > _BYTES
        or len(text) > _PAGE_CHARACTERS
        or sum(len(line) + 1 for _, line in numbered) > _CHARACTERS + 1
    )
    plain = [(number, unicodedata.normalize("NFKC", _UNSEEN.sub("", line)).strip()) for number, line in kept]
    lines = tuple(_parted(_rejoined(plain)))
    if not any(True for line in lines for _ in words(line.text)):
        raise CasefolioError(Problem("CF-166", f"{name} has no words", remedy="copy the words of the ad into it"))
    title = next((_unbulleted(line.text) for line in lines if line.part == "title"), "")
    warning = Problem(
        "CF-167",
        f"only the first {_CHARACTERS:,} characters of {name} are read",
        remedy="keep the ad itself, and leave out the pages around it",
        warning=True,
    )
    return Advert(title, language or guess("\n".join(line.text for line in lines)), lines, (warning,) if cut else ())


def _within(numbered: list[tuple[int, str]], characters: int) -> list[tuple[int, str]]:
    """As many lines as so many characters hold, each cut to as many."""
    kept: list[tuple[int, str]] = []
    for number, line in numbered:
        if characters <= 0:
            break
        kept.append((number, line[:characters]))
        characters -= len(line) + 1
    return kept


def _rejoined(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines whose last word goes on in the next are made whole, as what is copied from a PDF needs it."""
    found: list[tuple[int, str]] = []
    for number, line in numbered:
        goes_on = found and _HYPHENATED.search(found[-1][1]) and line[:1].islower()
        word, _, rest = line.partition(" ")
        if goes_on:
            found[-1] = (found[-1][0], found[-1][1][:-1] + word)
        found.append((number, rest if goes_on else line))
    return found


def _binary(data: bytes) -> bool:
    return b"\0" in data[:4096] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _decoded(data: bytes) -> str:
    """UTF-16 with its mark, UTF-8 if it is sound, else Windows' Latin-1."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def guess(text: str) -> str:
    """The language whose smallest words are the most frequent; empty where hardly any are known."""
    found = [folded(word.text) for word in words(text[:20_000])]
    counts = {language: sum(word in stop for word in found) for language, stop in speech().stop.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 20 > len(found) else ""


def _parted(numbered: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """The lines with the part of the ad that each is in, as the headings say."""
    part, weight = "", _PLAIN_WEIGHT
    title = _title(numbered)
    opens = True
    for number, text in numbered:
        if not text:
            opens = True
            continue
        lowered = text.casefold()
        section = _section(text)
        if section:
            part, weight = section
        if number == title:
            yield Line(number, text, "title", _TITLE_WEIGHT, opens=True)
        elif any(phrase in lowered for phrase in speech().boilerplate):
            yield Line(number, text, "boilerplate", 0.0, opens=True)
        else:
            # A heading says what follows, and asks for nothing itself.
            own = weight * _aside(lowered)
            yield Line(number, text, part, 0.0 if section else own, opens or bool(_BULLET.match(text)))
        opens = bool(section)


def _title(numbered: Sequence[tuple[int, str]]) -> int:
    """The number of the line that is the title: the one with its signs, else the first, if it is short; 0 for none."""
    first = [(number, text) for number, text in numbered if text][:_TITLE_LINES]
    for number, text in first:
        if any(sign in text.casefold() for sign in speech().titles):
            return number
    number, text = first[0] if first else (0, "")
    return 0 if len(text.split()) > _TITLE_WORDS or text.endswith(".") or _section(text) else number


def _section(text: str) -> tuple[str, float] | None:
    """The part that a line heads, if it is a heading: short, no bullet, and beginning as headings do."""
    plain = folded(text).replace("’", "'").strip(" #*_:.!?–—-=")
    if _BULLET.match(text) or not plain or len(plain.split()) > _HEADING_WORDS or text.rstrip().endswith((".", ",")):
        return None
    colon = text.rstrip().endswith(":")
    if not colon and not plain.startswith(_headings()):
        return None
    for section in speech().sections:
        for heading in section.headings:
            if plain.startswith(heading) or (colon and heading in plain):
                rest = plain.removeprefix(heading)
                if not rest[:1].isalnum():
                    return section.key, section.weight
    return None


@cache
def _headings() -> tuple[str, ...]:
    return tuple(heading for section in speech().sections for heading in section.headings)


def _aside(lowered: str) -> float:
    """What a line says of itself: that something is a bonus, or a must."""
    if any(
        sign in lowered for sign in ("nice to have", "a plus", "bonus", "von vorteil", "wünschenswert", "idealerweise")
    ):
        return 0.5
    return 1.3 if any(sign in lowered for sign in ("must have", "required", "zwingend", "erforderlich")) else 1.0


def _unbulleted(text: str) -> str:
    return " ".join(_BULLET.sub("", text).split()).strip("#*_ ")
