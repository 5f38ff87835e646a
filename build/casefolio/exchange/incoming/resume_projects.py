"""Projects of JSON Resume, and what our own documents tell as such: case studies and talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.resume_entries import nameless, other
from casefolio.exchange.incoming.words import sentences, slug

if TYPE_CHECKING:
    from casefolio.exchange.incoming.taking import Taker

#: The theme of studies that came back from one of our own documents.
_THEME = {"imported": {"title": "Case studies"}}


def project(taker: Taker) -> bool:
    """A project; whether it became one of the model's."""
    if taker.look("type") == "project":
        taker.raw("type")
    title, span = taker.line("name"), taker.span("startDate", "endDate", open_is_present=False)
    words, lines = taker.text("description", "summary")
    more, points = taker.text("summary")
    told = [words, *lines, more, *points, *taker.texts("highlights")]
    entry = {"start": span.start, "end": span.end, "url": taker.address("url", "website")}
    technologies = taker.lines("keywords")
    summary = sentences(told)
    home = bool(title and summary)
    if home:
        taker.draft.add("projects", {"title": title, "summary": summary, **entry, "technologies": technologies})
    elif title:
        other(taker, "projects", title, entry, ", ".join(technologies), [])
    else:
        lines = [", ".join(technologies)] if technologies else []
        nameless(taker, entry, summary, lines, "a project needs a name")
    return home


def study(taker: Taker) -> None:
    """A case study of our own documents (see `told_as_study`)."""
    taker.raw("type")
    title, [problem], (architecture, result) = (
        taker.line("name") or "",
        taker.texts("description"),
        taker.texts("highlights"),
    )
    studies = taker.draft.values.setdefault("studies", {})
    taker.draft.values["themes"] = _THEME
    study: dict[str, Any] = {"title": title, "theme": "imported", "problem": problem}
    study |= {"architecture": architecture, "result": result, "technologies": taker.lines("keywords")}
    roles = taker.look("roles")
    if isinstance(roles, list) and len(roles) == 1:
        study["role"] = next(iter(taker.lines("roles")), None)
    span = taker.span("startDate", "endDate", open_is_present=False)
    study["period"] = {key: value for key, value in (("start", span.start), ("end", span.end)) if value}
    address = taker.address("url")
    study["links"] = [{"label": "Link", "url": address}] if address else []
    studies[slug(title, studies, "study")] = {key: value for key, value in study.items() if value}


def talk(taker: Taker) -> bool:
    """A talk; whether it became one of the model's."""
    title, event = taker.line("name"), taker.line("entity")
    if not (title and event):
        return False
    taker.raw("type")
    words, lines = taker.text("description")
    if taker.look("endDate") == taker.look("startDate"):  # a talk is given on one day
        taker.raw("endDate")
    told: dict[str, Any] = {"title": title, "event": event, "date": taker.date("startDate"), "summary": words}
    told |= {"ideas": [*lines, *taker.texts("highlights")], "link": taker.address("url")}
    talks = taker.draft.values.setdefault("talks", {})
    talks[slug(title, talks, "talk")] = {key: value for key, value in told.items() if value}
    return True


def told_as_study(taker: Taker) -> bool:
    """Whether a project is told the way our own documents tell a case study."""
    told = taker.look("highlights")
    texts = [taker.look("name"), taker.look("description"), *(told if isinstance(told, list) else [])]
    return taker.draft.verbatim and len(texts) == 4 and all(isinstance(text, str) and text.strip() for text in texts)
