"""The press edition: PDF/X-4, its boxes, its inks, and no claim that is not proven."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image
from tests.shop.inkwell import painted, spaces
from tests.shop.profiles import press_profile

from casefolio.bindery.presswork import against_x4, judged
from casefolio.press import shop as makeready

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.shop.conftest import Edition, Shopfloor

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
BLACK: tuple[float, ...] = (0, 0, 0, 1)


def boxes(page: Any) -> list[list[float]]:
    return [[float(side) for side in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")]


def xmp(book: pikepdf.Pdf) -> dict[str, str]:
    """The simple properties of the packet, by their names without prefix."""
    return dict(re.findall(r"<\w+:(\w+)>([^<]+)</", bytes(book.Root.Metadata.read_bytes()).decode()))


def test_a_press_edition_says_what_it_is(pressed: Edition) -> None:
    assert [result.conformance for result in pressed.outcome.results] == [("PDF/X-4",)] * 3
    assert {path.parent.name for path in pressed.files} == {"press", "onepagers"}
    for path in pressed.files:
        with pikepdf.open(path) as book:
            said, info = xmp(book), book.docinfo
            (intent,) = book.Root.OutputIntents
            assert intent.S == "/GTS_PDFX"
            assert intent.DestOutputProfile.read_bytes() == press_profile()
            assert intent.DestOutputProfile.N == 4
            assert str(intent.OutputConditionIdentifier) == str(intent.Info) == "Test press"
            assert said["GTS_PDFXVersion"] == "PDF/X-4"
            assert (said["Trapped"], str(info.Trapped)) == ("False", "/False")
            assert said["CreateDate"] == said["ModifyDate"] == said["MetadataDate"] == "2026-01-01T00:00:00Z"
            assert str(info.CreationDate) == str(info.ModDate) == "D:20260101000000Z"
            assert {"DocumentID", "RenditionClass", "VersionID"} <= set(said)
            assert len(book.trailer.ID) == 2
            assert "part" not in said, "a claim of PDF/A or PDF/UA"
            assert book.pdf_version == "1.6"
            assert book.check_pdf_syntax() == []
            assert {"/AA", "/OpenAction", "/AcroForm"}.isdisjoint(book.Root.keys())


def test_nothing_hangs_over_the_pages(pressed: Edition) -> None:
    for path in pressed.files:
        with pikepdf.open(path) as book:
            assert not any("/Annots" in page.obj for page in book.pages)
            assert "/EmbeddedFiles" not in book.Root.get("/Names", {})
            assert book.Root.Outlines.First


def test_boxes_lie_one_in_the_other(pressed: Edition, marked: Edition) -> None:
    for edition, bleed in (pressed, 3 * MM), (marked, 5 * MM):
        for path in edition.files:
            with pikepdf.open(path) as book:
                for page in book.pages:
                    media, bled, trim = boxes(page)
                    assert trim == pytest.approx([0, 0, *A4], abs=0.01)
                    assert bled == pytest.approx([-bleed, -bleed, A4[0] + bleed, A4[1] + bleed], abs=0.01)
                    room = [inner - outer for inner, outer in zip(bled[:2], media[:2], strict=True)]
                    assert min(room) > 5 * MM, "room for the marks"


def test_without_marks_the_sheet_ends_with_the_bleed(shared: Shopfloor, tmp_path: Path) -> None:
    edition = shared.press(tmp_path, "cv", bleed_mm=0.0, paper="letter")
    with pikepdf.open(edition.file("cv")) as book:
        media, bled, trim = boxes(book.pages[0])
        assert media == bled == trim == pytest.approx([0, 0, 612, 792], abs=0.01)


@pytest.mark.parametrize("edition", ["pressed", "marked"])
def test_marks_stand_outside_the_bleed_in_every_ink(edition: str, request: pytest.FixtureRequest) -> None:
    printed: Edition = request.getfixturevalue(edition)
    for path in printed.files:
        marks = [mark for mark in painted(path) if "Separation" in mark.space]
        # Eight crop marks, four crosses, four circles to a page.
        with pikepdf.open(path) as book:
            assert len(marks) == 16 * len(book.pages)
            all_inks = next(iter(book.pages)).obj.Resources.ColorSpace.registration
            assert str(all_inks[1]) == "/All"
            tint = [float(part) for part in all_inks[3].C1]
            assert tint == ([1] * 4 if edition == "pressed" else [0] * 3)
        assert all(mark.parts == (1.0,) and mark.artifact for mark in marks)
        for picture, bled, media in rendered(path):
            left, bottom, right, top = bled
            inside = (left - media[0], media[3] - top, right - media[0], media[3] - bottom)
            outside = picture.copy()
            outside.paste(255, tuple(round(side * 2) for side in inside))
            corners = outside.point(lambda grey: 255 * (grey < 220)).getbbox()
            assert corners is not None, "there are marks"
            # Along the middle of the sheet's left edge there is a cross, at the level of the trim a crop mark.
            assert dark(outside, (0, round((media[3] - 0) * 2)))
            assert dark(outside, (0, outside.height // 2))


def rendered(path: Path) -> list[tuple[Any, list[float], list[float]]]:
    """Pages in grey at 144 dpi, with bleed and media box."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return [
            (page.render(scale=2).to_pil().convert("L"), [*page.get_bleedbox()], [*page.get_mediabox()])
            for page in document
        ]
    finally:
        document.close()


