"""Imposing: the pages of a PDF onto sheets, as n-up or booklet, its tags, links and outline kept.

The way of a file: it is opened, copied, read and judged as if it were bound (`binding`), each page then becomes a form
XObject (`sheets`) at its place (`pagemap`, `placing`), and what pointed at pages points at sheets (`landing`). Tags
stay in the reader's order, whatever the order on the sheets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.binding.claims import settled
from casefolio.bindery.binding.colour import write_output_intent
from casefolio.bindery.binding.completing import complete_tags
from casefolio.bindery.binding.destinations import write_names
from casefolio.bindery.binding.elements import Element
from casefolio.bindery.binding.gathering import fill_all, gather, runs
from casefolio.bindery.binding.imprint import Titling, write_imprint
from casefolio.bindery.binding.outline import write_outline
from casefolio.bindery.binding.parenttree import TreeWriter, unique_ids
from casefolio.bindery.binding.pool import mapping, name, uncollected
from casefolio.bindery.binding.quire import Book, on_pages
from casefolio.bindery.binding.serialise import pdf_bytes
from casefolio.bindery.binding.sharing import order
from casefolio.bindery.binding.source import Source, hushed
from casefolio.bindery.imposing.instruction import HARD_TO_READ, instruction, preferences, size_said
from casefolio.bindery.imposing.landing import Landing
from casefolio.bindery.imposing.pagemap import booklet, n_up
from casefolio.bindery.imposing.placing import PT_PER_MM, grid_for, looks, placements
from casefolio.bindery.imposing.sheets import make_form, write_labels, write_sheets
from casefolio.bindery.imposing.wishes import check
from casefolio.model.binding import BindOptions
from casefolio.model.imposing import Imposed, PrintJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.bindery.binding.outline import Bookmark
    from casefolio.bindery.imposing.pagemap import Side
    from casefolio.bindery.imposing.placing import Grid, Look, Placement
    from casefolio.errors import Problem
    from casefolio.model.binding import Claim, Part
    from casefolio.model.imposing import ImposeOptions

#: More sheets than this, folded one in the other, neither close nor hold a staple.
_MOST_NESTED = 20

#: Pages smaller than this part of what so many on a side of their own paper have did not fit the cells.
_MUCH_SMALLER = 0.75


def impose(part: Part, options: ImposeOptions, report: Callable[[str], None] = lambda _: None) -> Imposed:
    """Lay the pages of `part` onto sheets, as one PDF 1.7 file.

    `report` is told of progress. Raises CasefolioError: CF-82x for options that do not go together, CF-52x for a file
    that cannot be read. What is not proven of the result is not claimed, and warned of (CF-620, CF-621).
    """
    check(options)
    with hushed(), uncollected():
        return _imposed(part, options, report)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which page lies where, and how that is printed; `looks` and `places` are in the order of pages."""

    grid: Grid
    looks: list[Look]
    sides: tuple[Side, ...]
    places: tuple[Placement, ...]
    job: PrintJob


def _imposed(part: Part, options: ImposeOptions, report: Callable[[str], None]) -> Imposed:
    report(f"reading {part.name}")
    book, chosen = Book(), BindOptions(imprint=options.imprint, compress=options.compress)
    source = Source(part)
    for place, indices in enumerate(runs(part, len(source.pages))):
        gather(book, part, source, indices, chosen, first=place == 0)
    plan = _planned(book, options)
    outline = [entry for _, entries in fill_all(book, chosen) for entry in entries]
    titling = Titling(book, chosen)
    write_output_intent(book)
    # All of the file as pypdf read it has been copied by now; it is a third of the memory.
    source.reader.resolved_objects.clear()
    report(f"tagging {part.name}")
    complete_tags(book)
    report(f"laying {len(plan.places)} pages on {len(plan.sides)} sides")
    _lay(book, plan, outline, cut_lines=options.cut_lines)
    claims = settled(book, chosen)
    _warn(book, part, plan)
    write_outline(book, outline)
    write_labels(book, plan.sides, folded=options.booklet)
    write_names(book)
    info = write_imprint(book, titling, claims)
    book.catalog["ViewerPreferences"] = preferences(plan.job)
    root = book.pool.add(mapping({"Type": name("Catalog"), **book.catalog}))
    data = pdf_bytes(book.pool.objects, root, info, options.compress, order(book.pool, [root, info]))
    return _told(data, claims, plan, options, book.told())


