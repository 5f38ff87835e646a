"""The sections of a RenderCV document: each goes where its entries fit, in the order and under the headings it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.markup import paragraph_and_lines
from casefolio.exchange.incoming.rendercv_entries import TAKERS, take_own
from casefolio.exchange.incoming.taking import Taker
from casefolio.exchange.incoming.words import folded, sentences
from casefolio.exchange.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.draft import Draft

#: Kinds of entries by the keys that they need, the most telling first.
_KINDS = (
    ("job", ("company", "position")),
    ("school", ("institution", "area")),
    ("publication", ("title", "authors")),
    ("words", ("label", "details")),
    ("bullet", ("bullet",)),
    ("bullet", ("number",)),
    ("bullet", ("reversed_number",)),
    ("named", ("name",)),
)
#: Which section of the model takes a section of one kind, by words in its title.
_HOMES = (
    ("job", "experience", ""),
    ("school", "education", ""),
    ("publication", "publications", ""),
    ("words", "languages", r"languages?|sprachen"),
    ("words", "skills", ""),
    ("text", "summary", r"summary|about|profile|objective|welcome|introduction|profil|über mich|kurzprofil"),
    ("bullet", "recognition", r"awards?|honou?rs?|prizes|auszeichnungen"),
    ("named", "recognition", r"awards?|honou?rs?|prizes|auszeichnungen"),
    ("named", "certificates", r"certific\w+|zertifikate"),
    ("named", "projects", r"projects?|projekte"),
)
#: Headings that the model gives by itself.
_USUAL = {
    "experience": ("experience", "work experience", "professional experience", "berufserfahrung"),
    "education": ("education", "ausbildung"),
    "publications": ("publications", "publikationen"),
    "skills": ("skills",),
    "languages": ("languages", "sprachen"),
    "summary": ("summary", "profile", "profil"),
    "recognition": ("awards",),
    "certificates": ("certificates",),
    "projects": ("projects", "projekte"),
}


class Sections:
    """Puts sections where they fit; the first of a kind gets the model's own section, all others one of their own."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._order: list[str] = []
        self._titles: dict[str, str] = {}

    def read(self, sections: Mapping[str, Any]) -> None:
        """Take all sections."""
        for key, entries in sections.items():
            place, title = f"cv.sections.{key}", _title(key)
            if not isinstance(entries, list):
                self._draft.keep(place, entries)
                continue
            kinds = [_kind(entry) for entry in entries]
            home = self._home(title, kinds, entries)
            if home:
                self._note(home, title)
            own = "" if home else self._draft.own_key(title)
            for index, (entry, kind) in enumerate(zip(entries, kinds, strict=True)):
                self._take(entry, kind, f"{place}[{index}]", home, (own, title))
            if own in self._draft.values.get("custom", {}):
                self._order.append(f"custom:{own}")
        self._draft.values["cv"] = {"sections": self._order, "titles": self._titles}

    def _home(self, title: str, kinds: list[str], entries: list[Any]) -> str:
        if len(set(kinds)) != 1:
            return ""
        for kind, home, words in _HOMES:
            called = not words or re.search(rf"\b(?:{words})\b", title, re.IGNORECASE)
            if kinds[0] == kind and called and home not in self._order:
                # A project has no lines of its own in the model; with some, it stands in a section that has.
                return "" if home == "projects" and not all(map(_is_brief, entries)) else home
        return ""

    def _note(self, home: str, title: str) -> None:
        self._order.append(home)
        if title.lower() not in _USUAL[home]:
            self._titles[home] = title

    def _take(self, entry: Any, kind: str, place: str, home: str, own: tuple[str, str]) -> None:
        if kind == "text":
            self._text(str(entry), home, own)
        elif not isinstance(entry, dict) or kind == "unknown":
            self._draft.keep(place, entry)
        else:
            taker = Taker(entry, place, self._draft)
            if home:
                TAKERS[home](taker, self._draft)
            else:
                take_own(taker, kind, self._draft, own)
            taker.leave()

    def _text(self, entry: str, home: str, own: tuple[str, str]) -> None:
        words, lines = paragraph_and_lines(entry)
        profile = self._draft.values["profile"]
        if home == "summary":
            profile["summary"] = sentences([profile.get("summary", ""), words, *lines])
        elif words or lines:
            title, *rest = [words, *lines] if words else lines
            self._draft.add_own(*own, {"title": plain(title) or title, "highlights": rest})


def _is_brief(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("summary")) and not entry.get("highlights")


def _kind(entry: Any) -> str:
    if isinstance(entry, str | int | float) and not isinstance(entry, bool):
        return "text"
    if isinstance(entry, dict):
        return next((kind for kind, keys in _KINDS if all(key in entry for key in keys)), "unknown")
    return "unknown"


def _title(key: str) -> str:
    """A section's heading: a key in small letters with underscores is written out, as RenderCV does."""
    text = folded(key)
    return text.replace("_", " ").title() if text == text.lower() and " " not in text else text
