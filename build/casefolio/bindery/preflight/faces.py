"""Fonts in the resources of pages: kind, program, and how their codes become characters (ISO 32000-1 §9.5 to §9.10)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from casefolio.bindery.preflight.report import FONT, Face, finding, said_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.preflight.streams import Streams
    from casefolio.errors import Problem

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
#: Collections of characters whose codes a reader knows how to turn into Unicode (§9.10.2).
_KNOWN_COLLECTIONS = frozenset(["GB1", "CNS1", "Japan1", "Korea1", "KR"])
#: Resources inside resources, and how far down they are followed.
_DEPTH = 12


@dataclass(slots=True)
class _Seen:
    fonts: dict[object, tuple[DictionaryObject, set[int]]] = field(default_factory=dict)
    holders: dict[int, list[object]] = field(default_factory=dict)


def faces(source: Source, streams: Streams) -> tuple[Face, ...]:
    """All fonts that pages name, each once; the streams tell which of them draw text."""
    seen = _Seen()
    for number, page in enumerate(source.pages, 1):
        resources = source.dictionary(page.entries, "/Resources") or source.resolve(page.inherited.get("/Resources"))
        for key in _in_resources(source, resources, seen, _DEPTH):
            seen.fonts[key][1].add(number)
    found: dict[tuple[object, ...], tuple[Face, set[int]]] = {}
    for font, pages in seen.fonts.values():
        face = _face(source, font, used=id(font) in streams.faces or bool(streams.unread))
        found.setdefault((face.name, face.kind, face.embedded, face.unicode, face.used), (face, set()))[1].update(pages)
    return tuple(
        Face(face.name, face.kind, face.embedded, face.subset, face.unicode, face.used, tuple(sorted(pages)))
        for face, pages in sorted(found.values(), key=lambda pair: pair[0].name)
    )


def _in_resources(source: Source, resources: object, seen: _Seen, depth: int) -> list[object]:
    """Keys of the fonts in a resource dictionary and in the forms below it; each dictionary is read once."""
    if not isinstance(resources, DictionaryObject) or depth == 0:
        return []
    if id(resources) in seen.holders:
        return seen.holders[id(resources)]
    keys: list[object] = []
    seen.holders[id(resources)] = keys
    for value in source.dictionary(resources, "/Font").values():
        font = source.resolve(value)
        if isinstance(font, DictionaryObject):
            key = value.idnum if isinstance(value, IndirectObject) else -id(font)
            seen.fonts.setdefault(key, (font, set()))
            keys.append(key)
    for kind in ("/XObject", "/Pattern"):
        for value in source.dictionary(resources, kind).values():
            keys += _in_resources(source, source.get(value, "/Resources"), seen, depth - 1)
    return keys


def _face(source: Source, font: DictionaryObject, *, used: bool) -> Face:
    kind = source.name(font, "/Subtype")
    below: object = next(iter(source.items(font, "/DescendantFonts")), font)
    descriptor = source.dictionary(below, "/FontDescriptor")
    named = source.name(font, "/BaseFont") or source.name(font, "/Name")
    name = _SUBSET.sub("", named)
    embedded = kind == "Type3" or any(isinstance(source.get(descriptor, key), StreamObject) for key in _FILES)
    shown = f"{kind} ({source.name(below, '/Subtype')})" if below is not font else kind
    return Face(
        name or "without name",
        shown,
        embedded,
        name != named,
        _unicode(source, font, below),
        used,
        (),
    )


def _unicode(source: Source, font: DictionaryObject, below: object) -> str:
    """How codes become characters: by a map, an encoding, a known collection; empty where nothing says."""
    if isinstance(source.get(font, "/ToUnicode"), StreamObject):
        return "ToUnicode"
    if below is not font:
        ordering = source.text(source.dictionary(below, "/CIDSystemInfo"), "/Ordering")
        return f"Adobe-{ordering}" if ordering in _KNOWN_COLLECTIONS else ""
    encoding = source.get(font, "/Encoding")
    if source.name(font, "/Subtype") == "Type3":
        return ""
    return "encoding" if encoding is not None else "built in"


def font_findings(found: tuple[Face, ...]) -> Iterator[Problem]:
    """Fonts that draw text and are not in the file, or whose text means nothing to a machine."""
    for face in found:
        if not face.used:
            continue
        if not face.embedded:
            yield finding(
                FONT,
                f"the font {face.name} is not embedded, {said_pages(face.pages)}",
                "embed it: other machines put another font in its place",
            )
        if not face.unicode:
            yield finding(
                FONT,
                f"the font {face.name} does not say which characters its glyphs are, {said_pages(face.pages)}",
                "export with Unicode maps (ToUnicode): its text cannot be searched, copied or read aloud",
            )
