"""What a print shop asks of a file: room for the knife, marks, inks, a number of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Millimetres in the units that a bleed may be given in.
UNITS_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
#: What shops ask for, where nothing else is said, and what no shop asks for.
BLEED_MM, MOST_BLEED_MM = 3.0, 25.0
MARKS = ("crop", "registration")


@dataclass(frozen=True, slots=True)
class Shop:
    """One press edition. `profile` is an ICC file of the printing condition; without one, colours stay RGB.

    `asked` says that a bleed was asked for by name: then pages on which nothing runs into it are worth a word.
    The page count is filled up to a multiple of `pad`. `grey` turns every colour into the grey of a cheap printer.
    `stamp` stands for the bytes of the profile: what was printed with others is not up to date.
    """

    profile: Path | None = None
    bleed_mm: float = 0.0
    marks: tuple[str, ...] = ()
    pad: int = 1
    grey: bool = False
    asked: bool = False
    stamp: str = ""

    @property
    def folder(self) -> str:
        """Where results go, below the others': no press file takes the place of a reader's."""
        return "grey" if self.grey else "press"

    def padded(self, pages: int) -> int:
        """So many pages, filled up."""
        return -(-pages // self.pad) * self.pad
