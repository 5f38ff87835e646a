"""Every format says what the printed CV says, in its order, and nothing is lost on the way there and back."""

from __future__ import annotations

import io
import re

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from tests.outgoing.desk import PROJECTS, exported, folded, in_order, lines_said

from casefolio.exchange.outgoing.html import write_html
from casefolio.exchange.outgoing.markdown import write_markdown
from casefolio.exchange.outgoing.text import write_text
from casefolio.exchange.outgoing.word.document import write_docx
from casefolio.model.account import Account, Item, Listing, Masthead, Paragraph, Part
from casefolio.model.sheet import Imprint
from casefolio.shaping.inline import set_inline, set_runs

_PARSER = MarkdownIt("commonmark")


def page_text(data: bytes) -> str:
    """The words of a page, read by another parser; blocks stand apart."""
    body = html.document_fromstring(data.decode()).body
    for element in body.iter("p", "li", "h1", "h2", "h3", "h4", "span"):
        element.tail = f" {element.tail or ''}" if element.tag != "span" else element.tail
    return str(body.text_content())


def word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def markdown_text(data: bytes) -> str:
    return page_text(f"<body>{_PARSER.render(data.decode())}</body>".encode())


def plain_text(data: bytes) -> str:
    """Text without its bullets and the addresses that are written out."""
    return re.sub(r" \(https?://[^)]*\)", "", data.decode())


READERS = {"text": plain_text, "markdown": markdown_text, "html": page_text, "docx": word_text}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("name", PROJECTS)
def test_the_words_of_the_page_in_its_order(name: str, kind: str) -> None:
    assert in_order(lines_said(name), READERS[kind](exported(name, kind))) == []


@pytest.mark.parametrize("kind", READERS)
def test_in_another_language_too(kind: str) -> None:
    said = lines_said("owner", "de")
    assert "Fallstudien" in said
    assert in_order(said, READERS[kind](exported("owner", kind, locale="de"))) == []


@pytest.mark.parametrize("kind", READERS)
def test_a_dossier_tells_every_study_in_full(kind: str) -> None:
    from tests.outgoing.desk import Run as Printing
    from tests.outgoing.desk import workspace

    from casefolio.model.order import Job
    from casefolio.reading import read

    place = workspace(PROJECTS["owner"])
    run = Printing(Job(()), read(place), place, lambda _: None)
    said: list[str] = []
    for placed in run.chosen:
        study = placed.study
        texts = [study.problem, study.architecture]
        for step in study.flow:
            texts += [step.step, *([step.detail] if step.detail else [])]
            texts += [step.branch.when, step.branch.then] if step.branch else []
        texts += [*study.constraints, *study.technologies, study.result]
        said += [study.title, *(set_inline(text, "en").plain for text in texts)]
    text = READERS[kind](exported("owner", kind, "dossier"))
    assert len(said) > 22 * 8
    assert in_order(said, text) == []
    # What stands around the studies: their themes before, projects, talks and technologies after.
    around = ["Contents"] if kind in {"html", "docx"} else []
    around += [
        "Andrey Lesnikov",
        "Overview",
        "Themes",
        *(theme.title for theme in run.manuscript.dossier.themes.values()),
    ]
    after = [project.title for project in run.manuscript.dossier.projects]
    after += [talk.event for talk in run.manuscript.dossier.talks.values()]
    assert in_order([*after, "Technologies", "Admission control: 18"], text) == []
    assert all(folded(words) in folded(text) for words in around)


# What an owner may write into a text: words, and all that Markdown, HTML, XML and YAML have a meaning for.
_SIGNS = "*_`[]()<>&#+-=~!|\\/:.,;'\"{}$%@^ 1a"
TEXTS = st.text(st.sampled_from(_SIGNS + "bcäß€–—“„•→字\u00a0"), min_size=1, max_size=40).filter(str.strip)


def told(*texts: str) -> tuple[Account, list[str]]:
    """Texts as titles, paragraphs and items of a document, and the words that a reader must find."""
    runs = [set_runs(text, "en") for text in texts]
    plain = ["".join(run.text for run in each) for each in runs]
    parts = tuple(
        Part(f"p{index}", title, (Paragraph(words), Listing((Item(words, (words,)),), "steps")), "2024")
        for index, (words, title) in enumerate(zip(runs, plain, strict=True))
    )
    imprint = Imprint("T", "A", "S", (), "en", None)
    account = Account("cv", imprint, "a4", Masthead("Ada", (runs[0],), ((runs[0], runs[0]),)), parts)
    return account, [words for words in plain for _ in range(4)]


@pytest.mark.parametrize("kind", ["html", "docx", "markdown"])
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_whatever_an_owner_writes_comes_back_as_it_was_meant(kind: str, texts: list[str]) -> None:
    account, said = told(*texts)
    if kind == "docx":
        back = word_text(write_docx(account, {}, {})[0])
    elif kind == "html":
        back = page_text(write_html(account, "", "{}", {}))
    else:
        back = markdown_text(write_markdown(account))
    assert in_order(said, back) == []


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_runs_say_what_the_page_says(text: str) -> None:
    assert "".join(run.text for run in set_runs(text, "en")) == set_inline(text, "en").plain


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_no_line_of_text_is_longer_than_72_columns_unless_it_is_one_word(texts: list[str]) -> None:
    account, said = told(*texts)
    lines = write_text(account).decode().splitlines()
    assert [line for line in lines if len(line) > 72 and " " in line.lstrip("0123456789•. ")] == []
    assert in_order(said[:1], re.sub(r" \(https?://[^)]*\)", "", "\n".join(lines))) == []


def test_links_emphasis_and_code_become_what_a_format_has_for_them() -> None:
    text = "Wrote **the** *fast* `a_b` [tool](https://example.org/t) and __more__."
    account, _ = told(text)
    page = write_html(account, "", "{}", {}).decode()
    assert '<strong>the</strong> <em>fast</em> <code>a_b</code> <a href="https://example.org/t">tool</a>' in page
    source = write_markdown(account).decode()
    assert "Wrote **the** *fast* `a_b` [tool](https://example.org/t) and **more**." in source
    assert "Wrote the fast a_b tool (https://example.org/t) and more." in write_text(account, wrap=False).decode()
    paragraph = next(
        each
        for each in docx.Document(io.BytesIO(write_docx(account, {}, {})[0])).paragraphs
        if each.style and each.style.name == "Normal"
    )
    looks = {run.text: run.style.name for run in paragraph.runs if run.style}
    assert (looks["the"], looks["fast"], looks["a_b"]) == ("Strong", "Emphasis", "Code")
    assert [(link.text, link.url) for link in paragraph.hyperlinks] == [("tool", "https://example.org/t")]


def test_text_keeps_an_address_that_its_words_do_not_say() -> None:
    lines = exported("academic", "text").decode()
    assert "doi.example.org/10.0000/jih.2026.101" in lines
    assert "(https://doi.example.org" not in lines


def test_addresses_in_any_letters_are_addresses_that_word_opens() -> None:
    account, _ = told("[x](https://example.org/ü|a?b=<c>&d=%20#e)")
    document = docx.Document(io.BytesIO(write_docx(account, {}, {})[0]))
    links = {link.url for paragraph in document.paragraphs for link in paragraph.hyperlinks}
    assert links == {"https://example.org/%C3%BC%7Ca?b=%3Cc%3E&d=%20#e"}
