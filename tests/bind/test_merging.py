"""Tagged parts bound together keep all that they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bind.evidence import all_words, labels, lines, links, outline, prove, sound, words
from tests.bind.makers import by_typst, edited, own
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.vera.validate import Vera

TAGGED: dict[str, Callable[[], bytes]] = {
    "weasyprint": lambda: own(0),
    "weasyprint de": lambda: own(1, "de"),
    "typst ua": by_typst,
    "typst": lambda: by_typst(()),
    "typst 2.0": lambda: by_typst(("2.0",)),
}


@pytest.mark.parametrize("second", TAGGED)
def test_two_tagged_parts_keep_pages_words_links_outline_and_tags(second: str, vera: Vera) -> None:
    parts = [own(2), TAGGED[second]()]
    bound = bind([Part("one.pdf", parts[0]), Part("two.pdf", parts[1], title="The second")])
    assert bound.claims == {"pdfa", "pdfua"}
    assert bound.warnings == ()
    sound(bound.data)
    prove(vera, bound)
    assert words(bound.data) == words(parts[0]) + words(parts[1])
    assert all_words(bound.data) == f"{all_words(parts[0])} {all_words(parts[1])}"
    shifted = [(page + 2, str(int(to) + 2) if to.isdigit() else to) for page, to in links(parts[1])]
    assert links(bound.data) == links(parts[0]) + shifted
    entries = [(0, "Part 2", 0)] + [(level + 1, title, page) for level, title, page in outline(parts[0])]
    entries += [(0, "The second", 2)]
    entries += [(level + 1, title, None if page is None else page + 2) for level, title, page in outline(parts[1])]
    assert outline(bound.data) == entries
    assert labels(bound.data)[:2] == labels(bound.data)[2:] == ["1", "2"]


@pytest.mark.parametrize("name", ["weasyprint", "typst ua", "typst"])
def test_the_tags_say_what_they_said_in_the_part(name: str) -> None:
    part = TAGGED[name]()
    bound = bind([Part("a.pdf", own(2)), Part("b.pdf", part)])
    assert lines(bound.data)[1 + len(lines(own(2))) :] == ["Part|", *lines(part)[1:]]


def test_every_part_speaks_its_language() -> None:
    bound = bind([Part("a.pdf", own(0)), Part("b.pdf", own(1, "de")), Part("c.pdf", own(2), language="fr")])
    assert [facts.language for facts in bound.parts] == ["en", "de", "fr"]

    def check(pdf: Any) -> None:
        assert str(pdf.Root.Lang) == "en"
        parts = pdf.Root.StructTreeRoot.K.K
        assert [str(part.Lang) for part in parts] == ["en", "de", "fr"]
        assert [str(part.T) for part in parts] == ["Part 0", "Part 1", "Part 2"]

    edited(bound.data, check)


def test_a_part_listed_twice_is_there_twice_with_links_of_its_own() -> None:
    bound = bind([Part("a.pdf", own(0)), Part("a.pdf", own(0))])
    sound(bound.data)
    assert words(bound.data) == words(own(0)) * 2
    assert links(bound.data) == [
        *links(own(0)),
        *((p + 2, str(int(t) + 2) if t.isdigit() else t) for p, t in links(own(0))),
    ]
    assert transcript(bound.data).count("  Part") == 2


def test_the_same_inputs_give_the_same_bytes() -> None:
    parts = [Part("a.pdf", own(0)), Part("b.pdf", by_typst())]
    assert bind(parts).data == bind(parts).data


def test_clashing_types_classes_and_ids_are_told_apart(vera: Vera) -> None:
    import pikepdf

    def give(role: str, placement: str) -> bytes:
        def edit(pdf: Any) -> None:
            root = pdf.Root.StructTreeRoot
            root.RoleMap = pikepdf.Dictionary({"/Mine": pikepdf.Name("/" + role), "/P": pikepdf.Name.Div})
            root.ClassMap = pikepdf.Dictionary(
                Look=pikepdf.Dictionary(O=pikepdf.Name.Layout, Placement=pikepdf.Name("/" + placement))
            )
            first = root.K[0].K[0] if isinstance(root.K, pikepdf.Array) else root.K.K[0]
            first.S = pikepdf.Name.Mine
            first.C = pikepdf.Name.Look
            first.ID = pikepdf.String("one")

        return edited(own(0), edit)

    bound = bind(
        [Part("a.pdf", give("H1", "Block")), Part("b.pdf", give("H1", "Inline")), Part("c.pdf", give("P", "Block"))]
    )
    sound(bound.data)
    prove(vera, bound)

    def check(pdf: Any) -> None:
        root = pdf.Root.StructTreeRoot
        assert {key: str(value) for key, value in root.RoleMap.items()} == {"/Mine": "/H1", "/Mine_2": "/Div"}
        assert set(root.ClassMap.keys()) == {"/Look", "/Look_2"}
        firsts = [part.K[0] for part in root.K.K]
        assert [str(first.S) for first in firsts] == ["/Mine", "/Mine", "/Mine_2"]
        assert [bytes(first.ID) for first in firsts] == [b"one", b"one.2", b"one.3"]
        assert {"one", "one.2", "one.3"} <= set(pikepdf.NameTree(root.IDTree))

    edited(bound.data, check)
