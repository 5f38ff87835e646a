"""What binding takes and gives: parts, options, and the bound file with what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from casefolio.errors import Problem
    from casefolio.model.sheet import Imprint

#: Papers that pages can be brought to, in points (ISO 216; ANSI/ASME Y14.1).
PAPERS = {"a4": (595.275591, 841.889764), "letter": (612.0, 792.0)}

Claim = Literal["pdfa", "pdfua"]


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Pages `first` to `last`, counted from 1; `last` None means to the end."""

    first: int
    last: int | None

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return f"{self.first}-{'' if self.last is None else self.last}"


@dataclass(frozen=True, slots=True)
class Part:
    """One file to bind: its bytes and what the packet says about it.

    `name` is what the owner typed, for messages. No `spans` means all pages. `alt` is the alternative text of
    pages that are only an image. `proven` says that our own press has just made and verified these bytes, so
    that nothing in them need be judged again. A part that `follows` belongs to the one before it, as to its title page:
    both are one entry of the outline.
    """

    name: str
    data: bytes = field(repr=False)
    spans: tuple[PageSpan, ...] = ()
    title: str | None = None
    language: str | None = None
    alt: str | None = None
    password: str | None = field(default=None, repr=False)
    proven: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class BindOptions:
    """How parts become one file.

    Without `imprint` title, author and language are the first part's, and no date is written. `paper` None keeps
    every page as it is. Claims in `require` that cannot be kept are errors instead of warnings. `compress` is
    zlib's level for what is written new.
    """

    imprint: Imprint | None = None
    title: str | None = None
    language: str | None = None
    paper: Literal["a4", "letter"] | None = None
    require: frozenset[Claim] = frozenset()
    compress: int = 9


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What became of one part. `first_page` counts from 1 in the bound file."""

    name: str
    title: str
    language: str
    first_page: int
    pages: int
    tagged: bool
    scans: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound file: its bytes, the claims that it makes (`pdfa`, `pdfua`), its parts, and warnings."""

    data: bytes = field(repr=False)
    claims: frozenset[Claim]
    parts: tuple[PartFacts, ...]
    pages: int
    warnings: tuple[Problem, ...] = ()
