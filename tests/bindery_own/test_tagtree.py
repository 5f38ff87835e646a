"""The checker of tag trees finds every fault that is put in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.bindery_own.samples import lay_out, typeset, write
from tests.tagtree import check_tree, transcript

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

IMAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3C/svg%3E"
BODY = f"""<h1>Ada</h1>
<p>See <a href="https://example.org/a">this</a> and <a href="#next">that</a>.</p>
<ul><li>one<li>two<ul><li>deep</ul></ul>
<img src="{IMAGE}" alt="A square">
<section style="break-before: page"><h2 id="next">Next</h2><p>Go <a href="#first">back</a>.</p>
<p id="first">End</p></section>"""
FEET = "@page { @bottom-right { content: 'foot' } }"
GOOD = typeset(BODY, FEET)


def spoilt(spoil: Callable[[pikepdf.Pdf], None]) -> list[str]:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as pdf:
        spoil(pdf)
        pdf.save(target)
    return check_tree(target.getvalue())


def test_a_transcript_reads_as_the_page_does() -> None:
    lines = [line.strip() for line in transcript(GOOD)]
    for line in ("H1", "Span: Ada", "Link → https://example.org/a: this", "Link → next: that", "Figure [A square]"):
        assert line in lines
    texts = [line.split(": ", 1)[1] for line in lines if ": " in line]
    assert " ".join(texts) == "Ada See this and that . • one • two • deep Next Go back . End"


def test_a_sound_tree_has_no_fault() -> None:
    assert check_tree(GOOD) == []
    assert len(check_tree(GOOD, margins=False)) == 2


def test_stale_annotations_are_found_where_verapdf_sees_none(vera: Vera) -> None:
    document = lay_out(BODY.replace("<h2", "<h1").replace("</h2", "</h1").replace("#first", "#next"), FEET)
    sound = write(document)
    part = write(document.copy(document.pages[:1]))
    again = write(document.copy(document.pages))
    assert check_tree(sound) == check_tree(again) == []
    assert vera.faults(part) == []
    assert any("refers to an object that is no annotation" in fault for fault in check_tree(part))


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Link"]


def reference(element: Any) -> Any:
    return next(kid for kid in element.K if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR")


def row(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot.ParentTree.Nums[1]


def swap_references(pdf: pikepdf.Pdf) -> None:
    one, two = (reference(link) for link in links(pdf)[:2])
    one.Obj, two.Obj = two.Obj, one.Obj


def reference_to_a_font(pdf: pikepdf.Pdf) -> None:
    reference(links(pdf)[0]).Obj = next(iter(pdf.pages[0].Resources.Font.values()))


def wrong_page(pdf: pikepdf.Pdf) -> None:
    reference(links(pdf)[0]).Pg = pdf.pages[1].obj


def no_struct_parent(pdf: pikepdf.Pdf) -> None:
    del reference(links(pdf)[0]).Obj.StructParent


def lost_annotation(pdf: pikepdf.Pdf) -> None:
    links(pdf)[0].K = pikepdf.Array([kid for kid in links(pdf)[0].K if isinstance(kid, int)])


def swap_content(pdf: pikepdf.Pdf) -> None:
    first, second = row(pdf)[0], row(pdf)[1]
    row(pdf)[0], row(pdf)[1] = second, first


def content_on_the_wrong_page(pdf: pikepdf.Pdf) -> None:
    row(pdf)[0].Pg = pdf.pages[1].obj


def content_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    row(pdf)[0].K = pikepdf.Array([99])


def short_row(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = pikepdf.Array(list(row(pdf))[:3])


def same_key_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.StructParents = pdf.pages[0].obj.StructParents


def wrong_parent(pdf: pikepdf.Pdf) -> None:
    row(pdf)[0].P = pdf.Root.StructTreeRoot


def skipped_level(pdf: pikepdf.Pdf) -> None:
    next(
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/H2"
    ).S = pikepdf.Name.H3


def twice_in_the_tree(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K.append(document.K[0])


def untagged_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    data = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(data.replace(b"/MCID 0", b"/Other 0"))


def taken_key(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (swap_references, "whose parent tree entry is not this element"),
        (reference_to_a_font, "refers to an annotation that is not on page 1"),
        (wrong_page, "that is not on page 2"),
        (no_struct_parent, "whose parent tree entry is not this element"),
        (lost_annotation, "is referred to by no element"),
        (swap_content, "whose parent tree entry is another element"),
        (content_on_the_wrong_page, "own the same content"),
        (content_that_is_not_there, "which is not on its page"),
        (short_row, "has no parent tree entry"),
        (same_key_twice, "is used twice"),
        (wrong_parent, "names another parent"),
        (skipped_level, "follows a heading of level 1"),
        (twice_in_the_tree, "is in the tree twice"),
        (untagged_text, "is neither tagged nor an artifact"),
        (taken_key, "the next key of the parent tree, 1, is taken"),
        (no_tree, "there is no tag tree"),
    ],
)
def test_a_fault_is_found(spoil: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    assert fault in "\n".join(spoilt(spoil))
