"""What can be asked for, what cannot, and what a print shop would say: each has an answer."""

from __future__ import annotations

import struct
from importlib.resources import files
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.product.desk import casefolio
from tests.shop.inkwell import painted
from tests.shop.profiles import press_profile

from casefolio.errors import CasefolioError
from casefolio.model.workspace import shipped
from casefolio.press.profile import read_profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.product.desk import Run
    from tests.shop.conftest import Shopfloor

SRGB = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def build(floor: Shopfloor, *words: str | Path) -> Run:
    return casefolio("--project", floor.root, "build", "cv", "--json", *words)


def codes(run: Run) -> list[str]:
    """The codes of what was said: warnings, or why the run failed."""
    return [said["code"] for said in (*run.said["warnings"], *run.said["problems"])]


def printed(floor: Shopfloor) -> list[str]:
    return sorted(str(path.relative_to(floor.root / "out")) for path in (floor.root / "out").rglob("*.pdf"))


def with_styles(floor: Shopfloor, **styles: str) -> Shopfloor:
    (floor.root / "styles").mkdir(exist_ok=True)
    for name, text in styles.items():
        (floor.root / "styles" / f"{name}.css").write_text(text, "utf-8")
    return floor


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no ICC profile"),
        (b"not a profile at all" * 20, "no ICC profile"),
        (SRGB, "of RGB colour"),
        (press_profile()[:300], "a part of it is missing"),
        (press_profile()[:128] + struct.pack(">I", 0xFFFFFF) + press_profile()[132:], "a part of it is missing"),
        (press_profile(kind=b"mntr"), "of the class 'mntr'"),
        (press_profile(space=b"GRAY"), "of GRAY colour"),
        (press_profile(version=5), "version 5"),
        (press_profile(tables=False), "converts no colour"),
    ],
)
def test_a_file_that_is_no_press_profile(floor: Shopfloor, data: bytes, said: str) -> None:
    floor.profile.write_bytes(data)
    run = build(floor, "--press", floor.profile)
    assert (run.code, codes(run)) == (2, ["CF-826"])
    assert said in run.said["problems"][0]["message"]
    assert printed(floor) == []


def test_a_profile_that_is_not_there(floor: Shopfloor, tmp_path: Path) -> None:
    for path in tmp_path / "none.icc", tmp_path:
        run = build(floor, "--press", path)
        assert (run.code, codes(run)) == (2, ["CF-825"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 9000))
def test_a_damaged_profile_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(press_profile())
    for place, value in flips:
        data[place] = value
    path = tmp_path_factory.getbasetemp() / "damaged.icc"
    path.write_bytes(bytes(data[: len(data) - cut]))
    try:
        came = [str(len(read_profile(path).inks_of((0.2, 0.4, 0.6))))]
    except CasefolioError as error:
        came = [problem.code for problem in error.problems]
    assert came in (["CF-826"], ["4"])


@pytest.mark.parametrize("bleed", ["3", "mm", "-3mm", "3 miles", "1e3mm", "26mm", "2in", "∞mm", ""])
def test_a_bleed_that_is_none(floor: Shopfloor, bleed: str) -> None:
    run = build(floor, "--bleed", bleed, "--press", floor.profile)
    assert (run.code, codes(run)) == (2, ["CF-827"])


@pytest.mark.parametrize(("bleed", "points"), [("0.125in", 9), (".5 cm", 14.173), ("0", 0), ("2,5MM", 7.087)])
def test_a_bleed_in_any_unit(floor: Shopfloor, bleed: str, points: float) -> None:
    assert build(floor, "--bleed", bleed).code == 0
    with pikepdf.open(floor.root / "out/press/cv.pdf") as book:
        assert -float(book.pages[0].obj.BleedBox[0]) == pytest.approx(points, abs=0.01)


def test_marks_that_are_not_known(floor: Shopfloor) -> None:
    run = build(floor, "--marks", "crop,crosses")
    assert (run.code, codes(run)) == (2, ["CF-828"])


def test_a_packet_is_not_for_a_shop(floor: Shopfloor) -> None:
    run = casefolio("--project", floor.root, "build", "packet:acme", "--json", "--press", floor.profile)
    assert (run.code, codes(run)) == (2, ["CF-829"])


def test_a_press_edition_replaces_no_readers_file(floor: Shopfloor) -> None:
    assert build(floor).code == 0
    before = (floor.root / "out/cv.pdf").read_bytes()
    for words in ("--press", floor.profile), ("--grey",), ("--marks", "crop"):
        assert build(floor, *words).code == 0
    assert (floor.root / "out/cv.pdf").read_bytes() == before
    assert {path.name for path in (floor.root / "out").iterdir()} >= {"cv.pdf", "press", "grey"}


def test_what_was_asked_for_is_what_shops_ask_for(floor: Shopfloor) -> None:
    """With --press alone: 3 mm, no marks, and no word about pages that do not bleed."""
    run = build(floor, "--press", floor.profile)
    assert (run.code, codes(run)) == (0, [])
    with pikepdf.open(floor.root / "out/press/cv.pdf") as book:
        (page,) = book.pages
        assert float(page.obj.MediaBox[0]) == float(page.obj.BleedBox[0]) == pytest.approx(-8.504)


def test_a_bleed_without_anything_to_bleed(floor: Shopfloor) -> None:
    run = build(floor, "--bleed", "3mm")
    assert (run.code, codes(run)) == (0, ["CF-643"])


