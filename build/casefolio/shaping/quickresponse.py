"""QR codes as vector drawings (ISO/IEC 18004)."""

from __future__ import annotations

from dataclasses import dataclass

from casefolio.errors import CasefolioError, Problem

#: A code is never smaller, nor its modules: a phone reads it from a hand's distance, also off a print at 150 dpi.
_LEAST_MM, _MODULE_MM = 20.0, 0.5
#: With its quiet zone a larger code would be most of the page.
_MOST_MM = 48.0
#: The quiet zone around a code, in modules (ISO/IEC 18004 §9.1).
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A drawing: its side in mm and in modules with the quiet zone, and an SVG path in modules."""

    side_mm: float
    side: int
    path: str

    @property
    def quiet_mm(self) -> float:
        """How wide the quiet zone around the code is, in mm."""
        return round(self.side_mm * _QUIET / self.side, 3)


def draw_code(address: str) -> Code:
    """The code of an address, with error correction M. Raises CF-229 where it would be too large to print."""
    import segno

    try:
        made = segno.make_qr(address, error="m", boost_error=False)
    except segno.DataOverflowError:
        raise CasefolioError(_too_long(address)) from None
    side = int(made.symbol_size(border=_QUIET)[0])
    side_mm = side * max(_LEAST_MM / (side - 2 * _QUIET), _MODULE_MM)
    if side_mm > _MOST_MM:
        raise CasefolioError(_too_long(address))
    return Code(round(side_mm, 3), side, _path(made.matrix))


def _path(matrix: tuple[bytearray, ...]) -> str:
    """Runs of dark modules as rectangles, one after the other."""
    parts = []
    for y, row in enumerate(matrix, _QUIET):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"M{start + _QUIET} {y}h{x - start}v1h{start - x}z")
                start = None
    return "".join(parts)


def _too_long(address: str) -> Problem:
    message = f"an address of {len(address)} characters makes a QR code too large to print"
    return Problem("CF-229", message, remedy="give a shorter one that leads there")
