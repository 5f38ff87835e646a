"""What somebody meant: the nearest known name, by spelling or by meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Words people use for keys that are called otherwise here, each with what they may mean, the likeliest first.
_MEANINGS: dict[str, tuple[str, ...]] = {
    "about": ("summary", "profile"),
    "accomplishments": ("highlights",),
    "achievement": ("highlights",),
    "achievements": ("highlights", "recognition"),
    "approach": ("architecture",),
    "area": ("title",),
    "author": ("authors", "holder", "name"),
    "authority": ("issuer",),
    "awarded": ("date",),
    "awarder": ("issuer", "detail"),
    "awards": ("recognition",),
    "background": ("problem",),
    "basics": ("profile",),
    "bio": ("summary", "note"),
    "bullet-points": ("highlights",),
    "bullets": ("highlights",),
    "cell": ("phone",),
    "certifications": ("certificates",),
    "challenge": ("problem",),
    "city": ("place",),
    "coauthors": ("authors",),
    "company": ("employer", "client", "institution"),
    "condition": ("when",),
    "conference": ("event", "venue"),
    "config": ("settings",),
    "contact": ("profile",),
    "context": ("problem",),
    "country": ("place",),
    "courses": ("highlights",),
    "customer": ("client",),
    "date": ("start", "end", "period"),
    "dates": ("period", "start", "date"),
    "degree": ("title",),
    "desc": ("summary", "detail", "text"),
    "description": ("summary", "detail", "text", "caption", "problem"),
    "design": ("architecture",),
    "diagram": ("flow",),
    "duties": ("highlights",),
    "email-address": ("email",),
    "employment": ("experience",),
    "end-date": ("end",),
    "enddate": ("end",),
    "firm": ("employer",),
    "first-name": ("name",),
    "fluency": ("level",),
    "from": ("start",),
    "full-name": ("name",),
    "fullname": ("name",),
    "goto": ("back_to",),
    "gpa": ("grade",),
    "handle": ("label",),
    "heading": ("title",),
    "headline": ("title", "role"),
    "hide-warnings": ("quiet",),
    "homepage": ("url", "links"),
    "href": ("url", "link"),
    "ignore": ("quiet",),
    "image": ("photo", "file", "figures"),
    "images": ("figures",),
    "impact": ("result",),
    "importance": ("priority",),
    "institute": ("institution",),
    "interests": ("custom",),
    "intro": ("summary",),
    "introduction": ("summary",),
    "issue": ("problem",),
    "issued": ("date",),
    "issued-by": ("issuer",),
    "job": ("title", "role"),
    "jobs": ("experience",),
    "journal": ("venue",),
    "keywords": ("items", "tags"),
    "label": ("title", "name"),
    "lang": ("locale", "language"),
    "language": ("locale", "languages"),
    "last-name": ("name",),
    "lastname": ("name",),
    "length": ("pages",),
    "level": ("grade",),
    "link": ("url", "links"),
    "location": ("place",),
    "loop": ("back_to",),
    "mail": ("email",),
    "max-pages": ("pages",),
    "me": ("profile",),
    "mobile": ("phone",),
    "name": ("title", "label", "language"),
    "network": ("label",),
    "next": ("then",),
    "objective": ("summary",),
    "order": ("study_order", "priority"),
    "organisation": ("employer", "institution", "issuer"),
    "organiser": ("event",),
    "organization": ("employer", "institution", "issuer"),
    "outcome": ("result",),
    "outcomes": ("result",),
    "page": ("pages",),
    "page-size": ("paper",),
    "papersize": ("paper",),
    "path": ("file",),
    "person": ("profile",),
    "phone-number": ("phone",),
    "phonenumber": ("phone",),
    "picture": ("photo", "file", "figures"),
    "points": ("highlights", "ideas"),
    "position": ("title", "role"),
    "proficiency": ("level",),
    "profiles": ("links",),
    "published": ("date",),
    "publisher": ("venue", "issuer"),
    "release-date": ("date",),
    "releasedate": ("date",),
    "responsibilities": ("highlights",),
    "results": ("result",),
    "resume": ("cv",),
    "school": ("institution", "education"),
    "score": ("grade",),
    "section": ("sections",),
    "show": ("sections",),
    "silence": ("quiet",),
    "site": ("url", "links"),
    "size": ("paper",),
    "skills": ("technologies", "items"),
    "solution": ("architecture", "result"),
    "src": ("file",),
    "stack": ("technologies",),
    "start-date": ("start",),
    "startdate": ("start",),
    "steps": ("flow",),
    "street": ("address",),
    "study-type": ("title",),
    "studytype": ("title",),
    "subject": ("title",),
    "subtitle": ("role", "detail"),
    "tags": ("keywords", "technologies"),
    "takeaways": ("ideas",),
    "tasks": ("highlights",),
    "tech": ("technologies",),
    "technology": ("technologies",),
    "tel": ("phone",),
    "telephone": ("phone",),
    "text": ("summary", "detail"),
    "title": ("role", "label", "name"),
    "to": ("end",),
    "tools": ("technologies",),
    "town": ("place",),
    "university": ("institution",),
    "until": ("end",),
    "url": ("links", "link"),
    "volunteer": ("custom",),
    "volunteering": ("custom",),
    "web": ("url", "links"),
    "website": ("url", "links"),
    "when": ("date", "start", "period"),
    "where": ("place",),
    "work": ("experience",),
    "workplace": ("employer",),
    "year": ("date", "start"),
}

#: Words for what is said here by two keys together.
_TOGETHER = dict.fromkeys(
    ("date", "dates", "duration", "period", "time", "timeframe", "when", "year", "years"), ("start", "end")
)

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


def together(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The keys among `known` that together say what `word` means, as start and end say a date; often none."""
    keys = _TOGETHER.get(_form(word), ())
    return keys if keys and {*keys, word} - {*known} == {word} else ()


def _meant(form: str, by_form: dict[str, str]) -> list[str]:
    return [_form(name) for name in _MEANINGS.get(form, ()) if _form(name) in by_form]


def as_slug(text: str) -> str:
    """A text as a name for files and links: lower-case letters, digits, single hyphens. May be empty."""
    from unicodedata import combining, normalize

    plain = "".join(char for char in normalize("NFKD", text.lower()) if not combining(char))
    return _NO_NAME.sub("-", plain.replace("ß", "ss")).strip("-")[:80].rstrip("-")


def _form(word: str) -> str:
    return word.strip().lower().replace("_", "-").replace(" ", "-")
