"""The whole of what an owner says, and how the CV is to be arranged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casefolio.model.entries import (
    Certificate,
    CustomSection,
    Education,
    Experience,
    Language,
    Project,
    Publication,
    Recognition,
    Skill,
    Talk,
)
from casefolio.model.person import Profile
from casefolio.model.record import Line, Record, Slug
from casefolio.model.study import Study, Theme

#: The sections of a CV that are not the owner's own. `custom:KEY` names one that is.
SECTIONS = (
    "summary",
    "focus",
    "studies",
    "experience",
    "projects",
    "education",
    "certificates",
    "publications",
    "recognition",
    "skills",
    "languages",
)

SectionName = Annotated[str, Field(pattern=rf"^(?:{'|'.join(SECTIONS)}|custom:[a-z0-9-]+)$")]


class CvPlan(Record):
    """What the CV shows, in which order, on how many pages."""

    pages: Annotated[int, Field(ge=1, le=20)] | Literal["any"] = Field(
        default=1, description="How many pages are promised; `any` takes what it needs."
    )
    sections: tuple[SectionName, ...] = Field(default=SECTIONS, description="In this order; the rest is not shown.")
    studies: tuple[Slug, ...] = Field(
        default=(), description="Studies to show; none means the six of highest priority."
    )
    projects: tuple[Line, ...] = Field(default=(), description="Titles of projects to show; none means all.")
    titles: dict[str, Line] = Field(default={}, description="Other headings for sections.")


class Settings(Record):
    """How the project is printed unless a command says otherwise."""

    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(?:-[A-Z]{2})?$")] = Field(default="en", examples=["en", "de"])
    paper: Literal["a4", "letter"] = "a4"
    order: Literal["owner", "theme", "priority"] = Field(
        default="theme", description="Order of studies in the dossier: as `study_order` says, by theme, by priority."
    )
    study_order: tuple[Slug, ...] = Field(default=(), description="The owner's own order; the rest follows by name.")


class Dossier(Record):
    """Everything under `content/`."""

    profile: Profile
    settings: Settings = Settings()
    cv: CvPlan = CvPlan()
    themes: dict[Slug, Theme] = Field(default={}, description="Groups of studies, in the order of the dossier.")
    studies: dict[Slug, Study] = {}
    projects: tuple[Project, ...] = ()
    talks: dict[Slug, Talk] = {}
    recognition: tuple[Recognition, ...] = ()
    experience: tuple[Experience, ...] = ()
    education: tuple[Education, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = Field(
        default=(), description="A group without items takes them from the studies shown."
    )
    languages: tuple[Language, ...] = ()
    custom: dict[Slug, CustomSection] = Field(default={}, description="Sections only this owner has.")
