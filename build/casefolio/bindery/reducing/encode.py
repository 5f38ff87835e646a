"""Samples as the streams that an image may be: JPEG, Flate with predicted lines, CCITT.

ISO 32000-1 §7.4.4 (Flate with PNG predictors), §7.4.6 (CCITT), §7.4.8 (JPEG).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from casefolio.bindery.binding.png import png_picture
from casefolio.bindery.binding.pool import mapping, name, number

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.reducing.pixels import Pixels


@dataclass(frozen=True, slots=True)
class Recoded:
    """An image's new entries and bytes, and its size in pixels.

    `even` says that its paper was evened out, `decode` that the image's own /Decode still holds.
    """

    entries: dict[str, PdfObject]
    data: bytes = field(repr=False)
    size: tuple[int, int]
    even: bool = False
    decode: bool = True


def _entries(picture: Any, pixels: Pixels, bits: int, filtered: str) -> dict[str, PdfObject]:
    made: dict[str, PdfObject] = {
        "Width": number(picture.width),
        "Height": number(picture.height),
        "BitsPerComponent": number(bits),
        "Filter": name(filtered),
    }
    if pixels.space is not None:
        made["ColorSpace"] = pixels.space
    return made


def jpeg(picture: Any, pixels: Pixels, quality: int) -> Recoded:
    """JPEG, colour at half its resolution; what came with the picture otherwise stays out."""
    out = BytesIO()
    picture.save(
        out, "JPEG", quality=quality, optimize=True, subsampling=2 if picture.mode == "RGB" else 0, comment=b""
    )
    return Recoded(_entries(picture, pixels, 8, "DCTDecode"), out.getvalue(), picture.size, decode=pixels.decode)


def flate(picture: Any, pixels: Pixels) -> Recoded:
    """Flate over predicted lines, as PNG has them; CMYK, which PNG lacks, without prediction."""
    two = pixels.bilevel and picture is pixels.picture
    entries = _entries(picture, pixels, 1 if two else 8, "FlateDecode")
    if picture.mode == "CMYK":
        from PIL import ImageChops

        data = zlib.compress(ImageChops.invert(picture).tobytes(), 9)
        return Recoded(entries, data, picture.size, decode=pixels.decode)
    out = BytesIO()
    (_two(picture) if two else picture).save(out, "PNG", compress_level=9 if two else 6)
    png = png_picture(out.getvalue())
    return Recoded(entries | {"DecodeParms": png.entries["DecodeParms"]}, png.data, picture.size, decode=pixels.decode)


def fax(picture: Any, pixels: Pixels) -> Recoded:
    """CCITT group 4; white is what the coder expects most of, so the samples are turned round before and after."""
    from PIL.TiffImagePlugin import TiffImageFile

    out = BytesIO()
    turned = _two(picture.point(range(255, -1, -1)))
    turned.save(out, "TIFF", compression="group4", tiffinfo={278: picture.height})
    tags: Any = TiffImageFile(BytesIO(out.getvalue())).tag_v2
    start, length = tags[273][0], tags[279][0]
    parms = {"K": number(-1), "Columns": number(picture.width), "Rows": number(picture.height)}
    entries = _entries(picture, pixels, 1, "CCITTFaxDecode") | {"DecodeParms": mapping(parms)}
    return Recoded(entries, out.getvalue()[start : start + length], picture.size, decode=pixels.decode)


def _two(picture: Any) -> Any:
    """Two values out of grey, the nearer one each."""
    from PIL import Image as Pictures

    return picture.convert("1", dither=Pictures.Dither.NONE)
