"""Pictures as parts: every kind of PNG and JPEG shows the pixels that it has, upright, or is refused in words."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.bind.evidence import prove, sound

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.parts import read_part
from casefolio.bindery.binding.pictures import is_picture, picture_pdf
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.vera.validate import Vera

_SIGN = b"\x89PNG\r\n\x1a\n"
_WIDE, _HIGH = 7, 5


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    colour: int, bits: int, rows: list[bytes], *, before: bytes = b"", interlaced: int = 0, wide: int = _WIDE
) -> bytes:
    """A PNG of filtered lines."""
    head = struct.pack(">IIBBBBB", wide, len(rows), bits, colour, 0, 0, interlaced)
    body = _chunk(b"IDAT", zlib.compress(b"".join(rows)))
    return _SIGN + _chunk(b"IHDR", head) + before + body + _chunk(b"IEND", b"")


def _saved(picture: Any, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _noise(channels: int) -> bytes:
    return bytes((37 * place * place + 11 * place) % 256 for place in range(_WIDE * _HIGH * channels))


def _filtered(mode: int, depth: int) -> list[bytes]:
    """Lines of noise that all claim the same filter: whatever they undo to is the picture."""
    row = _WIDE * depth
    noise = _noise(depth)
    return [bytes([mode]) + noise[line * row : (line + 1) * row] for line in range(_HIGH)]


def _pixels(data: bytes) -> Any:
    """The picture in a bound file, its alpha put back, as pikepdf sees it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        image: Any = next(iter(pdf.pages[0].Resources.XObject.values()))
        seen = pikepdf.PdfImage(image).as_pil_image()
        if "/SMask" in image:
            seen = seen.convert("RGB" if seen.mode != "L" else "L")
            mask: Any = image.SMask
            seen.putalpha(pikepdf.PdfImage(mask).as_pil_image().convert("L"))
        return seen.copy()


PNGS: dict[str, bytes] = {
    "1 bit": _saved(Image.new("1", (_WIDE, _HIGH), 1)),
    "grey": _saved(Image.frombytes("L", (_WIDE, _HIGH), _noise(1))),
    "colour": _saved(Image.frombytes("RGB", (_WIDE, _HIGH), _noise(3)), dpi=(100, 100)),
    "palette": _saved(Image.frombytes("RGB", (_WIDE, _HIGH), _noise(3)).quantize(16)),
    "palette of 4 bits": _saved(Image.frombytes("RGB", (_WIDE, _HIGH), _noise(3)).quantize(7), bits=4),
    "profile": _saved(Image.frombytes("RGB", (_WIDE, _HIGH), _noise(3)), icc_profile=b"any profile"),
} | {
    f"{name}, filter {mode}": png(colour, 8, _filtered(mode, depth))
    for name, colour, depth in (("grey alpha", 4, 2), ("alpha", 6, 4), ("plain", 2, 3))
    for mode in range(5)
}


@pytest.mark.parametrize("case", PNGS)
def test_a_png_keeps_its_pixels(case: str, vera: Vera) -> None:
    bound = bind([Part("p", picture_pdf(PNGS[case], "p"), alt="A picture")])
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)
    wanted = Image.open(io.BytesIO(PNGS[case]))
    seen = _pixels(bound.data)
    form = "RGBA" if "A" in wanted.mode else "RGB"
    assert seen.convert(form).tobytes() == wanted.convert(form).tobytes()


@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_sixteen_bits_stay_sixteen(colour: int, channels: int) -> None:
    rows = _filtered(2, 2 * channels)
    bound = bind([Part("p", picture_pdf(png(colour, 16, rows), "p"), alt="x")])
    sound(bound.data)
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        image = next(iter(pdf.pages[0].Resources.XObject.values()))
        assert image.BitsPerComponent == 16
        plain, before = b"", bytes(len(rows[0]) - 1)
        for row in rows:
            before = bytes((here + above) % 256 for here, above in zip(row[1:], before, strict=True))
            plain += before
        samples = [plain[place : place + 2] for place in range(0, len(plain), 2)]
        if colour in (4, 6):
            assert image.SMask.read_bytes() == b"".join(samples[channels - 1 :: channels])
            samples = [sample for place, sample in enumerate(samples) if (place + 1) % channels]
        assert image.read_bytes() == b"".join(samples)


def test_the_resolution_says_how_large_a_picture_is() -> None:
    for dpi, wide in ((300, 144), (72, 600 * 595.2756 / 600), (9999, 288), (0.5, 288)):
        data = picture_pdf(_saved(Image.new("L", (600, 60)), dpi=(dpi, dpi)), "p")
        assert abs(pypdfium2.PdfDocument(data)[0].get_width() - wide) < 1


