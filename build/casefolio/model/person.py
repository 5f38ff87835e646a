"""Who the dossier is about: name, role, and how to reach them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from casefolio.model.record import Line, Record, Text, Url

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", max_length=254)]


class Link(Record):
    """An address on the web, and what it is called."""

    label: Line = Field(description="What the link is called.", examples=["GitHub"])
    url: Url = Field(description="Where it leads.", examples=["https://example.org/me"])


class Contact(Record):
    """How to reach the owner. Belongs in `content/private/`, which is never committed or packed."""

    email: Email | None = Field(default=None, description="An e-mail address.", examples=["me@example.org"])
    phone: Line | None = Field(
        default=None, description="As it should be printed, with the country's code.", examples=["+49 69 1234567"]
    )
    place: Line | None = Field(default=None, description="City, or city and country.", examples=["Frankfurt, Germany"])
    address: tuple[Line, ...] = Field(
        default=(),
        description="Postal address, a line each, for letters; never on a CV.",
        examples=[["Example Street 1", "60311 Frankfurt"]],
    )

    def __bool__(self) -> bool:
        return bool(self.email or self.phone or self.place or self.address)


class Photo(Record):
    """A portrait beside the name. Off unless given."""

    file: Line = Field(
        description="Path from the project folder: PNG, JPEG, WebP, GIF or SVG.", examples=["content/private/me.jpg"]
    )
    alt: Line = Field(description="What a person who cannot see it is told.", examples=["Portrait of the author"])


class Profile(Record):
    """The head of every document: who, in which role, and in two or three sentences why."""

    name: Line = Field(description="As it should be printed.", examples=["Ada Example"])
    role: Line | None = Field(
        default=None, description="The role as the reader should see it.", examples=["Platform Engineer"]
    )
    employer: Line | None = Field(
        default=None, description="Present employer, shown beside the role.", examples=["Example GmbH"]
    )
    summary: Text | None = Field(
        default=None,
        description="Two or three sentences: what for, for whom, and how.",
        examples=["Builds platforms that teams use without asking. Keeps them running, and says what they cost."],
    )
    focus: tuple[Text, ...] = Field(
        default=(),
        description="What the owner works on, a line each.",
        examples=[["Platform engineering on Kubernetes", "Restores that are rehearsed"]],
    )
    contact: Contact = Field(
        default=Contact.model_construct(), description="How to reach the owner; without any, a warning is given."
    )
    links: tuple[Link, ...] = Field(default=(), description="Pages of the owner's own; their addresses are printed.")
    photo: Photo | None = Field(default=None, description="A portrait, on the CV only.")
    keywords: tuple[Line, ...] = Field(
        default=(),
        description="For the metadata of the CV, before the words of its skills.",
        examples=[["Kubernetes", "platform engineering"]],
    )
