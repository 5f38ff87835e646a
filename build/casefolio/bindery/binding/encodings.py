"""Which glyph name and which characters the codes of a font stand for (ISO 32000-1 §9.6.6, §9.10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fontTools import agl
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from pypdf.generic import DictionaryObject, NameObject

from casefolio.bindery.binding.graph import integer

if TYPE_CHECKING:
    from casefolio.bindery.binding.fontprograms import Program
    from casefolio.bindery.binding.graph import Graph

_LIMIT = 100_000

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_COUNTED = re.compile(rb"(\d{1,6})\s+begin(bfchar|bfrange)(.*?)end\2", re.DOTALL)
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def _windows() -> dict[int, str]:
    names = {}
    for code in range(32, 256):
        char = bytes([code]).decode("cp1252", "ignore")
        # Annex D.2: codes that Windows leaves free show a bullet; two have names of their own.
        names[code] = agl.UV2AGL.get(ord(char), "") if char else "bullet"
    return names | {0xA0: "space", 0xAD: "hyphen", 0x7F: "bullet"}


_BASES = {
    "WinAnsiEncoding": _windows(),
    "MacRomanEncoding": {code: glyph for code, glyph in enumerate(MacRoman) if glyph != ".notdef"},
    "StandardEncoding": {code: glyph for code, glyph in enumerate(StandardEncoding) if glyph != ".notdef"},
}


def code_names(graph: Graph, font: DictionaryObject, program: Program | None, *, symbolic: bool) -> dict[int, str]:
    """The glyph name of each code of a simple font."""
    encoding = graph.get(font, "/Encoding")
    base = str(encoding)[1:] if isinstance(encoding, NameObject) else graph.name(encoding, "/BaseEncoding")
    built_in = program.built_in() if program is not None else {}
    if base in _BASES:
        names = dict(_BASES[base])
    elif built_in:
        names = dict(built_in)
    elif symbolic and graph.name(font, "/Subtype") == "TrueType":
        names = {}
    else:
        names = dict(_BASES["StandardEncoding"])
    code = 0
    for member in graph.items(encoding, "/Differences") if isinstance(encoding, DictionaryObject) else ():
        start = integer(member)
        if start is not None:
            code = start
        elif isinstance(member, NameObject):
            names[code] = str(member)[1:]
            code += 1
    return names


def glyph_text(name: str) -> str:
    """The characters that a glyph's name stands for, by the Adobe Glyph List; empty for a name of no meaning."""
    return str(agl.toUnicode(name))


def character_map(data: bytes) -> dict[int, str]:
    """A ToUnicode CMap as code and text (§9.10.3)."""
    found: dict[int, str] = {}
    for block in _BLOCK.finditer(data):
        kind, body = block.groups()
        items: list[bytes | list[bytes]] = []
        nested: list[bytes] | None = None
        for item in _ITEM.finditer(body):
            if item.group(2):
                nested = []
            elif item.group(3):
                items.append(nested or [])
                nested = None
            else:
                digits = b"".join(item.group(1).split())
                if nested is None:
                    items.append(digits)
                else:
                    nested.append(digits)
        _enter(found, items, ranges=kind == b"bfrange")
    return found


def well_formed(data: bytes) -> bool:
    """Whether every block of a ToUnicode CMap has the entries that it says; readers part ways over others."""
    counted = sum(1 for _ in _BLOCK.finditer(data))
    for block in _COUNTED.finditer(data):
        count, kind, body = block.groups()
        depth = items = 0
        for item in _ITEM.finditer(body):
            depth += bool(item.group(2)) - bool(item.group(3))
            items += (item.group(1) is not None and not depth) + bool(item.group(3))
        if items != int(count) * (3 if kind == b"bfrange" else 2) or _ITEM.sub(b"", body).strip():
            return False
        counted -= 1
    return counted == 0 and b"endcmap" in data


def _enter(found: dict[int, str], items: list[bytes | list[bytes]], *, ranges: bool) -> None:
    step = 3 if ranges else 2
    for place in range(0, len(items) - step + 1, step):
        first, last, target = items[place], items[place + step - 2], items[place + step - 1]
        if not isinstance(first, bytes) or not isinstance(last, bytes) or len(found) > _LIMIT:
            return
        start, end = _code(first), _code(last)
        if isinstance(target, list):
            found.update({start + offset: _text(text) for offset, text in enumerate(target[: end - start + 1])})
        else:
            said = _text(target)
            for offset in range(min(end - start + 1, _LIMIT)):
                found[start + offset] = said[:-1] + chr(min(0x10FFFF, ord(said[-1]) + offset)) if said else ""


def _code(digits: bytes) -> int:
    return int(digits or b"0", 16)


def _text(digits: bytes) -> str:
    raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return raw.decode("utf-16-be", "ignore") if len(raw) > 1 else raw.decode("latin-1")
