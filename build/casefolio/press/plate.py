"""Plates: pages drawn once, to be printed in as many documents as ask for them.

A laid-out page of WeasyPrint holds a megabyte of boxes and styles and is drawn anew for each file it goes into. A
plate is what is left of it when it has been drawn: its content stream, which glyphs it uses, and a sketch of its boxes
for the tag tree. It takes the place of a `weasyprint.document.Page` in a document, and the bytes come out the same.
"""

from __future__ import annotations

import marshal
import re
import zlib
from copy import copy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from casefolio.press.finish import box_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: PDF points per CSS pixel; the only scale that documents are written in.
SCALE = 0.75
_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")
#: What a content stream uses by a number that is given when a document is written, and by which operator.
_NUMBERED = re.compile(rb"/([psx]\d+)(?=\s+(scn|SCN|Do|gs|sh)\b)")
_KIND_OF = {b"scn": "Pattern", b"SCN": "Pattern", b"Do": "XObject", b"gs": "ExtGState", b"sh": "Shading"}
#: Stand-ins, known by identity, for what differs from document to document.
_SPACE, _PROFILE = pydyf.String("colour space"), pydyf.String("profile")
#: Elements of which the tag tree asks more than a sketch has, and the styles that it asks of a list item.
_WHOLE = ("table", "img", "{http://www.w3.org/2000/svg}svg")
_ASKED = ("display", "list_style_type")
_ELEMENT = object()


@dataclass(frozen=True, slots=True)
class _Used:
    """What a page uses of a font: pairs of glyph and width, and of glyph and what it stands for."""

    widths: tuple[tuple[int, int], ...]
    meanings: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Foundry:
    """The fonts of a run, each opened once; documents and plates get copies that know no glyph yet."""

    fonts: dict[Any, Any] = field(default_factory=dict)
    kinds: dict[type, int] = field(default_factory=dict)
    _shared: dict[Any, Any] = field(default_factory=dict)

    def cast(self, key: Any) -> Any:
        """A font of which nothing is used yet."""
        return _blank(self.fonts[key])

    def used(self, font: Any) -> _Used:
        """What is used of a font; pages share the pairs, which are mostly the same."""
        widths, meanings = (
            tuple(self._shared.setdefault(pair, pair) for pair in known.items())
            for known in (font.widths, font.to_unicode)
        )
        return _Used(widths, meanings)

    def share(self, resources: Any) -> Any:
        """The same resources, with those drawings that are on other pages too in place of their equals."""
        if any("SMask" in state for state in resources["ExtGState"].values()):
            return resources  # one refers to another by identity
        for kind in ("XObject", "Pattern"):
            for name, thing in resources[kind].items():
                if thing is not None:
                    key = (thing.stream[0], thing.extra.data)
                    resources[kind][name] = self._shared.setdefault(key, thing)
        return resources


class _Case(dict[Any, Any]):
    """The fonts of one page while it is drawn; WeasyPrint asks for a font with `in` and then takes it."""

    def __init__(self, foundry: Foundry) -> None:
        super().__init__()
        self._foundry = foundry

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and key in self._foundry.fonts:
            self[key] = self._foundry.cast(key)
        return super().__contains__(key)


def _blank(font: Any) -> Any:
    clone = copy(font)
    clone.widths, clone.to_unicode, clone.missing, clone.variations = {}, {}, {}, dict(font.variations)
    return clone


