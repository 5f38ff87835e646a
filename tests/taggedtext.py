"""A tagged PDF opened with pikepdf: its elements, its parent tree, and the text of each piece of marked content."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Gen = tuple[int, int]


class Content(NamedTuple):
    """A piece of marked content: the page or form XObject that holds it, and its number there."""

    holder: Gen
    mcid: int


class Reference(NamedTuple):
    """An object reference of an element: the object, and the page that it is said to be on."""

    target: Any
    page: Any


@dataclass
class Book:
    """An open PDF.

    `pages` holds page numbers by object, `holders` what holds marked content, `parents` the parent tree, `texts` the
    text of each piece of marked content, `loose` a complaint for each text that is neither tagged nor an artifact.
    """

    pdf: pikepdf.Pdf
    pages: dict[Gen, int] = field(default_factory=dict)
    holders: dict[Gen, Any] = field(default_factory=dict)
    parents: dict[int, Any] = field(default_factory=dict)
    texts: dict[Content, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)

    @property
    def root(self) -> Any:
        return self.pdf.Root.get("/StructTreeRoot")

    def role(self, element: Any) -> str:
        """The standard type of an element, through the role map."""
        name, roles = str(element.get("/S", "/?")), self.root.get("/RoleMap", {})
        for _ in range(8):
            name = str(roles.get(name, name))
        return name.removeprefix("/")

    def kids(self, element: Any) -> Iterator[Any]:
        """What an element holds, in order: elements as they are, else Content or Reference."""
        listed = element.get("/K", [])
        for kid in listed if isinstance(listed, pikepdf.Array) else [listed]:
            page = element.get("/Pg")
            if isinstance(kid, int):
                yield Content(page.objgen if page is not None else (0, 0), kid)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                yield Content(kid.get("/Stm", kid.get("/Pg", page)).objgen, int(kid.MCID))
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                yield Reference(kid.get("/Obj"), kid.get("/Pg", page))
            elif isinstance(kid, pikepdf.Dictionary):
                yield kid

    def words(self, element: Any) -> str:
        """All text under an element."""
        parts = []
        for kid in self.kids(element):
            parts.append(self.texts.get(kid, "") if isinstance(kid, Content) else "")
            parts[-1] += self.words(kid) if isinstance(kid, pikepdf.Dictionary) else ""
        return " ".join("".join(parts).split())


@contextmanager
def opened(source: bytes | Path) -> Iterator[Book]:
    """Open a PDF and read the text of all its marked content; closed at the end of the block."""
    with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pdf:
        book = Book(pdf)
        if book.root is not None and "/ParentTree" in book.root:
            book.parents = dict(pikepdf.NumberTree(book.root.ParentTree).items())
        for number, page in enumerate(pdf.pages, 1):
            book.pages[page.obj.objgen] = number
            _Scribe(book, page.obj, number).read(page.obj, page.obj.get("/Resources", {}))
        yield book


_CMAP = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<(\w+)>\s*<(\w+)>")
_RUN = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^]]*)\])")


def _cmap(font: Any) -> dict[int, str]:
    """What each code of a font stands for, from its ToUnicode CMap."""

    def text(digits: bytes) -> str:
        return bytes.fromhex(digits.decode().zfill(4)).decode("utf-16-be", "replace")

    codes: dict[int, str] = {}
    for kind, body in _CMAP.findall(font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""):
        if kind == b"char":
            codes |= {int(code, 16): text(digits) for code, digits in _PAIR.findall(body)}
            continue
        for first, last, start, listed in _RUN.findall(body):
            span = range(int(first, 16), int(last, 16) + 1)
            each = [text(digits) for digits in re.findall(rb"<(\w+)>", listed)]
            each = each or [text(start)[:-1] + chr(ord(text(start)[-1]) + i) for i in range(len(span))]
            codes |= dict(zip(span, each, strict=False))
    return codes


class _Scribe:
    """Writes down the text of each piece of marked content of a page."""

    def __init__(self, book: Book, page: Any, number: int) -> None:
        self.book, self.number = book, number
        self.marks: list[Content | str | None] = []
        self.cmaps: dict[Gen, dict[int, str]] = {}
        book.holders[page.objgen] = page

    def read(self, holder: Any, resources: Any, owner: Any = None) -> None:
        """Go through a content stream; `owner` is what its numbers count in, a page or a form with StructParents."""
        owner = owner if owner is not None else holder
        font: Any = None
        for instruction in pikepdf.parse_content_stream(holder):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BDC" | "BMC":
                    self.marks.append(self._mark(operands, resources, owner))
                case "EMC":
                    self.marks.pop()
                case "Tf":
                    font = resources.Font[str(operands[0])]
                case "Tj" | "'" | '"' | "TJ":
                    self._show(operands[-1], font)
                case "Do":
                    self._draw(resources.XObject[str(operands[0])], resources, owner)

    def _mark(self, operands: Any, resources: Any, owner: Any) -> Content | str | None:
        if str(operands[0]) == "/Artifact":
            return "Artifact"
        named = operands[1] if len(operands) > 1 else {}
        properties = resources.Properties[str(named)] if isinstance(named, pikepdf.Name) else named
        if "/MCID" not in properties:
            return None
        content = Content(owner.objgen, int(properties["/MCID"]))
        self.book.texts.setdefault(content, "")
        return content

    def _draw(self, form: Any, resources: Any, owner: Any) -> None:
        if form.get("/Subtype") == "/Form":
            own = "/StructParents" in form
            if own:
                self.book.holders[form.objgen] = form
            self.read(form, form.get("/Resources", resources), form if own else owner)

    def _show(self, shown: Any, font: Any) -> None:
        strings = [
            bytes(part)
            for part in (shown if isinstance(shown, pikepdf.Array) else [shown])
            if isinstance(part, pikepdf.String)
        ]
        codes = self.cmaps.setdefault(font.objgen, _cmap(font))
        width = 2 if font.get("/Subtype") == "/Type0" else 1
        raw = b"".join(strings)
        text = "".join(
            codes.get(code, chr(code))
            for code in (int.from_bytes(raw[i : i + width]) for i in range(0, len(raw), width))
        )
        mark = next((mark for mark in reversed(self.marks) if mark is not None), None)
        if isinstance(mark, Content):
            self.book.texts[mark] += text
        elif mark is None and text.strip():
            self.book.loose.append(f"page {self.number}: “{text}” is neither tagged nor an artifact")
