"""Gathering one part: its pages, annotations and tags, copied into the bound file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from casefolio.bindery.binding.annotations import Annotations
from casefolio.bindery.binding.cleaning import clean
from casefolio.bindery.binding.copying import Copier
from casefolio.bindery.binding.destinations import Destinations
from casefolio.bindery.binding.enclosures import gather_files
from casefolio.bindery.binding.forms import Forms
from casefolio.bindery.binding.imprint import plain
from casefolio.bindery.binding.layers import Layers
from casefolio.bindery.binding.outline import read_outline
from casefolio.bindery.binding.paper import bring_to_paper, fit_to_paper, set_boxes
from casefolio.bindery.binding.pool import mapping, name
from casefolio.bindery.binding.quire import Leaf, Quire
from casefolio.bindery.binding.structure import LANGUAGE, TreeReader
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.outline import Bookmark
    from casefolio.bindery.binding.quire import Book
    from casefolio.bindery.binding.source import Source
    from casefolio.model.binding import BindOptions, Part

#: Where neither packet nor part says which language the part is in.
FALLBACK_LANGUAGE = "en"


def runs(part: Part, pages: int) -> list[list[int]]:
    """The pages to bind, from 0, in runs that go forwards. Raises CF-524 for a page that the part does not have."""
    if not part.spans:
        return [list(range(pages))]
    found: list[list[int]] = []
    for span in part.spans:
        last = pages if span.last is None else span.last
        if span.first > pages or last > pages:
            said = f"{part.name} has {pages} page{'s' if pages != 1 else ''}, and {span} was asked for"
            raise CasefolioError(Problem("CF-524", said, remedy=f"ask for pages between 1 and {pages}"))
        for index in range(span.first - 1, last):
            if found and found[-1][-1] < index:
                found[-1].append(index)
            else:
                found.append([index])
    return found


def gather(book: Book, part: Part, source: Source, indices: list[int], options: BindOptions, *, first: bool) -> Quire:
    """One run of a part's pages as a quire of the book, its tags read."""
    copier = Copier(source, book.pool)
    quire = Quire(part, len(book.quires), source, copier, _title(part, source), _language(part, source, options), first)
    book.quires.append(quire)
    for index in indices:
        page = source.pages[index]
        ref = book.pool.reserve()
        if page.ref is not None:
            copier.lay(page.ref, ref)
        leaf = Leaf(ref, mapping({"Type": name("Page")}), page, index)
        set_boxes(source, leaf)
        if options.paper is not None:
            fit_to_paper(source, leaf, options.paper)
        book.pool.put(ref, leaf.entries)
        quire.add(leaf)
    return quire


def fill_all(book: Book, options: BindOptions) -> Iterator[tuple[Quire, list[Bookmark]]]:
    """Copy all that the pages and the catalogs hold; gives each quire, when it is done, and its outline."""
    layers, forms = Layers(book), Forms(book)
    for quire in book.quires:
        start = len(book.pool.objects) + 1
        outline = read_outline(quire, fill(book, quire, options))
        gather_catalog(book, quire)
        gather_files(quire, book)
        forms.gather(quire)
        layers.gather(quire)
        if not quire.part.proven:
            clean(book, quire, start)
        yield quire, outline
    forms.write()
    layers.write()


def fill(book: Book, quire: Quire, options: BindOptions) -> Annotations:
    """Copy what is on the pages of a quire, and read its tags. Destinations of the quire are known afterwards."""
    for leaf in quire.leaves:
        _content(quire, leaf)
        if options.paper is not None:
            bring_to_paper(book.pool, quire.source, leaf, options.paper)
    annotations = Annotations(quire, book, Destinations(quire, book))
    reserved = [(leaf, annotations.reserve(leaf)) for leaf in quire.leaves]
    for leaf, pairs in reserved:
        for target, entries in pairs:
            annotations.fill(leaf, target, entries)
        if leaf.annotations:
            leaf.entries[NameObject("/Annots")] = ArrayObject(leaf.annotations)
            leaf.entries[NameObject("/Tabs")] = name("S")
        if quire.source.get(leaf.origin.entries, "/AA") is not None:
            book.note("CF-540", quire.part, "removed an action that runs by itself", leaf.index + 1)
    _read_tree(book, quire)
    return annotations


def _read_tree(book: Book, quire: Quire) -> None:
    source = quire.source
    if not source.dictionary(source.root, "/StructTreeRoot"):
        return
    pages = {leaf.origin.ref.idnum: leaf.ref for leaf in quire.leaves if leaf.origin.ref is not None}
    reader = TreeReader(quire.copier, pages, book.roles, book.classes)
    quire.tree = reader.read()
    quire.tagged = quire.tree is not None
    quire.furniture = reader.furniture if quire.tagged else {}
    quire.repaired = reader.repaired > 0
    if reader.repaired:
        said = (
            f"its tags were malformed in {reader.repaired} place{'s' if reader.repaired > 1 else ''} and are repaired"
        )
        book.note("CF-532", quire.part, said, 0)


def _content(quire: Quire, leaf: Leaf) -> None:
    """Resources, content and transparency group of a page."""
    copier, source, entries = quire.copier, quire.source, leaf.origin.entries
    resources = copier.copy(leaf.origin.inherited.get("/Resources"))
    if not isinstance(copier.pool.resolve(resources), DictionaryObject):
        resources = DictionaryObject()
    leaf.entries[NameObject("/Resources")] = resources
    found = source.get(entries, "/Contents")
    members = list(found) if isinstance(found, ArrayObject) else [dict.get(entries, "/Contents")]
    streams = [copier.copy(member) for member in members if isinstance(source.resolve(member), StreamObject)]
    kept = [member for member in streams if isinstance(member, IndirectObject)]
    if kept:
        leaf.entries[NameObject("/Contents")] = kept[0] if len(kept) == 1 else ArrayObject(kept)
    group = source.get(entries, "/Group")
    if isinstance(group, DictionaryObject):
        leaf.entries[NameObject("/Group")] = copier.copy(dict.get(entries, "/Group"))


def _title(part: Part, source: Source) -> str:
    said = part.title or plain(source.text(source.dictionary(source.trailer, "/Info"), "/Title"))
    return said or part.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or part.name


def _language(part: Part, source: Source, options: BindOptions) -> str:
    given = options.language or (options.imprint.language if options.imprint else "")
    own = source.text(source.root, "/Lang").strip()
    return part.language or (own if LANGUAGE.match(own) else "") or given or FALLBACK_LANGUAGE


def gather_catalog(book: Book, quire: Quire) -> None:
    """Report what a part's catalog holds that acts on its own; none of it is copied."""
    source = quire.source
    if not quire.first:
        return
    names = source.dictionary(source.root, "/Names")
    if source.get(names, "/JavaScript") is not None:
        book.note("CF-540", quire.part, "removed JavaScript", 0)
    opening = source.get(source.root, "/OpenAction")
    if isinstance(opening, DictionaryObject):
        book.note("CF-540", quire.part, f"removed an open action ({source.name(opening, '/S') or 'nameless'})", 0)
    if source.get(source.root, "/AA") is not None:
        book.note("CF-540", quire.part, "removed an action that runs by itself", 0)
    if source.get(source.dictionary(source.root, "/Perms"), "/DocMDP") is not None:
        book.note("CF-541", quire.part, "its digital signature is lost by binding", 0)
