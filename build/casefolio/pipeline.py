"""The whole build on one screen: read, shape, press, verify, publish."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.order import Outcome, Result, Selection
from casefolio.model.sheet import Enclosure, Expectation
from casefolio.model.target import Edition, Target
from casefolio.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Job
    from casefolio.model.sheet import Facts, Imprint, Optional, Said
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine
    from casefolio.press.series import Laid
    from casefolio.press.typeset import Printed
    from casefolio.shaping.order import Placed

    Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Product:
    """A printed and verified file, and where it goes."""

    target: Target
    printed: Printed
    facts: Facts
    paths: tuple[Path, ...]


def build(job: Job, workspace: Workspace, report: Report = lambda _: None) -> Outcome:
    """Print what a job asks for. Every product is made and verified before the first is published.

    `report` is told, in a few words, what is being done. Raises CasefolioError with the problems found; nothing
    has been written then.
    """
    report("reading content")
    manuscript = read(workspace)
    run = _Run(job, manuscript, workspace, report)
    products = [product for target in job.targets or _everything(manuscript) for product in run.print(target)]
    warnings = (*manuscript.warnings, *(warning for product in products for warning in product.printed.warnings))
    if job.strict and warnings:
        raise CasefolioError(warnings)
    if job.write:
        from casefolio.bindery.publish import publish_all

        report("publishing")
        publish_all({path: product.printed.data for product in products for path in product.paths})
    return Outcome(tuple(_result(product) for product in products), warnings, job.write)


def _everything(manuscript: Manuscript) -> tuple[Target, ...]:
    """What there is to print: the CV, and where there are studies, what tells of them."""
    kinds = ("cv", "onepagers", "dossier") if manuscript.dossier.studies else ("cv",)
    return tuple(Target(kind) for kind in kinds)


def check(workspace: Workspace) -> Manuscript:
    """Read, and compose every page without printing. Raises CasefolioError with every problem found."""
    from casefolio.shaping.cv import cv_sheet
    from casefolio.shaping.order import in_order
    from casefolio.shaping.studies import study_series

    manuscript = read(workspace)
    settings = manuscript.dossier.settings
    edition = Edition(settings.locale, settings.paper)
    cv_sheet(manuscript, edition, workspace)
    study_series(manuscript, edition, workspace, in_order(manuscript.dossier))
    return manuscript


class _Run:
    """One run: what its products share is made once, when first asked for."""

    def __init__(self, job: Job, manuscript: Manuscript, workspace: Workspace, report: Report) -> None:
        self._job, self._manuscript, self._workspace, self._report = job, manuscript, workspace, report
        settings = manuscript.dossier.settings
        self._edition = Edition(
            job.locale or settings.locale, job.paper or settings.paper, duplex=job.duplex, compact=job.compact
        )
        self._suffix = "" if self._edition.locale == settings.locale else f"-{self._edition.locale}"

    def print(self, target: Target) -> Iterator[_Product]:
        """Shape, press and verify what a target names."""
        if target.kind == "cv":
            yield self._cv(target)
        elif target.kind == "dossier":
            yield self._dossier(target)
        else:
            slugs = [target.name] if target.name else [placed.slug for placed in self._chosen]
            yield from (self._onepager(Target("onepager", slug)) for slug in slugs)

    @cached_property
    def _engine(self) -> Engine:
        # WeasyPrint takes longer to load than everything else: not before there is something to set.
        from casefolio.press.engine import Engine

        self._report("loading the press")
        return Engine(self._workspace)

    @cached_property
    def _chosen(self) -> tuple[Placed, ...]:
        from casefolio.shaping.selection import choose

        return choose(self._manuscript, self._job.selection)

    @cache  # noqa: B019 - a run lives as long as its process has use for it
    def _series(self, *, duplex: bool, compact: bool) -> tuple[Laid, dict[str, list[Said]]]:
        """The studies' pages, laid out once for one-pagers and dossier, and what each of them says."""
        from casefolio.press.series import lay_out_series
        from casefolio.shaping.studies import study_series

        edition = replace(self._edition, duplex=duplex, compact=compact)
        series = study_series(self._manuscript, edition, self._workspace, self._chosen)
        engine = self._engine
        self._report(f"setting {len(self._chosen)} studies")
        laid = lay_out_series(series, self._workspace, self._manuscript, engine)
        saying: dict[str, list[Said]] = {slug: [] for slug in series.slugs}
        for said in series.saying:
            saying[str(said.entry[1])].append(said)
        return laid, saying

    def _cv(self, target: Target) -> _Product:
        from casefolio.shaping.cv import cv_sheet, shown

        self._report("setting the CV")
        sheet = cv_sheet(self._manuscript, self._edition, self._workspace)
        engine = self._engine
        from casefolio.press.typeset import typeset

        def enclose(left_out: tuple[Optional, ...]) -> tuple[Enclosure, ...]:
            dossier = shown(self._manuscript.dossier, {entry.path for entry in left_out})
            return (_source("This CV", dossier),)

        printed = typeset(sheet, self._workspace, self._manuscript, engine, enclose)
        gone = {entry.path for entry in printed.left_out}
        saying = [said for said in sheet.saying if said.entry not in gone]
        return self._verified(target, printed, sheet.imprint, sheet.pages, saying, "cv")

    def _onepager(self, target: Target) -> _Product:
        from casefolio.press.book import write_study
        from casefolio.shaping.dossier import study_imprint

        laid, saying = self._series(duplex=False, compact=False)
        placed = next((placed for placed in self._chosen if placed.slug == target.name), None)
        if placed is None:
            from casefolio.shaping.selection import choose

            (placed,) = choose(self._manuscript, Selection((target.name,)))
            raise CasefolioError(Problem("CF-803", f"the study '{placed.slug}' is not in the selection"))
        self._report(f"printing {placed.slug}")
        imprint = study_imprint(self._manuscript, self._edition, self._workspace, placed)
        printed = write_study(laid, placed.slug, imprint, laid.folios[placed.slug], self._engine)
        promised = placed.study.pages if placed.study.pages == 1 else None
        name = f"onepagers/{placed.slug}"
        return self._verified(target, printed, imprint, promised, saying[placed.slug], name)

    def _dossier(self, target: Target) -> _Product:
        from casefolio.press.book import lay_out_sheet, write_book
        from casefolio.shaping.dossier import back_sheet, front_sheet

        laid, saying = self._series(duplex=self._edition.duplex, compact=self._edition.compact)
        shared = (self._manuscript, self._edition, self._workspace, self._chosen)
        folios = {slug: str(page) for slug, page in laid.folios.items()}
        self._report("setting the dossier's own pages")
        press = (self._workspace, self._manuscript, self._engine)
        last = len(laid.pages)
        back = back_sheet(*shared, folios)
        after = lay_out_sheet(back, *press, first_page=last + 1)
        chapters = {name: str(last + 1 + after.starts[name]) for name in _CHAPTERS if name in after.starts}
        front = front_sheet(*shared, folios, chapters)
        before = lay_out_sheet(front, *press)
        chosen = {placed.slug: placed.study for placed in self._chosen}
        shown = self._manuscript.dossier.model_copy(update={**_ONLY_IN_A_CV, "studies": chosen})
        source = _source("The content of this dossier", shown)
        book = (before, laid, after)
        printed = write_book(book, front.imprint, (source,), self._engine, duplex=self._edition.duplex)
        words = [*front.saying, *(said for slug in saying for said in saying[slug]), *back.saying]
        return self._verified(target, printed, front.imprint, None, words, "dossier")

    def _verified(
        self, target: Target, printed: Printed, imprint: Imprint, pages: int | None, saying: list[Said], name: str
    ) -> _Product:
        """Read the finished bytes back. Raises CF-6.. where they are not what was promised."""
        from casefolio.bindery.verify import verify

        self._report(f"verifying {name}")
        enclosed = ("resume.json",) if target.kind != "onepager" else ()
        expected = Expectation(imprint, pages, self._engine.families, tuple(saying), enclosed)
        facts, problems = verify(printed.data, expected, where=self._manuscript.mark)
        if problems:
            raise CasefolioError(problems)
        paths = [self._workspace.out / f"{name}{self._suffix}.pdf"]
        if target.kind == "cv":
            paths.append(self._workspace.out / f"{_for_the_reader(imprint.title)}{self._suffix}.pdf")
        return _Product(target, printed, facts, tuple(paths))


#: What a dossier does not show, and so does not carry.
_ONLY_IN_A_CV: dict[str, object] = {
    **dict.fromkeys(("experience", "education", "certificates", "publications", "skills", "languages"), ()),
    "custom": {},
}
#: The chapters that may follow the studies, as they are named in the page.
_CHAPTERS = ("projects", "recognition", "index")


def _source(what: str, dossier: Dossier) -> Enclosure:
    """The content shown, as JSON Resume, to be embedded: a machine reads it without parsing pages."""
    from casefolio.exchange.json_resume import dumps

    return Enclosure("resume.json", "application/json", f"{what} as JSON Resume", dumps(dossier))


def _for_the_reader(title: str) -> str:
    """A file name for whoever receives it, in plain letters: `Andrey-Lesnikov-CV` of “Andrey Lesnikov · CV”."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", letters))


def _result(product: _Product) -> Result:
    printed = product.printed
    return Result(
        product.target,
        product.paths,
        printed.pages,
        len(printed.data),
        round(printed.fill, 4),
        round(printed.density, 4),
        printed.layouts,
        tuple(entry.title for entry in printed.left_out),
        product.facts.conformance,
    )
