"""The boxes of a page on a larger sheet, and the marks beside it (ISO 32000-1 §14.11.2 and §14.11.3).

WeasyPrint lets the bleed box reach 10 pt at most and draws its marks inside the bleed, in RGB. Here the three boxes are
exactly what was asked for: trim, then the bleed, then, where there are marks, room for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf

from casefolio.press.recolour import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

PT_PER_MM = 72 / 25.4
#: Marks begin beyond the bleed, and no nearer to the trimmed page than this: a knife is not that exact.
_CLEAR_MM, _NEAREST_MM = 1.0, 3.0
_MARK_MM, _END_MM = 5.0, 1.0
_TARGET_MM, _CROSS_MM = 1.4, 2.5
_HAIRLINE_PT = 0.25
#: Bézier handles of a quarter circle.
_ROUND = 0.5523
SPACE = "registration"
_WHITE = {"DeviceCMYK": (0,) * 4, "DeviceRGB": (1,) * 3, "DeviceGray": (1,)}
_BLACK = {"DeviceCMYK": (1,) * 4, "DeviceRGB": (0,) * 3, "DeviceGray": (0,)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """How much larger than the trimmed page its sheet is, all around, in points, and which marks stand there."""

    bleed_pt: float
    marks: tuple[str, ...]

    @property
    def mark_pt(self) -> float:
        """From the trimmed page to where marks begin."""
        return max(self.bleed_pt + _CLEAR_MM * PT_PER_MM, _NEAREST_MM * PT_PER_MM)

    @property
    def margin_pt(self) -> float:
        """From the trimmed page to the edge of the sheet."""
        return self.mark_pt + (_MARK_MM + _END_MM) * PT_PER_MM if self.marks else self.bleed_pt


def set_boxes(pdf: Any, sheet: Sheet, space: str) -> None:
    """Give every page of `pdf` its boxes, and its marks in all inks of `space`."""
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        x1, y1, x2, y2 = (round(side, 3) for side in page["TrimBox"])
        bleed, margin = sheet.bleed_pt, sheet.margin_pt
        page["TrimBox"] = pydyf.Array((x1, y1, x2, y2))
        page["BleedBox"] = _around(page["TrimBox"], bleed)
        page["MediaBox"] = _around(page["TrimBox"], margin)
        if sheet.marks:
            stream = pdf.objects[int(page["Contents"].split()[0])]
            left, bottom, right, top = page["BleedBox"]
            # What reaches beyond the bleed would run into the marks.
            clip = f"q {left} {bottom} {right - left:.3f} {top - bottom:.3f} re W n\n"
            marks = "\n".join(_marks((x1, y1, x2, y2), sheet))
            drawn = f"\nQ\n/Artifact <</Type /Page>> BDC\nq\n/{SPACE} CS 1 SCN {_HAIRLINE_PT} w\n{marks}\nQ\nEMC"
            stream.stream = [clip.encode() + joined(stream) + drawn.encode()]
    if sheet.marks:
        spaces = next(thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary) and "lab-d50" in thing)
        spaces[SPACE] = _all_inks(space)


def _around(box: Any, margin: float) -> Any:
    x1, y1, x2, y2 = box
    return pydyf.Array((round(x1 - margin, 3), round(y1 - margin, 3), round(x2 + margin, 3), round(y2 + margin, 3)))


def _all_inks(space: str) -> Any:
    """The colour that prints on every plate (ISO 32000-1 §8.6.6.4), and what it looks like on a screen."""
    function = pydyf.Dictionary(
        {
            "FunctionType": 2,
            "Domain": pydyf.Array((0, 1)),
            "C0": pydyf.Array(_WHITE[space]),
            "C1": pydyf.Array(_BLACK[space]),
            "N": 1,
        }
    )
    return pydyf.Array(("/Separation", "/All", f"/{space}", function))


def _marks(trim: tuple[float, ...], sheet: Sheet) -> Iterator[str]:
    x1, y1, x2, y2 = trim
    near, far = sheet.mark_pt, sheet.mark_pt + _MARK_MM * PT_PER_MM
    if "crop" in sheet.marks:
        for x in x1, x2:
            for y, side in (y1, -1), (y2, 1):
                yield f"{x:.3f} {y + side * near:.3f} m {x:.3f} {y + side * far:.3f} l S"
        for y in y1, y2:
            for x, side in (x1, -1), (x2, 1):
                yield f"{x + side * near:.3f} {y:.3f} m {x + side * far:.3f} {y:.3f} l S"
    if "registration" in sheet.marks:
        away = (near + far) / 2
        middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
        for x, y in (middle_x, y1 - away), (middle_x, y2 + away), (x1 - away, middle_y), (x2 + away, middle_y):
            yield from _target(x, y)


def _target(x: float, y: float) -> Iterator[str]:
    """A circle and a cross through it."""
    arm, radius = _CROSS_MM * PT_PER_MM, _TARGET_MM * PT_PER_MM
    yield f"{x - arm:.3f} {y:.3f} m {x + arm:.3f} {y:.3f} l {x:.3f} {y - arm:.3f} m {x:.3f} {y + arm:.3f} l S"
    path = f"{x + radius:.3f} {y:.3f} m"
    for (a, b), (c, d) in (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))):
        points = (a + c * _ROUND, b + d * _ROUND, c + a * _ROUND, d + b * _ROUND, c, d)
        spots = (f"{(x if index % 2 == 0 else y) + radius * part:.3f}" for index, part in enumerate(points))
        path += f" {' '.join(spots)} c"
    yield f"{path} s"
