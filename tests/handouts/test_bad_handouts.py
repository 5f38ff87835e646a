"""What is said of a talk whose handout cannot be printed: a code, a line, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.handouts.desk import IDEAS, LONG, STUDIES, desk, talk
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.product.desk import Run


def build(tmp_path: Path, target: str = "handout:t", **fields: Any) -> Run:
    root = desk(tmp_path / "desk", {"t": talk(**fields)})
    run = casefolio("--project", root, "build", target, "--out", tmp_path / "out")
    assert "Traceback" not in run.err
    if run.code:
        assert not list((tmp_path / "out").rglob("*.pdf"))
    return run


def test_eight_studies_on_one_page(tmp_path: Path) -> None:
    run = build(tmp_path, related=list(STUDIES), ideas=[idea * 3 for idea in IDEAS], link=LONG)
    assert run.code == 5
    assert "content/talks/t.yaml:" in run.err
    assert "the handout does not fit one page" in run.err
    assert "CF-401" in run.err
    assert "name fewer related studies, or write `pages: 2`" in run.err
    assert "optional" not in run.err


def test_too_much_for_two_pages(tmp_path: Path) -> None:
    run = build(tmp_path, pages=2, ideas=[idea * 12 for idea in IDEAS])
    assert run.code == 5
    assert "does not fit two pages" in run.err
    assert "`pages: 2`" not in run.err


def test_two_pages_without_studies(tmp_path: Path) -> None:
    run = build(tmp_path, pages=2, related=[])
    assert run.code == 5
    assert "content/talks/t.yaml" in run.err
    assert "CF-404" in run.err
    assert "promise one page in content/talks/t.yaml" in run.err
    assert "cv.yaml" not in run.err


def test_an_address_too_long_for_a_code(tmp_path: Path) -> None:
    run = build(tmp_path, link="https://example.org/" + "x" * 700)
    assert run.code == 3
    assert "content/talks/t.yaml:" in run.err
    assert "an address of 720 characters makes a QR code too large to print [CF-229]" in run.err
    assert "give a shorter one" in run.err


def test_no_such_talk(tmp_path: Path) -> None:
    run = build(tmp_path, "handout:s")
    assert run.code == 2
    assert "there is no talk 's' [CF-807]" in run.err
    assert "t" in run.err.splitlines()[1]


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"related": ["onne"]}, "CF-2", "did you mean 'one'?"),
        ({"onepagers": ["one", "one"]}, "CF-2", "'one' is named twice in this list"),
        ({"pages": 3}, "CF-2", "pages"),
        ({"impose": ["3-up"]}, "CF-2", "impose"),
        ({"link": "no address"}, "CF-2", "link"),
        ({"title": None}, "CF-2", "title"),
    ],
)
def test_what_content_says_wrong(tmp_path: Path, fields: dict[str, Any], code: str, said: str) -> None:
    run = build(tmp_path, **fields)
    assert run.code == 3
    assert f"[{code}" in run.err
    assert "content/talks/t.yaml" in run.err
    assert said in run.err


def test_a_word_that_no_box_has_room_for(tmp_path: Path) -> None:
    root = desk(tmp_path / "desk", {"t": talk(related=["wide"])})
    words = {**STUDIES["one"], "flow": ["Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbau" * 3, "Stop"]}
    import yaml

    (root / "content/studies/wide.yaml").write_text(yaml.safe_dump(words), "utf-8")
    run = casefolio("--project", root, "build", "handout:t", "--out", tmp_path / "out")
    assert run.code == 5
    assert "CF-402" in run.err
    assert "content/studies/wide.yaml" in run.err
