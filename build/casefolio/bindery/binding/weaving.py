"""Paragraphs woven of words and links: where a link lies over words, they become its own (ISO 32000-1 §14.8.4.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.bindery.binding.elements import Element, Held
from casefolio.bindery.binding.pool import mapping, name, numbers, text_string

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject

    from casefolio.bindery.binding.elements import Mark
    from casefolio.bindery.binding.layout import Run
    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Leaf

#: Link annotations of a page that no element holds yet, with their rectangles.
Links = list[tuple["IndirectObject", list[float]]]

#: Words: their place in the stream, the number of the link over them (-1 for none), and their mark.
Said = tuple[int, int, "Mark"]

#: How much of its width must lie under a link for words to be the link's.
_MOST = 0.6


def link_under(run: Run, links: Links) -> int:
    """The link that most of a run lies under; -1 for none."""
    x0, y0, x1, y1 = run.box()
    middle = (y0 + y1) / 2
    for number, (_, rect) in enumerate(links):
        overlap = min(x1, rect[2]) - max(x0, rect[0])
        if rect[1] - 1 <= middle <= rect[3] + 1 and overlap >= _MOST * max(0.01, x1 - x0):
            return number
    return -1


def weave(said: list[Said], links: Links, leaf: Leaf, linked: set[int]) -> Element:
    """A paragraph of words in order; words under a link in a Link of their own, each link once (`linked`)."""
    paragraph = Element("P")
    open_link, holder = -1, paragraph
    for _, link, mark in said:
        if link < 0 or (link != open_link and links[link][0].idnum in linked):
            paragraph.kids.append(mark)
            open_link = -1
            continue
        if link != open_link:
            ref = links[link][0]
            linked.add(ref.idnum)
            holder = Element("Link", [Held(ref, leaf.ref)])
            paragraph.kids.append(holder)
            open_link = link
        holder.kids.insert(len(holder.kids) - 1, mark)
    return paragraph


def figure(pool: Pool, leaf: Leaf, marks: list[Mark], alt: str) -> Element:
    """A page that is only an image, as a figure of the page's size (§14.8.5.4.3)."""
    box = pool.numbers(leaf.entries.get("/CropBox", leaf.entries["/MediaBox"]), 4) or [0.0, 0.0, 1.0, 1.0]
    attributes = mapping({"O": name("Layout"), "Placement": name("Block"), "BBox": numbers(box)})
    return Element("Figure", list(marks), {"Alt": text_string(alt), "A": attributes})
