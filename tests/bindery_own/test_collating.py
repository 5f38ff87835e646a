"""Texts against pages: what counts as said, and what is said of what is not."""

from __future__ import annotations

import random
import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefolio.bindery.collate import Lapse, Pages, collate
from casefolio.bindery.phrase import Phrase


def lost(pages: list[str] | str, *saying: str) -> list[int]:
    texts = [pages] if isinstance(pages, str) else pages
    return [lapse.number for lapse in collate(Pages.of(texts), saying)]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Ada\nExample", "Ada Example"),
        ("12\u00a0ms a\u202fpage", "12 ms a page"),
        ("Self-\nhealing", "Self-healing"),
        ("GitOps/\nTerraform", "GitOps/Terraform"),
        ("one —\ntwo", "one — two"),
        ("one\n—two", "one—two"),
        ("Delivery: ArgoCD, Flux", "ArgoCD"),
        ("Go, C++, C#", "C++"),
        ("(EKS)", "EKS"),
        ("cafe\u0301", "café"),
        ("infrastructure", "infra\u00adstructure"),
        ("東京\n都", "東京都"),
        ("Ada東京2\n都", "Ada東京2都"),
        ("the text\nof a book", "the\n  text of\ta book"),
        ("anything", " "),
    ],
)
def test_said(page: str, said: str) -> None:
    assert lost(page, said) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("EngineerDec 2013", "Engineer"),
        ("Engineering", "Engineer"),
        ("infra-\nstructure", "infrastructure"),
        ("infra\nstructure", "infrastructure"),
        ("eff icient", "efficient"),
        ("Self- healing", "Self-healing"),
        ("Self healing", "Self-healing"),
        ("foo(bar)", "foo (bar)"),
        ("me@example. org", "me@example.org"),
        ("me@example.\norg", "me@example.org"),
        ("ADA", "Ada"),
        ("12,000", "12.000"),
        ("", "Ada"),
        ("東 京", "東京"),
    ],
)
def test_not_said(page: str, said: str) -> None:
    assert lost(page, said) == [0]


def test_each_text_stands_after_the_one_before() -> None:
    assert lost("Ada Engineer Berlin", "Ada", "Engineer", "Berlin") == []
    assert lost("Ada Berlin Engineer", "Ada", "Engineer", "Berlin") in ([1], [2])
    assert lost("Ada Engineer", "Ada", "Ada") == [1]
    assert lost("Ada Example", "Ada Example", "Example") == [1]


def test_what_is_drawn_out_of_turn_is_blamed_alone() -> None:
    said = [f"text number {name}" for name in "abcdefghij"]
    moved = [*said[:3], *said[4:], said[3]]
    lapses = collate(Pages.of(["\n".join(moved)]), said)
    assert [lapse.number for lapse in lapses] == [3]
    assert lapses[0].place is not None
    assert lapses[0].place.start > lapses[0].due


def test_a_missing_text_that_stands_elsewhere_does_not_drag_the_rest_along() -> None:
    said = ["Kubernetes", *(f"study number {name}" for name in "abcdef"), "Kubernetes"]
    assert lost("\n".join(said[1:]), *said) == [0]


def test_said_twice_but_standing_once() -> None:
    lapses = collate(Pages.of(["Ada\nBerlin"]), ["Ada", "Berlin", "Berlin"])
    assert [(lapse.number, lapse.taken) for lapse in lapses] == [(2, True)]


FOOT = "\nAda Example · example.org {} / 3"


def test_a_text_may_run_over_a_page_with_feet_and_heads() -> None:
    pages = [
        "Title\nThe platform gives teams" + FOOT.format(1),
        "Platform foundations\na paved road and self-" + FOOT.format(2),
        "Platform foundations\nservice.\nEnd" + FOOT.format(3),
    ]
    assert lost(pages, "Title", "The platform gives teams a paved road", "self-service.", "End") == []
    assert lost(pages, "Title", "The platform gives teams a gravel road", "End") == [1]
    assert lost(pages, "Title", "The platform gives teams", "a paved road and self-service.", "End") == []


def test_a_text_that_runs_over_a_page_is_not_sought_further_on() -> None:
    pages = ["A\nthe result is" + FOOT.format(1), "plain to see\nB" + FOOT.format(2), "the result is plain to see"]
    assert lost(pages, "A", "the result is plain to see", "B") == []
    assert lost(pages, "A", "the result is plain to see", "nowhere", "B") == [2]


def test_halves_far_from_the_edge_of_a_page_are_no_text() -> None:
    filler = " ".join(f"word{n}" for n in range(200))
    assert lost([f"the result is {filler}", f"{filler} plain to see"], "the result is plain to see") == [0]


def test_the_nearest_words_are_shown() -> None:
    pages = Pages.of(["one two three", "Cut the time to restore from days\nto minutes."])
    near = pages.nearest("Cut the time to restore from weeks to minutes.", 0)
    assert near is not None
    assert pages.page(near.start) == 2
    assert pages.quote(near.start, near.end - near.start) == "Cut the time to restore from days to minutes"
    assert pages.nearest("nothing like it", 0) is None


WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=4), min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(said=st.lists(WORDS, min_size=1, max_size=12), seed=st.integers(0, 999))
def test_all_is_found_however_lines_and_pages_end_and_whatever_stands_between(said: list[str], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - for tests
    pages, page = [], []
    for text in said:
        page.append(dice.choice(["", "• ", "7 "]) + re.sub(" ", lambda _: dice.choice(" \n"), text))
        if dice.random() < 0.3:
            pages.append("\n".join([*page, "foot 1 / 2"]))
            page = []
    assert lost([*pages, "\n".join(page)], *said) == []
    assert lost([*pages, "\n".join(page)], *said, "zzz")[-1:] == [len(said)]


def test_a_dossier_is_collated_in_no_time_even_where_nothing_fits() -> None:
    dice = random.Random(1)  # noqa: S311
    words = [f"w{int(dice.paretovariate(0.6)) % 3000}" for _ in range(24000)]
    said = [" ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    pages = Pages.of("\n".join(said[i : i + 50]) + f"\nfoot {i}" for i in range(0, 2000, 50))
    start = perf_counter()
    assert collate(pages, said) == ()
    assert collate(pages, [*said[:7], "nope", *said[7:]]) == (Lapse(7, 7 * 12),)
    assert len(collate(pages, said[::-1])) > 1500
    collate(pages, ["w1"] * 2000 + said)
    assert perf_counter() - start < 6  # a second here; minutes if anything were quadratic


def test_a_phrase_knows_its_gaps() -> None:
    assert Phrase.of("a b\nc-d") == Phrase(["a", "b", "c", "-", "d"], b"\0\1\2\0\0")
