"""Tagging what has no tags: text as paragraphs, scans as figures, everything else as artifacts.

ISO 32000-1 §14.8.2; ISO 14289-1 §7.1. Text is never wrapped as a figure: its alternative text would replace the words
while a checker passes. The content stream is rewritten by inserting marked-content operators, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from casefolio.bindery.binding.canvas import DEPTH
from casefolio.bindery.binding.elements import Element, Mark
from casefolio.bindery.binding.layout import IDENTITY, Measurer, Run, times
from casefolio.bindery.binding.metrics import advances
from casefolio.bindery.binding.paper import moved_box
from casefolio.bindery.binding.reading_order import paragraphs
from casefolio.bindery.binding.survey import ARTIFACT, Fix
from casefolio.bindery.binding.weaving import figure, link_under, weave

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf.generic import IndirectObject

    from casefolio.bindery.binding.canvas import Canvas, Canvases
    from casefolio.bindery.binding.metrics import Advance
    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Leaf, Matrix
    from casefolio.bindery.binding.weaving import Links, Said
from casefolio.bindery.binding.survey import Shown

_MCID = re.compile(rb"/MCID\s*[+-]?\d+")

_MAX_ITEMS = 200_000

#: How a page lies when it is shown turned clockwise: reading order is what the reader sees.
_TURNS: dict[int, Matrix] = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}


@dataclass(slots=True, eq=False)
class Item:
    """Something bare on a page. `run` where it is text; `walked` for a form whose own content is tagged instead."""

    canvas: Canvas
    shown: Shown
    matrix: Matrix
    run: Run | None = None
    walked: bool = False
    goal: tuple[str, int, int] = ("artifact", 0, 0)


@dataclass(slots=True)
class PageTags:
    """What tagging a page gave: new elements, and how the page was found."""

    elements: list[Element] = field(default_factory=list)
    found: Literal["tagged", "text", "scan", "blank"] = "blank"
    linked: set[int] = field(default_factory=set)


class Tagger:
    """Tags the bare content of pages.

    `known` has the identifiers that a tree already speaks for, by the number of page or form; `furniture` those of
    running heads and feet; `uses` says how often each form is shown.
    """

    def __init__(
        self,
        pool: Pool,
        canvases: Canvases,
        known: dict[int, set[int]],
        furniture: dict[int, set[int]],
        uses: dict[int, int],
    ) -> None:
        self.pool = pool
        self.furniture = furniture
        self.canvases = canvases
        self.known = known
        self.uses = uses
        self._next: dict[int, int] = {}
        self._fonts: dict[int, Callable[[bytes], Advance]] = {}
        self._neutral: set[int] = set()

    def page(self, leaf: Leaf, canvas: Canvas, alt: str, links: Links) -> PageTags:
        """Tag what is bare on a page. `links` are annotations that no element holds yet, with their rectangles."""
        items: list[Item] = []
        seen = _TURNS.get((self.pool.integer(leaf.entries, "/Rotate") or 0) % 360, IDENTITY)
        links = [(ref, moved_box(rect, seen)) for ref, rect in links]
        covered = self._collect(canvas, seen, items, 0)
        texts = [item for item in items if item.run is not None]
        pictures = [item for item in items if item.run is None and not item.walked and item.shown.kind != "lost"]
        if not texts and (covered or not pictures):
            self._emit(items)
            return PageTags(found="tagged" if covered else "blank")
        if not texts:
            for item in pictures:
                item.goal = ("figure", 0, 0)
            marks = self._emit(items)
            drawing = figure(self.pool, leaf, [mark for _, mark in marks], alt)
            return PageTags([drawing], "scan")
        result = PageTags(found="text")
        result.elements = self._paragraphs(leaf, items, texts, links, result.linked)
        return result

    def _collect(self, canvas: Canvas, matrix: Matrix, items: list[Item], depth: int) -> bool:
        """Gather the bare items of a canvas and of the forms in it; True where something on it is tagged."""
        known = self.known.get(canvas.owner.idnum, set())
        furniture = self.furniture.get(canvas.owner.idnum, set())
        self._neutralise(canvas, known, furniture)
        measurer: Measurer | None = None
        covered = False
        for shown in canvas.survey.shown:
            if shown.cover == ARTIFACT or shown.cover in known or shown.cover in furniture:
                covered = covered or shown.cover in known
                continue
            if len(items) > _MAX_ITEMS:
                break
            item = Item(canvas, shown, matrix)
            items.append(item)
            if shown.kind not in ("text", "form"):
                continue
            measurer = measurer or self._measured(canvas, matrix)
            if shown.kind == "text":
                item.run = measurer.runs.get(shown.start) or Run(0, 1, 0, 1, upright=True)
            else:
                covered = self._form(item, measurer.forms.get(shown.start, matrix), items, depth) or covered
        return covered

    def _form(self, item: Item, matrix: Matrix, items: list[Item], depth: int) -> bool:
        ref, _ = self.canvases.xobject(item.canvas.resources, item.shown.resource)
        inner = self.canvases.form(ref, item.canvas.resources) if ref is not None and depth < DEPTH else None
        if ref is None or inner is None:
            return False
        own = self.pool.numbers(self.pool.get(ref, "/Matrix"), 6)
        placed = times((own[0], own[1], own[2], own[3], own[4], own[5]), matrix) if own else matrix
        marked = bool(self.known.get(ref.idnum))
        if not marked and not self._has_text(inner, 0):
            return False
        if marked or self.uses.get(ref.idnum, 0) <= 1:
            item.walked = True
            return self._collect(inner, placed, items, depth + 1)
        # Shown more than once, its content cannot belong to two paragraphs (§14.7.4.2): each showing is one.
        box = self.pool.numbers(self.pool.get(ref, "/BBox"), 4) or [0.0, 0.0, 1.0, 1.0]
        x0, y0, x1, y1 = moved_box(box, placed)
        item.run = Run(x0, x1, y0, max(0.01, y1 - y0), upright=True)
        return False

    def _has_text(self, canvas: Canvas, depth: int) -> bool:
        for shown in canvas.survey.shown:
            if shown.kind == "text" and shown.cover != ARTIFACT:
                return True
            if shown.kind == "form" and depth < DEPTH:
                ref, _ = self.canvases.xobject(canvas.resources, shown.resource)
                inner = self.canvases.form(ref, canvas.resources) if ref is not None else None
                if inner is not None and self._has_text(inner, depth + 1):
                    return True
        return False

    def _measured(self, canvas: Canvas, matrix: Matrix) -> Measurer:
        fonts = self.pool.dictionary(canvas.resources, "/Font")

        def measure(key: str) -> Callable[[bytes], Advance]:
            font = self.pool.dictionary(fonts, key)
            return self._fonts.get(id(font)) or self._fonts.setdefault(id(font), advances(self.pool, font))

        measurer = Measurer(matrix, measure)
        measurer.measure(canvas.data)
        return measurer

    def _neutralise(self, canvas: Canvas, known: set[int], furniture: set[int]) -> None:
        """Take identifiers out that no element speaks for: leftovers of a tree that was lost."""
        if canvas.owner.idnum in self._neutral:
            return
        self._neutral.add(canvas.owner.idnum)
        for mcid, ops in canvas.survey.mcids.items():
            if mcid in known:
                continue
            for op in ops:
                before = canvas.data[op.start : op.end]
                tag = op.operands[0] if isinstance(op.operands[0], bytes) else b"/Span"
                named = isinstance(op.operands[1], bytes)
                new = b"/Artifact BMC" if mcid in furniture else tag + b" BMC" if named else _MCID.sub(b"", before)
                canvas.edits.append(Fix(op.start, op.end, new))

    def _emit(self, items: list[Item]) -> list[tuple[Item, Mark]]:
        """Insert the operators around neighbours of one goal; returns each sequence's first item and mark."""
        made: list[tuple[Item, Mark]] = []
        by_canvas: dict[int, list[Item]] = {}
        for item in items:
            by_canvas.setdefault(item.canvas.owner.idnum, []).append(item)
        for members in by_canvas.values():
            members.sort(key=lambda item: item.shown.start)
            first = 0
            for place in range(1, len(members) + 1):
                here, after = members[place - 1], members[place] if place < len(members) else None
                if after is None or after.shown.scope != here.shown.scope or _apart(here, after):
                    if not members[first].walked:
                        made += self._enclose(members[first], here)
                    first = place
        return made

    def _enclose(self, first: Item, last: Item) -> list[tuple[Item, Mark]]:
        canvas = first.canvas
        kind = first.goal[0]
        if kind == "artifact":
            opening, result = b"/Artifact BMC ", []
        else:
            known = self.known.setdefault(canvas.owner.idnum, set())
            mcid = self._next.get(canvas.owner.idnum, max(known, default=-1) + 1)
            self._next[canvas.owner.idnum] = mcid + 1
            tag = {"figure": b"/Figure", "link": b"/Link"}.get(kind, b"/P")
            opening = tag + b" <</MCID %d>> BDC " % mcid
            result = [(first, Mark(canvas.owner, self._page, mcid))]
        canvas.edits.append(Fix(first.shown.start, first.shown.start, opening))
        canvas.edits.append(Fix(last.shown.end, last.shown.end, b" EMC "))
        return result

    _page: IndirectObject

    def on(self, page: IndirectObject) -> Tagger:
        """The tagger, set to a page."""
        self._page = page
        return self

    def _paragraphs(
        self, leaf: Leaf, items: list[Item], texts: list[Item], links: Links, linked: set[int]
    ) -> list[Element]:
        by_run = {id(item.run): item for item in texts}
        groups = paragraphs([item.run for item in texts if item.run is not None])
        for number, runs in enumerate(groups):
            for run in runs:
                link = link_under(run, links)
                by_run[id(run)].goal = ("link" if link >= 0 else "p", number, link)
        words: dict[int, list[Said]] = {}
        for item, mark in self._emit(items):
            order = item.run.order if item.run is not None else 0
            words.setdefault(item.goal[1], []).append((order, item.goal[2], mark))
        woven = []
        for number in range(len(groups)):
            said = sorted(words.get(number, []), key=lambda word: word[0])
            woven.append(weave(said, links, leaf, linked))
        return [element for element in woven if element.kids]


def _apart(here: Item, after: Item) -> bool:
    return here.goal != after.goal or here.walked or after.walked
