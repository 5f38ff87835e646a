"""Every page comes out upright and whole, whatever its size, turn, crop or unit; and lies where it should."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from tests.bind.makers import drawn, edited, own

from casefolio.bindery.imposing.impose import impose
from casefolio.bindery.imposing.pagemap import n_up
from casefolio.bindery.imposing.placing import Look, grid_for, placements
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part
from casefolio.model.imposing import ImposeOptions

if TYPE_CHECKING:
    from casefolio.model.imposing import Imposed, Nup

#: Four fields that differ, so that a page turned, mirrored or cut shows; the crop box is the outer edge of the fields.
_FIELDS = (
    b"1 0 0 rg 50 100 150 200 re f 0 1 0 rg 200 100 100 200 re f "
    b"0 0 1 rg 50 300 150 150 re f 0.2 g 200 300 100 150 re f 1 1 0 rg 0 0 50 600 re f"
)


def page(**entries: Any) -> bytes:
    """A page of 400 by 600 with coloured fields, cropped to them where `CropBox` says so."""

    def edit(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj["/" + key] = pikepdf.Array(value) if isinstance(value, list) else value

    return edited(drawn(_FIELDS), edit)


def picture(data: bytes, number: int, scale: float = 1.0) -> Image.Image:
    pdf = pypdfium2.PdfDocument(data)
    try:
        shown: Image.Image = pdf[number].render(scale=scale).to_pil().convert("RGB")
        return shown
    finally:
        pdf.close()


def impose_parts(*pages: bytes, **options: Any) -> Imposed:
    """Impose pages made apart as one file."""
    with pikepdf.new() as joined:
        for each in pages:
            with pikepdf.open(io.BytesIO(each)) as pdf:
                joined.pages.extend(pdf.pages)
        out = io.BytesIO()
        joined.save(out, static_id=True)
    return impose(Part("pages.pdf", out.getvalue()), ImposeOptions(**options))


def stamped(**entries: Any) -> bytes:
    """A page with a stamp of two colours off its middle, drawn as an annotation."""

    def edit(pdf: Any) -> None:
        look = pdf.make_stream(b"0 1 1 rg 0 0 20 20 re f 1 0 1 rg 0 20 20 40 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 20, 60]
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[60, 310, 160, 440], F=4, Contents="Seen",
            AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        pdf.pages[0].Annots = [pdf.make_indirect(stamp)]

    return edited(page(**entries), edit)


CROP = [50, 100, 300, 450]
PAGES = {
    "plain": page(),
    "turned 90": page(Rotate=90),
    "turned 180": page(Rotate=180),
    "turned 270": page(Rotate=270),
    "turned -90": page(Rotate=-90),
    "cropped": page(CropBox=CROP),
    "cropped and turned": page(CropBox=CROP, Rotate=90),
    "off the origin": page(MediaBox=[-70, 40, 350, 500]),
    "corners swapped": page(MediaBox=[400, 600, 0, 0]),
    "large units": page(CropBox=CROP, UserUnit=2.5),
    "stamped": stamped(),
    "stamped and turned 90": stamped(Rotate=90),
    "stamped and turned 180": stamped(Rotate=180),
    "stamped and turned 270": stamped(CropBox=CROP, Rotate=270),
    "a poster": page(MediaBox=[0, 0, 4000, 600]),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_upright_and_whole_in_its_cell(name: str) -> None:
    """As PDFium shows the page by itself, so it shows it in the middle of its cell, as large as fits."""
    alone = picture(PAGES[name], 0)
    imposed = impose_parts(PAGES[name], PAGES["plain"], PAGES["plain"], nup=2)
    sheet = picture(imposed.data, 0, 2)
    assert imposed.job.landscape
    cell = sheet.crop((0, 0, sheet.width // 2, sheet.height))
    scale = min(cell.width / alone.width, cell.height / alone.height)
    size = (round(alone.width * scale), round(alone.height * scale))
    left, top = (cell.width - size[0]) // 2, (cell.height - size[1]) // 2
    wanted = Image.new("RGB", cell.size, "white")
    wanted.paste(alone.resize(size), (left, top))
    assert _differ(cell, wanted) < 12


def _differ(one: Image.Image, other: Image.Image) -> float:
    """The largest difference of two pictures, edges blurred away."""
    small = (30, 40)
    pairs = ImageChops.difference(one.resize(small, Image.Resampling.BOX), other.resize(small, Image.Resampling.BOX))
    found = sorted(value for band in pairs.split() for value in band.tobytes())
    return float(found[int(len(found) * 0.97)])


@given(
    pages=st.lists(
        st.builds(
            Look,
            st.tuples(st.floats(-500, 0), st.floats(-500, 0), st.floats(10, 3000), st.floats(10, 3000)),
            st.sampled_from([0, 90, 180, 270]),
            st.sampled_from([0.5, 1.0, 7.0]),
        ),
        min_size=1,
        max_size=9,
    ),
    nup=st.sampled_from([2, 4, 8]),
    gap_mm=st.floats(0, 20),
    duplex=st.booleans(),
)
def test_every_page_lies_whole_in_its_cell_in_its_shape(
    pages: list[Look],
    nup: Nup,
    gap_mm: float,
    duplex: bool,  # noqa: FBT001
) -> None:
    grid = grid_for(pages, ImposeOptions(nup=nup, gap_mm=gap_mm))
    sides = n_up(len(pages), (grid.columns, grid.rows), rtl=False, duplex=duplex, tumble=duplex)
    found = placements(pages, sides, grid, 0)
    for number, (look, place) in enumerate(zip(pages, found, strict=True)):
        seat = number % nup
        left, bottom, right, top = grid.cell(nup - 1 - seat if sides[place.side].turned else seat)
        assert left - 0.01 <= place.box[0] < place.box[2] <= right + 0.01
        assert bottom - 0.01 <= place.box[1] < place.box[3] <= top + 0.01
        wide, high = place.box[2] - place.box[0], place.box[3] - place.box[1]
        assert wide / high == pytest.approx(look.size[0] / look.size[1], rel=1e-6)
        assert max(wide / (right - left), high / (top - bottom)) > 0.98
        a, b, c, d, _, _ = place.matrix
        assert a * d - b * c > 0, "mirrored"


def test_that_measure_sees_a_page_turned_or_mirrored() -> None:
    alone = picture(PAGES["plain"], 0)
    for other in (Image.Transpose.ROTATE_180, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM):
        assert _differ(alone, alone.transpose(other)) > 50
    assert _differ(alone, alone) == 0


def test_pages_of_mixed_kinds_lie_on_one_sheet() -> None:
    imposed = impose_parts(*PAGES.values(), nup=4)
    assert (imposed.pages, imposed.sides, imposed.sheets, imposed.blanks) == (15, 4, 4, 1)
    smallest, largest = imposed.scales
    assert smallest < 0.1
    assert largest > 1


def test_what_a_crop_box_hides_stays_hidden() -> None:
    """The yellow strip lies outside of the crop box."""
    sheet = picture(impose_parts(PAGES["cropped"], PAGES["cropped"], nup=2).data, 0)
    assert (255, 255, 0) not in {colour for _, colour in sheet.getcolors(10**6) or []}


@pytest.mark.parametrize("turn", [0, 90])
def test_a_page_for_the_press_lies_as_it_is_once_it_is_trimmed(turn: int) -> None:
    """What is around the trim box, marks and bleed, is cut away; the cell is filled by what is within."""
    pressed = page(Rotate=turn, TrimBox=CROP, BleedBox=[40, 90, 310, 460], CropBox=[20, 20, 380, 580])
    imposed, wanted = (impose_parts(*[data] * 2, nup=2) for data in (pressed, page(Rotate=turn, CropBox=CROP)))
    assert imposed.warnings == wanted.warnings
    assert imposed.scales == wanted.scales
    assert picture(imposed.data, 0, 2) == picture(wanted.data, 0, 2)


@pytest.mark.parametrize("box", [[0, 0, 400, 600], [-9, -9, 900, 900], [500, 0, 600, 50], [70, 70, 70, 90], [1, 2]])
def test_a_trim_box_that_says_nothing_changes_nothing(box: list[int]) -> None:
    odd, plain = (impose_parts(*[data] * 2, nup=2) for data in (page(TrimBox=box), PAGES["plain"]))
    assert picture(odd.data, 0) == picture(plain.data, 0)


_A4 = [0, 0, 595, 842]


@pytest.mark.parametrize(
    ("pages", "options", "told", "noted"),
    [
        ([_A4] * 2, {"nup": 2}, "", ""),
        ([_A4] * 4, {"nup": 4}, "", " At 50 %, text of 9 pt comes out at 4.5 pt."),
        ([_A4] * 8, {"nup": 8}, "", " At 35 %, text of 9 pt comes out at 3.2 pt."),
        ([_A4] * 8, {"nup": 8, "paper": "a3"}, "", " At 50 %, text of 9 pt comes out at 4.5 pt."),
        (
            [_A4, [0, 0, 1684, 2384], _A4],
            {"nup": 2},
            "pages.pdf, page 2: at 25 %, text of 9 pt comes out at 2.2 pt",
            "",
        ),
        (
            [[0, 0, 842, 595]] * 4,
            {"booklet": True},
            "pages.pdf, pages 1-4: at 50 %, text of 9 pt comes out at 4.5 pt",
            " At 50 %, text of 9 pt comes out at 4.5 pt.",
        ),
    ],
)
def test_small_text_is_noted_and_warned_of_where_it_was_not_asked_for(
    pages: list[list[int]], options: dict[str, Any], told: str, noted: str
) -> None:
    imposed = impose_parts(*(page(MediaBox=box) for box in pages), **options)
    said = {problem.code: problem.message for problem in imposed.warnings if problem.code == "CF-552"}
    assert said == ({"CF-552": told} if told else {})
    assert imposed.instruction.endswith(noted or ".")
    assert ("text of" in imposed.instruction) == bool(noted)


@pytest.mark.parametrize(
    ("size", "paper", "scale"),
    [
        ((419.53, 595.28), "a4", 1.0),  # A5
        ((419.0, 590.0), "a4", 1.0),  # all but A5: not magnified to fill
        ((595.28, 841.89), "a4", 0.7071),
        ((396, 612), "letter", 1.0),  # half letter
        ((612, 792), "letter", 0.6471),
        ((841.89, 595.28), "a4", 0.5),  # slides of A4, landscape
    ],
)
def test_a_booklet_takes_the_paper_that_fits(size: tuple[float, float], paper: str, scale: float) -> None:
    imposed = impose(Part("p.pdf", page(MediaBox=[0, 0, *size])), ImposeOptions(booklet=True))
    assert (imposed.job.paper, imposed.job.landscape) == (paper, True)
    assert imposed.scales[0] == pytest.approx(scale, abs=0.001)
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        wanted = {"a4": (841.889764, 595.275591), "letter": (792, 612)}[paper]
        assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx(wanted)


def _red(data: bytes, side: int) -> list[tuple[float, float]]:
    """From where to where, in points, a line across a side is red."""
    pdf = pypdfium2.PdfDocument(data)
    shown = pdf[side].render(scale=8, crop=(0, 290, 0, 290)).to_pil().convert("RGB")
    pdf.close()
    line = [shown.getpixel((x, shown.height // 2)) for x in range(shown.width)]
    red = [isinstance(colour, tuple) and colour[0] > 200 and colour[1] < 100 for colour in line]
    red = [False, *red, False]
    edges = [(x - 1) / 8 for x in range(1, len(red)) if red[x] != red[x - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def test_creep_moves_inner_sheets_towards_the_spine() -> None:
    """By half of what the sheets around them are thick: 0, 0.5, 1 … of a sheet."""
    part = Part("p.pdf", drawn(*[b"1 0 0 rg 100 100 200 400 re f"] * 16))
    flat = impose(part, ImposeOptions(booklet=True))
    thick = impose(part, ImposeOptions(booklet=True, creep_mm=1.0))
    for side in range(8):
        (left, right), (left_moved, right_moved) = _red(flat.data, side), _red(thick.data, side)
        moved = side // 2 * 0.5 * 72 / 25.4
        assert left[1] < 841.89 / 2 < right[0]
        assert left_moved[0] - left[0] == pytest.approx(moved, abs=0.2)
        assert right[0] - right_moved[0] == pytest.approx(moved, abs=0.2)


def test_a_page_that_creeps_does_not_print_over_the_fold() -> None:
    """Red pages at the left of green ones meet at the fold, wherever they are moved."""
    pages = [b"0 1 0 rg 0 0 500 600 re f" if number % 2 else b"1 0 0 rg 0 0 500 600 re f" for number in range(1, 17)]
    imposed = impose(Part("p.pdf", edited(drawn(*pages), _widen)), ImposeOptions(booklet=True, creep_mm=1.0))
    for side in range(8):
        (red,) = _red(imposed.data, side)  # even pages lie at the left
        assert red[1] == pytest.approx(841.89 / 2, abs=0.2)


def _widen(pdf: Any) -> None:
    for each in pdf.pages:
        each.mediabox = [0, 0, 500, 600]


@pytest.mark.parametrize(("nup", "lines"), [(2, 1), (4, 2), (8, 4)])
def test_cut_lines_run_through_the_gaps_and_are_artifacts(nup: Nup, lines: int) -> None:
    options = ImposeOptions(nup=nup, gap_mm=10, cut_lines=True)
    imposed = impose(Part("p.pdf", own(1)), options)
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
        assert content.count(b" l S") == lines
        assert content.index(b"/Artifact BMC") < content.index(b" l S") < content.rindex(b"EMC")
    sheet = picture(imposed.data, 0, 4)
    across = [sheet.getpixel((sheet.width // 2 + shift, 40 + 3 * step)) for shift in (-1, 0, 1) for step in range(40)]
    assert min(colour[0] for colour in across if isinstance(colour, tuple)) < 200
    gap = 10 * 72 / 25.4
    beside = sheet.crop((int(sheet.width / 2 - 1.8 * gap), 0, int(sheet.width / 2 - 0.3 * gap), sheet.height))
    assert nup > 2 or beside.getcolors() == [(beside.width * beside.height, (255, 255, 255))]


def test_a_gap_keeps_pages_apart() -> None:
    full = edited(drawn(*[b"0 g 0 0 500 600 re f"] * 2), _widen)
    sheet = picture(impose(Part("p.pdf", full), ImposeOptions(nup=2, gap_mm=10)).data, 0, 2)
    line = [sheet.getpixel((x, sheet.height // 2)) for x in range(sheet.width)]
    white = [x for x, colour in enumerate(line) if colour == (255, 255, 255) and 300 < x < sheet.width - 300]
    assert len(white) / 2 == pytest.approx(10 * 72 / 25.4, abs=2)


def test_gaps_that_leave_no_page_are_a_problem() -> None:
    with pytest.raises(CasefolioError) as raised:
        impose(Part("p.pdf", own(1)), ImposeOptions(nup=8, gap_mm=50, paper="a5"))
    assert [problem.code for problem in raised.value.problems] == ["CF-824"]
