"""Contents, index, references, outline and labels: every number is that of the page where the target really stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.dossier.leaves import Leaf, labels, links, outline

if TYPE_CHECKING:
    from tests.dossier.conftest import Printed

pytestmark = pytest.mark.xdist_group("dossier")

EDITIONS = ("a4", "letter", "compact", "duplex")


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Printed:
    printed: Printed = request.getfixturevalue(request.param)
    return printed


def page_of(edition: Printed, title: str) -> Leaf:
    return next(leaf for leaf in edition.leaves if leaf.title == title)


def test_labels_are_the_printed_folios(edition: Printed) -> None:
    shown, said = [leaf.folio for leaf in edition.leaves], labels(edition.dossier)
    before = said.index("1")
    assert said[:before] == ["i", "ii", "iii", "iv"][:before]
    assert said[before:] == [str(number) for number in range(1, len(said) - before + 1)]
    bare = [label for folio, label in zip(shown, said, strict=True) if not folio]
    # Only the cover shows none, and the empty page that fills up a leaf.
    assert [folio or label for folio, label in zip(shown, said, strict=True)] == said
    assert bare in (["i"], ["i", "iv"])


def test_contents_lead_to_the_pages_they_name(edition: Printed, written: dict[str, Any]) -> None:
    shown = {index for index, leaf in enumerate(edition.leaves) if leaf.folio in ("ii", "iii") and leaf.lines}
    contents = [link for link in links(edition.dossier) if link.page in shown and re.search(r"\d$", link.words)]
    folios = labels(edition.dossier)
    named = {}
    for link in contents:
        title, number = re.fullmatch(r"(.+?)\s*(\d+)", link.words).groups()  # type: ignore[union-attr]
        assert folios[link.target] == number == edition.leaves[link.target].folio
        assert any(line.text == title for line in edition.leaves[link.target].lines)
        named[title] = link.target
    titles = [study["title"] for study in written.values()]
    assert list(named) == [*titles, "Projects", "Talks and recognition", "Technologies"]
    assert {title: named[title] for title in titles} == edition.studies


def test_contents_print_each_number_beside_its_title(edition: Printed, written: dict[str, Any]) -> None:
    """By the text alone, as a reader of the paper sees it."""
    page = page_of(edition, "Contents")
    for title in (study["title"] for study in written.values()):
        (entry,) = (line for line in page.lines if line.text == title)
        (number,) = (line.text for line in page.lines if abs(line.y - entry.y) < 0.1 and line.text.isdigit())
        assert edition.leaves[edition.studies[title]].folio == number


def test_index_names_every_page_that_tells_of_a_technology(edition: Printed, written: dict[str, Any]) -> None:
    at = next(index for index, leaf in enumerate(edition.leaves) if leaf.title == "Technologies")
    folios = labels(edition.dossier)
    for link in (link for link in links(edition.dossier) if link.page == at):
        assert folios[link.target] == link.words
    shown = {}
    for line in edition.leaves[at].lines[1:]:
        name, numbers = re.fullmatch(r"(.+?) ((?:\d+, )*\d+)", line.text).groups()  # type: ignore[union-attr]
        shown[name] = numbers.split(", ")
    told: dict[str, list[str]] = {}
    for study in written.values():
        for name in study["technologies"]:
            folio = edition.leaves[edition.studies[study["title"]]].folio
            told[name] = [*dict.fromkeys([*told.get(name, []), folio])]
    assert shown == told
    assert list(shown) == sorted(shown, key=str.casefold)


@pytest.mark.parametrize("edition", ["a4", "letter", "duplex"], indirect=True)
def test_related_links_land_on_their_studies(edition: Printed, written: dict[str, Any]) -> None:
    found = links(edition.dossier)
    for study in written.values():
        own = [link for link in found if link.page == edition.studies[study["title"]]]
        related = [written[slug]["title"] for slug in study["related"]]
        assert [link.words for link in own] == related
        assert [link.target for link in own] == [edition.studies[title] for title in related]


def test_other_links_land_where_they_say(edition: Printed) -> None:
    for link in links(edition.dossier):
        title = re.sub(r"\s*\d+$", "", link.words)
        if title in edition.studies:
            assert link.target == edition.studies[title], link


def test_outline_has_themes_and_studies(edition: Printed, written: dict[str, Any]) -> None:
    entries = outline(edition.dossier)
    below = {title: page for _, _, inner in entries for title, page in inner}
    assert list(below) == [study["title"] for study in written.values()]
    assert below == edition.studies
    for _, page, inner in entries:
        assert not inner or page == inner[0][1]
    assert [title for title, _, inner in entries if inner] == [
        "AI infrastructure",
        "Platform foundations",
        "GitOps delivery",
        "Observability and incidents",
        "Recovery and resilience",
        "Security and supply chain",
    ]
    for title, page, inner in entries:
        assert inner or edition.leaves[page].title == title
