"""What an imposed file keeps: words, tags in the reader's order, links, outline, title, fields, attached files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from tests.bind.evidence import codes, lines, links, outline, sound, words
from tests.bind.makers import by_typst, drawn, edited, html, own, scan, untagged
from tests.bind.makers import printed_tagged as printed
from tests.dossier.desk import CLOCK, full, project, study
from tests.taggedtext import opened
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.imposing.impose import impose
from casefolio.model.binding import PageSpan, Part
from casefolio.model.imposing import Imposed, ImposeOptions
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

WAYS = {
    "2-up": ImposeOptions(nup=2),
    "4-up both sides, turned": ImposeOptions(nup=4, flip="short", gap_mm=4, cut_lines=True),
    "8-up rtl": ImposeOptions(nup=8, rtl=True),
    "booklet": ImposeOptions(booklet=True),
    "booklet, flipped on the long edge": ImposeOptions(booklet=True, flip="long", creep_mm=0.2),
    "signatures": ImposeOptions(booklet=True, signature=4),
}


@pytest.fixture(scope="session")
def printed_dossier(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A dossier and a one-pager as the press prints them."""
    root = project(tmp_path_factory.mktemp("me"), {"full-study": full(), "plain-study": study()})
    targets = (Target("dossier"), Target("onepager", "full-study"))
    with pytest.MonkeyPatch.context() as patch:
        for key, value in CLOCK.items():
            patch.setenv(key, value)
        build(Job(targets), Workspace.at(root))
    return (root / "out/dossier.pdf").read_bytes(), (root / "out/onepagers/full-study.pdf").read_bytes()


def keeps(part: bytes, imposed: Imposed) -> None:
    """Words, tags, links and outline of an imposed file are those of the part, and all of it is sound."""
    sound(imposed.data)
    # On its head PDFium sets spaces in other places.
    assert sorted("".join(words(imposed.data)).replace(" ", "")) == sorted("".join(words(part)).replace(" ", ""))
    assert transcript_without_targets(imposed.data) == transcript_without_targets(part)
    sheets = where(part, imposed)
    wanted = [(sheets[page], str(sheets[int(to)]) if to.isdigit() else to) for page, to in links(part)]
    assert sorted(links(imposed.data)) == sorted(wanted)
    assert outline(imposed.data) == [
        (level, title, None if page is None else sheets[page]) for level, title, page in outline(part)
    ]


def transcript_without_targets(data: bytes) -> list[str]:
    return [line.partition(" → ")[0] + "|" + line.partition(": ")[2] for line in transcript(data)]


def where(part: bytes, imposed: Imposed) -> dict[int, int]:
    """The side that each page came to: its first word is on it, and on no other."""
    sides, found = words(imposed.data), {}
    for number, said in enumerate(words(part)):
        (found[number],) = [side for side, there in enumerate(sides) if said.split()[0] in there]
    return found


def paged(count: int) -> bytes:
    """Tagged pages that each say something that no other says, with links from each to the next and to the first."""
    body = "".join(
        f'<section style="break-before: {"page" if number else "auto"}"><h1 id="p{number}">Head{number}</h1>'
        f"<p>Text{number} of page{number}, <a href='#p{(number + 1) % count}'>next{number}</a>, "
        f"<a href='https://example.org/{number}'>out{number}</a></p>"
        f'<h2 id="low{number}" style="margin-top: 12cm">Low{number}</h2>'
        f"<p>Down{number}, <a href='#low0'>lowest{number}</a></p></section>"
        for number in range(count)
    )
    return printed(html(body, "Paged").replace("counter(page)", "counter(page) 'f'"))


@pytest.mark.parametrize("way", WAYS)
def test_words_tags_links_and_outline_are_kept(way: str, vera: Vera) -> None:
    part = paged(9)
    imposed = impose(Part("p.pdf", part), WAYS[way])
    assert imposed.claims == {"pdfa", "pdfua"}
    assert imposed.warnings == ()
    keeps(part, imposed)
    assert vera.faults(imposed.data, ("ua1", "3a")) == []


