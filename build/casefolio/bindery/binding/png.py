"""PNG pictures as PDF takes them (ISO 15948; ISO 32000-1 §7.4.4.4, predictors), and what a picture is."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import ByteStringObject

from casefolio.bindery.binding.pool import mapping, name, number, sequence

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

#: Pixels of one picture: more would fill the memory when PNG lines have to be taken apart.
PIXELS = 100_000_000

#: Where a picture does not say how fine it is, and what is believed when it does.
_DPI, _FINEST, _COARSEST = 150.0, 2400.0, 36.0


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as a PDF image takes them. `turn` is how far a viewer must turn it clockwise; `mask` is its alpha."""

    width: int
    height: int
    entries: dict[str, PdfObject]
    data: bytes = field(repr=False)
    dpi: float = _DPI
    turn: int = 0
    mask: Picture | None = None


def believed_dpi(dpi: float) -> float:
    """A resolution, or the usual one where it cannot be right."""
    return dpi if _COARSEST <= dpi <= _FINEST else _DPI


def png_picture(data: bytes) -> Picture:
    """A PNG: its compressed lines as they are, or taken apart where it has alpha or is interlaced."""
    place, dpi, palette, parts = 8, 0.0, b"", []
    head = (0, 0, 0, 0, 0)
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body[:13])
            head = (width, height, bits, colour, interlaced)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"pHYs" and body[8:9] == b"\1":
            dpi = int.from_bytes(body[:4], "big") * 0.0254
        elif kind == b"IDAT":
            parts.append(body)
        elif kind == b"IEND":
            break
    return _understood(head, palette, b"".join(parts), believed_dpi(dpi))


def _understood(head: tuple[int, int, int, int, int], palette: bytes, lines: bytes, dpi: float) -> Picture:
    width, height, bits, colour, interlaced = head
    if interlaced:
        message = "it is interlaced"
        raise ValueError(message)
    if width * height > PIXELS:
        message = f"{width} × {height} pixels"
        raise ValueError(message)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    whole = ((width * bits * channels + 7) // 8 + 1) * height
    if bits not in (1, 2, 4, 8, 16) or not _holds(lines, whole):
        message = "it is damaged"
        raise ValueError(message)
    space: PdfObject = name("DeviceGray" if colour in (0, 4) else "DeviceRGB")
    if colour == 3:
        space = sequence([name("Indexed"), name("DeviceRGB"), number(len(palette) // 3 - 1), ByteStringObject(palette)])
    if colour in (4, 6):
        pixels, alpha = _apart(lines, width, height, bits // 8, channels)
        mask = Picture(width, height, _raw(name("DeviceGray"), bits), alpha)
        return Picture(width, height, _raw(space, bits), pixels, dpi, 0, mask)
    parms = {"Predictor": number(15), "Colors": number(channels), "BitsPerComponent": number(bits)}
    parms["Columns"] = number(width)
    entries = _raw(space, bits) | {"Filter": name("FlateDecode"), "DecodeParms": mapping(parms)}
    return Picture(width, height, entries, lines, dpi)


def _holds(lines: bytes, whole: int) -> bool:
    """Whether compressed lines are all there, without keeping them."""
    inflater, piece, found = zlib.decompressobj(), lines, 0
    while piece and found < whole:
        found += len(inflater.decompress(piece, 2**20))
        piece = inflater.unconsumed_tail
    return found >= whole


def _raw(space: PdfObject, bits: int) -> dict[str, PdfObject]:
    return {"ColorSpace": space, "BitsPerComponent": number(bits)}


def _apart(lines: bytes, width: int, height: int, deep: int, channels: int) -> tuple[bytes, bytes]:
    """Colour and alpha of a picture that has both in each pixel (ISO 15948 §9)."""
    step = deep * channels
    row = width * step
    raw = zlib.decompressobj().decompress(lines, (row + 1) * height)
    before = bytearray(row)
    colour, alpha = bytearray(), bytearray()
    for line in range(height):
        start = line * (row + 1)
        here = bytearray(raw[start + 1 : start + 1 + row])
        _unfiltered(raw[start], here, before, step)
        for offset in range(deep):
            alpha_bytes = here[(channels - 1) * deep + offset :: step]
            if deep == 1:
                alpha += alpha_bytes
        if deep == 2:
            alpha += b"".join(bytes(here[place : place + 2]) for place in range((channels - 1) * 2, row, step))
        colour += _without_alpha(here, step, deep)
        before = here
    return bytes(colour), bytes(alpha)


def _without_alpha(line: bytearray, step: int, deep: int) -> bytes:
    kept = step - deep
    made = bytearray(len(line) // step * kept)
    for offset in range(kept):
        made[offset::kept] = line[offset::step]
    return bytes(made)


def _unfiltered(kind: int, here: bytearray, before: bytearray, step: int) -> None:
    """Undo a line's filter in place (ISO 15948 §9.2)."""
    if kind == 1:
        for place in range(step, len(here)):
            here[place] = (here[place] + here[place - step]) & 255
    elif kind == 2:
        for place, above in enumerate(before):
            here[place] = (here[place] + above) & 255
    elif kind == 3:
        for place, above in enumerate(before):
            left = here[place - step] if place >= step else 0
            here[place] = (here[place] + (left + above) // 2) & 255
    elif kind == 4:
        for place, above in enumerate(before):
            left, corner = (here[place - step], before[place - step]) if place >= step else (0, 0)
            guess = left + above - corner
            near = (abs(guess - left), abs(guess - above), abs(guess - corner))
            best = left if near[0] <= near[1] and near[0] <= near[2] else above if near[1] <= near[2] else corner
            here[place] = (here[place] + best) & 255
    elif kind:
        message = "it is damaged"
        raise ValueError(message)
