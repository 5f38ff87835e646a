"""The CV as a sheet: what it shows, in which order, and what it promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefolio.model.sheet import Imprint, Optional, Sheet
from casefolio.shaping.order import Placed, in_order
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import Skill
    from casefolio.model.manuscript import ContentPath, Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.wording import Wording

#: The sections that are lists of the dossier.
_LISTS = (
    "projects",
    "recognition",
    "experience",
    "education",
    "certificates",
    "publications",
    "skills",
    "languages",
)
#: The entries of a section, each with its key.
Entries = tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its key, heading and entries, each with its index in the dossier."""

    key: str
    title: str
    entries: tuple[tuple[Any, Any], ...] = ()


def cv_sheet(manuscript: Manuscript, edition: Edition, workspace: Workspace) -> Sheet:
    """Compose the CV. Raises CF-3.. for layouts and labels that are not right."""
    # Templates are not loaded by those who only ask what the CV shows.
    from casefolio.shaping.compose import Composition

    dossier = manuscript.dossier
    wording = read_wording(workspace, edition.locale)
    composition = Composition(workspace, dossier, wording)
    sections = cv_sections(dossier, wording)
    imprint = cv_imprint(dossier, wording, workspace)
    html = composition.render(
        "cv.html", profile=dossier.profile, sections=sections, imprint=imprint, dossier=dossier, paper=edition.paper
    )
    pages = dossier.cv.pages
    return Sheet(
        "cv",
        html,
        ("faces.css", "tokens.css", "base.css", "cv.css", f"paper.{edition.paper}.css"),
        imprint,
        edition.paper,
        None if pages == "any" else pages,
        tuple(composition.saying),
        _optional(sections),
    )


def shown(dossier: Dossier, left_out: Collection[ContentPath]) -> Dossier:
    """The dossier as the CV shows it: without the sections, studies and entries that are not on the page."""
    kept: dict[str, list[Any]] = {key: [] for key in _LISTS}
    studies: dict[str, Any] = {}
    talks: dict[str, Any] = {}
    custom: dict[str, list[Any]] = {}
    for section in cv_sections(dossier, None):
        for key, entry in section.entries:
            path = entry_path(section.key, key)
            if path in left_out:
                continue
            if path[0] == "studies":
                studies[entry.slug] = entry.study
            elif path[0] == "talks":
                talks[str(path[1])] = entry
            elif path[0] == "custom":
                custom.setdefault(str(path[1]), []).append(entry)
            elif path[0] in kept:
                kept[str(path[0])].append(entry)
    sections = {key: dossier.custom[key].model_copy(update={"entries": tuple(found)}) for key, found in custom.items()}
    hidden = {name: None for name in ("summary",) if name not in dossier.cv.sections}
    lists = {key: tuple(entries) for key, entries in kept.items()}
    profile = dossier.profile.model_copy(update=hidden)
    return dossier.model_copy(
        update={**lists, "profile": profile, "studies": studies, "talks": talks, "custom": sections}
    )


def cv_imprint(dossier: Dossier, wording: Wording, workspace: Workspace) -> Imprint:
    """The metadata of the CV."""
    profile = dossier.profile
    role = profile.role or str(wording["cv"])
    technologies = [name for group in dossier.skills for name in group.items]
    return Imprint(
        title=f"{profile.name} · {wording['cv']}",
        author=profile.name,
        subject=role,
        keywords=tuple(dict.fromkeys((*profile.keywords, *technologies)))[:24] or (role,),
        language=wording.language,
        date=workspace.date(),
    )


def cv_sections(dossier: Dossier, wording: Wording | None) -> tuple[Section, ...]:
    """The sections in the owner's order, without those that have nothing to say."""
    found = []
    for key in dossier.cv.sections:
        title = dossier.cv.titles.get(key)
        if key.startswith("custom:"):
            custom = dossier.custom[key.removeprefix("custom:")]
            found.append(Section(key, title or custom.title, tuple(enumerate(custom.entries))))
            continue
        entries = _entries(dossier, key)
        if entries:
            found.append(Section(key, title or (_heading(dossier, key, wording) if wording else key), entries))
    return tuple(found)


