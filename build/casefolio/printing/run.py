"""One run: what its products share is made once, when first asked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError
from casefolio.model.order import Result
from casefolio.model.sheet import Enclosure, Expectation
from casefolio.model.target import Edition
from casefolio.printing.product import Product

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Job
    from casefolio.model.sheet import Facts, Imprint, Said
    from casefolio.model.target import Target
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine
    from casefolio.press.series import Laid
    from casefolio.press.typeset import Printed
    from casefolio.shaping.order import Placed

    Report = Callable[[str], None]


class Run:
    """What the products of a job share: the manuscript as the job wants it told, one press, one series of studies."""

    def __init__(self, job: Job, written: Manuscript, workspace: Workspace, report: Report) -> None:
        self.job, self.written, self.workspace, self.report = job, written, workspace, report
        settings = written.dossier.settings
        self.edition = Edition(
            job.locale or settings.locale, job.paper or settings.paper, duplex=job.duplex, compact=job.compact
        )
        self._home = settings.locale

    @cached_property
    def manuscript(self) -> Manuscript:
        """What was written, as the job's variant tells it. Raises CF-807 for a variant that there is not."""
        if not self.job.variant:
            return self.written
        from casefolio.shaping.variant import apply_variant

        return apply_variant(self.written, self.job.variant)

    @property
    def enclosures(self) -> tuple[str, ...]:
        """The names of the files that a CV or dossier of this run carries."""
        pressed = self.job.shop is not None and self.job.shop.profile is not None
        return ("resume.json",) if self.job.embed and not pressed else ()

    @cached_property
    def engine(self) -> Engine:
        """The press. WeasyPrint takes longer to load than everything else: not before there is something to set."""
        from casefolio.press.engine import Engine

        self.report("loading the press")
        if self.job.shop is None:
            return Engine(self.workspace)
        from casefolio.bindery.presswork import judged

        return Engine(self.workspace, self.job.shop, judged)

    @cached_property
    def chosen(self) -> tuple[Placed, ...]:
        """The studies that the job selects, in the order of the dossier."""
        from casefolio.shaping.selection import choose

        return choose(self.manuscript, self.job.selection)

    @cache  # noqa: B019 - a run lives as long as its process has use for it
    def series(self, *, duplex: bool, compact: bool) -> tuple[Laid, dict[str, list[Said]]]:
        """The studies' pages, laid out once for one-pagers and dossier, and what each of them says."""
        from casefolio.press.series import lay_out_series
        from casefolio.shaping.studies import study_series

        edition = replace(self.edition, duplex=duplex, compact=compact)
        series = study_series(self.manuscript, edition, self.workspace, self.chosen)
        engine = self.engine
        self.report(f"setting {len(self.chosen)} studies")
        laid = lay_out_series(series, self.workspace, self.manuscript, engine)
        saying: dict[str, list[Said]] = {slug: [] for slug in series.slugs}
        for said in series.saying:
            saying[str(said.entry[1])].append(said)
        return laid, saying

    def under(self, **changes: object) -> Run:
        """A run of the same content on the same press under another job: `changes` are fields of Job."""
        run = Run(replace(self.job, **changes), self.written, self.workspace, self.report)  # type: ignore[arg-type]
        run.__dict__["engine"] = self.engine
        return run

    def path(self, name: str) -> Path:
        """Where a PDF of this name goes: variants in folders of their own, other languages with a suffix."""
        folder = self.workspace.out / "variants" / self.job.variant if self.job.variant else self.workspace.out
        folder = folder / self.job.shop.folder if self.job.shop else folder
        suffix = "" if self.edition.locale == self._home else f"-{self.edition.locale}"
        return folder / f"{name}{suffix}.pdf"

    def verified(
        self,
        name: str,
        printed: Printed,
        imprint: Imprint,
        pages: int | None,
        saying: list[Said],
        enclosures: tuple[str, ...] = (),
    ) -> Facts:
        """Read the finished bytes back. Raises CF-6.. where they are not what was promised."""
        from casefolio.bindery.verify import verify

        self.report(f"verifying {name}")
        expected = Expectation(imprint, pages, self.engine.families, tuple(saying), enclosures)
        shop = self.job.shop
        if shop:
            from casefolio.printing.shop import expected_of, warned_of

            expected = expected_of(expected, shop, self.engine)
        facts, problems = verify(printed.data, expected, where=self.manuscript.mark)
        if problems:
            raise CasefolioError(problems)
        return replace(facts, warnings=warned_of(name, printed.data, shop, self.engine)) if shop else facts


def product(target: Target, printed: Printed, facts: Facts, *paths: Path) -> Product:
    """One printed file, verified, to be published under these paths."""
    result = Result(
        target,
        paths,
        facts.pages,
        len(printed.data),
        round(printed.fill, 4),
        round(printed.density, 4),
        printed.layouts,
        tuple(entry.title for entry in printed.left_out),
        facts.conformance,
    )
    return Product(result, tuple((path, printed.data) for path in paths), (*printed.warnings, *facts.warnings))


def source(what: str, dossier: Dossier) -> Enclosure:
    """The content shown, as JSON Resume, to be embedded: a machine reads it without parsing pages."""
    from casefolio.exchange.json_resume import dumps

    return Enclosure("resume.json", "application/json", f"{what} as JSON Resume", dumps(dossier))


def for_the_reader(title: str) -> str:
    """A file name for whoever receives it, in plain letters: `Andrey-Lesnikov-CV` of “Andrey Lesnikov · CV”."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", letters))
