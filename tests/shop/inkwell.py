"""The colours of a PDF's pages, read with pikepdf and none of our own code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIMPLE = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_TEXT = ("Tj", "TJ", "'", '"')
_PAINT = (*_TEXT, "f", "f*", "B", "b", "S", "s")


@dataclass(frozen=True)
class Mark:
    """Something that is painted: `kind` is text, path or image; `space` and `parts` the colour it is painted in."""

    page: int
    kind: str
    space: str
    parts: tuple[float, ...]
    artifact: bool = False


def painted(path: Path) -> Iterator[Mark]:
    """Everything that the pages paint, forms and patterns included."""
    with pikepdf.open(path) as book:
        for number, page in enumerate(book.pages, 1):
            yield from _painted(page.obj, page.obj.Resources, number)


def spaces(path: Path) -> set[str]:
    """Every colour space that is painted in or that pictures and groups have."""
    found = {mark.space for mark in painted(path)}
    with pikepdf.open(path) as book:
        things: list[Any] = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary)]
        for thing in things:
            group: Any = thing.get("/Group", pikepdf.Dictionary())
            for space in (thing.get("/ColorSpace"), group.get("/CS")):
                if space is not None and not isinstance(space, pikepdf.Dictionary):
                    found.add(str(space if isinstance(space, pikepdf.Name) else space[0]))
    return found


def _painted(owner: Any, resources: Any, number: int) -> Iterator[Mark]:
    fill: tuple[str, tuple[float, ...]] = ("/DeviceGray", (0.0,))
    stroke = fill
    kept: list[Any] = []
    artifacts: list[bool] = []
    instructions: Any = pikepdf.parse_content_stream(owner)
    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            kept.append((fill, stroke))
        elif name == "Q":
            fill, stroke = kept.pop()
        elif name in ("BDC", "BMC"):
            artifacts.append(str(operands[0]) == "/Artifact")
        elif name == "EMC":
            artifacts.pop()
        elif name.lower() in ("g", "rg", "k", "cs", "sc", "scn"):
            colour = _colour(name.lower(), operands, fill if name.islower() else stroke, resources)
            fill, stroke = (colour, stroke) if name.islower() else (fill, colour)
            yield from _pattern(operands, resources, number) if name.lower() == "scn" else ()
        elif name in _PAINT:
            kind = "text" if name in _TEXT else "path"
            yield Mark(number, kind, *(stroke if name in "Ss" else fill), artifact=any(artifacts))
        elif name == "Do":
            yield from _shown(resources.XObject[operands[0]], resources, number)


def _colour(name: str, operands: Any, before: tuple[str, Any], resources: Any) -> tuple[str, tuple[float, ...]]:
    numbers = tuple(float(part) for part in operands if not isinstance(part, pikepdf.Object))
    if name == "cs":
        return _space(operands[0], resources), ()
    return _SIMPLE.get(name, before[0]), numbers


def _shown(thing: Any, resources: Any, number: int) -> Iterator[Mark]:
    if thing.Subtype == "/Form":
        yield from _painted(thing, thing.get("/Resources", resources), number)
    else:
        yield Mark(number, "image", str(thing.ColorSpace), ())


def _space(name: Any, resources: Any) -> str:
    found = resources.get("/ColorSpace", {}).get(str(name))
    return str(name) if found is None else " ".join(str(part) for part in found if isinstance(part, pikepdf.Name))


def _pattern(operands: Any, resources: Any, number: int) -> Iterator[Mark]:
    for operand in operands:
        if isinstance(operand, pikepdf.Name):
            pattern = resources.Pattern[operand]
            yield from _painted(pattern, pattern.Resources, number)
