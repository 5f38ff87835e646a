"""The dossier as JSON Resume, schema 1.0.0 (https://jsonresume.org/schema): for machines that will not read pages.

What the schema has no place for stays out: clients, postal addresses and private files never leave this way. What
came from a JSON Resume and found no home in the model leaves only where all is asked for (`complete`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from casefolio.exchange.plain import plain
from casefolio.exchange.residue import restored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casefolio.model.dates import PartialDate
    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import CustomEntry, Project, Recognition, Skill, Talk
    from casefolio.model.person import Link, Profile
    from casefolio.model.study import Study

_VERSION = "v1.0.0"
_SCHEMA = f"https://raw.githubusercontent.com/jsonresume/resume-schema/{_VERSION}/schema.json"

#: Where `extra` keeps what came from a JSON Resume and has no home.
EXTRA = "json-resume"
#: The first link of this name is the owner's page.
WEBSITE = "Website"


def to_json_resume(
    dossier: Dossier, *, studies: Sequence[str] | None = None, canonical: str | None = None, complete: bool = False
) -> dict[str, Any]:
    """The dossier as a JSON Resume document.

    `studies` names the studies to show, in order; None shows all. `canonical` is the address at which the newest
    version of this document is found. Studies and talks become projects, told apart by `type`. `complete` puts back
    what an import kept under `extra`. Raises KeyError for a study that the dossier does not have.
    """
    chosen = list(dossier.studies) if studies is None else studies
    shown = [dossier.studies[slug] for slug in chosen]
    document = _said(
        {
            "$schema": _SCHEMA,
            "basics": _basics(dossier.profile),
            "work": _work(dossier),
            "volunteer": [_volunteer(entry) for entry in _own(dossier, "volunteer")],
            "education": _education(dossier),
            "awards": [_award(entry) for entry in dossier.recognition],
            "certificates": [
                _said({"name": entry.title, "date": _day(entry.date), "issuer": entry.issuer, "url": entry.url})
                for entry in dossier.certificates
            ],
            "publications": _publications(dossier),
            "skills": [_skill(entry, shown) for entry in dossier.skills],
            "languages": [{"language": entry.language, "fluency": entry.level} for entry in dossier.languages],
            "interests": [_interest(entry) for entry in _own(dossier, "interests")],
            "references": [
                _said({"name": entry.title, "reference": plain(entry.text)}) for entry in _own(dossier, "references")
            ],
            "projects": [
                *(_project(entry) for entry in dossier.projects),
                *(_study(study) for study in shown),
                *(_talk(talk) for talk in dossier.talks.values()),
            ],
            "meta": _said({"canonical": canonical, "version": _VERSION}),
        }
    )
    return restored(document, dossier.extra.get(EXTRA)) if complete else document


def dumps(
    dossier: Dossier, *, studies: Sequence[str] | None = None, canonical: str | None = None, complete: bool = False
) -> bytes:
    """The same as a file: UTF-8, two spaces deep, the same bytes for the same dossier."""
    document = to_json_resume(dossier, studies=studies, canonical=canonical, complete=complete)
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _plain_all(texts: Iterable[str]) -> list[str]:
    return [text for text in map(plain, texts) if text]


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what has no value: JSON Resume leaves such keys out."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def _day(date: PartialDate | None) -> str | None:
    """A date as precise as it is known (`2024`, `2024-03`); what is still going on has none."""
    return None if date is None or date.present else str(date)


def _basics(profile: Profile) -> dict[str, Any]:
    contact = profile.contact
    website, links = _links(profile)
    return _said(
        {
            "name": profile.name,
            "label": profile.role,
            "email": contact.email,
            "phone": contact.phone,
            "url": website,
            "summary": plain(profile.summary),
            "location": _said({"city": contact.place}),
            "profiles": [{"network": link.label, "url": link.url} for link in links],
        }
    )


def _links(profile: Profile) -> tuple[str | None, list[Link]]:
    """The owner's own page, which has a place of its own, and all other links."""
    own = next((link for link in profile.links if link.label == WEBSITE), None)
    return own.url if own else None, [link for link in profile.links if link is not own]


