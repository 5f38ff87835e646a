"""The handout of a talk, alone or with studies that follow it in one PDF, and the sheets that it is printed on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from casefolio.model.order import Selection
from casefolio.model.target import Target
from casefolio.printing.run import product
from casefolio.printing.studies import series_parts, study_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casefolio.model.imposing import Flip, Imposed
    from casefolio.model.sheet import Imprint, Said
    from casefolio.press.forme import Printed
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run

#: A sheet has so many; and the edge that keeps the heads of both up, by the way pages lie on it.
_SIDES = 2
_EDGES: dict[str, Flip] = {"2-up": "short", "4-up": "long"}


def print_handouts(run: Run, _: Target) -> Iterator[Product]:
    """The handouts of all talks."""
    for name in run.manuscript.dossier.talks:
        yield from print_handout(run, Target("handout", name))


def print_handout(run: Run, target: Target) -> Iterator[Product]:
    """Compose, set and verify a handout. Raises CF-807 for a talk that there is not, CF-4.. where it does not fit."""
    from casefolio.shaping.handout import handout_sheet

    sheet = handout_sheet(run.manuscript, target.name, run.edition, run.workspace)
    talk = run.manuscript.dossier.talks[target.name]
    # What a handout is made of is said in the talk; a selection is for dossier and one-pagers.
    whole = run.under(selection=Selection()) if run.job.selection != Selection() else run
    leaves = series_parts(whole.series(duplex=False, compact=False)) if talk.onepagers else ()
    own = (sheet.html, repr(sheet.imprint), *talk.onepagers, *talk.impose)
    keys: tuple[str, ...] = (run.key(target, *own, *leaves),)
    if kept := run.kept(*keys):
        yield kept
        return
    if talk.onepagers:
        # A study that it does not name may have changed.
        laid, saying = whole.laid(duplex=False, compact=False)
        keys += (run.key(target, *own, *(part for slug in talk.onepagers for part in study_parts(whole, laid, slug))),)
        if kept := run.kept(keys[-1]):
            yield kept.known_by(*keys)
            return
    run.report(f"setting the handout {target.name}")
    engine = run.engine
    from casefolio.press.typeset import typeset

    words: list[Said] = list(sheet.saying)
    following, pages = [], sheet.pages or 0
    if talk.onepagers:
        for slug in talk.onepagers:
            following.append((laid.of(slug), laid.folios[slug]))
            words += saying[slug]
            pages += len(laid.of(slug))
    printed = typeset(sheet, run.workspace, run.manuscript, engine, following=following)
    name = f"handouts/{target.name}"
    facts = run.verified(name, printed, sheet.imprint, pages, words)
    made = product(target, printed, facts, keys, run.path(name))
    # A print shop asks for single pages and lays them on sheets itself.
    shop = run.job.shop
    ways = talk.impose if shop is None or shop.grey else ()
    sheets = list(_sheets(run, name, printed, sheet.imprint, ways))
    notes = tuple(f"{path.name}: {imposed.instruction}" for path, imposed in sheets)
    warnings = (*made.warnings, *(warning for _, imposed in sheets for warning in imposed.warnings))
    files = (*made.files, *((path, imposed.data) for path, imposed in sheets))
    result = replace(made.result, paths=tuple(path for path, _ in files), notes=notes)
    yield replace(made, result=result, files=files, warnings=warnings)


def _sheets(
    run: Run, name: str, printed: Printed, imprint: Imprint, ways: tuple[str, ...]
) -> Iterator[tuple[Path, Imposed]]:
    """The handout laid on sheets, in each way that the talk asks for."""
    if not ways:
        return
    from casefolio.bindery.imposing.impose import impose
    from casefolio.model.binding import PageSpan, Part
    from casefolio.model.imposing import ImposeOptions

    for way in ways:
        run.report(f"laying {name} on sheets, {way}")
        nup: Any = None if way == "booklet" else int(way[0])
        # A handout alone is printed as often as a sheet has room for it, to be cut: paper for many hands.
        copies = nup if nup and printed.pages <= _SIDES else 0
        spans = tuple(PageSpan(side, side) for side in range(1, printed.pages + 1) for _ in range(copies))
        flip = _EDGES[way] if copies and printed.pages == _SIDES else None
        part = Part(f"{name}.pdf", printed.data, spans, proven=True)
        options = ImposeOptions(nup, booklet=way == "booklet", cut_lines=copies > 0, flip=flip, imprint=imprint)
        yield run.path(f"{name}-{way}"), impose(part, options)
