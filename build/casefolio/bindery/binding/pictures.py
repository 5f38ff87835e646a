"""JPEG and PNG parts as PDFs of one page, their pixels taken over as they are.

ISO 10918-1 (JPEG), ISO 15948 (PNG); ISO 32000-1 §7.4.4.4 (PNG predictors), §7.4.8 (DCTDecode).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from casefolio.bindery.binding.png import PIXELS, Picture, believed_dpi, png_picture
from casefolio.bindery.binding.pool import Pool, mapping, name, number, numbers, sequence, stream
from casefolio.bindery.binding.serialise import pdf_bytes
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import PAPERS

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


def is_picture(data: bytes) -> bool:
    """Whether these are the bytes of a JPEG or PNG."""
    return data.startswith((_PNG, _JPEG))


def picture_pdf(data: bytes, word: str) -> bytes:
    """A PDF of one page that shows the picture, as large as it says it is but no larger than A4. Raises CF-527."""
    try:
        picture = png_picture(data) if data.startswith(_PNG) else _jpeg(data)
        if picture.width * picture.height > PIXELS or not picture.width or not picture.height:
            _refuse_size(picture.width, picture.height)
    except (ValueError, struct.error, zlib.error, IndexError, KeyError) as error:
        said = f"{word} cannot be used as a picture: {error or 'it is damaged'}"
        raise CasefolioError(Problem("CF-527", said, remedy="save it once more as baseline JPEG or PNG")) from None
    return _page(picture)


def _refuse_size(width: int, height: int) -> None:
    message = f"{width} × {height} pixels"
    raise ValueError(message)


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
    return Picture(width, height, entries, data, believed_dpi(dpi), turn)


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
