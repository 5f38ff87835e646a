"""Reading a graph of PDF objects without tripping: every accessor answers None where the file is not as it should be.

ISO 32000-1 §7.3.10 says that a reference to nothing is null, and §7.3.7 that an entry whose value is null is absent.
Both hold here for anything that cannot be read, so the rooms above need no guard of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: References that lead to references: more hops than this are a loop.
_HOPS = 16


class Graph:
    """Objects that refer to each other by number. Subclasses say where an object lies."""

    def load(self, ref: IndirectObject) -> PdfObject | None:
        """The object behind a reference; None where there is none. Never raises."""
        raise NotImplementedError

    def resolve(self, value: object) -> PdfObject | None:
        """The value itself, references followed; None for null, for nothing and for loops of references."""
        for _ in range(_HOPS):
            if not isinstance(value, IndirectObject):
                return value if isinstance(value, PdfObject) and not isinstance(value, NullObject) else None
            value = self.load(value)
        return None

    def get(self, owner: object, key: str) -> PdfObject | None:
        """The resolved value of `key` in a dictionary; None where `owner` is none."""
        owner = self.resolve(owner) if isinstance(owner, IndirectObject) else owner
        value = dict.get(owner, key) if isinstance(owner, DictionaryObject) else None
        return None if value is None else self.resolve(value)

    def dictionary(self, owner: object, key: str) -> DictionaryObject:
        """The dictionary (or stream) at `key`; an empty one where there is none."""
        found = self.get(owner, key)
        return found if isinstance(found, DictionaryObject) else DictionaryObject()

    def array(self, owner: object, key: str) -> ArrayObject:
        """The array at `key`; an empty one where there is none."""
        found = self.get(owner, key)
        return found if isinstance(found, ArrayObject) else ArrayObject()

    def items(self, owner: object, key: str) -> Iterator[PdfObject]:
        """The resolved members of the array at `key`, nulls left out; a lone value counts as an array of one."""
        found = self.get(owner, key)
        for member in found if isinstance(found, ArrayObject) else (found,):
            value = self.resolve(member)
            if value is not None:
                yield value

    def name(self, owner: object, key: str) -> str:
        """The name at `key` without its slash; empty where there is none."""
        found = self.get(owner, key)
        return str(found)[1:] if isinstance(found, NameObject) else ""

    def number(self, owner: object, key: str) -> float | None:
        """The number at `key`."""
        return number(self.get(owner, key))

    def integer(self, owner: object, key: str) -> int | None:
        """The whole number at `key`."""
        return integer(self.get(owner, key))

    def flag(self, owner: object, key: str) -> bool:
        """Whether `key` is true."""
        found = self.get(owner, key)
        return isinstance(found, BooleanObject) and bool(found.value)

    def text(self, owner: object, key: str) -> str:
        """The text string at `key`; empty where there is none (§7.9.2.2)."""
        return text(self.get(owner, key))

    def numbers(self, value: object, count: int) -> list[float] | None:
        """An array of at least `count` numbers, cut to that length."""
        found = self.resolve(value)
        if not isinstance(found, ArrayObject) or len(found) < count:
            return None
        values = [number(self.resolve(member)) for member in list(found)[:count]]
        return [value for value in values if value is not None] if None not in values else None

    def data(self, stream: object) -> bytes | None:
        """The decoded bytes of a stream; None where a filter is unknown or the bytes are broken."""
        found = self.resolve(stream)
        if not isinstance(found, StreamObject):
            return None
        try:
            decoded = found.get_data()
        except Exception:  # noqa: BLE001 - a filter fed with broken bytes raises whatever it trips over
            return None
        finally:
            # pypdf keeps the decoded copy on the stream: a hundred scans would stay in memory twice.
            found.decoded_self = None
        return decoded if isinstance(decoded, bytes) else None


def number(value: object) -> float | None:
    """A PDF number as float; None for anything else, infinities and NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        result = float(value)
    except OverflowError:
        return None
    return result if abs(result) < 1e15 else None


def integer(value: object) -> int | None:
    """A PDF number that is whole, as int."""
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def text(value: object) -> str:
    """A text string as str; empty for anything else."""
    if isinstance(value, TextStringObject):
        raw = value.original_bytes
        # pypdf reads UTF-8 strings (ISO 32000-2 §7.9.2.2.1) as PDFDocEncoding.
        return raw[3:].decode("utf-8", "replace") if raw.startswith(b"\xef\xbb\xbf") else str(value)
    if isinstance(value, ByteStringObject):
        encoding = "utf-16" if value[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1"
        return bytes(value).decode(encoding, "replace")
    return ""


def raw_bytes(value: object) -> bytes | None:
    """The bytes of a string object as they stand in the file: keys of name trees, ids of elements."""
    if isinstance(value, ByteStringObject):
        return bytes(value)
    if not isinstance(value, TextStringObject):
        return None
    try:
        return value.original_bytes
    except UnicodeEncodeError:
        return value.encode("utf-16")


def raw_data(stream: StreamObject) -> bytes:
    """The bytes of a stream as filtered, not decoded."""
    return StreamObject.get_data(stream)
