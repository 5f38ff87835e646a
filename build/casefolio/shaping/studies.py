"""The studies as a series of pages, the same for one-pagers and dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from casefolio.model.sheet import Imprint, Leaf, Series
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

#: Where a layout puts it, one leaf ends and another may begin.
_MARK = Markup("<!-- leaf -->")
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
    html = composition.render(
        "compact.html" if edition.compact else "studies.html",
        pages=pages,
        profile=dossier.profile,
        imprint=imprint,
        paper=edition.paper,
        leaf=_MARK,
    )
    slugs = tuple(placed.slug for placed in chosen)
    per_page = 2 if edition.compact else 1
    frame, leaves = _leaves(html, slugs, per_page)
    own = ("compact.css",) if edition.compact else ()
    sides = ("duplex.css",) if edition.duplex else ()
    return Series(
        "compact" if edition.compact else "study",
        frame,
        leaves,
        (*_SHARED, *own, *sides, f"paper.{edition.paper}.css"),
        edition.paper,
        slugs,
        tuple(slug for slug in slugs if edition.compact or dossier.studies[slug].pages == 1),
        per_page,
        tuple(composition.saying),
    )


def _leaves(html: str, slugs: tuple[str, ...], per_page: int) -> tuple[tuple[str, str], tuple[Leaf, ...]]:
    """What stands around the leaves, and each leaf; where a layout sets no marks, everything is one."""
    head, *bodies, tail = html.split(_MARK) if _MARK in html else _split_body(html)
    groups = [slugs[first : first + per_page] for first in range(0, len(slugs), per_page)]
    if len(bodies) != len(groups):
        groups, bodies = [slugs], ["".join(bodies)]
    return (head, tail), tuple(Leaf(group, body) for group, body in zip(groups, bodies, strict=True))


def _split_body(html: str) -> tuple[str, str, str]:
    head, body, rest = html.partition("<body")
    opening, bracket, content = rest.partition(">")
    content, closing, tail = content.partition("</body>")
    return head + body + opening + bracket, content, closing + tail


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
