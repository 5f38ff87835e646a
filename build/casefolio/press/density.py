"""Density: one scalar from -1 (tightest) to 1 (loosest) that sets the tokens of a layout.

A style file `<layout>.density.toml` lists, for each CSS custom property, its value at some densities; between
them it runs straight, beyond them it stays. So the file alone says what gives way first and where the floors are.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Mark, Problem

if TYPE_CHECKING:
    from pathlib import Path

TIGHTEST, NEUTRAL, LOOSEST = -1.0, 0.0, 1.0
#: The tokens that a layout is measured by; a density file may have others beside.
_NEEDED = ("leading", "margin-top", "margin-bottom", "type")


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property and its values at densities, ascending in density."""

    name: str
    unit: str
    points: tuple[tuple[float, float], ...]

    def at(self, density: float) -> float:
        """The value at a density, in the token's unit."""
        points = self.points
        if density <= points[0][0]:
            return points[0][1]
        for (d1, v1), (d2, v2) in pairwise(points):
            if density <= d2:
                return v1 + (v2 - v1) * (density - d1) / (d2 - d1)
        return points[-1][1]


@dataclass(frozen=True, slots=True)
class Density:
    """The tokens of one layout. `slope` is how much of a page one unit of density adds, as a first guess."""

    tokens: tuple[Token, ...]
    slope: float = 0.3

    def css(self, density: float, extra: str = "") -> str:
        """A style sheet that sets every token for a density, and `extra` rules after it."""
        values = "; ".join(f"--{t.name}: {t.at(density):.4f}{t.unit}" for t in self.tokens)
        return f":root {{ {values} }} {extra}"

    def value(self, name: str, density: float) -> float:
        """One token's value, in its unit."""
        return next(token.at(density) for token in self.tokens if token.name == name)


def _place(error: Exception, shown: str) -> Mark:
    """Where TOML went wrong, as far as the error says."""
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return Mark(shown, int(found[1]), int(found[2])) if found else Mark(shown)


def read_density(path: Path, shown: str) -> Density:
    """Read a density file. Raises CF-303 where it is no TOML, lacks a token, or its points do not ascend."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        tokens = tuple(
            Token(name, entry.get("unit", ""), tuple((float(d), float(v)) for d, v in entry["at"]))
            for name, entry in data["tokens"].items()
        )
        slope = float(data.get("slope", 0.3))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CasefolioError(
            Problem("CF-303", f"the density file cannot be read: {error}", _place(error, shown), "see docs/styles.md")
        ) from None
    missing = [name for name in _NEEDED if name not in data["tokens"]]
    if missing or not 0 < slope < math.inf:
        fault = f"has no token {missing[0]}" if missing else f"has the slope {slope}, which must be more than 0"
        remedy = f"it needs {', '.join(_NEEDED)}; see docs/styles.md"
        raise CasefolioError(Problem("CF-303", f"the density file {fault}", Mark(shown), remedy))
    for token in tokens:
        densities = [density for density, _ in token.points]
        if not all(math.isfinite(number) for point in token.points for number in point):
            raise CasefolioError(
                Problem("CF-303", f"the values of {token.name} are not all numbers", Mark(shown), "see docs/styles.md")
            )
        if not densities or densities != sorted(set(densities)):
            raise CasefolioError(
                Problem("CF-303", f"the densities of {token.name} do not ascend", Mark(shown), "sort its points")
            )
    return Density(tokens, slope)
