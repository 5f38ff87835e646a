"""Embedded font programs: which glyphs they have and how wide (ISO 32000-1 §9.9). The only door to fontTools."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.eexec import decrypt
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Callable

_GLYPH = re.compile(rb"/([^\s/{}()<>\[\]%]+)\s+(\d+)\s+(?:RD|-\||\S{1,8})\s")
_DUP = re.compile(rb"dup\s+(\d+)\s*/([^\s/]+)\s+put")


class Program:
    """A font program. Glyph numbers are its own; 0 is the sign for a missing glyph."""

    def has(self, gid: int) -> bool:
        """Whether there is such a glyph."""
        raise NotImplementedError

    def width(self, gid: int) -> float | None:
        """A glyph's width in thousandths of the size; None where it cannot be read."""
        raise NotImplementedError

    def by_cid(self, cid: int) -> int | None:
        """The glyph of a CID."""
        return cid

    def by_code(self, code: int, name: str, *, symbolic: bool) -> int | None:
        """The glyph of a simple font's code, whose glyph is called `name`."""
        raise NotImplementedError

    def built_in(self) -> dict[int, str]:
        """The program's own encoding."""
        return {}

    def maps(self) -> list[tuple[int, int]]:
        """Platform and encoding of each character map."""
        return []


def program(kind: str, data: bytes) -> Program | None:
    """Read a font program; `kind` is the key that held it. None where it cannot be read."""
    try:
        if kind == "FontFile":
            return _Type1(data)
        return _SFNT(data) if data[:4] in (b"OTTO", b"\0\1\0\0", b"true") else _CFF(data)
    except Exception:  # noqa: BLE001 - fontTools fed with broken bytes raises whatever it trips over
        return None


def _guarded(read: Callable[[], float]) -> float | None:
    try:
        return read()
    except Exception:  # noqa: BLE001 - see program
        return None


class _SFNT(Program):
    """TrueType, and OpenType with either kind of outline."""

    def __init__(self, data: bytes) -> None:
        self._font = TTFont(BytesIO(data), lazy=True, recalcBBoxes=False)
        head, hhea = self._font.reader["head"], self._font.reader["hhea"]
        self._units = int.from_bytes(head[18:20], "big") or 1000
        self._long = max(1, int.from_bytes(hhea[34:36], "big"))
        self._metrics = self._font.reader["hmtx"]
        self._count = int.from_bytes(self._font.reader["maxp"][4:6], "big")
        self._cff = _CFF(self._font.reader["CFF "]) if "CFF " in self._font.reader else None
        self._tables: dict[tuple[int, int], dict[int, str]] | None = None

    def has(self, gid: int) -> bool:
        return 0 <= gid < self._count

    def width(self, gid: int) -> float | None:
        place = 4 * min(gid, self._long - 1)
        raw = self._metrics[place : place + 2]
        return int.from_bytes(raw, "big") * 1000 / self._units if len(raw) == 2 else None

    def by_cid(self, cid: int) -> int | None:
        return self._cff.by_cid(cid) if self._cff is not None else cid

    def by_code(self, code: int, name: str, *, symbolic: bool) -> int | None:
        if self._cff is not None:
            return self._cff.by_code(code, name, symbolic=symbolic)
        tables = self._maps()
        found: str | None = None
        if symbolic or not name:
            for table in (tables.get((3, 0)), tables.get((1, 0)), *tables.values()):
                for shifted in (code, 0xF000 + code) if table else ():
                    found = found or (table or {}).get(shifted)
        else:
            char = agl.toUnicode(name)
            if (3, 1) in tables and len(char) == 1:
                found = tables[3, 1].get(ord(char))
            if found is None and (1, 0) in tables and name in MacRoman:
                found = tables[1, 0].get(MacRoman.index(name))
        gid = self._font.getGlyphID(found) if found is not None else None
        return int(gid) if gid is not None else None

    def maps(self) -> list[tuple[int, int]]:
        return list(self._maps())

    def _maps(self) -> dict[tuple[int, int], dict[int, str]]:
        if self._tables is None:
            self._tables = {}
            try:
                for table in self._font["cmap"].tables:
                    self._tables[table.platformID, table.platEncID] = table.cmap
            except Exception:  # noqa: BLE001 - see program; a font without maps has none
                return self._tables
        return self._tables


