"""Some pages of a part: what goes, goes honestly."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.bind.evidence import codes, labels, links, outline, prove, sound, words
from tests.bind.makers import by_typst, edited, own
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.parts import parse_spans
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, PageSpan, Part

if TYPE_CHECKING:
    from typing import Any

    from tests.vera.validate import Vera


@pytest.mark.parametrize("part", [lambda: own(0), by_typst], ids=["weasyprint", "typst"])
@pytest.mark.parametrize("page", [1, 2])
def test_one_page_of_a_part_keeps_its_own_tags_only(part: Any, page: int, vera: Vera) -> None:
    bound = bind([Part("a.pdf", part(), (PageSpan(page, page),)), Part("b.pdf", own(1))])
    sound(bound.data)
    prove(vera, bound)
    assert bound.claims == {"pdfa", "pdfua"}
    assert words(bound.data) == [words(part())[page - 1], *words(own(1))]
    said = "\n".join(transcript(bound.data)[: transcript(bound.data).index("  Part", 3)])
    other = "Second page of 0" if page == 1 else "Words of part 0"
    assert other not in said


def test_links_and_outline_to_pages_left_out_are_gone_and_told() -> None:
    bound = bind([Part("a.pdf", own(0), (PageSpan(1, 1),))])
    assert codes(bound) == ["CF-535"]
    assert links(bound.data) == [(0, "https://example.org/0")]
    assert outline(bound.data) == [(0, "Part 0", 0), (1, "Part 0", 0)]
    assert "Span: a link inside" in [line.strip() for line in transcript(bound.data)]


def test_pages_in_another_order_and_twice() -> None:
    bound = bind([Part("a.pdf", own(0), (PageSpan(2, 2), PageSpan(1, 1), PageSpan(1, None)))])
    sound(bound.data)
    one, two = words(own(0))
    assert words(bound.data) == [two, one, one, two]
    assert labels(bound.data) == ["2", "1", "1", "2"]
    assert [entry for entry in outline(bound.data) if entry[0] == 0] == [(0, "Part 0", 0)]


SWAPPED = (PageSpan(2, 2), PageSpan(1, 1))


def test_links_lead_to_pages_of_the_part_wherever_they_were_put() -> None:
    bound = bind([Part("a.pdf", own(0), SWAPPED), Part("b.pdf", own(1), (PageSpan(1, 1),))])
    assert links(bound.data) == [(0, "1"), (1, "0"), (1, "https://example.org/0"), (2, "https://example.org/1")]
    assert [problem.message for problem in bound.warnings] == [
        "b.pdf, page 1: a link leads to a page that is not bound"
    ]
    sound(bound.data)


def test_a_link_leads_to_the_nearest_of_two_copies() -> None:
    """Of the page in the run of the link itself, where there is one."""
    twice = (PageSpan(2, 2), PageSpan(1, 2))
    assert [entry for entry in links(bind([Part("a.pdf", own(0), twice)]).data) if entry[1].isdigit()] == [
        (0, "1"),
        (1, "2"),
        (2, "1"),
    ]


@pytest.mark.parametrize("make", [own, by_typst], ids=["names", "places"])
def test_places_on_other_paper_are_found_from_another_run(make: Any) -> None:
    """Where a link leads is moved with the page, as if the pages lay in their order."""
    data = make(0) if make is own else make()
    straight, swapped = (bind([Part("a.pdf", data, spans)], BindOptions(paper="letter")) for spans in ((), SWAPPED))
    assert targets(straight.data) == sorted((1 - page, *place) for page, *place in targets(swapped.data))


def targets(data: bytes) -> list[tuple[Any, ...]]:
    """Where the links inside of a file lead: the page and the place on it, as PDFium has them."""
    found = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            start, link = ctypes.c_int(0), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page, start, link):
                place = pdfium.FPDFLink_GetDest(pdf, link)
                if place:
                    view, count = (ctypes.c_float * 4)(), ctypes.c_ulong()
                    pdfium.FPDFDest_GetView(place, count, view)
                    found.append((pdfium.FPDFDest_GetDestPageIndex(pdf, place), *(round(part) for part in view)))
    finally:
        pdf.close()
    return sorted(found)


def test_labels_of_a_part_are_kept() -> None:
    import pikepdf

    def roman(pdf: Any) -> None:
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=[
                0,
                pikepdf.Dictionary(S=pikepdf.Name.r, St=4),
                1,
                pikepdf.Dictionary(P=pikepdf.String("A-"), S=pikepdf.Name.D),
            ]
        )

    part = edited(own(0), roman)
    assert labels(bind([Part("a", part), Part("b", part, (PageSpan(2, 2),))]).data) == ["iv", "A-1", "A-1"]


def test_a_table_that_lost_its_head_is_still_a_table(vera: Vera) -> None:
    from tests.bind.makers import html, printed_tagged

    rows = "".join(f"<tr><td>{n}</td><td>words</td></tr>" for n in range(60))
    part = printed_tagged(html(f"<h1>T</h1><table><thead><tr><th>A<th>B</thead><tbody>{rows}</tbody></table>"))
    bound = bind([Part("t.pdf", part, (PageSpan(2, 2),))])
    sound(bound.data)
    prove(vera, bound)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1", [(1, 1)]),
        ("1-2", [(1, 2)]),
        ("3-", [(3, None)]),
        ("-3", [(1, 3)]),
        ("1-2, 7", [(1, 2), (7, 7)]),
    ],
)
def test_ranges_as_they_are_typed(text: str, spans: list[tuple[int, int | None]]) -> None:
    assert parse_spans(text, "x") == tuple(PageSpan(*span) for span in spans)


@pytest.mark.parametrize("text", ["", "0", "2-1", "-", "1,,2", "a", "1--2", "99999999"])
def test_malformed_ranges(text: str) -> None:
    with pytest.raises(CasefolioError) as error:
        parse_spans(text, "x.pdf")
    assert error.value.problems[0].code == "CF-524"


def test_pages_that_the_part_does_not_have() -> None:
    with pytest.raises(CasefolioError) as error:
        bind([Part("a.pdf", own(0), (PageSpan(2, 3),)), Part("b.pdf", own(1), (PageSpan(7, None),))])
    assert [problem.code for problem in error.value.problems] == ["CF-524", "CF-524"]
    assert error.value.exit_code == 6
    assert "a.pdf has 2 pages, and 2-3 was asked for" in str(error.value)
