"""Feathering: spreading the parts of a laid-out page over their slots, without laying the page out again.

A part is a block of the page's width, and the air around it is all that changes: so moving it is the same as setting it
anew, in a hundredth of the time. That holds for the styles that are shipped, in any faces and colors. Where a project's
own rules may set parts otherwise, pages are laid out again.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING, Any

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import BlockBox
from weasyprint.layout.background import layout_background_layer

if TYPE_CHECKING:
    from collections.abc import Mapping

PX_PER_MM = 96 / 25.4
#: What `layout_background_layer` asks of a style, in its order.
_ASKED = ("size", "clip", "repeat", "origin", "position", "attachment")


#: A style sheet of faces and of tokens on the root, but for those that the grid sets.
_ALONE = re.compile(r"\s*(?:(?:@font-face\s*\{[^{}]*\}|:root\s*\{(?:\s*--(?!gap\b)[\w-]+\s*:[^;{}]*;?)*\s*\})\s*)*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def leaves_parts_alone(style: str) -> bool:
    """Whether a style sheet of a project's own says nothing of where parts stand and how high they are."""
    return _ALONE.fullmatch(_COMMENT.sub("", style)) is not None


def feather(page: Any, slug: str, slots_mm: Mapping[str, float], gap_mm: float) -> Any | None:
    """The page of one study with its parts in their slots, in the order of `slots_mm`, and air between these.

    None where the page is not made of blocks; it is then as it was.
    """
    way = _way_to(page._page_box, f"studies-{slug}")  # noqa: SLF001
    parts = [box for box in way[-1].children if _anchor(box).startswith(f"{slug}--")] if way else []
    if not parts or parts != list(way[-1].children) or any(type(box) is not BlockBox for box in (*way, *parts)):
        return None
    named = {_anchor(box).removeprefix(f"{slug}--"): box for box in parts}
    if [name for name in slots_mm if name in named] != list(named):
        return None
    bottom, free_mm = parts[0].border_box_y(), 0.0
    for name, high_mm in slots_mm.items():
        box = named.get(name)
        if box is None:
            free_mm += high_mm + gap_mm
            continue
        # Rounded as the rules say it, so that a page comes out the same whichever way it was set.
        box.translate(0, bottom + round(free_mm, 3) * PX_PER_MM - box.border_box_y())
        box.height += max(round(high_mm, 3) * PX_PER_MM - box.border_height(), 0)
        bottom, free_mm = box.border_box_y() + box.border_height(), gap_mm
    last = way[-1].content_box_y() + way[-1].height
    for box in way:
        box.height += bottom - last
        _ground(page._page_box, box)  # noqa: SLF001
    for part in parts:
        for box in part.descendants():
            _ground(page._page_box, box)  # noqa: SLF001
    return Page(page._page_box)  # noqa: SLF001


def _ground(page_box: Any, box: Any) -> None:
    """Let a box's background follow it: its place was worked out at the end of the layout."""
    background = getattr(box, "background", None)
    if background is None:
        return
    style = box.style
    asked = zip(*(cycle(style[f"background_{name}"]) for name in _ASKED), strict=False)
    layers = [
        layout_background_layer(box, page_box, style["image_resolution"], layer.image, *words)
        for layer, words in zip(background.layers, asked, strict=False)
    ]
    box.background = background._replace(layers=layers)


def _way_to(page_box: Any, name: str) -> list[Any]:
    """The boxes from the page's root down to the element of this id; empty where it is not there."""
    for box in page_box.children:
        if _anchor(box) == name:
            return [box]
        if isinstance(box, BlockBox) and (way := _way_to(box, name)):
            return [box, *way]
    return []


def _anchor(box: Any) -> str:
    style = getattr(box, "style", None)
    return (style["anchor"] or "") if style is not None else ""
