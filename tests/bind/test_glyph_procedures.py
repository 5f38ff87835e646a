"""Type 3 fonts, and maps of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name
from tests.bind.evidence import prove, reasons, sound
from tests.bind.faces import cmap, set_in

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera


BOTH = {"pdfa", "pdfua"}


@pytest.mark.parametrize("colour", [b"", b"0 0 0 1 k "])
def test_the_glyph_procedures_of_a_type_3_font_are_judged_too(colour: bytes, vera: Vera) -> None:
    def font(pdf: Any) -> Any:
        square = pdf.make_stream(b"500 0 d0 " + colour + b"0 0 400 400 re f")
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 500, 500],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary(A=square),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.A])),
            FirstChar=65,
            LastChar=65,
            Widths=Array([500]),
            Resources=Dictionary(),
        )

    bound = bind([Part("f.pdf", set_in(font, b"(A)"))])
    assert bound.claims == ({"pdfua"} if colour else BOTH)
    assert ("CMYK" in reasons(bound)) == bool(colour)
    sound(bound.data)
    prove(vera, bound)


def test_the_characters_of_a_map_are_read_from_every_block() -> None:
    body = b"1 beginbfchar <01> <00410042> endbfchar 2 beginbfrange <02> <03> [<0043> <0044>] <04> <05> <45> endbfrange"
    from casefolio.bindery.binding.encodings import character_map, well_formed

    assert character_map(cmap(body)) == {1: "AB", 2: "C", 3: "D", 4: "E", 5: "F"}
    assert well_formed(cmap(body))
    assert character_map(b"beginbfrange [<01>] <02> <03> endbfrange beginbfchar <01> <> endbfchar") == {1: ""}
