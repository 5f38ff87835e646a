"""QR codes: what a phone reads from the printed page, how large they are, and that they are drawn, not pictures."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.handouts.desk import LINK, LONG, MM, pictured
from tests.tagtree import transcript

from casefolio.errors import CasefolioError
from casefolio.shaping.quickresponse import draw_code

if TYPE_CHECKING:
    from tests.handouts.desk import Handouts

CODED = {"linked": LINK, "two-sided": LINK, "long": LONG, "set": LINK}


@pytest.mark.parametrize("name", CODED)
def test_a_phone_reads_the_address_at_150_dpi(a4: Handouts, name: str) -> None:
    (code,) = zxingcpp.read_barcodes(pictured(a4[name], 150)[0])
    assert code.text == CODED[name]
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.ec_level == "M"


def test_it_is_read_on_letter_too_and_with_copies_on_a_sheet(letter: Handouts, a4: Handouts) -> None:
    (code,) = zxingcpp.read_barcodes(pictured(letter["linked-de"], 150)[0])
    assert code.text == LINK
    codes = zxingcpp.read_barcodes(pictured(a4["copies-2-up"], 200)[0])
    assert [code.text for code in codes] == [LINK, LINK]


@pytest.mark.parametrize("name", ["plain", "bare", "eight"])
def test_without_an_address_there_is_none(a4: Handouts, name: str) -> None:
    assert all(not zxingcpp.read_barcodes(page) for page in pictured(a4[name], 150))
    assert not any("Figure" in line for line in transcript(a4[name]))


@pytest.mark.parametrize("name", CODED)
def test_it_is_large_enough_with_a_quiet_zone_in_the_rendered_page(a4: Handouts, name: str) -> None:
    """ISO/IEC 18004 §9.1: four modules free of ink on all sides."""
    dpi = 300
    page = pictured(a4[name], dpi)[0]
    (code,) = zxingcpp.read_barcodes(page)
    place = code.position
    left, top, right, bottom = place.top_left.x, place.top_left.y, place.bottom_right.x, place.bottom_right.y
    side_mm = (right - left) / dpi * 25.4
    assert side_mm >= 19.9
    assert side_mm == pytest.approx((bottom - top) / dpi * 25.4, abs=0.2)
    module = (right - left) / _modules(len(CODED[name]))
    assert module / dpi * 25.4 >= 0.49
    quiet = int(4 * module) - 1
    around = page.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    around.paste(255, (quiet - 2, quiet - 2, around.width - quiet + 2, around.height - quiet + 2))
    assert around.histogram()[:250] == [0] * 250


def _modules(length: int) -> int:
    """Modules on a side of the smallest code at level M for so many bytes (ISO/IEC 18004, table 7)."""
    room = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362)
    return 21 + 4 * next(version for version, most in enumerate(room) if length <= most)


@pytest.mark.parametrize("name", CODED)
def test_it_is_drawn_and_its_path_measures_as_it_should(a4: Handouts, name: str) -> None:
    with pikepdf.open(io.BytesIO(a4[name])) as pdf:
        assert all(not page.get_images() for page in pdf.pages)
    pdf = pypdfium2.PdfDocument(a4[name])
    try:
        bounds = [item.get_bounds() for item in pdf[0].get_objects() if item.type == 2]
        texts = [item.get_bounds() for item in pdf[0].get_objects() if item.type == 1]
        width = pdf[0].get_width()
    finally:
        pdf.close()
    # The other paths of the first page are rules and boxes: none of them is as high as wide and larger than 15 mm.
    ((left, low, right, high),) = [
        box for box in bounds if abs(box[2] - box[0] - box[3] + box[1]) < 0.1 and 15 < (box[2] - box[0]) * MM < 60
    ]
    assert (right - left) * MM >= 19.99
    quiet = 4 * (right - left) / _modules(len(CODED[name]))
    assert quiet * MM >= 1.99
    assert right + quiet < width - 5 / MM
    zone = (left - quiet, low - quiet, right + quiet, high + quiet)
    assert [box for box in texts if _meet(box, zone)] == []
    # A rule is drawn as the frame of its whole section, clipped to the line.
    assert [box for box in bounds if _meet(box, zone) and box[2] - box[0] < width / 2] == [(left, low, right, high)]


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_it_is_told_to_those_who_cannot_see_it(a4: Handouts, letter: Handouts) -> None:
    assert [line.strip() for line in transcript(a4["linked"]) if "Figure" in line] == [f"Figure [QR code of {LINK}]"]
    assert [line.strip() for line in transcript(letter["linked-de"]) if "Figure" in line] == [
        f"Figure [QR-Code von {LINK}]"
    ]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=600))
def test_every_address_is_drawn_in_a_size_that_is_read_or_refused(tail: str) -> None:
    address = f"https://e.org/{tail}"
    if len(address) > 504:  # what version 17 holds at level M: 93 modules with its quiet zone
        with pytest.raises(CasefolioError, match="CF-229"):
            draw_code(address)
        return
    code = draw_code(address)
    module_mm = code.side_mm / code.side
    assert module_mm >= 0.499
    assert module_mm * (code.side - 8) >= 19.99
    assert code.side_mm <= 48
    assert code.quiet_mm == pytest.approx(4 * module_mm, abs=0.01)
    assert zxingcpp.read_barcodes(_image(code.path, code.side))[0].text == address


def _image(path: str, side: int) -> Image.Image:
    """The drawing of a code as a picture of four pixels to the module."""
    image = Image.new("L", (side * 4, side * 4), 255)
    for part in path.split("M")[1:]:
        x, y, across = map(int, re.findall(r"^(\d+) (\d+)h(\d+)v1h-\d+z$", part)[0])
        image.paste(0, (x * 4, y * 4, (x + across) * 4, y * 4 + 4))
    return image


def test_where_it_gets_too_large_is_one_place() -> None:
    """Longer addresses never give smaller codes."""
    sides = [draw_code("https://example.org/" + "x" * count).side for count in range(10, 400, 10)]
    assert all(one <= other for one, other in pairwise(sides))
