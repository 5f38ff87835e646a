"""What shaping hands to the press, what the press hands to the bindery, and what a finished PDF must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from casefolio.errors import Problem
    from casefolio.model.manuscript import ContentPath


@dataclass(frozen=True, slots=True)
class Imprint:
    """The metadata of a document, said alike in Info, XMP and the catalog. `language` is a BCP 47 tag.

    Without a `date` the document bears none (ISO 32000-1 §14.3.3: it may).
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file embedded in a PDF as its source (ISO 32000-2 §7.11.3, AFRelationship)."""

    name: str
    media_type: str
    description: str
    data: bytes
    relationship: str = "Source"


@dataclass(frozen=True, slots=True)
class Said:
    """A string of the content, as a reader must find it in the page's text, and where it was written.

    `entry` is the entry of the dossier whose element says it: a study's page also says other studies' titles.
    """

    text: str
    path: ContentPath = ()
    entry: ContentPath = ()


@dataclass(frozen=True, slots=True)
class Optional:
    """An entry that may be left out: the id of its element, its place in the dossier, and what to call it."""

    id: str
    path: ContentPath
    title: str


@dataclass(frozen=True, slots=True)
class Zone:
    """An element that must not grow over a height, as an address in its window: its id, and where it was written."""

    id: str
    height_mm: float
    path: ContentPath


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document ready to be set: HTML, the names of its style files, and what is promised of it.

    `pages` is the number promised, or None for as many as it takes. `saying` is what the pages say, in reading
    order. `optional` are entries that may be left out, the first to go first; `zones` what may not grow over a height.
    `home` is the content that the sections are written in, where that is not the dossier itself; `cure` what could be
    done about a text that is too long. `air` are the ids of elements before which a page that is not full opens up,
    `foot` of the one that goes to the foot of its page.
    """

    name: str
    html: str
    styles: tuple[str, ...]
    imprint: Imprint
    paper: str
    pages: int | None
    saying: tuple[Said, ...] = ()
    optional: tuple[Optional, ...] = ()
    zones: tuple[Zone, ...] = ()
    home: ContentPath = ()
    cure: str = "mark entries `optional: true`, or promise more pages"
    air: tuple[str, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The HTML of studies that stand together: one, or those that share a page. A new leaf starts a new page."""

    slugs: tuple[str, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Series:
    """Studies that are set as one series. `slugs` in page order; `single` are those that promise one page.

    `per_page` studies share a page. `frame` is the HTML before and after the leaves: with any run of them between, it
    is a document, so that not all need to be laid out at once.
    """

    name: str
    frame: tuple[str, str]
    leaves: tuple[Leaf, ...]
    styles: tuple[str, ...]
    paper: str
    slugs: tuple[str, ...]
    single: tuple[str, ...]
    per_page: int = 1
    saying: tuple[Said, ...] = ()

    def html(self, leaves: Sequence[Leaf]) -> str:
        """The document of these leaves."""
        head, tail = self.frame
        return "".join((head, *(leaf.html for leaf in leaves), tail))


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the bytes of a finished PDF must show. `pages` None: any number. `families`: the only fonts allowed."""

    imprint: Imprint
    pages: int | None
    families: frozenset[str]
    saying: tuple[Said, ...] = ()
    enclosures: tuple[str, ...] = ()
    pdfua: bool = True
    pdfa: bool = True
    pdfx: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in the bytes of a PDF. Sizes in points, in page order."""

    pages: int
    size_bytes: int
    paper_pt: tuple[tuple[float, float], ...]
    fonts: tuple[str, ...]
    title: str
    language: str
    tagged: bool
    text: str
    conformance: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())