def dark(picture: Any, at: tuple[int, int]) -> bool:
    """Whether something is drawn near a point of the left edge."""
    x, y = at
    band = picture.crop((x, max(y - 4, 0), x + 40, y + 4))
    return bool(min(band.tobytes()) < 220)


def test_the_cover_runs_into_the_bleed(pressed: Edition) -> None:
    (picture, bled, media) = rendered(pressed.file("dossier"))[0]
    x, y = round((bled[0] - media[0] + 1) * 2), picture.height // 3
    assert picture.getpixel((x, y)) < 253, "ink up to the edge of the bleed"
    assert picture.getpixel((round((bled[0] - media[0] - 1) * 2), y)) == 255, "and not beyond"


def test_no_rgb_is_left(pressed: Edition) -> None:
    for path in pressed.files:
        assert spaces(path) <= {"/DeviceCMYK", "/DeviceGray", "/Separation /All /DeviceCMYK", "/Pattern", "/Separation"}


def test_text_is_black_alone_or_of_two_or_three_inks(pressed: Edition) -> None:
    for path in pressed.files:
        texts = [mark for mark in painted(path) if mark.kind == "text"]
        assert all(mark.space == "/DeviceCMYK" for mark in texts)
        assert all(min(mark.parts) == 0 for mark in texts), "four inks"
        dark_texts = {mark.parts for mark in texts if mark.parts[3] > 0.7}
        assert BLACK in dark_texts
        assert all(parts[:3] == (0, 0, 0) for parts in dark_texts), "black is black alone"
        assert sum(mark.parts == BLACK for mark in texts) > 5


def test_black_ink_prints_over_what_is_below_and_nothing_else_does(pressed: Edition) -> None:
    """Else letters on a tint would have white edges (ISO 32000-1 §8.6.7)."""
    with pikepdf.open(pressed.file("onepagers/one")) as book:
        page = book.pages[0].obj
        states = page.Resources.ExtGState
        fill: tuple[float, ...] = ()
        over, seen = False, set()
        kept: list[Any] = []
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            name = str(operator)
            if name == "q":
                kept.append((fill, over))
            elif name == "Q":
                fill, over = kept.pop()
            elif name == "k":
                fill = tuple(float(part) for part in operands)
            elif name == "gs" and "/op" in states[operands[0]]:
                over = bool(states[operands[0]].op)
                assert not over or states[operands[0]].OPM == 1
            elif name in ("TJ", "Tj", "f"):
                assert over == (fill == BLACK)
                seen.add(over)
        assert seen == {True, False}


def test_drawings_follow_the_tokens(pressed: Edition) -> None:
    """Arrows are SVG in the accent's RGB; they are printed in the accent's inks."""
    paths = {mark.parts for mark in painted(pressed.file("onepagers/one")) if mark.kind == "path"}
    headings = {mark.parts for mark in painted(pressed.file("onepagers/one")) if mark.kind == "text"} - {BLACK}
    accents = {parts for parts in paths if len(parts) == 4 and parts[0] == 1}
    assert len(accents) == 1
    assert accents <= headings


def test_the_portrait_is_separated(pressed: Edition) -> None:
    with pikepdf.open(pressed.file("cv")) as book:
        (image,) = (thing for thing in book.objects if isinstance(thing, pikepdf.Stream) and "/Width" in thing)
        assert image.ColorSpace == "/DeviceCMYK"
        assert len(image.read_bytes()) == 52 * 64 * 4


def test_every_word_is_there(pressed: Edition, marked: Edition) -> None:
    """Reading back finds what was said, or the run would have ended with 7; both editions say the same."""
    import pypdfium2

    for name in "cv", "dossier":
        texts = []
        for edition in pressed, marked:
            document = pypdfium2.PdfDocument(edition.file(name))
            texts.append([page.get_textpage().get_text_bounded() for page in document])
            document.close()
        assert texts[0] == texts[1]


def test_the_same_bytes_again(pressed: Edition, shared: Shopfloor, tmp_path: Path) -> None:
    again = shared.press(tmp_path, marks=("crop", "registration"))
    for name in "cv", "onepagers/one", "dossier":
        assert again.file(name).read_bytes() == pressed.file(name).read_bytes()


