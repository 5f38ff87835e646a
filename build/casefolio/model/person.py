"""Who the dossier is about: name, role, and how to reach them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from casefolio.model.record import Line, Record, Text, Url

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", max_length=254)]


class Link(Record):
    """An address on the web with the words to show for it."""

    label: Line = Field(description="What the link is called.", examples=["GitHub"])
    url: Url = Field(examples=["https://example.org/me"])


class Contact(Record):
    """How to reach the owner. Belongs in `content/private/`, which is never committed or packed."""

    email: Email | None = Field(default=None, examples=["me@example.org"])
    phone: Line | None = Field(default=None, examples=["+49 69 1234567"])
    place: Line | None = Field(default=None, description="City, or city and country.", examples=["Frankfurt, Germany"])
    address: tuple[Line, ...] = Field(default=(), description="Postal address, a line each, for letters.")

    def __bool__(self) -> bool:
        return bool(self.email or self.phone or self.place or self.address)


class Photo(Record):
    """A portrait beside the name. Off unless given."""

    file: Line = Field(description="Path from the project folder.", examples=["content/private/me.jpg"])
    alt: Line = Field(description="What a person who cannot see it is told.", examples=["Portrait of the author"])


class Profile(Record):
    """The head of every document: who, in which role, and in two or three sentences why."""

    name: Line = Field(description="As it should be printed.", examples=["Ada Example"])
    role: Line | None = Field(default=None, description="The role as the reader should see it.")
    employer: Line | None = Field(default=None, description="Present employer, shown beside the role.")
    summary: Text | None = Field(default=None, description="Two or three sentences.")
    focus: tuple[Text, ...] = Field(default=(), description="What the owner works on, a line each.")
    contact: Contact = Contact()
    links: tuple[Link, ...] = ()
    photo: Photo | None = None
    keywords: tuple[Line, ...] = Field(default=(), description="For the metadata of every PDF.")
