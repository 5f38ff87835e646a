"""The dossier as an account: overview, every study in full under its theme, projects, talks, index."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from casefolio.model.account import Account, Item, Listing, Paragraph, Part, Run
from casefolio.shaping.accounts.setting import Setting, joined
from casefolio.shaping.dossier import dossier_imprint
from casefolio.shaping.typography import NBSP
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casefolio.model.account import Words
    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import Project, Recognition, Talk
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.study import FlowStep, Study
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.order import Placed


def dossier_account(
    manuscript: Manuscript, edition: Edition, workspace: Workspace, chosen: Sequence[Placed]
) -> Account:
    """The chosen studies with all that a dossier has around them. Raises CF-307 for a language without labels."""
    dossier = manuscript.dossier
    wording = read_wording(workspace, edition.locale)
    setting = Setting(wording)
    labels = wording["dossier"]
    told = _Told(dossier, setting, chosen)
    parts = (_overview(dossier, setting, chosen), *told.themes(), told.projects(), told.recognition(), told.index())
    return Account(
        "dossier",
        dossier_imprint(dossier, wording, workspace, chosen),
        edition.paper,
        setting.masthead(dossier.profile, str(labels["title"])),
        tuple(part for part in parts if part.blocks),
        str(labels["contents"]),
    )


def _overview(dossier: Dossier, setting: Setting, chosen: Sequence[Placed]) -> Part:
    profile, labels = dossier.profile, setting.wording["dossier"]
    parts = []
    if profile.summary:
        parts.append(Part("profile", labels["profile"], (setting.paragraph(profile.summary, "lead"),)))
    if profile.focus:
        parts.append(Part("focus", labels["focus"], setting.bullets(profile.focus)))
    themes = [dossier.themes[key] for key in dict.fromkeys(placed.study.theme for placed in chosen)]
    items = []
    for theme in themes:
        title = setting.words(theme.title if not theme.summary else f"{theme.title}:", strong=True)
        items.append(Item((*title, Run(" "), *setting.text(theme.summary)) if theme.summary else title))
    if items:
        parts.append(Part("themes", labels["themes"], (Listing(tuple(items), "lines"),)))
    return Part("overview", labels["overview"], tuple(parts), opens=True)


class _Told:
    """The parts of one dossier; what refers to a study is a link to it."""

    def __init__(self, dossier: Dossier, setting: Setting, chosen: Sequence[Placed]) -> None:
        self._dossier, self._setting, self._chosen = dossier, setting, chosen
        self._labels = setting.wording
        self._placed = {placed.slug: placed for placed in chosen}

    def themes(self) -> Iterator[Part]:
        """Runs of studies of one theme, in the order of the dossier."""
        for number, (key, group) in enumerate(groupby(self._chosen, lambda placed: placed.study.theme), 1):
            # The first study stands on the page that its theme opens.
            studies = tuple(self._study(placed, opens=index > 0) for index, placed in enumerate(group))
            title = self._setting.line(self._dossier.themes[key].title)
            yield Part(f"theme-{number}", title, studies, opens=True)

    def _study(self, placed: Placed, *, opens: bool) -> Part:
        study, setting, name = placed.study, self._setting, f"studies-{placed.slug}"
        labels = self._labels["study"]
        steps = tuple(self._step(step, study.flow) for step in study.flow)
        drawn = ((Listing(steps, "steps"),) if steps else ()) + tuple(map(setting.picture, study.figures))
        technologies = (Paragraph(setting.words(", ".join(study.technologies))),) if study.technologies else ()
        below: tuple[tuple[str, tuple[Any, ...]], ...] = (
            ("problem", (setting.paragraph(study.problem, "lead"),)),
            ("architecture", (setting.paragraph(study.architecture), *drawn)),
            ("constraints", setting.bullets(study.constraints)),
            ("technologies", technologies),
            ("result", (setting.paragraph(study.result, "lead"),)),
            ("related", self._related(study)),
        )
        parts = tuple(Part(f"{name}--{key}", labels[key], blocks) for key, blocks in below if blocks)
        blocks: tuple[Paragraph | Part, ...] = (*self._facts(study), *parts)
        return Part(name, setting.line(study.title), blocks, self._number(placed), opens=opens)

    def _facts(self, study: Study) -> tuple[Paragraph, ...]:
        client = (study.client.alias or study.client.name) if study.client else None
        when = self._labels.span(study.period.start, study.period.end) if study.period else ""
        status = self._labels["status"][study.status] if study.status else None
        said = [words for words in (study.role, client, study.sector, study.team, when, status) if words]
        return (Paragraph(joined([self._setting.words(words) for words in said], " · "), "place"),) if said else ()

    def _step(self, step: FlowStep, flow: Sequence[FlowStep]) -> Item:
        labels, line = self._labels["study"], self._setting.line
        more = [self._setting.words(step.detail)] if step.detail else []
        if step.branch:
            more.append((Run(f"{labels['if']} {line(step.branch.when)}: {line(step.branch.then)}", emphasis=True),))
        if step.back_to:
            back = f"{labels['back_to']} {step.back_to}: {line(flow[step.back_to - 1].step)}"
            more.append((Run(back, emphasis=True),))
        return Item(self._setting.words(step.step), tuple(more))

    def _related(self, study: Study) -> tuple[Listing, ...]:
        items = [Item(self._reference(slug)) for slug in study.related]
        items += [
            Item((*self._setting.words(link.label, href=link.url), Run(" "), *self._setting.address(link.url)))
            for link in study.links
        ]
        return (Listing(tuple(items), "lines"),) if items else ()

    def _reference(self, slug: str) -> Words:
        """Another study by its title; with link and number where it is told here."""
        title = self._dossier.studies[slug].title
        if slug not in self._placed:
            return self._setting.words(title)
        number = Run(f" ({self._number(self._placed[slug])})")
        return (*self._setting.words(title, href=f"#studies-{slug}"), number)

    def _number(self, placed: Placed) -> str:
        return f"{self._labels['case_study']}{NBSP}{placed.number}"

    def _references(self, slugs: Iterable[str], label: str) -> tuple[Paragraph, ...]:
        told = [self._reference(slug) for slug in slugs if slug in self._placed]
        return (Paragraph((Run(f"{label}: "), *joined(told, "; ")), "place"),) if told else ()

    def projects(self) -> Part:
        """All projects, each with the study that tells its story."""
        parts = tuple(self._project(project, index) for index, project in enumerate(self._dossier.projects))
        return Part("projects", self._labels["dossier"]["projects"], parts, opens=True)

    def _project(self, project: Project, index: int) -> Part:
        blocks = (
            self._setting.paragraph(project.summary),
            *self._address(project.url),
            *self._references([project.study] if project.study else [], self._labels["dossier"]["see_study"]),
        )
        return Part(f"projects-{index}", self._setting.line(project.title), blocks, self._span(project))

    def _span(self, entry: Any) -> str:
        return self._labels.span(entry.start, entry.end)

    def _address(self, url: str | None) -> tuple[Paragraph, ...]:
        return (Paragraph(self._setting.address(url), "place"),) if url else ()

    def recognition(self) -> Part:
        """Talks, then awards."""
        labels = self._labels["dossier"]
        talks, awards = self._dossier.talks, self._dossier.recognition
        title = labels["recognition"] if talks and awards else labels["talks"] if talks else labels["awards"]
        parts = (
            *(self._talk(talk, f"talks-{slug}") for slug, talk in talks.items()),
            *(self._award(award, f"recognition-{index}") for index, award in enumerate(awards)),
        )
        return Part("recognition", title, parts, opens=not self._dossier.projects)

    def _talk(self, talk: Talk, name: str) -> Part:
        blocks = (
            Paragraph(self._setting.words(talk.title), "lead"),
            *((self._setting.paragraph(talk.summary),) if talk.summary else ()),
            *self._references(talk.related, self._labels["study"]["related"]),
        )
        when = self._setting.date(talk.date) if talk.date and str(talk.date.year) not in talk.event else ""
        return Part(name, self._setting.line(talk.event), blocks, when)

    def _award(self, award: Recognition, name: str) -> Part:
        holder = f"({self._setting.line(award.holder)})" if award.holder else ""
        said = " ".join(filter(None, [self._setting.line(award.detail) if award.detail else "", holder]))
        blocks = (*((Paragraph((Run(said),)),) if said else ()), *self._address(award.url))
        when = self._setting.date(award.date) if award.date and str(award.date.year) not in award.title else ""
        return Part(name, self._setting.line(award.title), blocks, when)

    def index(self) -> Part:
        """Technologies in alphabetical order, each with the numbers of the studies that tell of it."""
        places: dict[str, list[Placed]] = {}
        for placed in self._chosen:
            for name in dict.fromkeys(placed.study.technologies):
                places.setdefault(name, []).append(placed)
        items = []
        for name in sorted(places, key=lambda name: (name.casefold(), name)):
            numbers = [(Run(str(placed.number), href=f"#studies-{placed.slug}"),) for placed in places[name]]
            items.append(Item((*self._setting.words(f"{name}:", strong=True), Run(" "), *joined(numbers, ", "))))
        blocks = (Listing(tuple(items), "lines"),) if items else ()
        return Part("index", self._labels["dossier"]["index"], blocks, opens=True)
