"""Deep trees, large parent trees, headers that are gone."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import codes, sound
from tests.bind.makers import edited
from tests.bind.test_grammar import attributes, n, tree
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part


def test_elements_deeper_than_any_document_are_joined() -> None:
    node = n("P")
    for _ in range(140):
        node = n("Div", node)
    bound = bind([Part("t.pdf", tree(node))])
    assert "CF-532" in codes(bound)
    assert transcript(bound.data)[-1].strip().endswith("Words")


def test_a_parent_tree_of_many_keys_has_nodes() -> None:
    page = tree(n("Document", n("P")))
    parts = [Part("t.pdf", page)] * 3

    def many(pdf: Any) -> None:
        notes = [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], Dest=Array([pdf.pages[0].obj, Name.Fit]))
            for _ in range(600)
        ]
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note) for note in notes])

    bound = bind([*parts, Part("m.pdf", edited(page, many))])

    def check(pdf: Any) -> None:
        parents = pdf.Root.StructTreeRoot.ParentTree
        assert len(parents.Kids) == 2
        assert len(pikepdf.NumberTree(parents)) == 604

    edited(bound.data, check)
    sound(bound.data)


def test_headers_that_are_gone_are_no_longer_named() -> None:
    keys = Array([String("h"), String("gone")])
    table = n("Table", n("TR", n("TH", ID=String("h"))), n("TR", n("TD", A=attributes(Headers=keys))))
    part = tree(n("Document", table))
    bound = bind([Part("a.pdf", part), Part("b.pdf", part)])
    sound(bound.data)

    def check(pdf: Any) -> None:
        cells = [found for found in pdf.objects if isinstance(found, Dictionary) and found.get("/S") == "/TD"]
        attributes = [cell.A if isinstance(cell.A, Dictionary) else cell.A[0] for cell in cells]
        assert sorted([str(key) for key in found.Headers] for found in attributes) == [["h"], ["h.2"]]

    edited(bound.data, check)
