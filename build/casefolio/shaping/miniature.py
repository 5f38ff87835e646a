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
    """A step, the part of its row that it takes, in per cent, and after which word its second line begins, if any."""

    step: FlowStep
    share: float
    turn: int = 0


def miniature(steps: Sequence[FlowStep]) -> tuple[Box, ...]:
    """The boxes of a flow, in as few rows as have room for them; in each box one line of words, or else two."""
    one_line = [_width(step.step) + _AROUND for step in steps]
    turns = [_turn(step.step) for step in steps]
    two_lines = [_halved(step.step, turn) + _AROUND for step, turn in zip(steps, turns, strict=True)]
    for number in range(1, len(steps) + 1):
        # Where rows are not of equal length, the longer ones come first.
        ends = [len(steps) - len(steps) * row // number for row in range(number, -1, -1)]
        for asked, room, least in ((one_line, _ROOM, _ROOM * _STRETCHED), (two_lines, _LEAST_ROOM, 0)):
            widest = max(sum(asked[first:end]) for first, end in pairwise(ends))
            if widest <= room or (number == len(steps) and not least):
                # A hair less than the whole, so that rounding sends no box to the next row.
                whole = max(widest, least) / 99.8
                rows = zip(steps, asked, turns if asked is two_lines else [0] * len(steps), strict=True)
                return tuple(Box(step, round(ask / whole, 2), turn) for step, ask, turn in rows)
    return ()


def _turn(words: str) -> int:
    """After how many words to begin a second line, so that the longer of both is short; 0 for a single word."""
    return min(range(1, len(words.split())), key=lambda turn: _halved(words, turn), default=0)


def _halved(words: str, turn: int) -> float:
    """The width of the longer of two lines, of which the second begins after so many words, in letters."""
    parts = words.split()
    return max(_width(" ".join(parts[:turn])), _width(" ".join(parts[turn:])))


def _width(words: str) -> float:
    """The width of a line, in letters of middling width."""
    return sum(0.6 if c in _NARROW else 1.55 if c in _WIDE else 1.17 if c.isupper() else 1.03 for c in words)
