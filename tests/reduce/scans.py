"""Scans and pictures to make smaller, made by Pillow and pikepdf, not by us."""

from __future__ import annotations

import io
import struct
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFont
from PIL.TiffImagePlugin import TiffImageFile

if TYPE_CHECKING:
    from collections.abc import Callable

_FACE = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Regular.ttf")
_TEXT = "certificate of employment issued to the holder named below responsible for platforms and recovery"
A4 = (595, 842)


@cache
def sheet(dpi: int, seed: int = 1) -> Any:
    """A page of writing in grey, clean, as it was before it was scanned."""
    wide, high = int(8.27 * dpi), int(11.69 * dpi)
    page = Image.new("L", (wide, high), 236)
    draw, words = ImageDraw.Draw(page), _TEXT.split()
    draw.text((dpi, dpi * 2 // 3), f"Zeugnis {seed}", font=ImageFont.truetype(_FACE, dpi * 20 // 72), fill=25)
    line, place, small = dpi, seed, ImageFont.truetype(_FACE, dpi * 7 // 72)
    large = ImageFont.truetype(_FACE, dpi * 10 // 72)
    while line < high - dpi:
        face, step = (large, 15) if line < high * 0.6 else (small, 10)
        draw.text((dpi, line), " ".join(words[(place + 5 * n * n) % len(words)] for n in range(11)), font=face, fill=40)
        line, place = line + step * dpi // 72, place + 3
    return page


@cache
def grain(dpi: int) -> Any:
    """The noise of a scanner over a page."""
    return Image.effect_noise((int(8.27 * dpi), int(11.69 * dpi)), 14)


def scanned(page: Any, dpi: int) -> Any:
    """A sheet as a scanner sees it."""
    return ImageChops.add(page, grain(dpi), 1, -128)


def photo(wide: int = 900, high: int = 1200) -> Any:
    """Something smooth in colour with no paper in it."""
    across = Image.linear_gradient("L").resize((wide, high))
    around = Image.radial_gradient("L").resize((wide, high))
    return Image.merge("RGB", (across, around, across.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def saved(picture: Any, form: str, **options: Any) -> bytes:
    """A picture in a format of its own."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def jpeg(pdf: Any, picture: Any, quality: int = 95, **more: Any) -> Any:
    """A picture as an image XObject of JPEG."""
    spaces = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
    entries = {"ColorSpace": spaces[picture.mode], "BitsPerComponent": 8, "Filter": Name.DCTDecode} | more
    return image(pdf, saved(picture, "JPEG", quality=quality), picture.size, **entries)


def image(pdf: Any, data: bytes, size: tuple[int, int], **entries: Any) -> Any:
    """An image XObject."""
    return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], **entries)


def document(*draw: Callable[[Any, Any], bytes], size: tuple[int, int] = A4, **options: Any) -> bytes:
    """A PDF with a page for each function, which adds resources to its page and returns its content."""
    pdf = pikepdf.new()
    for each in draw:
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(XObject=Dictionary())
        page.Contents = pdf.make_stream(each(pdf, page))
    out = io.BytesIO()
    pdf.save(out, static_id=not options, compress_streams=False, **options)
    return out.getvalue()


def full_page(make: Callable[[Any], Any]) -> Callable[[Any, Any], bytes]:
    """One image over the whole page."""

    def draw(pdf: Any, page: Any) -> bytes:
        page.Resources.XObject.Im = make(pdf)
        return b"q %d 0 0 %d 0 0 cm /Im Do Q" % A4

    return draw


@cache
def heavy_scan(pages: int = 12, dpi: int = 300) -> bytes:
    """Pages of writing in grey with a scanner's noise, as JPEG: 40 MB for twelve."""
    noisy = scanned(sheet(dpi), dpi)

    def page(number: int) -> Callable[[Any, Any], bytes]:
        moved = ImageChops.offset(noisy, number * 7, number * 5)
        return full_page(lambda pdf: jpeg(pdf, moved, 88))

    return document(*(page(number) for number in range(pages)))


def shown(data: bytes, page: int = 0, dpi: int = 100) -> Any:
    """A page as PDFium shows it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("RGB")
    finally:
        document.close()


def difference(one: Any, other: Any) -> float:
    """The mean difference of two pictures, in levels of 255; of their grain only what is left from a step away."""
    counts = ImageChops.difference(one.reduce(2), other.reduce(2)).convert("L").histogram()
    return sum(level * count for level, count in enumerate(counts)) / sum(counts)


def fax(picture: Any) -> bytes:
    """Group 4 of a picture of two values, where 1 is black to the coder."""
    out = io.BytesIO()
    picture.save(out, "TIFF", compression="group4", tiffinfo={278: picture.height})
    tags: Any = TiffImageFile(io.BytesIO(out.getvalue())).tag_v2
    return out.getvalue()[tags[273][0] : tags[273][0] + tags[279][0]]


def jbig2(picture: Any) -> bytes:
    """A page of one generic region whose bytes are group 4 (ISO 14492 §7.2, §7.4.6, §7.4.8)."""
    wide, high = picture.size
    page = struct.pack(">IIIIBH", wide, high, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", wide, high, 0, 0, 0) + b"\1" + fax(picture)
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body
        for number, kind, body in ((0, 48, page), (1, 38, region))
    )


def srgb(pdf: Any) -> Any:
    """A colour space with Pillow's sRGB profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Array([Name.ICCBased, pdf.make_stream(profile, N=3, Alternate=Name.DeviceRGB)])


def palette(picture: Any) -> tuple[Any, bytes]:
    """A colour space of 200 colours and the bytes of a picture in it."""
    few = picture.quantize(200)
    colours = bytes(few.getpalette()[:600]).ljust(600, b"\0")
    return Array([Name.Indexed, Name.DeviceRGB, 199, String(colours)]), few.tobytes()
