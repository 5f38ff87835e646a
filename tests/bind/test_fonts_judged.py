"""A font is believed where its program, widths and characters agree, whatever it is dressed as; else it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name
from tests.bind.evidence import all_words, prove, reasons, sound
from tests.bind.faces import cmap, compact, composite, cut, number, old, set_in, simple, type1

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

BOTH = {"pdfa", "pdfua"}

_END = bytes([9, 14])  # closepath, endchar
_HSBW = bytes([13])
_NOTDEF = number(0) + number(250) + _HSBW + _END
_BOX = number(500) + number(50) + bytes([21]) + number(300) + bytes([6]) + number(300) + bytes([7]) + _END


def _a(width: bytes = number(600) + _HSBW) -> dict[str, bytes]:
    return {".notdef": _NOTDEF, "A": number(0) + width + _BOX}


_DIFFER = Dictionary(Type=Name.Encoding, Differences=Array([0, *(Name("/" + glyph) for glyph in "Words")]))
_HALF = number(1201) + number(2) + bytes([12, 12])


def _mapped(pdf: Any) -> Any:
    made = composite(cut("ttf"), "ttf", "FontFile2")(pdf)
    below = made.DescendantFonts[0]
    widths = list(below.W[1])
    below.CIDToGIDMap = pdf.make_stream(b"\0\0\0\3\0\2")
    below.W = Array([0, Array([widths[0], widths[3], widths[2]])])
    return made


def _same_widths(pdf: Any) -> Any:
    made = composite(cut("ttf"), "ttf", "FontFile2")(pdf)
    below = made.DescendantFonts[0]
    below.W = Array([1, 1, below.W[1][1], 2, Array([below.W[1][2]])])
    below.DW = 1000
    return made


SOUND: dict[str, tuple[Callable[[Any], Any], bytes]] = {
    "TrueType": (simple("TrueType", "FontFile2", cut("ttf")), b"(Words)"),
    "TrueType by Mac names": (
        simple("TrueType", "FontFile2", cut("ttf"), Encoding=Name.MacRomanEncoding),
        b"(Words)",
    ),
    "TrueType with differences": (
        simple(
            "TrueType",
            "FontFile2",
            cut("ttf"),
            Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([88, Name.o])),
            Widths=Array([0] * 29),
            FirstChar=200,
            LastChar=228,
        ),
        b"<>",
    ),
    "compact": (simple("Type1", "FontFile3", compact(), "otf", sub="Type1C"), b"(Words)"),
    "compact, standard encoding": (
        simple("Type1", "FontFile3", compact(), "otf", sub="Type1C", Encoding=None),
        b"(Words)",
    ),
    "OpenType": (simple("Type1", "FontFile3", cut("otf"), "otf", sub="OpenType"), b"(Words)"),
    "Type 0, TrueType": (composite(cut("ttf"), "ttf", "FontFile2"), b"<00010002>"),
    "Type 0, mapped": (_mapped, b"<00010002>"),
    "Type 0, widths in ranges": (_same_widths, b"<00010002>"),
    "Type 0, OpenType": (composite(cut("otf"), "otf", "FontFile3", "OpenType"), b"<00010002>"),
    "Type 1": (old(type1(_a()), {65: 600}), b"(A)"),
    "Type 1, divided": (old(type1(_a(_HALF + _HSBW)), {65: 600.5}), b"(A)"),
    "Type 1, small matrix": (old(type1(_a(number(1200) + _HSBW), matrix=b"0.0005"), {65: 600}), b"(A)"),
    "Type 1, standard encoding": (old(type1(_a(), encoding=b""), {65: 600}), b"(A)"),
    "Type 1, sbw": (old(type1(_a(number(0) + number(600) + number(0) + bytes([12, 7]))), {65: 600}), b"(A)"),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_font_keeps_the_claims(case: str, vera: Vera) -> None:
    font, shown = SOUND[case]
    bound = bind([Part("f.pdf", set_in(font, shown))])
    assert reasons(bound) == ""
    assert bound.claims == BOTH
    sound(bound.data)
    prove(vera, bound)


_WIN = simple("TrueType", "FontFile2", cut("ttf"))
_BLOCKS = b"1 beginbfrange <0000> <0005> %s endbfrange"


def _type0(**entries: Any) -> Callable[[Any], Any]:
    return composite(cut("ttf"), "ttf", "FontFile2", **entries)


FAULTS: dict[str, tuple[Callable[[Any], Any], bytes, str, set[str]]] = {
    "wrong widths": (
        simple("TrueType", "FontFile2", cut("ttf"), Widths=Array([5] * 29)),
        b"(Words)",
        "states other widths than it has",
        set(),
    ),
    "no widths": (simple("TrueType", "FontFile2", cut("ttf"), Widths=None), b"(Words)", "does not state its", set()),
    "no glyph": (_WIN, b"(Wonder)", "lacks a glyph", set()),
    "no character": (simple("TrueType", "FontFile2", cut("ttf")), b"(\001)", "does not say which characters", set()),
    "symbolic with an encoding": (
        simple("TrueType", "FontFile2", cut("ttf"), flags=4),
        b"(Words)",
        "has an encoding that does not fit",
        set(),
    ),
    "plain without an encoding": (
        simple("TrueType", "FontFile2", cut("ttf"), Encoding=None),
        b"(Words)",
        "has an encoding that does not fit",
        set(),
    ),
    "damaged TrueType": (
        simple("TrueType", "FontFile2", b"\0\1\0\0" + b"\7" * 90),
        b"(Words)",
        "font program that cannot be read",
        set(),
    ),
    "damaged compact": (
        simple("Type1", "FontFile3", compact()[:300], "otf", sub="Type1C"),
        b"(Words)",
        "font program that cannot be read",
        set(),
    ),
    "damaged Type 1": (old(b"no program", {65: 600}), b"(A)", "lacks a glyph", set()),
    "Type 1 without width": (old(type1(_a(b"\x0e")), {65: 600}), b"(A)", "cannot be read", set()),
    "Type 1 with an endless width": (
        old(type1({".notdef": _NOTDEF, "A": number(-300) + number(-1200)}), {65: 600}),
        b"(A)",
        "cannot be read",
        set(),
    ),
    "missing sign": (_type0(), b"<0000>", "sign for a missing glyph", set()),
    "Type 0, other encoding": (_type0(Encoding=Name("/UniGB-UCS2-H")), b"<0001>", "encoding that is not judged", set()),
    "Type 0, no map entry": (_mapped, b"<0004>", "sign for a missing glyph", set()),
    "Type 0, damaged": (
        composite(b"OTTO" + b"\7" * 80, "otf", "FontFile3", "OpenType"),
        b"<0001>",
        "font program that cannot be read",
        set(),
    ),
    "Type 0, counts lie": (
        _type0(ToUnicode=cmap(b"2 beginbfchar <0001> <0041> endbfchar")),
        b"<0001>",
        "damaged map of characters",
        set(),
    ),
    "Type 0, private characters": (
        _type0(ToUnicode=cmap(_BLOCKS % b"<E000>")),
        b"<0001>",
        "characters that only it knows",
        {"pdfua"},
    ),
    "Type 0, no characters": (
        _type0(ToUnicode=cmap(_BLOCKS % b"[<FEFF> <FEFF> <0041>]")),
        b"<0001>",
        "characters that mean nothing",
        set(),
    ),
    "no kind": (
        lambda _: Dictionary(Type=Name.Font, Subtype=Name.Odd, BaseFont=Name.Odd),
        b"(a)",
        "the font Odd is of no kind that PDF knows",
        set(),
    ),
    "no font": (_WIN, b"/F9 12 Tf (a)", "the font F9 is missing", set()),
    "Type 1, hexadecimal": (old(type1(_a(), digits=True), {65: 600}), b"(A)", "lacks a glyph", set()),
    "an empty string": (
        lambda _: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Any),
        b"()",
        "the font Any is not embedded",
        set(),
    ),
    "not embedded, without a name": (
        lambda _: Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H")),
        b"<0041>",
        "the font without name is not embedded",
        set(),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_font_costs_the_claims_and_is_named(case: str, vera: Vera) -> None:
    font, shown, reason, claims = FAULTS[case]
    bound = bind([Part("f.pdf", set_in(font, shown))])
    assert reason in reasons(bound)
    assert "f.pdf, page 1: the font " in reasons(bound)
    assert bound.claims == claims
    prove(vera, bound)


def test_a_font_that_shows_nothing_that_is_seen_need_not_be_embedded(vera: Vera) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    bound = bind([Part("f.pdf", set_in(lambda _: font, b"(hidden)", 3))])
    assert reasons(bound) == ""
    assert bound.claims == BOTH
    assert all_words(bound.data) == "hidden"
    prove(vera, bound)


def test_a_font_that_is_not_seen_still_states_its_widths(vera: Vera) -> None:
    def font(**widths: Any) -> bytes:
        made = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Any, Encoding=Name.WinAnsiEncoding)
        for entry, value in widths.items():
            made["/" + entry] = value
        return set_in(lambda _: made, b"(hidden)", 3)

    assert "the font Any does not state its widths" in reasons(bind([Part("f.pdf", font())]))
    bound = bind([Part("f.pdf", font(FirstChar=100, LastChar=110, Widths=Array([500] * 11)))])
    assert reasons(bound) == ""
    prove(vera, bound)
