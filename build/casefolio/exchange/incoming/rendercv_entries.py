"""The entries of a RenderCV document, each taken into the section of the model that its own section goes to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.taking import Taker
from casefolio.exchange.incoming.words import address_of, sentences
from casefolio.exchange.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.exchange.incoming.draft import Draft
    from casefolio.exchange.incoming.taking import Span

_COMMA = re.compile(r",\s+(?![^()]*\))")


def _when(taker: Taker) -> tuple[int | str | None, int | str | None]:
    """When something was: from and to, or one date, which may be a range in words."""
    span: Span = taker.span("start_date", "end_date")
    if span.start or span.end:
        return span
    value = taker.look("date")
    parts = re.split(r"\s+(?:–|—|-|to|bis)\s+", value) if isinstance(value, str) else []
    if len(parts) == 2:
        inner = Taker({"start": parts[0], "end": parts[1]}, taker.place, taker.draft)
        taker.raw("date")
        return inner.span("start", "end")
    return None, taker.date("date")


def _told(taker: Taker) -> tuple[str, list[str]]:
    words, lines = taker.text("summary")
    return words, [*lines, *taker.texts("highlights")]


def _line(taker: Taker, *keys: str) -> str | None:
    """A line whose Markdown is taken off: the model's lines have none."""
    text = taker.line(*keys)
    return plain(text) or text if text else None


def _job(taker: Taker, draft: Draft) -> None:
    start, end = _when(taker)
    words, lines = _told(taker)
    entry = {"title": _line(taker, "position"), "employer": _line(taker, "company"), "start": start, "end": end}
    entry |= {"place": _line(taker, "location"), "url": taker.address("url"), "summary": words}
    _add(draft, "experience", ("title", "employer"), {**entry, "highlights": lines}, taker)


def _school(taker: Taker, draft: Draft) -> None:
    start, end = _when(taker)
    words, lines = _told(taker)
    title = ", ".join(filter(None, [_line(taker, "degree"), _line(taker, "area")]))
    entry = {"title": title, "institution": _line(taker, "institution"), "start": start, "end": end}
    entry |= {"place": _line(taker, "location"), "grade": _line(taker, "gpa"), "url": taker.address("url")}
    lines = [*([words] if words else []), *lines]
    _add(draft, "education", ("title", "institution"), {**entry, "highlights": lines}, taker)


def _publication(taker: Taker, draft: Draft) -> None:
    _, date = _when(taker)
    entry: dict[str, Any] = {"title": _line(taker, "title"), "venue": _line(taker, "journal"), "date": date}
    entry["authors"] = [plain(name) or name for name in taker.lines("authors")]
    doi = taker.look("doi")
    address = address_of(f"https://doi.org/{doi}") if isinstance(doi, str) else None
    if address and not taker.look("url"):
        taker.raw("doi")
        entry["url"] = address
    else:
        entry["url"] = taker.address("url")
    _add(draft, "publications", ("title",), entry, taker)


def _language(taker: Taker, draft: Draft) -> None:
    entry = {"language": _line(taker, "label"), "level": _line(taker, "details")}
    _add(draft, "languages", ("language", "level"), entry, taker)


def _skill(taker: Taker, draft: Draft) -> None:
    details = _line(taker, "details") or ""
    items = [item.strip() for item in _COMMA.split(details) if item.strip()]
    _add(draft, "skills", ("label",), {"label": _line(taker, "label"), "items": items}, taker)


def _award(taker: Taker, draft: Draft) -> None:
    _, date = _when(taker)
    words, lines = _told(taker)
    detail = plain(sentences([_line(taker, "location") or "", words, *lines]))
    entry = {"title": _line(taker, "name", "bullet", "number", "reversed_number"), "detail": detail, "date": date}
    _add(draft, "recognition", ("title",), {**entry, "url": taker.address("url")}, taker)


def _certificate(taker: Taker, draft: Draft) -> None:
    _, date = _when(taker)
    entry = {"title": _line(taker, "name"), "issuer": _line(taker, "location"), "date": date}
    _add(draft, "certificates", ("title",), {**entry, "url": taker.address("url")}, taker)


def _project(taker: Taker, draft: Draft) -> None:
    start, end = _when(taker)
    words, lines = _told(taker)
    entry = {"title": _line(taker, "name"), "summary": sentences([words, *lines]), "start": start, "end": end}
    _add(draft, "projects", ("title", "summary"), {**entry, "url": taker.address("url")}, taker)


def take_own(taker: Taker, kind: str, draft: Draft, own: tuple[str, str]) -> None:
    """An entry of a section of the owner's own."""
    start, end = _when(taker)
    words, lines = _told(taker)
    title = _line(taker, "position", "degree", "area", "title", "label", "name", "bullet", "number", "reversed_number")
    detail = _line(taker, "company", "institution", "journal", "details")
    authors = ", ".join(plain(name) or name for name in taker.lines("authors"))
    entry: dict[str, Any] = {"title": title or detail, "detail": (detail if title else None) or authors, "start": start}
    if authors and detail and title:
        lines = [authors, *lines]
    doi = taker.look("doi")
    entry |= {"end": end, "place": _line(taker, "location"), "text": words, "highlights": lines}
    if isinstance(doi, str) and not taker.look("url"):
        entry["url"] = address_of(f"https://doi.org/{taker.raw('doi')}")
    else:
        entry["url"] = taker.address("url")
    if entry["title"]:
        draft.add_own(*own, entry)
    else:
        found = {key: value for key, value in entry.items() if value}
        if found:
            draft.keep(taker.place, found, why=f"a {kind} entry needs a name; kept under extra")


def _add(draft: Draft, section: str, needed: tuple[str, ...], entry: dict[str, Any], taker: Taker) -> None:
    """Add an entry, or keep what there is of it where something that it needs is empty."""
    lacks = next((key for key in needed if not entry.get(key)), None)
    if lacks is None:
        draft.add(section, entry)
    else:
        found = {key: value for key, value in entry.items() if value}
        draft.keep(taker.place, found, why=f"no {lacks}; kept under extra")


#: Section of the model → what takes an entry into it.
TAKERS: dict[str, Callable[[Taker, Draft], None]] = {
    "experience": _job,
    "education": _school,
    "publications": _publication,
    "languages": _language,
    "skills": _skill,
    "recognition": _award,
    "certificates": _certificate,
    "projects": _project,
}