@pytest.mark.parametrize("way", ["4-up both sides, turned", "booklet"])
@pytest.mark.parametrize("proven", [False, True])
def test_our_own_documents_conform_as_sheets_too(
    way: str,
    proven: bool,  # noqa: FBT001
    printed_dossier: tuple[bytes, bytes],
    vera: Vera,
) -> None:
    for data in printed_dossier:
        imposed = impose(Part("d.pdf", data, proven=proven), WAYS[way])
        assert imposed.claims == {"pdfa", "pdfua"}
        sound(imposed.data)
        assert transcript_without_targets(imposed.data) == transcript_without_targets(data)
        assert vera.faults(imposed.data, ("ua1", "3a")) == []
        with pikepdf.open(io.BytesIO(imposed.data)) as pdf, pikepdf.open(io.BytesIO(data)) as before:
            assert str(pdf.Root.Lang) == str(before.Root.Lang)
            assert pdf.docinfo["/Title"] == before.docinfo["/Title"]
            with pdf.open_metadata() as now, before.open_metadata() as then:
                assert now["dc:title"] == then["dc:title"]
                assert now["pdfuaid:part"] == "1"
            assert _attached(pdf) == _attached(before)


def _attached(pdf: Any) -> dict[str, bytes]:
    return {name: bytes(spec.get_file().read_bytes()) for name, spec in pdf.attachments.items()}