def _work(dossier: Dossier) -> list[dict[str, Any]]:
    """The jobs; where none is listed, the present one as the profile names it."""
    profile = dossier.profile
    if profile.employer and not dossier.experience:
        return [_said({"name": profile.employer, "position": profile.role})]
    return [
        _said(
            {
                "name": job.employer,
                "position": job.title,
                "location": job.place,
                "url": job.url,
                "startDate": _day(job.start),
                "endDate": _day(job.end),
                "summary": plain(job.summary),
                "highlights": _plain_all(job.highlights),
            }
        )
        for job in dossier.experience
    ]


def _own(dossier: Dossier, key: str) -> Sequence[CustomEntry]:
    """The entries of a section of the owner's own that the schema has a place for."""
    section = dossier.custom.get(key)
    return section.entries if section else ()


def _volunteer(entry: CustomEntry) -> dict[str, Any]:
    return _said(
        {
            "organization": entry.detail,
            "position": entry.title,
            "location": entry.place,
            "url": entry.url,
            "startDate": _day(entry.start),
            "endDate": _day(entry.end),
            "summary": plain(entry.text),
            "highlights": _plain_all(entry.highlights),
        }
    )


def _interest(entry: CustomEntry) -> dict[str, Any]:
    return _said({"name": entry.title, "keywords": entry.detail.split(", ") if entry.detail else []})


def _education(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        _said(
            {
                "institution": school.institution,
                "studyType": school.title,
                "location": school.place,
                "url": school.url,
                "startDate": _day(school.start),
                "endDate": _day(school.end),
                "score": school.grade,
                "courses": _plain_all(school.highlights),
            }
        )
        for school in dossier.education
    ]


def _award(entry: Recognition) -> dict[str, Any]:
    """An award; whose it is stands in the summary, for `awarder` is who gave it."""
    holder = f"({entry.holder})" if entry.holder else ""
    summary = " ".join(filter(None, [entry.detail, holder]))
    return _said({"title": entry.title, "date": _day(entry.date), "summary": summary, "url": entry.url})


def _publications(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        _said(
            {
                "name": entry.title,
                "publisher": entry.venue,
                "releaseDate": _day(entry.date),
                "url": entry.url,
                "summary": ", ".join(entry.authors),
            }
        )
        for entry in dossier.publications
    ]


def _skill(skill: Skill, shown: Iterable[Study]) -> dict[str, Any]:
    """A group of skills; without words of its own it takes the technologies of the studies shown."""
    words = skill.items or dict.fromkeys(name for study in shown for name in study.technologies)
    return _said({"name": skill.label, "keywords": list(words)})


def _project(project: Project) -> dict[str, Any]:
    return _said(
        {
            "name": project.title,
            "description": plain(project.summary),
            "keywords": list(project.technologies),
            "startDate": _day(project.start),
            "endDate": _day(project.end),
            "url": project.url,
            "type": "project",
        }
    )


def _study(study: Study) -> dict[str, Any]:
    start, end = (study.period.start, study.period.end) if study.period else (None, None)
    return _said(
        {
            "name": study.title,
            "description": plain(study.problem),
            "highlights": _plain_all([study.architecture, study.result]),
            "keywords": list(study.technologies),
            "startDate": _day(start),
            "endDate": _day(end),
            "url": study.links[0].url if study.links else None,
            "roles": [study.role] if study.role else [],
            "type": "case study",
        }
    )


def _talk(talk: Talk) -> dict[str, Any]:
    return _said(
        {
            "name": talk.title,
            "description": plain(talk.summary),
            "highlights": _plain_all(talk.ideas),
            "startDate": _day(talk.date),
            "endDate": _day(talk.date),
            "url": talk.link,
            "entity": talk.event,
            "type": "talk",
        }
    )
