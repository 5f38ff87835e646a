"""Where links lead: explicit and named destinations, remapped to bound pages and unique by name (§12.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
)

from casefolio.bindery.binding.graph import integer, number, raw_bytes
from casefolio.bindery.binding.paper import moved
from casefolio.bindery.binding.pool import mapping, name, sequence
from casefolio.bindery.binding.pool import number as made_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.graph import Graph
    from casefolio.bindery.binding.quire import Book, Quire

#: Which operands of a fit are an x, which a y (§12.3.2.2, Table 151).
_FITS = {"XYZ": "xyz", "Fit": "", "FitH": "y", "FitV": "x", "FitR": "xyxy", "FitB": "", "FitBH": "y", "FitBV": "x"}

#: Nodes of a name tree or number tree that are worth walking.
_NODES = 100_000


def tree_pairs(graph: Graph, root: DictionaryObject, leaf: str) -> Iterator[tuple[PdfObject | None, PdfObject]]:
    """Keys and raw values of a name tree (`/Names`) or number tree (`/Nums`), cycles cut (§7.9.6, §7.9.7)."""
    seen: set[object] = set()
    stack: list[object] = [root]
    while stack and len(seen) < _NODES:
        reference = stack.pop()
        node = graph.resolve(reference)
        key = reference.idnum if isinstance(reference, IndirectObject) else id(node)
        if not isinstance(node, DictionaryObject) or key in seen:
            continue
        seen.add(key)
        pairs = list(graph.array(node, leaf))
        for place in range(0, len(pairs) - 1, 2):
            yield graph.resolve(pairs[place]), pairs[place + 1]
        stack.extend(reversed(graph.array(node, "/Kids")))


class Destinations:
    """One quire's destinations."""

    def __init__(self, quire: Quire, book: Book) -> None:
        self.quire = quire
        self.book = book
        self._named: dict[bytes, bytes] = {}
        self._elsewhere: dict[bytes | None, ArrayObject] = {}
        self._enter()

    def of(self, value: object, *, anywhere: bool = False) -> PdfObject | None:
        """The bound form of a destination; None where it leads to a page that is not bound, or nowhere.

        `anywhere`: a page of another run of the part will do, where this one does not have it.
        """
        source = self.quire.source
        found = source.resolve(value)
        key = str(found)[1:].encode("latin-1", "replace") if isinstance(found, NameObject) else raw_bytes(found)
        if key in self._named:
            return ByteStringObject(self._named[key])
        place = self._elsewhere.get(key) if key is not None else self._array(found)
        if place is None:
            return None
        bound = self._explicit(place, self.quire)
        others = self.book.other_runs(self.quire) if bound is None and anywhere else ()
        return bound or next(filter(None, (self._explicit(place, other) for other in others)), None)

    def _array(self, value: PdfObject | None) -> ArrayObject | None:
        found = self.quire.source.get(value, "/D") if isinstance(value, DictionaryObject) else value
        return found if isinstance(found, ArrayObject) else None

    def _explicit(self, value: ArrayObject, quire: Quire) -> ArrayObject | None:
        """An array `[page /Fit …]` that leads to a page of `quire`, its place moved with the page's content."""
        members = list(value)
        leaf = quire.page(members[0]) if members else None
        if leaf is None and members:
            leaf = quire.page(integer(members[0]))
        if leaf is None:
            return None
        source = self.quire.source
        resolved = [source.resolve(member) for member in members[1:]]
        fit = str(resolved[0])[1:] if resolved and isinstance(resolved[0], NameObject) else "Fit"
        if fit not in _FITS:
            fit = "Fit"
        operands = [number(member) for member in resolved[1:]]
        axes = _FITS[fit]
        operands = (operands + [None] * len(axes))[: len(axes)]
        if leaf.matrix is not None:
            operands = moved(operands, axes, leaf.matrix)
        if fit == "FitR" and None in operands:
            fit, operands = "Fit", []
        return sequence(
            [leaf.ref, name(fit), *(NullObject() if value is None else made_number(value) for value in operands)]
        )

    def _enter(self) -> None:
        """Take over all names of the part, renamed where another part has them."""
        source = self.quire.source
        older = source.dictionary(source.root, "/Dests")
        pairs: list[tuple[bytes | None, PdfObject]] = [
            (str(key)[1:].encode("latin-1", "replace"), value) for key, value in older.items()
        ]
        tree = source.dictionary(source.dictionary(source.root, "/Names"), "/Dests")
        pairs += [(raw_bytes(key), value) for key, value in tree_pairs(source, tree, "/Names")]
        for key, value in pairs:
            found = self._array(source.resolve(value))
            if key is None or found is None or key in self._named:
                continue
            place = self._explicit(found, self.quire)
            if place is None:
                self._elsewhere.setdefault(key, found)
                continue
            wanted, count = key, 1
            while wanted in self.book.names:
                count += 1
                wanted = key + b".%d" % count
            self.book.names[wanted] = place
            self._named[key] = wanted


def name_tree(pairs: dict[bytes, PdfObject]) -> DictionaryObject:
    """A name tree of one node, keys in order of their bytes (§7.9.6)."""
    names: list[PdfObject] = []
    for key in sorted(pairs):
        names += [ByteStringObject(key), pairs[key]]
    return mapping({"Names": sequence(names)})


def write_names(book: Book) -> None:
    """Put the name trees into the catalog: destinations, and the files that are enclosed (ISO 19005-3 §6.8)."""
    names: dict[str, PdfObject] = {}
    if book.names:
        names["Dests"] = book.pool.add(name_tree(dict(book.names)))
    if book.files:
        files: dict[bytes, PdfObject] = {text.encode("utf-8"): ref for text, ref in book.files.items()}
        names["EmbeddedFiles"] = book.pool.add(name_tree(files))
        book.catalog["AF"] = sequence(book.files.values())
    if names:
        book.catalog["Names"] = mapping(names)
