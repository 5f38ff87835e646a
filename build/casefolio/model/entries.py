"""Everything else a CV may list."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from casefolio.model.dates import DateField, Period
from casefolio.model.person import Link
from casefolio.model.record import Entry, Line, Record, Slug, Text, Url


class Dated(Entry, Period):
    """An entry with a start, an end, both or neither."""


class Experience(Dated):
    """A job."""

    title: Line = Field(description="The position.", examples=["Platform Engineer"])
    employer: Line = Field(description="For whom.", examples=["Example GmbH"])
    place: Line | None = Field(default=None, description="Where.", examples=["Frankfurt"])
    url: Url | None = Field(
        default=None, description="The employer's page; not printed.", examples=["https://example.org"]
    )
    summary: Text | None = Field(
        default=None, description="What the job was, in a sentence.", examples=["Runs the platform of forty teams."]
    )
    highlights: tuple[Text, ...] = Field(
        default=(),
        description="What was achieved, a line each.",
        examples=[["Restores rehearsed every month", "One way to production for every team"]],
    )


class Education(Dated):
    """A degree or a school."""

    title: Line = Field(description="The degree.", examples=["M.Sc. Computer Science"])
    institution: Line = Field(description="The university or school.", examples=["Example University"])
    place: Line | None = Field(default=None, description="Where.", examples=["Darmstadt"])
    grade: Line | None = Field(default=None, description="As it is written there.", examples=["1.3"])
    url: Url | None = Field(
        default=None, description="The institution's page; not printed.", examples=["https://example.edu"]
    )
    highlights: tuple[Text, ...] = Field(
        default=(), description="A thesis, a prize, a line each.", examples=[["Thesis on scheduling in clusters"]]
    )


class Certificate(Entry):
    """A certificate, and who issued it."""

    title: Line = Field(description="What it is called.", examples=["Certified Kubernetes Administrator"])
    issuer: Line | None = Field(default=None, description="Who issued it.", examples=["The Linux Foundation"])
    date: DateField | None = Field(default=None, description="When.", examples=["2024-03"])
    url: Url | None = Field(
        default=None, description="Where it can be checked; not printed.", examples=["https://example.org/c/1"]
    )


class Language(Record):
    """A language and how well it is spoken."""

    language: Line = Field(description="Which one.", examples=["German"])
    level: Line = Field(description="In words, or a level of the European framework.", examples=["C1"])


class Publication(Entry):
    """A paper, an article, a book."""

    title: Line = Field(description="Its title.", examples=["Restores Worth Rehearsing"])
    authors: tuple[Line, ...] = Field(
        default=(), description="All of them, in their order.", examples=[["A. Example", "B. Example"]]
    )
    venue: Line | None = Field(
        default=None, description="Journal, conference or publisher.", examples=["Journal of Examples"]
    )
    date: DateField | None = Field(default=None, description="When it came out.", examples=["2024"])
    url: Url | None = Field(default=None, description="Where it can be read.", examples=["https://example.org/paper"])


class Skill(Entry):
    """A group of skills: a label and its words."""

    label: Line = Field(description="What the group is called.", examples=["Delivery"])
    items: tuple[Line, ...] = Field(
        default=(),
        description="The words, in order of weight; without any, the technologies of the studies on the CV.",
        examples=[["GitOps", "Argo CD", "CI/CD"]],
    )


class CustomEntry(Dated):
    """An entry of a section that only this owner has."""

    title: Line = Field(description="The entry's name.", examples=["Mentor for career changers"])
    detail: Line | None = Field(default=None, description="With whom, or as what.", examples=["Example Club"])
    place: Line | None = Field(default=None, description="Where.", examples=["Frankfurt"])
    url: Url | None = Field(
        default=None, description="A page about it; not printed.", examples=["https://example.org/club"]
    )
    text: Text | None = Field(default=None, description="A sentence or two.", examples=["Two evenings a month."])
    highlights: tuple[Text, ...] = Field(
        default=(), description="A line each.", examples=[["Six people found their first job"]]
    )


class CustomSection(Record):
    """A section that only this owner has."""

    title: Line = Field(description="The heading.", examples=["Volunteering"])
    entries: tuple[CustomEntry, ...] = Field(default=(), description="What stands below it.")


class Project(Dated):
    """A project; where a study tells the same story, `study` names it."""

    title: Line = Field(description="The project's name.", examples=["restore-drill"])
    summary: Text = Field(
        description="What it is, in a sentence.", examples=["Rehearses restores and reports what was lost."]
    )
    url: Url | None = Field(default=None, description="Where it lives.", examples=["https://example.org/restore-drill"])
    study: Slug | None = Field(
        default=None,
        description="The study that tells this project's story; a CV that names no projects shows one of the two.",
        examples=["restore-system"],
    )
    technologies: tuple[Line, ...] = Field(
        default=(), description="What it is built with.", examples=[["Kubernetes", "Go"]]
    )


class Talk(Entry):
    """A talk, and what its handout says."""

    title: Line = Field(description="What the talk is about, or its title.", examples=["Restores are a product"])
    event: Line = Field(description="Where it was or will be given.", examples=["Example Conference 2026"])
    date: DateField | None = Field(default=None, description="When.", examples=["2026-05"])
    place: Line | None = Field(default=None, description="The town.", examples=["Frankfurt"])
    summary: Text | None = Field(
        default=None, description="One or two sentences.", examples=["How a restore becomes a routine."]
    )
    ideas: tuple[Text, ...] = Field(
        default=(),
        description="Two or three ideas to take home, for a handout.",
        examples=[["Rehearse before you need it.", "Measure what a restore loses."]],
    )
    related: tuple[Slug, ...] = Field(
        default=(), description="Names of studies that tell more.", examples=[["restore-system"]]
    )
    link: Url | None = Field(
        default=None, description="Where the talk continues, for a handout.", examples=["https://example.org/talk"]
    )
    note: Text | None = Field(
        default=None, description="About the speaker, for a handout.", examples=["Ada Example runs platforms."]
    )
    pages: Literal[1, 2] = Field(default=1, description="The pages of the handout: one side of a sheet, or both.")
    onepagers: tuple[Slug, ...] = Field(
        default=(),
        description="Studies whose pages follow the handout, in one PDF with it.",
        examples=[["restore-system"]],
    )
    impose: tuple[Literal["2-up", "4-up", "booklet"], ...] = Field(
        default=(),
        description="Sheets to print besides: several pages to a side, or a booklet to fold.",
        examples=[["2-up", "booklet"]],
    )
    links: tuple[Link, ...] = Field(default=(), description="Slides, a recording.")


class Recognition(Entry):
    """An award. `holder` says whose it is where it is not the owner's own."""

    title: Line = Field(description="The award's name.", examples=["Example Award 2026"])
    detail: Line | None = Field(default=None, description="Which place, for what.", examples=["Finalist"])
    holder: Line | None = Field(
        default=None, description="Whose it is, where it is not the owner's own.", examples=["Example GmbH"]
    )
    date: DateField | None = Field(default=None, description="When.", examples=["2026"])
    url: Url | None = Field(
        default=None, description="A page about it; not printed.", examples=["https://example.org/award"]
    )
