"""Bringing a page to the packet's paper: upright, whole, scaled to fit and centred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, NameObject

from casefolio.bindery.binding.graph import number, raw_data
from casefolio.bindery.binding.layout import IDENTITY, times
from casefolio.bindery.binding.pool import numbers, sequence, stream
from casefolio.model.binding import PAPERS

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Leaf, Matrix
    from casefolio.bindery.binding.source import Source

#: Sizes this near, in points, are the same paper: printers' drivers round.
_NEAR = 1.0

#: Where a page says nothing (ISO 32000-1 §7.7.3.3 requires it; real files forget).
_DEFAULT = [0.0, 0.0, 612.0, 792.0]

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def box(source: Source, value: object) -> list[float] | None:
    """A rectangle with its corners in order; None where it is none or has no area (§7.9.5)."""
    found = source.numbers(value, 4)
    if found is None:
        return None
    left, right = sorted((found[0], found[2]))
    bottom, top = sorted((found[1], found[3]))
    return [left, bottom, right, top] if right - left > 0.1 and top - bottom > 0.1 else None


def set_boxes(source: Source, leaf: Leaf) -> None:
    """Give a page its own boxes and rotation, as its part has them."""
    inherited = leaf.origin.inherited
    media = box(source, inherited.get("/MediaBox")) or _DEFAULT
    leaf.entries[NameObject("/MediaBox")] = numbers(media)
    for key in _BOXES[1:]:
        found = box(source, inherited.get(key) if key == "/CropBox" else dict.get(leaf.origin.entries, key))
        cut = _within(found, media) if found else None
        if cut and not (key == "/CropBox" and cut == media):
            leaf.entries[NameObject(key)] = numbers(cut)
    turn = rotation(source, leaf)
    if turn:
        leaf.entries[NameObject("/Rotate")] = numbers([turn])[0]
    unit = source.number(leaf.origin.entries, "/UserUnit")
    if unit and 0.01 < unit < 1000 and unit != 1:
        leaf.entries[NameObject("/UserUnit")] = numbers([unit])[0]


def rotation(source: Source, leaf: Leaf) -> int:
    """By how many degrees clockwise a page is shown turned: 0, 90, 180 or 270."""
    found = source.resolve(leaf.origin.inherited.get("/Rotate"))
    turn = number(found)
    return int(turn) % 360 if turn is not None and int(turn) % 90 == 0 else 0


def shown_box(source: Source, leaf: Leaf) -> list[float]:
    """What a viewer shows of a page, in its own space."""
    return source.numbers(leaf.entries.get("/CropBox", leaf.entries["/MediaBox"]), 4) or _DEFAULT


def trimmed(source: Source, leaf: Leaf) -> list[float]:
    """What is left of a page once it is trimmed: marks and bleed lie around it; without a trim box what is shown."""
    shown = shown_box(source, leaf)
    trim = source.numbers(leaf.entries.get("/TrimBox"), 4)
    return (_within(trim, shown) if trim else None) or shown


def fit_to_paper(source: Source, leaf: Leaf, paper: str) -> None:
    """Say how a page comes to `paper`, where it is not on it already: turned upright, scaled to fit, centred."""
    shown = shown_box(source, leaf)
    turn = rotation(source, leaf)
    width, height = PAPERS[paper]
    unit = source.number(leaf.entries, "/UserUnit") or 1.0
    sized = abs((shown[2] - shown[0]) * unit - width) < _NEAR and abs((shown[3] - shown[1]) * unit - height) < _NEAR
    if not sized or turn or unit != 1 or "/CropBox" in leaf.entries:
        leaf.matrix = _fitting(shown, turn, width, height)


def bring_to_paper(pool: Pool, source: Source, leaf: Leaf, paper: str) -> None:
    """Move what is on a page, where it is to be moved; what its crop box hides stays clipped."""
    if leaf.matrix is None:
        return
    shown, (width, height) = shown_box(source, leaf), PAPERS[paper]
    for key in (*_BOXES, "/Rotate", "/UserUnit"):
        leaf.entries.pop(key, None)
    leaf.entries[NameObject("/MediaBox")] = numbers([0, 0, width, height])
    operands = " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in leaf.matrix)
    clip = f"{shown[0]:.4f} {shown[1]:.4f} {shown[2] - shown[0]:.4f} {shown[3] - shown[1]:.4f} re W n"
    opening = pool.add(stream(f"q {operands} cm {clip}\n".encode()))
    found = leaf.entries.get("/Contents")
    inner = [found] if isinstance(found, IndirectObject) else list(found or [])
    leaf.entries[NameObject("/Contents")] = sequence([opening, *inner, pool.add(stream(b"\nQ"))])


def _fitting(shown: list[float], turn: int, width: float, height: float) -> Matrix:
    wide, high = shown[2] - shown[0], shown[3] - shown[1]
    if turn in (90, 270):
        wide, high = high, wide
    scale = min(width / wide, height / high)
    left, bottom = (width - wide * scale) / 2, (height - high * scale) / 2
    # Where the corners of the shown box go when it is turned clockwise (§7.7.3.3, Rotate).
    a, b, c, d = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}[turn]
    xs = [a * x + c * y for x in (shown[0], shown[2]) for y in (shown[1], shown[3])]
    ys = [b * x + d * y for x in (shown[0], shown[2]) for y in (shown[1], shown[3])]
    return (a * scale, b * scale, c * scale, d * scale, left - min(xs) * scale, bottom - min(ys) * scale)


def _within(inner: list[float], outer: list[float]) -> list[float] | None:
    left, bottom = max(inner[0], outer[0]), max(inner[1], outer[1])
    right, top = min(inner[2], outer[2]), min(inner[3], outer[3])
    return [left, bottom, right, top] if right - left > 0.1 and top - bottom > 0.1 else None


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved by a transform."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_points(values: list[float], matrix: Matrix) -> list[float]:
    """Pairs of coordinates moved by a transform."""
    result: list[float] = []
    for place in range(0, len(values) - 1, 2):
        result += apply(matrix, values[place], values[place + 1])
    return result


def moved_box(values: list[float], matrix: Matrix) -> list[float]:
    """A rectangle moved by a transform, its corners in order again."""
    x1, y1, x2, y2 = moved_points(values, matrix)
    return [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]


def turned_look(pool: Pool, look: StreamObject, matrix: Matrix) -> IndirectObject:
    """A copy of an appearance, turned as its page was; its size follows from `Rect` (§12.5.5)."""
    scale = abs(matrix[0]) + abs(matrix[1])
    a, b, c, d = (part / scale for part in matrix[:4])
    p, q, r, s, t, u = pool.numbers(look.get("/Matrix"), 6) or IDENTITY
    fresh = DictionaryObject(look)
    fresh[NameObject("/Matrix")] = numbers(times((p, q, r, s, t, u), (a, b, c, d, 0, 0)))
    return pool.add(stream(raw_data(look), fresh))


def moved(operands: list[float | None], axes: str, matrix: Matrix) -> list[float | None]:
    """The operands of a destination moved by a transform; a zoom stays, an unknown coordinate stays unknown."""
    x = next((value for value, axis in zip(operands, axes, strict=True) if axis == "x"), None)
    y = next((value for value, axis in zip(operands, axes, strict=True) if axis == "y"), None)
    if axes == "xyxy" and None not in operands:
        return list(moved_box([value for value in operands if value is not None], matrix))
    turned = matrix[0] == 0
    if turned and (x is None or y is None):
        return [None] * len(operands)
    new_x, new_y = apply(matrix, x or 0.0, y or 0.0)
    places = {"x": None if x is None else new_x, "y": None if y is None else new_y}
    return [places.get(axis, value) for value, axis in zip(operands, axes, strict=True)]
