"""Page labels: every page keeps the label that it has in its part (ISO 32000-1 §12.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, NumberObject, PdfObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import integer
from casefolio.bindery.binding.pool import mapping, name, sequence, text_string

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_STYLES = frozenset(["D", "R", "r", "A", "a"])


@dataclass(frozen=True, slots=True)
class Label:
    """A numbering style (empty for none), a prefix, and the number that a page has in it."""

    style: str
    prefix: str
    value: int

    def follows(self, other: Label | None) -> bool:
        """Whether this is what the page after `other` would be labelled without a new range."""
        return other is not None and self == Label(other.style, other.prefix, other.value + 1)


def _labels(quire: Quire) -> list[Label]:
    source = quire.source
    ranges: list[tuple[int, Label]] = []
    for key, value in tree_pairs(source, source.dictionary(source.root, "/PageLabels"), "/Nums"):
        start, entry = integer(key), source.resolve(value)
        if start is not None and start >= 0 and isinstance(entry, DictionaryObject):
            style = source.name(entry, "/S")
            first = max(1, source.integer(entry, "/St") or 1)
            ranges.append((start, Label(style if style in _STYLES else "", source.text(entry, "/P"), first)))
    ranges.sort(key=lambda pair: pair[0])
    found = []
    for leaf in quire.leaves:
        start, label = next(
            ((start, label) for start, label in reversed(ranges) if start <= leaf.index), (0, Label("D", "", 1))
        )
        found.append(Label(label.style, label.prefix, label.value + leaf.index - start))
    return found


def write_labels(book: Book) -> None:
    """Put the labels of all pages into the catalog, a new range wherever they do not simply go on."""
    pairs: list[PdfObject] = []
    before: Label | None = None
    for place, label in enumerate(label for quire in book.quires for label in _labels(quire)):
        if not label.follows(before):
            entry = mapping({"S": name(label.style)} if label.style else {})
            if label.prefix:
                entry.update(mapping({"P": text_string(label.prefix)}))
            if label.value > 1:
                entry.update(mapping({"St": NumberObject(label.value)}))
            pairs += [NumberObject(place), entry]
        before = label
    book.catalog["PageLabels"] = mapping({"Nums": sequence(pairs)})
