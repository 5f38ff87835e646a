"""Links and bookmarks: where they lead, and which lead nowhere (ISO 32000-1 §12.3, §12.6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import integer, raw_bytes
from casefolio.bindery.preflight.report import DEAD_LINK, PLAIN_HTTP, Lead, Outline, finding, said_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casefolio.bindery.binding.source import Source
    from casefolio.errors import Problem

#: Bookmarks that are read, links of one page, and how much of an address is shown.
_BOOKMARKS, _LINKS, _SHOWN = 50_000, 20_000, 5


class Leads:
    """Where the links and bookmarks of one file lead."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._pages = {page.ref.idnum: number for number, page in enumerate(source.pages, 1) if page.ref}
        self._named = dict(self._names())

    def links(self) -> Iterator[Lead]:
        """Every link annotation, page by page."""
        for number, page in enumerate(self.source.pages, 1):
            for value in self.source.array(page.entries, "/Annots")[:_LINKS]:
                note = self.source.resolve(value)
                if isinstance(note, DictionaryObject) and self.source.name(note, "/Subtype") == "Link":
                    yield self._lead(note, number)

    def outline(self) -> Outline:
        """The bookmarks; cycles are cut. One that leads nowhere is dead unless it only holds others."""
        source = self.source
        seen: set[object] = set()
        dead: list[str] = []
        deepest = 0
        stack: list[tuple[object, int]] = [(dict.get(source.dictionary(source.root, "/Outlines"), "/First"), 1)]
        while stack and len(seen) < _BOOKMARKS:
            reference, depth = stack.pop()
            node = source.resolve(reference)
            key = reference.idnum if isinstance(reference, IndirectObject) else id(node)
            if not isinstance(node, DictionaryObject) or key in seen:
                continue
            seen.add(key)
            deepest = max(deepest, depth)
            if ("/First" not in node or "/Dest" in node or "/A" in node) and self._lead(node, 0).dead:
                dead.append(source.text(node, "/Title"))
            stack += [(dict.get(node, "/Next"), depth), (dict.get(node, "/First"), depth + 1)]
        return Outline(len(seen), deepest, tuple(dead))

    def _lead(self, note: DictionaryObject, page: int) -> Lead:
        source = self.source
        place = source.get(note, "/Dest")
        if place is not None:
            return self._inside(place, page)
        action = source.dictionary(note, "/A")
        kind = source.name(action, "/S")
        if kind == "URI":
            address = source.get(action, "/URI")
            said = (raw_bytes(address) or b"").decode("utf-8", "replace")
            return Lead(page, "address", said, dead=not said or said.startswith("file:"))
        if kind == "GoTo":
            return self._inside(source.get(action, "/D"), page)
        if kind in ("GoToR", "GoToE", "Launch"):
            file = source.get(action, "/F")
            named = source.text(file, "/UF") or source.text(file, "/F") or source.text(action, "/F")
            return Lead(page, "file", named or kind)
        return Lead(page, "action", kind, dead=not kind)

    def _inside(self, place: object, page: int) -> Lead:
        """Where an explicit or a named destination leads in this file."""
        key = self._key(place)
        if key is not None:
            target = self._named.get(key)
            shown = key.decode("utf-8", "replace")
            return Lead(page, "page", f"page {target}" if target else f"“{shown}”", dead=not target)
        target = self._page(place)
        return Lead(page, "page", f"page {target}" if target else "a page that is not there", dead=not target)

    def _key(self, place: object) -> bytes | None:
        return str(place)[1:].encode("latin-1", "replace") if isinstance(place, NameObject) else raw_bytes(place)

    def _page(self, place: object) -> int | None:
        found = self.source.get(place, "/D") if isinstance(place, DictionaryObject) else place
        if not isinstance(found, ArrayObject) or not found:
            return None
        first = next(iter(found))
        if isinstance(first, IndirectObject):
            return self._pages.get(first.idnum)
        index = integer(first)
        return index + 1 if index is not None and 0 <= index < len(self.source.pages) else None

    def _names(self) -> Iterator[tuple[bytes, int]]:
        source = self.source
        older = source.dictionary(source.root, "/Dests")
        tree = source.dictionary(source.dictionary(source.root, "/Names"), "/Dests")
        pairs: list[tuple[bytes | None, object]] = [
            (str(key)[1:].encode("latin-1", "replace"), value) for key, value in older.items()
        ]
        pairs += [(raw_bytes(key), value) for key, value in tree_pairs(source, tree, "/Names")]
        for key, value in pairs:
            target = self._page(source.resolve(value))
            if key is not None and target is not None:
                yield key, target


def lead_findings(links: Iterable[Lead], outline: Outline) -> Iterator[Problem]:
    """Links to nowhere, and links that anybody on the way can read."""
    links = tuple(links)
    for lead in _one_each(link for link in links if link.dead):
        pages = said_pages(link.page for link in links if link.dead and link.target == lead.target)
        if lead.target.startswith("file:"):
            yield finding(DEAD_LINK, f"a link leads to a file of its author's: {_cut(lead.target)}, {pages}", _OUT)
        else:
            yield finding(DEAD_LINK, f"a link leads nowhere: {_cut(lead.target) or 'it names no place'}, {pages}", _IN)
    if outline.dead:
        said = ", ".join(f"“{_cut(title)}”" for title in outline.dead[:_SHOWN])
        more = f" and {len(outline.dead) - _SHOWN} more" if len(outline.dead) > _SHOWN else ""
        yield finding(DEAD_LINK, f"bookmarks lead nowhere: {said}{more}", _IN)
    plain = [link for link in links if link.kind == "address" and link.target.lower().startswith("http://")]
    for lead in _one_each(plain):
        pages = said_pages(link.page for link in plain if link.target == lead.target)
        yield finding(PLAIN_HTTP, f"a link does without https: {_cut(lead.target)}, {pages}", "write https://")


_IN = "link to a page that is in the file, or take the link out"
_OUT = "link to an address on the web"


def _one_each(links: Iterable[Lead]) -> list[Lead]:
    """Links with different targets, at most twenty."""
    return list({link.target: link for link in links}.values())[:20]


def _cut(target: str, width: int = 100) -> str:
    return target if len(target) <= width else f"{target[: width - 1]}…"
