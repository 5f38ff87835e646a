"""The outline: one entry per part, the part's own below it (ISO 32000-1 §12.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from casefolio.bindery.binding.pool import mapping, name, numbers, sequence, text_string

if TYPE_CHECKING:
    from casefolio.bindery.binding.annotations import Annotations
    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Book, Quire

#: Entries worth reading in one part, and how deep.
_LIMIT = 50_000
_DEPTH = 40


@dataclass(slots=True, eq=False)
class Bookmark:
    """An entry: what it says, where it leads (`Dest` or `A`), how it looks, and what is below it."""

    title: str
    leads: DictionaryObject
    looks: DictionaryObject = field(default_factory=DictionaryObject)
    open: bool = True
    kids: list[Bookmark] = field(default_factory=list)


def read_outline(quire: Quire, annotations: Annotations) -> list[Bookmark]:
    """The part's entries that lead to bound pages, or have such below them. Cycles are cut."""
    source = quire.source
    root = source.dictionary(source.root, "/Outlines")
    top = Bookmark("", DictionaryObject())
    seen: set[object] = set()
    stack: list[tuple[object, Bookmark, int]] = [(dict.get(root, "/First"), top, 0)]
    while stack:
        reference, parent, depth = stack.pop()
        node = source.resolve(reference)
        key = reference.idnum if isinstance(reference, IndirectObject) else id(node)
        if not isinstance(node, DictionaryObject) or key in seen or len(seen) > _LIMIT:
            continue
        seen.add(key)
        entry = Bookmark(source.text(node, "/Title"), _leads(quire, annotations, node), _looks(quire, node))
        entry.open = (source.number(node, "/Count") or 0) >= 0
        parent.kids.append(entry)
        stack.append((dict.get(node, "/Next"), parent, depth))
        if depth < _DEPTH:
            stack.append((dict.get(node, "/First"), entry, depth + 1))
    return _leading(top.kids)


def _leads(quire: Quire, annotations: Annotations, node: DictionaryObject) -> DictionaryObject:
    source = quire.source
    place = dict.get(node, "/Dest")
    if source.resolve(place) is not None:
        bound = annotations.places.of(place)
        return mapping({"Dest": bound}) if bound is not None else DictionaryObject()
    action = source.get(node, "/A")
    if isinstance(action, DictionaryObject) and source.name(action, "/S") == "GoTo":
        bound = annotations.places.of(dict.get(action, "/D"))
        return mapping({"Dest": bound}) if bound is not None else DictionaryObject()
    done = annotations.action(action, 0) if isinstance(action, DictionaryObject) else None
    return mapping({"A": done}) if done is not None else DictionaryObject()


def _looks(quire: Quire, node: DictionaryObject) -> DictionaryObject:
    looks = DictionaryObject()
    colour = quire.source.numbers(dict.get(node, "/C"), 3)
    if colour and any(colour):
        looks[NameObject("/C")] = numbers(colour)
    flags = quire.source.integer(node, "/F")
    if flags:
        looks[NameObject("/F")] = NumberObject(flags & 3)
    return looks


def _leading(entries: list[Bookmark]) -> list[Bookmark]:
    kept = []
    for entry in entries:
        entry.kids = _leading(entry.kids)
        if entry.leads or entry.kids:
            kept.append(entry)
    return kept


def write_outline(book: Book, entries: list[Bookmark]) -> None:
    """Put the outline into the catalog."""
    if not entries:
        return
    root = book.pool.reserve()
    made = mapping({"Type": name("Outlines")})
    _write_level(book.pool, root, made, entries)
    made[NameObject("/Count")] = NumberObject(_shown(entries))
    book.catalog["Outlines"] = book.pool.put(root, made)


def _write_level(pool: Pool, parent: IndirectObject, owner: DictionaryObject, entries: list[Bookmark]) -> None:
    refs = [pool.reserve() for _ in entries]
    for place, (ref, entry) in enumerate(zip(refs, entries, strict=True)):
        made = mapping({"Title": text_string(entry.title or "…"), "Parent": parent})
        made.update(entry.leads)
        made.update(entry.looks)
        if place:
            made[NameObject("/Prev")] = refs[place - 1]
        if place + 1 < len(refs):
            made[NameObject("/Next")] = refs[place + 1]
        if entry.kids:
            _write_level(pool, ref, made, entry.kids)
            below = _shown(entry.kids)
            made[NameObject("/Count")] = NumberObject(below if entry.open else -below)
        pool.put(ref, made)
    owner[NameObject("/First")] = refs[0]
    owner[NameObject("/Last")] = refs[-1]


def _shown(entries: list[Bookmark]) -> int:
    return sum(1 + (_shown(entry.kids) if entry.open else 0) for entry in entries)


def part_entry(quire: Quire, kids: list[Bookmark]) -> Bookmark:
    """The entry of a part: its title, leading to its first page."""
    place: PdfObject = sequence([quire.leaves[0].ref, name("Fit")])
    return Bookmark(quire.title, mapping({"Dest": place}), kids=kids)
