"""What independent libraries find in a PDF: pypdfium2, pdfminer, pikepdf, qpdf."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_text
from tests.tagtree import check_tree, transcript

if TYPE_CHECKING:
    from tests.vera.validate import Vera

    from casefolio.model.binding import Bound


def words(data: bytes) -> list[str]:
    """The text of each page, white space made single."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


def all_words(data: bytes) -> str:
    """The text of the whole file as pdfminer reads it, white space made single."""
    return " ".join(extract_text(io.BytesIO(data)).split())


def links(data: bytes) -> list[tuple[int, str]]:
    """Page and target of every link: an address, or the number of the page that it leads to."""
    found: list[tuple[int, str]] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = _names(pdf)
        for number, page in enumerate(pdf.pages):
            notes: Any = page.obj.get("/Annots", [])
            found += [(number, _target(note, pages, names)) for note in notes if note.get("/Subtype") == "/Link"]
    return found


def _names(pdf: Any) -> dict[bytes, Any]:
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is None:
        return {}
    return {str(key).encode("latin-1"): value for key, value in pikepdf.NameTree(tree).items()}


def _target(annotation: Any, pages: dict[Any, int], names: dict[bytes, Any]) -> str:
    action = annotation.get("/A", pikepdf.Dictionary())
    if "/URI" in action:
        return str(action["/URI"])
    place = annotation.get("/Dest", action.get("/D"))
    if isinstance(place, pikepdf.String):
        place = names[bytes(place)]
    if isinstance(place, pikepdf.Dictionary):
        place = place["/D"]
    return str(pages[place[0].objgen])


def outline(data: bytes) -> list[tuple[int, str, int | None]]:
    """Depth, title and page of every entry, as PDFium has them."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        entries = []
        for entry in pdf.get_toc():
            place = entry.get_dest()
            entries.append((entry.level, entry.get_title(), place.get_index() if place else None))
        return entries
    finally:
        pdf.close()


def labels(data: bytes) -> list[str]:
    """The label of each page."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [pdf.get_page_label(number) for number in range(len(pdf))]
    finally:
        pdf.close()


def codes(bound: Bound) -> list[str]:
    """The codes of all warnings."""
    return [problem.code for problem in bound.warnings]


def lines(data: bytes) -> list[str]:
    """The tags with what they say, without depth and without where links inside the file lead."""
    return [line.strip().partition(" → ")[0] + "|" + line.partition(": ")[2] for line in transcript(data)]


def sound(data: bytes) -> None:
    """Nothing is wrong with the file that qpdf or a walk through its tags can find."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert check_tree(data, margins=False) == []


def prove(vera: Vera, bound: Bound) -> None:
    """What a bound file claims is true, by veraPDF."""
    flavours = [{"pdfua": "ua1", "pdfa": "3a"}[claim] for claim in sorted(bound.claims)]
    if flavours:
        assert vera.faults(bound.data, flavours) == []


def reasons(bound: Bound) -> str:
    """What is said of claims that are dropped, line by line."""
    return "\n".join(problem.message for problem in bound.warnings if problem.code in {"CF-620", "CF-621"})
