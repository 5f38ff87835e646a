"""The normal form of a JSON Resume: what import and export give back, key for key.

- Text is Unicode that content may hold (no control characters, no halves of surrogate pairs), white space folded;
  HTML and Markdown are taken off, and points of a list in a `summary` are `highlights` (`courses` of a school)
  before the others; elsewhere they are sentences of the text.
- Dates that can be read are written `2024`, `2024-03` or `2024-03-15`; an end that says `present` is left out.
- Addresses have a scheme, in small letters; what has none and looks like an address gets `https://`.
- Nothing is empty: keys, entries and sections without a value are left out. Keys are text of at most 200 characters.
- `basics.name` is there, and a project without `type` is a `project`. Talks, with a
  name and an `entity`, come after the other projects; so do, in our own documents, case studies.
- `$schema` and `meta.version` are those of the schema that is written.
- A portrait that was inside the document (`data:`) is a file of the project, and so is a text of more than 100,000
  characters that has no home.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.dates import read_date
from casefolio.exchange.incoming.markup import paragraph_and_lines
from casefolio.exchange.incoming.words import address_of, clean, folded, literal, sentences
from casefolio.exchange.plain import plain
from casefolio.exchange.residue import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_TEXTS = frozenset({"summary", "description", "reference"})
_LISTS_OF_TEXT = frozenset({"highlights", "courses"})
_ADDRESSES = frozenset({"url", "website"})
#: Where the points of a text's lists go.
_POINTS = {"work": "highlights", "volunteer": "highlights", "education": "courses"}
_LONGEST_KEY = 200
_LONGEST_NUMBER = 10**38


def tidy(value: Any) -> Any:
    """Any value without what content may not hold and without what is empty; None where nothing is left."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, inner in value.items():
            kept = tidy(inner)
            if kept is not None:
                found[_key(str(key), found)] = kept
        return found or None
    if isinstance(value, list | tuple):
        return [kept for inner in value if (kept := tidy(inner)) is not None] or None
    if isinstance(value, str):
        return clean(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).strip() or None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _LONGEST_NUMBER:
        return hex(value)
    return value


def _key(text: str, taken: Mapping[str, Any]) -> str:
    name = str(tidy(text) or "-")
    name = " ".join(name.split())[:_LONGEST_KEY].strip()
    while name in taken:
        name += "_"
    return name


def normal(document: Mapping[str, Any], *, verbatim: bool = False, picture: bool = False) -> dict[str, Any]:
    """The normal form of a tidy document.

    `verbatim` says that texts are no markup, `picture` that the portrait inside became a file.
    """
    found = dict(_Sayer(verbatim=verbatim).record(document, ""))
    basics = dict(found.get("basics") or {})
    if picture:
        basics.pop("image", None)
    found["basics"] = basics
    for section in IDENTITY:
        if "." not in section and isinstance(document.get(section), list):
            # Entries keep their places here, so that they can be told apart; see `compact`.
            found[section] = [_entry(entry, section, verbatim=verbatim) for entry in document[section]]
    return found


def _entry(entry: Any, section: str, *, verbatim: bool) -> Any:
    if not isinstance(entry, dict):
        return entry
    sayer = _Sayer(verbatim=verbatim)
    found = sayer.record(entry, section)
    points = _POINTS.get(section)
    text = entry.get("summary")
    if points and isinstance(text, str) and not verbatim:
        words, lines = paragraph_and_lines(text)
        found["summary"] = plain(words) or ""
        own = found.get(points)
        if lines and isinstance(own, list | str | None):
            rest = own if isinstance(own, list) else [own] if own else []
            found[points] = [line for line in map(plain, lines) if line] + rest
    if section == "projects" and "type" not in found:
        found["type"] = "project"
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


class _Sayer:
    """Says values the way an export does."""

    def __init__(self, *, verbatim: bool) -> None:
        self._verbatim = verbatim

    def record(self, record: Mapping[str, Any], section: str) -> dict[str, Any]:
        found = {key: self.value(key, value) for key, value in record.items()}
        if section:
            end = found.get("endDate")
            found = {key: value for key, value in found.items() if key != "endDate" or end != "present"}
        return {key: value for key, value in found.items() if value not in (None, "", [], {})}

    def value(self, key: str, value: Any) -> Any:
        """A value as it is said under a key."""
        if key in _DATES:
            return read_date(value) or value
        if isinstance(value, str):
            return self._said(key, value)
        if isinstance(value, list):
            texts = key in _LISTS_OF_TEXT
            said = [self._words(one) if texts and isinstance(one, str) else [self.value("", one)] for one in value]
            return [one for part in said for one in part]
        return self.record(value, "") if isinstance(value, dict) else value

    def _said(self, key: str, text: str) -> str:
        if key in _TEXTS:
            return sentences(self._words(text))
        if key in _ADDRESSES:
            return address_of(text) or text
        return text if key == "address" else folded(text)

    def _words(self, text: str) -> list[str]:
        if self._verbatim:
            return [word] if (word := plain(literal(folded(text)))) else []
        words, lines = paragraph_and_lines(text)
        return [word for word in map(plain, [words, *lines]) if word]
