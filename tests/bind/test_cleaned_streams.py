"""What is private, of a printer or damaged is taken out of streams; the imprint is said alike."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from tests.bind.evidence import all_words, codes, prove, reasons, sound
from tests.bind.makers import drawn, edited, own, scan

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import BindOptions, Part
from casefolio.model.sheet import Imprint

if TYPE_CHECKING:
    from tests.vera.validate import Vera


def test_private_and_printing_things_are_cleaned_away(vera: Vera) -> None:
    def give(pdf: Any) -> None:
        page = pdf.pages[0]
        image = next(iter(page.Resources.XObject.values()))
        form = pdf.make_stream(
            b"0 g 0 0 5 5 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 9, 9],
            Subtype2=Name.PS,
            PieceInfo=Dictionary(),
            F=String("elsewhere"),
            FFilter=Name.FlateDecode,
        )
        page.Resources.XObject.Fm = form
        states = Dictionary(
            A=Dictionary(Type=Name.ExtGState, TR2=Name.Identity, HT=Name.Default),
            B=Dictionary(TR=Name.Identity),
            C=Dictionary(OP=True, Odd=Dictionary(S=Name.Hide)),
        )
        page.Resources.ExtGState = states
        page.contents_add(pdf.make_stream(b"/A gs /B gs /C gs /Fm Do"))
        packed = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"
        page.Resources.XObject.Lzw = pdf.make_stream(
            packed, Type=Name.XObject, Subtype=Name.Image, Width=3, Height=3, ColorSpace=Name.DeviceGray,
            BitsPerComponent=8, Filter=Name.LZWDecode,
        )  # fmt: skip
        page.contents_add(pdf.make_stream(b"/Lzw Do"))
        image.Interpolate = True

    bound = bind([Part("c.pdf", edited(scan(), give), alt="A scan")])
    assert bound.claims == {"pdfa", "pdfua"}
    assert "CF-540" in codes(bound)
    sound(bound.data)
    prove(vera, bound)
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        pdf.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for word in (b"/TR", b"/HT", b"/Subtype2", b"/PieceInfo", b"/FFilter", b"/Interpolate", b"/Hide", b"LZW"):
        assert word not in plain.getvalue()


def _damaged() -> bytes:
    """A file whose one compressed picture ends too soon."""

    def give(pdf: Any) -> None:
        body = {"Width": 40, "Height": 40, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, **body)
        whole = zlib.compress(bytes(range(200)) * 8)
        image.write(whole[: len(whole) // 2], filter=Name.FlateDecode)
        pdf.pages[0].Resources.XObject = Dictionary(Im=image)

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(b"q 90 0 0 90 5 5 cm /Im Do Q"))) as pdf:
        give(pdf)
        pdf.save(out, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_a_stream_that_ends_too_soon_is_told_and_saved() -> None:
    bound = bind([Part("own.pdf", own(0)), Part("c.pdf", _damaged())])
    assert bound.claims == set()
    assert "CF-536" in codes(bound)
    assert "c.pdf: some of it is damaged" in reasons(bound)
    sound(bound.data)


@pytest.mark.parametrize(
    ("zone", "pdf_zone", "xmp_zone"),
    [(UTC, "Z", "Z"), (timezone(timedelta(hours=2)), "+02'00'", "+02:00")],
)
def test_an_imprint_is_said_alike_everywhere(zone: Any, pdf_zone: str, xmp_zone: str, vera: Vera) -> None:
    date = datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone)
    imprint = Imprint(
        title="A <Title>", author="Ada & Co", subject="All", language="en", keywords=("one", "two"), date=date
    )
    bound = bind([Part("own.pdf", own(0))], BindOptions(imprint=imprint))
    assert bound.claims == {"pdfa", "pdfua"}
    prove(vera, bound)
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == f"D:20260102030405{pdf_zone}"
        assert str(pdf.docinfo["/Keywords"]) == "one, two"
        meta = pdf.open_metadata()
        assert meta["xmp:CreateDate"] == f"2026-01-02T03:04:05{xmp_zone}"
        assert meta["dc:title"] == "A <Title>"
        assert meta["dc:creator"] == ["Ada & Co"]
        assert meta["dc:description"] == "All"
    assert "Words of part 0" in all_words(bound.data)
