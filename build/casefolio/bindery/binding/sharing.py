"""Sharing: what is the same in several parts is written once, what nothing refers to not at all."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.serialise import Order, serialised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.pool import Pool

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
            key = (serialised(value, alias), _digest(value, number, digests))
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


def order(pool: Pool, roots: list[IndirectObject]) -> Order:
    """How to write the pool: equal objects once, unreachable ones not at all.

    Numbers follow the order of the first reference from the roots, which depends on nothing but what is written.
    """
    alias = shared(pool)
    numbers: dict[int, int] = {}
    stack = list(reversed(roots))
    while stack:
        number = stack.pop().idnum
        number = alias.get(number, number)
        if number not in numbers:
            numbers[number] = len(numbers) + 1
            stack.extend(reversed(list(references(pool.objects[number - 1]))))
    written = list(numbers)
    numbers.update({number: numbers[first] for number, first in alias.items() if first in numbers})
    return Order(written, numbers)
