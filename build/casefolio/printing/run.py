"""One run: what its products share is made once, when first asked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casefolio.errors import CasefolioError
from casefolio.ledger.book import Entry
from casefolio.ledger.inventory import fingerprint, of_file
from casefolio.model.order import Result
from casefolio.model.sheet import Enclosure, Expectation
from casefolio.model.target import Edition
from casefolio.printing.press import Press
from casefolio.printing.product import Product

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casefolio.ledger.book import Ledger
    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Job
    from casefolio.model.sheet import Facts, Imprint, Said, Series, Sheet
    from casefolio.model.target import Target
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine
    from casefolio.press.forme import Laid, Printed
    from casefolio.press.typeset import Enclose
    from casefolio.shaping.order import Placed

    Report = Callable[[str], None]


#: How a page names a file of the project, percent-encoded.
_FILE = re.compile(r'"project:([^"]+)"')


class Run:
    """What the products of a job share: the manuscript as the job wants it told, one press, one series of studies."""

    def __init__(
        self,
        job: Job,
        written: Manuscript,
        workspace: Workspace,
        report: Report,
        ledger: Ledger | None = None,
        press: Press | None = None,
    ) -> None:
        self.job, self.written, self.workspace, self.report = job, written, workspace, report
        self.ledger = ledger
        self.press = press or Press()
        self._series: dict[tuple[bool, bool], Series] = {}
        self._laid: dict[tuple[bool, bool], tuple[Laid, dict[str, list[Said]]]] = {}
        self._pictures: dict[str, dict[str, str]] = {}
        settings = written.dossier.settings
        self.edition = Edition(
            job.locale or settings.locale, job.paper or settings.paper, duplex=job.duplex, compact=job.compact
        )
        self._home = settings.locale

    @property
    def manuscript(self) -> Manuscript:
        """What was written, as the job wants it told. Raises CF-807 for a variant that there is not."""
        return self._told[0]

    @property
    def removed(self) -> tuple[str, ...]:
        """What an anonymous run must not say."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[Manuscript, tuple[str, ...]]:
        manuscript = self.written
        if self.job.variant:
            from casefolio.shaping.variant import apply_variant

            manuscript = apply_variant(manuscript, self.job.variant)
        if not self.job.anonymous:
            return manuscript, ()
        from casefolio.shaping.anonymous import anonymise
        from casefolio.shaping.wording import read_wording

        hidden = anonymise(manuscript.dossier, read_wording(self.workspace, self.edition.locale))
        return replace(manuscript, dossier=hidden.dossier), hidden.removed

    def sealed(self, product: Product) -> Product:
        """The product, of an anonymous run only if nothing in its files says who it is about. Raises CF-630."""
        if self.removed:
            from casefolio.bindery.leaks import find_leaks

            pages = [(path, data) for path, data in product.files if path.suffix == ".pdf"]
            leaks = [leak for path, data in pages for leak in find_leaks(data, self.removed, file_name=path.name)]
            if leaks:
                raise CasefolioError(leaks)
        return product

    @property
    def enclosures(self) -> tuple[str, ...]:
        """The names of the files that a CV or dossier of this run carries."""
        pressed = self.job.shop is not None and self.job.shop.profile is not None
        return ("resume.json",) if self.job.embed and not pressed else ()

    @property
    def engine(self) -> Engine:
        """The press. WeasyPrint takes longer to load than everything else: not before there is something to set."""
        return self.press.engine(self.workspace, self.job.shop, self.report)

    def typeset(self, sheet: Sheet, enclose: Enclose) -> Printed:
        """Set a sheet, by the press that was made ready ahead if there is one; see `press.typeset`."""
        ahead = self.press.ahead
        if ahead and (printed := ahead.typeset(sheet, enclose)):
            return printed
        self.press.let_go()
        engine = self.engine
        from casefolio.press.typeset import typeset

        return typeset(sheet, self.workspace, self.manuscript, engine, enclose)

    @cached_property
    def chosen(self) -> tuple[Placed, ...]:
        """The studies that the job selects, in the order of the dossier."""
        from casefolio.shaping.selection import choose

        return choose(self.manuscript, self.job.selection)

    def series(self, *, duplex: bool, compact: bool) -> Series:
        """The chosen studies, composed once."""
        if (duplex, compact) not in self._series:
            from casefolio.shaping.studies import study_series

            edition = replace(self.edition, duplex=duplex, compact=compact)
            self._series[duplex, compact] = study_series(self.manuscript, edition, self.workspace, self.chosen)
        return self._series[duplex, compact]

    def laid(self, *, duplex: bool, compact: bool) -> tuple[Laid, dict[str, list[Said]]]:
        """The studies' pages, laid out once for one-pagers and dossier, and what each of them says."""
        if (duplex, compact) not in self._laid:
            series, engine = self.series(duplex=duplex, compact=compact), self.engine
            from casefolio.press.series import lay_out_series

            self.report(f"setting {len(self.chosen)} studies")
            laid = lay_out_series(series, self.workspace, self.manuscript, engine)
            saying: dict[str, list[Said]] = {slug: [] for slug in series.slugs}
            for said in series.saying:
                saying[str(said.entry[1])].append(said)
            self._laid[duplex, compact] = laid, saying
        return self._laid[duplex, compact]

    def under(self, **changes: object) -> Run:
        """A run of the same content on the same press under another job: `changes` are fields of Job."""
        job = replace(self.job, **changes)  # type: ignore[arg-type]
        return Run(job, self.written, self.workspace, self.report, self.ledger, self.press)

    def key(self, target: Target, *parts: str) -> str:
        """What stands for all that a product is made of: `parts`, pictures named in them, edition, looks, programs."""
        if self.ledger is None:
            return ""
        inventory = self.ledger.inventory
        job = replace(self.job, targets=(target,), strict=False, force=False, hands=0, write=True)
        names = dict.fromkeys(unquote(name) for part in parts for name in _FILE.findall(part))
        pictures = {name: of_file(self.workspace.root / name) for name in names}
        order = (repr(job), repr(self.edition), self._home)
        key = fingerprint(inventory.looks, inventory.programs, *order, *parts, *pictures.values())
        self._pictures[key] = pictures
        return key

    def noted(self, product: Product) -> Product:
        """The product with its entry for the book: pictures on its pages, and those that only styles name, with it."""
        if self.ledger is None or product.entry:
            return product
        root = self.workspace.root
        seen = dict(self._pictures.get(product.keys[-1].partition("/")[0], {})) if product.keys else {}
        styled = self.press.fetched().difference(*self._pictures.values())
        # Where a warning points to, a line may move: its file must be as it was for the warning to be true.
        marked = [root / warning.mark.file for warning in product.warnings if warning.mark]
        styles = [root / name for name in sorted(styled)]
        seen |= {str(path): of_file(path) for path in (*product.inputs, *styles, *marked)}
        inputs = tuple((str(root / name), words) for name, words in seen.items())
        outputs = self.ledger.outputs(product.files)
        return replace(product, entry=Entry(product.result, product.keys, outputs, inputs, product.warnings))

    def kept(self, *keys: str) -> Product | None:
        """The product that was made of the same before and lies there as it was written."""
        if self.ledger is None or self.job.force:
            return None
        entry = next((entry for key in keys if (entry := self.ledger.known(key))), None)
        return Product(replace(entry.result, fresh=True), (), entry.warnings, entry=entry) if entry else None

    def path(self, name: str) -> Path:
        """Where a PDF of this name goes: variants in folders of their own, other languages with a suffix."""
        folder = self.workspace.out / "variants" / self.job.variant if self.job.variant else self.workspace.out
        folder = folder / "anonymous" if self.job.anonymous else folder
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
        expected = Expectation(imprint, pages, self.press.families(self.job.shop), tuple(saying), enclosures)
        shop = self.job.shop
        if shop:
            from casefolio.printing.shop import expected_of, warned_of

            expected = expected_of(expected, shop, self.engine)
        facts, problems = verify(printed.data, expected, where=self.manuscript.mark)
        if problems:
            raise CasefolioError(problems)
        return replace(facts, warnings=warned_of(name, printed.data, shop, self.engine)) if shop else facts


def product(target: Target, printed: Printed, facts: Facts, keys: tuple[str, ...], *paths: Path) -> Product:
    """One printed file, verified, to be published under these paths. `keys`: see Product."""
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
    warnings = (*printed.warnings, *facts.warnings)
    return Product(result, tuple((path, printed.data) for path in paths), warnings, keys)


def source(what: str, dossier: Dossier) -> Enclosure:
    """The content shown, as JSON Resume, to be embedded: a machine reads it without parsing pages."""
    from casefolio.exchange.json_resume import dumps

    return Enclosure("resume.json", "application/json", f"{what} as JSON Resume", dumps(dossier))


def for_the_reader(title: str) -> str:
    """A file name for whoever receives it, in plain letters: `Andrey-Lesnikov-CV` of “Andrey Lesnikov · CV”."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", letters))
