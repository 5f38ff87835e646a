"""The handout of a talk as a sheet: what to take home, the studies that tell more, where to go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.sheet import Imprint, Sheet
from casefolio.shaping.compose import Composition
from casefolio.shaping.miniature import miniature
from casefolio.shaping.order import in_order
from casefolio.shaping.quickresponse import draw_code
from casefolio.shaping.selection import near_one
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from casefolio.model.entries import Talk
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.miniature import Box
    from casefolio.shaping.order import Placed


@dataclass(frozen=True, slots=True)
class Told:
    """A study that tells more of a talk, its flow in small; a link where its page follows in the same file."""

    placed: Placed
    linked: bool
    drawing: tuple[Box, ...]


def handout_sheet(manuscript: Manuscript, name: str, edition: Edition, workspace: Workspace) -> Sheet:
    """Compose the handout of the talk `name`, as many pages as it promises.

    Raises CF-807 where there is no such talk, CF-229 where its address makes too large a QR code.
    """
    dossier = manuscript.dossier
    talk = dossier.talks.get(name)
    if talk is None:
        known = ", ".join(sorted(dossier.talks)) or "none; write content/talks/<name>.yaml"
        remedy = near_one(name, dossier.talks) or f"there are: {known}"
        raise CasefolioError(Problem("CF-807", f"there is no talk '{name}'", remedy=remedy))
    wording = read_wording(workspace, edition.locale)
    composition = Composition(workspace, dossier, wording)
    placed = {one.slug: one for one in in_order(dossier)}
    imprint = handout_imprint(manuscript, name, edition, workspace)
    try:
        code = draw_code(talk.link) if talk.link else None
    except CasefolioError as error:
        mark = manuscript.mark(("talks", name, "link"))
        raise CasefolioError(replace(problem, mark=mark) for problem in error.problems) from None
    html = composition.render(
        "handout.html",
        name=name,
        talk=talk,
        profile=dossier.profile,
        related=[
            Told(placed[slug], slug in talk.onepagers, miniature(placed[slug].study.flow)) for slug in talk.related
        ],
        code=code,
        imprint=imprint,
        paper=edition.paper,
    )
    styles = ("faces.css", "tokens.css", "base.css", "handout.css", f"paper.{edition.paper}.css")
    return Sheet(
        "handout",
        html,
        styles,
        imprint,
        edition.paper,
        talk.pages,
        tuple(composition.saying),
        home=("talks", name),
        cure="name fewer related studies" + (", or write `pages: 2`" if talk.pages == 1 else ""),
        air=("section-ideas", "section-related", *(f"told-{slug}" for slug in talk.related[1:])),
        foot="section-onward",
    )


def handout_imprint(manuscript: Manuscript, name: str, edition: Edition, workspace: Workspace) -> Imprint:
    """The metadata of a handout, alone or with the studies that follow it."""
    dossier = manuscript.dossier
    talk: Talk = dossier.talks[name]
    technologies = (word for slug in talk.related for word in dossier.studies[slug].technologies)
    wording = read_wording(workspace, edition.locale)
    return Imprint(
        title=f"{talk.title} · {dossier.profile.name}",
        author=dossier.profile.name,
        subject=f"{wording['handout']['title']} · {talk.event}",
        keywords=tuple(dict.fromkeys(technologies))[:24] or (talk.event,),
        language=wording.language,
        date=workspace.date(),
    )
