"""The tag tree of a PDF, read with pikepdf and none of our own code.

`transcript` shows what a screen reader is given; `check_tree` walks every link between tags, content and annotations
both ways (ISO 32000-1 §14.7.4, ISO 14289-1 §7.1 and §7.18). veraPDF passes files whose object references point at
wrong objects, as WeasyPrint writes them when a page is written twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
from tests.taggedtext import Book, Content, Reference, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def transcript(pdf: bytes | Path) -> list[str]:
    """A line for each tag, indented: its type, where a link leads, the alternative text, its own words."""
    with opened(pdf) as book:
        return [line for kid in book.kids(book.root) for line in _lines(book, kid, 0)] if book.root is not None else []


def _lines(book: Book, element: Any, depth: int) -> Iterator[str]:
    kids = list(book.kids(element))
    line = "  " * depth + book.role(element)
    for kid in kids:
        if isinstance(kid, Reference) and isinstance(kid.target, pikepdf.Dictionary):
            action = kid.target.get("/A", kid.target)
            line += f" → {action.get('/URI', action.get('/D', kid.target.get('/Dest', '?')))}"
    line += "".join(f" [{element[key]}]" for key in ("/Alt", "/ActualText") if key in element)
    text = " ".join("".join(book.texts.get(kid, "") for kid in kids if isinstance(kid, Content)).split())
    yield f"{line}: {text}" if text else line
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _lines(book, kid, depth + 1)


def check_tree(pdf: bytes | Path, *, margins: bool = True) -> list[str]:
    """Every fault of the tag tree, a line each; none where all is well.

    `margins` lets elements pass that own content but hang nowhere: so WeasyPrint leaves those of margin boxes.
    """
    with opened(pdf) as book:
        if book.root is None:
            return ["there is no tag tree"]
        return list(_Walk(book, margins=margins).faults())


class _Walk:
    """One way through the tree, and the way back from content and annotations."""

    def __init__(self, book: Book, *, margins: bool) -> None:
        self.book, self.margins = book, margins
        self.seen: set[tuple[int, int]] = set()
        self.owners: dict[Content, Any] = {}
        self.annotations: dict[tuple[int, int], Any] = {}
        self.levels: list[tuple[int, str]] = []

    def faults(self) -> Iterator[str]:
        for kid in self.book.kids(self.book.root):
            yield from self._down(kid, self.book.root)
        yield from self._headings()
        yield from self._keys()
        for holder in self.book.holders.values():
            yield from self._back(holder)
        for page in self.book.pdf.pages:
            yield from self._annotations(page)
        yield from self.book.loose

    def name(self, element: Any) -> str:
        """An element for a message: its type, its object, its words."""
        words = self.book.words(element)
        shown = f" “{words[:40]}”" if words else ""
        return f"{self.book.role(element)} {element.objgen[0]}{shown}"

    def _down(self, element: Any, parent: Any) -> Iterator[str]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            yield f"{self.name(parent)} holds something that is no element"
            return
        if element.objgen in self.seen or not element.is_indirect:
            yield f"{self.name(element)} is in the tree twice, or no object of its own"
            return
        self.seen.add(element.objgen)
        if element.get("/P") is None or element.P.objgen != parent.objgen:
            yield f"{self.name(element)} names another parent than the one that holds it"
        if match := re.fullmatch(r"H([1-6])", self.book.role(element)):
            self.levels.append((int(match[1]), self.name(element)))
        for kid in self.book.kids(element):
            if isinstance(kid, Content):
                yield from self._content(kid, element)
            elif isinstance(kid, Reference):
                yield from self._reference(kid, element)
            else:
                yield from self._down(kid, element)

    def _content(self, content: Content, element: Any) -> Iterator[str]:
        """Content that an element owns is there, is owned once, and its parent tree entry is that element."""
        name = self.name(element)
        if content in self.owners:
            yield f"{name} and {self.name(self.owners[content])} own the same content {content.mcid}"
        self.owners[content] = element
        if content not in self.book.texts:
            yield f"{name} owns content {content.mcid}, which is not on its page"
            return
        if not _same(self._parent(content), element):
            yield f"{name} owns content {content.mcid}, whose parent tree entry is another element"

    def _parent(self, content: Content) -> Any:
        key: Any = self.book.holders[content.holder].get("/StructParents", -1)
        row = self.book.parents.get(key)
        if not isinstance(row, pikepdf.Array) or content.mcid >= len(row):
            return None
        return row[content.mcid]

    def _reference(self, reference: Reference, element: Any) -> Iterator[str]:
        """What is referred to is an annotation of the page, of the fitting kind, and its entry is that element."""
        name, target, page = self.name(element), reference.target, reference.page
        if page is None or page.objgen not in self.book.pages:
            yield f"{name} refers to an object on no page"
            return
        if not isinstance(target, pikepdf.Dictionary) or "/Subtype" not in target:
            yield f"{name} refers to an object that is no annotation"
            return
        if target.get("/Type") != "/XObject":
            if all(target.objgen != other.objgen for other in page.get("/Annots", [])):
                yield f"{name} refers to an annotation that is not on page {self.book.pages[page.objgen]}"
            wanted = {"/Link": "Link", "/Widget": "Form"}.get(str(target.Subtype), "Annot")
            if self.book.role(element) != wanted:
                yield f"{name} refers to a {target.Subtype} annotation, which belongs in {wanted}"
            self.annotations[target.objgen] = element
        key: Any = target.get("/StructParent", -1)
        if not _same(self.book.parents.get(key), element):
            yield f"{name} refers to an object whose parent tree entry is not this element"

    def _back(self, holder: Any) -> Iterator[str]:
        """All marked content of a page or form is owned by the element of its parent tree entry."""
        place = f"page {self.book.pages.get(holder.objgen, '?')}"
        for content in [content for content in self.book.texts if content.holder == holder.objgen]:
            entry = self._parent(content)
            if not isinstance(entry, pikepdf.Dictionary) or "/S" not in entry:
                yield f"{place}: content {content.mcid} “{self.book.texts[content]}” has no parent tree entry"
            elif content not in self.book.kids(entry):
                yield f"{place}: content {content.mcid} has the entry {self.name(entry)}, which does not own it"
            elif entry.objgen not in self.seen and not self.margins:
                yield f"{place}: {self.name(entry)} owns content but is not in the tree"

    def _annotations(self, page: Any) -> Iterator[str]:
        """Every annotation is referred to by an element (ISO 14289-1 §7.18.1)."""
        for annotation in page.obj.get("/Annots", []):
            place = f"page {self.book.pages[page.objgen]}: the {annotation.get('/Subtype')} annotation"
            if annotation.get("/Subtype") != "/Popup" and annotation.objgen not in self.annotations:
                yield f"{place} {annotation.objgen[0]} is referred to by no element"
            if "/P" in annotation and annotation.P.objgen != page.objgen:
                yield f"{place} {annotation.objgen[0]} names another page"

    def _headings(self) -> Iterator[str]:
        """Headings start at the first level and skip none on the way down (ISO 14289-1 §7.4.2)."""
        before = 0
        for level, name in self.levels:
            if level > before + 1:
                yield f"{name} follows a heading of level {before}"
            before = level

    def _keys(self) -> Iterator[str]:
        """Each key of the parent tree belongs to one page, form or annotation, and the next key is free."""
        pages = self.book.pdf.pages
        annotations = [annotation for page in pages for annotation in page.obj.get("/Annots", [])]
        used = [int(holder.StructParents) for holder in self.book.holders.values() if "/StructParents" in holder]
        used += [int(item.StructParent) for item in annotations if "/StructParent" in item]
        yield from (f"parent tree key {key} is used twice" for key in sorted({k for k in used if used.count(k) > 1}))
        yield from (f"parent tree key {key} belongs to nothing" for key in sorted({*self.book.parents} - {*used}))
        following = self.book.root.get("/ParentTreeNextKey")
        if following is not None and any(key >= following for key in self.book.parents):
            yield f"the next key of the parent tree, {following}, is taken"


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.objgen == other.objgen
