"""A page that is not full opens up between its parts, evenly and not too far; what belongs to its foot goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.sheet import Sheet
    from casefolio.press.typeset import Setting

#: So much is added before a part at most: further apart, parts no longer seem to belong together.
_MOST_MM = 12.0
#: Kept back, so that nothing is pushed to another page: what rounding asks for, and what helps where that does not.
_KEPT_MM = (0.3, 3.0)


def open_up(setting: Setting) -> None:
    """Lay out once more with the room that is left as `--air` before the parts that the sheet names."""
    pages, ends = len(setting.document.pages), setting.ends_mm()
    for kept_mm in _KEPT_MM:
        rules = tuple(_rules(setting.sheet, ends, kept_mm))
        if not rules:
            break
        setting.opened = rules
        setting.measure(setting.density)
        if len(setting.document.pages) == pages:
            return
    if setting.opened:
        setting.opened = ()
        setting.measure(setting.density)


def _rules(sheet: Sheet, pages: list[dict[str, float]], kept_mm: float) -> Iterator[str]:
    for ends in pages:
        parts = [name for name in (*sheet.air, sheet.foot) if name in ends]
        left_mm = min((ends[name] for name in parts), default=0.0) - kept_mm
        if left_mm <= 0:
            continue
        each_mm = min(left_mm / len(parts), _MOST_MM)
        for name in parts:
            air_mm = left_mm - each_mm * (len(parts) - 1) if name == sheet.foot else each_mm
            yield f"#{name} {{ --air: {air_mm:.3f}mm }}"
