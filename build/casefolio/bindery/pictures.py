"""JPEG and PNG parts as PDFs of one page, their pixels taken over as they are.

ISO 10918-1 (JPEG), ISO 15948 (PNG); ISO 32000-1 §7.4.4.4 (PNG predictors), §7.4.8 (DCTDecode).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casefolio.bindery.pool import Pool, mapping, name, number, numbers, sequence, stream
from casefolio.bindery.serialise import pdf_bytes
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import PAPERS

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"

#: Pixels of one picture: more would fill the memory when PNG lines have to be taken apart.
_PIXELS = 100_000_000

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


def is_picture(data: bytes) -> bool:
    """Whether these are the bytes of a JPEG or PNG."""
    return data.startswith((_PNG, _JPEG))


def picture_pdf(data: bytes, word: str) -> bytes:
    """A PDF of one page that shows the picture, as large as it says it is but no larger than A4. Raises CF-527."""
    try:
        picture = _png(data) if data.startswith(_PNG) else _jpeg(data)
        if picture.width * picture.height > _PIXELS or not picture.width or not picture.height:
            message = f"{picture.width} × {picture.height} pixels"
            raise ValueError(message)
    except (ValueError, struct.error, zlib.error, IndexError, KeyError) as error:
        said = f"{word} cannot be used as a picture: {error or 'it is damaged'}"
        raise CasefolioError(Problem("CF-527", said, remedy="save it once more as baseline JPEG or PNG")) from None
    return _page(picture)


def _page(picture: Picture) -> bytes:
    pool = Pool()
    image = pool.add(_image(pool, picture))
    scale = 72 / picture.dpi
    wide, high = picture.width * scale, picture.height * scale
    shown = (high, wide) if picture.turn in (90, 270) else (wide, high)
    fit = min(1.0, PAPERS["a4"][0] / shown[0], PAPERS["a4"][1] / shown[1])
    wide, high = max(3.0, wide * fit), max(3.0, high * fit)
    content = pool.add(stream(b"q %.4f 0 0 %.4f 0 0 cm /Im Do Q" % (wide, high)))
    pages = pool.reserve()
    page = mapping(
        {
            "Type": name("Page"),
            "Parent": pages,
            "MediaBox": numbers([0, 0, round(wide, 4), round(high, 4)]),
            "Rotate": number(picture.turn),
            "Contents": content,
            "Resources": mapping({"XObject": mapping({"Im": image})}),
        }
    )
    pool.put(pages, mapping({"Type": name("Pages"), "Kids": sequence([pool.add(page)]), "Count": number(1)}))
    root = pool.add(mapping({"Type": name("Catalog"), "Pages": pages}))
    return pdf_bytes(pool.objects, root, None, 6)


def _image(pool: Pool, picture: Picture) -> PdfObject:
    entries: dict[str, PdfObject] = {
        "Type": name("XObject"),
        "Subtype": name("Image"),
        "Width": number(picture.width),
        "Height": number(picture.height),
        **picture.entries,
    }
    if picture.mask is not None:
        entries["SMask"] = pool.add(_image(pool, picture.mask))
    return stream(picture.data, entries)


def _jpeg(data: bytes) -> Picture:
    """Frame, resolution and orientation of a JPEG; its bytes stay as they are."""
    if data.rfind(b"\xff\xd9") < 0:
        message = "its end is missing"
        raise ValueError(message)
    place, dpi, turn, adobe = 2, 0.0, 0, -1
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            place += 1
            continue
        marker = data[place + 1]
        if marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        if marker == 0xE0 and body[:5] == b"JFIF\0":
            unit, across = body[7], int.from_bytes(body[8:10], "big")
            dpi = across * {1: 1.0, 2: 2.54}.get(unit, 0.0)
        elif marker == 0xE1 and body[:6] == b"Exif\0\0":
            turn = _exif_turn(body[6:])
        elif marker == 0xEE and body[:5] == b"Adobe":
            adobe = body[11]
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _framed(data, body, dpi, turn, adobe)
        place += 2 + max(2, length)
    message = "it holds no picture"
    raise ValueError(message)


def _framed(data: bytes, frame: bytes, dpi: float, turn: int, adobe: int) -> Picture:
    bits, height, width, channels = struct.unpack(">BHHB", frame[:6])
    space = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[channels]
    entries: dict[str, PdfObject] = {
        "ColorSpace": name(space),
        "BitsPerComponent": number(bits),
        "Filter": name("DCTDecode"),
    }
    if channels == 4 and adobe >= 0:
        # Adobe writes CMYK upside down.
        entries["Decode"] = numbers([1, 0] * 4)
    return Picture(width, height, entries, data, _believed(dpi), turn)


def _exif_turn(body: bytes) -> int:
    """The Exif orientation as a turn; mirrored ones are taken as not turned."""
    order: str = "<" if body[:2] == b"II" else ">"
    if len(body) < 10:
        return 0
    start = struct.unpack(f"{order}I", body[4:8])[0]
    count = struct.unpack(f"{order}H", body[start : start + 2])[0] if start + 2 <= len(body) else 0
    for entry in range(min(count, 200)):
        place = start + 2 + 12 * entry
        if place + 12 > len(body):
            break
        tag, _, _, value = struct.unpack(f"{order}HHIH", body[place : place + 10])
        if tag == 0x0112:
            return {3: 180, 6: 90, 8: 270}.get(value, 0)
    return 0


def _believed(dpi: float) -> float:
    return dpi if _COARSEST <= dpi <= _FINEST else _DPI


def _png(data: bytes) -> Picture:
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
    width, height, bits, colour, interlaced = head
    if interlaced:
        message = "it is interlaced"
        raise ValueError(message)
    if width * height > _PIXELS:
        message = f"{width} × {height} pixels"
        raise ValueError(message)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    lines = b"".join(parts)
    whole = ((width * bits * channels + 7) // 8 + 1) * height
    if bits not in (1, 2, 4, 8, 16) or not _holds(lines, whole):
        message = "it is damaged"
        raise ValueError(message)
    space: PdfObject = name("DeviceGray" if colour in (0, 4) else "DeviceRGB")
    if colour == 3:
        from pypdf.generic import ByteStringObject

        space = sequence([name("Indexed"), name("DeviceRGB"), number(len(palette) // 3 - 1), ByteStringObject(palette)])
    if colour in (4, 6):
        pixels, alpha = _apart(lines, width, height, bits // 8, channels)
        mask = Picture(width, height, _raw(name("DeviceGray"), bits), alpha)
        return Picture(width, height, _raw(space, bits), pixels, _believed(dpi), 0, mask)
    parms = {"Predictor": number(15), "Colors": number(channels), "BitsPerComponent": number(bits)}
    parms["Columns"] = number(width)
    entries = _raw(space, bits) | {"Filter": name("FlateDecode"), "DecodeParms": mapping(parms)}
    return Picture(width, height, entries, lines, _believed(dpi))


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
