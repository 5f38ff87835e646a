"""What imposing takes and gives: how pages are to lie on sheets, and the sheets with how to print them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from casefolio.errors import Problem
    from casefolio.model.binding import Claim
    from casefolio.model.sheet import Imprint

Nup: TypeAlias = Literal[2, 4, 8]
Flip: TypeAlias = Literal["short", "long"]
SheetName: TypeAlias = Literal["a3", "a4", "a5", "letter", "legal", "tabloid"]

#: Sheets of paper upright, in points (ISO 216; ANSI/ASME Y14.1), and what people call them.
SHEETS: dict[SheetName, tuple[float, float]] = {
    "a3": (841.889764, 1190.551181),
    "a4": (595.275591, 841.889764),
    "a5": (419.527559, 595.275591),
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "tabloid": (792.0, 1224.0),
}
SHEET_TITLES: dict[SheetName, str] = {
    "a3": "A3",
    "a4": "A4",
    "a5": "A5",
    "letter": "US Letter",
    "legal": "US Legal",
    "tabloid": "US Tabloid",
}


@dataclass(frozen=True, slots=True)
class ImposeOptions:
    """How pages lie on sheets: either `nup` of them on a side, or as a `booklet`, two on a side, to fold and staple.

    `signature` is the number of pages of one folded bundle (None: all in one), `creep_mm` the thickness of the paper.
    `gap_mm` lies between the cells of an n-up. `paper` None takes A4, or US Letter for pages of that family. `flip`
    is the edge over which the printer turns the sheet; None is the short one for a booklet, and one-sided printing
    for an n-up. Without `imprint` title, author and language are those of the file, and no date is written.
    """

    nup: Nup | None = None
    booklet: bool = False
    signature: int | None = None
    paper: SheetName | None = None
    gap_mm: float = 0.0
    cut_lines: bool = False
    creep_mm: float = 0.0
    rtl: bool = False
    flip: Flip | None = None
    imprint: Imprint | None = None
    compress: int = 9


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What the printer must be told: the paper and how it lies, and the edge to flip on; no `flip`: one-sided."""

    paper: SheetName
    landscape: bool
    flip: Flip | None


@dataclass(frozen=True, slots=True)
class Imposed:
    """An imposed file: its bytes, the claims that it makes, and how it is printed.

    `pages` is how many pages were laid out, `sides` how many pages the file has, `sheets` how many leaves of paper
    come out, `blanks` how many cells stay empty. `scales` are the smallest and the largest scale of a page.
    """

    data: bytes = field(repr=False)
    claims: frozenset[Claim]
    pages: int
    sides: int
    sheets: int
    blanks: int
    scales: tuple[float, float]
    job: PrintJob
    instruction: str
    warnings: tuple[Problem, ...] = ()
