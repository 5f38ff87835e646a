"""What handouts are: their pages, words, tags, and that a person can read and a printer print them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from tests.bind.evidence import all_words, labels, links, outline, sound, words
from tests.dossier.desk import PROBLEM, RESULT
from tests.handouts.desk import LINK, MM, PROMISED, STUDIES, TALKS, desk, pictured, print_handouts, talk
from tests.tagtree import check_tree, transcript

from casefolio.bindery.contrast import contrasts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handouts.desk import Handouts
    from tests.vera.validate import Vera


def test_all_of_them_conform(a4: Handouts, letter: Handouts, vera: Vera) -> None:
    """Also the sheets that they are laid on."""
    files = {**a4.files, **letter.files}
    assert {"set-2-up", "set-booklet", "copies-4-up", "two-sided-de"} < set(files)
    assert {name: faults for name, data in files.items() if (faults := vera.faults(data, ("ua1", "3a")))} == {}
    assert all(result.conformance == ("PDF/A-3a", "PDF/UA-1") for result in a4.outcome.results)


@pytest.mark.parametrize("name", TALKS)
def test_they_have_the_pages_that_they_promise(a4: Handouts, name: str) -> None:
    with pikepdf.open(io.BytesIO(a4[name])) as pdf:
        assert len(pdf.pages) == PROMISED[name]
        assert {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}


@pytest.mark.parametrize("name", TALKS)
def test_their_tags_are_whole(a4: Handouts, name: str) -> None:
    assert check_tree(a4[name]) == []
    if TALKS[name].get("impose"):
        sound(a4[f"{name}-2-up"])


def test_tags_say_what_things_are(a4: Handouts) -> None:
    """One title, sections under it, studies under theirs; ideas and flows are lists; no heading within a heading."""
    for name in ("linked", "two-sided"):
        lines = transcript(a4[name])
        headings = [line.strip() for line in lines if line.strip().startswith("H") and line.strip()[1:2].isdigit()]
        assert [heading[:2] for heading in headings].count("H1") == 1
        assert [heading[:2] for heading in headings].count("H3") == 4
        assert sum(line.strip().startswith("Art") for line in lines) == 4
        # Three ideas, and flows of five, three, none and six steps.
        assert sum(line.strip().startswith("LI") for line in lines) == 3 + 5 + 3 + 6


def test_text_is_read_in_order_by_two_readers(a4: Handouts) -> None:
    spoken = [
        "Example Conference 2026 · Frankfurt · 12 May 2026",
        "Restores are a product",
        "How a restore becomes a routine",
        "To take home",
        "Rehearse before you need it.",
        "Measure what a restore loses.",
        "Give the way back an owner.",
        "Told in detail",
        "Plain Delivery Case study",
        "Take request",
        "Watch health",
        RESULT,
        "Known Way Back",
        "Third of Three",
        "Region by Region",
        "Promote",
        "Read on",
        LINK.removeprefix("https://"),
        "Mara Lindqvist runs platforms",
        "mara@example.org | +49 69 1234567",
    ]
    for text in (" ".join(words(a4["linked"])), all_words(a4["linked"])):
        _in_order(text, spoken)
    sides = [*spoken[:7], *spoken[16:], "Told in detail", PROBLEM, "Take request", RESULT, "Region by Region", RESULT]
    for text in (" ".join(words(a4["two-sided"])), all_words(a4["two-sided"])):
        _in_order(text, sides)


def _in_order(text: str, spoken: list[str]) -> None:
    at = 0
    for said in spoken:
        found = text.find(said, at)
        assert found >= 0, f"“{said}” is not after {text[max(0, at - 60) : at]!r}"
        at = found + len(said)


def test_labels_and_dates_are_in_the_language(letter: Handouts) -> None:
    (text,) = words(letter["linked-de"])
    _in_order(text, ["12. Mai 2026", "Zum Mitnehmen", "Im Einzelnen", "Fallstudie", "Weiterlesen"])
    with pikepdf.open(io.BytesIO(letter["linked-de"])) as pdf:
        assert str(pdf.Root.Lang) == "de"
        assert [round(float(x)) for x in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_a_year_that_the_event_has_is_not_said_twice(tmp_path: Path) -> None:
    root = desk(tmp_path / "desk", {"t": talk(date=2026, place="Conference", related=["one"])})
    (text,) = words(print_handouts(root, tmp_path / "out")["t"])
    assert text.startswith("Example Conference 2026 Restores")


def test_a_talk_without_a_link_tells_of_its_speaker(a4: Handouts) -> None:
    (text,) = words(a4["plain"])
    assert "The speaker" in text
    assert "Read on" not in text
    (bare,) = words(a4["bare"])
    assert "To take home" not in bare
    assert "Told in detail" not in bare
    assert "Mara Lindqvist, Platform Engineer" in bare


def test_the_other_side_says_which_it_is_and_whose(a4: Handouts) -> None:
    for name in ("two-sided", "eight", "copies"):
        first, second = words(a4[name])
        assert "2 / 2" in second
        short = TALKS[name]["title" if name != "eight" else "event"]
        assert f"Mara Lindqvist · {short}" in second
        assert "/ 2" not in first
        assert "Told in detail" not in first
    _, second = words(a4["eight"])
    assert all(fields["title"] in second for fields in STUDIES.values())
    # Few studies are told at more length.
    assert STUDIES["one"]["architecture"] in words(a4["copies"])[1]
    assert STUDIES["one"]["architecture"] not in second


def test_outline_labels_and_metadata(a4: Handouts) -> None:
    assert [(level, title) for level, title, _ in outline(a4["two-sided"])] == [
        (0, "Restores are a product"),
        (1, "To take home"),
        (1, "Read on"),
        (1, "Told in detail"),
    ]
    assert [page for *_, page in outline(a4["two-sided"])] == [0, 0, 0, 1]
    with pikepdf.open(io.BytesIO(a4["linked"])) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Restores are a product · Mara Lindqvist"
        assert str(pdf.docinfo["/Author"]) == "Mara Lindqvist"
        assert str(pdf.docinfo["/Subject"]) == "Handout · Example Conference 2026"
        assert str(pdf.docinfo["/Keywords"]) == "Argo CD, Terraform, OpenTelemetry"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Restores are a product · Mara Lindqvist"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert links(a4["linked"]) == [(0, LINK), (0, "mailto:mara@example.org"), (0, "tel:+49691234567")]


@pytest.mark.parametrize("name", TALKS)
def test_they_read_on_a_printer_without_colours(a4: Handouts, name: str) -> None:
    assert min(run.ratio for run in contrasts(a4[name])) >= 4.5


@pytest.mark.parametrize("name", TALKS)
def test_nothing_is_within_5_mm_of_the_edge(a4: Handouts, letter: Handouts, name: str) -> None:
    pages = pictured(a4[name], 72)
    pages += pictured(letter[f"{name}-de"], 72) if f"{name}-de" in letter.files else []
    for page in pages:
        left, top, right, bottom = page.point(lambda grey: 255 * (grey < 250)).getbbox() or (99, 99, 99, 99)
        assert min(left, top, page.width - right, page.height - bottom) * MM >= 5


@pytest.mark.parametrize("name", ["plain", "linked", "long", "bare", "two-sided"])
def test_a_page_reaches_its_foot(a4: Handouts, name: str) -> None:
    """Where to go on stands at the foot of the first page, however short the text: within the margins of the page."""
    pdf = pypdfium2.PdfDocument(a4[name])
    try:
        low = min(item.get_bounds()[1] for item in pdf[0].get_objects() if item.type == 1)
    finally:
        pdf.close()
    assert 14 <= low * MM <= 30


def test_type_stays_readable(a4: Handouts) -> None:
    """Body of at least 9 pt, nothing under 8 (DESIGN: the floors)."""
    for name in TALKS:
        pdf = pypdfium2.PdfDocument(a4[name])
        try:
            sizes = {
                round(item.get_font_size() * item.get_matrix().a, 1) for item in pdf[0].get_objects() if item.type == 1
            }
        finally:
            pdf.close()
        assert min(size for size in sizes if size > 0) >= 8


def test_page_labels_of_a_set_are_those_of_the_book(a4: Handouts) -> None:
    own, *others = labels(a4["set"])
    assert own == "1"
    assert [int(label) for label in others] == sorted(int(label) for label in others)
