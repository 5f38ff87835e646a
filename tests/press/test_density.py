"""Density files: what one number does to the tokens of a layout."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefolio.errors import CasefolioError, ExitCode
from casefolio.press.density import NEUTRAL, TIGHTEST, Density, Token, read_density

STYLES = Path(__file__).parents[2] / "styles"
FILES = sorted(STYLES.glob("*.density.toml"))
QUICK = settings(max_examples=100, deadline=None)
NEEDED = "".join(f"{name} = {{ at = [[0, 1]] }}\n" for name in ("leading", "margin-top", "margin-bottom", "type"))

POINTS = st.lists(
    st.tuples(st.integers(-100, 100), st.integers(0, 400)), min_size=1, max_size=6, unique_by=lambda p: p[0]
)
TOKENS = POINTS.map(lambda points: Token("t", "pt", tuple((d / 100, v / 10) for d, v in sorted(points))))


@QUICK
@given(TOKENS, st.floats(-2, 2))
def test_between_two_points_a_token_runs_straight_and_beyond_them_it_stays(token: Token, density: float) -> None:
    values = [value for _, value in token.points]
    assert min(values) - 1e-9 <= token.at(density) <= max(values) + 1e-9
    for at, value in token.points:
        assert token.at(at) == pytest.approx(value)
    for (d1, v1), (d2, v2) in pairwise(token.points):
        assert token.at((d1 + d2) / 2) == pytest.approx((v1 + v2) / 2)
    assert token.at(-9) == values[0]
    assert token.at(9) == values[-1]


@QUICK
@given(TOKENS)
def test_css_says_every_token_with_its_unit(token: Token) -> None:
    css = Density((token, Token("u", "", ((0.0, 1.5),)))).css(NEUTRAL, "p { color: red }")
    assert css == f":root {{ --t: {token.at(0):.4f}pt; --u: 1.5000 }} p {{ color: red }}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_shipped_keeps_to_the_floors_and_grows_with_density(path: Path) -> None:
    density = read_density(path, path.name)
    assert density.value("type", TIGHTEST) >= 9
    assert density.value("leading", TIGHTEST) >= 1.28
    assert all(density.value(f"margin-{side}", TIGHTEST) >= 14 for side in ("top", "bottom", "side"))
    for token in density.tokens:
        values = [token.at(step / 50) for step in range(-50, 51)]
        # A looser letter has shorter lines.
        assert values == sorted(values, reverse=token.name == "measure"), token.name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slope = ", "end of document"),
        ("\nslope = = 3\n", "styles/cv.density.toml:2:9: "),
        ("x = 1", "tokens"),
        ("tokens = 3", "cannot be read"),
        ("[tokens]\ntype = 3", "cannot be read"),
        ("[tokens]\ntype = { unit = 'pt' }", "cannot be read"),
        ("[tokens]\ntype = { at = [[0, 'x']] }", "cannot be read"),
        ("[tokens]\ntype = { at = [[0]] }", "cannot be read"),
        ("[tokens]\n", "no token leading"),
        (f"[tokens]\n{NEEDED}space = {{ at = [] }}", "space do not ascend"),
        (f"[tokens]\n{NEEDED}space = {{ at = [[1, 2], [0, 3]] }}", "space do not ascend"),
        (f"[tokens]\n{NEEDED}space = {{ at = [[0, 2], [0, 3]] }}", "space do not ascend"),
        (f"[tokens]\n{NEEDED}space = {{ at = [[0, nan]] }}", "not all numbers"),
        (f"slope = 0\n[tokens]\n{NEEDED}", "slope"),
        (f"slope = -0.3\n[tokens]\n{NEEDED}", "slope"),
        (f"slope = nan\n[tokens]\n{NEEDED}", "slope"),
    ],
)
def test_a_broken_file_is_a_problem_of_the_style(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "cv.density.toml"
    path.write_text(text)
    with pytest.raises(CasefolioError, match=words) as caught:
        read_density(path, "styles/cv.density.toml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.exit_code) == ("CF-303", ExitCode.LAYOUT)
    assert str(problem.mark).startswith("styles/cv.density.toml:")
    assert problem.remedy


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "cv.density.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CasefolioError, match="CF-303"):
        read_density(path, "x")


def test_slope_has_a_default(tmp_path: Path) -> None:
    path = tmp_path / "cv.density.toml"
    path.write_text(f"[tokens]\n{NEEDED}")
    assert read_density(path, "x").slope == 0.3
