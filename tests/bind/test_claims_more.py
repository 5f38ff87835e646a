"""Colours, pictures, states, annotations and sizes: each is judged by what the pages use."""

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

BOTH = {"pdfa", "pdfua"}
_CMYK_SAID = "it uses CMYK colour"
_FILL = b" 0 0 9 9 re f"

Case = tuple["Callable[[Any], Any]", bytes, str, set[str]]


def _spaces(**spaces: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pdf: Dictionary(ColorSpace=Dictionary({"/" + key: made(pdf) for key, made in spaces.items()}))


def _icc(data: bytes, channels: int = 3) -> Callable[[Any], Any]:
    return lambda pdf: Array([Name.ICCBased, pdf.make_stream(data, N=channels)])


def _tint(outputs: int) -> Any:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=[1] * outputs, C1=[0] * outputs, N=1)


def _spot(name: str = "Gold", base: Any = Name.DeviceRGB, outputs: int = 3) -> Callable[[Any], Any]:
    return lambda _: Array([Name.Separation, Name("/" + name), base, _tint(outputs)])


def _inks(names: list[str], *, listed: bool) -> Callable[[Any], Any]:
    def make(pdf: Any) -> Any:
        program = b"{" + b" pop" * len(names) + b" 0 0 0}"
        sampled = pdf.make_stream(program, FunctionType=4, Domain=[0, 1] * len(names), Range=[0, 1] * 3)
        space = [Name.DeviceN, Array([Name("/" + name) for name in names]), Name.DeviceRGB, sampled]
        if listed:
            each = {"/" + name: _spot(name)(pdf) for name in names}
            space.append(Dictionary(Colorants=Dictionary(each)))
        return Array(space)

    return make


_CMYK_NAMED = _spaces(C=lambda _: Name.DeviceCMYK)
_LAB = _spaces(C=lambda _: Array([Name.Lab, Dictionary(WhitePoint=[0.95, 1, 1.08])]))
_INDEXED = _spaces(C=lambda _: Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\1\1\1")]))
_INDEXED_CMYK = _spaces(C=lambda _: Array([Name.Indexed, Name.DeviceCMYK, 0, String(b"\0\0\0\1")]))

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
