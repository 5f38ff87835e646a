"""Content streams as they are written in the wild: every operator is followed, no word is lost or moved."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.bind.evidence import prove, reasons, sound, words
from tests.bind.makers import drawn, edited, own, untagged
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera


def said(data: bytes) -> list[str]:
    return [line.strip() for line in transcript(data)][2:]


ORDER: dict[str, tuple[bytes, list[str]]] = {
    "leading": (b"BT /F1 12 Tf 60 TL 50 500 Td (first) Tj T* (second) Tj (third) ' ET", ["first", "second", "third"]),
    "spaced lines": (
        b'BT /F1 12 Tf 60 TL 50 500 Td (first) Tj 3 1 (second one) " 9 (third) " ET',
        ["first", "second one", "third"],
    ),
    "moves that lead": (
        b"BT /F1 12 Tf 50 500 Td (first) Tj 0 -60 TD (second) Tj T* (third) Tj ET",
        ["first", "second", "third"],
    ),
    "states": (
        b"q 1 0 0 1 50 400 cm BT /F1 9 Tf 2 Tc 5 Tw 80 Tz 3 Ts (2) Tj ET Q q Q q 1 0 0 1 50 500 cm BT (1) Tj ET Q Q",
        ["1", "2"],
    ),
    "kerned": (b"BT /F1 12 Tf 50 500 Td [(fi) -20 (rst)] TJ [<7365> 5 <636f6e64>] TJ ET", ["firstsecond"]),
    "escapes": (rb"BT /F1 12 Tf 50 500 Td (a\(b\)\050\12c(d)\n) Tj ET", [r"a(b)( c(d)"]),
    "names with codes": (b"BT /F#31 12 Tf 50 500 Td (word) Tj ET", ["word"]),
    "broken operands": (
        b"BT /F1 12 Tf 1 2 Tm 7 Td 5 cm Tc 50 500 Td (word) Tj ET ] ) > " + b"1 " * 70 + b"g",
        ["word"],
    ),
    "an open string": (b"BT /F1 12 Tf 50 500 Td (word) Tj ET (never (closed)", ["word"]),
    "an open image": (b"BT /F1 12 Tf 50 500 Td (word) Tj ET BI /W 1 ) ID \x80\x81", ["word"]),
    "an image with EI in it": (
        b"BI /W 9 /H 1 /BPC 8 /CS /G /D [0 1] ID \x80 EI \x90\x90\x90\x90\x90 EI\nBT /F1 12 Tf 50 500 Td (word) Tj ET",
        ["word"],
    ),
    "comments": (b"BT % (no) Tj\n/F1 12 Tf 50 500 Td (word) % more\nTj ET", ["word"]),
    "far away": (b"BT /F1 12 Tf 9e9 0 0 1 0 0 Tm 1 0 0 1 999999999 0 Tm 999999999 0 Td (word) Tj ET", ["word"]),
    "never closed": (b"q /P <</A [1 << /B (c) >>] >> BDC BT /F1 12 Tf 50 500 Td (word) Tj", ["word"]),
    "never opened": (b"EMC Q EMC BT /F1 12 Tf 50 500 Td (word) Tj ET", ["word"]),
    "an artifact": (b"/Artifact BMC BT /F1 12 Tf 50 500 Td (no) Tj ET EMC BT 50 400 Td (word) Tj ET", ["word"]),
}


@pytest.mark.parametrize("case", ORDER)
def test_text_is_found_in_its_place(case: str) -> None:
    content, wanted = ORDER[case]
    bound = bind([Part("c.pdf", drawn(content))])
    found = said(bound.data)
    assert [line.removeprefix("P: ").replace("\n", " ") for line in found] == wanted
    assert words(bound.data) == words(drawn(content))


@pytest.mark.parametrize("case", ["leading", "states", "kerned", "comments", "never closed", "never opened"])
def test_what_is_rewritten_is_sound(case: str) -> None:
    bound = bind([Part("c.pdf", drawn(ORDER[case][0]))])
    sound(bound.data)


def _broken_page(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"x", Filter=Name.Crypto)


def _picture_page(pdf: Any) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"\xff\xd8\xff\xd9", Filter=Name.DCTDecode)


@pytest.mark.parametrize("fault", [_broken_page, _picture_page])
def test_content_that_cannot_be_read_is_a_clear_problem(fault: Any) -> None:
    with pytest.raises(CasefolioError) as error:
        bind([Part("own.pdf", own(0)), Part("c.pdf", edited(drawn(b"0 g"), fault))])
    assert error.value.exit_code == 6
    assert "c.pdf, page 1 cannot be read: its content is damaged" in str(error.value)


def test_a_page_without_content_is_blank(vera: Vera) -> None:
    def bare(pdf: Any) -> None:
        del pdf.pages[0].obj.Contents
        pdf.pages[0].obj.Resources = Array([])

    bound = bind([Part("own.pdf", own(0)), Part("c.pdf", edited(drawn(b""), bare))])
    assert bound.pages == 3
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)


def test_content_in_pieces_is_one_stream() -> None:
    def split(pdf: Any) -> None:
        pieces = [b"BT /F1 12", b"Tf 50 500 Td (whole) Tj", b"ET"]
        pdf.pages[0].obj.Contents = Array([pdf.make_stream(piece) for piece in pieces])

    bound = bind([Part("c.pdf", edited(drawn(b""), split))])
    sound(bound.data)
    assert said(bound.data) == ["P: whole"]


def _forms(pdf: Any, *contents: bytes, **entries: Any) -> None:
    """Forms X0, X1 … of which each may show the next."""
    made: Any = None
    for place, content in reversed(list(enumerate(contents))):
        resources = Dictionary(Font=pdf.pages[0].Resources.Font)
        if made is not None:
            resources.XObject = Dictionary({f"/X{place + 1}": made})
        box = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 300, 300]}
        made = pdf.make_stream(content, Resources=resources, **box, **entries)
    pdf.pages[0].Resources.XObject = Dictionary(X0=made)


def test_words_in_forms_in_forms_are_tagged_where_they_are_seen() -> None:
    def give(pdf: Any) -> None:
        _forms(pdf, b"q 1 0 0 1 0 -300 cm /X1 Do Q", b"BT /F1 12 Tf 10 10 Td (inner) Tj ET", Matrix=[1, 0, 0, 1, 0, 5])

    content = b"BT /F1 12 Tf 50 50 Td (last) Tj ET q 1 0 0 1 40 500 cm /X0 Do Q BT 50 550 Td (first) Tj ET"
    bound = bind([Part("c.pdf", edited(drawn(content), give))])
    sound(bound.data)
    assert said(bound.data) == ["P: first", "P: inner", "P: last"]


def test_a_form_that_shows_itself_is_shown_once() -> None:
    def give(pdf: Any) -> None:
        _forms(pdf, b"/X0 Do BT /F1 12 Tf 10 10 Td (round) Tj ET")
        form = pdf.pages[0].Resources.XObject.X0
        form.Resources.XObject = Dictionary(X0=form)

    bound = bind([Part("c.pdf", edited(drawn(b"/X0 Do"), give))])
    assert bound.pages == 1
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        assert b"(round) Tj" in pdf.pages[0].Resources.XObject.X0.read_bytes()


@pytest.mark.parametrize("named", [False, True])
def test_marks_that_no_tree_speaks_for_are_taken_out(named: bool) -> None:  # noqa: FBT001
    def give(pdf: Any) -> None:
        pdf.pages[0].Resources.Properties = Dictionary(M=Dictionary(MCID=4))

    mark = b"/M" if named else b"<< /MCID 4 /Lang (de) >>"
    content = b"/P " + mark + b" BDC BT /F1 12 Tf 50 500 Td (word) Tj ET EMC"
    bound = bind([Part("c.pdf", edited(drawn(content), give))])
    sound(bound.data)
    assert said(bound.data) == ["P: word"]


def test_words_over_a_drawing_make_it_decoration(vera: Vera) -> None:
    def give(pdf: Any) -> None:
        pdf.pages[0].contents_add(pdf.make_stream(b"1 0 0 rg 5 5 90 90 re f"))

    bound = bind([Part("c.pdf", edited(untagged(), give))])
    sound(bound.data)
    assert not any("Figure" in line for line in said(bound.data))
    assert reasons(bound) == ""
    prove(vera, bound)
