"""Writing the pool as a file: object streams, a cross-reference stream, and nothing that depends on the hour.

ISO 32000-1 §7.3 (syntax of objects), §7.5.7 (object streams), §7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import re
import zlib
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

from casefolio.bindery.graph import raw_bytes, raw_data

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Objects in one object stream: enough to compress well, few enough that a viewer need not unpack all for one.
_PER_STREAM = 200

_PLAIN_NAME = re.compile(r"^/[A-Za-z0-9_+\-.*]*$")
_DELIMITED = frozenset(b"/<([")


def serialised(value: PdfObject) -> bytes:
    """A value as bytes, as short as the syntax allows. Streams give their dictionary only."""
    out: list[bytes] = []
    _write(value, out)
    return b"".join(out)


def _write(value: PdfObject, out: list[bytes]) -> None:
    if isinstance(value, NameObject):
        out.append(name_bytes(value))
    elif isinstance(value, IndirectObject):
        out.append(b"%d %d R" % (value.idnum, value.generation))
    elif isinstance(value, DictionaryObject):
        out.append(b"<<")
        for key, entry in value.items():
            out.append(name_bytes(key))
            _separated(entry, out)
        out.append(b">>")
    elif isinstance(value, ArrayObject):
        out.append(b"[")
        for place, member in enumerate(value):
            if place:
                _separated(member, out)
            else:
                _write(member, out)
        out.append(b"]")
    elif isinstance(value, TextStringObject | ByteStringObject):
        out.append(_string(raw_bytes(value) or b""))
    elif isinstance(value, BooleanObject):
        out.append(b"true" if value.value else b"false")
    elif isinstance(value, FloatObject):
        out.append(_real(float(value)))
    elif isinstance(value, NumberObject):
        out.append(b"%d" % value)
    else:
        out.append(b"null")


def _separated(value: PdfObject, out: list[bytes]) -> None:
    """A value after another: with a space where its first byte does not end the one before."""
    place = len(out)
    out.append(b"")
    _write(value, out)
    if out[place + 1][:1] not in (b"/", b"<", b"(", b"["):
        out[place] = b" "


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


def pdf_bytes(objects: Sequence[PdfObject], root: IndirectObject, info: IndirectObject | None, level: int) -> bytes:
    """The whole file: PDF 1.7, its identifier a digest of everything in it (§14.4)."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[tuple[int, int, int]] = [(0, 0, 65535)]
    packed = [number for number, value in enumerate(objects, 1) if not isinstance(value, StreamObject)]
    where = {number: (len(objects) + 1 + i // _PER_STREAM, i % _PER_STREAM) for i, number in enumerate(packed)}
    for number, value in enumerate(objects, 1):
        if isinstance(value, StreamObject):
            places.append((1, len(out), 0))
            _append_stream(out, number, value, raw_data(value), level)
        else:
            places.append((2, *where[number]))
    for first in range(0, len(packed), _PER_STREAM):
        places.append((1, len(out), 0))
        batch = packed[first : first + _PER_STREAM]
        _append_object_stream(out, len(places) - 1, [(n, serialised(objects[n - 1])) for n in batch], level)
    _append_xref(out, places, root, info, level)
    return bytes(out)


def _append_stream(out: bytearray, number: int, entries: StreamObject, data: bytes, level: int) -> None:
    head = DictionaryObject(entries)
    if "/Filter" not in head and len(data) > 64 and head.get("/Type") != "/Metadata":
        data = zlib.compress(data, level)
        head[NameObject("/Filter")] = NameObject("/FlateDecode")
        head.pop("/DecodeParms", None)
    head[NameObject("/Length")] = NumberObject(len(data))
    out += b"%d 0 obj\n%b\nstream\n" % (number, serialised(head))
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


def _append_xref(
    out: bytearray, places: list[tuple[int, int, int]], root: IndirectObject, info: IndirectObject | None, level: int
) -> None:
    start, number = len(out), len(places)
    places.append((1, start, 0))
    digest = md5(sha256(out).digest(), usedforsecurity=False).hexdigest().encode()
    rows = b"".join(b"%c" % kind + where.to_bytes(5, "big") + last.to_bytes(2, "big") for kind, where, last in places)
    data = zlib.compress(rows, level)
    more = b"/Info %d 0 R" % info.idnum if info else b""
    out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 5 2]/Root %d 0 R%b" % (number, len(places), root.idnum, more)
    out += b"/ID[<%b><%b>]/Filter/FlateDecode/Length %d>>\nstream\n" % (digest, digest, len(data))
    out += data
    out += b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
