"""Every text can be read: contrast by WCAG 2.2 §1.4.3, on paper's white and on the tint; drawings by §1.4.11."""

from __future__ import annotations

import re

import pytest
from tests.dossier.desk import ROOT

TOKENS = dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{6})", (ROOT / "styles/tokens.css").read_text("utf-8")))
#: What is written with, what is written on; `rule` only underlines and parts.
INKS, GROUNDS = ("ink", "quiet", "accent"), ("#ffffff", TOKENS["tint"])

LEADER = "#7d8b92"


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_can_be_read(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], ground) >= 4.5


def test_all_tokens_are_known() -> None:
    assert set(TOKENS) == {*INKS, "tint", "rule"}


def test_grey_print_keeps_ink_and_ground_apart() -> None:
    # A laser printer makes grey of the luminance; the tint stays light, and all inks are darker than middle grey.
    assert luminance(TOKENS["tint"]) > 0.85
    assert max(luminance(TOKENS[ink]) for ink in INKS) < 0.18


def test_styles_write_no_colour_of_their_own() -> None:
    """Colours come from the tokens. Page styles do not reach drawings, which use the accent; leaders are grey."""
    for path in sorted((ROOT / "styles").iterdir()):
        if path.name == "tokens.css" or path.is_dir():
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"--[\w-]+:\s*#\w+", "", text)  # tokens for the night, on a screen
        colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;\"')}])", text)}
        assert colours <= ({TOKENS["accent"], LEADER} if path.suffix == ".svg" else set()), path.name


def test_leaders_and_drawings_can_be_seen() -> None:
    assert contrast(LEADER, "#ffffff") >= 3
    assert contrast(TOKENS["accent"], "#ffffff") >= 3