class Plate:
    """A page that has been drawn. It offers what WeasyPrint's writer asks of a `Page`."""

    def __init__(self, page: Any, foundry: Foundry) -> None:
        """Draw a laid-out page. WeasyPrint logs characters without glyph now, and not again."""
        self.width, self.height, self.bleed = page.width, page.height, page.bleed
        self.anchors, self.bookmarks, self.forms = page.anchors, page.bookmarks, page.forms
        self._foundry = foundry
        stream = _easel(page, foundry)
        start = len(stream.stream)
        page.paint(stream, SCALE)
        self._drawn = zlib.compress(_joined(stream.stream[start:]), 1)
        self._resources = foundry.share(_plain(stream._resources, {}))  # noqa: SLF001
        self._images = stream._images  # noqa: SLF001
        self._fonts = {}
        for key, font in stream._fonts.items():  # noqa: SLF001
            foundry.fonts.setdefault(key, _blank(font))
            self._fonts[key] = foundry.used(font)
        # A document leaves out links that lead nowhere in it; their boxes are still needed.
        self._linked = [_link_box(link[3]) for link in page.links]
        self.links = [(*link[:3], box) for link, box in zip(page.links, self._linked, strict=True)]
        self._marked = tuple(mark["tag"] for mark in stream._tags.values())  # noqa: SLF001
        sketcher = _Sketcher(stream._tags, page.links, foundry.kinds)  # noqa: SLF001
        self._sketch = marshal.dumps(sketcher.sketch(page._page_box))  # noqa: SLF001
        self._whole = sketcher.whole
        self._tags: dict[Any, Any] = {}

    @property
    def _page_box(self) -> Any:
        """The boxes, for the tag tree of the document that the page was painted in last."""
        self._tags |= {box: self._mark(number) for whole in self._whole for box, number in whole[1:]}
        kept = {id(link[3]) for link in self.links}
        linked = [box if id(box) in kept else None for box in self._linked]
        return self._box(marshal.loads(self._sketch), [*self._foundry.kinds], linked)  # noqa: S302 - written above

    def _box(self, sketch: Any, kinds: list[type], linked: list[Any]) -> Any:
        if isinstance(sketch, int):
            return self._whole[sketch][0]
        kind, tag, anonymous, style, number, link, children = sketch
        box = None if link is None else linked[link]
        if box is None:
            box = object.__new__(kinds[kind])
            # What leads nowhere in this document is text: nobody should be told of a link.
            tag = "span" if tag == "a" else tag
        box.element_tag, box.element, box.style = tag, None if anonymous else _ELEMENT, style
        if number is not None:
            self._tags[box] = self._mark(number)
        if children is not None:
            box.children = [self._box(child, kinds, linked) for child in children]
        return box

    def _mark(self, number: int) -> dict[str, Any]:
        return {"tag": self._marked[number], "mcid": number}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Put the page into a document's stream, as `Page.paint` would have drawn it there."""
        if scale != SCALE:
            message = f"a plate is drawn at the scale {SCALE}, not {scale}"
            raise ValueError(message)
        resources, names = stream._resources, {}  # noqa: SLF001
        memo: dict[int, Any] = {}
        for kind in _KINDS:
            for name, thing in self._resources[kind].items():
                numbered = name[1:].isdigit() and name[0] in "psx"
                own = f"{name[0]}{len(resources[kind])}" if numbered else name
                names[kind, name.encode()] = own.encode()
                if numbered or name not in resources[kind]:
                    resources[kind][own] = _recast(thing, stream, memo)
        for name, image in self._images.items():
            known = stream._images.setdefault(name, {**image, "dpi_ratios": set(), "x_object": None})  # noqa: SLF001
            known["dpi_ratios"] |= image["dpi_ratios"]
        for key, used in self._fonts.items():
            if key not in stream._fonts:  # noqa: SLF001
                stream._fonts[key] = self._foundry.cast(key)  # noqa: SLF001
            font = stream._fonts[key]  # noqa: SLF001
            font.widths |= {glyph: width for glyph, width in used.widths if glyph not in font.widths}
            font.to_unicode |= {glyph: text for glyph, text in used.meanings if glyph not in font.to_unicode}
        drawn = zlib.decompress(self._drawn)
        stream.stream.append(_NUMBERED.sub(lambda m: b"/" + names[_KIND_OF[m[2]], m[1]], drawn))
        self._tags = stream._tags  # noqa: SLF001


