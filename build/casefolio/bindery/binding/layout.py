"""Where text stands on a page (ISO 32000-1 §9.4.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from casefolio.bindery.binding.content import operators, pieces, resource_name, string_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.bindery.binding.content import Op
    from casefolio.bindery.binding.metrics import Advance
    from casefolio.bindery.binding.quire import Matrix

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True, eq=False)
class Run:
    """Text of one operator: its box in page space, its baseline and size, its place in the stream's order."""

    x0: float
    x1: float
    base: float
    size: float
    upright: bool
    order: int = 0
    source: object = None
    index: int = 0

    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.x0, self.base - 0.25 * self.size, self.x1, self.base + 0.8 * self.size


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph as it seems from its looks."""

    runs: list[Run]
    last: list[Run] = field(default_factory=list)

    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        boxes = [run.box() for run in self.runs]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)


def times(one: Matrix, two: Matrix) -> Matrix:
    """The transform `one`, then `two` (§8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


class Measurer:
    """Follows text and graphics state through a stream; `runs` has the box of every text operator by its start."""

    def __init__(self, start: Matrix, font: Callable[[str], Callable[[bytes], Advance]]) -> None:
        self._font_of = font
        self._ctm, self._line, self._text = start, IDENTITY, IDENTITY
        self._states: list[tuple[object, ...]] = []
        self._measure: Callable[[bytes], Advance] | None = None
        self._size, self._char, self._word, self._scale, self._leading, self._rise = 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
        self._known: dict[tuple[Callable[[bytes], Advance], bytes], tuple[float, int, int]] = {}
        self.runs: dict[int, Run] = {}
        self.forms: dict[int, Matrix] = {}

    def measure(self, data: bytes) -> None:
        """Go through the stream."""
        for op in operators(data):
            step = self.moves.get(op.name)
            if step is not None:
                values = [value for value in op.operands if isinstance(value, float) and abs(value) < 1e9]
                step(self, op, values)

    def _save(self, _op: Op, _values: list[float]) -> None:
        state = (self._ctm, self._measure, self._size, self._char, self._word, self._scale, self._leading, self._rise)
        self._states.append(state)

    def _restore(self, _op: Op, _values: list[float]) -> None:
        if self._states:
            state = self._states.pop()
            self._ctm, self._measure, self._size, self._char = state[:4]  # type: ignore[assignment]
            self._word, self._scale, self._leading, self._rise = state[4:]  # type: ignore[assignment]

    def _concat(self, _op: Op, values: list[float]) -> None:
        if len(values) == 6:
            self._ctm = _bounded(times(_six(values), self._ctm))

    def _begin(self, _op: Op, _values: list[float]) -> None:
        self._line = self._text = IDENTITY

    def _matrix(self, _op: Op, values: list[float]) -> None:
        if len(values) == 6:
            self._line = self._text = _six(values)

    def _move(self, op: Op, values: list[float]) -> None:
        if len(values) == 2:
            if op.name == b"TD":
                self._leading = -values[1]
            self._line = self._text = _bounded(times((1, 0, 0, 1, values[0], values[1]), self._line))

    def _next_line(self, _op: Op, _values: list[float]) -> None:
        self._line = self._text = _bounded(times((1, 0, 0, 1, 0, -self._leading), self._line))

    def _font(self, op: Op, values: list[float]) -> None:
        self._measure = self._font_of(resource_name(op.operands[0])) if op.operands else None
        self._size = values[-1] if values else self._size

    def _set(self, op: Op, values: list[float]) -> None:
        value = values[-1] if values else 0.0
        match op.name:
            case b"Tc":
                self._char = value
            case b"Tw":
                self._word = value
            case b"Tz":
                self._scale = value / 100
            case b"TL":
                self._leading = value
            case b"Ts":
                self._rise = value

    def _show(self, op: Op, values: list[float]) -> None:
        if op.name in (b"'", b'"'):
            if op.name == b'"' and len(values) >= 2:
                self._word, self._char = values[0], values[1]
            self._next_line(op, [])
        operand = op.operands[-1] if op.operands else b""
        wide = 0.0
        for piece in pieces(operand):
            if isinstance(piece, float):
                wide -= piece / 1000 * self._size * self._scale
            elif self._measure is not None and isinstance(piece, bytes):
                advance, glyphs, spaces = self._known.get((self._measure, piece)) or self._advance(self._measure, piece)
                wide += (advance * self._size + glyphs * self._char + spaces * self._word) * self._scale
        self._place(op.start, wide)

    def _advance(self, measure: Callable[[bytes], Advance], piece: bytes) -> tuple[float, int, int]:
        """Width, glyphs and spaces of a string: measured once, as most pages are set in single letters."""
        text = string_bytes(piece)
        advance, glyphs = measure(text)
        found = advance, glyphs, text.count(b" ") if glyphs == len(text) else 0
        self._known[measure, piece] = found
        return found

    def _place(self, start: int, wide: float) -> None:
        full = times(self._text, self._ctm)
        size = max(0.01, (full[2] ** 2 + full[3] ** 2) ** 0.5 * abs(self._size))
        x, y = full[2] * self._rise + full[4], full[3] * self._rise + full[5]
        end = full[0] * wide + full[4]
        upright = abs(full[1]) < 0.05 * (abs(full[0]) + 1e-9)
        self.runs[start] = Run(min(x, end), max(x, end), y, size, upright)
        self._text = _bounded(times((1, 0, 0, 1, wide, 0), self._text))

    def _do(self, op: Op, _values: list[float]) -> None:
        self.forms[op.start] = self._ctm

    moves: ClassVar[dict[bytes, Callable[[Measurer, Op, list[float]], None]]] = {
        b"q": _save,
        b"Q": _restore,
        b"cm": _concat,
        b"BT": _begin,
        b"Tm": _matrix,
        b"Td": _move,
        b"TD": _move,
        b"T*": _next_line,
        b"Tf": _font,
        b"Do": _do,
        **dict.fromkeys([b"Tc", b"Tw", b"Tz", b"TL", b"Ts"], _set),
        **dict.fromkeys([b"Tj", b"TJ", b"'", b'"'], _show),
    }


def _six(values: list[float]) -> Matrix:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _bounded(matrix: Matrix) -> Matrix:
    """A transform kept from running off to infinity, where no comparison holds any more."""
    return matrix if all(abs(value) < 1e9 for value in matrix) else IDENTITY
