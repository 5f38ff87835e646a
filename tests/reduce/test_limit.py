"""A bound file comes under its limit, no coarser than it must, and the result says what was done."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.bind.makers import own, printed_tagged
from tests.reduce.scans import A4, difference, document, full_page, heavy_scan, jpeg, photo, scanned, sheet, shown

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.reducing.reduce import reduce
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, PageSpan, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.vera.validate import Vera

    from casefolio.model.binding import Bound


def _images(data: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (int(each.Width), int(each.Height), len(each.read_raw_bytes()))
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]


@pytest.fixture(scope="module")
def scan() -> bytes:
    return heavy_scan(3, 200)


def test_a_scan_of_forty_megabytes_comes_under_two_and_can_be_read() -> None:
    scan = heavy_scan()
    assert len(scan) > 40_000_000
    reduced = reduce([Part("scan.pdf", scan, alt="A certificate")], 2_000_000, bind)
    assert len(reduced.bound.data) <= 2_000_000
    (told,) = reduced.reductions
    assert (told.part, told.pictures, told.dpi_before, told.bytes_before) == ("scan.pdf", 12, 300, len(scan))
    assert 150 <= told.dpi_after <= 225
    assert str(told).startswith("scan.pdf: 12 pictures 300 → 150 dpi, paper evened out, 44.")
    # What was written is nearer to the clean sheet than the scan was.
    clean = sheet(300).resize(shown(scan, dpi=150).size).convert("RGB")
    for page in (0, 11):
        assert difference(clean, shown(reduced.bound.data, page, 150)) < difference(clean, shown(scan, page, 150))


def test_what_fits_is_not_touched(scan: bytes) -> None:
    part = Part("scan.pdf", scan, spans=(PageSpan(1, 1),))
    reduced = reduce([part], 2_500_000, bind)
    assert reduced.reductions == ()
    assert reduced.bound.data == bind([part]).data


def test_no_coarser_than_it_must(scan: bytes) -> None:
    parts = [Part("scan.pdf", scan, spans=(PageSpan(1, 1),))]
    found = [reduce(parts, limit, bind) for limit in (1_500_000, 600_000, 200_000)]
    resolutions = [each.reductions[0].dpi_after for each in found]
    assert resolutions == sorted(resolutions, reverse=True)
    assert (resolutions[0], resolutions[-1]) == (200, 150)


def test_only_the_pages_that_are_bound_are_worked_on(scan: bytes) -> None:
    reduced = reduce([Part("scan.pdf", scan, spans=(PageSpan(2, 3),))], 500_000, bind)
    assert reduced.bound.pages == 2
    assert reduced.reductions[0].pictures == 2


def test_a_file_bound_twice_is_made_smaller_once(scan: bytes) -> None:
    parts = [Part("a.pdf", scan, (PageSpan(1, 1),)), Part("b.pdf", scan, (PageSpan(1, 2),))]
    reduced = reduce(parts, 400_000, bind)
    assert len(_images(reduced.bound.data)) == 2
    assert reduced.reductions[0].pictures == 2


def test_the_same_input_gives_the_same_bytes(scan: bytes) -> None:
    parts = [Part("scan.pdf", scan, spans=(PageSpan(1, 1),))]
    one, two = (reduce(parts, 200_000, bind) for _ in range(2))
    assert one.bound.data == two.bound.data
    assert one.reductions == two.reductions


def test_what_our_press_made_is_never_touched(scan: bytes) -> None:
    ours = document(full_page(lambda pdf: jpeg(pdf, photo())))
    parts = [Part("ours.pdf", ours, proven=True), Part("scan.pdf", scan, spans=(PageSpan(1, 1),))]
    kept = max(_images(ours))
    reduced = reduce(parts, len(ours) + 300_000, bind)
    assert kept in _images(reduced.bound.data)
    assert [each.part for each in reduced.reductions] == ["scan.pdf"]
    with pytest.raises(CasefolioError):
        reduce(parts, 100_000, bind)


def test_an_image_used_twice_keeps_what_its_larger_use_needs() -> None:
    def both(pdf: Any, page: Any) -> bytes:
        page.Resources.XObject.Im = jpeg(pdf, scanned(sheet(300), 300))
        return b"q 60 0 0 84 0 0 cm /Im Do Q q 595 0 0 842 0 0 cm /Im Do Q q 30 0 0 42 0 0 cm /Im Do Q"

    reduced = reduce([Part("scan.pdf", document(both))], 400_000, bind)
    ((wide, high, _),) = _images(reduced.bound.data)
    assert wide / (A4[0] / 72) >= 149
    assert high / (A4[1] / 72) >= 149


def test_a_photograph_goes_below_what_writing_may() -> None:
    smooth = Image.linear_gradient("L").resize((1000, 1400))
    noisy = Image.blend(smooth, Image.effect_noise((1000, 1400), 90), 0.15)

    def corner(pdf: Any, page: Any) -> bytes:
        page.Resources.XObject.Im = jpeg(pdf, noisy)
        return b"q 297 0 0 421 0 0 cm /Im Do Q"

    reduced = reduce([Part("photo.pdf", document(corner))], 9_000, bind)
    assert reduced.reductions[0].dpi_after < 150


def test_a_limit_that_cannot_be_reached_names_the_heaviest_parts(scan: bytes) -> None:
    parts = [Part("letter.pdf", own(1)), Part("scan.pdf", scan, spans=(PageSpan(1, 1),)), Part("cv.pdf", own(2))]
    with pytest.raises(CasefolioError) as caught:
        reduce(parts, 50_000, bind)
    (problem,) = caught.value.problems
    assert problem.code == "CF-560"
    assert problem.message.index("scan.pdf (") < problem.message.index("letter.pdf (")
    assert "may have 50 KB" in problem.message
    with pytest.raises(CasefolioError, match="CF-561"):
        reduce(parts, 0, bind)


def test_parts_without_pictures_cannot_be_made_smaller() -> None:
    with pytest.raises(CasefolioError, match="CF-560"):
        reduce([Part("text.pdf", own(1))], 2_000, bind)


def test_a_locked_part_is_opened_with_its_password() -> None:
    lock = pikepdf.Encryption(user="secret", owner="secret", R=6)
    data = document(full_page(lambda pdf: jpeg(pdf, scanned(sheet(150), 150))), encryption=lock)
    reduced = reduce([Part("locked.pdf", data, password="secret")], 300_000, bind)  # noqa: S106 - of a test file
    assert len(reduced.bound.data) <= 300_000
    with pytest.raises(CasefolioError, match="CF-523"):
        reduce([Part("locked.pdf", data)], 300_000, bind)


def test_claims_hold_as_before(vera: Vera, tmp_path: Path) -> None:
    Image.merge("RGB", [scanned(sheet(100), 100)] * 3).save(tmp_path / "scan.png")
    tag = f'<img src="file://{tmp_path}/scan.png" alt="A certificate" style="width: 17cm">'
    tagged = printed_tagged(f"<html lang=en><head><title>Certificate</title></head><body><p>{tag}</p></body></html>")

    def bound(parts: Sequence[Part]) -> Bound:
        return bind(parts, BindOptions(title="Application", language="en"))

    parts = [Part("own.pdf", own(1)), Part("certificate.pdf", tagged, alt="A certificate")]
    assert bound(parts).claims == {"pdfa", "pdfua"}
    reduced = reduce(parts, len(bound(parts).data) // 5, bound)
    assert reduced.bound.claims == {"pdfa", "pdfua"}
    assert vera.faults(reduced.bound.data, ("ua1", "3a")) == []


@given(st.integers(1, 400_000))
@settings(max_examples=5, deadline=None)
def test_it_is_within_its_limit_or_says_why_not(limit: int) -> None:
    part = Part("scan.pdf", document(full_page(lambda pdf: jpeg(pdf, scanned(sheet(100), 100)))))
    least = 72_000
    if limit < least:
        with pytest.raises(CasefolioError, match="CF-560"):
            reduce([part], limit, bind)
    else:
        assert len(reduce([part], limit, bind).bound.data) <= limit


def test_the_parts_given_are_not_changed(scan: bytes) -> None:
    part = Part("scan.pdf", scan, spans=(PageSpan(1, 1),))
    before = replace(part)
    reduce([part], 300_000, bind)
    assert part == before
