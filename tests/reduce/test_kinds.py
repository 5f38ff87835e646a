"""Every kind of image comes out smaller, and looks as it did, or is left as it was."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.reduce.scans import (
    difference,
    document,
    fax,
    full_page,
    image,
    jbig2,
    jpeg,
    palette,
    photo,
    saved,
    scanned,
    sheet,
    shown,
    srgb,
)

from casefolio.bindery.binding import merge
from casefolio.bindery.reducing.reduce import reduce
from casefolio.model.binding import BindOptions, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.model.binding import Bound

_GREY = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}


def bind(parts: Sequence[Part]) -> Bound:
    """Bound quickly: to press what is stored raw as hard as can be takes most of a second."""
    return merge.bind(parts, BindOptions(compress=1))


def _grey(pdf: Any, **more: Any) -> Any:
    page = scanned(sheet(150), 150)
    return image(pdf, page.tobytes(), page.size, **(_GREY | more))


def _flate(pdf: Any) -> Any:
    picture = photo()
    entries = {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.FlateDecode}
    return image(pdf, zlib.compress(picture.tobytes()), picture.size, **entries)


def _deep(pdf: Any) -> Any:
    page = scanned(sheet(150), 150)
    data = bytearray(2 * page.width * page.height)
    data[::2] = page.tobytes()
    return image(pdf, bytes(data), page.size, ColorSpace=Name.DeviceGray, BitsPerComponent=16)


def _shallow(pdf: Any) -> Any:
    """Four bits a sample, each pixel twice."""
    page = scanned(sheet(150), 150).point(lambda value: value // 16 * 17)
    half = page.width // 2
    left, right = (page.resize((half, page.height), box=(0, 0, half * 2, page.height)).tobytes() for _ in range(2))
    data = bytes(map(int.__or__, (each & 0xF0 for each in left), (each >> 4 for each in right)))
    return image(pdf, data, (half * 2, page.height), ColorSpace=Name.DeviceGray, BitsPerComponent=4)


def _indexed(pdf: Any) -> Any:
    picture = photo()
    space, data = palette(picture)
    return image(pdf, data, picture.size, ColorSpace=space, BitsPerComponent=8)


def _icc(pdf: Any) -> Any:
    return jpeg(pdf, photo(1200, 1700), ColorSpace=srgb(pdf))


def _cmyk_jpeg(pdf: Any) -> Any:
    # Pillow turns CMYK round when it writes it, as Adobe does.
    return jpeg(pdf, photo(1200, 1700).convert("CMYK"), Decode=Array([1, 0] * 4))


def _cmyk(pdf: Any) -> Any:
    picture = photo().convert("CMYK")
    return image(pdf, picture.tobytes(), picture.size, ColorSpace=Name.DeviceCMYK, BitsPerComponent=8)


def _jpx(pdf: Any) -> Any:
    picture = scanned(sheet(100), 100).convert("RGB")
    return image(pdf, saved(picture, "JPEG2000"), picture.size, Filter=Name.JPXDecode)


def _spot(pdf: Any) -> Any:
    mix = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[0.1, 0.2, 0.6], N=1)
    return _grey(pdf, ColorSpace=Array([Name.Separation, Name("/Blue"), Name.DeviceRGB, mix]))


_TWO = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 1}


def _bits(pdf: Any, **more: Any) -> Any:
    page = sheet(300).convert("1", dither=Image.Dither.NONE)
    return image(pdf, page.tobytes(), page.size, **(_TWO | more))


def _dithered(pdf: Any) -> Any:
    page = photo(1200, 1700).convert("L").convert("1")
    parms = Dictionary(K=-1, Columns=1200, Rows=1700, BlackIs1=True)
    return image(pdf, fax(page), page.size, **_TWO, Filter=Name.CCITTFaxDecode, DecodeParms=parms)


def _jbig2(pdf: Any) -> Any:
    page = photo(1200, 1700).convert("L").convert("1")
    return image(pdf, jbig2(page), page.size, **_TWO, Filter=Name.JBIG2Decode)


def _stencil(pdf: Any) -> Any:
    page = sheet(300).convert("1", dither=Image.Dither.NONE)
    return image(pdf, page.tobytes(), page.size, ImageMask=True, BitsPerComponent=1)


def _cut_out(pdf: Any) -> Any:
    mask = sheet(300).convert("1", dither=Image.Dither.NONE)
    stencil = image(pdf, mask.tobytes(), mask.size, ImageMask=True, BitsPerComponent=1)
    return jpeg(pdf, photo(1200, 1700), Mask=stencil)


def _translucent(pdf: Any) -> Any:
    alpha = Image.radial_gradient("L").resize((1500, 2100))
    return jpeg(pdf, photo(1200, 1700), SMask=image(pdf, alpha.tobytes(), alpha.size, **_GREY))


@pytest.mark.parametrize(
    ("make", "bound"),
    [
        (_grey, 3),
        (lambda pdf: _grey(pdf, Decode=Array([1, 0])), 3),
        (_flate, 2),
        (_deep, 3),
        (_shallow, 4),
        (_indexed, 3),
        (_icc, 2),
        (_cmyk, 3),
        (_cmyk_jpeg, 2),
        (_jpx, 4),
        (_spot, 3),
        (_bits, 3),
        (lambda pdf: _bits(pdf, Decode=Array([1, 0])), 3),
        (_dithered, 4),
        (_jbig2, 7),
        (_stencil, 3),
        (_cut_out, 3),
        (_translucent, 2),
    ],
)
def test_a_picture_of_any_kind_is_smaller_and_looks_the_same(make: Callable[[Any], Any], bound: float) -> None:
    data = document(full_page(make))
    limit = len(bind([Part("scan.pdf", data)]).data) * 85 // 100
    reduced = reduce([Part("scan.pdf", data)], limit, bind)
    assert len(reduced.bound.data) <= limit
    assert len(reduced.reductions) == 1
    assert difference(shown(data), shown(reduced.bound.data)) < bound


def _alone(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(next(iter(pdf.pages[0].Resources.XObject.values())).read_raw_bytes())


def _keyed(pdf: Any) -> Any:
    return _grey(pdf, Mask=Array([0, 10]))


def _matte(pdf: Any) -> Any:
    picture = photo()
    alpha = image(pdf, bytes(900 * 1200), picture.size, **_GREY, Matte=Array([0, 0, 0]))
    entries = {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}
    return image(pdf, picture.tobytes(), picture.size, **entries, SMask=alpha)


def _cut_short(pdf: Any) -> Any:
    return image(pdf, b"\xff\xd8\xff\xe0 no picture" * 4000, (800, 900), **_GREY, Filter=Name.DCTDecode)


@pytest.mark.parametrize("make", [_keyed, _matte, _cut_short])
def test_what_would_lose_its_meaning_or_cannot_be_read_is_left_alone(make: Callable[[Any], Any]) -> None:
    left, heavy = document(full_page(make)), document(full_page(_grey))
    parts = [Part("left.pdf", left), Part("scan.pdf", heavy)]
    before = bind(parts).data
    reduced = reduce(parts, len(before) - 1_000_000, bind)
    assert [each.part for each in reduced.reductions] == ["scan.pdf"]
    assert _alone(reduced.bound.data) == _alone(before)


def _form(pdf: Any, page: Any) -> bytes:
    inner = Dictionary(XObject=Dictionary(Im=_grey(pdf)))
    page.Resources.XObject.Fm = pdf.make_stream(
        b"q 300 0 0 400 0 0 cm /Im Do Q",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 300, 400],
        Matrix=[2, 0, 0, 2, 0, 0],
        Resources=inner,
    )
    return b"/Fm Do"


def _inline(_pdf: Any, _page: Any) -> bytes:
    picture = scanned(sheet(150), 150)
    data: bytes = picture.tobytes()
    head = b"BI /W %d /H %d /CS /G /BPC 8 /D [0 1] ID " % picture.size
    return b"q 595 0 0 842 0 0 cm " + head + data + b"\nEI Q"


def _inline_named(_pdf: Any, page: Any) -> bytes:
    page.Resources.ColorSpace = Dictionary(Cs=Array([Name.CalGray, Dictionary(WhitePoint=[0.95, 1, 1.09])]))
    picture = scanned(sheet(150), 150)
    head = b"BI /W %d /H %d /CS /Cs /BPC 8 /F [/AHx /Fl] ID " % picture.size
    return b"q 595 0 0 842 0 0 cm " + head + zlib.compress(picture.tobytes()).hex().encode() + b">\nEI Q"


def _pattern(pdf: Any, page: Any) -> bytes:
    page.Resources.Pattern = Dictionary(
        P=pdf.make_stream(
            b"q 595 0 0 842 0 0 cm /Im Do Q",
            Type=Name.Pattern,
            PatternType=1,
            PaintType=1,
            TilingType=1,
            BBox=[0, 0, 595, 842],
            XStep=595,
            YStep=842,
            Resources=Dictionary(XObject=Dictionary(Im=_grey(pdf))),
        )
    )
    return b"/Pattern cs /P scn 0 0 595 842 re f"


def _stamp(pdf: Any, page: Any) -> bytes:
    looks = pdf.make_stream(
        b"q 10 0 0 10 0 0 cm /Im Do Q",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 10, 10],
        Resources=Dictionary(XObject=Dictionary(Im=_grey(pdf))),
    )
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 595, 842], F=4, AP=Dictionary(N=looks))
    page.Annots = Array([pdf.make_indirect(stamp)])
    return b""


@pytest.mark.parametrize("draw", [_form, _inline, _inline_named, _pattern, _stamp])
def test_a_picture_is_found_wherever_it_is_drawn_from(draw: Callable[[Any, Any], bytes]) -> None:
    data = document(draw)
    limit = len(bind([Part("scan.pdf", data)]).data) // 4
    reduced = reduce([Part("scan.pdf", data)], limit, bind)
    (told,) = reduced.reductions
    assert (told.pictures, len(reduced.bound.data) <= limit) == (1, True)
    assert told.dpi_after >= 99
    assert difference(shown(data), shown(reduced.bound.data)) < 4
