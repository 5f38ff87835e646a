"""The fit: whatever height a text has at which density, the answer keeps its promise and is found in few layouts."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casefolio.press.density import LOOSEST, NEUTRAL, TIGHTEST
from casefolio.press.fit import LAYOUTS, SLACK, Fit, Measure, fit

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = settings(max_examples=200, deadline=None)
ROOM = 265.0

Text = "Callable[[float], Measure]"


def text(heights: list[tuple[float, float]], pages: Callable[[float], int] | None = None) -> Callable[[float], Measure]:
    """A text whose height in pages runs straight between points of (density, height)."""

    def measure(density: float) -> Measure:
        at = min(max(bisect_right([d for d, _ in heights], density) - 1, 0), len(heights) - 2)
        (d1, h1), (d2, h2) = heights[at : at + 2]
        height = h1 + (h2 - h1) * (density - d1) / (d2 - d1)
        return Measure(pages(height) if pages else math.ceil(round(height, 9)), height * ROOM, ROOM)

    return measure


@st.composite
def growing(draw: st.DrawFn, tightest: tuple[float, float] = (0.2, 1.5)) -> Callable[[float], Measure]:
    """A text that grows with density, in up to five straight pieces, none steeper than style files make it."""
    height, heights = draw(st.floats(*tightest)), []
    for density in (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0):
        heights.append((density, height))
        height += draw(st.floats(0.06, 0.6)) * 0.4
    return text(heights)


@st.composite
def jumping(draw: st.DrawFn) -> Callable[[float], Measure]:
    """A text that grows in steps, where lines break anew."""
    steps = sorted(draw(st.lists(st.floats(-1, 1), max_size=8)))
    first, rise = draw(st.floats(0.5, 1.2)), draw(st.floats(0.005, 0.15))

    def measure(density: float) -> Measure:
        height = first + rise * bisect_right(steps, density) + 0.05 * (density + 1)
        return Measure(math.ceil(round(height, 9)), height * ROOM, ROOM)

    return measure


def counted(measure: Callable[[float], Measure]) -> tuple[Callable[[float], Measure], list[float]]:
    """A measure that notes the densities it was asked for."""
    asked: list[float] = []

    def counting(density: float) -> Measure:
        asked.append(density)
        return measure(density)

    return counting, asked


def answer(measure: Callable[[float], Measure], slope: float = 0.35, start: float = NEUTRAL, pages: int = 1) -> Fit:
    """The answer, checked for what holds of any."""
    counting, asked = counted(measure)
    found = fit(counting, pages, slope, start)
    assert len(asked) == found.layouts <= LAYOUTS
    assert len(set(asked)) == len(asked)
    assert all(TIGHTEST <= density <= LOOSEST for density in asked)
    assert found.measure == measure(found.density)
    assert found.fits == (found.measure.pages <= pages)
    return found


@QUICK
@given(growing(), st.floats(0.2, 0.6), st.floats(-1, 1))
def test_a_text_that_grows_evenly_fills_its_page(
    measure: Callable[[float], Measure], slope: float, start: float
) -> None:
    found = answer(measure, slope, round(start, 4))
    if not found.fits:
        assert measure(TIGHTEST).pages > 1
        assert found.density == TIGHTEST
    else:
        # few layouts are enough for a page within the slack, and for any text for a page that looks full
        assert found.density == LOOSEST or found.measure.height_mm >= ROOM * (1 - SLACK if found.layouts < 7 else 0.9)


@QUICK
@given(jumping())
def test_a_text_that_jumps_fits_wherever_it_can(measure: Callable[[float], Measure]) -> None:
    found = answer(measure)
    assert found.fits == (measure(TIGHTEST).pages == 1)


@QUICK
@given(growing(), st.floats(0.01, 0.3))
def test_more_text_is_never_set_looser(measure: Callable[[float], Measure], more: float) -> None:
    def longer(density: float) -> Measure:
        height = measure(density).height_mm + more * ROOM
        return Measure(math.ceil(round(height / ROOM, 9)), height, ROOM)

    one, other = answer(measure), answer(longer)
    # two answers within the slack of a full page may lie in either order, as far apart as the slack allows
    if other.density > one.density:
        assert longer(one.density).height_mm <= ROOM
        assert other.measure.height_mm - longer(one.density).height_mm <= ROOM * SLACK


@QUICK
@given(st.integers(2, 5), growing((1.2, 4.5)))
def test_several_pages_are_filled_to_the_last(pages: int, measure: Callable[[float], Measure]) -> None:
    found = answer(measure, 0.35 * pages, pages=pages)
    assert found.fits == (measure(TIGHTEST).pages <= pages)


def test_a_text_that_fills_its_page_at_once_is_laid_out_once() -> None:
    assert answer(text([(-1, 0.7), (1, 1.28)])) == Fit(NEUTRAL, Measure(1, 0.99 * ROOM, ROOM), 1)


def test_a_straight_line_takes_two_layouts() -> None:
    assert answer(text([(-1, 0.55), (1, 1.25)]), slope=0.35).layouts == 2


def test_a_text_that_breaks_early_is_too_long_though_its_height_is_not() -> None:
    """An entry that may not be parted goes to the next page before the first is full."""
    found = answer(text([(-1, 0.7), (1, 1.1)], pages=lambda height: 1 if height < 0.85 else 2))
    assert found.fits
    assert found.measure.height_mm < 0.85 * ROOM


@pytest.mark.parametrize("over", [1.001, 1.2, 30])
def test_what_does_not_fit_ends_at_the_tightest(over: float) -> None:
    found = answer(text([(-1, over), (1, over + 0.7)]))
    assert (found.fits, found.density) == (False, TIGHTEST)


def test_a_guess_that_leads_back_to_what_is_known_is_not_the_end() -> None:
    """Two stretches of one slope with a rise between: the line of the first leads to a density that overflows."""
    heights = [(-1.0, 0.76), (0.0, 0.86), (0.2, 0.88), (0.5, 0.91), (0.9, 0.97), (0.95, 1.03), (1.0, 1.04)]
    found = answer(text(heights), slope=0.1)
    assert found.measure.height_mm >= ROOM * (1 - SLACK)


def test_a_flat_stretch_does_not_lead_astray() -> None:
    """Between two stages of a density file nothing moves: the slope measured there is none."""
    found = answer(text([(-1, 0.9), (-0.8, 0.98), (-0.79, 1.05), (1, 1.0500001)]))
    assert found.fits
    assert found.measure.height_mm > 0.95 * ROOM


@pytest.mark.parametrize("edge", [-0.999, -0.9, -0.5])
def test_a_text_that_fits_only_beyond_a_cliff_is_found_in_time(edge: float) -> None:
    """A little too long at every density but the tightest: each guess along the slope is too timid."""

    def measure(density: float) -> Measure:
        return Measure(1, 0.8 * ROOM, ROOM) if density <= edge else Measure(2, 0.9 * ROOM, ROOM)

    assert answer(measure).fits


def test_a_little_text_is_opened_up_to_the_limit_and_no_further() -> None:
    found = answer(text([(-1, 0.1), (1, 0.2)]))
    assert (found.density, found.layouts) == (LOOSEST, 2)


@QUICK
@given(growing(), growing())
def test_fit_does_not_depend_on_what_was_fitted_before(
    one: Callable[[float], Measure], other: Callable[[float], Measure]
) -> None:
    assume(one is not other)
    first = answer(one)
    answer(other)
    assert answer(one) == first


def test_the_excess_of_a_text_that_fits_is_never_positive() -> None:
    """Rounding in a layout may show a page's text a hair higher than the page."""
    assert Measure(1, ROOM * 1.0001, ROOM).excess(1) == 0
    assert Measure(2, ROOM * 0.9, ROOM).excess(1) > 0
    excesses = [Measure(2, ROOM * part, ROOM).excess(1) for part in (1.1, 1.2, 1.9)]
    assert all(a < b for a, b in pairwise(excesses))
