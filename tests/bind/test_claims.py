"""A claim is written where it is true, and dropped aloud where it cannot be proven."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.bind.evidence import codes, prove, sound
from tests.bind.makers import by_typst, drawn, edited, jpeg, own, scan, untagged

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.pictures import picture_pdf
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

_TEXT = b"BT /F1 12 Tf 50 500 Td (words) Tj ET"


def cmyk(pdf: Any) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"0 0 0 1 k 10 10 5 5 re f"))


def odd_operator(pdf: Any) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"1 2 zz"))


def odd_blend(pdf: Any) -> None:
    page = pdf.pages[0].obj
    page.Resources.ExtGState.Odd = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Strange)
    pdf.pages[0].contents_add(pdf.make_stream(b"/Odd gs 0 g 1 1 2 2 re f"))


def too_wide(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Subtype") == "/CIDFontType2":
            found.W = pikepdf.Array([0, 2000, 321])


def no_characters(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Subtype") == "/Type0":
            del found.ToUnicode


def not_embedded(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and "/FontFile2" in found:
            del found.FontFile2


def broken_font(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and "/FontFile2" in found:
            found.FontFile2 = pdf.make_stream(b"\0\1\0\0" + b"\7" * 200)


def figure_without_words(pdf: Any) -> None:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure":
            del found.Alt


def crooked_table(pdf: Any) -> None:
    row = next(found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/TR")
    del row.K[0]


CASES: list[tuple[Callable[[], bytes], Callable[[Any], None], set[str], str]] = [
    (lambda: own(0), cmyk, {"pdfua"}, "CMYK"),
    (lambda: own(0), odd_operator, set(), "operators"),
    (lambda: own(0), odd_blend, {"pdfua"}, "blend mode"),
    (lambda: own(0), too_wide, set(), "widths"),
    (lambda: own(0), no_characters, set(), "characters"),
    (lambda: own(0), not_embedded, set(), "not embedded"),
    (lambda: own(0), broken_font, set(), "cannot be read"),
    (by_typst, figure_without_words, {"pdfa"}, "alternative text"),
    (lambda: own(0), crooked_table, {"pdfa"}, "table"),
]


@pytest.mark.parametrize(("part", "fault", "claims", "reason"), CASES, ids=[case[1].__name__ for case in CASES])
def test_a_part_that_breaks_a_standard_costs_the_claim(
    part: Callable[[], bytes], fault: Callable[[Any], None], claims: set[str], reason: str, vera: Vera
) -> None:
    bound = bind([Part("own.pdf", own(1)), Part("bad.pdf", edited(part(), fault))])
    assert bound.claims == claims
    told = [problem for problem in bound.warnings if reason in problem.message]
    assert told
    assert all("bad.pdf" in problem.message and problem.warning for problem in told)
    assert {problem.code for problem in told} <= {"CF-620", "CF-621"}
    prove(vera, bound)
    flavours = {"pdfa": "3a", "pdfua": "ua1"}
    for claim in flavours.keys() - claims:
        # At the least the claim itself is missing, and that is what the rules ask for first.
        assert vera.faults(bound.data, [flavours[claim]]) != []


def test_the_page_is_named() -> None:
    def second(pdf: Any) -> None:
        pdf.pages[1].contents_add(pdf.make_stream(b"0 0 0 1 k 10 10 5 5 re f"))

    bound = bind([Part("bad.pdf", edited(own(0), second))])
    assert "bad.pdf, page 2: it uses CMYK" in bound.warnings[0].message


@pytest.mark.parametrize("claim", ["pdfa", "pdfua"])
def test_what_is_required_and_not_true_is_an_error(claim: Any) -> None:
    parts = [Part("letter.pdf", drawn(_TEXT))]
    assert bind(parts).claims == set()
    with pytest.raises(CasefolioError) as error:
        bind(parts, BindOptions(require=frozenset({claim})))
    assert error.value.problems[0].code == {"pdfa": "CF-620", "pdfua": "CF-621"}[claim]
    assert error.value.exit_code == 7
    assert "letter.pdf, page 1: the font Helvetica is not embedded" in str(error.value)
    assert bind([Part("own.pdf", own(0))], BindOptions(require=frozenset({"pdfa", "pdfua"}))).claims == {
        "pdfa",
        "pdfua",
    }


def test_a_file_that_claims_falsely_is_not_believed(vera: Vera) -> None:
    def lie(pdf: Any) -> None:
        cmyk(pdf)
        with pdf.open_metadata() as meta:
            meta["pdfaid:part"] = "1"

    bound = bind([Part("liar.pdf", edited(own(0), lie))])
    assert bound.claims == {"pdfua"}
    prove(vera, bound)


def test_what_a_reader_does_not_miss_is_mended_instead(vera: Vera) -> None:
    def forbid(pdf: Any) -> None:
        page = pdf.pages[0].obj
        image = next(iter(page.Resources.XObject.values()))
        image.Interpolate = True
        image.Metadata = pdf.make_stream(b"<x/>")
        image.OPI = pikepdf.Dictionary()
        page.Resources.ExtGState = pikepdf.Dictionary(
            G=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, TR=pikepdf.Name.Identity)
        )
        pdf.pages[0].contents_add(pdf.make_stream(b"/G gs"))
        pdf.Root.Requirements = pikepdf.Array([])

    bound = bind([Part("s.pdf", edited(scan(), forbid))])
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)


def test_a_cmyk_picture_costs_pdfa_only(vera: Vera) -> None:
    bound = bind([Part("p.jpg", picture_pdf(jpeg(mode="CMYK"), "p.jpg"), alt="x")])
    assert bound.claims == {"pdfua"}
    prove(vera, bound)


def test_proven_parts_are_believed_and_bound_alike() -> None:
    proven = bind([Part("a", own(0), proven=True), Part("b", own(1), proven=True)])
    assert proven.data == bind([Part("a", own(0)), Part("b", own(1))]).data


def test_a_layer_and_an_enclosure_conform(vera: Vera) -> None:
    def add(pdf: Any) -> None:
        group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Notes")))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group], AS=[]))
        pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(L=group)
        pdf.pages[0].contents_add(pdf.make_stream(b"/OC /L BDC 0 g 5 5 9 9 re f EMC"))
        pdf.attachments["data.csv"] = b"a,b"

    part = edited(untagged(), add)
    bound = bind([Part("a", part), Part("b", part)])
    assert codes(bound) == ["CF-534", "CF-534"]
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        assert len(pdf.Root.OCProperties.OCGs) == len(pdf.Root.OCProperties.D.OFF) == 2
        assert list(pdf.attachments) == ["data.csv"]
