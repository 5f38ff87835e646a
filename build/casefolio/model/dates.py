"""Dates as people give them in a CV: a year, a month, a day, `present`, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from casefolio.model.record import Record

_FORM = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day; `present` has year 9999 so that it sorts last."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def present(self) -> bool:
        """Whether this is `present`, still going on."""
        return self.year == 9999

    def before(self, other: PartialDate) -> bool:
        """Whether this is surely earlier: compared only as far as both are known."""
        for own, others in zip(self._parts, other._parts, strict=True):
            if own is None or others is None:
                return False
            if own != others:
                return own < others
        return False

    @property
    def _parts(self) -> tuple[int, int | None, int | None]:
        return self.year, self.month, self.day

    def __str__(self) -> str:
        if self.present:
            return "present"
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def parse_date(value: object) -> PartialDate:
    """Read `2024`, `2024-03`, `2024-03-15` (ISO 8601 reduced precision) or `present`.

    Raises ValueError, in the owner's words, for anything else.
    """
    if isinstance(value, PartialDate):
        return value
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if text == "present":
        return PartialDate(9999)
    match = _FORM.match(text)
    if not match or match[1] == "9999":
        message = "a date is written 2024, 2024-03, 2024-03-15 or present"
        raise ValueError(message)
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    date(year, month or 1, day or 1)
    return PartialDate(year, month, day)


#: A field that takes a partial date.
DateField = Annotated[
    PartialDate,
    BeforeValidator(parse_date),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|present)$"},
                {"type": "integer", "minimum": 1000, "maximum": 9998},
            ],
            "examples": ["2024", "2024-03", "2024-03-15", "present"],
        }
    ),
]


class Period(Record):
    """From when to when; either may be left open."""

    start: DateField | None = Field(default=None, description="When it began.")
    end: DateField | None = Field(default=None, description="When it ended, or `present`.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end.before(self.start):
            message = f"ends {self.end}, before it starts {self.start}"
            # What follows the message is the way to the value that is to blame.
            raise ValueError(message, "end")
        return self
