"""Sharing: what is the same in several parts is written once, what nothing refers to not at all."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject, StreamObject

from casefolio.bindery.graph import raw_data
from casefolio.bindery.pool import Pool, stream
from casefolio.bindery.serialise import serialised

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is a thing of its own even where it equals another: two like annotations are two annotations.
_OWN_KINDS = frozenset(
    [
        "/Page",
        "/Pages",
        "/Annot",
        "/StructElem",
        "/StructTreeRoot",
        "/Outlines",
        "/Catalog",
        "/OCG",
        "/Filespec",
        "/MCR",
        "/OBJR",
    ]
)
_OWN_ENTRIES = frozenset(["/Parent", "/Prev", "/Next", "/FT", "/Kids", "/P", "/Rect"])

#: A font's dictionaries hang four deep; a colour space or a form a little more.
_ROUNDS = 12


def shared(pool: Pool) -> dict[int, int]:
    """Which object number stands in for which: equal objects are found from the leaves upwards."""
    alias: dict[int, int] = {}
    digests: dict[int, bytes] = {}
    waiting = [number for number, value in enumerate(pool.objects, 1) if _shareable(value)]
    users = _users(pool, waiting)
    seen: dict[tuple[bytes, bytes], int] = {}
    for _ in range(_ROUNDS):
        changed: list[int] = []
        for number in waiting:
            if number in alias:
                continue
            value = pool.objects[number - 1]
            key = (serialised(renumbered(value, alias, pool)), _digest(value, number, digests))
            first = seen.setdefault(key, number)
            if first != number:
                alias[number] = first
                changed.append(number)
        if not changed:
            break
        waiting = sorted({user for number in changed for user in users.get(number, ())})
    return {number: _last(alias, number) for number in alias}


def _last(alias: dict[int, int], number: int) -> int:
    while number in alias:
        number = alias[number]
    return number


def _shareable(value: PdfObject) -> bool:
    if isinstance(value, StreamObject):
        return "/StructParents" not in value and "/StructParent" not in value
    if isinstance(value, DictionaryObject):
        return value.get("/Type") not in _OWN_KINDS and _OWN_ENTRIES.isdisjoint(value)
    return isinstance(value, ArrayObject)


def _digest(value: PdfObject, number: int, digests: dict[int, bytes]) -> bytes:
    if number not in digests:
        digests[number] = sha256(raw_data(value)).digest() if isinstance(value, StreamObject) else b""
    return digests[number]


def _users(pool: Pool, candidates: list[int]) -> dict[int, list[int]]:
    """Which candidates refer to an object."""
    users: dict[int, list[int]] = {}
    for number in candidates:
        for ref in references(pool.objects[number - 1]):
            users.setdefault(ref.idnum, []).append(number)
    return users


def references(value: object) -> Iterator[IndirectObject]:
    """All references directly in a value, in order."""
    stack: list[object] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, IndirectObject):
            yield node
        elif isinstance(node, DictionaryObject):
            stack.extend(reversed(node.values()))
        elif isinstance(node, ArrayObject):
            stack.extend(reversed(node))


def renumbered(value: PdfObject, numbers: dict[int, int], pool: Pool) -> PdfObject:
    """A value with the references that `numbers` names changed; the value itself where none is in it."""
    if not any(ref.idnum in numbers for ref in references(value)):
        return value
    if isinstance(value, IndirectObject):
        return IndirectObject(numbers.get(value.idnum, value.idnum), 0, pool)
    if isinstance(value, DictionaryObject):
        made = DictionaryObject()
        for key, entry in value.items():
            made[key] = _changed(entry, numbers, pool)
        return stream(raw_data(value), made) if isinstance(value, StreamObject) else made
    if isinstance(value, ArrayObject):
        return ArrayObject(_changed(member, numbers, pool) for member in value)
    return value


def _changed(value: PdfObject, numbers: dict[int, int], pool: Pool) -> PdfObject:
    if isinstance(value, IndirectObject):
        return IndirectObject(numbers.get(value.idnum, value.idnum), 0, pool)
    return renumbered(value, numbers, pool) if isinstance(value, DictionaryObject | ArrayObject) else value


def compacted(pool: Pool, roots: list[IndirectObject]) -> tuple[Pool, list[IndirectObject]]:
    """The pool with equal objects once and unreachable ones gone, and the roots as numbered there.

    Numbers follow the order of the first reference from the roots, which depends on nothing but what is written.
    """
    alias = shared(pool)
    order: dict[int, int] = {}
    stack = list(reversed(roots))
    while stack:
        ref = stack.pop()
        number = alias.get(ref.idnum, ref.idnum)
        if number in order:
            continue
        order[number] = len(order) + 1
        stack.extend(reversed(list(references(pool.objects[number - 1]))))
    numbers = {
        number: order[alias.get(number, number)] for number in (*order, *alias) if alias.get(number, number) in order
    }
    made = Pool()
    made.objects = [NullObject() for _ in order]
    for before, after in order.items():
        made.objects[after - 1] = renumbered(pool.objects[before - 1], numbers, made)
    return made, [IndirectObject(numbers[ref.idnum], 0, made) for ref in roots]
