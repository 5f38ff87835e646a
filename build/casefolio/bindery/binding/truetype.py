"""TrueType subsets taken apart and put together (OpenType `glyf`, `loca`, `hmtx`, `maxp`; ISO 32000-1 §9.9)."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Tables that a CID font needs in a PDF (§9.9, Table 126), and of them those that subsets share as they are.
_ALIKE = (b"cvt ", b"fpgm", b"prep")
_NEEDED = (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")

_LONG = 0x20000

#: Composite glyphs in composite glyphs: deeper than this is a loop.
_NESTED = 8


class Glyph(NamedTuple):
    """An outline.

    Parts of it that no text shows by themselves are in `joints`: where their number stands, and what they are.
    Subsets number such parts as they like; the glyphs that text shows keep their numbers.
    """

    outline: bytes
    advance: tuple[int, int]
    joints: tuple[tuple[int, Glyph], ...] = ()


@dataclass(slots=True, eq=False)
class Subset:
    """A TrueType subset: its tables, and the glyphs that text shows, by number."""

    tables: dict[bytes, bytes]
    glyphs: dict[int, Glyph]

    @classmethod
    def read(cls, data: bytes, shown: Iterable[int]) -> Subset | None:
        """A subset from its bytes; None where it is no sound TrueType font. `shown` are the glyphs that text names."""
        try:
            tables = _tables(data)
            outlines = _outlines(tables)
            advances = _advances(tables, len(outlines))
            public = {gid for gid in shown if 0 <= gid < len(outlines)} | {0}
            inner = {part for outline in outlines for _, part in _components(outline)}
            public |= {gid for gid, outline in enumerate(outlines) if outline and gid not in inner}
            glyphs = {gid: _glyph(gid, outlines, advances, public, 0) for gid in public}
            return cls(tables, glyphs)
        except (KeyError, struct.error, IndexError):
            return None

    def agrees(self, other: Subset) -> bool:
        """Whether two subsets may be of one font: where both have a glyph it is the same."""
        if any(self.tables.get(tag) != other.tables.get(tag) for tag in _ALIKE):
            return False
        if self.tables[b"head"][18:20] != other.tables[b"head"][18:20]:
            return False
        return all(self.glyphs.get(gid, glyph) == glyph for gid, glyph in other.glyphs.items())

    def joined(self, other: Subset) -> Subset:
        """Both in one."""
        tables = {**self.tables, b"maxp": _largest(self.tables[b"maxp"], other.tables[b"maxp"])}
        tables[b"head"] = _widest(self.tables[b"head"], other.tables[b"head"])
        return Subset(tables, self.glyphs | other.glyphs)

    def written(self) -> bytes:
        """The font as bytes, with what a PDF needs of it."""
        row: list[Glyph] = [self.glyphs.get(gid, _NOTHING) for gid in range(max(self.glyphs) + 1)]
        inner: dict[Glyph, int] = {}
        places, outlines, done = [0], bytearray(), 0
        while done < len(row):
            outline = bytearray(row[done].outline)
            for offset, part in row[done].joints:
                if part not in inner:
                    inner[part] = len(row)
                    row.append(part)
                outline[offset : offset + 2] = struct.pack(">H", inner[part])
            outlines += outline + b"\0" * (-len(outline) % 4)
            places.append(len(outlines))
            done += 1
        wide = len(outlines) >= _LONG
        form = f">{len(places)}{'I' if wide else 'H'}"
        tables = {tag: self.tables[tag] for tag in _ALIKE if tag in self.tables}
        tables[b"glyf"] = bytes(outlines)
        tables[b"loca"] = struct.pack(form, *(place if wide else place // 2 for place in places))
        tables[b"hmtx"] = b"".join(struct.pack(">Hh", *glyph.advance) for glyph in row)
        tables[b"hhea"] = self.tables[b"hhea"][:34] + struct.pack(">H", len(row))
        maxp = self.tables[b"maxp"]
        tables[b"maxp"] = maxp[:4] + struct.pack(">H", len(row)) + maxp[6:]
        head = self.tables[b"head"]
        tables[b"head"] = head[:8] + b"\0\0\0\0" + head[12:50] + struct.pack(">H", wide) + head[52:]
        return _sfnt(tables)


_NOTHING = Glyph(b"", (0, 0))


def _tables(data: bytes) -> dict[bytes, bytes]:
    tables = {}
    for place in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        tag, _, start, length = struct.unpack(">4sIII", data[place : place + 16])
        tables[tag] = data[start : start + length]
    if data[:4] not in (b"\0\1\0\0", b"true") or any(tag not in tables for tag in _NEEDED):
        raise KeyError(data[:4])
    return tables


def _outlines(tables: dict[bytes, bytes]) -> list[bytes]:
    count = int.from_bytes(tables[b"maxp"][4:6], "big")
    size, form, step = (4, "I", 1) if tables[b"head"][50:52] == b"\0\1" else (2, "H", 2)
    raw = struct.unpack(f">{count + 1}{form}", tables[b"loca"][: (count + 1) * size])
    if list(raw) != sorted(raw) or raw[-1] * step > len(tables[b"glyf"]):
        raise IndexError(count)
    return [tables[b"glyf"][start * step : end * step] for start, end in itertools.pairwise(raw)]


def _advances(tables: dict[bytes, bytes], count: int) -> list[tuple[int, int]]:
    full = min(count, int.from_bytes(tables[b"hhea"][34:36], "big"))
    raw = tables[b"hmtx"]
    found = [(pair[0], pair[1]) for pair in struct.iter_unpack(">Hh", raw[: 4 * full])]
    bearings = struct.unpack_from(f">{count - full}h", raw, 4 * full)
    return found + [(found[-1][0], bearing) for bearing in bearings]


def _components(outline: bytes) -> list[tuple[int, int]]:
    """Where the numbers of a composite glyph's parts stand, and the numbers (OpenType `glyf`, composite glyphs)."""
    found: list[tuple[int, int]] = []
    if len(outline) < 10 or outline[0] < 0x80:
        return found
    place, more = 10, True
    while more and place + 4 <= len(outline):
        flags, gid = struct.unpack_from(">HH", outline, place)
        found.append((place + 2, gid))
        scaled = 2 if flags & 0x08 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
        place += 4 + (4 if flags & 0x01 else 2) + scaled
        more = bool(flags & 0x20)
    return found


