"""Dates as owners write them, through the model."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casefolio.model.dates import PartialDate, Period, parse_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (2024, PartialDate(2024)),
        ("2024", PartialDate(2024)),
        (" 2024-03 ", PartialDate(2024, 3)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("present", PartialDate(9999)),
    ],
)
def test_what_is_a_date(written: object, date: PartialDate) -> None:
    assert parse_date(written) == parse_date(date) == date
    assert parse_date(str(date)) == date


@pytest.mark.parametrize(
    "written", ["", "soon", "24", "2024-3", "2024-13", "2023-02-29", "9999", "0000", "٢٠٢٤", True, None, 3.5, 20240315]
)
def test_what_is_none(written: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are pydantic's to show
        parse_date(written)


@pytest.mark.parametrize(
    ("start", "end", "good"),
    [
        ("2020", "2021", True),
        ("2020-05", "2020", True),
        ("2020", "2020-01", True),
        ("2020-05-02", "2020-05-02", True),
        ("2020", "present", True),
        ("2021", "2020", False),
        ("2020-05", "2020-04", False),
        ("2020-05-02", "2020-05-01", False),
        ("present", "2020", False),
    ],
)
def test_a_period_does_not_end_before_it_starts(start: str, end: str, *, good: bool) -> None:
    if good:
        assert str(Period.model_validate({"start": start, "end": end}).start) == start
    else:
        with pytest.raises(ValidationError, match="before it starts"):
            Period.model_validate({"start": start, "end": end})
