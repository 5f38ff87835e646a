"""Paper in hand: what a duplex printer makes of the sides it is sent, and what a reader then finds. No code of ours.

A sheet is looked at from its front. Its back is seen by turning it over like the leaf of a book; a printer may have
turned it over the other edge, and then what it printed there stands on its head.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import degrees
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casefolio.bindery.imposing.pagemap import Side


@dataclass(frozen=True)
class Print:
    """A page as it lies on a side that is sent to the printer: its cell there, and whether it stands on its head."""

    side: int
    column: int
    row: int
    page: int
    upside_down: bool = False


#: A face of the paper: sheet, column and row as seen from the front, front or back.
Face = tuple[int, int, int, bool]


def prints(sides: Sequence[Side], columns: int, rows: int) -> list[Print]:
    """The sides of a page map, as they are printed."""
    made = []
    for number, side in enumerate(sides):
        for place, page in enumerate(side.cells):
            row, column = divmod(place, columns)
            if side.turned:
                row, column = rows - 1 - row, columns - 1 - column
            if page is not None:
                made.append(Print(number, column, row, page, side.turned))
    return made


def faces(printed: Iterable[Print], columns: int, rows: int, *, like_a_leaf: bool) -> dict[Face, tuple[int, bool]]:
    """What is on each face of the paper, and whether it stands on its head there.

    Sides are printed on sheets front and back in turn. `like_a_leaf`: the printer turned them as one turns a leaf.
    """
    found: dict[Face, tuple[int, bool]] = {}
    for each in printed:
        sheet, back = divmod(each.side, 2)
        if not back:
            face = (sheet, each.column, each.row, False)
        elif like_a_leaf:
            face = (sheet, columns - 1 - each.column, each.row, True)
        else:
            face = (sheet, each.column, rows - 1 - each.row, True)
        assert face not in found, "two pages lie on each other"
        found[face] = (each.page, each.upside_down != (bool(back) and not like_a_leaf))
    return found


def leafed_through(found: dict[Face, tuple[int, bool]], sheets: int, signature: int, *, rtl: bool) -> list[int | None]:
    """The pages of folded sheets, nested `signature` at a time and stacked, in the order of reading; all upright."""
    order: list[Face] = []
    first, second = (0, 1) if rtl else (1, 0)
    for start in range(0, sheets, signature):
        nested = range(start, min(start + signature, sheets))
        for sheet in nested:
            order += [(sheet, first, 0, False), (sheet, first, 0, True)]
        for sheet in reversed(nested):
            order += [(sheet, second, 0, True), (sheet, second, 0, False)]
    assert not any(upside_down for _, upside_down in found.values())
    assert set(found) <= set(order)
    return [found[face][0] if face in found else None for face in order]


def read_in_rows(
    found: dict[Face, tuple[int, bool]], sheets: int, columns: int, rows: int, *, rtl: bool
) -> list[int | None]:
    """The pages of sheets as they are read: fronts and backs in turn, row by row; all upright."""
    assert not any(upside_down for _, upside_down in found.values())
    across = range(columns)
    pages: list[int | None] = []
    for sheet in range(sheets):
        for back in (False, True):
            # Turned over like a leaf, what is at the left from the front is at the right.
            seen = across if rtl == back else reversed(across)
            columns_seen = list(seen)
            pages += [
                found[sheet, column, row, back][0] if (sheet, column, row, back) in found else None
                for row in range(rows)
                for column in columns_seen
            ]
    return pages


def printed_pages(data: bytes, columns: int, rows: int) -> list[Print]:
    """Where PDFium finds the numbers of pages on an imposed file: each page says its number, from 1, and no more."""
    found = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for number, sheet in enumerate(pdf):
            width, height = sheet.get_size()
            for text, x, y, angle in _numbers(sheet.get_textpage()):
                column, row = int(x / width * columns), int((height - y) / height * rows)
                assert round(angle) in (0, 180), angle
                found.append(Print(number, column, row, int(text) - 1, round(angle) == 180))
    finally:
        pdf.close()
    return found


def _numbers(page: Any) -> Iterable[tuple[str, float, float, float]]:
    """The runs of digits on a page: text, middle, angle in degrees. What stands on another line is another run."""
    runs: list[list[tuple[str, float, float, float]]] = [[]]
    for index in range(page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(page, index))
        left, bottom, right, top = page.get_charbox(index)
        angle = degrees(pdfium.FPDFText_GetCharAngle(page, index))
        found = (char, (left + right) / 2, (bottom + top) / 2, angle)
        if not char.isdigit() or (runs[-1] and abs(runs[-1][-1][2] - found[2]) > 5):
            runs.append([])
        if char.isdigit():
            runs[-1].append(found)
    for run in filter(None, runs):
        text = "".join(part[0] for part in run)
        yield text, sum(part[1] for part in run) / len(run), sum(part[2] for part in run) / len(run), run[0][3]
