"""The letter as it is printed: where the post looks, what it says, how it keeps to its page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextLine
from tests.bind.evidence import words
from tests.packets.conftest import BODY, Packet, desk
from tests.product.desk import ROOT, casefolio
from tests.tagtree import check_tree, transcript

from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.shaping.application import Words
from casefolio.shaping.letter import letter_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.vera.validate import Vera

MM = 25.4 / 72


def lines(pdf: bytes) -> dict[str, tuple[float, float, float, float]]:
    """Every line of the first page: left, top, right, bottom in mm from the upper left corner."""
    (page,) = extract_pages(io.BytesIO(pdf), page_numbers=[0])
    found = {}
    for line in _lines(page):
        box = (line.x0 * MM, (page.height - line.y1) * MM, line.x1 * MM, (page.height - line.y0) * MM)
        found[" ".join(line.get_text().split())] = box
    return found


def _lines(box: Any) -> Iterator[LTTextLine]:
    if isinstance(box, LTTextLine):
        yield box
    else:
        for inner in getattr(box, "_objs", ()):
            yield from _lines(inner)


def test_a_german_letter_shows_its_address_in_the_window_of_din_5008_form_b(packet: Callable[[str], Packet]) -> None:
    found = lines(packet("german")["Bewerbung-Mara-Lindqvist.pdf"])
    address = (
        "Musterwerke GmbH & Co. KG",
        "Personalabteilung",
        "Frau Dr. Erika Mustermann",
        "Musterstraße 1",
        "12345 Musterstadt",
    )
    tops = [found[line][1] for line in address]
    assert tops == sorted(tops)
    for line in address:
        left, top, right, bottom = found[line]
        # the field: 20 to 105 mm from the left, its zone for the address 62.7 to 90 mm from the top
        assert left == pytest.approx(25, abs=0.5)
        assert right < 105
        assert top > 62
        assert bottom < 90
    left, top, right, bottom = found["Mara Lindqvist · Beispielweg 12 · 60311 Frankfurt am Main"]
    assert left == pytest.approx(25, abs=0.5)
    assert 45 < top < bottom < 62.7
    assert right < 105
    assert found["Frankfurt, 23. November 2026"][0] == pytest.approx(125, abs=0.5)
    assert 98.4 < found["Bewerbung als Plattformingenieurin"][1] < 101
    assert found["Platform Engineer"][3] < 45


def test_the_address_of_a_letter_on_us_paper_shows_in_the_window_of_a_no_10_envelope(
    packet: Callable[[str], Packet],
) -> None:
    found = lines(packet("american")["Mara-Lindqvist-Cover-letter.pdf"])
    for line in ("Sample Works, Inc.", "Mr. Kim Example", "100 Sample Street", "Springfield, IL 62701"):
        left, top, right, bottom = found[line]
        assert 0.875 * 25.4 < left < right < (0.875 + 4.5) * 25.4
        assert 2.04 * 25.4 < top < bottom < 3.167 * 25.4
    assert found["November 23, 2026"][0] > (0.875 + 4) * 25.4
    assert {"Dear Mr. Example:", "Sincerely,", "Beispielweg 12 | 60311 Frankfurt am Main"} <= set(found)


def test_fold_and_punch_marks_are_drawn_where_they_belong_and_are_no_content(packet: Callable[[str], Packet]) -> None:
    data = packet("german")["Bewerbung-Mara-Lindqvist.pdf"]
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        picture = pdf[0].render(scale=300 / 72).to_pil().convert("L")
    finally:
        pdf.close()
    strip = picture.crop((round(5.2 / 25.4 * 300), 0, round(8 / 25.4 * 300), picture.height))
    rows = [y * 25.4 / 300 for y in range(strip.height) if strip.crop((0, y, strip.width, y + 1)).getextrema()[0] < 230]
    assert all(min(abs(row - at) for at in (105, 148.5, 210)) < 0.4 for row in rows)
    assert {at for at in (105, 148.5, 210) if any(abs(row - at) < 0.4 for row in rows)} == {105, 148.5, 210}
    assert all("/Figure" not in line for line in transcript(data)[:30])


def test_it_reads_from_the_sender_to_the_enclosures(packet: Callable[[str], Packet]) -> None:
    page = words(packet("english")["Application-Mara-Lindqvist.pdf"])[0]
    said = (
        "Mara Lindqvist",
        "Somebody for platforms",
        "+49 69 1234567 | mara@example.org",
        "Sample Works Ltd",
        "1 Sample Street",
        "UNITED KINGDOM",
        "23 November 2026",
        "S-1",
        "Application as Platform Engineer",
        "Dear Hiring Team,",
        "Sample Works Ltd looks for a Platform Engineer, and I apply under the sign S-1.",
        "• foundations that hold",
        "I look forward to meeting you.",
        "Yours sincerely,",
        "Enclosures",
        "CV",
        "How a change travels",
        "Case studies",
        "Certificate",
    )
    places = [page.find(text) for text in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("name", "file"),
    [("german", "Bewerbung-Mara-Lindqvist.pdf"), ("american", "Mara-Lindqvist-Cover-letter.pdf")],
)
def test_what_it_claims_is_true(packet: Callable[[str], Packet], vera: Vera, name: str, file: str) -> None:
    data = packet(name)[file]
    assert vera.faults(data, ("ua1", "3a")) == []
    assert check_tree(data, margins=False) == []


def test_a_signature_is_told_to_those_who_cannot_see_it(packet: Callable[[str], Packet]) -> None:
    assert any(
        "[Signature of Mara Lindqvist]" in line
        for line in transcript(packet("american")["Mara-Lindqvist-Cover-letter.pdf"])
    )


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A project whose application `one` is only a letter."""
    root = desk(tmp_path)
    for path in (root / "content" / "applications").glob("*.yaml"):
        path.unlink()
    return root


