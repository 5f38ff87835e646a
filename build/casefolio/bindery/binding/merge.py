"""Binding: many PDFs into one, their tags, links, outlines and labels kept.

The way of every part: open (`source`), copy page by page (`gathering`, `copying`), read the tags (`structure`), tag
what is not tagged (`tagging`), then write one tree (`parenttree`), judge what is true of the whole (`claims`) and write
the file (`serialise`). Nothing of a part's own trees is carried over as it is; all are read and made anew, so that
what is broken in a part cannot break the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import NameObject, NumberObject

from casefolio.bindery.binding.claims import settled
from casefolio.bindery.binding.colour import write_output_intent
from casefolio.bindery.binding.completing import complete_tags
from casefolio.bindery.binding.destinations import write_names
from casefolio.bindery.binding.elements import Element
from casefolio.bindery.binding.fontpool import pool_fonts
from casefolio.bindery.binding.gathering import fill_all, gather, runs
from casefolio.bindery.binding.imprint import Titling, write_imprint
from casefolio.bindery.binding.labels import write_labels
from casefolio.bindery.binding.outline import part_entry, write_outline
from casefolio.bindery.binding.parenttree import TreeWriter, unique_ids
from casefolio.bindery.binding.pool import mapping, name, sequence, text_string, uncollected
from casefolio.bindery.binding.quire import Book
from casefolio.bindery.binding.serialise import pdf_bytes
from casefolio.bindery.binding.sharing import order
from casefolio.bindery.binding.source import Source, hushed
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import BindOptions, Bound, PartFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.bindery.binding.outline import Bookmark
    from casefolio.bindery.binding.quire import Quire
    from casefolio.model.binding import Part

    Progress = Callable[[int, int, str], None]


def bind(parts: Sequence[Part], options: BindOptions | None = None, progress: Progress | None = None) -> Bound:
    """Bind `parts` in their order into one PDF 1.7 file.

    `progress` is called with the pages done, the pages in all and the name of the part. Raises CasefolioError with
    every part that cannot be bound (CF-52x), and CF-620, CF-621 for a required claim that does not hold.
    """
    options = options or BindOptions()
    if not parts:
        raise CasefolioError(Problem("CF-520", "there is nothing to bind", remedy="name at least one part"))
    with hushed(), uncollected():
        book = Book()
        _open(book, parts, options)
        outline = _fill(book, options, progress)
        return _finished(book, options, outline)


def _open(book: Book, parts: Sequence[Part], options: BindOptions) -> None:
    """Open all parts, so that all that is wrong with them is told at once."""
    problems: list[Problem] = []
    opened: dict[tuple[int, str | None], Source] = {}
    for part in parts:
        key = (id(part.data), part.password)
        try:
            source = opened[key] = opened.get(key) or Source(part)
            for place, indices in enumerate(runs(part, len(source.pages))):
                gather(book, part, source, indices, options, first=place == 0)
        except CasefolioError as error:
            problems += error.problems
    if problems:
        raise CasefolioError(problems)


def _fill(book: Book, options: BindOptions, progress: Progress | None) -> list[Bookmark]:
    outline: list[Bookmark] = []
    total, done = sum(len(quire.leaves) for quire in book.quires), 0
    for quire, entries in fill_all(book, options):
        if not outline or (quire.first and not quire.part.follows):
            outline.append(part_entry(quire, entries))
        else:
            outline[-1].kids += entries
        done += len(quire.leaves)
        if progress is not None:
            progress(done, total, quire.part.name)
    return outline


def _finished(book: Book, options: BindOptions, outline: list[Bookmark]) -> Bound:
    pool = book.pool
    _write_pages(book)
    _write_tags(book)
    claims = settled(book, options)
    write_outline(book, outline)
    write_labels(book)
    write_names(book)
    write_output_intent(book)
    info = write_imprint(book, Titling(book, options), claims)
    root = pool.add(mapping({"Type": name("Catalog"), **book.catalog}))
    pool_fonts(pool)
    data = pdf_bytes(pool.objects, root, info, options.compress, order(pool, [root, info]))
    facts, first = [], 1
    for quire in book.quires:
        facts.append(_facts(quire, first))
        first += len(quire.leaves)
    return Bound(data, claims, tuple(facts), first - 1, book.told())


def _facts(quire: Quire, first: int) -> PartFacts:
    return PartFacts(quire.part.name, quire.title, quire.language, first, len(quire.leaves), quire.tagged, quire.scans)


def _write_pages(book: Book) -> None:
    """A page tree of one level: what `/Parent` of every page says."""
    ref = book.pool.reserve()
    leaves = [leaf for quire in book.quires for leaf in quire.leaves]
    for leaf in leaves:
        leaf.entries[NameObject("/Parent")] = ref
    kids = sequence(leaf.ref for leaf in leaves)
    book.pool.put(ref, mapping({"Type": name("Pages"), "Kids": kids, "Count": NumberObject(len(leaves))}))
    book.catalog["Pages"] = ref


def _write_tags(book: Book) -> None:
    complete_tags(book)
    document = Element("Document")
    for quire in book.quires:
        if quire.tree is not None:
            quire.tree.entries["Lang"] = text_string(quire.language)
            quire.tree.entries.setdefault("T", text_string(quire.title))
            document.kids.append(quire.tree)
    unique_ids(book, [kid for kid in document.kids if isinstance(kid, Element)])
    TreeWriter(book).write(document)