class _Sketcher:
    """Boxes → sketches: what the tag tree needs to know of them (weasyprint.pdf.tags), in plain values.

    A sketch is a tuple of kind, tag, whether it is anonymous, some style, the number of its content, that of its link
    among the page's, and the sketches inside it. A number alone is that of a box in `whole`, which stays as it is: more
    is asked of pictures and tables. Each entry of `whole` is such a box and what is marked in it, with its numbers.
    """

    def __init__(self, marked: Iterable[Any], links: Sequence[Any], kinds: dict[type, int]) -> None:
        self._numbers = {id(box): number for number, box in enumerate(marked)}
        self._links = {id(link[3]): index for index, link in enumerate(links)}
        self._kinds = kinds
        self.whole: list[tuple[Any, ...]] = []

    def sketch(self, box: Any) -> Any:
        """A box and all inside it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if box.element_tag in _WHOLE or isinstance(box, boxes.ReplacedBox) or box.is_table_wrapper:
            self.whole.append((box, *self._marked(box)))
            return len(self.whole) - 1
        return (
            self._kinds.setdefault(type(box), len(self._kinds)),
            box.element_tag,
            box.element is None,
            {name: box.style[name] for name in _ASKED} if box.element_tag == "li" else None,
            self._numbers.get(id(box)),
            self._links.get(id(box)),
            tuple(self.sketch(child) for child in box.children) if hasattr(box, "children") else None,
        )

    def _marked(self, box: Any) -> Iterator[tuple[Any, int]]:
        if id(box) in self._numbers:
            yield box, self._numbers[id(box)]
        for child in getattr(box, "children", ()):
            yield from self._marked(child)


def engrave(pages: Iterable[Any], foundry: Foundry) -> list[Any]:
    """Plates of laid-out pages."""
    return [Plate(page, foundry) for page in pages]


def _easel(page: Any, foundry: Foundry) -> Any:
    """A stream like the one that a document would give the page to draw on (weasyprint.pdf.generate_pdf)."""
    rectangle = (
        -page.bleed["left"],
        -page.bleed["top"],
        page.width + page.bleed["left"] + page.bleed["right"],
        page.height + page.bleed["top"] + page.bleed["bottom"],
    )
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in _KINDS} | {"ColorSpace": _SPACE})
    profiles = {"srgb": SimpleNamespace(pdf_reference=_PROFILE)}
    stream = Stream(_Case(foundry), rectangle, resources, {}, {}, profiles, "srgb", compress=True)
    stream.transform(d=-1, f=page.height * SCALE)
    return stream


def _joined(operations: list[Any]) -> bytes:
    data = bytes(pydyf.Stream(operations).data)
    return data.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")


def _plain(thing: Any, memo: dict[int, Any]) -> Any:
    """A copy of a resource without what WeasyPrint draws it with; that would keep every box of the page."""
    if id(thing) in memo:
        return memo[id(thing)]
    clone = thing
    if isinstance(thing, pydyf.Stream):
        clone = memo[id(thing)] = pydyf.Stream([_joined(thing.stream)], compress=thing.compress)
        clone.extra = _plain(thing.extra, memo)
    elif isinstance(thing, pydyf.Dictionary):
        clone = memo[id(thing)] = pydyf.Dictionary()
        clone.update({key: _plain(value, memo) for key, value in thing.items()})
    elif isinstance(thing, pydyf.Array):
        clone = pydyf.Array(_plain(item, memo) for item in thing)
    return clone


def _recast(thing: Any, stream: Any, memo: dict[int, Any]) -> Any:
    """A copy of a resource for one document, with that document's colour space."""
    if thing is _SPACE or thing is _PROFILE:
        return stream._resources["ColorSpace"] if thing is _SPACE else stream._default_color_space[1]  # noqa: SLF001
    if id(thing) in memo:
        return memo[id(thing)]
    if isinstance(thing, pydyf.Array):
        return pydyf.Array(_recast(item, stream, memo) for item in thing)
    clone = thing
    if isinstance(thing, pydyf.Stream):
        clone = memo[id(thing)] = copy(thing)
        clone.extra = _recast(thing.extra, stream, memo)
    elif isinstance(thing, pydyf.Dictionary):
        clone = memo[id(thing)] = pydyf.Dictionary()
        clone.update({key: _recast(value, stream, memo) for key, value in thing.items()})
    return clone


def _link_box(box: Any) -> Any:
    """A stand-in for the box of a link, with the words that it is described by; a picture's own box."""
    whole = box.element_tag in _WHOLE
    stand_in = box if whole else object.__new__(type(box))
    stand_in.element_tag = box.element_tag
    stand_in.words = (box.element.get("title") if box.element is not None else None) or box_text(box)
    return stand_in
