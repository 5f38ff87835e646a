"""Studies that follow a handout, sheets that it is laid on, and what is printed anew when content changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from tests.bind.evidence import links, words
from tests.handouts.desk import LINK, STUDIES, desk, pictured, print_handouts, talk

from casefolio.model.workspace import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handouts.desk import Handouts


def test_the_studies_follow_in_the_order_of_the_talk(a4: Handouts) -> None:
    first, second, third = words(a4["set"])
    assert first == words(a4["linked"])[0]
    assert "Region by Region" in second[:120]
    assert "Plain Delivery" in third[:120]


def test_titles_lead_to_the_studies_that_follow(a4: Handouts) -> None:
    """`one` is told first and follows last; studies that do not follow are no links."""
    assert [target for page, target in links(a4["set"]) if page == 0][:2] == ["2", "1"]
    assert not any(target.isdigit() for _, target in links(a4["linked"]))


def test_a_handout_alone_is_laid_on_sheets_as_often_as_it_fits(a4: Handouts) -> None:
    front, back = words(a4["copies-2-up"])
    assert front.count("Restores are a product") == 2
    assert back.count("2 / 2") == 2
    front, back = words(a4["copies-4-up"])
    assert front.count("To take home") == 4
    assert back.count("2 / 2") == 4


def test_a_set_is_laid_on_sheets_in_its_order(a4: Handouts) -> None:
    assert ["To take home" in side for side in words(a4["set-2-up"])] == [True, False]
    sheets = words(a4["set-booklet"])
    assert len(sheets) == 2
    assert "To take home" in sheets[0]
    assert "Region by Region" in sheets[1]


def test_how_sheets_are_printed_is_said(a4: Handouts) -> None:
    notes = {result.target.name: result.notes for result in a4.outcome.results}
    first, second = notes["copies"]
    assert first.startswith("copies-2-up.pdf: Print at 100 % (actual size) on A4 landscape, both sides, ")
    assert first.endswith("flip on the short edge. Cut along the lines.")
    assert second.startswith("copies-4-up.pdf: Print at 100 % (actual size) on A4 portrait, both sides, ")
    assert "flip on the long edge. Cut along the lines. At 50 %" in second
    assert "Cut" not in notes["set"][0]
    assert "flip on the short edge. Fold it in the middle" in notes["set"][1]


def test_the_same_content_gives_the_same_bytes(handout_desk: Path, a4: Handouts, tmp_path: Path) -> None:
    """A selection of studies is not for handouts: what is in them is said in the talk."""
    again = print_handouts(handout_desk, tmp_path, "set", "eight", studies=("two",))
    assert set(again.files) == {"set", "set-2-up", "set-booklet", "eight"}
    assert {name: data == a4.files[name] for name, data in again.files.items()} == dict.fromkeys(again.files, True)


def _changed(root: Path, slug: str) -> None:
    fields = {**STUDIES[slug], "result": "Something else came of it."}
    (root / f"content/studies/{slug}.yaml").write_text(yaml.safe_dump(fields), "utf-8")


def test_only_what_changed_is_printed_anew(tmp_path: Path) -> None:
    talks = {
        "alone": talk(related=["one", "two"], ideas=None),
        "set": talk(related=["one"], onepagers=["two"], link=LINK, impose=["2-up"]),
    }
    root, out = desk(tmp_path / "desk", talks), tmp_path / "out"
    for slug in set(STUDIES) - {"one", "two", "eight"}:
        (root / f"content/studies/{slug}.yaml").unlink()

    def fresh() -> dict[str, bool]:
        return {result.target.name: result.fresh for result in print_handouts(root, out).outcome.results}

    assert fresh() == {"alone": False, "set": False}
    assert fresh() == {"alone": True, "set": True}
    _changed(root, "one")
    assert fresh() == {"alone": False, "set": False}
    assert "Something else came of it." in words((out / "handouts/alone.pdf").read_bytes())[0]
    # All studies of a set share one grid; where it stays as it is, so do the pages that follow.
    _changed(root, "eight")
    assert fresh() == {"alone": True, "set": True}
    (out / "handouts/set-2-up.pdf").unlink()
    assert fresh() == {"alone": True, "set": False}
    assert (out / "handouts/set-2-up.pdf").is_file()


def test_an_own_style_may_leave_the_air_away(tmp_path: Path) -> None:
    """Then the page ends where its text ends."""
    root = desk(tmp_path / "desk", {"t": talk(related=[])})
    with_air = pictured(print_handouts(root, tmp_path / "one")["t"], 50)[0]
    (root / "styles").mkdir()
    style = (shipped("styles") / "handout.css").read_text("utf-8")
    (root / "styles/handout.css").write_text(style.replace(" + var(--air)", ""), "utf-8")
    without = pictured(print_handouts(root, tmp_path / "two")["t"], 50)[0]
    inks = [page.point(lambda grey: 255 * (grey < 200)).getbbox() or (0, 0, 0, 0) for page in (with_air, without)]
    ends = [bottom / with_air.height for *_, bottom in inks]
    assert ends[0] > 0.88
    assert ends[1] < 0.85
