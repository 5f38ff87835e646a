"""The base of everything an owner can write down, and the kinds of text that its fields take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


def _number_as_text(value: object) -> object:
    """Let a title be `2024` or a postal code `60311`: YAML says number, the owner means text."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


#: One line of plain text: names, titles, labels. Never empty.
Line = Annotated[str, BeforeValidator(_number_as_text), StringConstraints(min_length=1, pattern=r"^[^\r\n]*$")]

#: A sentence or a paragraph; may carry emphasis, strong, code and links in Markdown.
Text = Annotated[str, BeforeValidator(_number_as_text), StringConstraints(min_length=1)]

#: A name for files, links and references: lower-case letters, digits, single hyphens.
Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=80)]

#: An address that a reader can follow.
Url = Annotated[str, StringConstraints(pattern=r"^(?:https?://|mailto:|tel:)\S+$", max_length=2000)]

#: Keys and values of any form, which nothing reads as content.
Free = Mapping[str, Any]

#: How early an entry is shown and how late it is left out; higher is more important.
Priority = Annotated[int, Field(ge=0, le=100)]


class Entry(Record):
    """What every entry of a list may carry beside its own fields."""

    tags: tuple[Slug, ...] = Field(
        default=(), description="Words that selections choose by.", examples=[["kubernetes", "gitops"]]
    )
    priority: Priority = Field(
        default=50,
        description="How much it matters: a CV takes the highest studies, and drops the lowest optional entry first.",
    )
    optional: bool = Field(
        default=False,
        strict=True,
        description="May be left out of a CV where the promised pages are too few.",
        examples=[True],
    )
