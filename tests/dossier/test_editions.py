"""Two studies to a page, and paper printed on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.dossier.desk import full, printed, project, steps
from tests.dossier.leaves import MM, labels, leaves, missing_in_order, texts
from tests.tagtree import check_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dossier.conftest import Printed
    from tests.vera.validate import Vera

pytestmark = pytest.mark.xdist_group("dossier")


def test_compact_sets_two_studies_to_a_page(compact: Printed, written: dict[str, Any]) -> None:
    pages = [compact.studies[study["title"]] for study in written.values()]
    assert pages == [pages[0] + index // 2 for index in range(22)]
    assert len(set(pages)) == 11


def test_compact_halves_stand_on_one_grid(compact: Printed) -> None:
    """The upper halves agree with each other, and so do the lower ones."""
    for half in (0, 1):
        grids = []
        for at in sorted(set(compact.studies.values())):
            leaf = compact.leaves[at]
            tops = [line for line in leaf.lines if line.face.endswith("Serif-Pro-Semi-Bold")]
            grids.append([(line.text, round(line.x, 1), round(line.y, 1)) for line in tops[half * 5 : half * 5 + 5]])
        assert [words for words, _, _ in grids[0]] == [
            "Problem",
            "Architecture",
            "Constraints",
            "Technologies",
            "Result",
        ]
        assert all(grid == grids[0] for grid in grids)


def test_compact_keeps_all_but_the_details_of_steps(compact: Printed, written: dict[str, Any]) -> None:
    for extracted in texts(compact.dossier):
        for study in written.values():
            wanted = [study["title"], study["problem"], study["architecture"]]
            for step in study["flow"]:
                branch = step.get("branch", {})
                wanted += [step["step"], branch.get("when", ""), branch.get("then", "")]
                wanted += [f"back to step {step['back_to']}"] if "back_to" in step else []
            wanted += [*study["constraints"], *study["technologies"], study["result"]]
            assert missing_in_order(extracted[compact.studies[study["title"]]], wanted) == []


def test_duplex_mirrors_its_margins(duplex: Printed, a4: Printed) -> None:
    plain = {leaf.heading("Problem").x for leaf in a4.leaves if leaf.heading("Problem")}  # type: ignore[union-attr]
    assert len(plain) == 1
    for index, leaf in enumerate(duplex.leaves):
        heading = leaf.heading("Problem")
        if heading:
            inner = 4 * MM if index % 2 == 0 else -4 * MM
            assert heading.x - min(plain) == pytest.approx(inner, abs=0.1)
            folio = next(line for line in leaf.margin if line.text == leaf.folio)
            outside = folio.x > leaf.width / 2 if index % 2 == 0 else folio.x < leaf.width / 2
            assert outside


def test_duplex_starts_on_a_right_hand_page(duplex: Printed) -> None:
    before = labels(duplex.dossier).index("1")
    assert before % 2 == 0
    assert min(duplex.studies.values()) == before
    assert not duplex.leaves[before - 1].lines


def test_duplex_heads_on_left_pages_are_whole(duplex: Printed) -> None:
    for leaf in duplex.leaves:
        assert not any(line.text.strip(" ·") == "" for line in leaf.margin), leaf.margin
        chapter = leaf.title if leaf.heading("Problem") is None else ""
        if leaf.folio and chapter:
            assert any(line.text == chapter for line in leaf.margin), chapter


@pytest.fixture(scope="module")
def facing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of two pages that would come on a right-hand page."""
    words = "The team writes down what it promises, and what it asks for in return. " * 14
    studies = {
        "aa": full("Apples"),
        "bb": full("Berries"),
        "cc": full("Cherries", architecture=words, problem=words[:400], flow=steps(8), pages=2),
        "dd": full("Dates", related=["cc"]),
    }
    root = tmp_path_factory.mktemp("facing")
    out = root / "out"
    printed(project(root, studies), out, "dossier", "onepagers", duplex=True)
    return out


def test_duplex_two_pages_face_each_other(facing: Path, vera: Vera) -> None:
    pdf = facing / "dossier.pdf"
    found = leaves(pdf)
    at = next(index for index, leaf in enumerate(found) if leaf.title == "Cherries")
    assert at % 2 == 1
    # The page before is empty: no head, no folio; and it is counted.
    assert not found[at - 1].lines
    assert not found[at - 1].margin
    assert (found[at].folio, found[at + 1].folio, found[at + 2].folio) == ("4", "5", "6")
    assert labels(pdf)[at : at + 3] == ["4", "5", "6"]
    contents = next(leaf for leaf in found if leaf.title == "Contents")
    rows = {line.text: line.y for line in contents.lines}
    numbers = [line.text for line in contents.lines if line.text.isdigit() and abs(line.y - rows["Dates"]) < 0.1]
    assert numbers == ["6"]
    assert len(leaves(facing / "onepagers/cc.pdf")) == 2
    assert vera.faults(pdf) + check_tree(pdf) == []
