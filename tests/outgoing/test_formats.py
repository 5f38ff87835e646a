"""What is particular to each format: its structure, its look, its bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import docx
import jsonschema
import pytest
from lxml import etree, html
from tests.outgoing.desk import PROJECTS, exported
from tests.product.desk import EPOCH, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SCHEMA = json.loads((ROOT / "tests/exchange/schema.json").read_text("utf-8"))
#: Children in the order of the schema (ISO/IEC 29500-1, CT_PPr, CT_RPr), as far as they are used.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u shd lang",
    "style": "name basedOn next uiPriority qFormat pPr rPr",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr rPr",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
}


@pytest.mark.parametrize("of", ["cv", "dossier"])
@pytest.mark.parametrize("name", PROJECTS)
def test_json_obeys_the_published_schema(name: str, of: str) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(json.loads(exported(name, "json-resume", of)))


def test_json_of_the_cv_holds_what_the_cv_shows_and_of_the_dossier_everything() -> None:
    shown, whole = (json.loads(exported("owner", "json-resume", of))["projects"] for of in ("cv", "dossier"))
    studies = [[entry for entry in each if entry["type"] == "case study"] for each in (shown, whole)]
    assert [len(each) for each in studies] == [6, 22]


# Text


@pytest.mark.parametrize(("name", "of"), [*((name, "cv") for name in PROJECTS), ("owner", "dossier")])
def test_text_is_narrow_and_without_markup(name: str, of: str) -> None:
    text = exported(name, "text", of).decode()
    assert [line for line in text.splitlines() if len(line) > 72] == []
    assert not re.search(r"[*_`#<>\[\]\u00a0\u00ad\ue000-\uf8ff]", text.replace("A* search", "").replace("n < 30", ""))
    assert not re.search(r"[ \t]$|\n\n\n", text, re.MULTILINE)


def test_text_hangs_its_bullets_and_shows_its_headings() -> None:
    lines = exported("owner", "text").decode().splitlines()
    assert lines[:2] == ["Andrey Lesnikov", "Senior DevOps Engineer & Cloud Architect at CONTACT Software GmbH"]
    place = lines.index("FOCUS")
    assert lines[place - 1] == ""
    assert lines[place + 1].startswith("• ")
    assert [line[:2] for line in lines[place + 1 : lines.index("", place)]] == ["• ", "• ", "  ", "• ", "• ", "  "]


def test_unwrapped_text_has_a_line_for_each_paragraph() -> None:
    lines = exported("owner", "text", wrap=False).decode().splitlines()
    assert next(line for line in lines if line.startswith("Builds")).endswith("what users notice.")
    assert "• Cloud-native systems that run reliably, show what they cost and are clear to operate" in lines


def test_text_of_a_keyboard_keeps_letters_and_no_other_signs() -> None:
    text = exported("academic", "text", keyboard=True).decode()
    assert "Dr. Zoë Examplová-Ångström" in text
    assert "- Flood statistics" in text
    assert [char for char in set(text) if not char.isascii() and not char.isalpha()] == []


# HTML


@pytest.mark.parametrize(("name", "of"), [("owner", "cv"), ("academic", "cv"), ("owner", "dossier")])
def test_a_page_is_accessible(name: str, of: str) -> None:
    source = exported(name, "html", of).decode()
    page = html.document_fromstring(source)
    assert page.get("lang") == "en"
    assert [len(page.findall(f".//{tag}")) for tag in ("header", "main", "h1", "title")] == [1, 1, 1, 1]
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in page.iter("section", "article", "nav"):
        assert page.get_element_by_id(element.get("aria-labelledby")).text_content().strip()
    targets = [link.get("href") for link in page.iter("a")]
    assert [href for href in targets if href.startswith("#") and href[1:] not in ids] == []
    assert len(page.findall(".//nav//a")) == (32 if of == "dossier" else 0)
    # Every tag that is opened is closed, in order: HTML parsers forgive, XML's do not.
    body = re.sub(r"<(meta|img)([^>]*)>", r"<\1\2/>", re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL))
    etree.fromstring(re.sub(r"<script.*?</script>|<!DOCTYPE html>", "", body, flags=re.DOTALL).encode())


def test_a_page_needs_nothing_beside_it() -> None:
    source = exported("academic", "html").decode()
    page = html.document_fromstring(source)
    assert [element.tag for element in page.iter("link", "iframe", "object") if element is not None] == []
    assert [element for element in page.iter() if element.get("src")] == []
    assert not re.search(r"url\(|@import|@font-face", source)


def test_a_page_says_who_it_is_about_to_machines() -> None:
    page = html.document_fromstring(exported("academic", "html").decode())
    person = json.loads(page.find(".//script").text)
    assert (person["@type"], person["name"], person["email"]) == (
        "Person",
        "Dr. Zoë Examplová-Ångström",
        "zoe.examplova@example.org",
    )
    assert "award" not in json.loads(
        html.document_fromstring(exported("owner", "html").decode()).find(".//script").text
    )


def test_colours_can_be_read_by_day_and_by_night() -> None:
    day = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", (ROOT / "styles/tokens.css").read_text("utf-8")))
    screen = (ROOT / "styles/screen.css").read_text("utf-8")
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", screen)
    assert dark
    night = {**day, **dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", dark[1]))}
    for colours in ({**day, "ground": "#ffffff"}, night):
        for ground in ("ground", "tint"):
            for ink in ("ink", "quiet", "accent"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, deep = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (deep + 0.05)


# Word


def parts_of(data: bytes) -> dict[str, Any]:
    """The parts of a package as parsed XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith("xml")}


