"""Form fields of every kind and shape end in one form, each under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import codes, prove, reasons, sound
from tests.bind.makers import drawn, edited, own
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import PageSpan, Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera

_PAGE = b"0 g 0 0 9 9 re f"


def widget(pdf: Any, **entries: Any) -> Any:
    """A field's looks on a page."""
    look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 80, 20])
    made = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[10, 10, 90, 30], AP=Dictionary(N=look), F=4)
    for key, value in entries.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def _text(pdf: Any, name: str, **entries: Any) -> Any:
    return widget(pdf, FT=Name.Tx, T=String(name), **entries)


def _fields(data: bytes) -> list[Any]:
    """Name, type, value, kids of each field, depth first."""
    found: list[Any] = []

    def walk(field: Any, above: Any) -> None:
        if above is not None:
            assert field.Parent.objgen == above.objgen
        kids = list(field.get("/Kids", []))
        found.append((str(field.get("/T", "")), str(field.get("/FT", "")), str(field.get("/V", "")), len(kids)))
        for kid in kids:
            walk(kid, field)

    def check(pdf: Any) -> None:
        form = pdf.Root.get("/AcroForm")
        for field in form.Fields if form is not None else []:
            walk(field, None)

    edited(data, check)
    return found


def test_every_kind_of_field_stays_what_it_is(vera: Vera) -> None:
    def give(pdf: Any) -> None:
        on = pdf.make_stream(b"0 g 0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
        off = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
        states = Dictionary(N=Dictionary(Yes=on, Off=off))
        radios = [widget(pdf, AP=states, AS=Name.Yes), widget(pdf, AP=states, AS=Name.Off)]
        group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=32768, T=String("pick"), V=Name.Yes, Kids=Array(radios)))
        for radio in radios:
            radio.Parent = group
        loose = [
            _text(pdf, "name", V=String("Ada"), TU=String("Your name")),
            widget(pdf, FT=Name.Btn, T=String("agree"), AP=states, AS=Name.Yes, V=Name.Yes),
            widget(pdf, FT=Name.Ch, T=String("town"), Opt=Array([String("Ulm"), String("Bonn")]), V=String("Ulm")),
        ]
        pdf.pages[0].obj.Annots = Array([*loose, *radios])
        pdf.Root.AcroForm = Dictionary(Fields=Array([*loose, group]))

    part = edited(drawn(_PAGE), give)
    bound = bind([Part("a.pdf", part), Part("b.pdf", part)])
    assert reasons(bound) == ""
    sound(bound.data)
    prove(vera, bound)
    fields = _fields(bound.data)
    assert fields[:6] == [
        ("name", "/Tx", "Ada", 0),
        ("agree", "/Btn", "/Yes", 0),
        ("town", "/Ch", "Ulm", 0),
        ("pick", "/Btn", "/Yes", 2),
        ("", "", "", 0),
        ("", "", "", 0),
    ]
    assert [(name.removesuffix("_2"), *more) for name, *more in fields[6:]] == fields[:6]
    assert [name for name, *_ in fields[6:10]] == ["name_2", "agree_2", "town_2", "pick_2"]
    assert sum("Form" in line for line in transcript(bound.data)) == 10


@pytest.mark.filterwarnings("ignore:This document has")
def test_fields_that_the_form_forgot_are_found_from_their_widgets() -> None:
    def give(pdf: Any) -> None:
        kid = widget(pdf)
        parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("above"), V=String("kept"), Kids=Array([kid])))
        kid.Parent = parent
        lost = _text(pdf, "dangling", Parent=pdf.make_indirect(7))
        nameless = widget(pdf, FT=Name.Tx)
        unlisted = _text(pdf, "unlisted")
        pdf.pages[0].obj.Annots = Array([kid, lost, nameless, unlisted, Dictionary(widget(pdf, FT=Name.Tx))])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 2, 2], Dest=Array([0, Name.Fit]))
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))

    bound = bind([Part("a.pdf", edited(drawn(_PAGE), give))])
    sound(bound.data)
    fields = _fields(bound.data)
    assert ("above", "/Tx", "kept", 1) in fields
    assert sorted(name for name, *_ in fields if name) == ["above", "dangling", "field", "field_2", "unlisted"]