GROUND = ".masthead { background: #ddeeee; margin: calc(-1 * var(--margin-top)) calc(-1 * var(--margin-side)) 0 }"


def test_a_ground_that_ends_at_the_cut(floor: Shopfloor) -> None:
    cv = (shipped("styles") / "cv.css").read_text("utf-8")
    run = build(with_styles(floor, cv=cv + GROUND), "--press", floor.profile)
    assert run.code == 0
    assert "CF-642" in codes(run)
    over = GROUND.replace("-1 * var(--margin-top))", "-1 * var(--margin-top) - var(--bleed))").replace(
        "-1 * var(--margin-side))", "-1 * var(--margin-side) - var(--bleed))"
    )
    run = build(with_styles(floor, cv=cv + over), "--press", floor.profile)
    assert (run.code, [code for code in codes(run) if code in ("CF-642", "CF-643")]) == (0, [])


def test_nothing_runs_into_the_marks(floor: Shopfloor) -> None:
    """What reaches further than the bleed is cut off there."""
    cv = (shipped("styles") / "cv.css").read_text("utf-8")
    far = ".masthead { background: #ddeeee; margin: 0 -80mm; padding: 0 80mm }"
    run = build(with_styles(floor, cv=cv + far), "--press", floor.profile, "--marks", "crop")
    assert (run.code, codes(run)) == (0, [])
    document = pypdfium2.PdfDocument(floor.root / "out/press/cv.pdf")
    page = document[0]
    picture = page.render(scale=2).to_pil().convert("L")
    edge = round((page.get_bleedbox()[0] - page.get_mediabox()[0]) * 2)
    assert picture.getpixel((edge + 2, 200)) < 250
    assert picture.getpixel((edge - 2, 200)) == 255
    document.close()


TOKENS = """:root { --ink: #202020; --quiet: #606060; --accent: #a02020; --tint: #f4eeee; --rule: #ccc;
 --sans: "Source Sans Pro"; --serif: "Source Serif Pro" }"""


def test_a_theme_of_ones_own_is_not_printed_in_our_inks(floor: Shopfloor) -> None:
    run = build(with_styles(floor, tokens=TOKENS), "--press", floor.profile)
    assert (run.code, codes(run)) == (0, ["CF-309"])
    texts = {mark.parts for mark in painted(floor.root / "out/press/cv.pdf") if mark.kind == "text"}
    assert (0, 0, 0, 1) in texts, "dark grey is black ink"
    assert all(min(parts) == 0 for parts in texts), "four inks"
    accent = next(parts for parts in texts if parts[1] > 0.3)
    assert accent[1] > accent[0], "red, not the shipped petrol"


def test_a_theme_with_its_own_inks(floor: Shopfloor) -> None:
    inks = ":root { --ink: device-cmyk(0 0 0 1); --quiet: device-cmyk(0 0 0 .7); --accent: device-cmyk(0 .9 .8 .3);"
    styles = {"tokens": TOKENS, "press": inks + " --tint: device-cmyk(0 .05 .04 0); --rule: device-cmyk(0 0 0 .3) }"}
    run = build(with_styles(floor, **styles), "--press", floor.profile)
    assert (run.code, codes(run)) == (0, [])
    assert any(mark.parts == (0, 0.9, 0.8, 0.3) for mark in painted(floor.root / "out/press/cv.pdf"))


def test_a_colour_that_is_no_token_is_named(floor: Shopfloor) -> None:
    cv = (shipped("styles") / "cv.css").read_text("utf-8")
    rules = ".name { color: #8a2be2 } .role { background: linear-gradient(#fff, #fa8) }"
    rules += " .masthead { border-bottom: 2pt dashed lab(50 60 20); outline: 1pt solid lab(100 0 0) }"
    styled = with_styles(floor, cv=cv + rules)
    run = build(styled, "--press", floor.profile)
    assert (run.code, codes(run)) == (0, ["CF-310"])
    assert run.said["warnings"][0]["message"].endswith(": #8a2be2, #d53f58, #ffaa88")
    assert run.said["results"][0]["conformance"] == ["PDF/X-4"]


def test_small_text_in_four_inks_is_found(floor: Shopfloor) -> None:
    cv = (shipped("styles") / "cv.css").read_text("utf-8")
    for rule, wanted in (
        (".role { color: device-cmyk(.5 .5 .5 .5) }", ["CF-641"]),
        (".name { color: device-cmyk(.5 .5 .5 .5) }", []),
    ):
        styled = with_styles(floor, cv=cv + rule + " .role .job, .role .employer { color: inherit }")
        run = build(styled, "--press", floor.profile)
        assert (run.code, codes(run)) == (0, wanted), rule


def test_strict_makes_a_shops_words_fatal(floor: Shopfloor) -> None:
    run = build(floor, "--bleed", "3mm", "--strict")
    assert codes(run) == ["CF-643"]
    assert run.code != 0
    assert printed(floor) == []


def test_another_profile_is_another_file(floor: Shopfloor) -> None:
    """What was printed for one press is not taken for up to date when the profile's file changes."""
    for name in "Test press", "Other press":
        floor.profile.write_bytes(press_profile(name))
        assert build(floor, "--press", floor.profile).code == 0
        with pikepdf.open(floor.root / "out/press/cv.pdf") as book:
            assert str(book.Root.OutputIntents[0].Info) == name
