"""Completing the tags of a quire: bare content, annotations that no element holds, marks that no content has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, NameObject

from casefolio.bindery.binding.canvas import DEPTH, Canvases
from casefolio.bindery.binding.claims import Judge
from casefolio.bindery.binding.elements import Element, Held, Mark, prune
from casefolio.bindery.binding.grammar import Grammar
from casefolio.bindery.binding.inks import Inks
from casefolio.bindery.binding.pool import text_string
from casefolio.bindery.binding.tagging import Tagger
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject

    from casefolio.bindery.binding.canvas import Canvas
    from casefolio.bindery.binding.quire import Book, Leaf, Quire

#: The type of element that an annotation belongs in (ISO 14289-1 §7.18.4, §7.18.5); `Annot` for all others.
_HOLDERS = {"Link": "Link", "Widget": "Form"}


def complete_tags(book: Book) -> None:
    """Tag what is not tagged in any quire, mend its grammar, and judge what may be claimed of it."""
    inks = Inks(book.pool)
    for quire in book.quires:
        if not quire.part.proven or not quire.tagged or quire.furniture or quire.repaired:
            canvases = Canvases(book.pool)
            complete(book, quire, canvases)
            if not quire.part.proven:
                Judge(book, quire, canvases, inks).judge()
        if quire.tree is not None:
            Grammar(book, quire).mend(quire.tree)


def complete(book: Book, quire: Quire, canvases: Canvases) -> None:
    """Make the quire's tree speak for all that its pages show."""
    pages = {leaf.ref.idnum: canvases.page(leaf.ref) for leaf in quire.leaves}
    uses = _uses(canvases, [canvas for canvas in pages.values() if canvas is not None])
    tree = quire.tree or Element("Part")
    _drop_dangling(book, quire, tree, canvases)
    known: dict[int, set[int]] = {}
    held: set[int] = set()
    for mark in tree.marks():
        if isinstance(mark, Mark):
            known.setdefault(mark.owner.idnum, set()).add(mark.mcid)
        else:
            held.add(mark.target.idnum)
    tagger = Tagger(book.pool, canvases, known, quire.furniture, uses)
    insertion = _Insertion(tree, quire)
    for leaf in quire.leaves:
        canvas = pages[leaf.ref.idnum]
        if canvas is None:
            said = f"{quire.part.name}, page {leaf.index + 1} cannot be read: its content is damaged"
            raise CasefolioError(Problem("CF-521", said, remedy="export the part once more, or leave the page out"))
        fresh = _page(book, quire, leaf, canvas, tagger, held)
        if fresh:
            insertion.add(leaf, fresh)
    tree.kids = insertion.all()
    for canvas in canvases.all():
        canvases.rewrite(canvas)
    quire.tree = tree if tree.kids else None


def _page(book: Book, quire: Quire, leaf: Leaf, canvas: Canvas, tagger: Tagger, held: set[int]) -> list[Element]:
    pool, part = book.pool, quire.part
    loose = [ref for ref in leaf.annotations if ref.idnum not in held]
    links = [ref for ref in loose if _kind(book, ref) == "Link"]
    rects = [(ref, pool.numbers(pool.get(pool.resolve(ref), "/Rect"), 4) or [0.0] * 4) for ref in links]
    tags = tagger.on(leaf.ref).page(leaf, canvas, _alt(quire, leaf), rects)
    fresh, linked = tags.elements, tags.linked
    if tags.found == "scan":
        quire.scans += 1
        remedy = _READ if part.alt else f"{_SAY}, or {_READ}"
        book.note("CF-530", part, "is only an image: its words cannot be read", leaf.index + 1, remedy)
    elif tags.found == "text":
        book.note("CF-534", part, _TAGGED if quire.tagged else _UNTAGGED, leaf.index + 1)
    for ref in loose:
        if ref.idnum not in linked:
            fresh.append(_holder(book, ref, leaf))
    return fresh


