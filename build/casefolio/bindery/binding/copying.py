"""Copying objects from a part into the pool, without recursion over references and without following the way up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.pool import stream

if TYPE_CHECKING:
    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.source import Source

#: Kinds that are never copied on the way: they are built anew, and a reference to one that is not must be null.
_BUILT = frozenset({"Page", "Pages", "Catalog", "StructElem", "StructTreeRoot", "Outlines", "XRef", "ObjStm", "Sig"})

#: Entries of XObjects that are either renumbered later (§14.7.4.4), private to an editor (§14.5), or forbidden by
#: PDF/A-3 (ISO 19005-3 §6.2.8, §6.2.9, §6.6.2) while no viewer misses them.
_LEFT_OUT = frozenset(
    [
        "/StructParent",
        "/StructParents",
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/OPI",
        "/Alternates",
        "/PS",
        "/Ref",
        "/Measure",
        "/PtData",
        "/AF",
    ]
)

#: Direct objects inside each other deeper than this are malformed.
_DEPTH = 200


class Copier:
    """Copies of one part's objects. Asked twice for the same reference, gives the same copy."""

    def __init__(self, source: Source, pool: Pool) -> None:
        self.source = source
        self.pool = pool
        self._known: dict[tuple[int, int], PdfObject] = {}
        self._waiting: list[tuple[IndirectObject, PdfObject]] = []

    def lay(self, ref: IndirectObject | None, target: PdfObject) -> None:
        """Say what a reference of the part becomes, before anything that holds it is copied."""
        if ref is not None:
            self._known[ref.idnum, ref.generation] = target

    def copied(self, ref: object) -> IndirectObject | None:
        """The copy that a reference already has."""
        found = self._known.get((ref.idnum, ref.generation)) if isinstance(ref, IndirectObject) else None
        return found if isinstance(found, IndirectObject) else None

    def copy(self, value: object) -> PdfObject:
        """A copy of a value and of all that it refers to."""
        made = self._direct(value, 0)
        while self._waiting:
            ref, original = self._waiting.pop()
            self.pool.put(ref, self._body(original, 0))
        return made

    def copy_entries(self, owner: DictionaryObject, left_out: frozenset[str]) -> DictionaryObject:
        """A copy of a dictionary's entries but for some, as a new direct dictionary."""
        made = DictionaryObject()
        for key, value in owner.items():
            if key not in left_out:
                copied = self.copy(value)
                if not isinstance(copied, NullObject):
                    made[key] = copied
        return made

    def _direct(self, value: object, depth: int) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self._reference(value)
        if not isinstance(value, PdfObject) or depth > _DEPTH:
            return NullObject()
        return self._body(value, depth)

    def _reference(self, ref: IndirectObject) -> PdfObject:
        key = (ref.idnum, ref.generation)
        if key in self._known:
            return self._known[key]
        original = self.source.resolve(ref)
        made: PdfObject
        if original is None or (isinstance(original, DictionaryObject) and self._built(original)):
            made = NullObject()
        elif isinstance(original, DictionaryObject | ArrayObject):
            made = self.pool.reserve()
            self._waiting.append((made, original))
        else:
            made = original
        self._known[key] = made
        return made

    def _built(self, original: DictionaryObject) -> bool:
        return self.source.name(original, "/Type") in _BUILT

    def _body(self, value: PdfObject, depth: int) -> PdfObject:
        if isinstance(value, DictionaryObject):
            is_stream = isinstance(value, StreamObject)
            made = DictionaryObject()
            for key, entry in value.items():
                if is_stream and (key in _LEFT_OUT or key == "/Length"):
                    continue
                copied = self._direct(entry, depth + 1)
                if not isinstance(copied, NullObject):
                    made[NameObject(key)] = copied
            return stream(raw_data(value), made) if isinstance(value, StreamObject) else made
        if isinstance(value, ArrayObject):
            return ArrayObject(self._direct(member, depth + 1) for member in value)
        return value
