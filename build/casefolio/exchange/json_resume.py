"""The dossier as JSON Resume, schema 1.0.0 (https://jsonresume.org/schema): for machines that will not read pages.

What the schema has no place for stays out: clients, postal addresses and private files never leave this way.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casefolio.model.dates import PartialDate
    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import Project, Recognition, Skill, Talk
    from casefolio.model.person import Profile
    from casefolio.model.study import Study

_VERSION = "v1.0.0"
_SCHEMA = f"https://raw.githubusercontent.com/jsonresume/resume-schema/{_VERSION}/schema.json"

_CODE = re.compile(r"(?<!\\)(`+)(.+?)\1")
_LINK = re.compile(r"(?<!\\)\[([^\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*\*|__|\*|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def to_json_resume(
    dossier: Dossier, *, studies: Sequence[str] | None = None, canonical: str | None = None
) -> dict[str, Any]:
    """The dossier as a JSON Resume document.

    `studies` names the studies to show, in order; None shows all. `canonical` is the address at which the newest
    version of this document is found. Studies and talks become projects, told apart by `type`. Raises KeyError for
    a study that the dossier does not have.
    """
    chosen = list(dossier.studies) if studies is None else studies
    shown = [dossier.studies[slug] for slug in chosen]
    return _said(
        {
            "$schema": _SCHEMA,
            "basics": _basics(dossier.profile),
            "work": _work(dossier),
            "education": _education(dossier),
            "awards": [_award(entry) for entry in dossier.recognition],
            "certificates": [
                _said({"name": entry.title, "date": _day(entry.date), "issuer": entry.issuer, "url": entry.url})
                for entry in dossier.certificates
            ],
            "publications": _publications(dossier),
            "skills": [_skill(entry, shown) for entry in dossier.skills],
            "languages": [{"language": entry.language, "fluency": entry.level} for entry in dossier.languages],
            "projects": [
                *(_project(entry) for entry in dossier.projects),
                *(_study(study) for study in shown),
                *(_talk(talk) for talk in dossier.talks.values()),
            ],
            "meta": _said({"canonical": canonical, "version": _VERSION}),
        }
    )


def dumps(dossier: Dossier, *, studies: Sequence[str] | None = None, canonical: str | None = None) -> bytes:
    """The same as a file: UTF-8, two spaces deep, the same bytes for the same dossier."""
    document = to_json_resume(dossier, studies=studies, canonical=canonical)
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def plain(text: str | None) -> str | None:
    """A text without its Markdown: the words of links, emphasis and code, white space folded."""
    if text is None:
        return None
    folded = " ".join(text.split())
    parts = []
    end = 0
    for code in _CODE.finditer(folded):
        parts += [_unmarked(folded[end : code.start()]), code.group(2)]
        end = code.end()
    return "".join([*parts, _unmarked(folded[end:])])


def _unmarked(text: str) -> str:
    text, before = _LINK.sub(r"\1", text), ""
    while text != before:
        text, before = _EMPHASIS.sub(r"\2", text), text
    return _ESCAPE.sub(r"\1", text)


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
    return _said(
        {
            "name": profile.name,
            "label": profile.role,
            "email": contact.email,
            "phone": contact.phone,
            "summary": plain(profile.summary),
            "location": _said({"city": contact.place}),
            "profiles": [{"network": link.label, "url": link.url} for link in profile.links],
        }
    )


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
