"""The dossier: its own pages, the series of studies between them, one book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.printing.run import product, source
from casefolio.printing.studies import series_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.dossier import Dossier
    from casefolio.model.target import Target
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run

#: What a dossier does not show, and so does not carry.
_ONLY_IN_A_CV: dict[str, object] = {
    **dict.fromkeys(("experience", "education", "certificates", "publications", "skills", "languages"), ()),
    "custom": {},
    "variants": {},
    "applications": {},
}
#: The chapters that may follow the studies, as they are named in the page.
_CHAPTERS = ("projects", "recognition", "index")


def print_dossier(run: Run, target: Target) -> Iterator[Product]:
    """Lay out the studies, then what follows them, then what stands before: it names the pages of both."""
    from casefolio.shaping.dossier import back_sheet, front_sheet

    shown = shown_in(run)
    leaves = series_parts(run.series(duplex=run.edition.duplex, compact=run.edition.compact))
    key = run.key(target, shown.model_dump_json(), *leaves)
    if kept := run.kept(key):
        yield kept
        return
    laid, saying = run.laid(duplex=run.edition.duplex, compact=run.edition.compact)
    from casefolio.press.book import lay_out_sheet, write_book

    shared = (run.manuscript, run.edition, run.workspace, run.chosen)
    folios = {slug: str(page) for slug, page in laid.folios.items()}
    run.report("setting the dossier's own pages")
    press = (run.workspace, run.manuscript, run.engine)
    last = len(laid.pages)
    back = back_sheet(*shared, folios)
    after = lay_out_sheet(back, *press, first_page=last + 1)
    chapters = {name: str(last + 1 + after.starts[name]) for name in _CHAPTERS if name in after.starts}
    front = front_sheet(*shared, folios, chapters)
    before = lay_out_sheet(front, *press)
    enclosures = (source("The content of this dossier", shown),) if run.job.embed else ()
    printed = write_book((before, laid, after), front.imprint, enclosures, run.engine, duplex=run.edition.duplex)
    words = [*front.saying, *(said for slug in saying for said in saying[slug]), *back.saying]
    facts = run.verified("dossier", printed, front.imprint, None, words, run.enclosures)
    yield product(target, printed, facts, (key,), run.path("dossier"))


def shown_in(run: Run) -> Dossier:
    """The content that the dossier of a run shows."""
    chosen = {placed.slug: placed.study for placed in run.chosen}
    return run.manuscript.dossier.model_copy(update={**_ONLY_IN_A_CV, "studies": chosen})
