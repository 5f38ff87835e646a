"""A variant: what one kind of reader is to see of the same content."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casefolio.model.record import Line, Record, Slug, Text
from casefolio.model.sections import SectionName


class Variant(Record):
    """What one kind of reader sees. Nothing here adds content: it chooses, orders and introduces it."""

    headline: Line | None = Field(
        default=None, description="Stands in place of the role under the name.", examples=["Platform Engineer"]
    )
    summary: Text | None = Field(
        default=None,
        description="Stands in place of the profile's summary.",
        examples=["Builds platforms that teams use without asking."],
    )
    include: tuple[Slug, ...] = Field(
        default=(),
        description="Only entries with one of these tags; an entry without any tag stays.",
        examples=[["platform"]],
    )
    exclude: tuple[Slug, ...] = Field(
        default=(), description="No entry with one of these tags.", examples=[["private-project"]]
    )
    studies: tuple[Slug, ...] = Field(
        default=(),
        description="Studies to show on the CV, in this order; they stay whatever tags are left out.",
        examples=[["restore-system"]],
    )
    projects: tuple[Line, ...] = Field(
        default=(), description="Titles of projects to show on the CV, in this order.", examples=[["restore-drill"]]
    )
    count: Annotated[int, Field(ge=0, le=50)] | None = Field(
        default=None, description="How many studies the CV shows at most.", examples=[4]
    )
    order: Literal["owner", "theme", "priority"] | None = Field(
        default=None, description="Another order of the studies in the dossier.", examples=["priority"]
    )
    sections: tuple[SectionName, ...] = Field(
        default=(), description="Sections of the CV, in this order.", examples=[["summary", "studies", "skills"]]
    )
    hide: tuple[SectionName, ...] = Field(
        default=(), description="Sections that the CV does not show.", examples=[["focus"]]
    )
