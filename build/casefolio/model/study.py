"""Case studies, their themes, and the flow that draws an architecture."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from casefolio.model.dates import Period
from casefolio.model.person import Link
from casefolio.model.record import Entry, Line, Record, Slug, Text


class Theme(Record):
    """A group of studies; the order of themes is the order of the dossier."""

    title: Line = Field(examples=["Platform foundations"])
    summary: Text | None = Field(default=None, description="One sentence on what the group is about.")


class Branch(Record):
    """A way out of a step: where the flow goes when a condition holds. Drawn, and said in words."""

    when: Line = Field(description="The condition, in words.", examples=["budget is spent"])
    then: Line = Field(description="What happens instead.", examples=["a cheaper model answers"])


class FlowStep(Record):
    """One box of the architecture drawing."""

    step: Line = Field(description="What happens, in at most a handful of words.", examples=["Policy check"])
    detail: Line | None = Field(default=None, description="A few words more, set smaller.")
    branch: Branch | None = None
    back_to: int | None = Field(default=None, ge=1, description="Number of the earlier step that follows this one.")

    @property
    def weight(self) -> int:
        """How many times over the words fill the room that a box has for them."""
        return max((len(self.step) - 1) // 26, (len(self.detail or "") - 1) // 62) + 1


def _step_from_text(value: object) -> object:
    return {"step": value} if isinstance(value, str) else value


class Client(Record):
    """For whom the work was done; the alias stands in where the name must not be shown."""

    name: Line
    alias: Line | None = Field(default=None, examples=["a European insurer"])


class Figure(Record):
    """A picture in a study."""

    file: Line = Field(description="Path from the project folder.")
    alt: Line = Field(description="What it shows, in words.")
    caption: Text | None = None


class Study(Entry):
    """One case study: problem, constraints, architecture, result."""

    title: Line
    theme: Slug = Field(description="Key of a theme in themes.yaml.")
    problem: Text = Field(description="One or two sentences: what was wrong, and for whom.")
    constraints: tuple[Text, ...] = Field(default=(), description="What any answer had to respect, a line each.")
    architecture: Text = Field(description="How it is built, in a sentence.")
    flow: tuple[Annotated[FlowStep, BeforeValidator(_step_from_text)], ...] = Field(
        default=(), max_length=12, description="Three to six steps, drawn as boxes."
    )
    result: Text = Field(description="The sentence to remember.")
    technologies: tuple[Line, ...] = ()
    related: tuple[Slug, ...] = Field(default=(), description="Names of other studies.")
    short: Text | None = Field(default=None, description="Problem and result in one line for the CV.")
    role: Line | None = None
    period: Period | None = None
    client: Client | None = None
    sector: Line | None = None
    team: Line | None = None
    status: Literal["production", "lab", "concept"] | None = None
    links: tuple[Link, ...] = ()
    figures: tuple[Figure, ...] = ()
    pages: Literal[1, 2] = Field(default=1, description="How many pages the study may take.")

    @model_validator(mode="after")
    def _returns_go_back(self) -> Any:
        for number, step in enumerate(self.flow, 1):
            if step.back_to is not None and step.back_to >= number:
                message = f"step {number} of the flow goes back to step {step.back_to}, which does not come before it"
                raise ValueError(message, "flow", number - 1, "back_to")
        return self
