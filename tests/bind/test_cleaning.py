"""What acts by itself is taken out and told; pages come to the packet's paper."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from tests.bind.evidence import codes, links, sound, words
from tests.bind.makers import drawn, edited, own, untagged

from casefolio.bindery.binding.merge import bind
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, Part

_RECT = [10, 10, 90, 30]


def _action(kind: str, **more: Any) -> Any:
    return pikepdf.Dictionary(S=pikepdf.Name("/" + kind), **more)


def armed(pdf: Any) -> None:
    """One of everything that a paper should not do."""
    script = _action("JavaScript", JS=pikepdf.String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    spec = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=pikepdf.String("virus.exe"),
        EF=pikepdf.Dictionary(F=pdf.make_stream(b"MZ\x90")),
    )
    fine = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F=pikepdf.String("data.csv"), EF=pikepdf.Dictionary(F=pdf.make_stream(b"a,b"))
    )
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    names.JavaScript = pikepdf.Dictionary(Names=[pikepdf.String("x"), script])
    names.EmbeddedFiles = pikepdf.Dictionary(Names=[pikepdf.String("v"), spec, pikepdf.String("w"), fine])
    pdf.Root.Names = names
    page = pdf.pages[0].obj
    page.AA = pikepdf.Dictionary(O=script)
    notes = []
    for action in (
        script,
        _action("Launch", F=pikepdf.String("cmd.exe")),
        _action("SubmitForm", F=pikepdf.String("http://x")),
        _action("ImportData", F=pikepdf.String("x")),
        _action("GoToR", F=pikepdf.String("x.pdf"), D=[0, pikepdf.Name.Fit]),
        _action("URI", URI=pikepdf.String("javascript:alert(1)")),
        _action("URI", URI=pikepdf.String("https://example.org/kept"), Next=script),
    ):
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=_RECT, A=action)
        note.AA = pikepdf.Dictionary(E=script)
        notes.append(pdf.make_indirect(note))
    page.Annots = pikepdf.Array(notes)
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("sig"), Rect=_RECT
    )
    field.V = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=pikepdf.String("x"))
    page.Annots.append(pdf.make_indirect(field))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[page.Annots[-1]], XFA=pdf.make_stream(b"<xdp/>"), SigFlags=3)


def test_nothing_that_acts_stays() -> None:
    bound = bind([Part("armed.pdf", edited(untagged(), armed)), Part("own.pdf", own(0))])
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        pdf.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for word in (
        b"JavaScript",
        b"Launch",
        b"SubmitForm",
        b"ImportData",
        b"GoToR",
        b"/XFA",
        b"/AA",
        b"MZ\x90",
        b"OpenAction",
    ):
        assert word not in plain.getvalue()
    assert b"data.csv" in plain.getvalue()
    assert b"/Sig/" not in plain.getvalue()
    sound(bound.data)
    assert links(bound.data)[0] == (0, "https://example.org/kept")
    assert set(codes(bound)) >= {"CF-534", "CF-540", "CF-541", "CF-542", "CF-543"}
    told = " ".join(problem.message for problem in bound.warnings)
    for said in ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "virus.exe", "signature", "XFA"):
        assert said in told


def test_clashing_fields_are_renamed_and_keep_their_values() -> None:
    def field(pdf: Any) -> None:
        look = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 80, 20])
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("name"),
            V=pikepdf.String("Ada"),
            Rect=_RECT,
            AP=pikepdf.Dictionary(N=look),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(widget)])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pdf.pages[0].obj.Annots)

    part = edited(drawn(b"BT /F1 12 Tf 50 100 Td (a) Tj ET"), field)
    bound = bind([Part("a", part), Part("b", part)])
    sound(bound.data)

    def check(pdf: Any) -> None:
        assert [str(found.T) for found in pdf.Root.AcroForm.Fields] == ["name", "name_2"]
        assert [str(found.V) for found in pdf.Root.AcroForm.Fields] == ["Ada", "Ada"]

    edited(bound.data, check)


def _mark_at(data: bytes) -> tuple[float, float]:
    """Where the one black square of a page is, as shares of the page's width and height from the top left."""
    page = pypdfium2.PdfDocument(data)[0]
    picture = page.render(scale=0.5).to_pil().convert("L")
    box = picture.point(lambda value: 255 if value < 100 else 0).getbbox()
    assert box
    return (box[0] + box[2]) / 2 / picture.width, (box[1] + box[3]) / 2 / picture.height


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [100, 150, 300, 550]])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_pages_come_to_paper_as_they_were_seen(turn: int, crop: list[int] | None, paper: Any) -> None:
    def place(pdf: Any) -> None:
        page = pdf.pages[0].obj
        page.Rotate = turn
        if crop:
            page.CropBox = crop
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[140, 400, 180, 440])
        note.A = _action("URI", URI=pikepdf.String("https://example.org"))
        page.Annots = pikepdf.Array([pdf.make_indirect(note)])

    part = edited(drawn(b"0 g 140 400 40 40 re f BT /F1 2 Tf 150 300 Td (word) Tj ET"), place)
    bound = bind([Part("p", part)], BindOptions(paper=paper))
    sound(bound.data)
    page = pypdfium2.PdfDocument(bound.data)[0]
    width, height = {"a4": (595.3, 841.9), "letter": (612, 792)}[paper]
    assert abs(page.get_width() - width) < 0.1
    assert abs(page.get_height() - height) < 0.1
    before = pypdfium2.PdfDocument(part)[0]
    x, y = _mark_at(part)
    scale = min(width / before.get_width(), height / before.get_height())
    left, top = (width - before.get_width() * scale) / 2, (height - before.get_height() * scale) / 2
    at_x, at_y = (left + x * before.get_width() * scale) / width, (top + y * before.get_height() * scale) / height
    found = _mark_at(bound.data)
    assert abs(found[0] - at_x) < 0.01
    assert abs(found[1] - at_y) < 0.01

    def check(pdf: Any) -> None:
        x0, y0, x1, y1 = (float(value) for value in pdf.pages[0].obj.Annots[0].Rect)
        assert abs((x0 + x1) / 2 / width - found[0]) < 0.01
        assert abs(1 - (y0 + y1) / 2 / height - found[1]) < 0.01

    edited(bound.data, check)
    assert words(bound.data) == ["word"]


@pytest.mark.parametrize("strength", [3, 4, 6])
def test_encrypted_parts_open_with_their_password(strength: Any) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(own(0))) as pdf:
        pdf.save(
            out,
            encryption=pikepdf.Encryption(
                owner="o", user="geheim", R=strength, aes=strength > 3, metadata=strength > 3
            ),
        )
    bound = bind([Part("e.pdf", out.getvalue(), password="geheim"), Part("own.pdf", own(1))])  # noqa: S106
    sound(bound.data)
    assert words(bound.data) == words(own(0)) + words(own(1))
    for password in (None, "falsch"):
        with pytest.raises(CasefolioError) as error:
            bind([Part("e.pdf", out.getvalue(), password=password)])
        assert error.value.problems[0].code == "CF-523"
        assert error.value.exit_code == 6
        assert "geheim" not in str(error.value)
