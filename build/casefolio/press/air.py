"""A page that is not full opens up between its parts, evenly and not too far; what belongs to its foot goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.press.typeset import Setting

#: So much is added before a part at most: further apart, parts no longer seem to belong together.
_MOST_MM = 12.0
#: Kept back, so that rounding pushes nothing to another page.
_HAIR_MM = 0.3


def open_up(setting: Setting) -> None:
    """Lay out once more with the room that is left as `--air` before the parts that the sheet names."""
    pages = len(setting.document.pages)
    setting.opened = tuple(_rules(setting))
    if not setting.opened:
        return
    setting.measure(setting.density)
    if len(setting.document.pages) != pages:
        setting.opened = ()
        setting.measure(setting.density)


def _rules(setting: Setting) -> Iterator[str]:
    sheet = setting.sheet
    for ends in setting.ends_mm():
        parts = [name for name in (*sheet.air, sheet.foot) if name in ends]
        left_mm = min((ends[name] for name in parts), default=0.0) - _HAIR_MM
        if left_mm <= 0:
            continue
        each_mm = min(left_mm / len(parts), _MOST_MM)
        for name in parts:
            air_mm = left_mm - each_mm * (len(parts) - 1) if name == sheet.foot else each_mm
            yield f"#{name} {{ --air: {air_mm:.3f}mm }}"
