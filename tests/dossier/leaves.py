"""Printed pages read back without our own code: lines with positions, links and where they lead, labels, outline."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTTextLine
from pypdf import PdfReader
from tests.taggedtext import Content, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.taggedtext import Book

MM = 72 / 25.4
#: Folios and running heads stand nearer than this to the edge of the paper.
MARGIN_PT = 20 * MM
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: left edge, baseline's foot and size in points, face, words."""

    x: float
    y: float
    size: float
    face: str
    text: str

    def near(self, other: Line, tolerance: float = 0.1) -> bool:
        return max(abs(self.x - other.x), abs(self.y - other.y), abs(self.size - other.size)) <= tolerance


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size, the lines of its text block, and those in its margins."""

    width: float
    height: float
    lines: tuple[Line, ...]
    margin: tuple[Line, ...]

    @property
    def folio(self) -> str:
        """What is printed as the number of the page, or nothing."""
        feet = [line.text for line in self.margin if line.y < MARGIN_PT and re.fullmatch(r"[ivx]+|\d+", line.text)]
        assert len(feet) < 2, feet
        return feet[0] if feet else ""

    @property
    def title(self) -> str:
        """The lines in the largest size."""
        largest = max((line.size for line in self.lines), default=0)
        return " ".join(line.text for line in self.lines if line.size > largest - 0.1)

    def heading(self, words: str) -> Line | None:
        """The part heading of these words: in the semibold serif."""
        return next((line for line in self.lines if line.text == words and "Serif-Pro-Semi" in line.face), None)

    def headings(self) -> dict[str, Line]:
        return {line.text: line for line in self.lines if "Serif-Pro-Semi" in line.face}


def leaves(pdf: Path | bytes) -> list[Leaf]:
    """All pages, read by pdfminer."""
    source: Any = io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    found = []
    for page in extract_pages(source):
        every = [_line(item) for item in _text_lines(page) if item.get_text().strip()]
        inside = [line for line in every if line.y > MARGIN_PT and line.y + line.size < page.height - MARGIN_PT]
        margin = [line for line in every if line not in inside]
        found.append(Leaf(page.width, page.height, tuple(inside), tuple(margin)))
    return found


def _text_lines(item: Any) -> Iterator[Any]:
    if isinstance(item, LTTextLine):
        yield item
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _text_lines(inner)


def _line(item: Any) -> Line:
    first = next(char for char in item if isinstance(char, LTChar) and char.get_text().strip())
    return Line(first.x0, first.y0, first.size, first.fontname, " ".join(item.get_text().split()))


def texts(pdf: Path) -> tuple[list[str], list[str]]:
    """The text of each page, by two extractors that have nothing in common."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        by_pdfium = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return by_pdfium, [page.extract_text() for page in PdfReader(pdf).pages]


def bare(text: str) -> str:
    """Letters and digits only: how words are broken, quoted and spaced is tested elsewhere."""
    return "".join(char for char in text.casefold() if char.isalnum())


def missing_in_order(text: str, wanted: Sequence[str]) -> list[str]:
    """Of the wanted strings those that are not in a text after the one before."""
    page, at, lost = bare(text), 0, []
    for words in wanted:
        found = page.find(bare(words), at)
        if found < 0:
            lost.append(words)
        else:
            at = found + len(bare(words))
    return lost


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the document: the page that it is on and the page that it leads to, from 0; its name; its words."""

    page: int
    target: int
    name: str
    words: str


def links(pdf: Path) -> list[Link]:
    """Every internal link, from its tag over its annotation and the name tree to the page."""
    with opened(pdf) as book:
        names: Any = pikepdf.NameTree(book.pdf.Root.Names.Dests) if "/Names" in book.pdf.Root else {}
        numbers = {page.objgen: index for index, page in enumerate(book.pdf.pages)}
        return [
            Link(numbers[page.objgen], numbers[names[name][0].objgen], name, words)
            for page, name, words in _tagged_links(book, book.root)
        ]


def _tagged_links(book: Book, element: Any) -> Iterator[tuple[Any, str, str]]:
    for kid in book.kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            yield from _tagged_links(book, kid)
        elif hasattr(kid, "target") and "/Dest" in kid.target:
            yield kid.page, str(kid.target.Dest), book.words(element)


def first_words(pdf: Path) -> dict[int, tuple[str, str]]:
    """The first words of each page in the order of the tags: page from 1 → the heading they are in, and the words."""
    found: dict[int, tuple[str, str]] = {}

    def walk(element: Any, heading: str) -> None:
        role = book.role(element)
        heading = role if re.fullmatch(r"H\d", role) else heading
        for kid in book.kids(element):
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid, heading)
            elif isinstance(kid, Content) and book.texts.get(kid, "").strip():
                found.setdefault(book.pages[kid.holder], (heading, book.texts[kid].strip()))

    with opened(pdf) as book:
        for kid in book.kids(book.root):
            walk(kid, "")
    return dict(sorted(found.items()))


def labels(pdf: Path) -> list[str]:
    """The label of each page, from the number tree."""
    with pikepdf.open(pdf) as file:
        runs = dict(pikepdf.NumberTree(file.Root.PageLabels).items())
        found = []
        for index in range(len(file.pages)):
            start = max(first for first in runs if first <= index)
            number = int(runs[start].get("/St", 1)) + index - start
            found.append(_ROMAN[number] if runs[start].S == "/r" else str(number))
        return found


def outline(pdf: Path) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Both levels of the outline: title, page from 0, entries below. Fails where there is a third."""
    with pikepdf.open(pdf) as file, file.open_outline() as root:
        numbers = {page.objgen: index for index, page in enumerate(file.pages)}

        def page(item: Any) -> int:
            return numbers[item.destination[0].objgen]

        assert not any(inner.children for item in root.root for inner in item.children)
        return [(item.title, page(item), [(inner.title, page(inner)) for inner in item.children]) for item in root.root]
