"""A flow in small: every step has a box, rows are filled and never overfull."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefolio.model.study import FlowStep
from casefolio.shaping.miniature import miniature

WORDS = st.lists(st.text("abcdefgimwABW-", min_size=1, max_size=18), min_size=1, max_size=5).map(" ".join)


@given(st.lists(WORDS, max_size=12))
def test_boxes_stand_in_rows_that_are_not_overfull(written: list[str]) -> None:
    boxes = miniature([FlowStep(step=words) for words in written])
    assert [box.step.step for box in boxes] == written
    rows = [0.0]
    for box in boxes:
        assert 0 < box.share <= 100
        if rows[-1] + box.share > 100:
            rows.append(0.0)
        rows[-1] += box.share
    assert len(rows) <= max(1, len(written))


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_longer_words_have_wider_boxes(written: list[str]) -> None:
    boxes = miniature([FlowStep(step=words) for words in [*written, "i", "mmmmmmmmmmmm"]])
    assert boxes[-1].share > boxes[-2].share


def test_short_flows_stand_in_one_row() -> None:
    for count in range(1, 7):
        boxes = miniature([FlowStep(step="Check policy")] * count)
        assert sum(box.share for box in boxes) <= 100
    assert sum(box.share for box in miniature([FlowStep(step="Check policy")] * 6)) == pytest.approx(99.8, abs=0.1)
    assert miniature([]) == ()
