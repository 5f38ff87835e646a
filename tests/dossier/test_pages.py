"""The owner's studies: a page each, one series, the same page alone and in the dossier, conforming."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.dossier.leaves import Leaf, first_words, leaves, missing_in_order, texts
from tests.tagtree import check_tree, transcript

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dossier.conftest import Printed
    from tests.vera.validate import Vera

pytestmark = pytest.mark.xdist_group("dossier")

HEADINGS = ("Problem", "Architecture", "Constraints", "Technologies", "Result", "Related")


@pytest.fixture(scope="module")
def alone(a4: Printed, written: dict[str, Any]) -> dict[str, list[Leaf]]:
    """The pages of each one-pager."""
    return {slug: leaves(a4.out / f"onepagers/{slug}.pdf") for slug in written}


def test_one_page_for_each_study_named_by_its_slug(
    a4: Printed, alone: dict[str, list[Leaf]], written: dict[str, Any]
) -> None:
    assert {path.name for path in (a4.out / "onepagers").iterdir()} == {f"{slug}.pdf" for slug in written}
    assert {slug: len(pages) for slug, pages in alone.items()} == dict.fromkeys(written, 1)
    assert {slug: pages[0].title for slug, pages in alone.items()} == {s: f["title"] for s, f in written.items()}


def test_every_file_conforms(a4: Printed, vera: Vera) -> None:
    faults = {path.stem: vera.faults(path) + check_tree(path) for path in sorted(a4.out.rglob("*.pdf"))}
    assert len(faults) == 23
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("edition", ["letter", "compact", "duplex"])
def test_every_edition_conforms(edition: str, vera: Vera, request: pytest.FixtureRequest) -> None:
    dossier = request.getfixturevalue(edition).dossier
    assert vera.faults(dossier) + check_tree(dossier) == []


def test_all_pages_stand_on_one_grid(alone: dict[str, list[Leaf]]) -> None:
    first = next(iter(alone.values()))[0]
    grid = {words: first.heading(words) for words in HEADINGS}
    assert all(grid.values())
    for slug, (page,) in alone.items():
        assert tuple(page.headings()) == HEADINGS, slug
        for words, line in page.headings().items():
            assert line.near(grid[words]), (slug, line, grid[words])  # type: ignore[arg-type]
        # Eyebrow and title, and the first line of what stands beside the headings.
        for at in (0, 1, 3):
            assert page.lines[at].near(first.lines[at]), (slug, page.lines[at])


def test_all_pages_are_set_in_one_range_of_sizes(alone: dict[str, list[Leaf]]) -> None:
    sizes = {slug: {round(line.size, 1) for line in (*page.lines, *page.margin)} for slug, (page,) in alone.items()}
    assert len(set(map(frozenset, sizes.values()))) == 1, sizes
    (range_,) = set(map(frozenset, sizes.values()))
    assert min(range_) >= 8
    assert len(range_) <= 7


def test_a_page_is_the_same_alone_and_in_the_dossier(a4: Printed, alone: dict[str, list[Leaf]]) -> None:
    for number, (page,) in enumerate(alone.values(), 1):
        inside = a4.leaves[a4.studies[page.title]]
        assert inside.folio == page.folio == str(number)
        assert _placed(page) == _placed(inside)


def _placed(page: Leaf) -> list[tuple[float, float, str]]:
    return [(round(line.x, 2), round(line.y, 2), line.text) for line in (*page.lines, *page.margin)]


def said(study: dict[str, Any], titles: dict[str, str]) -> list[str]:
    """All that a study says, in the order in which it is to be read."""
    found = [study["title"], study["problem"], study["architecture"]]
    for step in study.get("flow", []):
        branch = step.get("branch", {})
        found += [step["step"], step.get("detail", ""), branch.get("when", ""), branch.get("then", "")]
        found += [f"Back to step {step['back_to']}"] if "back_to" in step else []
    found += [*study.get("constraints", []), *study.get("technologies", []), study["result"]]
    return [*found, *(titles[slug] for slug in study.get("related", []))]


def test_every_word_of_every_study_is_on_its_page_in_order(a4: Printed, written: dict[str, Any]) -> None:
    titles = {slug: study["title"] for slug, study in written.items()}
    for extracted in texts(a4.dossier):
        for study in written.values():
            assert missing_in_order(extracted[a4.studies[study["title"]]], said(study, titles)) == [], study["title"]


def test_every_page_begins_with_a_first_heading(a4: Printed) -> None:
    firsts = first_words(a4.dossier)
    assert [role for role, _ in firsts.values()] == ["H1"] * len(a4.leaves)
    assert [*firsts] == [*range(1, len(a4.leaves) + 1)]
    # That no level is skipped is part of check_tree.


def test_what_is_said_to_be_a_link_is_one(a4: Printed) -> None:
    for path in sorted(a4.out.rglob("*.pdf")):
        tags = [line.strip() for line in transcript(path)]
        assert not [line for line in tags if line.startswith("Link") and not line.startswith("Link → ")], path.name


def test_running_heads_name_theme_and_title_and_are_not_read_aloud(a4: Printed, written: dict[str, Any]) -> None:
    lines = [line.strip() for line in transcript(a4.dossier)]
    for study in written.values():
        page = a4.leaves[a4.studies[study["title"]]]
        (head,) = (line for line in page.margin if line.text.endswith(f" · {study['title']}"))
        theme = head.text.removesuffix(f" · {study['title']}")
        assert page.lines[0].text.endswith(f" · {theme}")
        assert not any(head.text in line for line in lines)
    assert not any("Andrey Lesnikov ·" in line for line in lines)


def test_what_a_run_says_of_a_page_is_how_full_it_is(a4: Printed) -> None:
    fill = {result.target.name: result.fill for result in a4.outcome.results if result.target.kind == "onepager"}
    assert len(set(fill.values())) > 10
    assert 0.5 < min(fill.values()) < max(fill.values()) < 1


def faces(pdf: Path) -> list[str]:
    """The names of all font programs in a file, with their subset tags."""
    with pikepdf.open(pdf) as file:
        fonts = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        return [str(font.FontName) for font in fonts if any(f"/FontFile{kind}" in font for kind in ("", "2", "3"))]


def test_each_face_is_in_a_dossier_once(a4: Printed) -> None:
    found = faces(a4.dossier)
    assert len(found) == len(set(found)) <= 6
    assert len({name.rpartition("+")[2] for name in found}) == len(found)
    used = {re.sub(r"^\w+\+", "", line.face) for leaf in a4.leaves for line in (*leaf.lines, *leaf.margin)}
    assert used <= {name.lstrip("/").rpartition("+")[2] for name in found}
    # The same pages as single files carry their own subsets.
    alone = sum(path.stat().st_size for path in (a4.out / "onepagers").iterdir())
    assert a4.dossier.stat().st_size < alone / 2
