"""Parts without tags are given true ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.bind.evidence import codes, prove, sound, words
from tests.bind.makers import by_typst, drawn, edited, html, jpeg, own, printed_tagged, scan, untagged
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.pictures import picture_pdf
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from typing import Any

    from tests.vera.validate import Vera


def said(data: bytes) -> list[str]:
    return [line.strip() for line in transcript(data)]


def test_text_becomes_paragraphs_and_links_and_the_whole_conforms(vera: Vera) -> None:
    bound = bind([Part("own.pdf", own(0)), Part("letter.pdf", untagged())])
    assert bound.claims == {"pdfa", "pdfua"}
    assert codes(bound) == ["CF-534"]
    sound(bound.data)
    prove(vera, bound)
    assert words(bound.data)[2:] == words(untagged())
    tags = said(bound.data)
    assert tags[tags.index("Part", 2) + 1 :] == [
        "P: A letter",
        "P: Dear reader, here is in a line.",
        "Link → https://example.org/x: a link",
        "P: In a box",
        "P: Foot 1",
        "P: Second page.",
        "P: Foot 2",
    ]
    assert not any("Figure" in line for line in tags)


def test_pages_without_tags_are_read_where_they_lie_between_tagged_ones() -> None:
    """However many follow each other, at the beginning, in the middle and at the end."""
    tagged = printed_tagged(
        html("".join(f'<p style="break-after: page">Tagged{number}</p><p></p>' for number in range(3)))
    )

    def mixed(pdf: Any) -> None:
        plain = pikepdf.open(io.BytesIO(drawn(*[b"BT /F1 9 Tf 50 500 Td (Plain%d) Tj ET" % n for n in range(6)])))
        for place, page in zip((0, 2, 3, 5, 7, 8), plain.pages, strict=True):
            pdf.pages.insert(place, page)

    bound = bind([Part("a.pdf", edited(tagged, mixed))])
    found = [line.partition(": ")[2] for line in transcript(bound.data)]
    wanted = ["Plain0", "Tagged0", "Plain1", "Plain2", "Tagged1", "Plain3", "Tagged2", "Plain4", "Plain5"]
    assert [word for word in found if word in wanted] == wanted


def test_columns_are_read_one_after_the_other() -> None:
    body = (
        "<h1>Over both</h1><div class=columns>" + "".join(f"<p>{'words ' * 40}end{n}.</p>" for n in range(4)) + "</div>"
    )
    bound = bind([Part("c.pdf", untagged(body))])
    ends = [line.rpartition(" ")[2] for line in said(bound.data) if "end" in line]
    assert ends == ["end0.", "end1.", "end2.", "end3."]


def test_text_written_in_another_order_is_read_from_the_top() -> None:
    lines = {500: b"first", 400: b"second", 300: b"third", 200: b"fourth"}
    jumbled = b" ".join(b"BT /F1 12 Tf 50 %d Td (%s) Tj ET" % (y, lines[y]) for y in (300, 500, 200, 400))
    bound = bind([Part("j.pdf", drawn(jumbled))])
    assert said(bound.data)[2:] == ["P: first", "P: second", "P: third", "P: fourth"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turn: int) -> None:
    def rotate(pdf: Any) -> None:
        pdf.pages[0].obj.Rotate = turn

    spun = {90: b"0 1 -1 0 %d 50", 180: b"-1 0 0 -1 350 %d", 270: b"0 -1 1 0 %d 550"}[turn]
    places = {90: (100, 200, 300), 180: (100, 200, 300), 270: (300, 200, 100)}[turn]
    words = dict(zip(places, (b"first", b"second", b"third"), strict=True))
    order = (places[1], places[2], places[0])
    lines = [b"BT /F1 12 Tf " + spun % place + b" Tm (" + words[place] + b") Tj ET" for place in order]
    bound = bind([Part("r.pdf", edited(drawn(b" ".join(lines)), rotate))])
    assert said(bound.data)[2:] == ["P: first", "P: second", "P: third"]


def test_columns_written_line_by_line_across_are_read_down() -> None:
    rows = b"".join(
        b"BT /F1 10 Tf 40 %d Td (left%d) Tj ET BT /F1 10 Tf 240 %d Td (right%d) Tj ET " % (y, n, y, n)
        for n, y in enumerate((560, 460, 360))
    )
    tags = said(bind([Part("t.pdf", drawn(rows))]).data)[2:]
    # The stream and the gaps disagree; rows are how it was written, and no word is lost.
    assert sorted(tags) == sorted(f"P: {side}{n}" for side in ("left", "right") for n in range(3))


def test_a_scan_is_a_figure_with_words_for_it(vera: Vera) -> None:
    bound = bind([Part("s.pdf", scan(2), title="Diploma"), Part("t.pdf", scan(), alt="A certificate of 2024")])
    assert codes(bound) == ["CF-530", "CF-530"]
    assert "page" in bound.warnings[0].message
    assert [line for line in said(bound.data) if "Figure" in line] == [
        "Figure [Diploma (1/2)]",
        "Figure [Diploma (2/2)]",
        "Figure [A certificate of 2024]",
    ]
    assert [facts.scans for facts in bound.parts] == [2, 1]
    sound(bound.data)
    prove(vera, bound)


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(),
        jpeg(mode="L"),
        jpeg(form="PNG"),
        jpeg(mode="RGBA", form="PNG"),
        jpeg(mode="L", form="PNG"),
        jpeg(3000, 100),
    ],
    ids=["jpeg", "grey", "png", "alpha", "grey png", "wide"],
)
def test_pictures_are_parts(picture: bytes, vera: Vera) -> None:
    bound = bind([Part("p", picture_pdf(picture, "p"), alt="A picture")])
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)


def test_text_under_a_scan_is_what_is_tagged(vera: Vera) -> None:
    def add_text(pdf: Any) -> None:
        import pikepdf

        page = pdf.pages[0]
        page.Resources.Font = pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        page.contents_add(pdf.make_stream(b"BT 3 Tr /F1 10 Tf 20 100 Td (words that were recognised) Tj ET"))

    bound = bind([Part("ocr.pdf", edited(scan(), add_text))])
    assert said(bound.data)[2:] == ["P: words that were recognised"]
    prove(vera, bound)


def test_a_form_that_every_page_shows_is_one_paragraph_each_time() -> None:
    import pikepdf

    def letterhead(pdf: Any) -> None:
        form = pdf.make_stream(
            b"BT /F1 9 Tf 10 10 Td (Head) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 100, 20],
            Resources=pdf.pages[0].Resources,
        )
        for page in pdf.pages:
            page.Resources.XObject = pikepdf.Dictionary(Fm=form)
            page.contents_add(pdf.make_stream(b"q 1 0 0 1 0 500 cm /Fm Do Q"))

    text = b"BT /F1 12 Tf 50 300 Td (body) Tj ET"
    bound = bind([Part("h.pdf", edited(drawn(text, text), letterhead))])
    sound(bound.data)
    assert said(bound.data)[2:].count("P: body") == 2


def test_leftover_marks_of_a_lost_tree_do_no_harm() -> None:
    def drop_tree(pdf: Any) -> None:
        del pdf.Root.StructTreeRoot

    bound = bind([Part("x.pdf", edited(own(0), drop_tree))])
    sound(bound.data)
    assert "P: Part 0" in said(bound.data)
    assert not bound.parts[0].tagged


def test_text_that_a_tagged_part_forgot_is_tagged() -> None:
    def add(pdf: Any) -> None:
        import pikepdf

        page = pdf.pages[0]
        page.Resources.Font["/FX"] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.contents_add(pdf.make_stream(b"BT /FX 10 Tf 20 20 Td (stamped) Tj ET"))

    bound = bind([Part("x.pdf", edited(by_typst(), add))])
    sound(bound.data)
    tags = said(bound.data)
    assert "P: stamped" in tags
    assert tags.index("P: stamped") < tags.index("H2: Zweite Seite")
    assert "CF-534" in codes(bound)
