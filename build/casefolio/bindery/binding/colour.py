"""The output intent: an sRGB profile, made here, not shipped (ISO 15076-1; IEC 61966-2-1; ISO 19005-3 §6.2.3)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, NumberObject, StreamObject

from casefolio.bindery.binding.pool import mapping, name, sequence, stream, text_string

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.quire import Book, Quire

_CONDITION = "sRGB IEC61966-2.1"

#: Primaries and white of sRGB as seen under D50, and the change of white that was made (Bradford).
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_WHITE = (0.9642, 1.0, 0.8249)
_CHANGE = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)

#: IEC 61966-2-1: a power of 2.4 with a straight line near black.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(values: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _words(text: str) -> bytes:
    body = text.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(body), 28) + body


def srgb_profile() -> bytes:
    """An ICC version 4 display profile of sRGB."""
    curve = struct.pack(">4sIHH", b"para", 0, 3, 0) + _fixed(_CURVE)
    bodies = {
        b"desc": _words("sRGB"),
        b"cprt": _words("No copyright, use freely"),
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(_WHITE),
        b"chad": b"sf32\0\0\0\0" + _fixed(_CHANGE),
        b"rXYZ": b"XYZ \0\0\0\0" + _fixed(_RED),
        b"gXYZ": b"XYZ \0\0\0\0" + _fixed(_GREEN),
        b"bXYZ": b"XYZ \0\0\0\0" + _fixed(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = struct.pack(">I", len(bodies)), b""
    start = 128 + 4 + 12 * len(bodies)
    for tag, body in bodies.items():
        table += struct.pack(">4sII", tag, start + len(data), len(body))
        data += body + b"\0" * (-len(body) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(data), b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s28x", 2020, 1, 1, 0, 0, 0, b"acsp")
    head += _fixed(_WHITE)
    return head.ljust(128, b"\0") + table + data


def write_output_intent(book: Book) -> None:
    """Put the output intent into the catalog: the first RGB one that a part brings, else our own."""
    profile = next((found for quire in book.quires if (found := _own(quire)) is not None), None)
    ref = profile or book.pool.add(stream(srgb_profile(), mapping({"N": NumberObject(3)})))
    intent = {"Type": name("OutputIntent"), "S": name("GTS_PDFA1"), "DestOutputProfile": ref}
    said = text_string(_CONDITION)
    book.catalog["OutputIntents"] = sequence([mapping({**intent, "OutputConditionIdentifier": said, "Info": said})])


def _own(quire: Quire) -> PdfObject | None:
    """The copy of an sRGB profile that the part's own intent has: 128 bytes of header tell what it is."""
    source = quire.source
    for intent in source.items(source.root, "/OutputIntents"):
        found = source.get(intent, "/DestOutputProfile")
        data = source.data(found) if isinstance(found, StreamObject) else None
        if not isinstance(intent, DictionaryObject) or source.name(intent, "/S") != "GTS_PDFA1":
            continue
        if data and data[16:20] == b"RGB " and b"sRGB" in data:
            copied = quire.copier.copy(dict.get(intent, "/DestOutputProfile"))
            body = quire.copier.pool.resolve(copied)
            if isinstance(body, StreamObject):
                body.update(mapping({"N": NumberObject(3)}))
                return copied
    return None
