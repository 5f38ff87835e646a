"""Entries of JSON Resume that the model has sections for: jobs, schools, awards, certificates, publications.

Each function takes one entry and says whether it became one of the model's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.words import sentences
from casefolio.exchange.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.taking import Taker


def job(taker: Taker) -> bool:
    """A job; without a position or an employer it stands in a section of its own."""
    title, employer = taker.line("position"), taker.line("name", "company")
    span = taker.span("startDate", "endDate")
    words, lines = taker.text("summary")
    entry = {"start": span.start, "end": span.end, "place": taker.line("location")}
    entry |= {"url": taker.address("url", "website")}
    lines = [*lines, *taker.texts("highlights")]
    home = bool(title and employer)
    if home:
        named = {"title": title, "employer": employer, **entry, "summary": words, "highlights": lines}
        taker.draft.add("experience", named)
    elif title or employer:
        other(taker, "work", title or employer or "", entry, words, lines)
    else:
        nameless(taker, entry, words, lines, "a job needs a position or an employer")
    taker.leave()
    return home


def school(taker: Taker) -> bool:
    """A degree; without a degree or an institution it stands in a section of its own."""
    degree, area = taker.line("studyType"), taker.line("area")
    title, institution = ", ".join(filter(None, [degree, area])), taker.line("institution")
    span = taker.span("startDate", "endDate")
    words, lines = taker.text("summary")
    entry = {"start": span.start, "end": span.end, "place": taker.line("location")}
    entry |= {"url": taker.address("url", "website")}
    grade = taker.line("score", "gpa")
    lines = [*([words] if words else []), *lines, *taker.texts("courses")]
    home = bool(title and institution)
    if home:
        named = {"title": title, "institution": institution, **entry, "grade": grade, "highlights": lines}
        taker.draft.add("education", named)
    elif title or institution:
        lines = [*([grade] if grade else []), *lines]
        other(taker, "education", title or institution or "", entry, "", lines)
    else:
        lines = [*([grade] if grade else []), *lines]
        nameless(taker, entry, "", lines, "a school needs a degree or an institution")
    taker.leave()
    return home


def own(key: str, heading: str, taker: Taker) -> bool:
    """An entry of a section that only this owner has, in the words of `volunteer`."""
    position, organization = taker.line("position"), taker.line("organization", "company")
    span = taker.span("startDate", "endDate")
    words, lines = taker.text("summary")
    entry = {"start": span.start, "end": span.end, "place": taker.line("location")}
    entry |= {"url": taker.address("url", "website")}
    lines = [*lines, *taker.texts("highlights")]
    title = position or organization
    if not title:
        nameless(taker, entry, words, lines, "an entry needs a position or an organization")
    else:
        detail = organization if position else None
        said = {"title": title, "detail": detail, **entry, "text": words, "highlights": lines}
        taker.draft.add_own(key, heading, said)
    taker.leave()
    return bool(title)


def award(taker: Taker) -> bool:
    """An award."""
    title, date, awarder = taker.line("title"), taker.date("date"), taker.line("awarder")
    words, lines = taker.text("summary")
    # More follows it on the page, with a comma between.
    said = plain(sentences([words, *lines])) or ""
    said = said if taker.draft.verbatim else said.removesuffix(".")
    detail = ", ".join(filter(None, [awarder, said]))
    entry = {"detail": detail, "date": date, "url": taker.address("url")}
    if title:
        taker.draft.add("recognition", {"title": title, **entry})
    else:
        nameless(taker, {"start": date, "url": entry["url"]}, detail, [], "an award needs a title")
    taker.leave()
    return bool(title)


def certificate(taker: Taker) -> bool:
    """A certificate."""
    title, issuer = taker.line("name"), taker.line("issuer")
    entry = {"issuer": issuer, "date": taker.date("date"), "url": taker.address("url")}
    if title:
        taker.draft.add("certificates", {"title": title, **entry})
    else:
        own = {"start": entry["date"], "url": entry["url"]}
        nameless(taker, own, "", [issuer] if issuer else [], "a certificate needs a name")
    taker.leave()
    return bool(title)


def publication(taker: Taker) -> bool:
    """A publication."""
    title, venue, date = taker.line("name"), taker.line("publisher"), taker.date("releaseDate")
    authors = taker.lines("authors")
    if taker.draft.verbatim:  # this is where our own documents name them
        authors += [name for name in (taker.line("summary") or "").split(", ") if name]
    entry = {"authors": authors, "venue": venue, "date": date, "url": taker.address("url", "website")}
    if title:
        taker.draft.add("publications", {"title": title, **entry})
    else:
        lines = [", ".join(authors), venue or ""]
        own = {"start": date, "url": entry["url"]}
        nameless(taker, own, "", [line for line in lines if line], "a publication needs a name")
    taker.leave()
    return bool(title)


def other(taker: Taker, key: str, title: str, entry: Mapping[str, Any], words: str, lines: list[str]) -> None:
    """An entry that lacks what its section asks for stands in one that asks for a title only."""
    said = {"title": title, **entry, "text": words, "highlights": lines}
    taker.draft.add_own(f"other-{key}", f"Other {key}", said)


def nameless(taker: Taker, entry: Mapping[str, Any], words: str, lines: list[str], why: str) -> None:
    """What has no name at all can be no entry: what was taken of it is kept."""
    found = {key: value for key, value in {**entry, "text": words, "highlights": lines}.items() if value}
    if found:
        taker.draft.keep(taker.place, found, why=f"{why}; kept under extra")
