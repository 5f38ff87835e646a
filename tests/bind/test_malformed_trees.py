"""Trees as real files have them: repaired where their meaning is clear, else treated as none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.bind.evidence import lines, prove, sound, words
from tests.bind.makers import edited, own

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera


def _document(pdf: Any) -> Any:
    kids = pdf.Root.StructTreeRoot.K
    return kids[0] if isinstance(kids, pikepdf.Array) else kids


def no_parent_tree(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot.ParentTree


def parent_tree_with_kids(pdf: Any) -> None:
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    halves = [nums[:2], nums[2:]]
    pdf.Root.StructTreeRoot.ParentTree = pikepdf.Dictionary(
        Kids=[pdf.make_indirect(pikepdf.Dictionary(Limits=[half[0], half[-2]], Nums=half)) for half in halves]
    )


def wrong_parents(pdf: Any) -> None:
    for kid in _document(pdf).K:
        kid.P = pdf.Root


def cycle(pdf: Any) -> None:
    _document(pdf).K[0].K.append(_document(pdf))


def dangling_kid(pdf: Any) -> None:
    _document(pdf).K.append(pdf.make_indirect(pikepdf.Dictionary()))
    _document(pdf).K.append(pdf.get_object(9999, 0))


def kids_that_are_no_elements(pdf: Any) -> None:
    for value in (pikepdf.String("x"), pikepdf.Name.Foo, True, 1.5, pikepdf.Array([1])):
        _document(pdf).K.append(value)


def same_kid_twice(pdf: Any) -> None:
    _document(pdf).K.append(_document(pdf).K[0])


def same_content_twice(pdf: Any) -> None:
    span = _document(pdf).K[0].K
    span = span[0] if isinstance(span, pikepdf.Array) else span
    _document(pdf).K.append(pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, Pg=pdf.pages[0].obj, K=0)))


def content_that_is_not_there(pdf: Any) -> None:
    _document(pdf).K.append(pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, Pg=pdf.pages[0].obj, K=[777, -4])))


def huge_identifier(pdf: Any) -> None:
    _document(pdf).K.append(pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, Pg=pdf.pages[0].obj, K=2**31 - 1)))


def role_cycle(pdf: Any) -> None:
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Mine=pikepdf.Name.Yours, Yours=pikepdf.Name.Mine)
    _document(pdf).K[1].S = pikepdf.Name.Mine


def unknown_type(pdf: Any) -> None:
    _document(pdf).K[1].S = pikepdf.Name.Whatever


def bad_language(pdf: Any) -> None:
    _document(pdf).K[1].Lang = pikepdf.String("not a language")
    pdf.Root.Lang = pikepdf.String("!!")


def wrong_values(pdf: Any) -> None:
    element = _document(pdf).K[1]
    element.Alt, element.A, element.C, element.ID = pikepdf.Name.X, 7, 7, pikepdf.Array([])


def list_without_list(pdf: Any) -> None:
    found = next(kid for kid in _document(pdf).K if kid.S == pikepdf.Name.L)
    found.S = pikepdf.Name.Sect


def heading_levels_that_jump(pdf: Any) -> None:
    _document(pdf).K[0].S = pikepdf.Name.H4


def very_deep(pdf: Any) -> None:
    inner = _document(pdf).K[1]
    for _ in range(3000):
        inner = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=[inner]))
    _document(pdf).K.append(inner)
    del _document(pdf).K[1]


FAULTS: list[Callable[[Any], None]] = [
    no_parent_tree,
    parent_tree_with_kids,
    wrong_parents,
    cycle,
    dangling_kid,
    kids_that_are_no_elements,
    same_kid_twice,
    same_content_twice,
    content_that_is_not_there,
    huge_identifier,
    role_cycle,
    unknown_type,
    bad_language,
    wrong_values,
    list_without_list,
    heading_levels_that_jump,
    very_deep,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_it_is_repaired(fault: Callable[[Any], None], vera: Vera) -> None:
    bound = bind([Part("bad.pdf", edited(own(0), fault)), Part("good.pdf", own(1))])
    assert bound.claims == {"pdfa", "pdfua"}
    sound(bound.data)
    prove(vera, bound)
    assert words(bound.data) == words(own(0)) + words(own(1))
    spoken = [line.partition("|")[2] for line in lines(bound.data)]
    for line in lines(own(0)):
        said = line.partition("|")[2]
        # Beyond a depth that no document has, elements melt into the one above; their words do not.
        assert said in (" ".join(spoken) if fault is very_deep else spoken)


@pytest.mark.parametrize("tree", [pikepdf.Dictionary(), pikepdf.Array([]), 7, pikepdf.Dictionary(K=pikepdf.Array([]))])
def test_no_tree_at_all_means_untagged(tree: Any, vera: Vera) -> None:
    def replace(pdf: Any) -> None:
        pdf.Root.StructTreeRoot = tree

    bound = bind([Part("bad.pdf", edited(own(0), replace))])
    assert not bound.parts[0].tagged
    sound(bound.data)
    prove(vera, bound)


def test_content_that_only_the_parent_tree_knows_comes_back() -> None:
    def forget(pdf: Any) -> None:
        span = _document(pdf).K[0].K
        span = span[0] if isinstance(span, pikepdf.Array) else span
        span.K = pikepdf.Array([])

    bound = bind([Part("bad.pdf", edited(own(0), forget))])
    sound(bound.data)
    assert "Span: Part 0|Part 0" in lines(bound.data)
