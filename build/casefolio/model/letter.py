"""A letter: whom it is written to, and its words."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from casefolio.model.record import Line, Record, Text

#: What letters may leave to be filled in, and whether the application may lack it.
NAMES = {
    "employer": False,
    "role": False,
    "contact": True,
    "reference": True,
    "place": True,
    "date": True,
    "name": False,
}
#: A placeholder; a doubled brace is a brace.
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")


class Employer(Record):
    """Where an application goes. The name alone may stand for it."""

    name: Line = Field(description="As it should be addressed.", examples=["Example GmbH"])
    address: tuple[Line, ...] = Field(
        default=(),
        description="Street and town, a line each, for the window of the envelope.",
        examples=[["Example Street 1", "60311 Frankfurt"]],
    )
    country: Line | None = Field(
        default=None, description="Where the letter leaves the country; as it should be printed.", examples=["GERMANY"]
    )


class Recipient(Record):
    """The person who is written to. The name alone may stand for it."""

    name: Line = Field(description="First and last name.", examples=["Kim Example"])
    form: Literal["ms", "mr"] | None = Field(
        default=None, description="How to address the person; without it, by the whole name.", examples=["ms"]
    )
    title: Line | None = Field(default=None, description="A doctorate, a chair.", examples=["Dr."])
    family_name: Line | None = Field(
        default=None, description="For the salutation, where it is not the last word of the name.", examples=["Example"]
    )
    department: Line | None = Field(
        default=None, description="Printed between the employer and the person.", examples=["Human Resources"]
    )

    @property
    def family(self) -> str:
        """The family name: as given, else the last word of the name."""
        return self.family_name or self.name.split()[-1]


class Letter(Record):
    """A cover letter. Its texts may hold placeholders: `{employer}`, `{role}`, `{contact}`, `{reference}` and more."""

    body: Text = Field(
        description="Paragraphs with an empty line between them, and lists with a dash before each entry.",
        examples=["I apply as {role}. What I have built fits what you are looking for."],
    )
    subject: Line | None = Field(
        default=None, description="Without one, it is made of the role.", examples=["Application as {role}"]
    )
    salutation: Line | None = Field(
        default=None,
        description="Without one, it is made of the contact, in the letter's language.",
        examples=["Hello,"],
    )
    closing: Line | None = Field(
        default=None, description="Without one, as is usual in the letter's language.", examples=["Kind regards,"]
    )
    signature: Line | None = Field(
        default=None,
        description="Path of a picture from the project folder; belongs in `content/private/`.",
        examples=["content/private/signature.png"],
    )
    enclosures: bool = Field(
        default=True, strict=True, description="Whether the parts that follow are listed.", examples=[True]
    )