_TAGGED = "text outside its tags is tagged as paragraphs"
_UNTAGGED = "has no tags; its text is tagged as paragraphs"
_SAY, _READ = "give the part alternative text (alt)", "run text recognition over it first"


def _kind(book: Book, ref: IndirectObject) -> str:
    return book.pool.name(book.pool.resolve(ref), "/Subtype")


def _holder(book: Book, ref: IndirectObject, leaf: Leaf) -> Element:
    """An element for an annotation that has none, with words for it."""
    entries = book.pool.resolve(ref)
    kind = _HOLDERS.get(_kind(book, ref), "Annot")
    element = Element(kind, [Held(ref, leaf.ref)])
    if kind == "Annot" and isinstance(entries, DictionaryObject) and not book.pool.text(entries, "/Contents"):
        entries[NameObject("/Contents")] = text_string(book.pool.name(entries, "/Subtype"))
    return Element("P", [element]) if kind == "Link" else element


def _alt(quire: Quire, leaf: Leaf) -> str:
    said = quire.part.alt or quire.title
    total = len(quire.source.pages)
    return f"{said} ({leaf.index + 1}/{total})" if total > 1 else said


class _Insertion:
    """Puts the elements of pages among a tree's kids: those of a page before what a later page begins."""

    def __init__(self, tree: Element, quire: Quire) -> None:
        self._order = {leaf.ref.idnum: place for place, leaf in enumerate(quire.leaves)}
        self._old = [(self._begins(kid), kid) for kid in tree.kids]
        self._taken = 0
        self._kids: list[Element | Mark | Held] = []

    def _begins(self, kid: Element | Mark | Held) -> int:
        """The place of the page on which a kid begins; -1 where that is not known."""
        marks = kid.marks() if isinstance(kid, Element) else ()
        page = next((mark.page for mark in marks if mark.page is not None), None)
        return -1 if page is None else self._order.get(page.idnum, -1)

    def add(self, leaf: Leaf, fresh: list[Element]) -> None:
        """The elements of a page. Pages are added in their order."""
        here = self._order[leaf.ref.idnum]
        while self._taken < len(self._old) and self._old[self._taken][0] <= here:
            self._kids.append(self._old[self._taken][1])
            self._taken += 1
        self._kids += fresh

    def all(self) -> list[Element | Mark | Held]:
        """All kids in their order."""
        return self._kids + [kid for _, kid in self._old[self._taken :]]


def _drop_dangling(book: Book, quire: Quire, tree: Element, canvases: Canvases) -> None:
    """Take marks out of the tree that no content stream has."""
    found: dict[int, set[int]] = {canvas.owner.idnum: set(canvas.survey.mcids) for canvas in canvases.all()}
    dropped = 0
    for element in tree.walk():
        kept = [kid for kid in element.kids if not isinstance(kid, Mark) or kid.mcid in found.get(kid.owner.idnum, ())]
        if len(kept) < len(element.kids):
            dropped += len(element.kids) - len(kept)
            element.kids, element.lost = kept, True
    if dropped:
        prune(tree)
        book.note("CF-532", quire.part, f"{dropped} of its tags led to no content and were left out", 0)


def _uses(canvases: Canvases, pages: list[Canvas]) -> dict[int, int]:
    """How often each form is shown, forms in forms included; reads all of them."""
    uses: dict[int, int] = {}
    stack = [(canvas, 0) for canvas in reversed(pages)]
    while stack:
        canvas, depth = stack.pop()
        for shown in canvas.survey.shown:
            ref, kind = canvases.xobject(canvas.resources, shown.resource) if shown.kind == "form" else (None, "")
            if ref is None or kind != "form":
                continue
            uses[ref.idnum] = uses.get(ref.idnum, 0) + 1
            inner = canvases.form(ref, canvas.resources) if uses[ref.idnum] == 1 and depth < DEPTH else None
            if inner is not None:
                stack.append((inner, depth + 1))
    return uses