def test_a_malformed_form_does_no_harm() -> None:
    def give(pdf: Any) -> None:
        good = _text(pdf, "good")
        round_trip = pdf.make_indirect(Dictionary(T=String("round"), Kids=Array([])))
        round_trip.Kids.append(round_trip)
        pdf.pages[0].obj.Annots = Array([good])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([7, round_trip, good, good, Dictionary(T=String("direct")), pdf.make_indirect(Array([]))])
        )

    bound = bind([Part("a.pdf", edited(drawn(_PAGE), give))])
    sound(bound.data)
    assert _fields(bound.data) == [("good", "/Tx", "", 0)]


def test_fields_of_pages_that_are_not_bound_are_left_out() -> None:
    def give(pdf: Any) -> None:
        kids = [widget(pdf), widget(pdf)]
        both = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("both"), Kids=Array(kids)))
        for page, kid in zip(pdf.pages, kids, strict=True):
            kid.Parent = both
            page.obj.Annots = Array([kid])
        pdf.pages[1].obj.Annots.append(_text(pdf, "second"))
        pdf.Root.AcroForm = Dictionary(Fields=Array([both, pdf.pages[1].obj.Annots[1]]))

    part = edited(drawn(_PAGE, _PAGE), give)
    bound = bind([Part("a.pdf", part, (PageSpan(1, 1),)), Part("own.pdf", own(0))])
    sound(bound.data)
    assert _fields(bound.data) == [("both", "/Tx", "", 1), ("", "", "", 0)]


def test_fonts_of_forms_keep_their_fields_apart() -> None:
    def give(base: str, own_words: bytes | None = None) -> bytes:
        def place(pdf: Any) -> None:
            more = {"DA": String(own_words.decode())} if own_words else {}
            field = _text(pdf, "x", **more)
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + base))
            pdf.pages[0].obj.Annots = Array([field])
            pdf.Root.AcroForm = Dictionary(
                Fields=Array([field]), DA=String("/He 9 Tf 0 g"), DR=Dictionary(Font=Dictionary(He=font))
            )

        return edited(drawn(_PAGE), place)

    parts = [give("Helvetica"), give("Courier"), give("Helvetica", b"0 g /He 8 Tf"), give("Courier", b"/He/x 8 Tf")]
    bound = bind([Part(f"{place}.pdf", part) for place, part in enumerate(parts)])
    sound(bound.data)

    def check(pdf: Any) -> None:
        form = pdf.Root.AcroForm
        assert {str(key): str(font.BaseFont) for key, font in form.DR.Font.items()} == {
            "/He": "/Helvetica",
            "/He_2": "/Courier",
        }
        said = [str(field.DA) for field in form.Fields]
        assert said == ["/He 9 Tf 0 g", "/He_2 9 Tf 0 g", "0 g /He 8 Tf", "/He_2/x 8 Tf"]

    edited(bound.data, check)


def test_a_signature_below_a_field_is_told_lost() -> None:
    def give(pdf: Any) -> None:
        kid = widget(pdf, FT=Name.Sig, T=String("here"), V=Dictionary(Type=Name.Sig, Contents=String("x")))
        kid.Lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All)
        parent = pdf.make_indirect(Dictionary(T=String("signed"), Kids=Array([kid])))
        kid.Parent = parent
        pdf.pages[0].obj.Annots = Array([kid])
        pdf.Root.AcroForm = Dictionary(Fields=Array([parent]), SigFlags=3)
        pdf.Root.Perms = Dictionary(DocMDP=Dictionary(Type=Name.Sig))

    bound = bind([Part("a.pdf", edited(drawn(_PAGE), give))])
    sound(bound.data)
    assert "CF-541" in codes(bound)
    assert [field[:3] for field in _fields(bound.data)] == [("signed", "", ""), ("here", "/Sig", "")]
