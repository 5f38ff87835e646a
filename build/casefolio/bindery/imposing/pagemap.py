"""Which page lies where on which side of which sheet. Pure: knows no PDF, no paper, no points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefolio.model.imposing import Flip


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet, as it is sent to the printer.

    `cells` has the page of each cell, from 0, row by row from the top left; None is a blank. `turned`: the whole side
    stands on its head, since the printer will turn the sheet that way. `inside` counts the sheets of its signature
    that lie around this one.
    """

    cells: tuple[int | None, ...]
    sheet: int
    back: bool = False
    turned: bool = False
    inside: int = 0


def n_up(pages: int, grid: tuple[int, int], *, rtl: bool, duplex: bool, tumble: bool) -> tuple[Side, ...]:
    """Pages in reading order on a grid of columns and rows; `tumble` turns the backs of a `duplex` print."""
    columns, rows = grid
    sides = []
    for number, first in enumerate(range(0, pages, columns * rows)):
        cells: list[int | None] = []
        for row in range(rows):
            start = first + row * columns
            line = [page if page < pages else None for page in range(start, start + columns)]
            cells += reversed(line) if rtl else line
        back = duplex and number % 2 == 1
        sides.append(Side(tuple(cells), number // 2 if duplex else number, back, back and tumble))
    return tuple(sides)


def booklet(pages: int, signature: int | None, *, rtl: bool, flip: Flip) -> tuple[Side, ...]:
    """Two pages on a side, so that each signature's sheets, nested and folded, and all signatures, stacked, read on.

    Sheets lie landscape, the outermost of the first signature first; blanks come after the last page, never between.
    """
    whole = -(-pages // 4) * 4
    size = signature or whole
    sides: list[Side] = []
    for first in range(0, whole, size):
        last = min(first + size, whole) - 1
        for inside in range((last - first + 1) // 4):
            low, high = first + 2 * inside, last - 2 * inside
            for back, pair in ((False, (high, low)), (True, (low + 1, high - 1))):
                cells = tuple(page if page < pages else None for page in (pair[::-1] if rtl else pair))
                sides.append(Side(cells, len(sides) // 2, back, back and flip == "long", inside))
    return tuple(sides)
