"""What comes off the press: a finished document, or the pages of a series, drawn and in their order, to be bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.errors import Problem
    from casefolio.model.sheet import Leaf, Optional


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF and how it came out: `fill` is the part of the promised room that is used."""

    name: str
    data: bytes
    pages: int
    density: float
    fill: float
    layouts: int
    left_out: tuple[Optional, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """The pages of a series, drawn, and how they came out. `spans`: each study's first page, from 0, and their number.

    `fill` is the part of its pages that a study's text and drawing take, without the air between. `stamps` stand for
    all that a study's pages were made of.
    """

    pages: list[Any]
    spans: dict[str, tuple[int, int]]
    density: float
    layouts: int
    gap_mm: float
    fill: dict[str, float]
    stamps: dict[str, bytes]
    warnings: tuple[Problem, ...] = ()

    @property
    def folios(self) -> dict[str, int]:
        """The page, counted from 1, on which each study starts."""
        return {slug: first + 1 for slug, (first, _) in self.spans.items()}

    def of(self, slug: str) -> list[Any]:
        """The pages of one study."""
        first, count = self.spans[slug]
        return self.pages[first : first + count]


@dataclass(slots=True)
class Drawn:
    """Pages as they are drawn, in order, and what was wrong with them."""

    pages: list[Any] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    stamps: dict[str, bytes] = field(default_factory=dict)
    wide: list[Problem] = field(default_factory=list)

    def add(self, leaf: Leaf, stamp: bytes, pages: Sequence[Any]) -> None:
        """Take the pages of one leaf."""
        for number, page in enumerate(pages, len(self.pages)):
            for name in page.anchors:
                slug = name.removeprefix("studies-")
                if slug != name and "--" not in name:
                    first, _ = self.spans.get(slug, (number, 0))
                    self.spans[slug] = (first, number - first + 1)
        self.stamps |= dict.fromkeys(leaf.slugs, stamp)
        self.pages.extend(pages)
