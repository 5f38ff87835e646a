"""Which studies are printed, by name, theme or tag, in the order of the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.shaping.order import Placed, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Selection


def choose(manuscript: Manuscript, selection: Selection) -> tuple[Placed, ...]:
    """The studies that pass every part of the selection, numbered anew from 1.

    Raises CF-803 for names, themes or tags that no study has, and where nothing is left.
    """
    dossier = manuscript.dossier
    problems = [
        *_unknown("study", selection.studies, dossier.studies),
        *_unknown("theme", [selection.theme] if selection.theme else [], _theme_names(manuscript)),
    ]
    if problems:
        raise CasefolioError(problems)
    slugs = [
        slug
        for slug, study in dossier.studies.items()
        if (not selection.studies or slug in selection.studies)
        and (not selection.theme or selection.theme in (study.theme, dossier.themes[study.theme].title))
        and (not selection.tag or selection.tag in study.tags)
    ]
    if not slugs:
        raise CasefolioError(_nothing(manuscript, selection))
    return in_order(dossier, slugs)


def _theme_names(manuscript: Manuscript) -> list[str]:
    themes = manuscript.dossier.themes
    return [*themes, *(theme.title for theme in themes.values())]


def _unknown(kind: str, names: Iterable[str], known: Iterable[str]) -> list[Problem]:
    """A problem for each name that is not known, with what it may have been meant to be."""
    problems = []
    for name in names:
        if name in known:
            continue
        remedy = near_one(name, known) or f"there are: {', '.join(sorted(known)[:12])}"
        problems.append(Problem("CF-803", f"there is no {kind} '{name}'", remedy=remedy))
    return problems


def near_one(name: str, known: Iterable[str]) -> str:
    """What a name may have been meant to be, as a question; empty where nothing is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return f"did you mean '{near[0]}'?" if near else ""


def _nothing(manuscript: Manuscript, selection: Selection) -> Problem:
    tags = sorted({tag for study in manuscript.dossier.studies.values() for tag in study.tags})
    if selection.tag and selection.tag not in tags:
        every = f"tags are: {', '.join(tags[:20])}" if tags else "no study has tags"
        remedy = near_one(selection.tag, tags) or every
        return Problem("CF-803", f"no study has the tag '{selection.tag}'", remedy=remedy)
    if not manuscript.dossier.studies:
        return Problem("CF-803", "there are no studies to print", remedy="add content/studies/<name>.yaml")
    return Problem("CF-803", "no study is left of the selection", remedy="ask for less at once")
