"""Colours, pictures, states, annotations and sizes: each is judged by what the pages use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name
from tests.bind.evidence import prove, reasons
from tests.bind.makers import drawn, edited

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

from tests.bind.inkmakers import _CMYK_NAMED, _CMYK_SAID, _FILL, BOTH, Case, _tint


def _image(pdf: Any, **entries: Any) -> Any:
    body = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8} | entries
    return pdf.make_stream(b"\x80" * 16, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, **body)


def _form(pdf: Any, content: bytes, **entries: Any) -> Any:
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50], **entries)


def _shows(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pdf: Dictionary(XObject=Dictionary(X=make(pdf)))


def _state(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pdf: Dictionary(ExtGState=Dictionary(G=make(pdf)))


def _masked(space: Any) -> Callable[[Any], Any]:
    def make(pdf: Any) -> Any:
        group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)
        form = _form(pdf, b"0.5 g 0 0 9 9 re f", Group=group)
        return Dictionary(Type=Name.ExtGState, SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form))

    return make


def _shaded(space: Any, outputs: int) -> Any:
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 9, 9], Function=_tint(outputs))


def _tiles(content: bytes) -> Callable[[Any], Any]:
    def make(pdf: Any) -> Any:
        tile = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 5, "YStep": 5}
        return Dictionary(Pattern=Dictionary(P=pdf.make_stream(content, BBox=[0, 0, 5, 5], **tile)))

    return make


_TILED = b"/Pattern cs /P scn" + _FILL
_CMYK_GROUP = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)

SHOWN: dict[str, Case] = {
    "image": (_shows(_image), b"q 9 0 0 9 0 0 cm /X Do Q /X Do", "", BOTH),
    "image with masks": (
        _shows(lambda pdf: _image(pdf, SMask=pdf.make_indirect(_image(pdf)))),
        b"/X Do",
        "",
        BOTH,
    ),
    "JPEG 2000": (
        _shows(lambda pdf: _image(pdf, Filter=Name.JPXDecode)),
        b"/X Do",
        "an image is JPEG 2000",
        {"pdfua"},
    ),
    "odd bits": (
        _shows(lambda pdf: _image(pdf, BitsPerComponent=7)),
        b"/X Do",
        "an image has 7 bits per component",
        {"pdfua"},
    ),
    "CMYK image": (_shows(lambda pdf: _image(pdf, ColorSpace=Name.DeviceCMYK)), b"/X Do", _CMYK_SAID, {"pdfua"}),
    "form": (_shows(lambda pdf: _form(pdf, b"0 0 5 5 re f")), b"/X Do", "", BOTH),
    "form that borrows": (
        lambda pdf: Dictionary(
            XObject=Dictionary(X=_form(pdf, b"/C cs 0 0 0 1 sc 0 0 5 5 re f")), ColorSpace=_CMYK_NAMED(pdf).ColorSpace
        ),
        b"/X Do",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "form of a CMYK group": (
        _shows(lambda pdf: _form(pdf, b"0 0 5 5 re f", Group=_CMYK_GROUP)),
        b"/X Do",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "nothing": (lambda _: Dictionary(), b"/X Do", "it shows X, which is not there", set()),
    "nothing by no name": (lambda _: Dictionary(), b"Do", "it shows something, which is not there", set()),
    "inline": (lambda _: Dictionary(), b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI", "", BOTH),
    "inline CMYK": (
        lambda _: Dictionary(),
        b"BI /W 1 /H 1 /BPC 8 /CS /CMYK ID \x80\x80\x80\x80 EI",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "inline by a name of its own": (
        _CMYK_NAMED,
        b"BI /W 1 /H 1 /BPC 8 /ColorSpace /C ID \x80\x80\x80\x80 EI",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "inline LZW": (
        lambda _: Dictionary(),
        b"BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \x80\x0b\x60\x50 EI",
        "compressed with LZW",
        {"pdfua"},
    ),
    "shading": (
        lambda _: Dictionary(Shading=Dictionary(S=_shaded(Name.DeviceRGB, 3))),
        b"/S sh",
        "",
        BOTH,
    ),
    "CMYK shading": (
        lambda _: Dictionary(Shading=Dictionary(S=_shaded(Name.DeviceCMYK, 4))),
        b"/S sh",
        _CMYK_SAID,
        {"pdfua"},
    ),
    "tiles": (_tiles(b"1 0 0 rg 0 0 2 2 re f"), _TILED, "", BOTH),
    "CMYK tiles": (_tiles(b"1 0 0 0 k 0 0 2 2 re f"), _TILED, _CMYK_SAID, {"pdfua"}),
    "CMYK gradient": (
        lambda _: Dictionary(
            Pattern=Dictionary(P=Dictionary(Type=Name.Pattern, PatternType=2, Shading=_shaded(Name.DeviceCMYK, 4)))
        ),
        _TILED,
        _CMYK_SAID,
        {"pdfua"},
    ),
    "no pattern": (lambda _: Dictionary(Pattern=Dictionary(P=7)), b"0 g" + _FILL, "", BOTH),
    "blend mode": (_state(lambda _: Dictionary(BM=Array([Name.Multiply]), ca=0.5)), b"/G gs" + _FILL, "", BOTH),
    "mask": (_state(_masked(Name.DeviceGray)), b"/G gs" + _FILL, "", BOTH),
    "CMYK mask": (_state(_masked(Name.DeviceCMYK)), b"/G gs" + _FILL, _CMYK_SAID, {"pdfua"}),
    "font in a state": (
        _state(lambda pdf: Dictionary(Font=Array([pdf.make_indirect(Dictionary(Type=Name.Font)), 9]))),
        b"/G gs" + _FILL,
        "a graphics state sets a font",
        set(),
    ),
    "intents": (
        _state(lambda _: Dictionary(RI=Name.Perceptual)),
        b"/G gs /Saturation ri" + _FILL,
        "",
        BOTH,
    ),
    "odd intent": (
        lambda _: Dictionary(),
        b"/Odd ri" + _FILL,
        "Odd is no rendering intent",
        {"pdfua"},
    ),
    "odd intent in a state": (
        _state(lambda _: Dictionary(RI=Name.Odd)),
        b"/G gs" + _FILL,
        "Odd is no rendering intent",
        {"pdfua"},
    ),
    "odd intent of an image": (
        _shows(lambda pdf: _image(pdf, Intent=Name.Odd)),
        b"/X Do",
        "Odd is no rendering intent",
        {"pdfua"},
    ),
    "deep states": (
        lambda _: Dictionary(),
        b"q " * 29 + b"0 g" + _FILL + b" Q" * 29,
        "graphics states nest 29 deep",
        {"pdfua"},
    ),
}


@pytest.mark.parametrize("case", SHOWN)
def test_what_pages_show(case: str, vera: Vera) -> None:
    resources, content, reason, claims = SHOWN[case]

    def give(pdf: Any) -> None:
        pdf.pages[0].Resources = resources(pdf)
        pdf.pages[0].Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)

    bound = bind([Part("c.pdf", edited(drawn(content), give))])
    assert reason in reasons(bound)
    assert bool(reason) == bool(reasons(bound))
    assert bound.claims == claims
    prove(vera, bound)