ELSEWHERE: dict[str, Callable[[], bytes]] = {
    "weasyprint de": lambda: own(1, "de"),
    "typst": by_typst,
    "typst 2.0": lambda: by_typst(("2.0",)),
    "untagged": untagged,
    "scan": lambda: scan(3),
    "not embedded": lambda: drawn(b"BT /F1 12 Tf 72 500 Td (Words in Helvetica) Tj ET"),
    "unbalanced": lambda: drawn(b"Q Q q 2 0 0 2 0 0 cm BT /F1 12 Tf 50 200 Td (Words) Tj ET", b"EMC 0 0 50 50 re f"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_files_from_elsewhere_claim_what_is_true(name: str, vera: Vera) -> None:
    """The same claims as when they are bound, and what is claimed holds."""
    part = Part("e.pdf", ELSEWHERE[name](), alt="What it shows")
    imposed, bound = impose(part, ImposeOptions(nup=2)), bind([part])
    assert imposed.claims == bound.claims
    assert [warning.code for warning in imposed.warnings if warning.code != "CF-550"] == codes(bound)
    sound(imposed.data)
    assert lines(imposed.data)[1:] == lines(bound.data)[2:]
    assert " ".join(words(imposed.data)).split() == " ".join(words(bound.data)).split()
    flavours = [{"pdfua": "ua1", "pdfa": "3a"}[claim] for claim in sorted(imposed.claims)]
    assert not flavours or vera.faults(imposed.data, flavours) == []


def test_content_is_tagged_in_forms_on_sheets() -> None:
    """MCR with sheet, form and number; keys of the parent tree on the forms, none on the sheets (§14.7.4.2)."""
    imposed = impose(Part("p.pdf", paged(4)), ImposeOptions(nup=2))
    with opened(imposed.data) as book:
        references = [kid for kid in _leaves(book.root) if kid.get("/Type") == "/MCR"]
        assert references
        sheets = [page.obj for page in book.pdf.pages]
        assert all("/StructParents" not in sheet for sheet in sheets)
        for kid in references:
            sheet = next(sheet for sheet in sheets if sheet.objgen == kid.Pg.objgen)
            assert kid.Stm.objgen in {form.objgen for form in sheet.Resources.XObject.values()}
        forms = [form for sheet in sheets for form in sheet.Resources.XObject.values()]
        assert len({int(form.StructParents) for form in forms}) == len(forms) == 4


def _leaves(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    found: list[Any] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += [kid] if "/S" not in kid else _leaves(kid)
    return found


def _under(page: Any, rect: list[float]) -> str:
    left, bottom, right, top = rect
    return " ".join(page.get_textpage().get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5).split())


@pytest.mark.parametrize("way", WAYS)
def test_links_lie_on_their_words(way: str) -> None:
    imposed = impose(Part("p.pdf", paged(5)), WAYS[way])
    read = pypdfium2.PdfDocument(imposed.data)
    seen = []
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        for sheet, page in zip(pdf.pages, read, strict=True):
            for note in sheet.obj.get("/Annots", []):
                seen.append(_under(page, [float(side) for side in note.Rect]).strip(" ,"))
                assert note.P.objgen == sheet.obj.objgen
    read.close()
    wanted = [f"{what}{number}" for number in range(5) for what in ("next", "out", "lowest")]
    assert sorted(seen) == sorted(wanted)


@pytest.mark.parametrize("way", WAYS)
def test_bookmarks_land_on_their_words(way: str) -> None:
    """Where PDFium is sent by a bookmark, there the heading stands: just below the point, or in the box."""
    imposed = impose(Part("p.pdf", paged(5)), WAYS[way])
    pdf = pypdfium2.PdfDocument(imposed.data)
    landed = []
    for entry in pdf.get_toc():
        place = entry.get_dest()
        page = pdf[place.get_index()]
        mode, view = place.get_view()
        if mode == pypdfium2.raw.PDFDEST_VIEW_XYZ:
            x, y = view[:2]
            box = [x - 1, y - 30, x + 250, y + 1]
        else:
            assert mode == pypdfium2.raw.PDFDEST_VIEW_FITR
            assert "long" in way or "turned" in way
            box = view
        landed.append(_under(page, box).find(entry.get_title()))
    pdf.close()
    assert landed
    assert -1 not in landed


PLACES: dict[str, tuple[list[Any], str, list[float]]] = {
    # On a 2-up of pages of 400 by 600 on A4 the second page lies at x 432.99, its scale is 0.9921.
    "a point": (["XYZ", 100, 500, None], "XYZ", [532.2, 496.06]),
    "a height": (["XYZ", None, 500, None], "XYZ", [432.99, 496.06]),
    "only the page": (["XYZ", None, None, None], "FitR", [432.99, 0, 829.84, 595.28]),
    "the whole page": (["Fit"], "FitR", [432.99, 0, 829.84, 595.28]),
    "its width": (["FitH", 500], "XYZ", [432.99, 496.06]),
    "its height": (["FitV", 100], "XYZ", [532.2, 595.28]),
    "a part of it": (["FitR", 100, 100, 200, 300], "FitR", [532.2, 99.21, 631.42, 297.64]),
    "what is no fit": (["Fill", 7], "FitR", [432.99, 0, 829.84, 595.28]),
}


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("name", PLACES)
def test_every_kind_of_destination_finds_its_page_on_the_sheet(name: str, named: bool) -> None:  # noqa: FBT001
    asked, fit, spot = PLACES[name]

    def edit(pdf: Any) -> None:
        place = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name("/" + asked[0]), *asked[1:]])
        if named:
            pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=["there", place]))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 50, 20])
        link.Dest = pikepdf.String("there") if named else place
        pdf.pages[0].Annots = [pdf.make_indirect(link)]

    part = edited(drawn(b"0 0 9 9 re f", b"0 0 9 9 re f"), edit)
    imposed = impose(Part("p.pdf", part), ImposeOptions(nup=2))
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        (link,) = pdf.pages[0].Annots
        place = pikepdf.NameTree(pdf.Root.Names.Dests)["there"] if named else link.Dest
        assert place[0].objgen == pdf.pages[0].objgen
        assert str(place[1]) == "/" + fit
        found = [float(value) for value in list(place)[2 : 2 + len(spot)]]
        assert found == pytest.approx(spot, abs=0.006)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_height_on_a_turned_page_is_found_on_the_sheet(turn: int) -> None:
    """Half up a page that is shown turned: half across or half down its cell, and else at its upper left."""

    def edit(pdf: Any) -> None:
        pdf.pages[0].Rotate = turn
        with pdf.open_outline() as entries:
            place = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.FitH, 300])
            entries.root.append(pikepdf.OutlineItem("Here", place))

    imposed = impose(Part("p.pdf", edited(drawn(b"0 0 9 9 re f"), edit)), ImposeOptions(nup=2, paper="a4"))
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        _, fit, x, y, _ = pdf.Root.Outlines.First.Dest
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    scale = imposed.scales[0]
    wide, high = (400, 600) if turn == 180 else (600, 400)
    cell = (width / 2, height) if turn == 180 else (width, height / 2)
    left, top = (cell[0] - wide * scale) / 2, height - (cell[1] - high * scale) / 2
    assert fit == "/XYZ"
    wanted = [left, top - 300 * scale] if turn == 180 else [left + 300 * scale, top]
    assert [float(x), float(y)] == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_notes_fields_and_figures_move_and_turn_with_their_page(turn: int, vera: Vera) -> None:
    """A stamp's appearance stands as it stood; a field keeps its place in the form."""

    def edit(pdf: Any) -> None:
        look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f 0 0 1 rg 0 20 20 40 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 20, 60]
        tick = pdf.make_stream(b"0 1 0 rg 0 0 5 10 re f")
        tick.Type, tick.Subtype, tick.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 10, 10]
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[100, 300, 140, 420],
            Contents="Red below blue",
            F=4,
        )
        stamp.AP = pikepdf.Dictionary(N=look)
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", TU="Your name",
            Rect=[200, 100, 300, 120], F=4, AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Btn, T="box", TU="Yes", F=4,
            Rect=[200, 200, 220, 220], AS=pikepdf.Name.On, AP=pikepdf.Dictionary(N=pikepdf.Dictionary(On=tick)),
        )  # fmt: skip
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[30, 40, 90, 60], Contents="Out", F=4,
            QuadPoints=[30, 60, 90, 60, 30, 40, 90, 40], A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://e.org"),
        )  # fmt: skip
        notes = [pdf.make_indirect(note) for note in (stamp, field, box, link)]
        pdf.pages[0].Annots = notes
        pdf.pages[0].Rotate = turn
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=notes[1:3])

    part = edited(drawn(b"0.9 g 0 0 400 600 re f"), edit)
    imposed = impose(Part("p.pdf", part), ImposeOptions(nup=4))
    sound(imposed.data)
    assert vera.faults(imposed.data, ("ua1",)) == []
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["name", "box"]
        states = pdf.Root.AcroForm.Fields[1].AP.N
        matrix: Any = states.On.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0]))
        turned = {0: [1, 0, 0, 1], 90: [0, -1, 1, 0], 180: [-1, 0, 0, -1], 270: [0, 1, -1, 0]}[turn]
        assert [float(value) for value in matrix][:4] == turned
        (link,) = [note for note in pdf.pages[0].Annots if note.Subtype == "/Link"]
        points = [float(value) for value in link.QuadPoints]
        corners = [min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])]
        assert corners == pytest.approx([float(value) for value in link.Rect], abs=0.001)
        assert {note.objgen for note in pdf.pages[0].Annots} >= {field.objgen for field in pdf.Root.AcroForm.Fields}
    assert _stamp(imposed.data) == _stamp(part)


