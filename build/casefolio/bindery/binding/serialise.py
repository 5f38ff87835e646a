"""Writing the pool as a file: object streams, a cross-reference stream, and nothing that depends on the hour.

ISO 32000-1 §7.3 (syntax of objects), §7.5.7 (object streams), §7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5, sha256
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from casefolio.bindery.binding.graph import raw_bytes, raw_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Objects in one object stream: enough to compress well, few enough that a viewer need not unpack all for one.
_PER_STREAM = 200

#: What names, strings, arrays and dictionaries begin with.
_DELIMITERS = b"/(<["

_PLAIN_NAME = re.compile(r"^/[A-Za-z0-9_+\-.*]*$")


def serialised(value: PdfObject, numbers: Mapping[int, int] | None = None) -> bytes:
    """A value as bytes, as short as the syntax allows; of a stream its dictionary only.

    `numbers` changes what references point to: object numbers that it does not name stay.
    """
    return _written(value, numbers or {})


def _written(value: PdfObject, numbers: Mapping[int, int]) -> bytes:
    if isinstance(value, IndirectObject):
        return b"%d 0 R" % numbers.get(value.idnum, value.idnum)
    if isinstance(value, NameObject):
        return name_bytes(value)
    if isinstance(value, DictionaryObject):
        out = [name_bytes(key) + _spaced(_written(entry, numbers)) for key, entry in value.items()]
        return b"<<%b>>" % b"".join(out)
    if isinstance(value, ArrayObject):
        members = [_written(member, numbers) for member in value]
        return b"[%b]" % b"".join([*members[:1], *map(_spaced, members[1:])])
    return _scalar(value)


def _spaced(written: bytes) -> bytes:
    """A value after another one: a space between them, unless its first byte ends what stands before it."""
    return written if written[0] in _DELIMITERS else b" " + written


def _scalar(value: PdfObject) -> bytes:
    if isinstance(value, NumberObject):
        return b"%d" % value
    if isinstance(value, FloatObject):
        return _real(float(value))
    if isinstance(value, TextStringObject | ByteStringObject):
        return _string(raw_bytes(value) or b"")
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    return b"null"


@lru_cache(maxsize=4096)
def name_bytes(value: str) -> bytes:
    """A name, read byte by byte, as it is written (§7.3.5)."""
    if _PLAIN_NAME.match(value):
        return value.encode("ascii")
    raw = value.encode("latin-1") if all(ord(char) < 256 for char in value) else value.encode("utf-8")
    return b"/" + b"".join(
        bytes([byte]) if 33 <= byte <= 126 and byte not in b"#()<>[]{}/%" else b"#%02X" % byte for byte in raw[1:]
    )


def _string(raw: bytes) -> bytes:
    escaped = raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
    return b"(" + escaped + b")" if len(escaped) <= 2 * len(raw) else b"<" + raw.hex().encode() + b">"


def _real(value: float) -> bytes:
    if not abs(value) < 1e15:
        return b"0"
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return b"0" if written in ("-0", "") else written.encode("ascii")


@dataclass(frozen=True, slots=True)
class Order:
    """Which objects to write, and in which order: `numbers` has the new number of each old one that is referred to."""

    written: Sequence[int]
    numbers: Mapping[int, int]


def pdf_bytes(
    objects: Sequence[PdfObject],
    root: IndirectObject,
    info: IndirectObject | None,
    level: int,
    order: Order | None = None,
) -> bytes:
    """The whole file: PDF 1.7, its identifier a digest of everything in it (§14.4). No `order`: all as they stand."""
    order = order or Order(range(1, len(objects) + 1), {})
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[tuple[int, int, int]] = [(0, 0, 65535)]
    packed: list[int] = []
    for number in order.written:
        value = objects[number - 1]
        if isinstance(value, StreamObject):
            new = order.numbers.get(number, number)
            places.append((1, len(out), 0))
            _append_stream(out, new, value, level, order.numbers)
        else:
            places.append((2, len(order.written) + 1 + len(packed) // _PER_STREAM, len(packed) % _PER_STREAM))
            packed.append(number)
    for first in range(0, len(packed), _PER_STREAM):
        places.append((1, len(out), 0))
        batch = [
            (order.numbers.get(number, number), serialised(objects[number - 1], order.numbers))
            for number in packed[first : first + _PER_STREAM]
        ]
        _append_object_stream(out, len(places) - 1, batch, level)
    first_number = order.numbers.get(root.idnum, root.idnum)
    second = order.numbers.get(info.idnum, info.idnum) if info else None
    _append_xref(out, places, first_number, second, level)
    return bytes(out)


def _append_stream(out: bytearray, number: int, entries: StreamObject, level: int, numbers: Mapping[int, int]) -> None:
    head, data = DictionaryObject(entries), raw_data(entries)
    if "/Filter" not in head and len(data) > 64 and head.get("/Type") != "/Metadata":
        data = zlib.compress(data, level)
        head[NameObject("/Filter")] = NameObject("/FlateDecode")
        head.pop("/DecodeParms", None)
    head[NameObject("/Length")] = NumberObject(len(data))
    out += b"%d 0 obj\n%b\nstream\n" % (number, serialised(head, numbers))
    out += data
    out += b"\nendstream\nendobj\n"


def _append_object_stream(out: bytearray, number: int, batch: list[tuple[int, bytes]], level: int) -> None:
    table, bodies, offset = [], [], 0
    for member, body in batch:
        table.append(b"%d %d" % (member, offset))
        bodies.append(body)
        offset += len(body) + 1
    head = b" ".join(table) + b" "
    data = zlib.compress(head + b"\n".join(bodies), level)
    entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (len(batch), len(head), len(data))
    out += b"%d 0 obj\n%b\nstream\n" % (number, entries)
    out += data
    out += b"\nendstream\nendobj\n"


def _append_xref(out: bytearray, places: list[tuple[int, int, int]], root: int, info: int | None, level: int) -> None:
    start, number = len(out), len(places)
    places.append((1, start, 0))
    digest = md5(sha256(out).digest(), usedforsecurity=False).hexdigest().encode()
    rows = b"".join(b"%c" % kind + where.to_bytes(5, "big") + last.to_bytes(2, "big") for kind, where, last in places)
    data = zlib.compress(rows, level)
    more = b"/Info %d 0 R" % info if info is not None else b""
    out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 5 2]/Root %d 0 R%b" % (number, len(places), root, more)
    out += b"/ID[<%b><%b>]/Filter/FlateDecode/Length %d>>\nstream\n" % (digest, digest, len(data))
    out += data
    out += b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
