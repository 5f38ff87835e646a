"""The outline keeps what leads somewhere."""

from __future__ import annotations

import itertools
from typing import Any

from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import outline, sound
from tests.bind.makers import drawn, edited

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

_PAGE = b"0 g 0 0 9 9 re f"


def test_an_outline_keeps_what_leads_somewhere() -> None:
    def give(pdf: Any) -> None:
        def item(title: str, **entries: Any) -> Any:
            made = pdf.make_indirect(Dictionary(Title=String(title)))
            for key, value in entries.items():
                made["/" + key] = value
            return made

        goto = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))
        web = Dictionary(S=Name.URI, URI=String("https://example.org"))
        script = Dictionary(S=Name.JavaScript, JS=String("x"))
        items = [
            item("by action", A=goto, C=Array([1, 0, 0]), F=3),
            item("to the web", A=web),
            item("by script", A=script),
            item("to nothing", A=Dictionary(S=Name.GoTo, D=String("none"))),
            item("to no place", Dest=String("none")),
            item("", Dest=Array([pdf.pages[0].obj, Name.Fit]), Count=-1),
        ]
        below = item("below", Dest=Array([1, Name.Fit]))
        items[-1].First = below
        items[-1].Next = items[0]
        for one, two in itertools.pairwise(items):
            one.Next = two
        pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=items[0])

    bound = bind([Part("o.pdf", edited(drawn(_PAGE, _PAGE), give))])
    sound(bound.data)
    assert outline(bound.data) == [
        (0, "o", 0),
        (1, "by action", 1),
        (1, "to the web", None),
        (1, "…", 0),
        (2, "below", 1),
    ]

    def check(pdf: Any) -> None:
        first = pdf.Root.Outlines.First.First
        assert [float(value) for value in first.C] == [1, 0, 0]
        assert first.F == 3
        assert first.Next.Next.Count == -1

    edited(bound.data, check)
