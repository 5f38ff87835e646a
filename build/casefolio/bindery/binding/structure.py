"""Reading the structure tree of a part into elements that point into the bound file.

ISO 32000-1 §14.7. The tree is read kid by kid and built anew afterwards, parent tree and all: what a real-world file
gets wrong there (missing entries, cycles, kids that are no dictionaries) then cannot come along.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.elements import Element, Held, Mark, prune
from casefolio.bindery.binding.graph import integer
from casefolio.bindery.binding.pool import name as made_name
from casefolio.bindery.binding.pool import sequence, string_like
from casefolio.bindery.binding.roles import PartRoles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.copying import Copier
    from casefolio.bindery.binding.roles import ClassMap, RoleMap

#: Elements nested deeper are joined to the element at this depth: no document is, and it keeps every walk short.
DEPTH = 120

#: More elements than this in one part is an attack.
_LIMIT = 1_000_000

#: Marked contents of one stream: an identifier beyond is an attack on the parent tree, which has a place for each.
_MCIDS = 100_000

#: BCP 47, as far as a tag's shape goes.
LANGUAGE = re.compile(r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")

_TEXTS = ("/T", "/Lang", "/Alt", "/E", "/ActualText", "/ID")


def _key(reference: object, body: DictionaryObject) -> object:
    return (reference.idnum, reference.generation) if isinstance(reference, IndirectObject) else id(body)


class TreeReader:
    """Reads one part's tree. `pages` maps a source page's object number to the bound page; `repaired` counts."""

    def __init__(self, copier: Copier, pages: dict[int, IndirectObject], roles: RoleMap, classes: ClassMap) -> None:
        self.source = copier.source
        self.copier = copier
        self.pages = pages
        self.roles = roles
        self.classes = classes
        self.repaired = 0
        #: Content whose element hangs nowhere, so that no reader is given it: running heads and feet.
        self.furniture: dict[int, set[int]] = {}
        self._seen: dict[object, Element | None] = {}
        self._marks: set[object] = set()
        self._root = self.source.dictionary(self.source.root, "/StructTreeRoot")
        self._own = PartRoles(self.source, self._root)

    def read(self) -> Element | None:
        """The part's elements under one `Part`; None where there are none with content on the bound pages."""
        top = Element("Part")
        self._collect(top)
        self._look_back()
        prune(top)
        if next(top.marks(), None) is None:
            return None
        only = top.kids[0] if len(top.kids) == 1 else None
        if isinstance(only, Element) and self.roles.standard(only.kind) == "Document":
            # A part's own Document says what our Part says; two in a row would be read out twice.
            only.kind = "Part"
            return only
        return top

    def _collect(self, top: Element) -> None:
        stack: list[tuple[Iterator[PdfObject], Element, int | None, int]]
        stack = [(iter(self._kids(self._root)), top, None, 0)]
        while stack:
            kids, parent, page, depth = stack[-1]
            kid = next(kids, None)
            if kid is None:
                stack.pop()
                continue
            body = self.source.resolve(kid)
            if isinstance(body, DictionaryObject) and self._is_element(body):
                element = self._element(kid, body)
                if element is None:
                    continue
                if depth < DEPTH:
                    parent.kids.append(element)
                else:
                    self.repaired += 1
                    element = parent
                here = self._page_key(dict.get(body, "/Pg"))
                stack.append((iter(self._kids(body)), element, page if here is None else here, depth + 1))
            else:
                self._leaf(body, parent, page)

    def _look_back(self) -> None:
        """Ask the parent tree for content that no element named as its own (§14.7.4.4).

        Where it knows an element of the tree, that element gets the content; where it knows one that hangs nowhere,
        the content was never read to anybody.
        """
        rows = {integer(key): value for key, value in tree_pairs(self.source, self._parent_tree(), "/Nums")}
        for number, target in self.pages.items():
            page = self.source.resolve(IndirectObject(number, 0, self.source.reader))
            row = self.source.resolve(rows.get(self.source.integer(page, "/StructParents")))
            for mcid, ref in enumerate(row if isinstance(row, ArrayObject) else ()):
                body = self.source.resolve(ref)
                if not isinstance(body, DictionaryObject) or (target.idnum, mcid) in self._marks:
                    continue
                element = self._seen.get(_key(ref, body))
                if element is None:
                    self.furniture.setdefault(target.idnum, set()).add(mcid)
                else:
                    self._marks.add((target.idnum, mcid))
                    self.repaired += 1
                    element.kids.append(Mark(target, target, mcid))

    def _parent_tree(self) -> DictionaryObject:
        return self.source.dictionary(self._root, "/ParentTree")

    def _kids(self, body: DictionaryObject) -> list[PdfObject]:
        found = dict.get(body, "/K")
        value = self.source.resolve(found)
        if isinstance(value, ArrayObject):
            return list(value)
        return [] if found is None or value is None else [found]

    @staticmethod
    def _is_element(body: DictionaryObject) -> bool:
        return "/S" in body or body.get("/Type") == "/StructElem"

    def _element(self, kid: PdfObject, body: DictionaryObject) -> Element | None:
        key = _key(kid, body)
        if key in self._seen or len(self._seen) > _LIMIT:
            self.repaired += 1
            return None
        entries: dict[str, PdfObject] = {}
        for name in _TEXTS:
            value = self.source.get(body, name) if name in body else None
            if value is not None and string_like(value):
                entries[name[1:]] = value
        if "Lang" in entries and not LANGUAGE.match(self.source.text(body, "/Lang")):
            del entries["Lang"]
        if isinstance(self.source.get(body, "/A"), DictionaryObject | ArrayObject):
            entries["A"] = self.copier.copy(dict.get(body, "/A"))
        classes = [self._class(value) for value in self.source.items(body, "/C") if isinstance(value, NameObject)]
        if any(classes):
            entries["C"] = sequence(made_name(found) for found in classes if found)
        kind = self.source.name(body, "/S")
        standard = self._own.standard(body, kind, spoken="Alt" in entries or "ActualText" in entries)
        element = Element(self.roles.enter(kind or standard, standard), entries=entries)
        self._seen[key] = element
        return element

    def _class(self, value: NameObject) -> str:
        """The class as written in the bound file; empty where the part does not define it."""
        found = dict.get(self.source.dictionary(self._root, "/ClassMap"), value)
        if not isinstance(self.source.resolve(found), DictionaryObject | ArrayObject):
            return ""
        return self.classes.enter(str(value)[1:], self.copier.copy(found))

    def _page_key(self, ref: object) -> int | None:
        """The object number of a page reference; a dangling one counts as none."""
        return ref.idnum if isinstance(ref, IndirectObject) and self.source.resolve(ref) is not None else None

    def _leaf(self, body: PdfObject | None, parent: Element, page: int | None) -> None:
        mcid = integer(body)
        if mcid is not None:
            self._mark(parent, page, None, mcid)
        elif isinstance(body, DictionaryObject) and "/MCID" in body:
            here = self._page_key(dict.get(body, "/Pg"))
            mcid = self.source.integer(body, "/MCID")
            self._mark(parent, page if here is None else here, dict.get(body, "/Stm"), -1 if mcid is None else mcid)
        elif isinstance(body, DictionaryObject) and "/Obj" in body:
            here = self._page_key(dict.get(body, "/Pg"))
            self._object(parent, page if here is None else here, dict.get(body, "/Obj"))
        else:
            self.repaired += 1

    def _mark(self, parent: Element, page: int | None, stream: object, mcid: int) -> None:
        target = self.pages.get(page) if page is not None else None
        owner = self.copier.copied(stream) if stream is not None else target
        if target is None or owner is None:
            parent.lost = True
        elif not 0 <= mcid < _MCIDS or (owner.idnum, mcid) in self._marks:
            self.repaired += 1
        else:
            self._marks.add((owner.idnum, mcid))
            parent.kids.append(Mark(owner, target, mcid))

    def _object(self, parent: Element, page: int | None, ref: object) -> None:
        target = self.copier.copied(ref)
        if target is None:
            parent.lost = True
        elif target.idnum in self._marks:
            self.repaired += 1
        else:
            self._marks.add(target.idnum)
            parent.kids.append(Held(target, self.pages.get(page) if page is not None else None))