class _CFF(Program):
    """Compact outlines, keyed by name or by CID."""

    def __init__(self, data: bytes) -> None:
        fonts = CFFFontSet()
        fonts.decompile(BytesIO(data), None)
        self._top = fonts[fonts.fontNames[0]]
        self._names: list[str] = list(self._top.charset)
        self._gids = {name: gid for gid, name in enumerate(self._names)}
        self._keyed = hasattr(self._top, "ROS")
        self._matrix = self._top.rawDict.get("FontMatrix")

    def has(self, gid: int) -> bool:
        return 0 <= gid < len(self._names)

    def width(self, gid: int) -> float | None:
        return _guarded(lambda: self._extracted(gid))

    def _extracted(self, gid: int) -> float:
        glyph, index = self._top.CharStrings.getItemAndSelector(self._names[gid])
        private = glyph.private
        below = self._top.FDArray[index].rawDict.get("FontMatrix") if index is not None else None
        # Matrices of a CID-keyed font multiply (Technical Note 5176, FontMatrix); a missing one changes nothing.
        scale = 1000.0
        for matrix in (self._matrix, below):
            scale *= matrix[0] if matrix else 1.0
        scale = scale if self._matrix or below else 1.0
        extractor = T2WidthExtractor(
            getattr(private, "Subrs", []), self._top.GlobalSubrs, private.nominalWidthX, private.defaultWidthX
        )
        extractor.execute(glyph)
        return float(extractor.width) * scale

    def by_cid(self, cid: int) -> int | None:
        return self._gids.get(f"cid{cid:05d}", 0 if cid == 0 else None) if self._keyed else cid

    def by_code(self, code: int, name: str, *, symbolic: bool) -> int | None:  # noqa: ARG002 - names alone decide
        return self._gids.get(name)

    def built_in(self) -> dict[int, str]:
        encoding = getattr(self._top, "Encoding", None)
        names = StandardEncoding if encoding == "StandardEncoding" else encoding
        if not isinstance(names, list):
            return {}
        return {code: name for code, name in enumerate(names) if name != ".notdef"}


class _Type1(Program):
    """PostScript outlines (Adobe Type 1 Font Format, chapters 6 and 7), binary as a PDF wants them (§9.9)."""

    def __init__(self, data: bytes) -> None:
        head, _, tail = data.partition(b"eexec")
        tail = tail.lstrip(b" \t\r\n")
        body, _ = decrypt(tail, 55665)
        body = bytes(body)[4:]
        skipped = re.search(rb"/lenIV\s+(\d+)", body)
        self._skip = int(skipped.group(1)) if skipped else 4
        matrix = re.search(rb"/FontMatrix\s*\[\s*([-+.\dEe]+)", head)
        self._scale = (float(matrix.group(1)) if matrix else 0.001) * 1000
        self._glyphs: list[tuple[str, bytes]] = []
        place = body.find(b"/CharStrings") + len(b"/CharStrings")
        while (found := _GLYPH.search(body, place)) is not None:
            place = found.end() + int(found.group(2))
            self._glyphs.append((found.group(1).decode("latin-1"), body[found.end() : place]))
        self._glyphs.sort(key=lambda glyph: glyph[0] != ".notdef")
        self._gids = {name: gid for gid, (name, _) in enumerate(self._glyphs)}
        self._encoding = {int(code): name.decode("latin-1") for code, name in _DUP.findall(head)}
        if not self._encoding:
            self._encoding = {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}

    def has(self, gid: int) -> bool:
        return 0 <= gid < len(self._glyphs)

    def width(self, gid: int) -> float | None:
        return _guarded(lambda: self._read(self._glyphs[gid][1]) * self._scale)

    def _read(self, encrypted: bytes) -> float:
        """The width that `hsbw` or `sbw` sets at the start of a glyph."""
        plain, _ = decrypt(encrypted, 4330)
        code = bytes(plain)[self._skip :]
        stack: list[float] = []
        place = 0
        while place < len(code):
            byte = code[place]
            place += 1
            if byte >= 32:
                value, place = _number(code, byte, place)
                stack.append(value)
            elif byte == 13:
                return stack[1]
            elif byte == 12 and code[place] == 12:
                place += 1
                divisor = stack.pop()
                stack[-1] /= divisor
            elif byte == 12 and code[place] == 7:
                return stack[2]
            else:
                break
        message = "no width"
        raise ValueError(message)

    def by_code(self, code: int, name: str, *, symbolic: bool) -> int | None:  # noqa: ARG002 - names alone decide
        return self._gids.get(name)

    def built_in(self) -> dict[int, str]:
        return self._encoding


def _number(code: bytes, byte: int, place: int) -> tuple[float, int]:
    """A number of a Type 1 glyph (chapter 6.2)."""
    if byte <= 246:
        return byte - 139, place
    if byte <= 250:
        return (byte - 247) * 256 + code[place] + 108, place + 1
    if byte <= 254:
        return -(byte - 251) * 256 - code[place] - 108, place + 1
    return int.from_bytes(code[place : place + 4], "big", signed=True), place + 4