def test_without_a_date_a_press_file_still_has_one(shared: Shopfloor, tmp_path: Path) -> None:
    from casefolio.model.order import Job
    from casefolio.model.shop import Shop
    from casefolio.model.target import Target
    from casefolio.model.workspace import Workspace
    from casefolio.pipeline import build

    outcome = build(Job((Target("cv"),), shop=Shop(shared.profile)), Workspace(shared.root, tmp_path, {}))
    assert outcome.results[0].conformance == ("PDF/X-4",)


def test_pages_are_filled_up(shared: Shopfloor, tmp_path: Path) -> None:
    edition = shared.press(tmp_path, "cv", "dossier", pad=4)
    assert [result.pages % 4 for result in edition.outcome.results] == [0, 0]
    for path in edition.files:
        with pikepdf.open(path) as book:
            assert len(book.pages) % 4 == 0
            assert len({tuple(map(tuple, boxes(page))) for page in book.pages}) == 1


def test_a_bleed_in_rgb_keeps_every_claim(marked: Edition, grey: Edition, vera: Any) -> None:
    for edition in marked, grey:
        for path in edition.files:
            assert vera.faults(path) == []
        assert {result.conformance for result in edition.outcome.results} == {("PDF/A-3a", "PDF/UA-1")}


def spoiled(path: Path, spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(path) as book:
        spoil(book)
        book.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def without_intent(book: pikepdf.Pdf) -> None:
    del book.Root.OutputIntents


def with_rgb(book: pikepdf.Pdf) -> None:
    book.pages[0].contents_add(b"1 0 0 rg 0 0 9 9 re f")


def with_an_rgb_picture(book: pikepdf.Pdf) -> None:
    for thing in book.objects:
        if isinstance(thing, pikepdf.Stream) and "/Width" in thing:
            thing.ColorSpace = pikepdf.Name.DeviceRGB


def with_a_note(book: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 20, 20])
    book.pages[0].obj.Annots = pikepdf.Array([note])


def with_a_wide_trim(book: pikepdf.Pdf) -> None:
    book.pages[0].obj.TrimBox = pikepdf.Array([-99, 0, 500, 800])


def without_a_trim(book: pikepdf.Pdf) -> None:
    del book.pages[0].obj.TrimBox


def without_trapped(book: pikepdf.Pdf) -> None:
    del book.docinfo.Trapped


@pytest.mark.parametrize(
    "spoil",
    [without_intent, with_rgb, with_an_rgb_picture, with_a_note, with_a_wide_trim, without_a_trim, without_trapped],
)
def test_what_is_not_reached_is_found(pressed: Edition, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    assert against_x4(spoiled(pressed.file("cv"), lambda _: None)) == ()
    assert len(against_x4(spoiled(pressed.file("cv"), spoil))) == 1


def test_what_is_not_reached_is_not_claimed(floor: Shopfloor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makeready, "recolour", lambda *_: None)
    edition = floor.press(tmp_path / "out", "onepager:one", "cv")
    assert [result.conformance for result in edition.outcome.results] == [(), ()]
    assert edition.codes.count("CF-640") == 2
    assert "RGB" in edition.outcome.warnings[-1].message
    for path in edition.files:
        with pikepdf.open(path) as book:
            assert "GTS_PDFXVersion" not in xmp(book)
            assert book.check_pdf_syntax() == []


def test_a_claim_is_taken_out_without_moving_anything(pressed: Edition) -> None:
    good = pressed.file("cv").read_bytes()
    assert judged(good) == (good, ())
    bad = spoiled(pressed.file("cv"), without_a_trim)
    data, faults = judged(bad)
    assert faults
    assert b"PDF/X-4" in bad
    assert b"PDF/X-4" not in data
    assert len(data) == len(bad)


def test_pictures_of_every_kind_are_printed_in_every_edition(floor: Shopfloor, tmp_path: Path, vera: Any) -> None:
    for mode, kind in ("RGBA", "PNG"), ("L", "JPEG"), ("P", "PNG"), ("CMYK", "JPEG"):
        buffer = io.BytesIO()
        Image.new(mode, (20, 24), 90 if mode in "LP" else (90, 20, 200, 128)).save(buffer, kind)
        (floor.root / "content/private/me.jpg").write_bytes(buffer.getvalue())
        edition = floor.press(tmp_path / mode, "cv")
        assert edition.outcome.results[0].conformance == ("PDF/X-4",), mode
        assert "/DeviceRGB" not in spaces(edition.file("cv"))
        plain = floor.press(tmp_path / mode, "cv", profile=None)
        assert vera.faults(plain.file("cv")) == [], mode
