"""Annotations of all kinds, with what they lead to: kept, moved with their page, or told of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops
from tests.bind.evidence import codes, links, prove, reasons, sound
from tests.bind.makers import drawn, edited, own
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import BindOptions, PageSpan, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

_PAGE = b"0 g 0 0 9 9 re f"


def _noted(make: Callable[[Any], list[Any]], *, pages: int = 2, **page: Any) -> bytes:
    """Pages whose first has annotations."""

    def give(pdf: Any) -> None:
        notes = []
        for note in make(pdf):
            if isinstance(note, Dictionary):
                note.Type = Name.Annot
                if "/Rect" not in note:
                    note.Rect = [20, 30, 60, 80]
                notes.append(pdf.make_indirect(note))
            else:
                notes.append(note)
        first = pdf.pages[0].obj
        first.Annots = Array(notes)
        for key, value in page.items():
            first["/" + key] = value

    return edited(drawn(*[_PAGE] * pages), give)


def _look(pdf: Any, content: bytes = b"0 0 1 rg 0 0 10 40 re f", **entries: Any) -> Any:
    form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 40, 50], **entries)
    return Dictionary(N=form)


def _annotations(data: bytes) -> list[dict[str, Any]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        notes: Any = pdf.pages[0].obj.get("/Annots", [])
        return [{str(key): str(value) for key, value in note.items()} for note in notes]


def test_marks_of_a_reader_stay_and_are_spoken_of(vera: Vera) -> None:
    kinds = ("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "Highlight", "Stamp", "Ink", "Caret")

    def make(pdf: Any) -> list[Any]:
        notes = [Dictionary(Subtype=Name("/" + kind), AP=_look(pdf), F=4) for kind in kinds]
        notes[0].Contents = String("A remark")
        notes[2].L = [20, 30, 60, 80]
        notes[5].Vertices = [20, 30, 60, 80, 20, 80]
        notes[6].QuadPoints = [20, 80, 60, 80, 20, 30, 60, 30]
        return notes

    bound = bind([Part("own.pdf", own(0)), Part("n.pdf", _noted(make))])
    assert reasons(bound) == ""
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)
    assert sum(line.strip().startswith("Annot") for line in transcript(bound.data)) == len(kinds)


def test_what_plays_hides_or_is_a_window_goes() -> None:
    def make(pdf: Any) -> list[Any]:
        return [
            Dictionary(Subtype=Name.Movie),
            Dictionary(Subtype=Name.Screen),
            Dictionary(Subtype=Name.Popup),
            Dictionary(Subtype=Name.Square, F=2),
            Dictionary(Subtype=Name.Square, Rect=[1, 2]),
            Dictionary(),
            Dictionary(Subtype=Name.FileAttachment, FS=Dictionary(F=String("lost"))),
            Dictionary(Subtype=Name.Link),
            7,
            Dictionary(Subtype=Name.Square, AP=_look(pdf), F=1 | 256),
        ]

    bound = bind([Part("n.pdf", _noted(make))])
    sound(bound.data)
    told = " ".join(problem.message for problem in bound.warnings)
    for said in ("a Movie annotation", "a Screen annotation", "a hidden annotation"):
        assert said in told
    assert "Popup" not in told
    assert _annotations(bound.data) == []


def test_an_annotation_listed_twice_is_bound_once() -> None:
    def double(pdf: Any) -> None:
        pdf.pages[0].obj.Annots.append(pdf.pages[0].obj.Annots[0])

    part = edited(_noted(lambda pdf: [Dictionary(Subtype=Name.Square, AP=_look(pdf))]), double)
    bound = bind([Part("n.pdf", part)])
    sound(bound.data)
    assert len(_annotations(bound.data)) == 1


def test_links_lead_where_they_led_and_say_so(vera: Vera) -> None:
    def make(pdf: Any) -> list[Any]:
        second = pdf.pages[1].obj
        pdf.Root.Dests = Dictionary(There=Array([second, Name.FitH, 300]), Lost=Array([]))
        goto = Dictionary(S=Name.GoTo, D=Array([second, Name.Odd]))
        places: list[dict[str, Any]] = [
            {"Dest": Array([second, Name.Fit])},
            {"Dest": Name.There},
            {"Dest": Dictionary(D=Array([1, Name.XYZ, None, 20, 0]))},
            {"A": goto},
            {"A": Dictionary(S=Name.URI, URI=String("https://example.org"))},
            {"Dest": Array([second, Name.FitR, 1, 2])},
            {"Dest": Name.Lost},
            {"A": Dictionary(S=Name.GoTo, D=String("nowhere"))},
            {"A": Dictionary(S=Name.Named, N=Name.Print)},
            {"A": Dictionary(S=Name.URI)},
            {"A": Dictionary(D=String("x"))},
            {"A": Dictionary(S=Name.Named, N=Name.NextPage)},
        ]
        notes = []
        for place in places:
            note = Dictionary(Subtype=Name.Link)
            for key, value in place.items():
                note["/" + key] = value
            notes.append(note)
        return notes

    bound = bind([Part("n.pdf", _noted(make))])
    sound(bound.data)
    prove(vera, bound)
    found = _annotations(bound.data)
    assert len(found) == 7
    assert all("/Contents" in note for note in found)
    assert [note["/A"] for note in found if "NextPage" in str(note.get("/A", ""))] != []
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        del pdf.pages[0].obj.Annots[6]
        out = io.BytesIO()
        pdf.save(out)
    assert [target for _, target in links(out.getvalue())] == ["1", "1", "1", "1", "https://example.org", "1"]
    told = " ".join(problem.message for problem in bound.warnings)
    assert "a link leads to a page that is not bound" in told
    assert "removed a Named action" in told
    assert "removed a nameless action" in told


def test_a_link_to_a_page_that_is_left_out_is_gone_and_its_words_stay() -> None:
    bound = bind([Part("own.pdf", own(0), (PageSpan(1, 1),))])
    assert "CF-535" in codes(bound)
    assert [target for _, target in links(bound.data)] == ["https://example.org/0"]
    assert "Span: a link inside" in [line.strip() for line in transcript(bound.data)]


def _ink(page: Any) -> tuple[int, int, int, int]:
    """The box of what is blue on a page."""
    picture = page.render(scale=1, may_draw_forms=False).to_pil().convert("RGB")
    blue = picture.getchannel("B").point(lambda value: 255 if value > 200 else 0)
    red = picture.getchannel("R").point(lambda value: 255 if value < 100 else 0)
    box = ImageChops.darker(blue, red).getbbox()
    assert box is not None
    return box[0], box[1], box[2], box[3]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("own_matrix", [{}, {"Matrix": [0, 1, -1, 0, 50, 0]}])
def test_an_appearance_turns_with_its_page(turn: int, own_matrix: dict[str, Any]) -> None:
    def make(pdf: Any) -> list[Any]:
        points = Array([220, 80, 260, 80, 220, 30, 260, 30])
        aside = Array([220, 30, 260, 80])
        return [
            Dictionary(Subtype=Name.Stamp, AP=_look(pdf, **own_matrix)),
            Dictionary(Subtype=Name.Highlight, Rect=aside, QuadPoints=points, AP=Dictionary(N=None)),
            Dictionary(Subtype=Name.Highlight, Rect=aside, QuadPoints=Array([])),
        ]

    part = _noted(make, Rotate=turn)
    bound = bind([Part("n.pdf", part)], BindOptions(paper="a4"))
    sound(bound.data)
    before, after = pypdfium2.PdfDocument(part)[0], pypdfium2.PdfDocument(bound.data)[0]
    scale = min(595.3 / before.get_width(), 841.9 / before.get_height())
    left, top = (595.3 - before.get_width() * scale) / 2, (841.9 - before.get_height() * scale) / 2
    x0, y0, x1, y1 = _ink(before)
    wanted = (left + x0 * scale, top + y0 * scale, left + x1 * scale, top + y1 * scale)
    assert _ink(after) == pytest.approx(wanted, abs=3)


def test_attachments_on_a_page_are_kept_under_names_of_their_own(vera: Vera) -> None:
    def attach(data: bytes, **entries: Any) -> bytes:
        def make(pdf: Any) -> list[Any]:
            spec = Dictionary(F=String("data"), EF=Dictionary(F=pdf.make_stream(data)), **entries)
            return [Dictionary(Subtype=Name.FileAttachment, FS=spec, AP=_look(pdf))]

        return _noted(make)

    parts = [attach(b"one"), attach(b"two", Desc=String("Numbers"), AFRelationship=Name.Data), attach(b"one")]
    bound = bind([Part(f"{place}.pdf", part) for place, part in enumerate(parts)])
    assert reasons(bound) == ""
    sound(bound.data)
    prove(vera, bound)
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        assert {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()} == {
            "data": b"one",
            "data (2)": b"two",
        }
        assert pdf.attachments["data (2)"].description == "Numbers"