def letter(root: Path, text: str, *words: str) -> Any:
    (root / "content" / "applications" / "one.yaml").write_text(text, "utf-8")
    return casefolio("--project", root, "build", "packet:one", "--json", *words)


ONLY = f"employer: Sample Works Ltd\nrole: Engineer\nreference: S-1\ndate: 2026-11-23\nparts: [letter]\nletter:\n{BODY}"


def test_it_tightens_until_it_fits_and_says_where_it_does_not(bench: Path) -> None:
    paragraph = "\n    This paragraph says in many words what a few would have said as well, and goes on for a while.\n"
    run = letter(bench, ONLY + paragraph * 17)
    assert run.code == 0, run.out
    with pikepdf.open(bench / "out/packets/one/Application-Mara-Lindqvist.pdf") as pdf:
        assert len(pdf.pages) == 1
    run = letter(bench, ONLY + paragraph * 40)
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (5, "CF-405", 7)
    assert "a letter is one page" in problem["remedy"]


def test_an_address_that_outgrows_the_window_is_refused(bench: Path) -> None:
    many = ONLY.replace("Sample Works Ltd\nrole", "{name: Sample Works Ltd, address: [a, b, c, d, e, f]}\nrole")
    run = letter(bench, many)
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (5, "CF-406", 1)


def test_without_contact_data_and_recipient_it_is_still_a_letter(bench: Path, vera: Vera) -> None:
    (bench / "content/profile.yaml").write_text("name: Mara Lindqvist\n", "utf-8")
    assert letter(bench, ONLY).code == 0
    data = (bench / "out/packets/one/Application-Mara-Lindqvist.pdf").read_bytes()
    assert "Dear Hiring Team," in words(data)[0]
    assert vera.faults(data, ("ua1", "3a")) == []


def test_a_glyph_that_the_faces_lack_is_told_of_its_line(bench: Path) -> None:
    run = letter(bench, ONLY.replace("I look forward to meeting you.", "I look forward to 漢字."))
    assert run.code == 4
    assert {problem["code"] for problem in run.said["problems"]} == {"CF-305"}
    assert {problem["line"] for problem in run.said["problems"]} == {7}


SALUTATIONS = {
    ("en", "a4", "{name: Kim van Example, form: ms}"): "Dear Ms Example,",
    ("en", "a4", "{name: Kim van Example, form: ms, family_name: van Example}"): "Dear Ms van Example,",
    ("en", "a4", "{name: Kim Example, form: mr, title: Dr.}"): "Dear Dr. Example,",
    ("en", "a4", "Kim Example"): "Dear Kim Example,",
    ("en", "letter", "{name: Kim Example, title: Dr.}"): "Dear Dr. Example:",
    ("de", "a4", "{name: Kim Beispiel, form: ms}"): "Sehr geehrte Frau Beispiel,",
    ("de", "a4", "{name: Kim Beispiel, form: mr, title: Prof. Dr.}"): "Sehr geehrter Herr Prof. Dr. Beispiel,",
    ("de", "letter", "{name: Kim Beispiel, title: Dr.}"): "Guten Tag Dr. Kim Beispiel,",
    ("de", "a4", "Kim Beispiel"): "Guten Tag Kim Beispiel,",
}


@pytest.mark.parametrize(("asked", "said"), SALUTATIONS.items(), ids=str)
def test_a_person_is_addressed_as_the_language_does(bench: Path, asked: tuple[str, str, str], said: str) -> None:
    locale, paper, contact = asked
    text = f"{ONLY}    Dear {{contact}}, *truly*.\n".replace("role:", f"contact: {contact}\nrole:")
    (bench / "content/applications/one.yaml").write_text(text, "utf-8")
    workspace = Workspace.at(bench)
    words = Words.of(read(workspace), "one", Edition(locale, paper), workspace)
    assert words.salutation == said


def test_what_fills_a_placeholder_stays_the_text_that_it_is(bench: Path) -> None:
    text = ONLY.replace("role: Engineer", "role: C*_Engineer_* [x](https://example.org)")
    (bench / "content/applications/one.yaml").write_text(text.replace("I look", "{{I}} look"), "utf-8")
    workspace = Workspace.at(bench)
    sheet = letter_sheet(read(workspace), "one", Edition("en", "a4"), workspace)
    said = [each.text for each in sheet.saying]
    assert any("looks for a C*_Engineer_* [x](https://example.org), and I apply" in text for text in said)
    assert any("{I} look forward" in text for text in said)


@pytest.mark.parametrize(
    "label", ['closing = "Yours sincerely,"', 'ms = "Dear Ms {family},"', 'as_role = "Application as {role}"']
)
def test_a_label_that_a_language_lacks_or_spoils_is_told(bench: Path, label: str) -> None:
    english = (ROOT / "layouts/locales/en.toml").read_text("utf-8")
    assert label in english
    (bench / "layouts/locales").mkdir(parents=True)
    text = ONLY.replace("role:", "contact: {name: Kim Example, form: ms}\nrole:")
    for spoiled in ("", label.replace(",", " {nothing}").replace("role}", "rule}")):
        (bench / "layouts/locales/en.toml").write_text(english.replace(label, spoiled), "utf-8")
        run = letter(bench, text)
        (problem,) = run.said["problems"]
        assert (run.code, problem["code"]) == (4, "CF-307")
        assert "'letter." in problem["message"]
