"""What preflight finds, as data: facts in the order in which they are told, and findings.

Lengths are millimetres unless a name says otherwise; pages count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.binding.quire import on_pages
from casefolio.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What is wrong, the gravest first: findings are told in this order.
DAMAGED, LOCKED = "CF-576", "CF-577"
NOT_CLAIMABLE = ("CF-582", "CF-583")
UNREADABLE_PAGE, LOST_TEXT, BAD_CHARACTER, FONT = "CF-588", "CF-580", "CF-579", "CF-578"
TAGS, DEAD_LINK, COARSE_IMAGE, METADATA, PLAIN_HTTP, EXTRACTORS = (
    "CF-581",
    "CF-585",
    "CF-587",
    "CF-584",
    "CF-586",
    "CF-589",
)
_ORDER = (
    DAMAGED,
    LOCKED,
    *NOT_CLAIMABLE,
    UNREADABLE_PAGE,
    LOST_TEXT,
    BAD_CHARACTER,
    FONT,
    TAGS,
    DEAD_LINK,
    METADATA,
    COARSE_IMAGE,
    EXTRACTORS,
    PLAIN_HTTP,
)


@dataclass(frozen=True, slots=True)
class PageRun:
    """Pages in a row that are alike: their size as shown, their boxes as (x, y, width, height)."""

    first: int
    last: int
    width_mm: float
    height_mm: float
    paper: str
    rotate: int
    boxes: Mapping[str, tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Face:
    """A font in the resources of pages; `unicode` says how its codes become characters, empty where they do not."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    unicode: str
    used: bool
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """The tag tree, by what its elements mean. `unmarked` are pages with content that is neither tagged nor artifact.

    `orphans` are pages with marked content that belongs to no element, `aside` such whose elements hang outside the
    tree, as running heads may.
    """

    tree: bool
    marked: bool
    suspects: bool
    elements: Mapping[str, int]
    foreign: tuple[str, ...]
    mute_figures: tuple[int, ...]
    skipped: tuple[str, ...]
    unmarked: tuple[int, ...]
    orphans: tuple[int, ...]
    aside: tuple[int, ...]
    loose_links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A standard that the file says it follows, and what was seen to break it. None seen proves nothing."""

    name: str
    broken: tuple[str, ...]

    def __str__(self) -> str:
        if not self.broken:
            return f"claims {self.name}; no fault found by the cheap checks"
        return f"claims {self.name}, which it breaks: {'; '.join(self.broken)}"


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link or a bookmark leads: `kind` is `address`, `page`, `file` or `action`."""

    page: int
    kind: str
    target: str
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """Bookmarks: how many, how deep, and the titles of those that lead nowhere."""

    entries: int
    depth: int
    dead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image where it is drawn: its pixels, its size on the page, and the lower of its two resolutions."""

    page: int
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    dpi: int


@dataclass(frozen=True, slots=True)
class Extract:
    """What one program reads out of the pages: how many words, on which pages it was asked."""

    program: str
    words: int
    pages: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The text, as two programs read it.

    `differing` are pages where their words are not the same, `reordered` where only their order is; `content` counts
    the texts of the embedded content that stand on the pages, and all of them; `without_text` are pages of images.
    """

    extracts: tuple[Extract, ...]
    differing: tuple[int, ...]
    reordered: tuple[int, ...]
    content: tuple[int, int] | None
    without_text: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one file, findings first. `sizes` are bytes by kind of content and add up to `size_bytes`."""

    findings: tuple[Problem, ...]
    damaged: bool
    size_bytes: int
    version: str
    encryption: str
    pages: int
    runs: tuple[PageRun, ...]
    labels: tuple[str, ...]
    claims: tuple[Claim, ...]
    fonts: tuple[Face, ...]
    tags: Tags
    language: str
    metadata: Mapping[str, tuple[str, str]]
    links: tuple[Lead, ...]
    outline: Outline
    pictures: tuple[Picture, ...]
    reading: Reading
    enclosures: tuple[str, ...]
    intents: tuple[str, ...]
    sizes: Mapping[str, int]


def finding(code: str, message: str, remedy: str = "") -> Problem:
    """Something to look at: a warning, since a file of somebody else's is not for us to refuse."""
    return Problem(code, message, remedy=remedy, warning=True)


def ranked(findings: Iterable[Problem]) -> tuple[Problem, ...]:
    """Findings, each once, the gravest first."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: _ORDER.index(found.code)))


def said_pages(pages: Iterable[int]) -> str:
    """`page 3` or `pages 1-4, 7`."""
    return on_pages(list(pages)).removeprefix(", ")
