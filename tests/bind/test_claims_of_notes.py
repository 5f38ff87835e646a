"""Annotations, page sizes and profiles are judged too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import prove, reasons, sound
from tests.bind.makers import drawn, edited, own

from casefolio.bindery.binding.colour import srgb_profile
from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

from tests.bind.inkmakers import _CMYK_SAID, _FILL, BOTH
from tests.bind.test_claims_more import _form


def _look(pdf: Any) -> Any:
    return _form(pdf, b"0 1 0 rg 0 0 9 9 re f")


NOTES: dict[str, tuple[Callable[[Any], Any], str, set[str]]] = {
    "shown": (lambda pdf: Dictionary(Subtype=Name.Square, AP=Dictionary(N=_look(pdf))), "", BOTH),
    "not shown": (lambda _: Dictionary(Subtype=Name.Square), "a Square annotation has no appearance", {"pdfua"}),
    "of no size": (lambda _: Dictionary(Subtype=Name.Square, Rect=[5, 5, 5, 5]), "", BOTH),
    "in states": (
        lambda pdf: Dictionary(Subtype=Name.Square, AP=Dictionary(N=Dictionary(On=_look(pdf), Off=_look(pdf)))),
        "a Square annotation has several appearances",
        {"pdfua"},
    ),
    "CMYK": (
        lambda pdf: Dictionary(Subtype=Name.Square, AP=Dictionary(N=_form(pdf, b"0 0 0 1 k" + _FILL))),
        _CMYK_SAID,
        {"pdfua"},
    ),
    "unreadable": (
        lambda pdf: Dictionary(Subtype=Name.Square, AP=Dictionary(N=_form(pdf, b"x", Filter=Name.Crypto))),
        "a content stream cannot be decoded",
        set(),
    ),
}


@pytest.mark.parametrize("case", NOTES)
def test_annotations(case: str, vera: Vera) -> None:
    make, reason, claims = NOTES[case]

    def give(pdf: Any) -> None:
        note = make(pdf)
        note.Type = Name.Annot
        note.Contents = String("a mark")
        if "/Rect" not in note:
            note.Rect = [20, 20, 60, 60]
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    bound = bind([Part("c.pdf", edited(drawn(b"0 g" + _FILL), give))])
    assert reason in reasons(bound)
    assert bool(reason) == bool(reasons(bound))
    assert bound.claims == claims
    sound(bound.data)
    prove(vera, bound)


@pytest.mark.parametrize("side", [2, 15000])
def test_a_page_may_be_too_small_or_too_large(side: int, vera: Vera) -> None:
    def size(pdf: Any) -> None:
        pdf.pages[0].MediaBox = [0, 0, side, 400]

    bound = bind([Part("own.pdf", own(0)), Part("c.pdf", edited(drawn(b"0 g" + _FILL), size))])
    assert "c.pdf, page 1: the page is smaller than 3 or larger than 14400 points" in reasons(bound)
    assert bound.claims == {"pdfua"}
    prove(vera, bound)


def test_a_profile_of_the_part_itself_becomes_the_intent(vera: Vera) -> None:
    def give(pdf: Any) -> None:
        wrong = Dictionary(S=Name.GTS_PDFX, DestOutputProfile=pdf.make_stream(srgb_profile(), N=3))
        grey = Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=pdf.make_stream(b"GRAY" * 50, N=1))
        right = Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=pdf.make_stream(_own_profile(), N=4))
        pdf.Root.OutputIntents = Array([wrong, grey, right])

    bound = bind([Part("c.pdf", edited(drawn(b"1 0 0 rg" + _FILL), give))])
    assert bound.claims == BOTH
    prove(vera, bound)

    def check(pdf: Any) -> None:
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes() == _own_profile()
        assert intent.DestOutputProfile.N == 3

    edited(bound.data, check)


def _own_profile() -> bytes:
    """Our profile, changed where nobody asks."""
    made = srgb_profile()
    return made[:100] + b"sRGB" + made[104:]
