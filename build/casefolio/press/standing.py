"""Standing type: laid-out pages, tied up small until it is known where on the page their parts go.

A page of WeasyPrint is a megabyte of boxes and styles, so those of a long series cannot all stay; and to lay one out
again takes four times as long as to pack and unpack it. What a box needs to be drawn is packed with it. Only faces,
pictures and drawings, which pages share or which are no plain values, are referred to.
"""

from __future__ import annotations

import copyreg
import io
import logging
import pickle
import zlib
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import css
from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.document import Page
from weasyprint.images import RasterImage, SVGImage
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration

from casefolio.press.cascade import logical_names

_REFERRED = (FontConfiguration, RasterImage, SVGImage)
_LOGICAL = frozenset(logical for name in css.PHYSICAL_FUNCTIONS for logical in logical_names(css, name))
_WHY_NOT = (pickle.PicklingError, TypeError, AttributeError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Tied:
    """A page that stands tied up: its boxes, packed, and what they refer to."""

    packed: bytes
    referred: tuple[Any, ...]

    def untie(self) -> Any | None:
        """The page, as it was; nothing where something in it did not let itself be packed after all."""
        try:
            box = _Unpacker(io.BytesIO(zlib.decompress(self.packed)), self.referred).load()
        except _WHY_NOT:
            return None
        return Page(box)


def tie_up(page: Any) -> Tied | None:
    """Pack a laid-out page; nothing where something in it does not let itself be packed."""
    packer = _Packer(buffer := io.BytesIO())
    # What is wrong in rules that nothing on the page asks for is not complained of in a short series either.
    logger = logging.getLogger("weasyprint")
    logger.disabled = True
    try:
        packer.dump(page._page_box)  # noqa: SLF001
    except _WHY_NOT:
        return None
    finally:
        logger.disabled = False
    return Tied(zlib.compress(buffer.getvalue(), 1), tuple(packer.referred))


def _work_out(style: Any) -> None:
    """Compute all that the rules of a style say: then it needs them no more."""
    rules = style.cascaded.keys()
    for name in css.INITIAL_VALUES if not _LOGICAL.isdisjoint(rules) else css.INITIAL_VALUES.keys() & rules:
        style[name]


def _fill(thing: Any, state: dict[str, Any]) -> None:
    """Give a thing its attributes back without asking it, where it hands on what it is asked."""
    vars(thing).update(state)


def _referred(place: int) -> Any:
    """What stands in a packed page for something that it refers to; who unpacks it takes the thing itself."""
    raise LookupError(place)


class _Packer(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.referred: list[Any] = []
        self._places: dict[int, int] = {}
        self._rules: dict[str, Any] = {}
        self._cache: dict[Any, Any] = {}

    def reducer_override(self, thing: Any) -> Any:
        """How to pack what is no plain value."""
        if isinstance(thing, ComputedStyle):
            _work_out(thing)
            return self._style(thing, cascaded=self._rules, cache=self._cache)
        if isinstance(thing, AnonymousStyle):
            return self._style(thing, cache=self._cache)
        if isinstance(thing, AbsolutePlaceholder):
            return copyreg.__newobj__, (AbsolutePlaceholder,), vars(thing), None, None, _fill  # type: ignore[attr-defined]
        if isinstance(thing, Element) and not thing.tag.endswith("}svg"):
            # Of all others only their attributes are asked for from now on (more of forms, which are never written).
            return Element, (thing.tag, dict(thing.attrib))
        if isinstance(thing, (Element, *_REFERRED)):
            return _referred, (self._place(thing),)
        return NotImplemented

    def _style(self, style: Any, **instead: Any) -> Any:
        state = {**vars(style), **instead}
        return copyreg.__newobj__, (type(style),), state, None, iter([*style.items()])  # type: ignore[attr-defined]

    def _place(self, thing: Any) -> int:
        place = self._places.setdefault(id(thing), len(self.referred))
        if place == len(self.referred):
            self.referred.append(thing)
        return place


class _Unpacker(pickle.Unpickler):
    def __init__(self, buffer: io.BytesIO, referred: tuple[Any, ...]) -> None:
        super().__init__(buffer)
        self._referred = referred

    def find_class(self, module: str, name: str) -> Any:
        """What a packed page names."""
        if name == _referred.__name__:
            return self._referred.__getitem__
        return super().find_class(module, name)
