"""Content streams of all pages, gone through once: what is marked, which colours, which pages only show an image."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from casefolio.bindery.binding.survey import BARE, survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.binding.survey import Survey

#: Bytes of content that are gone through, and forms inside forms.
_LIMIT, _DEPTH = 48 * 2**20, 12
#: The text rendering mode that paints nothing (ISO 32000-1 Table 106).
_UNSEEN = 3


@dataclass(slots=True)
class Streams:
    """What was found.

    `mcids` mark what a page's own stream shows; `faces` are the identities of the font dictionaries that draw text;
    `unread` pages were left for their size.
    """

    unmarked: set[int] = field(default_factory=set)
    mcids: dict[int, set[int]] = field(default_factory=dict)
    colours: set[str] = field(default_factory=set)
    faces: set[int] = field(default_factory=set)
    scans: set[int] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)


class Reader:
    """Goes through the pages of a file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found = Streams()
        self._forms: dict[int, bool] = {}
        self._left = _LIMIT

    def read(self) -> Streams:
        """Every page in turn, until the limit."""
        for number, page in enumerate(self.source.pages, 1):
            if self._left <= 0:
                self.found.unread.add(number)
                continue
            data = self._content(page.entries, number)
            resources = self.source.get(page.entries, "/Resources") or self.source.resolve(
                page.inherited.get("/Resources")
            )
            seen = self._survey(data, resources)
            self.found.mcids[number] = {shown.cover for shown in seen.shown if shown.cover >= 0}
            kinds = {shown.kind for shown in seen.shown}
            if kinds and kinds <= {"image", "inline"}:
                self.found.scans.add(number)
            if self._bare(seen, resources, _DEPTH):
                self.found.unmarked.add(number)
        return self.found

    def _content(self, page: DictionaryObject, number: int) -> bytes:
        """A page's streams as one (ISO 32000-1 §7.8.2)."""
        parts = []
        for stream in self.source.items(page, "/Contents"):
            data = self.source.data(stream)
            if data is None:
                self.found.broken.add(number)
            parts.append(data or b"")
        self._left -= sum(map(len, parts))
        return b"\n".join(parts)

    def _survey(self, data: bytes, resources: object) -> Survey:
        source = self.source
        objects = source.dictionary(resources, "/XObject")
        listed = source.dictionary(resources, "/Properties")

        def kind(key: str) -> str:
            found = source.get(objects, key)
            subtype = source.name(found, "/Subtype") if isinstance(found, StreamObject) else ""
            return {"Image": "image", "Form": "form"}.get(subtype, "")

        seen = survey(data, kind, lambda key: source.integer(source.dictionary(listed, key), "/MCID"))
        self.found.colours |= seen.colours
        fonts = source.dictionary(resources, "/Font")
        for key, modes in seen.fonts.items():
            if modes.keys() - {_UNSEEN}:
                self.found.faces.add(id(source.get(fonts, key)))
        return seen

    def _bare(self, seen: Survey, resources: object, depth: int) -> bool:
        """Whether anything shown is covered by no mark, in the forms shown too."""
        objects = self.source.dictionary(resources, "/XObject")
        bare = False
        for shown in seen.shown:
            marked = shown.kind == "form" and self._form_is_marked(dict.get(objects, shown.resource), resources, depth)
            bare = bare or (shown.cover == BARE and shown.kind != "lost" and not marked)
        return bare

    def _form_is_marked(self, ref: object, around: object, depth: int) -> bool:
        """Whether a form marks all that it shows; each form is gone through once."""
        form = self.source.resolve(ref)
        key = ref.idnum if isinstance(ref, IndirectObject) else id(form)
        if key not in self._forms and isinstance(form, StreamObject) and depth and self._left > 0:
            self._forms[key] = True
            data = self.source.data(form) or b""
            self._left -= len(data)
            resources = self.source.get(form, "/Resources") or around
            self._forms[key] = not self._bare(self._survey(data, resources), resources, depth - 1)
        return self._forms.get(key, True)


def actions(source: Source) -> Iterator[str]:
    """Kinds of what the file does by itself when it is opened (§12.6.3), such as JavaScript."""
    opening = source.get(source.root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and source.name(opening, "/S") not in ("GoTo", ""):
        yield source.name(opening, "/S")
    if source.dictionary(source.dictionary(source.root, "/Names"), "/JavaScript"):
        yield "JavaScript"
    if source.dictionary(source.root, "/AA"):
        yield "additional actions"
