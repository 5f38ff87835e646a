"""The studies as a series of pages, the same for one-pagers and dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.model.sheet import Imprint, Series
from casefolio.shaping.compose import Composition
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.study import Study
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.order import Placed

#: So many studies are laid out together where there are more than twice as many: an even number, as two may share a
#: page.
_SHEET = 12
_SHARED = ("faces.css", "tokens.css", "base.css", "study.css")


@dataclass(frozen=True, slots=True)
class Related:
    """A study referred to; a link only where its page is in the same document."""

    slug: str
    number: int
    study: Study
    linked: bool


@dataclass(frozen=True, slots=True)
class StudyPage:
    """What the template of one study's page is given."""

    placed: Placed
    related: tuple[Related, ...]
    first_of_theme: bool


def study_series(manuscript: Manuscript, edition: Edition, workspace: Workspace, chosen: Sequence[Placed]) -> Series:
    """Compose the pages of the chosen studies, in their order: one to a page, or two in a compact edition."""
    dossier = manuscript.dossier
    composition = Composition(workspace, dossier, read_wording(workspace, edition.locale))
    imprint = Imprint(dossier.profile.name, dossier.profile.name, "", (), edition.locale, workspace.date())
    pages = _pages(dossier, chosen)
    size = _SHEET if len(pages) > 2 * _SHEET else 2 * _SHEET
    sheets = tuple(
        composition.render(
            "compact.html" if edition.compact else "studies.html",
            pages=pages[first : first + size],
            profile=dossier.profile,
            imprint=imprint,
            paper=edition.paper,
        )
        for first in range(0, len(pages), size)
    )
    slugs = tuple(placed.slug for placed in chosen)
    own = ("compact.css",) if edition.compact else ()
    sides = ("duplex.css",) if edition.duplex else ()
    return Series(
        "compact" if edition.compact else "study",
        sheets,
        (*_SHARED, *own, *sides, f"paper.{edition.paper}.css"),
        edition.paper,
        slugs,
        tuple(slug for slug in slugs if edition.compact or dossier.studies[slug].pages == 1),
        2 if edition.compact else 1,
        tuple(composition.saying),
    )


def _pages(dossier: Dossier, chosen: Sequence[Placed]) -> list[StudyPage]:
    numbers = {placed.slug: placed for placed in chosen}
    pages, theme = [], ""
    for placed in chosen:
        related = tuple(
            Related(slug, numbers[slug].number, numbers[slug].study, linked=True)
            if slug in numbers
            else Related(slug, 0, dossier.studies[slug], linked=False)
            for slug in placed.study.related
        )
        pages.append(StudyPage(placed, related, placed.theme != theme))
        theme = placed.theme
    return pages