REFUSED: dict[str, tuple[bytes, str]] = {
    "interlaced": (png(2, 8, _filtered(0, 3), interlaced=1), "it is interlaced"),
    "short": (png(2, 8, _filtered(0, 3)[:2], wide=900), "it is damaged"),
    "odd bits": (png(2, 7, _filtered(0, 3)), "it is damaged"),
    "odd colour": (png(5, 8, _filtered(0, 3)), "5"),
    "odd filter": (png(6, 8, _filtered(7, 4)), "it is damaged"),
    "huge": (_SIGN + _chunk(b"IHDR", struct.pack(">IIBBBBB", 70000, 70000, 8, 2, 0, 0, 0)), "70000 × 70000 pixels"),
    "no lines": (_SIGN, "it is damaged"),
    "of no height": (png(2, 8, []), "7 × 0 pixels"),
    "broken lines": (
        _SIGN + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + _chunk(b"IDAT", b"xx"),
        "",
    ),
    "short head": (_SIGN + _chunk(b"IHDR", b"\0\0"), ""),
    "half a JPEG": (_saved(Image.new("L", (9, 9)), "JPEG")[:-2], "its end is missing"),
    "no frame": (b"\xff\xd8\xff\xe0\0\4ab\xff\xd9\0\0\0", "it holds no picture"),
    "odd channels": (b"\xff\xd8\xff\xc0\0\x0b\x08\0\1\0\1\2\1\1\1\xff\xd9", ""),
    "huge JPEG": (b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1\1\1\1\xff\xd9", "65535 × 65535 pixels"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_picture_that_cannot_be_used_is_refused_in_words(case: str, tmp_path: Path) -> None:
    data, said = REFUSED[case]
    (tmp_path / "p.png").write_bytes(data)
    assert is_picture(data)
    with pytest.raises(CasefolioError) as error:
        read_part("p.png", tmp_path)
    (problem,) = error.value.problems
    assert problem.code == "CF-527"
    assert problem.message.startswith("p.png cannot be used as a picture: ")
    assert said in problem.message
    assert error.value.exit_code == 6


def _turned(orientation: int) -> bytes:
    """A JPEG, red on the left and blue on the right as stored."""
    picture = Image.new("RGB", (40, 20), "blue")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x010E] = "said first"
    exif[0x0112] = orientation
    return _saved(picture, "JPEG", exif=exif, quality=95)


@pytest.mark.parametrize(
    ("orientation", "red"), [(1, (0.2, 0.5)), (3, (0.8, 0.5)), (6, (0.5, 0.2)), (8, (0.5, 0.8)), (2, (0.2, 0.5))]
)
def test_a_photograph_is_shown_upright(orientation: int, red: tuple[float, float]) -> None:
    bound = bind([Part("p", picture_pdf(_turned(orientation), "p"), alt="x")])
    sound(bound.data)
    seen = pypdfium2.PdfDocument(bound.data)[0].render(scale=4).to_pil().convert("RGB")
    pixel = seen.getpixel((int(red[0] * seen.width), int(red[1] * seen.height)))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[2] < 60


def _with_segment(marker: int, body: bytes) -> bytes:
    plain = _saved(Image.new("L", (60, 30), 128), "JPEG")
    return plain[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + plain[2:]


ODD_JPEGS: dict[str, Callable[[], bytes]] = {
    "short Exif": lambda: _with_segment(0xE1, b"Exif\0\0II"),
    "Exif that ends": lambda: _with_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x02\0\0"),
    "Exif elsewhere": lambda: _with_segment(0xE1, b"Exif\0\0MM\0*\0\0\xff\x08\0\x02\0\0"),
    "no Exif": lambda: _with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
    "comment": lambda: _with_segment(0xFE, b"words"),
    "filled": lambda: b"\xff\xd8\xff\xff" + _saved(Image.new("L", (60, 30)), "JPEG")[3:],
    "restarted": lambda: b"\xff\xd8\xff\xd0" + _saved(Image.new("L", (60, 30)), "JPEG")[2:],
}


@pytest.mark.parametrize("case", ODD_JPEGS)
def test_an_odd_jpeg_is_still_one(case: str) -> None:
    bound = bind([Part("p", picture_pdf(ODD_JPEGS[case](), "p"), alt="x")])
    sound(bound.data)
    page = pypdfium2.PdfDocument(bound.data)[0]
    assert page.get_width() / page.get_height() == pytest.approx(2, abs=0.01)


def test_cmyk_is_not_shown_upside_down() -> None:
    bound = bind([Part("p", picture_pdf(_saved(Image.new("CMYK", (30, 30), (0, 0, 0, 0)), "JPEG"), "p"), alt="x")])
    seen = pypdfium2.PdfDocument(bound.data)[0].render(scale=2).to_pil().convert("L")
    assert seen.getpixel((10, 10)) == 255


def test_stray_bytes_between_segments_are_passed_over() -> None:
    data = picture_pdf(b"\xff\xd8\xff\xfe\0\2ab" + _saved(Image.new("L", (60, 30)), "JPEG")[2:], "p")
    page = pypdfium2.PdfDocument(data)[0]
    assert page.get_width() / page.get_height() == pytest.approx(2, abs=0.01)
