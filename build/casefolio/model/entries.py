"""Everything else a CV may list."""

from __future__ import annotations

from pydantic import Field

from casefolio.model.dates import DateField, Period
from casefolio.model.person import Link
from casefolio.model.record import Entry, Line, Record, Slug, Text, Url


class Dated(Entry, Period):
    """An entry with a start, an end, both or neither."""


class Experience(Dated):
    """A job."""

    title: Line = Field(examples=["Platform Engineer"])
    employer: Line
    place: Line | None = None
    url: Url | None = None
    summary: Text | None = None
    highlights: tuple[Text, ...] = Field(default=(), description="What was achieved, a line each.")


class Education(Dated):
    """A degree or a school."""

    title: Line = Field(description="The degree.", examples=["M.Sc. Computer Science"])
    institution: Line
    place: Line | None = None
    grade: Line | None = None
    url: Url | None = None
    highlights: tuple[Text, ...] = ()


class Certificate(Entry):
    """A certificate, and who issued it."""

    title: Line
    issuer: Line | None = None
    date: DateField | None = None
    url: Url | None = None


class Language(Record):
    """A language and how well it is spoken."""

    language: Line = Field(examples=["German"])
    level: Line = Field(examples=["C1"])


class Publication(Entry):
    """A paper, an article, a book."""

    title: Line
    authors: tuple[Line, ...] = ()
    venue: Line | None = Field(default=None, description="Journal, conference or publisher.")
    date: DateField | None = None
    url: Url | None = None


class Skill(Entry):
    """A group of skills: a label and its words."""

    label: Line = Field(examples=["Delivery"])
    items: tuple[Line, ...] = Field(default=(), description="The words, in order of weight.")


class CustomEntry(Dated):
    """An entry of a section that only this owner has."""

    title: Line
    detail: Line | None = None
    place: Line | None = None
    url: Url | None = None
    text: Text | None = None
    highlights: tuple[Text, ...] = ()


class CustomSection(Record):
    """A section that only this owner has."""

    title: Line
    entries: tuple[CustomEntry, ...] = ()


class Project(Dated):
    """A project; where a study tells the same story, `study` names it."""

    title: Line
    summary: Text
    url: Url | None = None
    study: Slug | None = Field(default=None, description="The study that tells this project's story.")
    technologies: tuple[Line, ...] = ()


class Talk(Entry):
    """A talk, and what its handout says."""

    title: Line = Field(description="What the talk is about, or its title.")
    event: Line
    date: DateField | None = None
    place: Line | None = None
    summary: Text | None = None
    ideas: tuple[Text, ...] = Field(default=(), description="Two or three ideas to take home.")
    related: tuple[Slug, ...] = Field(default=(), description="Names of studies.")
    link: Url | None = Field(default=None, description="Where the talk continues; printed as a QR code.")
    note: Text | None = Field(default=None, description="About the speaker.")
    links: tuple[Link, ...] = ()


class Recognition(Entry):
    """An award. `holder` says whose it is where it is not the owner's own."""

    title: Line
    detail: Line | None = None
    holder: Line | None = Field(default=None, examples=["Example GmbH"])
    date: DateField | None = None
    url: Url | None = None
