"""The short way through WeasyPrint's cascade: every computed value is the one that the long way finds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import css as cascade

from casefolio.press.cascade import shorten

ComputedStyle = cascade.ComputedStyle
SHORT_WAY: Any = ComputedStyle.__missing__
NAMES = sorted(cascade.INITIAL_VALUES)

#: Declarations that reach what is computed of other things: logical properties, variables, mathematics, keywords.
DECLARATIONS = (
    "border-inline-start: 3px solid red",
    "border-top-style: dashed",
    "border-block-end-width: thick; border-block-end-style: double",
    "border-width: 2px",
    "border-style: hidden",
    "margin-inline-end: 4mm",
    "margin: 1px inherit",
    "padding: inherit",
    "direction: rtl",
    "float: left; position: relative",
    "position: absolute; display: inline",
    "display: grid",
    "--size: 7pt; font-size: var(--size)",
    "line-height: calc(1em + 2px); width: calc(50% - 3px)",
    "max-inline-size: 9em; block-size: 3cm",
    "text-indent: calc(1em + 5%)",
    "text-decoration: underline dotted blue",
    "page: cover",
    "hyphens: auto; orphans: 4; color: #123456",
    "column-gap: 3em; column-rule: thin solid",
    "outline: 1px solid",
    "bookmark-label: content(text); string-set: head content(text)",
    "font: bold 12pt/1.5 serif",
)


def long_way() -> Any:
    """What stood there before."""
    cells = dict(zip(SHORT_WAY.__code__.co_freevars, SHORT_WAY.__closure__, strict=True))
    return cells["long_way"].cell_contents


def computed(text: str, css: str) -> list[dict[str, str]]:
    """All properties of all elements of a page, asked for in alphabetical order; nothing is laid out."""
    html = weasyprint.HTML(string=text)
    style_for = cascade.get_all_computed_styles(html, user_stylesheets=[weasyprint.CSS(string=css)])
    styles = [style_for(element) for element in html.etree_element.iter()]
    return [{name: repr(style[name]) for name in NAMES} for style in styles]


def test_the_short_way_is_taken() -> None:
    assert SHORT_WAY.__module__ == "casefolio.press.cascade"
    assert long_way().__module__ == "weasyprint.css"


@given(st.lists(st.lists(st.sampled_from(DECLARATIONS), max_size=5), min_size=4, max_size=4))
def test_all_values_are_those_of_the_long_way(rules: list[list[str]]) -> None:
    html = "<body><div id=a lang=en><p>One <b>two</b> <i>three</i></p></div><ul><li>four</li></ul></body>"
    css = "".join(
        f"{element} {{ {'; '.join(rule)} }}" for element, rule in zip(("body", "div", "p", "b"), rules, strict=True)
    )
    short = computed(html, css)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ComputedStyle, "__missing__", long_way())
        assert computed(html, css) == short


def test_a_style_without_parent_goes_the_long_way() -> None:
    """The root inherits from nothing."""
    asked: list[str] = []

    class Style(dict[str, Any]):
        cascaded: dict[str, Any] = {}  # noqa: RUF012
        parent_style = None

        def __missing__(self, name: str) -> Any:
            asked.append(name)
            return "the long way"

    css = SimpleNamespace(**{name: getattr(cascade, name) for name in dir(cascade)})
    css.ComputedStyle = Style
    shorten(css)  # type: ignore[arg-type]
    style = Style()
    assert (style["color"], style["width"], style["border_top_width"]) == ("the long way", "auto", 0)
    assert asked == ["color"]
