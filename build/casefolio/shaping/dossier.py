"""The dossier's own pages: what stands before the studies and what follows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.model.sheet import Imprint, Sheet
from casefolio.shaping.wording import Wording, read_wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.order import Placed

_STYLES = ("faces.css", "tokens.css", "base.css", "dossier.css")


@dataclass(frozen=True, slots=True)
class Group:
    """The studies of one theme that stand together."""

    title: str
    summary: str | None
    studies: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a technology is told of: a study and its folio."""

    slug: str
    folio: str


def front_sheet(
    manuscript: Manuscript,
    edition: Edition,
    workspace: Workspace,
    chosen: Sequence[Placed],
    folios: Mapping[str, str],
    after: Mapping[str, str],
) -> Sheet:
    """Cover, contents and overview. `folios` gives each study's page, `after` the chapters that follow them."""
    from casefolio.shaping.compose import Composition

    wording = read_wording(workspace, edition.locale)
    composition = Composition(workspace, manuscript.dossier, wording)
    imprint = dossier_imprint(manuscript.dossier, wording, workspace, chosen)
    html = composition.render(
        "dossier/front.html",
        profile=manuscript.dossier.profile,
        groups=_groups(manuscript.dossier, chosen),
        folios=folios,
        after=tuple(after.items()),
        imprint=imprint,
        paper=edition.paper,
        compact=edition.compact,
    )
    return Sheet("dossier", html, _styles(edition), imprint, edition.paper, None, tuple(composition.saying))


def back_sheet(
    manuscript: Manuscript,
    edition: Edition,
    workspace: Workspace,
    chosen: Sequence[Placed],
    folios: Mapping[str, str],
) -> Sheet:
    """Projects, talks and recognition, and the index of technologies."""
    from casefolio.shaping.compose import Composition

    dossier = manuscript.dossier
    wording = read_wording(workspace, edition.locale)
    composition = Composition(workspace, dossier, wording)
    imprint = dossier_imprint(dossier, wording, workspace, chosen)
    html = composition.render(
        "dossier/back.html",
        dossier=dossier,
        folios=folios,
        index=_index(chosen, folios),
        imprint=imprint,
        paper=edition.paper,
    )
    return Sheet("dossier", html, _styles(edition), imprint, edition.paper, None, tuple(composition.saying))


def dossier_imprint(dossier: Dossier, wording: Wording, workspace: Workspace, chosen: Sequence[Placed]) -> Imprint:
    """The metadata of the dossier: its keywords are the technologies of what it shows."""
    technologies = dict.fromkeys(name for placed in chosen for name in placed.study.technologies)
    return Imprint(
        title=f"{dossier.profile.name} · {wording['dossier']['title']}",
        author=dossier.profile.name,
        subject=dossier.profile.role or str(wording["dossier"]["title"]),
        keywords=tuple(technologies) or (str(wording["dossier"]["title"]),),
        language=wording.language,
        date=workspace.date(),
    )


def study_imprint(manuscript: Manuscript, edition: Edition, workspace: Workspace, placed: Placed) -> Imprint:
    """The metadata of one study's own file."""
    wording = read_wording(workspace, edition.locale)
    name = manuscript.dossier.profile.name
    return Imprint(
        title=f"{placed.study.title} · {name}",
        author=name,
        subject=f"{wording['case_study']} {placed.number} · {placed.theme}",
        keywords=placed.study.technologies or (placed.theme,),
        language=wording.language,
        date=workspace.date(),
    )


def _styles(edition: Edition) -> tuple[str, ...]:
    return (*_STYLES, *(("duplex.css",) if edition.duplex else ()), f"paper.{edition.paper}.css")


def _groups(dossier: Dossier, chosen: Sequence[Placed]) -> tuple[Group, ...]:
    """Runs of studies of one theme, in the order of the pages."""
    groups: list[Group] = []
    for placed in chosen:
        theme = dossier.themes[placed.study.theme]
        if groups and groups[-1].title == theme.title:
            groups[-1] = Group(theme.title, theme.summary, (*groups[-1].studies, placed))
        else:
            groups.append(Group(theme.title, theme.summary, (placed,)))
    return tuple(groups)


def _index(chosen: Sequence[Placed], folios: Mapping[str, str]) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Technologies in alphabetical order, each with the pages that tell of it."""
    places: dict[str, list[Place]] = {}
    for placed in chosen:
        for name in placed.study.technologies:
            found = places.setdefault(name, [])
            # Two studies may share a page, which is named once.
            if not found or found[-1].folio != folios[placed.slug]:
                found.append(Place(placed.slug, folios[placed.slug]))
    return tuple((name, tuple(places[name])) for name in sorted(places, key=lambda name: (name.casefold(), name)))
