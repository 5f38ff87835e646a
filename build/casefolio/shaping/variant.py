"""A variant's view of the content: entries chosen by tags, another headline, another plan of the CV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.model.manuscript import Manuscript
from casefolio.shaping.order import in_order
from casefolio.shaping.selection import near_one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.dossier import CvPlan, Dossier
    from casefolio.model.manuscript import ContentPath
    from casefolio.model.study import Study
    from casefolio.model.variant import Variant

#: The lists of the dossier whose entries may carry tags.
_LISTS = ("projects", "recognition", "experience", "education", "certificates", "publications", "skills")


def apply_variant(manuscript: Manuscript, name: str) -> Manuscript:
    """The manuscript as a variant tells it; places lead to where each value was written.

    Raises CF-807 where there is no such variant, CF-227 where it leaves no study, CF-228 where no section of the CV.
    """
    dossier = manuscript.dossier
    variant = dossier.variants.get(name)
    if variant is None:
        known = ", ".join(sorted(dossier.variants)) or "none; write content/variants/<name>.yaml"
        remedy = near_one(name, dossier.variants) or f"there are: {known}"
        raise CasefolioError(Problem("CF-807", f"there is no variant '{name}'", remedy=remedy))
    path: ContentPath = ("variants", name)
    marks = _Moved(manuscript.marks)
    studies = {slug: study for slug, study in dossier.studies.items() if slug in variant.studies or _in(variant, study)}
    if dossier.studies and not studies:
        mark = manuscript.mark((*path, "include" if variant.include else "exclude"))
        message = f"the variant '{name}' leaves none of {len(dossier.studies)} studies"
        raise CasefolioError(Problem("CF-227", message, mark, "see the tags of content/studies/"))
    told = dossier.model_copy(update={**_lists(dossier, variant, marks), "studies": _among(studies)})
    settings = dossier.settings.model_copy(update={"order": variant.order} if variant.order else {})
    told = told.model_copy(update={"settings": settings, "talks": _talks(told, variant)})
    projects = tuple(
        project if project.study in studies else project.model_copy(update={"study": None}) for project in told.projects
    )
    told = told.model_copy(update={"projects": projects, "profile": _profile(dossier, variant)})
    plan = _plan(told, variant)
    if not plan.sections:
        message = f"the variant '{name}' hides every section of the CV"
        raise CasefolioError(Problem("CF-228", message, manuscript.mark((*path, "hide")), "leave one to be shown"))
    marks.lead(("profile", "role"), (*path, "headline") if variant.headline else ("profile", "role"))
    marks.lead(("profile", "summary"), (*path, "summary") if variant.summary else ("profile", "summary"))
    return Manuscript(told.model_copy(update={"cv": plan}), marks, manuscript.files, manuscript.warnings)


def _in(variant: Variant, entry: Any) -> bool:
    """Whether an entry passes a variant's tags. What carries no tag is for everybody."""
    tags = set(entry.tags)
    return not tags & set(variant.exclude) and (not tags or not variant.include or bool(tags & set(variant.include)))


def _lists(dossier: Dossier, variant: Variant, marks: _Moved) -> dict[str, Any]:
    """The lists and own sections without the entries that a variant leaves out; `marks` learn where each was."""
    chosen: dict[str, Any] = {}
    for key in _LISTS:
        kept = [
            (index, entry)
            for index, entry in enumerate(getattr(dossier, key))
            if _in(variant, entry) or (key == "projects" and entry.title in variant.projects)
        ]
        for new, (old, _) in enumerate(kept):
            marks.lead((key, new), (key, old))
        chosen[key] = tuple(entry for _, entry in kept)
    custom = {}
    for name, section in dossier.custom.items():
        entries = [(index, entry) for index, entry in enumerate(section.entries) if _in(variant, entry)]
        for new, (old, _) in enumerate(entries):
            marks.lead(("custom", name, "entries", new), ("custom", name, "entries", old))
        custom[name] = section.model_copy(update={"entries": tuple(entry for _, entry in entries)})
    return {**chosen, "custom": custom}


def _among(studies: dict[str, Study]) -> dict[str, Study]:
    """Studies that refer only to each other."""
    return {
        slug: study.model_copy(update={"related": tuple(other for other in study.related if other in studies)})
        for slug, study in studies.items()
    }


def _talks(dossier: Dossier, variant: Variant) -> dict[str, Any]:
    return {
        slug: talk.model_copy(
            update={
                key: tuple(other for other in getattr(talk, key) if other in dossier.studies)
                for key in ("related", "onepagers")
            }
        )
        for slug, talk in dossier.talks.items()
        if _in(variant, talk)
    }


def _profile(dossier: Dossier, variant: Variant) -> Any:
    said = {"role": variant.headline, "summary": variant.summary}
    return dossier.profile.model_copy(update={key: words for key, words in said.items() if words})


def _plan(dossier: Dossier, variant: Variant) -> CvPlan:
    """The plan of the CV: what the variant names, else what is left of the owner's plan."""
    plan = dossier.cv
    count = plan.count if variant.count is None else variant.count
    named = variant.studies or tuple(slug for slug in plan.studies if slug in dossier.studies)
    if not variant.studies and variant.include:
        # The owner's plan was made for another reader: what the tags chose counts more.
        best = sorted(in_order(dossier), key=lambda one: (-one.study.priority, one.number))[:count]
        named = tuple(one.slug for one in sorted(best, key=lambda one: one.number))
    named = named[:count] if variant.count is not None else named
    titles = {project.title for project in dossier.projects}
    projects = variant.projects or tuple(title for title in plan.projects if title in titles)
    sections = tuple(key for key in variant.sections or plan.sections if key not in variant.hide)
    if not count:
        sections = tuple(key for key in sections if key != "studies")
    return plan.model_copy(update={"sections": sections, "studies": named, "projects": projects, "count": count})


class _Moved(Mapping["ContentPath", "Mark"]):
    """Places of a dossier whose entries moved up, told by where each entry was written."""

    def __init__(self, marks: Mapping[ContentPath, Mark]) -> None:
        self._marks = marks
        self._ways: dict[ContentPath, ContentPath] = {}

    def lead(self, path: ContentPath, written: ContentPath) -> None:
        """Note that what is at `path` now was written at another."""
        self._ways[path] = written

    def __getitem__(self, path: ContentPath) -> Mark:
        for length in range(len(path), 0, -1):
            if path[:length] in self._ways:
                return self._marks[(*self._ways[path[:length]], *path[length:])]
        return self._marks[path]

    def __iter__(self) -> Iterator[ContentPath]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)
