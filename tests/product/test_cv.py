"""Printed CVs, as a reader, a printer, a screen reader and another program find them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import yaml
from tests.product.proofs import BAD, folded, missing, typed
from tests.tagtree import check_tree

from casefolio.press.density import read_density

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.product.conftest import Print
    from tests.vera.validate import Vera

TESTS = Path(__file__).parents[1]
SCHEMA = json.loads((TESTS / "exchange" / "schema.json").read_text("utf-8"))
PAPER = {"a4": (595, 842), "letter": (612, 792)}
PROMISED = {"owner": 1, "student": 1, "manager": 2}
FONTS = ("Source-Sans-Pro", "Source-Serif-Pro")
PT = 72 / 25.4


def test_the_promised_pages_on_the_paper_asked_for(cv: Print) -> None:
    pages = PROMISED.get(cv.person, cv.result["pages"])
    assert cv.result["pages"] == pages
    assert cv.proof.paper == [PAPER[cv.paper]] * pages


def test_a_page_is_filled_and_its_margins_are_empty(cv: Print) -> None:
    density = read_density(TESTS.parent / "styles/cv.density.toml", "")
    foot = density.value("margin-bottom", cv.result["density"]) * PT
    side = density.value("margin-side", cv.result["density"]) * PT
    height = PAPER[cv.paper][1]
    text = [glyph for glyph in cv.proof.glyphs if glyph.text.strip()]
    # names and numbers of later pages stand in the margin of the foot, and are smaller than all text
    inside = [glyph for glyph in text if glyph.size > 8]
    assert all(glyph.bottom > foot - 3 and glyph.left > side - 1 for glyph in inside)
    assert all(glyph.left > 14 * PT and glyph.bottom > 5 * PT for glyph in text)
    last = [glyph.bottom for glyph in inside if glyph.page == 0]
    used = (height - min(last)) / (height - foot)
    assert used > (0.95 if cv.person in {"owner", "manager"} else 0.75)
    if cv.person == "owner":
        assert cv.result["fill"] >= 0.95
    assert 0.5 < cv.result["fill"] <= 1


def test_later_pages_bear_name_and_number(cv: Print) -> None:
    pages, name = cv.proof.pypdf(), cv.manuscript.dossier.profile.name
    assert not any(f"1 / {len(pages)}" in line for line in pages[0].splitlines())
    for number, page in enumerate(pages[1:], 2):
        assert f"{number} / {len(pages)}" in page
        assert name in folded(page)


def test_it_is_pdf_ua_and_pdf_a(cv: Print, vera: Vera) -> None:
    assert vera.faults(cv.proof.data, ["ua1", "3a"]) == []
    assert cv.result["conformance"] == ["PDF/A-3a", "PDF/UA-1"]


def test_its_tags_are_whole(cv: Print) -> None:
    assert check_tree(cv.proof.data) == []


def test_it_says_whose_it_is_alike_in_every_place(cv: Print) -> None:
    pdf, imprint = cv.proof.pdf, cv.sheet.imprint
    with pdf.open_metadata(update_docinfo=False) as xmp:
        assert str(pdf.docinfo["/Title"]) == xmp["dc:title"] == imprint.title
        assert [str(pdf.docinfo["/Author"])] == xmp["dc:creator"] == [cv.manuscript.dossier.profile.name]
        assert str(pdf.docinfo["/Subject"]) == xmp["dc:description"] == cv.manuscript.dossier.profile.role
        assert str(pdf.docinfo["/Keywords"]) == xmp["pdf:Keywords"] == ", ".join(imprint.keywords)
        assert str(pdf.docinfo["/Producer"]) == xmp["pdf:Producer"]
        assert xmp["dc:language"] in ({cv.locale}, [cv.locale])
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-09-21T14:13:20Z"
    assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20260921141320Z"
    assert str(pdf.Root.Lang) == cv.locale
    preferences: Any = pdf.Root.ViewerPreferences
    assert preferences.DisplayDocTitle is True


def test_its_outline_is_its_headings(cv: Print) -> None:
    title, *sections = cv.proof.outline
    assert title == (0, cv.manuscript.dossier.profile.name)
    assert {depth for depth, _ in sections} == {1}
    assert missing([words for _, words in sections], cv.proof.texts["pypdf"]) == []
    assert len(sections) >= 5


def test_it_has_the_theme_s_fonts_and_no_other(cv: Print) -> None:
    assert cv.proof.fonts
    assert all(cv.proof.fonts.values())
    assert all(name.startswith(FONTS) for name in cv.proof.fonts)


def test_it_carries_its_source_once(cv: Print) -> None:
    pdf = cv.proof.pdf
    files: Any = pdf.Root.AF
    assert len(files) == 1
    assert str(files[0].AFRelationship) == "/Source"
    assert list(pdf.attachments) == ["resume.json"]
    resume = json.loads(pdf.attachments["resume.json"].get_file().read_bytes())
    jsonschema.validate(resume, SCHEMA)
    assert resume["basics"]["name"] == cv.manuscript.dossier.profile.name


def test_its_text_comes_back_in_order_through_every_extractor(cv: Print) -> None:
    said = [said.text for said in cv.sheet.saying]
    assert len(cv.proof.texts) >= 2
    for name, text in cv.proof.texts.items():
        assert missing(said, text) == [], name
        assert not BAD.search(text), name


#: What a CV shows of each section, by its file; links are shown as addresses, and some fields steer only.
SHOWN = {
    "education.yaml": ("title", "institution", "place", "grade", "highlights"),
    "experience.yaml": ("title", "employer", "place", "summary", "highlights"),
    "languages.yaml": ("language", "level"),
    "publications.yaml": ("title", "authors", "venue"),
    "certificates.yaml": ("title", "issuer"),
    "recognition.yaml": ("title", "detail", "holder"),
    "skills.yaml": ("label", "items"),
}


def written(folder: Path) -> Iterator[str]:
    """What an owner wrote, read with nothing of ours."""
    profile = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    yield from (profile[key] for key in ("name", "role", "summary") if key in profile)
    # a postal address is for letters
    yield from (words for key, words in profile.get("contact", {}).items() if key != "address")
    for file, keys in SHOWN.items():
        path = folder / file
        for entry in yaml.safe_load(path.read_text("utf-8")) if path.exists() else ():
            for key in keys:
                value = entry.get(key, [])
                yield from value if isinstance(value, list) else [value]


def test_every_word_that_a_person_wrote_is_there(cv: Print) -> None:
    words = list(written(cv.root / "content"))
    assert len(words) > 8
    for name, text in cv.proof.texts.items():
        page = typed(text)
        assert [word for word in words if typed(str(word)) not in page] == [], name


def test_a_short_cv_reads_as_it_was_meant(printer: Callable[[str, str, str], Print]) -> None:
    page = printer("student", "letter", "en").proof.texts["pypdf"]
    assert page == folded(
        """Mira Beispiel Student of Media Informatics mira.beispiel@example.org | +49 30 23125 017 | Tübingen, Germany
        mira.example.org Profile Studies media informatics in Tübingen and looks for a first job in front-end
        development. Likes interfaces that explain themselves and code that a colleague can read on Monday morning.
        Education B.Sc. Media Informatics Oct 2023 – present Musterhochschule Tübingen · Tübingen, Germany • Courses
        in interaction design, web engineering and statistics Abitur 2023 Gymnasium am Österberg · Tübingen, Germany
        Grade: 1.7 Internships Front-End Intern Aug 2025 – Oct 2025 Pixelmühle Studio · Reutlingen, Germany • Rebuilt
        the booking form of a museum so that it works with keyboard and screen reader • Wrote the component’s tests
        and a page of documentation Intern in the IT Department 2022 Stadtbücherei Beispielhausen • Set up reading
        tablets for the children’s library and showed visitors how to use them Skills Web: HTML, CSS, TypeScript,
        Svelte Tools: Git, Figma, Playwright Languages German: native, English: C1, French: A2"""
    )


def test_type_is_never_too_small_to_read(cv: Print) -> None:
    sizes = {(glyph.size, glyph.page) for glyph in cv.proof.glyphs if glyph.text.strip()}
    assert min(size for size, _ in sizes) >= 8
    body = [glyph.size for glyph in cv.proof.glyphs]
    assert max(set(body), key=body.count) >= 9


def test_entries_stand_on_one_page_whole(cv: Print) -> None:
    pages = [folded(page) for page in cv.proof.pypdf()]
    headings = {words for _, words in cv.proof.outline}
    entries: dict[Any, list[str]] = {}
    for said in cv.sheet.saying:
        if len(said.entry) > 1 and said.entry[0] != "profile" and folded(said.text) not in headings:
            entries.setdefault(said.entry, []).append(said.text)
    assert len(entries) >= 5
    for entry, texts in entries.items():
        assert any(not missing(texts, page) for page in pages), entry


def test_headings_stand_above_what_they_head(cv: Print) -> None:
    """On the page of a section's heading its first entry stands too."""
    pages = [folded(page) for page in cv.proof.pypdf()]
    said = cv.sheet.saying
    headings = [words for depth, words in cv.proof.outline if depth]
    for heading in headings:
        follower = next(b.text for a, b in pairwise(said) if folded(a.text) == heading)
        assert any(not missing([heading, follower], page) for page in pages), heading
