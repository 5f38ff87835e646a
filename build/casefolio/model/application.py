"""An application: for whom, as what, and the parts that are sent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from casefolio.model.binding import PageSpan
from casefolio.model.dates import DateField
from casefolio.model.letter import Employer, Letter, Recipient
from casefolio.model.record import Line, Record, Slug

#: Units in which a limit is said, in bytes: SI prefixes are decimal, IEC's binary (ISO/IEC 80000-13).
_UNITS = {"kB": 1000, "KB": 1000, "MB": 1000**2, "KiB": 1024, "MiB": 1024**2}
#: What a mailbox takes without asking.
MAIL_LIMIT = 5_000_000

_RUN = r"(?:[1-9][0-9]{0,4}(?:-(?:[1-9][0-9]{0,4})?)?|-[1-9][0-9]{0,4})"

#: A number of bytes, with its unit.
Size = Annotated[str, StringConstraints(pattern=rf"^[0-9]{{1,4}}(?:\.[0-9]{{1,3}})? ?(?:{'|'.join(_UNITS)})$")]
#: Pages of a part, counted from 1: `3`, `2-5`, `4-`, `1-2, 7`.
Pages = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) and not isinstance(value, bool) else value),
    StringConstraints(pattern=rf"^{_RUN}(?:, ?{_RUN})*$"),
]
#: The name of a file to send: no folder, nothing that a mailbox or a portal stumbles over.
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,98}[A-Za-z0-9]$")]
#: A language, with its country where that matters.
Locale = Annotated[str, Field(pattern=r"^[a-z]{2}(?:-[A-Z]{2})?$")]


class ChosenStudies(Record):
    """A small dossier of some studies."""

    studies: tuple[Slug, ...] = Field(
        default=(), description="Which studies; without any, all.", examples=[["restore-system"]]
    )
    compact: bool = Field(default=False, strict=True, description="Two studies to a page.", examples=[True])


class PacketPart(Record):
    """A part of what is sent: one of `own`, `study`, `dossier`, `file`. `letter`, `cv`, `dossier` may stand alone."""

    own: Literal["letter", "cv"] | None = Field(
        default=None, description="The letter, or the CV. `- cv` says the same.", examples=["cv"]
    )
    study: Slug | None = Field(default=None, description="The page of one study.", examples=["restore-system"])
    dossier: ChosenStudies | None = Field(default=None, description="A dossier of these studies.")
    file: Line | None = Field(
        default=None,
        description="Path of a PDF, JPEG or PNG from the project folder.",
        examples=["content/private/certificate.pdf"],
    )
    title: Line | None = Field(
        default=None, description="In the outline and in the list of enclosures.", examples=["Certificate"]
    )
    alt: Line | None = Field(
        default=None,
        description="What a scanned file shows, for those who cannot see it.",
        examples=["Certificate of employment, 2020 to 2024"],
    )
    language: Locale | None = Field(default=None, description="Of a file, where it does not say so.", examples=["de"])
    pages: Pages | None = Field(default=None, description="Only these pages of a file.", examples=["2-5"])

    @property
    def kind(self) -> str:
        """`letter`, `cv`, `study`, `dossier` or `file`."""
        if self.own:
            return self.own
        return "study" if self.study else "file" if self.file else "dossier"

    @property
    def spans(self) -> tuple[PageSpan, ...]:
        """The pages that are asked for; none means all."""
        return tuple(_span(run.strip()) for run in (self.pages or "").split(",") if run.strip())


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _part_of_word(value: object) -> object:
    if value == "dossier":
        return {"dossier": {}}
    return {"own": value} if isinstance(value, str) else value


class Application(Record):
    """What is sent to one employer, and how."""

    employer: Annotated[Employer, BeforeValidator(_named, json_schema_input_type=Line | Employer)] = Field(
        description="Where it goes; the name alone will do."
    )
    role: Line = Field(description="What is applied for, as it is advertised.", examples=["Platform Engineer"])
    contact: Annotated[Recipient | None, BeforeValidator(_named, json_schema_input_type=Line | Recipient | None)] = (
        Field(default=None, description="Who is written to, where it is known.")
    )
    reference: Line | None = Field(default=None, description="The employer's own sign.", examples=["PE-2026-11"])
    place: Line | None = Field(default=None, description="Stands before the date.", examples=["Frankfurt"])
    date: DateField | None = Field(default=None, description="The letter's, which needs one.", examples=["2026-11-23"])
    locale: Locale | None = Field(
        default=None, description="Language of the letter and of all headings; else the settings'.", examples=["en"]
    )
    variant: Slug | None = Field(
        default=None, description="What this reader sees of the content.", examples=["platform"]
    )
    paper: Literal["a4", "letter"] | None = Field(
        default=None, description="Size of the paper; else the settings'.", examples=["a4"]
    )
    parts: tuple[
        Annotated[
            PacketPart,
            BeforeValidator(_part_of_word, json_schema_input_type=Literal["letter", "cv", "dossier"] | PacketPart),
        ],
        ...,
    ] = Field(
        min_length=1,
        max_length=60,
        description="What is sent, in this order.",
        examples=[["letter", "cv", {"study": "restore-system"}, {"file": "content/private/certificate.pdf"}]],
    )
    letter: Letter | None = Field(default=None, description="The words of the letter.")
    delivery: Literal["email", "portal"] = Field(
        default="email", description="`email` makes one file, `portal` a file for each part.", examples=["email"]
    )
    separate: bool = Field(
        default=False, strict=True, description="One file and a file for each part.", examples=[True]
    )
    file_name: FileName | None = Field(
        default=None, description="Of the one file; without it, made of the owner's name.", examples=["Application.pdf"]
    )
    size_limit: Size | None = Field(
        default=None, description="What a file may weigh; without it, 5 MB by email.", examples=["2 MB"]
    )
    part_titles: bool = Field(
        default=False,
        strict=True,
        description="A page with its title before each part but the letter.",
        examples=[True],
    )
    embed: Literal["source", "none"] = Field(
        default="source",
        description="`none` where a portal refuses PDFs with files in them.",
        examples=["none"],
    )

    impose: tuple[Literal["2-up", "4-up", "booklet"], ...] = Field(
        default=(),
        description="Sheets to print besides, of all parts: several pages to a side, or a booklet to fold.",
        examples=[["booklet"]],
    )

    @property
    def as_one(self) -> bool:
        """Whether all parts are bound into one file."""
        return self.delivery == "email" or self.separate

    @property
    def as_files(self) -> bool:
        """Whether each part is a file of its own."""
        return self.delivery == "portal" or self.separate

    @property
    def limit_bytes(self) -> int | None:
        """What a file may weigh, in bytes; None for any size."""
        if self.size_limit is None:
            return MAIL_LIMIT if self.delivery == "email" else None
        return size_bytes(self.size_limit)


def size_bytes(words: str) -> int:
    """A size like `2 MB` or `1.5MiB` in bytes. Raises ValueError for anything else."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)", words)
    if not found or found[2] not in _UNITS:
        message = "a size is written 800 kB or 2 MB"
        raise ValueError(message)
    return int(Decimal(found[1]) * _UNITS[found[2]])


def _span(run: str) -> PageSpan:
    first, dash, last = run.partition("-")
    start = int(first) if first else 1
    return PageSpan(start, (int(last) if last else None) if dash else start)
