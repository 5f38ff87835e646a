"""The objects of the file that is being bound: one numbered list that pypdf's references point into."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from casefolio.bindery.binding.graph import Graph
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: More objects than any real packet has; a file that asks for more is out to fill the memory.
LIMIT = 2_000_000


class Pool(Graph):
    """A growing list of objects. Numbers are given in order of adding, so equal inputs number equally."""

    #: pypdf asks this of whatever its references point into.
    strict = False

    def __init__(self) -> None:
        self.objects: list[PdfObject] = []

    def reserve(self) -> IndirectObject:
        """A number whose object comes later. Raises CF-526 beyond the limit."""
        if len(self.objects) >= LIMIT:
            raise CasefolioError(
                Problem("CF-526", f"the parts hold more than {LIMIT} objects", remedy="bind fewer parts at once")
            )
        self.objects.append(NullObject())
        return IndirectObject(len(self.objects), 0, self)

    def put(self, ref: IndirectObject, value: PdfObject) -> IndirectObject:
        """Give a reserved number its object."""
        self.objects[ref.idnum - 1] = value
        return ref

    def add(self, value: PdfObject) -> IndirectObject:
        """A new object, and its reference."""
        return self.put(self.reserve(), value)

    def load(self, ref: IndirectObject) -> PdfObject | None:
        """The object behind a reference."""
        return self.objects[ref.idnum - 1] if 0 < ref.idnum <= len(self.objects) else None

    def get_object(self, ref: IndirectObject) -> PdfObject | None:
        """The same under the name that pypdf calls."""
        return self.load(ref)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest.

    All that is made for a file is alive until the end, and looking through it again and again took a third of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=4096)
def name(text: str) -> NameObject:
    """A name from its text without slash: the same one each time, as a tree has thousands of them."""
    return NameObject("/" + text)


def mapping(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    """A dictionary from keys without slash."""
    made = DictionaryObject()
    dict.update(made, {name(key): value for key, value in entries.items()})
    return made


def sequence(members: Iterable[PdfObject]) -> ArrayObject:
    """An array."""
    return ArrayObject(members)


def numbers(values: Iterable[float]) -> ArrayObject:
    """An array of numbers, whole ones written whole."""
    return ArrayObject(number(value) for value in values)


def number(value: float) -> PdfObject:
    """A number, written whole where it is, else to six places (§7.3.3 asks for no more)."""
    rounded = round(value, 6)
    return NumberObject(int(rounded)) if rounded == int(rounded) else FloatObject(rounded)


def text_string(text: str) -> PdfObject:
    """A text string: ASCII as it is, else UTF-16BE with its mark (§7.9.2.2)."""
    if text.isascii():
        return ByteStringObject(text.encode("ascii"))
    return ByteStringObject(b"\xfe\xff" + text.encode("utf-16-be", "surrogatepass"))


def string_like(value: PdfObject) -> bool:
    """Whether a value is a string."""
    return isinstance(value, TextStringObject | ByteStringObject)


def stream(data: bytes, entries: DictionaryObject | Mapping[str, PdfObject] | None = None) -> StreamObject:
    """A stream. `data` is filtered as `entries` say; the writer compresses what is not filtered at all."""
    found = entries if isinstance(entries, DictionaryObject) else mapping(entries or {})
    made: StreamObject = EncodedStreamObject() if "/Filter" in found else DecodedStreamObject()
    dict.update(made, found)
    StreamObject.set_data(made, data)
    return made