def _heading(dossier: Dossier, key: str, wording: Wording) -> str:
    """The heading of a section; awards and talks share one, named for what there is."""
    if key == "recognition" and dossier.talks:
        key = "talks_and_recognition" if dossier.recognition else "talks"
    return wording.heading(key)


def _entries(dossier: Dossier, key: str) -> Entries:
    """What a section lists: each entry with its key. Most are lists of the dossier as they stand."""
    special = _SPECIAL.get(key)
    return special(dossier) if special else tuple(enumerate(getattr(dossier, key)))


def _summary(dossier: Dossier) -> Entries:
    return (("summary", dossier.profile.summary),) if dossier.profile.summary else ()


def _recognition(dossier: Dossier) -> Entries:
    """Talks first, then awards: they share a section."""
    talks = tuple((("talks", slug), talk) for slug, talk in dossier.talks.items())
    return talks + tuple((("recognition", index), award) for index, award in enumerate(dossier.recognition))


def _studies(dossier: Dossier) -> tuple[Placed, ...]:
    """The studies that the plan names, in its order, else those of highest priority in the dossier's."""
    placed = {one.slug: one for one in in_order(dossier)}
    if dossier.cv.studies or not dossier.cv.count:
        return tuple(placed[slug] for slug in dossier.cv.studies)
    best = sorted(placed.values(), key=lambda one: (-one.study.priority, one.number))[: dossier.cv.count]
    return tuple(sorted(best, key=lambda one: one.number))


def _projects(dossier: Dossier) -> Entries:
    """The projects that the plan names; without a plan, those whose story no study on the page tells."""
    named = dossier.cv.projects
    if named:
        by_title = {project.title: (index, project) for index, project in enumerate(dossier.projects)}
        return tuple(by_title[title] for title in named)
    shown = {one.slug for one in _studies(dossier)} if "studies" in dossier.cv.sections else set()
    return tuple((index, project) for index, project in enumerate(dossier.projects) if project.study not in shown)


def _skill(skill: Skill, dossier: Dossier) -> Skill:
    """A group without words takes the technologies of the studies on the page."""
    if skill.items:
        return skill
    names = [name for one in _studies(dossier) for name in one.study.technologies]
    return skill.model_copy(update={"items": tuple(dict.fromkeys(names))})


#: The sections whose entries are not simply a list of the dossier.
_SPECIAL: dict[str, Callable[[Dossier], Entries]] = {
    "summary": _summary,
    "focus": lambda dossier: tuple(enumerate(dossier.profile.focus)),
    "studies": lambda dossier: tuple((placed.slug, placed) for placed in _studies(dossier)),
    "projects": _projects,
    "skills": lambda dossier: tuple((index, _skill(skill, dossier)) for index, skill in enumerate(dossier.skills)),
    "recognition": _recognition,
}


def _optional(sections: tuple[Section, ...]) -> tuple[Optional, ...]:
    """What may be left out, the lowest priority first, of equals the last on the page."""
    found: list[tuple[int, int, Optional]] = []
    for section in sections:
        for key, entry in section.entries:
            record = entry.study if isinstance(entry, Placed) else entry
            if getattr(record, "optional", False):
                path = entry_path(section.key, key)
                found.append((record.priority, -len(found), Optional("-".join(map(str, path)), path, _title(record))))
    return tuple(optional for _, _, optional in sorted(found, key=lambda item: item[:2]))


def entry_path(section: str, key: Any) -> tuple[str | int, ...]:
    """Where an entry of a section lies in the dossier."""
    if isinstance(key, tuple):
        return key
    if section.startswith("custom:"):
        return ("custom", section.removeprefix("custom:"), "entries", key)
    return (section, key)


def _title(record: Any) -> str:
    return str(getattr(record, "title", None) or getattr(record, "label", ""))
