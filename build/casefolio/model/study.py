"""Case studies, their themes, and the flow that draws an architecture."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from casefolio.model.dates import Period
from casefolio.model.person import Link
from casefolio.model.record import Entry, Line, Record, Slug, Text


class Theme(Record):
    """A group of studies; the order of themes is the order of the dossier."""

    title: Line = Field(description="The group's name.", examples=["Platform foundations"])
    summary: Text | None = Field(
        default=None,
        description="One sentence on what the group is about.",
        examples=["The ground that teams build on."],
    )


class Branch(Record):
    """A way out of a step: where the flow goes when a condition holds. Drawn, and said in words."""

    when: Line = Field(description="The condition, in words.", examples=["budget is spent"])
    then: Line = Field(description="What happens instead.", examples=["a cheaper model answers"])


class FlowStep(Record):
    """One box of the architecture drawing."""

    step: Line = Field(description="What happens, in at most a handful of words.", examples=["Policy check"])
    detail: Line | None = Field(
        default=None, description="A few words more, set smaller.", examples=["Against the team's budget"]
    )
    branch: Branch | None = Field(default=None, description="A way out of this step.")
    back_to: int | None = Field(
        default=None,
        ge=1,
        description="Number of an earlier step, where the flow returns to it from here.",
        examples=[1],
    )

    @property
    def weight(self) -> int:
        """How many times over the words fill the room that a box has for them."""
        return max((len(self.step) - 1) // 26, (len(self.detail or "") - 1) // 62) + 1


def _step_from_text(value: object) -> object:
    return {"step": value} if isinstance(value, str) else value


class Client(Record):
    """For whom the work was done; the alias stands in where the name must not be shown."""

    name: Line = Field(description="Printed only where there is no alias.")
    alias: Line | None = Field(default=None, description="What is printed instead.", examples=["a European insurer"])


class Figure(Record):
    """A picture in a study."""

    file: Line = Field(
        description="Path from the project folder: PNG, JPEG, WebP, GIF or SVG.",
        examples=["content/figures/restore.png"],
    )
    alt: Line = Field(
        description="What it shows, for a person who cannot see it.", examples=["Restore times falling over six months"]
    )
    caption: Text | None = Field(default=None, description="Printed below it.", examples=["Time to restore, by month"])


class Study(Entry):
    """One case study: problem, constraints, architecture, result."""

    title: Line = Field(description="Two to five words.", examples=["Restore System"])
    theme: Slug = Field(description="Key of a theme in themes.yaml.", examples=["platform-foundations"])
    problem: Text = Field(
        description="One or two sentences: what was wrong, and for whom.",
        examples=["A restore was a day of handwork, and nobody knew beforehand whether it would succeed."],
    )
    constraints: tuple[Text, ...] = Field(
        default=(),
        description="What any answer had to respect, a line each.",
        examples=[["No data leaves the region", "Tenants stay apart"]],
    )
    architecture: Text = Field(
        description="How it is built, in a sentence or two.",
        examples=["A controller takes snapshots, and a job proves each of them by restoring it elsewhere."],
    )
    flow: tuple[Annotated[FlowStep, BeforeValidator(_step_from_text, json_schema_input_type=Line | FlowStep)], ...] = (
        Field(
            default=(),
            max_length=12,
            description="Three to six steps, drawn as boxes; a step may be a line of text alone.",
            examples=[
                [
                    "Take a snapshot",
                    {"step": "Restore it", "detail": "In a namespace of its own"},
                    {"step": "Compare", "branch": {"when": "rows are missing", "then": "somebody is called"}},
                    {"step": "Wait a day", "back_to": 1},
                ]
            ],
        )
    )
    result: Text = Field(
        description="The sentence to remember.", examples=["A restore takes minutes, and it is rehearsed every night."]
    )
    technologies: tuple[Line, ...] = Field(
        default=(), description="What it is built with; the dossier's index.", examples=[["Kubernetes", "Kanister"]]
    )
    related: tuple[Slug, ...] = Field(
        default=(), description="Names of other studies: their files without .yaml.", examples=[["backup-policies"]]
    )
    short: Text | None = Field(
        default=None,
        description="Problem and result in one line for the CV; without it, both are printed there.",
        examples=["Restores by hand fail when they matter; rehearsed ones take minutes."],
    )
    role: Line | None = Field(default=None, description="The owner's part in it.", examples=["Architect"])
    period: Period | None = Field(default=None, description="When the work was done.")
    client: Client | None = Field(default=None, description="For whom the work was done.")
    sector: Line | None = Field(default=None, description="The client's trade.", examples=["Insurance"])
    team: Line | None = Field(default=None, description="Who else worked on it.", examples=["Team of five"])
    status: Literal["production", "lab", "concept"] | None = Field(
        default=None, description="How far it came.", examples=["production"]
    )
    links: tuple[Link, ...] = Field(default=(), description="Where to read on.")
    figures: tuple[Figure, ...] = Field(default=(), description="Pictures, below the drawing.")
    pages: Literal[1, 2] = Field(default=1, description="How many pages the study may take.", examples=[1])

    @model_validator(mode="after")
    def _returns_go_back(self) -> Any:
        for number, step in enumerate(self.flow, 1):
            if step.back_to is not None and step.back_to >= number:
                message = f"step {number} of the flow goes back to step {step.back_to}, which does not come before it"
                raise ValueError(message, "flow", number - 1, "back_to")
        return self
