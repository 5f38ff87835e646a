"""A short way through WeasyPrint's cascade for what no rule mentions.

A box is asked for some forty properties, and hardly ten of them are in a rule; yet for each one WeasyPrint looks for
logical properties, variables, and mathematics before it takes the initial value or that of the parent. A tenth of all
layout goes there. What is neither in a rule nor has a computation of its own is what it will be found to be: CSS
Cascading and Inheritance 4, §7.1 and §7.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

#: What is computed of more than the property itself.
_ENTANGLED = ("display", "float", "page", "position", "text_decoration_", "__")
_SIDES = ("top", "right", "bottom", "left")


def shorten(css: ModuleType) -> None:
    """Give `weasyprint.css` the short way. What it does not apply to goes as before."""
    initial, inherited = _initial(css), _inherited(css)
    edges = {f"border_{side}_width": f"border_{side}_style" for side in _SIDES}
    widths = {width: (style, logical_names(css, width)) for width, style in edges.items()}
    long_way = css.ComputedStyle.__missing__

    def short_way(self: Any, key: str) -> Any:
        cascaded = self.cascaded
        if key not in cascaded:
            if key in initial:
                value, logical = initial[key]
                if not logical or cascaded.keys().isdisjoint(logical):
                    self[key] = value
                    return value
            elif key in inherited:
                if self.parent_style is not None:
                    value = self[key] = self.parent_style[key]
                    return value
            elif key in widths:
                style, logical = widths[key]
                if cascaded.keys().isdisjoint(logical) and self[style] in ("none", "hidden"):
                    self[key] = 0
                    return 0
        return long_way(self, key)

    css.ComputedStyle.__missing__ = short_way


def _initial(css: ModuleType) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Properties whose initial value is as good as computed, with it and with what may stand for them in a rule."""
    return {
        name: (value, logical_names(css, name))
        for name, value in css.INITIAL_VALUES.items()
        if name not in css.INHERITED
        and name not in css.INITIAL_NOT_COMPUTED
        and not name.startswith(_ENTANGLED)
        and not css.check_math(value)
    }


def _inherited(css: ModuleType) -> frozenset[str]:
    """Properties that are taken from the parent as they are."""
    logical = set(css.PHYSICAL_FUNCTIONS)
    return frozenset(name for name in css.INHERITED if name not in logical and not name.startswith(_ENTANGLED))


def logical_names(css: ModuleType, name: str) -> tuple[str, ...]:
    """The names that a rule may call a property by, whichever way the text runs: CSS Logical Properties 1, §4."""
    named = css.PHYSICAL_FUNCTIONS.get(name)
    return tuple({named(block="ttb", inline=way) for way in ("ltr", "rtl")}) if named else ()
