"""Fit: the loosest density at which a text keeps its promised pages, found in few layouts.

Nothing here knows WeasyPrint: a layout is a function from density to `Measure`. Height grows with density, and
within one stage of a density file (spacing, leading) it grows in a straight line, so a guess along the last known
slope is usually right; a bracket keeps it honest where lines break anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.press.density import LOOSEST, NEUTRAL, TIGHTEST

if TYPE_CHECKING:
    from collections.abc import Callable

#: At most so many layouts for one answer.
LAYOUTS = 8
#: A page is full when no more than this part of it stays empty; guesses aim at the middle of the window.
SLACK = 0.022
#: What an overflow is taken for where pages broke early and heights do not show it.
_LEAST_OVERFLOW = 0.01


@dataclass(frozen=True, slots=True)
class Measure:
    """What one layout came to: pages, height of all text and room on one page, both in mm."""

    pages: int
    height_mm: float
    room_mm: float

    def excess(self, promised: int) -> float:
        """How far the text is over (positive) or under its room, as a part of all promised pages."""
        excess = self.height_mm / (self.room_mm * promised) - 1
        if self.pages > promised:
            return max(excess, _LEAST_OVERFLOW)
        return min(excess, 0.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """The answer: density, its measure, and how many layouts it took. `fits` False: not even at the tightest."""

    density: float
    measure: Measure
    layouts: int
    fits: bool = True


def fit(
    measure: Callable[[float], Measure], promised: int, slope: float, start: float = NEUTRAL, slack: float = SLACK
) -> Fit:
    """Find the loosest density at which `measure` keeps to `promised` pages, within `slack` of a full page.

    `slope` is the expected growth of the excess per unit of density. The result is the last density measured or
    one measured before; `Fit.fits` is False where even the tightest overflows, and then it is the tightest.
    """
    seen: dict[float, Measure] = {}
    low, high = TIGHTEST, LOOSEST
    density, fitted, alike = start, None, 0
    # One layout is kept back: the tightest, or the chosen one again where the search ended on another.
    for _ in range(LAYOUTS - 1):
        found = seen[density] = measure(density)
        excess = found.excess(promised)
        if -slack <= excess <= 0 or (excess < 0 and density >= LOOSEST):
            return Fit(density, found, len(seen))
        if excess > 0 and density <= TIGHTEST:
            return Fit(density, found, len(seen), fits=False)
        low, high = (density, high) if excess <= 0 else (low, density)
        # How often the same end of the bracket has moved: the other one then pulls too hard, and counts for less.
        fitted, alike = excess <= 0, alike + 1 if fitted == (excess <= 0) else 0
        slope = _slope(seen, promised, density, slope)
        if low in seen and high in seen:
            off_low, off_high = (seen[end].excess(promised) + slack / 2 for end in (low, high))
            density = _between((low, off_low), (high, off_high), high if fitted else low, alike)
        else:
            density = _guess(density, (excess + slack / 2) * max(1, alike), slope, (low, high), seen)
        if density in seen:
            break
    return _best(seen, promised, measure)


def _slope(seen: dict[float, Measure], promised: int, density: float, slope: float) -> float:
    """The growth of the excess between this density and the nearest one measured before, else the old slope."""
    others = [d for d in seen if d != density]
    if not others:
        return slope
    near = min(others, key=lambda d: abs(d - density))
    rise = (seen[density].excess(promised) - seen[near].excess(promised)) / (density - near)
    return rise if rise > slope / 20 else slope


def _guess(density: float, off: float, slope: float, bracket: tuple[float, float], seen: dict[float, Measure]) -> float:
    """The next density: along the slope into the window, kept off the ends of the bracket that are known."""
    low, high = bracket
    # Rounded before it is compared: on a straight stretch the line leads to the very end that is known already.
    guess = round(min(max(density - off / slope, TIGHTEST), LOOSEST), 4)
    if (low in seen and guess <= low) or (high in seen and guess >= high):
        guess = round((low + high) / 2, 4)
    return guess


def _between(low: tuple[float, float], high: tuple[float, float], stale: float, alike: int) -> float:
    """The density between two known ones where a straight line has the wanted excess, kept off their ends.

    Each end is a density and how far it is off. What the end that stays says counts a quarter for each time that it
    stayed, so that a bent line is not crept along from one side: the Illinois way of false position, with a firmer
    hand, since layouts are dear.
    """
    (d1, e1), (d2, e2) = ((d, off / 4**alike if d == stale else off) for d, off in (low, high))
    part = -e1 / (e2 - e1) if e2 > e1 else 0.5
    return round(d1 + (d2 - d1) * min(max(part, 0.1), 0.9), 4)


def _best(seen: dict[float, Measure], promised: int, measure: Callable[[float], Measure]) -> Fit:
    """The loosest density that fits among those seen; if none does, the tightest, measured now if need be."""
    fitting = [d for d, m in seen.items() if m.excess(promised) <= 0]
    if fitting:
        return Fit(max(fitting), seen[max(fitting)], len(seen))
    found = seen.get(TIGHTEST) or measure(TIGHTEST)
    return Fit(TIGHTEST, found, len(seen) + (TIGHTEST not in seen), fits=found.excess(promised) <= 0)
