"""What somebody meant: the nearest known name, by spelling or by meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Words people use for keys that are called otherwise here, each with what they may mean, the likeliest first.
_MEANINGS: dict[str, tuple[str, ...]] = {
    "about": ("summary", "profile"),
    "achievements": ("highlights", "recognition"),
    "author": ("authors", "holder", "name"),
    "awards": ("recognition",),
    "basics": ("profile",),
    "bio": ("summary", "note"),
    "bullets": ("highlights",),
    "cell": ("phone",),
    "certifications": ("certificates",),
    "challenge": ("problem",),
    "city": ("place",),
    "company": ("employer", "client", "institution"),
    "conference": ("event", "venue"),
    "config": ("settings",),
    "contact": ("profile",),
    "customer": ("client",),
    "date": ("start", "end", "period"),
    "dates": ("period", "start", "date"),
    "degree": ("title",),
    "desc": ("summary", "detail", "text"),
    "description": ("summary", "detail", "text", "caption"),
    "email-address": ("email",),
    "employment": ("experience",),
    "from": ("start",),
    "handle": ("label",),
    "heading": ("title",),
    "headline": ("title", "role"),
    "homepage": ("url", "links"),
    "href": ("url", "link"),
    "image": ("photo", "file", "figures"),
    "images": ("figures",),
    "impact": ("result",),
    "importance": ("priority",),
    "issue": ("problem",),
    "job": ("title", "role"),
    "jobs": ("experience",),
    "journal": ("venue",),
    "keywords": ("tags", "items"),
    "label": ("title", "name"),
    "level": ("grade",),
    "link": ("url", "links"),
    "location": ("place",),
    "mail": ("email",),
    "me": ("profile",),
    "mobile": ("phone",),
    "name": ("title", "label", "language"),
    "order": ("study_order", "priority"),
    "organisation": ("employer", "institution", "issuer"),
    "organization": ("employer", "institution", "issuer"),
    "outcome": ("result",),
    "path": ("file",),
    "person": ("profile",),
    "picture": ("photo", "file", "figures"),
    "position": ("title", "role"),
    "publisher": ("venue", "issuer"),
    "resume": ("cv",),
    "school": ("institution", "education"),
    "section": ("sections",),
    "solution": ("architecture", "result"),
    "src": ("file",),
    "stack": ("technologies",),
    "steps": ("flow",),
    "subtitle": ("role", "detail"),
    "tags": ("keywords", "technologies"),
    "tech": ("technologies",),
    "tel": ("phone",),
    "telephone": ("phone",),
    "text": ("summary", "detail"),
    "to": ("end",),
    "tools": ("technologies",),
    "university": ("institution",),
    "until": ("end",),
    "website": ("url", "links"),
    "when": ("date", "start", "period"),
    "where": ("place",),
    "work": ("experience",),
    "year": ("date", "start"),
}

#: How alike two words are, from 0 to 1, where one is the other mistyped, and where it may be meant.
_SLIP, _LIKENESS = 0.8, 0.6

_NO_NAME = re.compile(r"[^a-z0-9]+")


def near(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be, or None.

    A slip of the fingers comes first, then another word for the same thing, then a likeness.
    """
    from difflib import get_close_matches

    by_form: dict[str, str] = {}
    for name in known:
        by_form.setdefault(_form(name), name)
    form = _form(word)
    if form in by_form:
        return by_form[form]
    close = get_close_matches(form, by_form, n=1, cutoff=_SLIP)
    like = close or _meant(form, by_form) or get_close_matches(form, by_form, n=1, cutoff=_LIKENESS)
    if not like:
        like = [
            meant for word in get_close_matches(form, _MEANINGS, n=1, cutoff=_SLIP) for meant in _meant(word, by_form)
        ]
    return by_form[like[0]] if like else None


def _meant(form: str, by_form: dict[str, str]) -> list[str]:
    return [_form(name) for name in _MEANINGS.get(form, ()) if _form(name) in by_form]


def as_slug(text: str) -> str:
    """A text as a name for files and links: lower-case letters, digits, single hyphens. May be empty."""
    from unicodedata import combining, normalize

    plain = "".join(char for char in normalize("NFKD", text.lower()) if not combining(char))
    return _NO_NAME.sub("-", plain.replace("ß", "ss")).strip("-")[:80].rstrip("-")


def _form(word: str) -> str:
    return word.strip().lower().replace("_", "-").replace(" ", "-")