def values(parts: dict[str, Any], path: str, part: str = "word/document.xml", attribute: str = "val") -> Iterator[str]:
    for element in parts[part].iterfind(path.replace("w:", W)):
        yield element.get(W + attribute)


@pytest.mark.parametrize(("name", "of"), [("manager", "cv"), ("academic", "cv"), ("owner", "dossier")])
def test_a_word_document_is_in_the_order_that_its_schema_asks_for(name: str, of: str) -> None:
    for part in parts_of(exported(name, "docx", of)).values():
        for tag, order in ORDER.items():
            places = [W + each for each in order.split()]
            for element in part.iter(W + tag):
                found = [places.index(child.tag) for child in element]
                assert found == sorted(set(found)), etree.tostring(element)


def test_a_word_document_has_headings_lists_links_and_fields() -> None:
    data = exported("manager", "docx")
    document = docx.Document(io.BytesIO(data))
    styles = [(each.style.name if each.style else "", each.text) for each in document.paragraphs]
    assert styles[0] == ("Title", "Jürgen Mustermann-Übersee")
    assert [text for name, text in styles if name == "Heading 1"][:3] == ["Profile", "Focus", "Experience"]
    assert ("Heading 2", "Director of Operations\tApr\u00a02021 – present") in styles
    bullets = [text for name, text in styles if name == "List Bullet"]
    assert len(bullets) > 30
    assert not [text for text in bullets if text.startswith("•")]
    parts = parts_of(data)
    assert list(values(parts, ".//w:abstractNum[1]//w:numFmt", "word/numbering.xml")) == ["bullet"]
    assert list(values(parts, ".//w:abstractNum[1]//w:lvlText", "word/numbering.xml")) == ["•"]
    links = [link.url for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links[:2] == ["mailto:juergen.mustermann@example.org", "tel:+494066969118"]
    footer = "word/footer1.xml"
    assert [each.strip() for each in values(parts, ".//w:fldSimple", footer, "instr")] == ["PAGE", "NUMPAGES"]
    assert "Jürgen Mustermann-Übersee" in "".join(parts[footer].itertext())


def test_a_word_document_breaks_where_a_cv_may_break() -> None:
    document = docx.Document(io.BytesIO(exported("manager", "docx")))
    defined = {style.name: style.paragraph_format for style in document.styles if style.type == 1}
    assert all(defined[f"Heading {level}"].keep_with_next for level in (1, 2, 3))
    assert "<w:widowControl/>" in etree.tostring(document.styles.element, encoding="unicode")
    paragraphs = document.paragraphs
    titles = [place for place, each in enumerate(paragraphs) if each.style and each.style.name.startswith("Heading")]
    assert len(titles) > 15
    for start, end in pairwise(titles):
        if "\t" in paragraphs[start].text:
            kept = [each.paragraph_format.keep_with_next for each in paragraphs[start:end]]
            assert kept == [True] * (len(kept) - 1) + [None]
    section = document.sections[0]
    right = round((section.page_width - section.left_margin - section.right_margin) / 635)  # type: ignore[operator]
    (tab,) = defined["Heading 2"].tab_stops
    assert abs(tab.position / 635 - right) <= 2
    assert section.different_first_page_header_footer


def test_steps_count_from_one_in_every_study() -> None:
    parts = parts_of(exported("owner", "docx", "dossier"))
    used = list(dict.fromkeys(values(parts, ".//w:pPr/w:numPr/w:numId")))
    assert len(used) == 22
    restarted = {
        number.get(W + "numId"): number.find(f"{W}lvlOverride/{W}startOverride").get(W + "val")
        for number in parts["word/numbering.xml"].iter(W + "num")
        if len(number) > 1
    }
    assert restarted == dict.fromkeys(used, "1")
    marks = set(values(parts, ".//w:bookmarkStart", attribute="name"))
    anchors = [link for link in values(parts, ".//w:hyperlink", attribute="anchor") if link]
    assert len(anchors) > 100
    assert set(anchors) <= marks
    assert all(len(mark) <= 40 for mark in marks)


def test_a_word_document_says_what_it_is() -> None:
    data = exported("owner", "docx", locale="de")
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.author, core.language) == ("Andrey Lesnikov · Lebenslauf", "Andrey Lesnikov", "de")
    assert core.created is not None
    assert core.created.year == 2026
    assert "python-docx" not in str([core.comments, core.last_modified_by, core.category])
    parts = parts_of(data)
    assert next(values(parts, ".//w:lang", "word/styles.xml")) == "de-DE"
    assert list(values(parts, ".//w:pgSz", attribute="w")) == ["11906"]
    modes = parts["word/settings.xml"].iter(W + "compatSetting")
    assert {mode.get(W + "name"): mode.get(W + "val") for mode in modes}["compatibilityMode"] == "15"


def test_a_short_cv_is_set_larger_than_a_long_one() -> None:
    sizes = {}
    for name in PROJECTS:
        (size, *_) = values(parts_of(exported(name, "docx")), ".//w:docDefaults//w:sz", "word/styles.xml")
        sizes[name] = int(size) / 2
    assert sizes["student"] > sizes["academic"] > sizes["owner"] >= 9


def test_the_same_word_document_has_the_same_bytes() -> None:
    first = exported("owner", "docx")
    exported.cache_clear()
    assert exported("owner", "docx") == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        built = datetime.fromtimestamp(int(EPOCH), UTC).timetuple()[:6]
        assert {entry.date_time for entry in package.infolist()} == {built}
        assert package.namelist()[0] == "[Content_Types].xml"
