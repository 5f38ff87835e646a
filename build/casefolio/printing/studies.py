"""A page for each study, all of one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.order import Selection
from casefolio.model.target import Target
from casefolio.printing.run import product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.sheet import Series
    from casefolio.press.forme import Laid
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run


def print_onepagers(run: Run, _: Target) -> Iterator[Product]:
    """Every chosen study as a file of its own."""
    for placed in run.chosen:
        yield from print_onepager(run, Target("onepager", placed.slug))


def print_onepager(run: Run, target: Target) -> Iterator[Product]:
    """One study as a file of its own: a page of the series. Raises CF-803 where it is not among the chosen."""
    from casefolio.shaping.dossier import study_imprint

    placed = next((placed for placed in run.chosen if placed.slug == target.name), None)
    if placed is None:
        from casefolio.shaping.selection import choose

        (placed,) = choose(run.manuscript, Selection((target.name,)))
        raise CasefolioError(Problem("CF-803", f"the study '{placed.slug}' is not in the selection"))
    imprint = study_imprint(run.manuscript, run.edition, run.workspace, placed)
    of_all = run.key(target, repr(imprint), *series_parts(run.series(duplex=False, compact=False)))
    if kept := run.kept(of_all):
        yield kept
        return
    laid, saying = run.laid(duplex=False, compact=False)
    # Another study may have changed, and left this page as it was.
    key = run.key(target, repr(imprint), *study_parts(run, laid, placed.slug))
    if kept := run.kept(key):
        yield kept.known_by(of_all, key)
        return
    from casefolio.press.book import write_study

    run.report(f"printing {placed.slug}")
    printed = write_study(laid, placed.slug, imprint, laid.folios[placed.slug], run.engine)
    promised = placed.study.pages if placed.study.pages == 1 else None
    name = f"onepagers/{placed.slug}"
    facts = run.verified(name, printed, imprint, promised, saying[placed.slug])
    yield product(target, printed, facts, (of_all, key), run.path(name))


def study_parts(run: Run, laid: Laid, slug: str) -> tuple[str, str]:
    """What a study's own pages are made of, for keys."""
    leaves = run.series(duplex=False, compact=False).leaves
    return laid.stamps[slug].hex(), next(leaf.html for leaf in leaves if slug in leaf.slugs)


def series_parts(series: Series) -> tuple[str, ...]:
    """What a series is made of, for keys."""
    return (series.name, *series.frame, *(leaf.html for leaf in series.leaves))
