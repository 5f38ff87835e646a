"""The order of the dossier: which study comes when, its number, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casefolio.model.dossier import Dossier
    from casefolio.model.study import Study


@dataclass(frozen=True, slots=True)
class Placed:
    """A study with its name, its number in the dossier (from 1) and its theme's title."""

    slug: str
    number: int
    theme: str
    study: Study


def in_order(dossier: Dossier, slugs: Iterable[str] | None = None) -> tuple[Placed, ...]:
    """The studies, or those named, as the settings order them, numbered from 1 among all that are returned."""
    chosen = [slug for slug in dossier.studies if slugs is None or slug in set(slugs)]
    themes = {key: index for index, key in enumerate(dossier.themes)}
    own = {slug: index for index, slug in enumerate(dossier.settings.study_order)}
    last = len(own)

    def key(slug: str) -> tuple[int, int, int, str]:
        study = dossier.studies[slug]
        by_theme = themes.get(study.theme, len(themes))
        by_owner = own.get(slug, last)
        if dossier.settings.order == "owner":
            return (0, by_owner, 0, slug)
        if dossier.settings.order == "priority":
            return (0, -study.priority, by_owner, slug)
        return (by_theme, by_owner, -study.priority, slug)

    return tuple(
        Placed(slug, number, dossier.themes[dossier.studies[slug].theme].title, dossier.studies[slug])
        for number, slug in enumerate(sorted(chosen, key=key), 1)
    )
