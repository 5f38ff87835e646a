"""Tables, lists, headings and types of all makers: mended where it is clear, else the claim is dropped aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import codes, prove, reasons, sound
from tests.bind.faces import cut, set_in, simple
from tests.bind.makers import edited
from tests.tagtree import transcript

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vera.validate import Vera

#: Type, kids or None for a word, entries.
Node = tuple[str, "list[Node] | None", dict[str, Any]]
_FONT = simple("TrueType", "FontFile2", cut("ttf"))


def n(kind: str, *kids: Node, **entries: Any) -> Node:
    """An element; without kids it says a word."""
    return kind, list(kids) or None, entries


def tree(*tops: Node, root: dict[str, Any] | None = None) -> bytes:
    """A page of words with this tree, as its maker wrote it."""

    def give(pdf: Any) -> None:
        page = pdf.pages[0]
        words = 0
        content = b""
        parents = []

        def made(node: Node, parent: Any) -> Any:
            nonlocal words, content
            kind, kids, entries = node
            element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent))
            for key, value in entries.items():
                element["/" + key] = value
            if kids is None:
                element.Pg, element.K = page.obj, words
                content += b"/P <</MCID %d>> BDC BT /F1 9 Tf 50 %d Td (Words) Tj ET EMC " % (words, 580 - 12 * words)
                parents.append(element)
                words += 1
            else:
                element.K = Array([made(kid, element) for kid in kids])
            return element

        top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, **(root or {})))
        top.K = Array([made(node, top) for node in tops])
        top.ParentTree = Dictionary(Nums=Array([0, Array(parents)]))
        pdf.Root.StructTreeRoot = top
        page.obj.StructParents = 0
        page.Contents = pdf.make_stream(content)

    return edited(set_in(_FONT), give)


def shape(data: bytes) -> list[str]:
    """The types of the bound tree below its part, with their depth as dots."""
    lines = transcript(data)[2:]
    return [
        "." * ((len(line) - len(line.lstrip())) // 2 - 2) + line.strip().split(":")[0].split(" ")[0] for line in lines
    ]


def _row(kind: str = "TD", count: int = 2, **entries: Any) -> Node:
    return n("TR", *[n(kind, **entries) for _ in range(count)])


def attributes(**entries: Any) -> Any:
    return Dictionary(O=Name.Table, **entries)


_HEAD = _row("TH")

TABLES: dict[str, tuple[Node, str]] = {
    "plain": (n("Table", _HEAD, _row()), ""),
    "two heads": (n("Table", n("THead", _HEAD), n("THead", _HEAD), n("TBody", _row())), "two heads or two feet"),
    "head without body": (n("Table", n("THead", _HEAD), _row()), ""),
    "head alone": (n("Table", n("THead", _HEAD, _row())), ""),
    "a paragraph among rows": (n("Table", _HEAD, n("P")), "a table holds what is no row"),
    "a paragraph in a group": (n("Table", n("TBody", _HEAD, n("P"))), "a table holds what is no row"),
    "a paragraph in a row": (n("Table", n("TR", n("TH"), n("P"))), "a table's row holds what is no cell"),
    "overlap": (
        n("Table", n("TR", n("TH"), n("TH", A=attributes(RowSpan=2))), n("TR", n("TD", A=attributes(ColSpan=2)))),
        "cells of a table overlap",
    ),
    "past the end": (n("Table", _row("TH", A=attributes(RowSpan=3))), "cells of a table overlap"),
    "spanned": (
        n(
            "Table",
            n("TR", n("TH", A=attributes(RowSpan=2)), n("TH", A=attributes(ColSpan=2))),
            n("TR", n("TD"), n("TD")),
        ),
        "",
    ),
    "no headers": (n("Table", _row(), _row()), "a table has no header cells"),
    "a cell that no header reaches": (
        n("Table", n("TR", n("TH", A=attributes(Scope=Name.Row)), n("TD")), _row()),
        "a table's cell has no header",
    ),
    "named headers": (
        n(
            "Table",
            n("TR", n("TH", A=attributes(Scope=Name.Row), ID=String("h")), n("TD")),
            _row(A=Array([Dictionary(O=Name.Layout), attributes(Headers=Array([String("h")]))])),
        ),
        "",
    ),
    "a header with other attributes": (n("Table", _row("TH", A=Array([Dictionary(O=Name.Layout)])), _row()), ""),
    "caption in the middle": (n("Table", _HEAD, n("Caption"), _row()), "caption stands in the middle of a table"),
    "two captions": (n("Table", n("Caption"), _HEAD, _row(), n("Caption")), "caption stands in the middle"),
    "caption first": (n("Table", n("Caption"), _HEAD, _row()), ""),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str, vera: Vera) -> None:
    table, reason = TABLES[case]
    bound = bind([Part("t.pdf", tree(n("Document", table)))])
    assert reason in reasons(bound)
    assert bool(reason) == bool(reasons(bound))
    assert bound.claims == ({"pdfa"} if reason else {"pdfa", "pdfua"})
    sound(bound.data)
    prove(vera, bound)


_HTML = Dictionary({"/Chapter": Name.Sect, "/Loop": Name.Pool, "/Pool": Name.Loop, "/P": Name.Odd})
_PDF2 = Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf2/ssn"))
_OWN = Dictionary(NS=String("http://example.org/own"))


def _space(roles: dict[str, Any]) -> Any:
    return Dictionary(NS=String("http://example.org/own"), RoleMapNS=Dictionary(roles))


_LISTED = ["L", ".LI", "..LBody", "...P", ".LI", "..LBody", ".LI", "..LBody", "...P"]

SHAPES: dict[str, tuple[tuple[Node, ...], list[str]]] = {
    "bare list items": ((n("L", n("P"), n("LBody"), n("LI", n("P"))),), _LISTED),
    "contents": ((n("TOC", n("P"), n("TOCI", n("P"))),), ["TOC", ".TOCI", "..P", ".TOCI", "..P"]),
    "cells without a table": ((n("TD"), n("LI", n("LBody"))), ["Div", "Div", ".Div"]),
    "headings that jump": ((n("H3"), n("H5"), n("H2"), n("H6")), ["H1", "H2", "H1", "H2"]),
    "headings without level": (
        (n("Sect", n("H"), n("Sect", n("H"))), n("Sect", n("H"))),
        ["Sect", ".H1", ".Sect", "..H2", "Sect", ".H1"],
    ),
    "types of one's own": ((n("Chapter", n("P")), n("Loop"), n("Unknown")), ["Sect", ".P", "NonStruct", "NonStruct"]),
    "types of PDF 2": ((n("Title", NS=_PDF2), n("Aside", n("Em", NS=_PDF2))), ["P", "Div", ".Span"]),
    "types of a namespace": (
        (
            n("A", NS=_space({"/A": Name.H1})),
            n("B", NS=_space({"/B": Array([Name.Aside, _PDF2])})),
            n("C", NS=_OWN),
            n("D", NS=_space({"/D": Array([Name.P, 7])})),
        ),
        ["H1", "Div", "NonStruct", "P"],
    ),
    "spoken types": ((n("Odd", Alt=String("said")),), ["Span"]),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_the_shape_of_trees(case: str, vera: Vera) -> None:
    nodes, wanted = SHAPES[case]
    bound = bind([Part("t.pdf", tree(n("Document", *nodes), root={"RoleMap": _HTML}))])
    sound(bound.data)
    assert shape(bound.data) == wanted
    prove(vera, bound)


def test_notes_figures_and_formulas(vera: Vera) -> None:
    nodes = [n("Note"), n("Note", ID=String("mine")), n("Formula", Alt=String("a squared"))]
    bound = bind([Part("t.pdf", tree(n("Document", *nodes)))])
    assert bound.claims == {"pdfa", "pdfua"}
    prove(vera, bound)
    bound = bind([Part("t.pdf", tree(n("Document", *nodes, n("Formula"), n("Figure", Alt=String("")))))])
    assert "a formula has no alternative text" in reasons(bound)
    assert "a figure has no alternative text" in reasons(bound)
    assert bound.claims == {"pdfa"}


def _long(pdf: Any) -> None:
    element = pdf.Root.StructTreeRoot.K[0].K[0]
    element.Lang = String("not a language!")
    element.K = Array([element.K, -5, Dictionary(Type=Name.MCR, MCID=String("x")), Dictionary(Type=Name.MCR, MCID=0)])


def _twice_held(pdf: Any) -> None:
    note = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[1, 1, 9, 9],
            A=Dictionary(S=Name.URI, URI=String("https://example.org")),
        )
    )
    pdf.pages[0].obj.Annots = Array([note])
    held = Dictionary(Type=Name.OBJR, Obj=note, Pg=pdf.pages[0].obj)
    element = pdf.Root.StructTreeRoot.K[0].K[0]
    element.K = Array([element.K, held, Dictionary(Type=Name.OBJR, Obj=note), Dictionary(Type=Name.OBJR, Obj=7)])


@pytest.mark.parametrize("fault", [_long, _twice_held])
def test_odd_content_of_elements_is_mended(fault: Callable[[Any], Any], vera: Vera) -> None:
    bound = bind([Part("t.pdf", edited(tree(n("Document", n("P"))), fault))])
    sound(bound.data)
    assert "CF-532" in codes(bound)
    assert bound.claims == {"pdfa", "pdfua"}
    prove(vera, bound)
