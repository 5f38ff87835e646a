"""From what is typed to what is set: marks, spaces, markup, and what the reading order says of it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefolio.shaping.inline import set_inline, set_line
from casefolio.shaping.typography import NBSP, bind_last_words, set_text

QUICK = settings(max_examples=150, deadline=None)
TYPED = st.text(st.sampled_from("ab \"'-.*_`[]()<>&\\é1%:/!#\n"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "language", "printed"),
    [
        ('"so"', "en", "“so”"),
        ('"so"', "de", "„so“"),
        ('"so"', "de-AT", "„so“"),
        ('"so"', "nl", "“so”"),
        ("'so'", "en", "‘so’"),
        ("it's the '90s", "en", "it’s the ‘90s"),
        ("the teams' own", "en", "the teams’ own"),
        ('("so")', "en", "(“so”)"),
        ("a -- b", "en", f"a{NBSP}– b"),
        ("a---b", "en", "a—b"),
        ("a - b", "en", f"a{NBSP}– b"),
        ("wait...", "en", "wait…"),
        ("5 kB, 3 %, 12 h", "en", f"5{NBSP}kB, 3{NBSP}%, 12{NBSP}h"),
        ("3 horses", "en", "3 horses"),
        ("Dr. Ada", "en", f"Dr.{NBSP}Ada"),
        ("z. B. so", "de", f"z.{NBSP}B. so"),
        ("Example GmbH, Berlin", "de", f"Example{NBSP}GmbH, Berlin"),
    ],
)
def test_marks_and_spaces_are_set_as_a_printer_would(typed: str, language: str, printed: str) -> None:
    assert set_text(typed, language) == printed


@QUICK
@given(TYPED, st.sampled_from(["en", "de", "fr"]))
def test_setting_changes_marks_and_spaces_and_nothing_else(typed: str, language: str) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\s\"'“”„‘’‚«»‹›–—….-]", "", text)

    assert letters(set_text(typed, language)) == letters(typed)


def test_a_short_last_word_does_not_stand_alone() -> None:
    assert bind_last_words("one two three four five") == f"one two three four{NBSP}five"
    assert bind_last_words("one two three") == "one two three"
    long = "A call that goes straight to a provider has no budget, and nothing takes its place."
    assert bind_last_words(long) == long.replace("takes its place", f"takes{NBSP}its{NBSP}place")
    # What is copied from a page keeps its spaces, and a tail that is nearly a line of its own is none.
    assert bind_last_words(long.replace("its place", "`its a b c d`")).count(NBSP) <= 1
    assert NBSP not in bind_last_words(f"{long} Donaudampfschifffahrtsgesellschaftskapitän")
    assert bind_last_words("one two three four extraordinarily") == "one two three four extraordinarily"


@pytest.mark.parametrize(
    ("typed", "markup", "plain"),
    [
        ("plain & <b>", "plain &amp; &lt;b&gt;", "plain & <b>"),
        ("*so* and **so**", "<em>so</em> and <strong>so</strong>", "so and so"),
        ("`a <b> 'c'`", "<code>a &lt;b&gt; 'c'</code>", "a <b> 'c'"),
        ("[it](https://b.example/?a=1&b=2)", '<a href="https://b.example/?a=1&amp;b=2">it</a>', "it"),
        ("[it](mailto:a@b.example)", '<a href="mailto:a@b.example">it</a>', "it"),
        ("[it](ftp://b.example)", "it", "it"),
        ("[it](file:///etc/passwd)", "[it](file:///etc/passwd)", "[it](file:///etc/passwd)"),
        ("[a](x) and [b](https://b.example)", 'a and <a href="https://b.example">b</a>', "a and b"),
        (r"\*not\*", "*not*", "*not*"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("**“open", "**“open", "**“open"),
        ('"*so*"', "“<em>so</em>”", "“so”"),
        ("  Feb\u00a02019 \t\n 3\u202f% ", "Feb\u00a02019 3\u202f%", "Feb\u00a02019 3\u202f%"),
    ],
)
def test_markup(typed: str, markup: str, plain: str) -> None:
    found = set_inline(typed, "en")
    assert (found.html, found.plain) == (markup, plain)


@pytest.mark.parametrize(
    ("words", "markup"),
    [
        ("pages 5–61", 'pages <span class="nowrap">5–61</span>'),
        ("add-ons, end-to-end", '<span class="nowrap">add-ons</span>, end-to-end'),
        ("cloud-native, burn-rate", 'cloud-native, <span class="nowrap">burn-rate</span>'),
        ("*add-ons*", '<em><span class="nowrap">add-ons</span></em>'),
        ("`add-ons`", "<code>add-ons</code>"),
    ],
)
def test_in_lines_ranges_and_short_words_stay_whole(words: str, markup: str) -> None:
    more = " and so on, until the line is full and a second one begins below"
    assert set_inline(words + more, "en").html.startswith(f"{markup} and so on")
    assert ("nowrap" in set_inline(words, "en").html) == ("–" in words)


TAG = r"</?(em|strong|code|a|span)( href=\"[^\"<>]*\"| class=\"nowrap\")?>"


@QUICK
@given(TYPED)
def test_what_is_said_is_what_is_set_without_its_tags(typed: str) -> None:
    """The words that are looked for in the finished PDF are just those of the HTML, and no tag comes from outside."""
    for found in (set_inline(typed, "en"), set_line(typed, "en")):
        tags = re.findall(r"<[^>]*>", found.html)
        assert all(re.fullmatch(TAG, tag) for tag in tags)
        assert html.unescape(re.sub(r"<[^>]*>", "", found.html)) == found.plain
        assert "\n" not in found.plain


def test_a_line_takes_no_markup() -> None:
    assert set_line("*so* `x` [a](https://b.example)", "en").html == "*so* `x` [a](https://b.example)"
