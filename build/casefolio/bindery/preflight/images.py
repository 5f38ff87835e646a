"""Images where they are drawn, and how fine they are there."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, NamedTuple

from casefolio.bindery.examine import opened
from casefolio.bindery.pdfium import FORM_OBJECT, IMAGE_OBJECT, LOCK, Matrix, pdfium
from casefolio.bindery.preflight.report import COARSE_IMAGE, UNREADABLE_PAGE, Picture, finding, said_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.errors import Problem

_MM = 25.4 / 72
#: Below this an image looks coarse in print; below the second on a screen too.
_COARSE_DPI = 150
#: Objects of one page that are looked at, and forms inside forms.
_OBJECTS, _DEPTH = 200_000, 12


class _Place(NamedTuple):
    """The sides of the unit square, in points."""

    a: float
    b: float
    c: float
    d: float

    def within(self, outer: _Place) -> _Place:
        return _Place(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
        )


_UPRIGHT = _Place(1, 0, 0, 1)


def pictures(data: bytes, units: Sequence[float]) -> tuple[tuple[Picture, ...], tuple[int, ...]]:
    """All images as drawn, and the pages that PDFium cannot load. `units` are the pages' user units in points."""
    found: list[Picture] = []
    lost: list[int] = []
    lib = pdfium()
    with LOCK, opened(data) as document:
        for index in range(lib.FPDF_GetPageCount(document)):
            page = lib.FPDF_LoadPage(document, index)
            if not page:
                lost.append(index + 1)
                continue
            try:
                unit = units[index] if index < len(units) else 1.0
                found += _on_page(page, index + 1, unit)
            finally:
                lib.FPDF_ClosePage(page)
    return tuple(found), tuple(lost)


def _on_page(page: int, number: int, unit: float) -> Iterator[Picture]:
    lib = pdfium()
    left = _OBJECTS
    shelves = [(lib.FPDFPage_CountObjects, lib.FPDFPage_GetObject, page, _UPRIGHT, 0)]
    while shelves:
        count, get, holder, outer, depth = shelves.pop()
        for index in range(min(count(holder), left)):
            left -= 1
            item = get(holder, index)
            kind = lib.FPDFPageObj_GetType(item)
            if kind == IMAGE_OBJECT:
                picture = _picture(item, outer, number, unit)
                if picture:
                    yield picture
            elif kind == FORM_OBJECT and depth < _DEPTH:
                place = _place(item).within(outer)
                shelves.append((lib.FPDFFormObj_CountObjects, lib.FPDFFormObj_GetObject, item, place, depth + 1))


def _place(item: int) -> _Place:
    matrix = Matrix()
    if not pdfium().FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _UPRIGHT
    return _Place(matrix.a, matrix.b, matrix.c, matrix.d)


def _picture(item: int, outer: _Place, page: int, unit: float) -> Picture | None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium().FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height)):
        return None
    place = _place(item).within(outer)
    across, down = math.hypot(place.a, place.b) * unit, math.hypot(place.c, place.d) * unit
    if not (width.value and height.value and 0 < across < 1e6 and 0 < down < 1e6):
        return None
    dpi = min(width.value / across, height.value / down) * 72
    return Picture(page, width.value, height.value, round(across * _MM, 1), round(down * _MM, 1), round(min(dpi, 1e6)))


def image_findings(found: tuple[Picture, ...], lost: tuple[int, ...]) -> Iterator[Problem]:
    """Images that are too coarse to print, the coarsest named, and pages that cannot be drawn."""
    if lost:
        yield finding(UNREADABLE_PAGE, f"{said_pages(lost)} cannot be drawn", "export the file once more")
    coarse = [one for one in found if one.dpi < _COARSE_DPI and _shows_something(one)]
    if coarse:
        worst = min(coarse, key=lambda one: one.dpi)
        yield finding(
            COARSE_IMAGE,
            f"{len(coarse)} image{'s are' if len(coarse) > 1 else ' is'} coarse for print, "
            f"{said_pages({one.page for one in coarse})}; "
            f"the coarsest has {worst.dpi} dpi ({worst.width_px} × {worst.height_px} pixels "
            f"on {worst.width_mm:g} × {worst.height_mm:g} mm)",
            f"put in images of {2 * _COARSE_DPI} dpi, at least {_COARSE_DPI}",
        )


def _shows_something(picture: Picture) -> bool:
    """Whether an image is more than a stretched patch of one colour or gradient, as shadows and rules often are."""
    return min(picture.width_px, picture.height_px) > 8