def _stamp(data: bytes) -> str:
    """In which direction the blue of the stamp lies from its red."""
    pdf = pypdfium2.PdfDocument(data)
    shown = pdf[0].render(scale=0.3, may_draw_forms=False).to_pil().convert("RGB")
    pdf.close()
    middles = []
    for colour in ((255, 0, 0), (0, 0, 255)):
        spots = [(x, y) for x in range(shown.width) for y in range(shown.height) if shown.getpixel((x, y)) == colour]
        middles.append([sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1)])
    x, y = middles[1][0] - middles[0][0], middles[1][1] - middles[0][1]
    return ("right" if x > 0 else "left") if abs(x) > abs(y) else ("down" if y > 0 else "up")


def test_boxes_of_figures_move_with_their_pages() -> None:
    """The BBox of a figure counts in the space of the sheet that it is on (§14.8.5.4.3)."""
    imposed = impose(Part("scan.pdf", scan(2), alt="A diploma"), ImposeOptions(nup=2))
    with opened(imposed.data) as book:
        figures = list(book.kids(book.root.K))
        boxes = [[float(side) for side in figure.A.BBox] for figure in figures]
    (a, _, b, height), (c, _, d, _) = boxes
    assert 0 <= a < b <= 421 < c + 0.1 < d <= 842
    assert height <= 595.3


