"""A study's flow in small: boxes in rows that fill the measure, each as wide as its words ask."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.model.study import FlowStep

#: What a row has room for, in letters of middling width: as a rule, and at the loosest setting.
_ROOM, _LEAST_ROOM = 88.0, 80.0
#: What a box takes besides its words.
_AROUND = 4.9
#: A row that asks for less than this part of its room is not stretched to fill it.
_STRETCHED = 0.85
#: Letters that are far from the middle in the theme's sans.
_NARROW, _WIDE = frozenset("iljtfr'.,:;!()[]|I /-"), frozenset("mwMW@%")


class Box(NamedTuple):
    """A step, and the part of its row that it takes, in per cent."""

    step: FlowStep
    share: float


def miniature(steps: Sequence[FlowStep]) -> tuple[Box, ...]:
    """The boxes of a flow, in as few rows as have room for them; in each box one line of words, or else two."""
    one_line = [_width(step.step) + _AROUND for step in steps]
    two_lines = [_halved(step.step) + _AROUND for step in steps]
    for number in range(1, len(steps) + 1):
        # Where rows are not of equal length, the longer ones come first.
        ends = [len(steps) - len(steps) * row // number for row in range(number, -1, -1)]
        for asked, room, least in ((one_line, _ROOM, _ROOM * _STRETCHED), (two_lines, _LEAST_ROOM, 0)):
            widest = max(sum(asked[first:end]) for first, end in pairwise(ends))
            if widest <= room or (number == len(steps) and not least):
                # A hair less than the whole, so that rounding sends no box to the next row.
                whole = max(widest, least) / 99.8
                return tuple(Box(step, round(ask / whole, 2)) for step, ask in zip(steps, asked, strict=True))
    return ()


def _halved(words: str) -> float:
    """The width of the longer of two lines that words are broken into at the best place, in letters."""
    parts = words.split()
    breaks = (max(_width(" ".join(parts[:at])), _width(" ".join(parts[at:]))) for at in range(1, len(parts)))
    return min(breaks, default=_width(words))


def _width(words: str) -> float:
    """The width of a line, in letters of middling width."""
    return sum(0.6 if c in _NARROW else 1.55 if c in _WIDE else 1.17 if c.isupper() else 1.03 for c in words)
