"""Where on its sheet each page comes to lie: upright, whole, scaled to its cell (ISO 32000-1 §8.3.4, §7.7.3.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.binding.layout import times
from casefolio.bindery.binding.paper import moved_box, rotation, trimmed
from casefolio.errors import CasefolioError, Problem
from casefolio.model.imposing import SHEETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Matrix, Quire
    from casefolio.bindery.imposing.pagemap import Side
    from casefolio.model.imposing import ImposeOptions, SheetName

Box = tuple[float, float, float, float]

PT_PER_MM = 72 / 25.4

#: Columns and rows, by how the sheet lies; the first is taken where pages fill both as well.
_GRIDS = {
    2: ((True, (2, 1)), (False, (1, 2))),
    4: ((False, (2, 2)), (True, (2, 2))),
    8: ((True, (4, 2)), (False, (2, 4))),
}

#: Pages that ask for American paper: Letter, its half, Legal, Tabloid.
_AMERICAN = ((396, 612), (612, 792), (612, 1008), (792, 1224))
_NEAR = 2.0

#: A page that could grow by less than this stays as large as it is: a booklet of A5 on A4 is not a magnified one.
_GROWTH = 1.01

#: Cells smaller than this, in points, hold no page to read.
_SMALLEST = 72.0

#: What a clockwise turn does to a page (§7.7.3.3, Rotate).
_TURNS: dict[int, Matrix] = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, 1, -1, 0, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A page as a viewer shows it: the shown box in the page's own space, the clockwise turn, points to a unit."""

    shown: Box
    turn: int = 0
    unit: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height upright, in points."""
        wide, high = self.shown[2] - self.shown[0], self.shown[3] - self.shown[1]
        if self.turn in (90, 270):
            wide, high = high, wide
        return wide * self.unit, high * self.unit


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet and the cells on it, in points."""

    paper: SheetName
    landscape: bool
    columns: int
    rows: int
    gap: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the sheet as it lies."""
        short, long = SHEETS[self.paper]
        return (long, short) if self.landscape else (short, long)

    @property
    def cell_size(self) -> tuple[float, float]:
        """Width and height of a cell."""
        width, height = self.size
        return (width - self.gap * (self.columns - 1)) / self.columns, (height - self.gap * (self.rows - 1)) / self.rows

    def cell(self, place: int) -> Box:
        """The box of a cell, counted row by row from the top left."""
        row, column = divmod(place, self.columns)
        wide, high = self.cell_size
        left, top = column * (wide + self.gap), self.size[1] - row * (high + self.gap)
        return left, top - high, left + wide, top


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a page lies: its side, from 0, the way from page space to the sheet's, and its box there.

    `scale` is the size of the page against its real one. `window` is the part of the sheet that it may print on, where
    its box reaches beyond; `turned` on its head.
    """

    side: int
    matrix: Matrix
    box: Box
    scale: float = 1.0
    window: Box | None = None
    turned: bool = False


def looks(pool: Pool, quire: Quire) -> list[Look]:
    """How each page of a quire is shown, and, of a page for the press, how it is once it is trimmed (§14.11.2)."""
    found = []
    for leaf in quire.leaves:
        left, bottom, right, top = trimmed(quire.source, leaf)
        unit = pool.number(leaf.entries, "/UserUnit") or 1.0
        found.append(Look((left, bottom, right, top), rotation(quire.source, leaf), unit))
    return found


def grid_for(pages: Sequence[Look], options: ImposeOptions) -> Grid:
    """The sheet for these pages: its paper, how it lies, its cells. Raises CF-824 where a gap leaves no room."""
    paper = options.paper or _paper(pages)
    if options.nup is None:
        return Grid(paper, landscape=True, columns=2, rows=1)
    gap = options.gap_mm * PT_PER_MM
    choices = [Grid(paper, landscape, *cells, gap) for landscape, cells in _GRIDS[options.nup]]
    fitting = [grid for grid in choices if min(grid.cell_size) >= _SMALLEST]
    if not fitting:
        said = f"with gaps of {options.gap_mm:g} mm nothing is left of {options.nup} pages on a side"
        raise CasefolioError(
            Problem("CF-824", said, remedy="take a smaller gap, larger paper or fewer pages on a side")
        )
    sizes = Counter(look.size for look in pages)
    return max(fitting, key=lambda grid: sum(count * _cover(size, grid.cell_size) for size, count in sizes.items()))


def _cover(size: tuple[float, float], room: tuple[float, float]) -> float:
    """How much of a cell a page fills: where most pages fill most, the sheet lies right, however large they are."""
    return _scale(size, room) ** 2 * size[0] * size[1] / (room[0] * room[1])


def _paper(pages: Sequence[Look]) -> SheetName:
    american = sum(
        any(abs(min(look.size) - short) < _NEAR and abs(max(look.size) - long) < _NEAR for short, long in _AMERICAN)
        for look in pages
    )
    return "letter" if 2 * american > len(pages) else "a4"


def _scale(size: tuple[float, float], room: tuple[float, float]) -> float:
    fit = min(room[0] / size[0], room[1] / size[1])
    return 1.0 if 1 < fit < _GROWTH else fit


def placements(pages: Sequence[Look], sides: Sequence[Side], grid: Grid, thickness: float) -> tuple[Placement, ...]:
    """The place of every page, in the order of pages. `thickness` is that of the paper, in points."""
    found: dict[int, Placement] = {}
    for number, side in enumerate(sides):
        # A fold lies in the folds of the sheets around it, so its leaves stand out by their thickness. Half of that
        # is taken from the inner margin; the other half goes when the fore edge is trimmed.
        creep = side.inside * thickness / 2
        for place, page in enumerate(side.cells):
            if page is not None:
                # The spine is at the right of the left cell.
                shift = creep if place == 0 else -creep
                found[page] = _placed(pages[page], grid, grid.cell(place), shift, number, turned=side.turned)
    return tuple(found[page] for page in range(len(pages)))


def _placed(look: Look, grid: Grid, cell: Box, shift: float, side: int, *, turned: bool) -> Placement:
    scale = _scale(look.size, (cell[2] - cell[0], cell[3] - cell[1]))
    a, b, c, d, _, _ = _TURNS[look.turn]
    factor = scale * look.unit
    upright: Matrix = (a * factor, b * factor, c * factor, d * factor, 0.0, 0.0)
    left, bottom, right, top = moved_box(list(look.shown), upright)
    x = (cell[0] + cell[2] - left - right) / 2 + shift
    y = (cell[1] + cell[3] - bottom - top) / 2
    matrix = times(upright, (1, 0, 0, 1, x, y))
    box: Box = (left + x, bottom + y, right + x, top + y)
    window = cell if box[0] < cell[0] - 0.001 or box[2] > cell[2] + 0.001 else None
    if turned:
        over: Matrix = (-1, 0, 0, -1, *grid.size)
        matrix, box = times(matrix, over), _turned(box, over)
        window = _turned(window, over) if window else None
    return Placement(side, matrix, box, scale, window, turned)


def _turned(box: Box, over: Matrix) -> Box:
    x0, y0, x1, y1 = moved_box(list(box), over)
    return x0, y0, x1, y1
