"""Writing the structure tree: elements, parent tree, id tree, role map and class map, all made new.

ISO 32000-1 §14.7.2 (root), §14.7.4.4 (parent tree: from content to its element), §7.9.7 (number trees).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
)

from casefolio.bindery.binding.destinations import name_tree
from casefolio.bindery.binding.elements import Element, Held, Mark
from casefolio.bindery.binding.graph import raw_bytes
from casefolio.bindery.binding.pool import mapping, name, sequence

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.quire import Book

#: Entries in one node of a number tree.
_PER_NODE = 512


class TreeWriter:
    """Writes the whole tree of the bound file."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.pool = book.pool
        self._parents: list[list[PdfObject] | IndirectObject] = []
        self._rows: dict[int, list[PdfObject]] = {}
        self._ids: dict[bytes, PdfObject] = {}
        self._used: set[str] = set()

    def write(self, document: Element) -> None:
        """Put the tree under `document` into the catalog, and the keys of the parent tree on what is tagged."""
        root = self.pool.reserve()
        top = self._element(document, root)
        entries: dict[str, PdfObject] = {"Type": name("StructTreeRoot"), "K": top, "ParentTree": self._parent_tree()}
        entries["ParentTreeNextKey"] = NumberObject(len(self._parents))
        roles = self.book.roles.written(self._used)
        classes = self.book.classes.written()
        entries |= {key: value for key, value in (("RoleMap", roles), ("ClassMap", classes)) if value}
        if self._ids:
            entries["IDTree"] = self.pool.add(name_tree(self._ids))
        self.pool.put(root, mapping(entries))
        self.book.catalog["StructTreeRoot"] = root
        self.book.catalog["MarkInfo"] = mapping({"Marked": BooleanObject(value=True)})

    def _element(self, element: Element, parent: IndirectObject) -> IndirectObject:
        ref = self.pool.reserve()
        self._used.add(element.kind)
        made = mapping({"Type": name("StructElem"), "S": name(element.kind), "P": parent, **element.entries})
        own = [kid for kid in element.kids if isinstance(kid, Mark)]
        page = own[0].page if own else None
        if page is not None:
            made[NameObject("/Pg")] = page
        kids = [self._kid(kid, ref, page) for kid in element.kids]
        if kids:
            made[NameObject("/K")] = kids[0] if len(kids) == 1 else sequence(kids)
        identifier = raw_bytes(element.entries.get("ID"))
        if identifier is not None:
            self._ids[identifier] = ref
        return self.pool.put(ref, made)

    def _kid(self, kid: Element | Mark | Held, ref: IndirectObject, page: IndirectObject | None) -> PdfObject:
        if isinstance(kid, Element):
            return self._element(kid, ref)
        if isinstance(kid, Held):
            self._enter(kid.target, "/StructParent", ref)
            made = mapping({"Type": name("OBJR"), "Obj": kid.target})
            if kid.page is not None:
                made[NameObject("/Pg")] = kid.page
            return made
        row = self._row(kid.owner)
        row += [NullObject()] * (kid.mcid + 1 - len(row))
        row[kid.mcid] = ref
        if kid.owner == kid.page == page:
            return NumberObject(kid.mcid)
        entries: dict[str, PdfObject] = {"Type": name("MCR"), "Pg": kid.page, "MCID": NumberObject(kid.mcid)}
        if kid.owner != kid.page:
            entries["Stm"] = kid.owner
        return mapping(entries)

    def _row(self, owner: IndirectObject) -> list[PdfObject]:
        """The elements of a content stream by marked-content identifier."""
        if owner.idnum not in self._rows:
            row: list[PdfObject] = []
            self._mark(owner, "/StructParents", len(self._parents))
            self._parents.append(row)
            self._rows[owner.idnum] = row
        return self._rows[owner.idnum]

    def _enter(self, target: IndirectObject, entry: str, ref: IndirectObject) -> None:
        self._mark(target, entry, len(self._parents))
        self._parents.append(ref)

    def _mark(self, target: IndirectObject, entry: str, key: int) -> None:
        found = self.pool.resolve(target)
        if isinstance(found, DictionaryObject):
            found[NameObject(entry)] = NumberObject(key)

    def _parent_tree(self) -> IndirectObject:
        values: list[PdfObject] = [
            self.pool.add(sequence(row)) if isinstance(row, list) else row for row in self._parents
        ]
        if len(values) <= _PER_NODE:
            return self.pool.add(mapping({"Nums": sequence(_numbered(values, 0))}))
        kids: list[PdfObject] = []
        for first in range(0, len(values), _PER_NODE):
            batch = values[first : first + _PER_NODE]
            limits = sequence([NumberObject(first), NumberObject(first + len(batch) - 1)])
            kids.append(self.pool.add(mapping({"Limits": limits, "Nums": sequence(_numbered(batch, first))})))
        return self.pool.add(mapping({"Kids": sequence(kids)}))


def _numbered(values: list[PdfObject], first: int) -> list[PdfObject]:
    return [entry for place, value in enumerate(values) for entry in (NumberObject(first + place), value)]


def unique_ids(book: Book, trees: list[Element]) -> None:
    """Give every element an id of its own, the table headers that name them following along (§14.8.5.7)."""
    taken: set[bytes] = set()
    for tree in trees:
        renamed: dict[bytes, bytes] = {}
        for element in tree.walk():
            before = raw_bytes(element.entries.get("ID"))
            if before is None:
                continue
            wanted, count = before, 1
            while wanted in taken:
                count += 1
                wanted = before + b".%d" % count
            taken.add(wanted)
            renamed.setdefault(before, wanted)
            element.entries["ID"] = ByteStringObject(wanted)
        for element in tree.walk():
            if "A" in element.entries:
                element.entries["A"] = _with_headers(book, element.entries["A"], renamed)


def _with_headers(book: Book, value: PdfObject, renamed: dict[bytes, bytes]) -> PdfObject:
    """Attributes whose `/Headers` name ids as they are now; names of cells that are gone are left out."""
    found = book.pool.resolve(value)
    if isinstance(found, ArrayObject):
        return sequence(_with_headers(book, member, renamed) for member in found)
    if not isinstance(found, DictionaryObject) or "/Headers" not in found:
        return value
    keys = [raw_bytes(key) for key in book.pool.array(found, "/Headers")]
    kept = [renamed[key] for key in keys if key is not None and key in renamed]
    if kept == keys:
        return value
    made = DictionaryObject(found)
    made.pop("/Headers")
    if kept:
        made[NameObject("/Headers")] = sequence(ByteStringObject(key) for key in kept)
    return made
