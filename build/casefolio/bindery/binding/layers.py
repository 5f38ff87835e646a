"""Optional content: the layers of all parts in one configuration (ISO 32000-1 §8.11.4; ISO 19005-3 §6.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from casefolio.bindery.binding.pool import mapping, name, sequence, string_like, text_string

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_DEPTH = 20


class Layers:
    """Gathers the optional-content groups of all parts."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._groups: list[IndirectObject] = []
        self._off: list[IndirectObject] = []
        self._locked: list[IndirectObject] = []
        self._radio: list[PdfObject] = []
        self._order: list[PdfObject] = []

    def gather(self, quire: Quire) -> None:
        """Take over a part's groups and how they are shown at first. Call after its pages were copied."""
        source = quire.source
        found = source.dictionary(source.root, "/OCProperties")
        groups = self._refs(quire, found, "/OCGs")
        if not groups:
            return
        start = source.dictionary(found, "/D")
        hidden = {ref.idnum for ref in self._refs(quire, start, "/OFF")}
        if source.name(start, "/BaseState") == "OFF":
            shown = {ref.idnum for ref in self._refs(quire, start, "/ON")}
            hidden = {ref.idnum for ref in groups} - shown
        known = {ref.idnum for ref in groups}
        self._groups += groups
        self._off += [ref for ref in groups if ref.idnum in hidden]
        self._locked += [ref for ref in self._refs(quire, start, "/Locked") if ref.idnum in known]
        self._radio += [
            sequence(ref for ref in self._members(quire, member) if ref.idnum in known)
            for member in source.array(start, "/RBGroups")
        ]
        listed: set[int] = set()
        order = self._ordered(quire, source.array(start, "/Order"), known, listed, 0)
        rest = [ref for ref in groups if ref.idnum not in listed]
        self._order.append(sequence([text_string(quire.title), *order, *rest]))

    def write(self) -> None:
        """Put them into the catalog. Every group is listed in the order, as ISO 19005-3 §6.9 asks."""
        if not self._groups:
            return
        start: dict[str, PdfObject] = {"Name": text_string("Layers"), "Order": sequence(self._order)}
        for key, members in (("OFF", self._off), ("Locked", self._locked), ("RBGroups", self._radio)):
            if members:
                start[key] = sequence(members)
        self.book.catalog["OCProperties"] = mapping({"OCGs": sequence(self._groups), "D": mapping(start)})

    def _refs(self, quire: Quire, owner: DictionaryObject, key: str) -> list[IndirectObject]:
        return self._members(quire, dict.get(owner, key))

    def _members(self, quire: Quire, value: object) -> list[IndirectObject]:
        """The groups in an array, copied; what is no group is passed over."""
        found = quire.source.resolve(value)
        refs: dict[int, IndirectObject] = {}
        for member in found if isinstance(found, ArrayObject) else ():
            group = quire.source.resolve(member)
            if isinstance(member, IndirectObject) and isinstance(group, DictionaryObject):
                copied = quire.copier.copy(member)
                if isinstance(copied, IndirectObject):
                    self._named(copied)
                    refs.setdefault(copied.idnum, copied)
        return list(refs.values())

    def _named(self, ref: IndirectObject) -> None:
        group = self.book.pool.resolve(ref)
        if isinstance(group, DictionaryObject):
            group.update(mapping({"Type": name("OCG")}))
            if not self.book.pool.text(group, "/Name"):
                group.update(mapping({"Name": text_string("Layer")}))

    def _ordered(
        self, quire: Quire, members: ArrayObject, known: set[int], listed: set[int], depth: int
    ) -> list[PdfObject]:
        made: list[PdfObject] = []
        for member in members:
            found = quire.source.resolve(member)
            if isinstance(found, ArrayObject) and depth < _DEPTH:
                made.append(sequence(self._ordered(quire, found, known, listed, depth + 1)))
            elif isinstance(found, DictionaryObject):
                ref = quire.copier.copied(member)
                if ref is not None and ref.idnum in known and ref.idnum not in listed:
                    listed.add(ref.idnum)
                    made.append(ref)
            elif found is not None and string_like(found) and not made:
                made.append(found)
        return made