def _told(
    data: bytes, claims: frozenset[Claim], plan: _Plan, options: ImposeOptions, warnings: tuple[Problem, ...]
) -> Imposed:
    scales = [place.scale for place in plan.places]
    sheets = plan.sides[-1].sheet + 1
    return Imposed(
        data,
        claims,
        pages=len(plan.places),
        sides=len(plan.sides),
        sheets=sheets,
        blanks=sum(cell is None for side in plan.sides for cell in side.cells),
        scales=(min(scales), max(scales)),
        job=plan.job,
        instruction=instruction(
            plan.job, options, sheets, sum(not side.inside and not side.back for side in plan.sides), max(scales)
        ),
        warnings=warnings,
    )


def _planned(book: Book, options: ImposeOptions) -> _Plan:
    pages = [look for quire in book.quires for look in looks(book.pool, quire)]
    grid = grid_for(pages, options)
    flip = options.flip or ("short" if options.booklet else None)
    if options.booklet:
        sides = booklet(len(pages), options.signature, rtl=options.rtl, flip=flip or "short")
    else:
        # Over the edge at its side, a sheet turns like the leaf of a book; over the other one, head over heels.
        tumble = flip is not None and flip != ("short" if grid.landscape else "long")
        cells = (grid.columns, grid.rows)
        sides = n_up(len(pages), cells, rtl=options.rtl, duplex=flip is not None, tumble=tumble)
    places = placements(pages, sides, grid, options.creep_mm * PT_PER_MM)
    return _Plan(grid, pages, sides, places, PrintJob(grid.paper, grid.landscape, flip))


def _lay(book: Book, plan: _Plan, outline: list[Bookmark], *, cut_lines: bool) -> None:
    """Pages become forms on sheets, and all that points at them follows."""
    leaves = [leaf for quire in book.quires for leaf in quire.leaves]
    refs = [book.pool.reserve() for _ in plan.sides]
    write_sheets(book, plan.grid, refs, list(zip(leaves, plan.places, strict=True)), cut_lines=cut_lines)
    landing = Landing(book.pool)
    for leaf, look, placement in zip(leaves, plan.looks, plan.places, strict=True):
        make_form(book.pool, leaf, look.shown)
        landing.lay(leaf, refs[placement.side], placement, look)
    for leaf in leaves:
        for ref in leaf.annotations:
            landing.annotation(ref, leaf)
    landing.bookmarks(outline)
    for target in book.names.values():
        landing.destination(target)
    trees = [quire.tree for quire in book.quires if quire.tree is not None]
    for tree in trees:
        landing.tags(tree)
    unique_ids(book, trees)
    TreeWriter(book).write(_document(trees))


def _document(trees: list[Element]) -> Element:
    """The tree of the file: its own document where it is imposed as it is."""
    if len(trees) != 1:
        return Element("Document", list(trees))
    trees[0].kind = "Document"
    return trees[0]


def _warn_of_size(book: Book, part: Part, plan: _Plan) -> None:
    """Tell of pages that come out much smaller than so many on a side must be, and too small to read."""
    small: dict[str, list[int]] = {}
    for number, place in enumerate(plan.places, 1):
        if place.scale < min(HARD_TO_READ, _MUCH_SMALLER * (plan.grid.columns * plan.grid.rows) ** -0.5):
            small.setdefault(size_said(place.scale), []).append(number)
    for said, pages in small.items():
        book.warn("CF-552", f"{part.name}{on_pages(pages)}: {said}", "take fewer pages on a side, or larger paper")


def _warn(book: Book, part: Part, plan: _Plan) -> None:
    if len(plan.places) == 1:
        said = f"{part.name} has one page, so all places on the sheet but one stay empty"
        book.warn("CF-550", said, "to have it several times, name it so: file.pdf:1,1,1,1")
    _warn_of_size(book, part, plan)
    nested = max(side.inside for side in plan.sides) + 1
    if nested > _MOST_NESTED:
        said = f"{nested} sheets folded one in the other do not close"
        book.warn("CF-551", said, "gather several signatures, such as --signature 16 or 32")
