"""The tag tree of any file, read for what it says and what it leaves unsaid (ISO 32000-1 §14.7, §14.8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import integer
from casefolio.bindery.binding.roles import NEWER, STANDARD
from casefolio.bindery.preflight.report import TAGS, Tags, finding, said_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.preflight.streams import Streams
    from casefolio.errors import Problem

#: Elements that are walked: more is an attack. Steps that a role may take to a standard type.
_LIMIT, _HOPS = 400_000, 32
#: Skipped levels that are told of one by one.
_SKIPS = 6


@dataclass(slots=True)
class _Tree:
    elements: Counter[str] = field(default_factory=Counter)
    foreign: set[str] = field(default_factory=set)
    mute: set[int] = field(default_factory=set)
    headings: list[tuple[int, int]] = field(default_factory=list)
    marks: dict[int, set[int]] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)


class _Walk:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = source.dictionary(source.root, "/StructTreeRoot")
        self.roles = source.dictionary(self.root, "/RoleMap")
        self.numbers = {page.ref.idnum: number for number, page in enumerate(source.pages, 1) if page.ref}
        self.tree = _Tree()

    def run(self) -> _Tree:
        """Go through the tree in reading order; cycles are cut."""
        seen: set[object] = set()
        stack: list[tuple[object, int]] = [(kid, 0) for kid in reversed(self._kids(self.root))]
        while stack and len(seen) < _LIMIT:
            value, page = stack.pop()
            node = self.source.resolve(value)
            mcid = integer(node)
            if mcid is not None:
                self.tree.marks.setdefault(page, set()).add(mcid)
                continue
            key = value.idnum if isinstance(value, IndirectObject) else id(node)
            if not isinstance(node, DictionaryObject) or key in seen:
                continue
            seen.add(key)
            page = self._page(node) or page
            if not self._content(node, page):
                self._element(node, page)
                stack += [(kid, page) for kid in reversed(self._kids(node))]
        return self.tree

    def _kids(self, node: DictionaryObject) -> list[object]:
        kids = self.source.get(node, "/K")
        if isinstance(kids, ArrayObject):
            return list(kids)
        return [] if kids is None else [dict.get(node, "/K", NullObject())]

    def _page(self, node: DictionaryObject) -> int:
        ref = dict.get(node, "/Pg")
        return self.numbers.get(ref.idnum, 0) if isinstance(ref, IndirectObject) else 0

    def _content(self, node: DictionaryObject, page: int) -> bool:
        """Note a reference to marked content or to an object; whether `node` is one."""
        if "/MCID" in node:
            mcid = self.source.integer(node, "/MCID")
            if mcid is not None and "/Stm" not in node:
                self.tree.marks.setdefault(page, set()).add(mcid)
            return True
        held = dict.get(node, "/Obj")
        if isinstance(held, IndirectObject):
            self.tree.held.add(held.idnum)
        return "/Obj" in node or self.source.name(node, "/Type") in ("MCR", "OBJR")

    def _element(self, node: DictionaryObject, page: int) -> None:
        source, tree = self.source, self.tree
        named = source.name(node, "/S")
        kind = self._standard(named)
        if kind not in STANDARD and kind not in NEWER:
            tree.foreign.add(named or "without type")
        tree.elements[kind or "without type"] += 1
        if kind in ("Figure", "Formula") and not source.text(node, "/Alt") and not source.text(node, "/ActualText"):
            tree.mute.add(page)
        if len(kind) == 2 and kind[0] == "H" and kind[1] in "123456":
            tree.headings.append((int(kind[1]), page))

    def _standard(self, kind: str) -> str:
        for _ in range(_HOPS):
            if kind in STANDARD or f"/{kind}" not in self.roles:
                return kind
            kind = self.source.name(self.roles, f"/{kind}")
        return kind


def tags(source: Source, streams: Streams) -> Tags:
    """What the tag tree says, and which content of the pages it leaves out."""
    tree = _Walk(source).run()
    marks = source.dictionary(source.root, "/MarkInfo")
    tagged = isinstance(source.get(source.root, "/StructTreeRoot"), DictionaryObject)
    outside = {page: left for page, found in streams.mcids.items() if (left := found - tree.marks.get(page, set()))}
    orphans = _unowned(source, outside) if tagged else ()
    return Tags(
        tree=tagged,
        marked=source.flag(marks, "/Marked"),
        suspects=source.flag(marks, "/Suspects"),
        elements=dict(tree.elements.most_common()),
        foreign=tuple(sorted(tree.foreign)),
        mute_figures=tuple(sorted(tree.mute)),
        skipped=tuple(_skipped(tree.headings)),
        unmarked=tuple(sorted(streams.unmarked)) if tagged else (),
        orphans=tuple(sorted(orphans)),
        aside=tuple(sorted(outside.keys() - orphans)) if tagged else (),
        loose_links=tuple(_loose_links(source, tree.held)) if tagged else (),
    )


def _unowned(source: Source, outside: Mapping[int, set[int]]) -> set[int]:
    """Pages with marks that the parent tree gives no element to (ISO 32000-1 §14.7.4.4).

    Elements that own marks and hang nowhere are how some programs write running heads: nobody has to hear them.
    """
    tree = source.dictionary(source.dictionary(source.root, "/StructTreeRoot"), "/ParentTree")
    rows = {integer(key): source.resolve(value) for key, value in tree_pairs(source, tree, "/Nums")} if outside else {}
    found = set()
    for page, marks in outside.items():
        row = rows.get(source.integer(source.pages[page - 1].entries, "/StructParents"))
        owners = list(row) if isinstance(row, ArrayObject) else []
        if any(mark >= len(owners) or source.resolve(owners[mark]) is None for mark in marks):
            found.add(page)
    return found


def _skipped(headings: list[tuple[int, int]]) -> Iterator[str]:
    """Levels that are jumped over on the way down (ISO 14289-1 §7.4.2)."""
    before = 0
    for level, page in headings:
        if level > before + 1:
            after = f"after H{before}" if before else "as the first heading"
            yield f"H{level} {after}{f', page {page}' if page else ''}"
        before = level


def _loose_links(source: Source, held: set[int]) -> Iterator[int]:
    """Pages with links that no element holds (ISO 14289-1 §7.18.5)."""
    for number, page in enumerate(source.pages, 1):
        for value in source.array(page.entries, "/Annots"):
            ref = value.idnum if isinstance(value, IndirectObject) else None
            if source.name(source.resolve(value), "/Subtype") == "Link" and ref not in held:
                yield number
                break


def tag_findings(found: Tags, *, scans: bool) -> Iterator[Problem]:
    """What a person who listens to the file would miss."""
    if not found.tree:
        if not scans:
            remedy = "export it as tagged PDF: without tags, order and headings are guessed when it is read aloud"
            yield finding(TAGS, "the file has no tags", remedy)
        return
    if not found.marked:
        yield finding(TAGS, "the file has a tag tree and does not say that it is tagged", "set MarkInfo /Marked true")
    if found.mute_figures:
        where = said_pages(found.mute_figures)
        yield finding(TAGS, f"a figure has no alternative text, {where}", "say in its alternative text what it shows")
    if found.skipped:
        more = f" and {len(found.skipped) - _SKIPS} more" if len(found.skipped) > _SKIPS else ""
        said = "; ".join(found.skipped[:_SKIPS]) + more
        yield finding(TAGS, f"levels of headings are skipped: {said}", "go down one level at a time")
    if found.unmarked:
        where = said_pages(found.unmarked)
        remedy = "tag it, or mark it as an artifact"
        yield finding(TAGS, f"content is neither tagged nor marked as an artifact, {where}", remedy)
    if found.orphans:
        where = said_pages(found.orphans)
        remedy = "export it once more: what the tree leaves out is not read aloud"
        yield finding(TAGS, f"content is marked but not in the tag tree, {where}", remedy)
    if found.loose_links:
        where = said_pages(found.loose_links)
        yield finding(TAGS, f"a link is not in the tag tree, {where}", "tag it as Link with an object reference")
    if found.foreign:
        said = ", ".join(found.foreign[:8])
        yield finding(TAGS, f"tags have types that mean nothing to a reader: {said}", "map them to standard types")
