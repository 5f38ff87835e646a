"""Dates, texts and addresses as others write them, and YAML as we write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefolio.exchange.incoming import words
from casefolio.exchange.incoming.dates import read_date
from casefolio.exchange.incoming.markup import paragraph_and_lines
from casefolio.exchange.incoming.normal import tidy
from casefolio.exchange.incoming.page import page
from casefolio.exchange.plain import plain as spoken
from casefolio.model.dates import parse_date
from casefolio.reading.parse import parse
from casefolio.reading.source import UNPRINTABLE, Source
from casefolio.reading.tree import plain


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021", "2021"), (2021, "2021"), ("2021-03", "2021-03"), ("2021-3-5", "2021-03-05"), ("2021/03", "2021-03"),
        ("2021-03-05T10:00:00Z", "2021-03-05"), ("March 2021", "2021-03"), ("Mar. 2021", "2021-03"),
        ("März 2021", "2021-03"),
        ("Sep 1, 2016", "2016-09-01"), ("1 September 2016", "2016-09-01"), ("1st Sept 2016", "2016-09-01"),
        ("déc. 2020", "2020-12"), ("03/2021", "2021-03"), ("15.03.2021", "2021-03-15"), ("3/15/2021", "2021-03-15"),
        ("15/03/2021", "2021-03-15"), ("Present", "present"), ("heute", "present"), ("  now ", "present"),
        ("03/04/2021", None), ("Fall 2023", None), ("2021-13", None), ("2021-02-30", None), ("9999", None), ("", None),
        ("soon", None), (None, None), (True, None), (2021.5, None), ([], None), ("0000", None), ("2021 - 2022", None),
    ],
)  # fmt: skip
def test_dates(written: object, date: str | None) -> None:
    assert read_date(written) == date


@given(st.text(max_size=20) | st.integers())
def test_a_date_is_one_of_the_models_or_none(written: object) -> None:
    found = read_date(written)
    assert found is None or str(parse_date(found)) == found


@pytest.mark.parametrize(
    ("text", "paragraph", "lines"),
    [
        ("Plain words.", "Plain words.", []),
        ("<p>One <b>two</b></p><p><i> three </i>four</p>", "One **two** *three* four", []),
        ("<ul><li>a <strong>b</strong></li><li><p>c</p></li></ul>", "", ["a **b**", "c"]),
        ('<a href="https://x.org/a">x</a> <a href="javascript:1">y</a>', "[x](https://x.org/a) y", []),
        ("Intro:\n- one\n  more\n* two\n1. three\n\nOutro", "Intro: Outro", ["one more", "two", "three"]),
        ("• eins\n• zwei", "", ["eins", "zwei"]),
        ("R&amp;D &lt; 5", "R&D < 5", []),
        ("x < y and <name>", "x < y and <name>", []),
        ("<b>2 * 3 * 4</b> a_b_c", r"**2 \* 3 \* 4** a_b_c", []),
        ("<b>*</b> <code>a*b</code>", r"**\*** `a*b`", []),
        ("<p><script>alert(1)</script>words</p>", "words", []),
        ("<b>never closed", "never closed", []),
    ],
)
def test_long_texts(text: str, paragraph: str, lines: list[str]) -> None:
    assert paragraph_and_lines(text) == (paragraph, lines)


@given(st.text("ab *_`[]()\\<>&;", max_size=20))
def test_what_was_no_markdown_is_read_as_it_is(text: str) -> None:
    folded = words.folded(text)
    assert (spoken(words.literal(folded)) or "") == folded


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org", "https://example.org"), ("HTTP://Example.org/A", "http://Example.org/A"),
        ("www.example.org/a", "https://www.example.org/a"), ("example.org", "https://example.org"),
        ("mailto:a@b.cd", "mailto:a@b.cd"), ("two words", None), ("ftp://example.org", None),
        ("javascript:alert(1)", None),
        ("me@example.org", None), ("", None), ("https://" + "a" * 2000, None),
    ],
)  # fmt: skip
def test_addresses(written: str, address: str | None) -> None:
    assert words.address_of(written) == address


def test_names_on_networks() -> None:
    assert words.network_address("GitHub", "@ada") == "https://github.com/ada"
    assert words.network_address("Mastodon", "@ada@example.social") == "https://example.social/@ada"
    assert words.network_address("GitHub", "ada and co") is None
    assert words.network_address("Unheard Of", "ada") is None


def test_control_characters_are_those_that_content_may_not_hold() -> None:
    assert words.UNPRINTABLE.pattern == UNPRINTABLE.pattern


_TEXT = (
    st.text(max_size=30)
    | st.text("ab :#-\n\t'\"[]{},>|&*!%@`?0123456789.+eExo~=<\\ ", max_size=150)
    | st.lists(st.text("abc-:# é", min_size=1, max_size=9), min_size=10, max_size=40).map(" ".join)
    | st.sampled_from(["yes", "+.0", "2024", "2024-03", "1e5", "0x1F", ".5", "- a", "null", "~", "12:30", "a: b"])
    | st.sampled_from(["a #b", "<<", "...", "%YAML", "=", "\u2028", "\ufeff"])
)  # fmt: skip
_VALUE = st.recursive(
    _TEXT | st.integers() | st.floats() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


def kinds(value: Any) -> Any:
    """A value with each leaf beside its kind, so that 1 is not True and "1" not 1."""
    if isinstance(value, dict):
        return {key: kinds(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [kinds(inner) for inner in value]
    return next(kind for kind in (str, bool, float, int, object) if isinstance(value, kind)), value


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(_TEXT, _VALUE, min_size=1, max_size=4) | st.lists(_VALUE, min_size=1, max_size=4), st.booleans())
def test_a_page_is_read_as_what_was_written(value: Any, free: bool) -> None:  # noqa: FBT001
    value = tidy(value)
    if value is None:
        return
    data = page("content/extra.yaml", value, ("A\ncomment: # with all",), free=free).decode()
    root, problems = parse(Source(Path("extra.yaml"), "extra.yaml", data))
    assert not problems
    assert kinds(plain(root)) == kinds(value)


def test_a_page_is_tidy() -> None:
    entry = {"highlights": ["Short"], "employer": "A: B", "title": "No", "summary": "word " * 40 + "end", "start": 2020}
    entry |= {"place": "St. Ives", "url": "https://example.org", "tags": ["a", "b"]}
    found = page("content/experience.yaml", [entry, {"title": "2024"}], ("Jobs.",)).decode()
    assert found == (
        "# yaml-language-server: $schema=../.casefolio/schema/experience.json\n# Jobs.\n\n"
        '- title: "No"\n  employer: "A: B"\n  start: 2020\n  place: St. Ives\n  url: https://example.org\n'
        f"  summary: >-\n    {'word ' * 18}word\n    {'word ' * 18}word\n    word word end\n"
        '  highlights:\n    - Short\n  tags: [a, b]\n\n- title: "2024"\n'
    )