def _glyph(gid: int, outlines: list[bytes], advances: list[tuple[int, int]], public: set[int], depth: int) -> Glyph:
    if depth > _NESTED:
        raise IndexError(gid)
    outline, joints = bytearray(outlines[gid]), []
    for offset, part in _components(outlines[gid]):
        if part not in public:
            outline[offset : offset + 2] = b"\0\0"
            joints.append((offset, _glyph(part, outlines, advances, public, depth + 1)))
    return Glyph(bytes(outline), advances[gid], tuple(joints))


def _largest(one: bytes, two: bytes) -> bytes:
    """The `maxp` of both: the larger of each limit."""
    form = f">{(len(one) - 6) // 2}H"
    if len(one) != len(two):
        return max(one, two, key=len)
    limits = zip(struct.unpack(form, one[6:]), struct.unpack(form, two[6:]), strict=True)
    return one[:6] + struct.pack(form, *(max(pair) for pair in limits))


def _widest(one: bytes, two: bytes) -> bytes:
    """The `head` of both: the box around all glyphs."""
    a, b = struct.unpack(">4h", one[36:44]), struct.unpack(">4h", two[36:44])
    box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return one[:36] + struct.pack(">4h", *box) + one[44:]


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    head = struct.pack(
        ">4s4H", b"\0\1\0\0", len(tables), power * 16, power.bit_length() - 1, (len(tables) - power) * 16
    )
    place, directory, bodies = 12 + 16 * len(tables), b"", b""
    for tag in sorted(tables):
        body = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        words = struct.unpack(f">{len(body) // 4}I", body)
        directory += struct.pack(">4sIII", tag, sum(words) & 0xFFFFFFFF, place, len(tables[tag]))
        bodies += body
        place += len(body)
    data = head + directory + bodies
    total = sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
    start = struct.unpack(">I", directory[sorted(tables).index(b"head") * 16 + 8 :][:4])[0] + 8
    return data[:start] + struct.pack(">I", (0xB1B0AFBA - total) & 0xFFFFFFFF) + data[start + 4 :]
