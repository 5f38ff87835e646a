"""The CV as an account: the sections, headings and entries of the page, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.model.account import Account, Item, Listing, Paragraph, Part, Run
from casefolio.shaping.accounts.setting import Setting, joined
from casefolio.shaping.cv import cv_imprint, cv_sections, entry_path
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from casefolio.model.account import Picture, Words
    from casefolio.model.entries import Certificate, CustomEntry, Education, Experience, Publication, Skill
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.cv import Section
    from casefolio.shaping.order import Placed

    Blocks = tuple[Paragraph | Listing | Picture | Part, ...]


def cv_account(manuscript: Manuscript, edition: Edition, workspace: Workspace) -> Account:
    """The CV of a manuscript. Raises CF-307 for a language without labels."""
    dossier = manuscript.dossier
    wording = read_wording(workspace, edition.locale)
    setting = Setting(wording)
    parts = tuple(
        Part(f"section-{_name(section.key)}", setting.line(section.title), _blocks(section, setting))
        for section in cv_sections(dossier, wording)
    )
    pages = dossier.cv.pages
    return Account(
        "cv",
        cv_imprint(dossier, wording, workspace),
        edition.paper,
        setting.masthead(dossier.profile, photo=dossier.profile.photo),
        parts,
        pages=None if pages == "any" else pages,
    )


def _name(key: str) -> str:
    return key.replace(":", "-")


def _blocks(section: Section, setting: Setting) -> Blocks:
    """What stands below a section's heading."""
    if section.key in _WHOLE:
        return _WHOLE[section.key](section, setting)
    tell = _ENTRIES.get(section.key, _custom)
    return tuple(
        tell(entry, "-".join(_name(str(step)) for step in entry_path(section.key, key)), setting)
        for key, entry in section.entries
    )


def _summary(section: Section, setting: Setting) -> Blocks:
    return tuple(setting.paragraph(words, "lead") for _, words in section.entries)


def _focus(section: Section, setting: Setting) -> Blocks:
    return setting.bullets(words for _, words in section.entries)


def _lines(
    tell: Callable[[Any, Setting], Words], kind: Literal["lines", "works"] = "lines"
) -> Callable[[Section, Setting], Blocks]:
    """A section whose entries are a line each."""

    def told(section: Section, setting: Setting) -> Blocks:
        return (Listing(tuple(Item(tell(entry, setting)) for _, entry in section.entries), kind),)

    return told


def _languages(section: Section, setting: Setting) -> Blocks:
    spoken = [
        (*setting.words(f"{entry.language}:", strong=True), Run(f" {setting.line(entry.level)}"))
        for _, entry in section.entries
    ]
    return (Paragraph(joined(spoken, ", ")),)


def _skill(skill: Skill, setting: Setting) -> Words:
    words = ", ".join(setting.line(item) for item in skill.items)
    return (*setting.words(f"{skill.label}:", strong=True), Run(f" {words}"))


def _award_or_talk(entry: Any, setting: Setting) -> Words:
    """A talk by its event, an award by its name; a year that the name says is not said again."""
    talk = hasattr(entry, "event")
    name = entry.event if talk else entry.title
    words = list(setting.words(name, strong=True))
    if not talk and entry.detail:
        words.append(Run(f", {setting.line(entry.detail)}"))
    if not talk and entry.holder:
        words.append(Run(f" ({setting.line(entry.holder)})"))
    if entry.date and str(entry.date.year) not in name:
        words.append(Run(f", {setting.date(entry.date)}"))
    if talk:
        words.append(Run(f" — {setting.line(entry.title)}"))
    return _followed(tuple(words), None if talk else entry.url, setting)


def _certificate(entry: Certificate, setting: Setting) -> Words:
    said = [entry.issuer and setting.line(entry.issuer), entry.date and setting.date(entry.date)]
    rest = "".join(f", {words}" for words in said if words)
    title = setting.words(entry.title, strong=True)
    return _followed((*title, Run(rest)) if rest else title, entry.url, setting)


def _publication(entry: Publication, setting: Setting) -> Words:
    authors = ", ".join(setting.line(author) for author in entry.authors)
    when = setting.date(entry.date) if entry.date else ""
    where = ", ".join(filter(None, [setting.line(entry.venue) if entry.venue else "", when]))
    stop = "" if entry.title.endswith((".", "?", "!")) else "."
    runs = [Run(f"{authors}. ")] if authors else []
    runs += [Run(setting.line(entry.title), emphasis=True), Run(f"{stop} {where}." if where else stop)]
    return _followed(tuple(runs), entry.url, setting)


def _followed(words: Words, url: str | None, setting: Setting) -> Words:
    return (*words, Run(" "), *setting.address(url)) if url else words


def _study(placed: Placed, name: str, setting: Setting) -> Part:
    study = placed.study
    if study.short:
        words = setting.text(study.short)
    else:
        words = (*setting.text(study.problem), Run(" "), *setting.text(study.result))
    aside = f"{setting.wording['case_study']} {placed.number}"
    return Part(name, setting.line(study.title), (Paragraph(words),), aside)


def _project(project: Any, name: str, setting: Setting) -> Part:
    words = _followed(setting.text(project.summary), project.url, setting)
    when = _span(project, setting)
    return Part(name, setting.line(project.title), (Paragraph(words),), when, run_in=not when)


def _job(job: Experience, name: str, setting: Setting) -> Part:
    blocks = (
        _place(setting, job.employer, job.place, job.url),
        *((setting.paragraph(job.summary),) if job.summary else ()),
        *setting.bullets(job.highlights),
    )
    return Part(name, setting.line(job.title), blocks, _span(job, setting))


def _school(school: Education, name: str, setting: Setting) -> Part:
    blocks: list[Paragraph | Listing] = [_place(setting, school.institution, school.place, school.url)]
    if school.grade:
        blocks.append(Paragraph((Run(f"{setting.wording['grade']} {setting.line(school.grade)}"),)))
    return Part(
        name, setting.line(school.title), (*blocks, *setting.bullets(school.highlights)), _span(school, setting)
    )


def _custom(entry: CustomEntry, name: str, setting: Setting) -> Part:
    said = entry.detail or entry.place or entry.url
    blocks = (
        *((_place(setting, entry.detail, entry.place, entry.url),) if said else ()),
        *((setting.paragraph(entry.text),) if entry.text else ()),
        *setting.bullets(entry.highlights),
    )
    return Part(name, setting.line(entry.title), blocks, _span(entry, setting))


def _span(entry: Any, setting: Setting) -> str:
    return setting.wording.span(entry.start, entry.end)


def _place(setting: Setting, name: str | None, where: str | None, url: str | None) -> Paragraph:
    """For whom, where, and the address."""
    said = [setting.words(words) for words in (name, where) if words]
    return Paragraph(joined([*said, *([setting.address(url)] if url else [])], " · "), "place")


#: Sections told as one thing.
_WHOLE: dict[str, Callable[[Section, Setting], Blocks]] = {
    "summary": _summary,
    "focus": _focus,
    "languages": _languages,
    "skills": _lines(_skill),
    "recognition": _lines(_award_or_talk),
    "certificates": _lines(_certificate),
    "publications": _lines(_publication, "works"),
}
#: Sections told entry by entry, each with a heading; the owner's own are told as `_custom` does.
_ENTRIES: dict[str, Callable[[Any, str, Setting], Part]] = {
    "studies": _study,
    "projects": _project,
    "experience": _job,
    "education": _school,
}
