"""Dates as other tools write them, in the model's words: `2024`, `2024-03`, `2024-03-15` or `present`."""

from __future__ import annotations

import re

from casefolio.model.dates import PartialDate, parse_date

#: Beginnings of months' names in English, German, French, Spanish, Italian, Portuguese and Dutch.
_MONTHS = (
    ("jan", "jän", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_PRESENT = frozenset(
    {"present", "the present", "current", "currently", "now", "today", "ongoing", "to date", "till date", "heute"}
    | {"bis heute", "laufend", "aktuell", "aujourd'hui", "aujourd’hui", "en cours", "actualidad", "presente", "oggi"}
    | {"in corso", "atual", "heden", "—", "–"}
)
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])\s?(\d{1,2})\2\s?(\d{4})")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s+)?([^\W\d_]{3,12})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_COMMA = re.compile(r",(?=\s+\d{4}$)")


def read_date(value: object) -> str | None:
    """The date that a value means, or None where it means none for sure (`Fall 2023`, `03/04/2021`)."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = " ".join(str(value).split())[:60]
    if text.lower().rstrip(".") in _PRESENT:
        return "present"
    for parts in (_iso(text), _turned(text), _named(text)):
        if parts:
            found = "-".join(part.zfill(2) for part in parts if part)
            return found if _sound(found) else None
    return None


def runs_backwards(start: str | None, end: str | None) -> bool:
    """Whether an end, as far as it is known, is before its start."""
    return bool(start and end and _date(end).before(_date(start)))


def _date(text: str) -> PartialDate:
    return parse_date(text)


def _sound(text: str) -> bool:
    try:
        _date(text)
    except ValueError:
        return False
    return True


def _iso(text: str) -> tuple[str | None, ...] | None:
    match = _ISO.fullmatch(text)
    return match.groups() if match else None


def _turned(text: str) -> tuple[str, ...] | None:
    """`03/2021`, `15.03.2021`, and `3/15/2021` where only one reading is possible."""
    match = _MONTH_FIRST.fullmatch(text)
    if match:
        return match[2], match[1]
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        return None
    first, mark, second, year = match.groups()
    if mark == "." or int(first) > 12 or first == second:
        return year, second, first
    return (year, first, second) if int(second) > 12 else None


def _named(text: str) -> tuple[str, ...] | None:
    """`March 2021`, `15 March 2021`, `Sep 1, 2016`."""
    match = _NAMED.fullmatch(_COMMA.sub("", text))
    if not match:
        return None
    before, name, after, year = match.groups()
    month = next((n for n, names in enumerate(_MONTHS, 1) if name.lower().startswith(names)), None)
    if month is None or (before and after):
        return None
    day = before or after
    return (year, str(month), day) if day else (year, str(month))
