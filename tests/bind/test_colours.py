"""Colours are judged by what they are in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name
from tests.bind.evidence import prove, reasons
from tests.bind.makers import drawn, edited

from casefolio.bindery.binding.colour import srgb_profile
from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera

from tests.bind.inkmakers import (
    _CMYK_NAMED,
    _CMYK_SAID,
    _FILL,
    _INDEXED,
    _INDEXED_CMYK,
    _LAB,
    BOTH,
    Case,
    _icc,
    _inks,
    _spaces,
    _spot,
)

COLOURS: dict[str, Case] = {
    "grey": (lambda _: Dictionary(), b"/DeviceGray cs 0 sc", "", BOTH),
    "lab": (_LAB, b"/C cs 50 0 0 sc", "", BOTH),
    "profile": (_spaces(C=_icc(srgb_profile())), b"/C cs 1 0 0 sc", "", BOTH),
    "profile that is none": (_spaces(C=_icc(b"x" * 200)), b"/C cs 1 0 0 sc", "profile is damaged", {"pdfua"}),
    "profile of other channels": (_spaces(C=_icc(srgb_profile(), 4)), b"/C cs 1 0 0 0 sc", "is damaged", {"pdfua"}),
    "profile that is missing": (_spaces(C=lambda _: Array([Name.ICCBased])), b"/C cs", "profile is missing", {"pdfua"}),
    "indexed": (_INDEXED, b"/C cs 1 sc", "", BOTH),
    "indexed CMYK": (_INDEXED_CMYK, b"/C cs 0 sc", _CMYK_SAID, {"pdfua"}),
    "CMYK by name": (_CMYK_NAMED, b"/C cs 0 0 0 1 sc", _CMYK_SAID, {"pdfua"}),
    "CMYK in an array": (
        _spaces(C=lambda _: Array([Name.DeviceCMYK])),
        b"/C cs 0 0 0 1 sc",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "CMYK with a stand-in": (
        _spaces(DefaultCMYK=_inks(["Cyan", "Magenta", "Yellow", "Black"], listed=False)),
        b"0 0 0 1 k",
        "",
        BOTH,
    ),
    "spot": (_spaces(C=_spot()), b"/C cs 1 scn", "", BOTH),
    "spot over CMYK": (_spaces(C=_spot("G", Name.DeviceCMYK, 4)), b"/C cs 1 scn", _CMYK_SAID, {"pdfua"}),
    "spot of two meanings": (
        _spaces(C=_spot(), D=_spot("Gold", Name.DeviceGray, 1)),
        b"/C cs 1 scn 0 0 1 1 re f /D cs 1 scn",
        "the spot colour Gold means different things",
        {"pdfua"},
    ),
    "inks": (_spaces(C=_inks(["Gold", "Tin"], listed=True)), b"/C cs 1 1 scn", "", BOTH),
    "inks that are not listed": (
        _spaces(C=_inks(["Gold", "Tin"], listed=False)),
        b"/C cs 1 1 scn",
        "does not say what each is",
        {"pdfua"},
    ),
    "too many inks": (
        _spaces(C=_inks([f"I{number}" for number in range(33)], listed=True)),
        b"/C cs" + b" 1" * 33 + b" scn",
        "more than 32 inks",
        {"pdfua"},
    ),
}


@pytest.mark.parametrize("case", COLOURS)
def test_colours(case: str, vera: Vera) -> None:
    resources, content, reason, claims = COLOURS[case]

    def give(pdf: Any) -> None:
        pdf.pages[0].Resources = resources(pdf)

    bound = bind([Part("c.pdf", edited(drawn(content + _FILL), give))])
    assert bound.claims == claims
    assert reason in reasons(bound)
    assert bool(reason) == bool(reasons(bound))
    prove(vera, bound)


def test_one_spot_means_one_ink_over_all_parts(vera: Vera) -> None:
    def give(base: Any, outputs: int) -> bytes:
        def place(pdf: Any) -> None:
            pdf.pages[0].Resources = _spaces(C=_spot("Gold", base, outputs))(pdf)

        return edited(drawn(b"/C cs 1 scn" + _FILL), place)

    bound = bind([Part("a.pdf", give(Name.DeviceRGB, 3)), Part("b.pdf", give(Name.DeviceRGB, 3))])
    assert bound.claims == BOTH
    prove(vera, bound)
    bound = bind([Part("a.pdf", give(Name.DeviceRGB, 3)), Part("b.pdf", give(Name.DeviceGray, 1))])
    assert bound.claims == {"pdfua"}
    assert "b.pdf, page 1: the spot colour Gold means different things in its parts" in reasons(bound)
