"""What preflight says of files, against what other programs know of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.bind.makers import own, scan, untagged
from tests.preflight.makers import by_typst, codes, drawn, edited, our_cv, pictured, text_page

from casefolio.bindery.preflight.inspection import inspect

if TYPE_CHECKING:
    from collections.abc import Callable


def test_our_own_cv_keeps_its_claims_and_the_validator_agrees(vera: Any) -> None:
    found = inspect(our_cv(), "cv.pdf")
    assert [(claim.name, claim.broken) for claim in found.claims] == [("PDF/A-3a", ()), ("PDF/UA-1", ())]
    assert "no fault found by the cheap checks" in str(found.claims[0])
    assert vera.faults(our_cv(), ("ua1", "3a")) == []
    assert found.enclosures == ("resume.json",)
    said = found.reading.content
    assert said is not None
    assert 0 < said[0] <= said[1]


@pytest.mark.parametrize("make", [untagged, by_typst, scan, text_page, our_cv])
def test_sizes_add_up_to_the_file(make: Callable[[], bytes]) -> None:
    data = make()
    found = inspect(data, "file.pdf")
    assert sum(found.sizes.values()) == len(data) == found.size_bytes
    assert min(found.sizes.values()) >= 0


def test_sizes_are_those_of_the_streams() -> None:
    found = inspect(by_typst(), "file.pdf").sizes
    with pikepdf.open(io.BytesIO(by_typst())) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        fonts = [
            each for each in streams if each.get("/Subtype") in ("/CIDFontType0C", "/OpenType") or "/Length1" in each
        ]
        least = sum(len(each.read_raw_bytes()) for each in fonts)
        content = sum(len(page.Contents.read_raw_bytes()) for page in pdf.pages)
    assert least < found["fonts"] < least + 8000
    assert content < found["page content"] < content + 2000


def test_packed_objects_are_shared_out() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(own(1))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found = inspect(out.getvalue(), "file.pdf").sizes
    assert sum(found.values()) == len(out.getvalue())
    assert found["tags"] > 200


def test_pages_alike_are_told_together() -> None:
    def edit(pdf: Any) -> None:
        pdf.pages[1].Rotate = 90
        pdf.pages[1].TrimBox = [10, 10, 390, 590]

    first, second = inspect(edited(drawn(b"", b"", b""), edit), "file.pdf").runs[:2]
    assert (first.first, first.last, first.width_mm, first.height_mm) == (1, 1, 141.1, 211.7)
    assert (second.width_mm, second.height_mm, second.rotate) == (211.7, 141.1, 90)
    assert second.boxes["TrimBox"] == (3.5, 3.5, 134.1, 204.6)
    assert inspect(own(1), "file.pdf").runs[0].paper == "A4 portrait"


@pytest.mark.parametrize(
    ("how", "dpi"),
    [
        ({"matrix": "72 0 0 72 0 0"}, 100),
        ({"matrix": "0 36 -36 0 100 100"}, 200),
        ({"matrix": "1 0 0 1 0 0", "within": "24 0 0 48 0 0"}, 150),
        ({"matrix": "0.5 0 0 0.5 0 0", "within": "144 0 0 144 0 0"}, 100),
        ({"matrix": "0 1 -1 0 0 0", "within": "0 36 -72 0 100 100"}, 100),
        ({"matrix": "72 0 0 72 0 0", "unit": 2.0}, 50),
    ],
)
def test_resolution_is_that_on_the_page(how: Any, dpi: int) -> None:
    (picture,) = inspect(pictured(**how), "file.pdf").pictures
    assert picture.dpi == dpi
    assert ("CF-587" in codes(pictured(**how))) == (dpi < 150)


def test_labels_links_and_bookmarks_are_counted() -> None:
    found = inspect(by_typst(), "file.pdf")
    assert [(link.kind, link.target) for link in found.links][:2] == [
        ("address", "https://example.org/t"),
        ("page", "page 2"),
    ]
    assert not [link for link in found.links if link.dead]
    assert (found.outline.entries, found.outline.depth) == (4, 2)
    assert found.language == "de"


@pytest.mark.parametrize(
    ("ranges", "labels"),
    [
        ([], ()),
        ([0, {"/S": "/r"}, 1, {"/S": "/D"}], ("i", "1–2")),
        ([0, {"/P": "1"}, 1, {"/P": "2"}, 2, {"/P": "3"}], ("1–3",)),
        ([0, {"/S": "/D", "/P": "A-"}], ("A-1–A-3",)),
    ],
)
def test_labels_are_told_by_range(ranges: list[Any], labels: tuple[str, ...]) -> None:
    def edit(pdf: Any) -> None:
        values = {"/r": pikepdf.Name.r, "/D": pikepdf.Name.D}
        nums = [
            pikepdf.Dictionary({key: values.get(value, value) for key, value in each.items()})
            if isinstance(each, dict)
            else each
            for each in ranges
        ]
        if nums:
            pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(nums))

    assert inspect(edited(drawn(b"", b"", b""), edit), "file.pdf").labels == labels


def test_a_scan_has_no_text() -> None:
    found = inspect(scan(2), "scan.pdf")
    assert found.reading.without_text == (1, 2)
    assert "CF-588" in codes(scan(2))


def test_fonts_say_what_they_are() -> None:
    (face,) = inspect(text_page(), "file.pdf").fonts
    assert (face.name, face.kind, face.embedded, face.used, face.pages) == ("Helvetica", "Type1", False, True, (1,))
    assert all(face.embedded and face.subset and face.unicode == "ToUnicode" for face in inspect(own(1), "f").fonts)
