"""The whole of what an owner says, and how the CV is to be arranged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casefolio.model.application import Application
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
from casefolio.model.record import Free, Line, Record, Slug
from casefolio.model.sections import SECTIONS, SectionName
from casefolio.model.study import Study, Theme
from casefolio.model.variant import Variant

#: Warnings about content. `settings.quiet` turns them off; what each means, `casefolio explain` tells.
WarningCode = Literal["CF-250", "CF-251", "CF-260", "CF-261", "CF-262", "CF-263", "CF-264"]


class CvPlan(Record):
    """What the CV shows, in which order, on how many pages."""

    pages: Annotated[int, Field(ge=1, le=20)] | Literal["any"] = Field(
        default=1, description="How many pages are promised; `any` takes what it needs.", examples=[1]
    )
    sections: tuple[SectionName, ...] = Field(
        default=SECTIONS,
        description="In this order; the rest is not shown, and what is empty is left out.",
        examples=[["summary", "experience", "studies", "skills", "custom:volunteering"]],
    )
    studies: tuple[Slug, ...] = Field(
        default=(),
        description="Studies to show, in this order; without any, those of highest priority.",
        examples=[["restore-system"]],
    )
    count: Annotated[int, Field(ge=0, le=50)] = Field(
        default=6, description="How many studies to show where none are named.", examples=[6]
    )
    projects: tuple[Line, ...] = Field(
        default=(),
        description="Titles of projects to show; without any, all whose story no study on the page tells.",
        examples=[["restore-drill"]],
    )
    titles: dict[str, Line] = Field(
        default={}, description="Other headings, by section.", examples=[{"summary": "About me"}]
    )


class Settings(Record):
    """How the project is printed unless a command says otherwise."""

    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(?:-[A-Z]{2})?$")] = Field(
        default="en", description="Language of headings, dates and quotation marks.", examples=["en", "de"]
    )
    paper: Literal["a4", "letter"] = Field(default="a4", description="Size of the paper.", examples=["a4"])
    order: Literal["owner", "theme", "priority"] = Field(
        default="theme",
        description="Order of studies in the dossier: as `study_order` says, by theme, or by priority.",
        examples=["theme"],
    )
    study_order: tuple[Slug, ...] = Field(
        default=(),
        description="The owner's own order; decides within a theme too, and what it does not name follows.",
        examples=[["restore-system", "backup-policies"]],
    )
    quiet: tuple[WarningCode, ...] = Field(
        default=(), description="Warnings that are not to be given, by their codes.", examples=[["CF-262"]]
    )


class Dossier(Record):
    """Everything under `content/`."""

    profile: Profile = Field(description="Who the dossier is about.")
    settings: Settings = Field(default=Settings.model_construct(), description="Language, paper, order of studies.")
    cv: CvPlan = Field(default=CvPlan.model_construct(), description="What the CV shows.")
    themes: dict[Slug, Theme] = Field(default={}, description="Groups of studies, in the order of the dossier.")
    studies: dict[Slug, Study] = Field(default={}, description="Case studies.")
    projects: tuple[Project, ...] = Field(default=(), description="Projects that are no case study, or have one.")
    talks: dict[Slug, Talk] = Field(default={}, description="Talks.")
    recognition: tuple[Recognition, ...] = Field(default=(), description="Awards.")
    experience: tuple[Experience, ...] = Field(default=(), description="Jobs, the latest first.")
    education: tuple[Education, ...] = Field(default=(), description="Degrees and schools, the latest first.")
    certificates: tuple[Certificate, ...] = Field(default=(), description="Certificates.")
    publications: tuple[Publication, ...] = Field(default=(), description="Papers, articles, books.")
    skills: tuple[Skill, ...] = Field(default=(), description="Groups of skills.")
    languages: tuple[Language, ...] = Field(default=(), description="Languages and how well they are spoken.")
    custom: dict[Slug, CustomSection] = Field(default={}, description="Sections only this owner has.")
    variants: dict[Slug, Variant] = Field(default={}, description="What one kind of reader sees of all this.")
    applications: dict[Slug, Application] = Field(default={}, description="What is sent to one employer, and how.")
    extra: Free = Field(
        default={},
        description="What an import found no place for, by the format it came in; free in form, never printed.",
        examples=[{"json-resume": {"more": {"meta": {"theme": "flat"}}}}],
    )
