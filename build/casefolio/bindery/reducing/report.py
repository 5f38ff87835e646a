"""What making parts smaller has done, for whoever prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefolio.model.binding import Bound


@dataclass(frozen=True, slots=True)
class Reduction:
    """What was done to one part: how many pictures, their resolution and the part's bytes before and after.

    Resolutions are those of the finest picture that was changed, in dots per inch; equal where only the way of storing
    changed.
    """

    part: str
    pictures: int
    dpi_before: int
    dpi_after: int
    bytes_before: int
    bytes_after: int
    evened: bool = False

    def __str__(self) -> str:
        many = f"{self.pictures} picture{'s' if self.pictures != 1 else ''}"
        coarser = self.dpi_after < self.dpi_before
        dpi = f"{self.dpi_before} → {self.dpi_after} dpi" if coarser else f"compressed more at {self.dpi_before} dpi"
        dpi += ", paper evened out" if self.evened else ""
        return f"{self.part}: {many} {dpi}, {size(self.bytes_before)} → {size(self.bytes_after)}"


@dataclass(frozen=True, slots=True)
class Reduced:
    """A bound file within its limit, and what was done to its parts for that: nothing where it fitted as it was."""

    bound: Bound
    reductions: tuple[Reduction, ...] = ()


def size(count: int) -> str:
    """A number of bytes for a reader: `1.9 MB`, `340 KB`; a megabyte is a million, as mail programs count it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} KB"
