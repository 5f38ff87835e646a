"""Reading object streams in one pass (ISO 32000-1 §7.5.7): most objects of a tagged file are in them.

Only what is plainly written is read here, and gives what pypdf would give; for anything else pypdf is asked. Names,
numbers and references that are written alike are one object, since a tree of tags says the same few things very often.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    create_string_object,
)

from casefolio.bindery.binding.content import string_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PdfReader
    from pypdf.generic import PdfObject

_SPACE, _END = rb"[\x00\t\n\f\r ]", rb"(?=[\x00\t\n\f\r ()<>\[\]/]|$)"

#: Strings with line ends, with parentheses in them, or with escapes that readers take in several ways are not plain.
_TOKEN = re.compile(
    _SPACE + rb"*+(?:"
    rb"(?P<name>/[^\x00\t\n\f\r ()<>\[\]{}/%#]*+)"
    rb"|(?P<ref>\d{1,8}+" + _SPACE + rb"\d{1,5}+" + _SPACE + rb"R" + _END + rb")"
    rb"|(?P<whole>[+-]?\d{1,15}+" + _END + rb")"
    rb"|(?P<real>[+-]?(?:\d{1,12}\.\d{0,12}|\.\d{1,12})" + _END + rb")"
    rb"|(?P<string>\((?:[^()\\\r\n]|\\(?:[nrtbf()\\]|[0-3][0-7][0-7]))*+\))"
    rb"|(?P<hex><[0-9A-Fa-f]*+>)"
    rb"|(?P<word>(?:true|false|null)" + _END + rb")"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<end>\Z))",
)

_NUMBER = re.compile(rb"\d+")
_WORDS: dict[bytes, Callable[[], PdfObject]] = {
    b"true": lambda: BooleanObject(value=True),
    b"false": lambda: BooleanObject(value=False),
    b"null": NullObject,
}

#: Arrays and dictionaries in each other.
_DEPTH = 100


class _Unusual(Exception):  # noqa: N818 - no error: it is read in another way
    """Something is not plainly written."""


class PackedReader:
    """Reads the object streams of one file."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._atoms: dict[bytes, PdfObject] = {}

    def objects(self, data: bytes, count: int, first: int) -> dict[int, PdfObject] | None:
        """The objects of a decoded object stream by number; None where pypdf is to read it."""
        head = [int(found) for found in _NUMBER.findall(data[:first])]
        if len(head) != 2 * count or not data[:first].replace(b" ", b"").replace(b"\n", b"").isdigit():
            return None
        try:
            found = self._parsed(data, first)
        except _Unusual:
            return None
        pairs = [(number, first + offset) for number, offset in zip(head[::2], head[1::2], strict=True)]
        if len(dict(pairs)) < count or any(start not in found for _, start in pairs):
            return None
        return {number: found[start] for number, start in pairs}

    def _parsed(self, data: bytes, place: int) -> dict[int, PdfObject]:
        """All values from `place` on, by the offset at which they start."""
        found: dict[int, PdfObject] = {}
        nests: list[tuple[list[PdfObject], bool, int]] = []
        members: list[PdfObject] = []
        match, atoms = _TOKEN.match, self._atoms
        while True:
            token = match(data, place)
            if token is None or len(nests) > _DEPTH:
                raise _Unusual
            kind, place = token.lastgroup or "", token.end()
            text = token[kind]
            if kind == "open":
                nests.append((members, text == b"<<", token.start(kind)))
                members = []
                continue
            if kind == "close":
                value, members, start = self._closed(nests, members, text)
            elif kind == "end":
                if nests:
                    raise _Unusual
                return found
            else:
                known = atoms.get(text)
                value, start = self._atom(kind, text) if known is None else known, token.start(kind)
            if nests:
                members.append(value)
            else:
                found[start] = value

    @staticmethod
    def _closed(
        nests: list[tuple[list[PdfObject], bool, int]], members: list[PdfObject], text: bytes
    ) -> tuple[PdfObject, list[PdfObject], int]:
        if not nests:
            raise _Unusual
        around, paired, start = nests.pop()
        if paired != (text == b">>"):
            raise _Unusual
        if not paired:
            return ArrayObject(members), around, start
        keys = members[::2]
        made = DictionaryObject()
        dict.update(made, zip(keys, members[1::2], strict=False))
        if 2 * len(made) != len(members) or not all(isinstance(key, NameObject) for key in keys):
            raise _Unusual
        return made, around, start

    def _atom(self, kind: str, text: bytes) -> PdfObject:
        """A value without parts. All but strings and references to objects are made once for all that are alike."""
        value: PdfObject
        if kind == "name":
            value = NameObject(text.decode("latin-1"))
        elif kind == "ref":
            number, generation, _ = text.split()
            value = IndirectObject(int(number), int(generation), self._reader)
        elif kind == "whole":
            value = NumberObject(int(text))
        elif kind == "real":
            value = FloatObject(text.decode("ascii"))
        elif kind == "word":
            return _WORDS[text]()
        else:
            try:
                return create_string_object(string_bytes(text))
            except UnicodeDecodeError:
                raise _Unusual from None
        self._atoms[text] = value
        return value
