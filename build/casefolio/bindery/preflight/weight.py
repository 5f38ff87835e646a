"""What takes the room: every byte of the file goes to one kind of content, so the kinds add up to its size."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

if TYPE_CHECKING:
    from casefolio.bindery.binding.source import Source

#: In the order in which they are told.
KINDS = ("fonts", "images", "page content", "tags", "metadata", "attached files", "other")
_FONTS, _IMAGES, _CONTENT, _TAGS, _METADATA, _FILES, _OTHER = KINDS

#: Keys that lead back up or out: what is behind them belongs to somebody else.
_AWAY = frozenset(["/Parent", "/P", "/Pg", "/Page", "/Obj", "/Dest", "/D", "/A", "/Next", "/Prev", "/Popup", "/IRT"])
_TABLE = re.compile(rb"startxref\s+(\d{1,12})\b")
_NUMBERS = re.compile(rb"\d+")


class Scales:
    """Gives every object of a file a kind."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._kinds: dict[int, str] = {}

    def weigh(self, data: bytes) -> dict[str, int]:
        """Bytes by kind. Headers, tables, and objects that nothing refers to are `other`."""
        self._sort()
        sizes = dict.fromkeys(KINDS, 0)
        for ref, size in self._extents(data).items():
            kinds = self._packed(ref)
            total = sum(kinds.values())
            for kind, share in kinds.items():
                sizes[kind] += size * share // total
        sizes[_OTHER] += len(data) - sum(sizes.values())
        return sizes

    def _sort(self) -> None:
        """Go from each owner to what is its own; what an earlier one has taken stays with it."""
        source, root = self.source, self.source.root
        self._take(_METADATA, dict.get(source.trailer, "/Info"), dict.get(root, "/Metadata"))
        names = source.dictionary(root, "/Names")
        self._take(_FILES, dict.get(names, "/EmbeddedFiles"), dict.get(root, "/AF"))
        pages = [page.ref for page in source.pages if page.ref]
        for ref in pages:
            # Pages are held back, so that no way through the graph runs away over one.
            self._kinds[ref.idnum] = _OTHER
        for page in source.pages:
            self._resources(dict.get(page.entries, "/Resources", page.inherited.get("/Resources")), set())
            self._take(_CONTENT, dict.get(page.entries, "/Contents"))
            for note in source.array(page.entries, "/Annots"):
                self._note(note)
        self._resources(dict.get(source.dictionary(root, "/AcroForm"), "/DR"), set())
        self._take(_TAGS, dict.get(root, "/StructTreeRoot"))

    def _note(self, ref: object) -> None:
        note = self.source.resolve(ref)
        if self.source.name(note, "/Subtype") == "FileAttachment" and isinstance(note, DictionaryObject):
            self._take(_FILES, dict.get(note, "/FS"))
        for looks in self.source.dictionary(note, "/AP").values():
            self._form(looks, set())

    def _resources(self, ref: object, seen: set[int]) -> None:
        """Fonts and images of a resource dictionary, and its forms with theirs."""
        source = self.source
        resources = source.resolve(ref)
        if not isinstance(resources, DictionaryObject) or id(resources) in seen:
            return
        seen.add(id(resources))
        self._take(_FONTS, dict.get(resources, "/Font"))
        for value in source.dictionary(resources, "/XObject").values():
            if source.name(source.resolve(value), "/Subtype") == "Image":
                self._take(_IMAGES, value)
            else:
                self._form(value, seen)
        for kind in ("/Pattern", "/Shading", "/ExtGState"):
            for value in source.dictionary(resources, kind).values():
                self._form(value, seen)
                self._form(dict.get(source.dictionary(value, "/SMask"), "/G"), seen)
        self._take(_CONTENT, *(dict.get(resources, key) for key in ("/XObject", "/Pattern", "/Shading", "/ExtGState")))

    def _form(self, ref: object, seen: set[int]) -> None:
        form = self.source.resolve(ref)
        if isinstance(form, DictionaryObject) and id(form) not in seen:
            seen.add(id(form))
            if len(seen) < 10_000:
                self._resources(dict.get(form, "/Resources"), seen)
            self._take(_CONTENT, ref)

    def _take(self, kind: str, *values: object) -> None:
        """Give a kind all that can be reached and has none yet."""
        stack = list(values)
        while stack:
            value = stack.pop()
            if isinstance(value, IndirectObject):
                if value.idnum in self._kinds:
                    continue
                self._kinds[value.idnum] = kind
                value = self.source.resolve(value)
            if isinstance(value, DictionaryObject):
                stack += [below for key, below in value.items() if key not in _AWAY]
            elif isinstance(value, ArrayObject):
                stack += value

    def _extents(self, data: bytes) -> dict[IndirectObject, int]:
        """How many bytes each object takes that stands in the file by itself: up to the next one, or to a table."""
        reader = self.source.reader
        offsets = {
            offset: IndirectObject(number, generation, reader)
            for generation, listed in reader.xref.items()
            for number, offset in listed.items()
            if 0 < offset < len(data)
        }
        tables = {int(found) for found in _TABLE.findall(data)}
        bounds = sorted({*offsets, *(place for place in tables if place < len(data)), len(data)})
        return {offsets[start]: end - start for start, end in pairwise(bounds) if start in offsets}

    def _packed(self, ref: IndirectObject) -> dict[str, int]:
        """The kinds of what an object holds, by their bytes; more than one only for object streams (§7.5.7)."""
        stream = self.source.resolve(ref)
        if not isinstance(stream, StreamObject) or self.source.name(stream, "/Type") != "ObjStm":
            return {self._kinds.get(ref.idnum, _OTHER): 1}
        body = self.source.data(stream) or b""
        first = self.source.integer(stream, "/First") or 0
        table = [int(word) for word in _NUMBERS.findall(body[: max(first, 0)])]
        places = sorted(zip(table[1::2], table[::2], strict=False))
        shares: dict[str, int] = {}
        for (place, inner), (end, _) in zip(places, [*places[1:], (len(body) - first, 0)], strict=True):
            kind = self._kinds.get(inner, _OTHER)
            shares[kind] = shares.get(kind, 0) + max(end - place, 1)
        return shares or {_OTHER: 1}
