"""What shaping hands to exchange: a document as headings, paragraphs and lists, the same for every format.

Text is set already (quotation marks, dashes, spaces that must not break) and in the language of the document; order,
headings and labels are settled. A format decides only how each of these looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from casefolio.model.sheet import Imprint


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. `href` is an address, or `#id` of a part of the same document; empty is no link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


#: A line or a paragraph: its runs in order.
Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: running text, a sentence to lead with, or one that says where and for whom (`place`)."""

    words: Words
    tone: Literal["body", "lead", "place"] = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and what is said below it."""

    words: Words
    more: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: with bullets, as lines without any, as numbered steps, or of works that are cited."""

    items: tuple[Item, ...]
    kind: Literal["bullets", "lines", "steps", "works"] = "bullets"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the project, by its path from there; `alt` is what it shows, in words."""

    file: str
    alt: str
    caption: Words = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it, down to parts of its own.

    `id` is unique in the document. `aside` stands at the heading's right: a date, a number. The title of a part that
    is `run_in` stands in one line with its first paragraph. A part `opens` a page where a format has pages.
    """

    id: str
    title: str
    blocks: tuple[Paragraph | Listing | Picture | Part, ...]
    aside: str = ""
    run_in: bool = False
    opens: bool = False

    @property
    def first(self) -> Paragraph | None:
        """The paragraph that the part starts with, if it does."""
        first = self.blocks[0] if self.blocks else None
        return first if isinstance(first, Paragraph) else None


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a document: a name, a line each for role and title, and rows of ways to reach the owner."""

    name: str
    lines: tuple[Words, ...] = ()
    rows: tuple[tuple[Words, ...], ...] = ()
    photo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A whole document. `contents` asks for a table of contents, under that heading; `pages` is what a CV promises."""

    kind: Literal["cv", "dossier"]
    imprint: Imprint
    paper: str
    masthead: Masthead
    parts: tuple[Part, ...]
    contents: str = ""
    pages: int | None = None
