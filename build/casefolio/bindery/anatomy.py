"""What PDFium does not tell of a PDF, read from its bytes: the catalog, the XMP packet, what glyphs stand for.

No full reader: it takes the file apart into numbered objects, in the order in which they are written, and looks keys
up in their source. That is enough for files that Casefolio made, takes a millisecond, and finds nothing, rather than
something wrong, in a damaged one. Whole readers such as pypdf cost 100 ms at every start.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Inflating stops here: what is read this way is far smaller in any sound file.
_LIMIT = 64 * 2**20

# An object up to its end or its stream (ISO 32000-1 §7.3.10, §7.3.8).
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[ \r\n]+\d{1,5}[ \r\n]+obj\b(.*?)(endobj|\bstream\r?\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length[ \r\n]+(\d+)(?![0-9]|[ \r\n]+\d+[ \r\n]+R)")
_FIRST = re.compile(rb"/First[ \r\n]+(\d+)")
_ROOT = re.compile(rb"/Root[ \r\n]+(\d+)[ \r\n]+\d+[ \r\n]+R")
_REFERENCE = re.compile(rb"(\d+)[ \r\n]+\d+[ \r\n]+R\b")
_TO_UNICODE = re.compile(rb"/ToUnicode[ \r\n]+(\d+)[ \r\n]+\d+[ \r\n]+R\b")


class _Stream(NamedTuple):
    keys: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A PDF taken apart: the source of each object by its number, and where its streams lie."""

    data: bytes
    objects: dict[int, bytes]
    streams: dict[int, _Stream]

    @classmethod
    def of(cls, data: bytes) -> Anatomy:
        """Take a file apart; where an object was written twice, the later one counts (ISO 32000-1 §7.5.6)."""
        anatomy = cls(data, {}, {})
        for number, keys, stream in _written(data):
            anatomy.objects[number] = keys
            if stream:
                anatomy.streams[number] = stream
        packs = [number for number, stream in anatomy.streams.items() if b"/ObjStm" in stream.keys]
        for number in packs:
            anatomy.objects.update(_unpacked(anatomy.stream(number), anatomy.streams[number].keys))
        return anatomy

    @property
    def catalog(self) -> bytes:
        """The source of the catalog; empty where there is none."""
        roots = _ROOT.findall(self.data)
        return self.objects.get(int(roots[-1]), b"") if roots else b""

    def under(self, source: bytes, key: bytes) -> bytes:
        """What stands under a key of a dictionary: the source of the object referred to, else all from there on."""
        _, found, rest = source.partition(key)
        reference = _REFERENCE.match(rest.lstrip()) if found else None
        return self.objects.get(int(reference.group(1)), b"") if reference else rest

    def stream(self, number: int) -> bytes:
        """The bytes of a stream, inflated; nothing where there is none or another filter."""
        stream = self.streams.get(number)
        if stream is None:
            return b""
        raw = self.data[stream.start : stream.end]
        if b"/Filter" not in stream.keys:
            return raw
        if b"/FlateDecode" not in stream.keys:
            return b""
        try:
            return zlib.decompressobj().decompress(raw, _LIMIT)
        except zlib.error:
            return b""

    def xmp(self) -> bytes:
        """The packet of the document's metadata (ISO 32000-1 §14.3.2); empty where there is none."""
        _, _, rest = self.catalog.partition(b"/Metadata")
        reference = _REFERENCE.match(rest.lstrip())
        return self.stream(int(reference.group(1))) if reference else b""

    def output_intent(self) -> bool:
        """Whether the catalog has an output intent for PDF/A with a profile (ISO 19005-3 §6.2.3)."""
        listed = self.under(self.catalog, b"/OutputIntents").partition(b"]")[0]
        intents = [listed, *(self.objects.get(int(number), b"") for number in _REFERENCE.findall(listed))]
        return any(b"/GTS_PDFA1" in intent and b"/DestOutputProfile" in intent for intent in intents)

    def unicode_maps(self) -> Iterator[bytes]:
        """Every CMap by which a font says what its glyphs stand for (ISO 32000-1 §9.10.3)."""
        numbers = {int(number) for source in self.objects.values() for number in _TO_UNICODE.findall(source)}
        return (self.stream(number) for number in sorted(numbers))


def _written(data: bytes) -> Iterator[tuple[int, bytes, _Stream | None]]:
    """The objects of a file in the order in which they are written; the bytes of streams are stepped over."""
    at = 0
    while found := _OBJECT.search(data, at):
        at, keys = found.end(), found.group(2)
        stream = None
        if found.group(3) != b"endobj":
            stream = _Stream(keys, at, _end_of_stream(data, at, keys))
            at = stream.end
        yield int(found.group(1)), keys, stream


def _end_of_stream(data: bytes, start: int, keys: bytes) -> int:
    """Where a stream ends: as its length says, if that is a number and true, else at the next `endstream`."""
    length = _LENGTH.search(keys)
    end = start + int(length.group(1)) if length else len(data)
    if data[end : end + 11].lstrip().startswith(b"endstream"):
        return end
    found = data.find(b"endstream", start)
    return found if found >= 0 else len(data)


def _unpacked(body: bytes, keys: bytes) -> dict[int, bytes]:
    """The objects in an object stream (ISO 32000-1 §7.5.7)."""
    first = _FIRST.search(keys)
    if first is None:
        return {}
    start = int(first.group(1))
    table = [int(word) for word in body[:start].split() if word.isdigit()]
    numbers, offsets = table[::2], table[1::2]
    ends = [*offsets[1:], len(body) - start]
    return {n: body[start + a : start + b] for n, a, b in zip(numbers, offsets, ends, strict=False)}
