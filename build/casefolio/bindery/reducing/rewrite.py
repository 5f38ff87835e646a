"""A part's file written anew, all as it was but for objects that are replaced or added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import IndirectObject, NullObject, PdfObject

from casefolio.bindery.binding.pool import LIMIT
from casefolio.bindery.binding.serialise import Order, pdf_bytes
from casefolio.bindery.binding.sharing import references

if TYPE_CHECKING:
    from casefolio.bindery.binding.source import Source


class Rewrite:
    """Changes to one file. Numbers of objects stay its own until it is written."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.changed: dict[int, PdfObject] = {}
        reader = source.reader
        tables = [*reader.xref.values(), reader.xref_objStm]
        self._next = 1 + max((number for table in tables for number in table), default=0)

    @property
    def possible(self) -> bool:
        """Whether the file can be written: its root has a number, and its numbers are no attack on the memory."""
        return isinstance(dict.get(self.source.trailer, "/Root"), IndirectObject) and self._next < LIMIT

    def add(self, value: PdfObject) -> IndirectObject:
        """A new object, and its reference."""
        ref = IndirectObject(self._next, 0, self.source.reader)
        self.changed[self._next] = value
        self._next += 1
        return ref

    def bytes(self) -> bytes:
        """The file: what is reachable from its root and its information dictionary, without encryption."""
        trailer = self.source.trailer
        root, info = dict.get(trailer, "/Root"), dict.get(trailer, "/Info")
        second = info if isinstance(info, IndirectObject) else None
        objects: list[PdfObject] = [NullObject()] * self._next
        written: dict[int, int] = {}
        stack: list[IndirectObject] = [ref for ref in (second, root) if isinstance(ref, IndirectObject)]
        missing: set[int] = set()
        while stack:
            ref = stack.pop()
            if ref.idnum in written or ref.idnum in missing:
                continue
            # A stream without entries is an empty dictionary, and false.
            value = self.changed[ref.idnum] if ref.idnum in self.changed else self.source.load(ref)
            if value is None or not 0 < ref.idnum < self._next:
                missing.add(ref.idnum)
                continue
            objects[ref.idnum - 1] = value
            written[ref.idnum] = len(written) + 1
            stack.extend(reversed(list(references(value))))
        # What refers to nothing refers to one null (ISO 32000-1 §7.3.10).
        numbers = {**written, self._next: len(written) + 1, **dict.fromkeys(missing, len(written) + 1)}
        order = Order([*written, self._next], numbers)
        return pdf_bytes(objects, _known(root), second if second and second.idnum in written else None, 6, order)


def _known(root: object) -> IndirectObject:
    if not isinstance(root, IndirectObject):
        message = "a file is rewritten only where `possible` says so"
        raise TypeError(message)
    return root