def test_the_same_file_gives_the_same_bytes() -> None:
    part = Part("p.pdf", own(1))
    assert impose(part, WAYS["booklet"]).data == impose(part, WAYS["booklet"]).data


def test_a_page_may_come_more_than_once(vera: Vera) -> None:
    """Cards: the page is copied, its tags are too, and every copy has links of its own."""

    def name(pdf: Any) -> None:
        pdf.Root.StructTreeRoot.K[0].K[0].ID = pikepdf.String("one")

    part = Part("p.pdf:1,1,1,1", edited(paged(2), name), spans=(PageSpan(1, 1),) * 4)
    imposed = impose(part, ImposeOptions(nup=4, cut_lines=True))
    sound(imposed.data)
    assert imposed.blanks == 0
    assert " ".join(words(imposed.data)).count("Head0") == 4
    assert transcript(imposed.data).count("        Span: Head0") == 4
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        assert set(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)) == {"one", "one.2", "one.3", "one.4"}
    assert vera.faults(imposed.data, ("ua1", "3a")) == []


def test_a_page_that_blends_by_itself_still_does(vera: Vera) -> None:
    """The group of a page becomes that of its form, which is isolated only where it says so (§11.4.7)."""

    def edit(pdf: Any) -> None:
        group = pikepdf.Dictionary(Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
        pdf.pages[0].Group = group
        pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(BM=pikepdf.Name.Multiply, ca=0.5))

    imposed = impose(Part("p.pdf", edited(drawn(b"/G gs 1 0 0 rg 9 9 90 90 re f"), edit)), ImposeOptions(nup=2))
    assert vera.faults(imposed.data, ("3a",)) == []
    with pikepdf.open(io.BytesIO(imposed.data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        assert (str(form.Group.S), str(form.Group.CS)) == ("/Transparency", "/DeviceRGB")
        assert bool(form.Group.I)


def test_the_print_dialogue_is_told_too() -> None:
    for way, duplex in (
        ("2-up", "Simplex"),
        ("booklet", "DuplexFlipShortEdge"),
        ("4-up both sides, turned", "DuplexFlipShortEdge"),
    ):
        with pikepdf.open(io.BytesIO(impose(Part("p.pdf", own(1)), WAYS[way]).data)) as pdf:
            asked = pdf.Root.ViewerPreferences
            assert (str(asked.PrintScaling), str(asked.Duplex)) == ("/None", "/" + duplex)


def test_links_between_pages_in_another_order_are_kept() -> None:
    """Pages 3 and 1 on one side: their links to each other lead there, and what is not there is told."""
    imposed = impose(Part("p.pdf:3,1", paged(4), (PageSpan(3, 3), PageSpan(1, 1))), ImposeOptions(nup=2))
    assert sorted(target for _, target in links(imposed.data) if target.isdigit()) == ["0"] * 2
    assert [problem.code for problem in imposed.warnings] == ["CF-535"]
    sound(imposed.data)
