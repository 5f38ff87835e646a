"""What an application says in words: its letter's fixed parts, titles of its parts, metadata, names of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.model.letter import PLACEHOLDER
from casefolio.model.sheet import Imprint
from casefolio.shaping.typography import NBSP
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from casefolio.model.application import Application, PacketPart
    from casefolio.model.dossier import Dossier
    from casefolio.model.letter import Recipient
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.wording import Wording

_MARKUP = re.compile(r"([\\*_`\[\]])")


@dataclass(frozen=True, slots=True)
class Words:
    """What an application says in one language: the labels of letters, those of its paper's country over them."""

    application: Application
    dossier: Dossier
    wording: Wording
    labels: dict[str, Any]

    @classmethod
    def of(cls, manuscript: Manuscript, name: str, edition: Edition, workspace: Workspace) -> Words:
        """The words of the application `name`. Raises CF-307 where the language lacks labels for letters."""
        wording = read_wording(workspace, edition.locale)
        labels = _table(wording["letter"])
        country = _table(labels.get("us")) if edition.paper == "letter" else {}
        for key, value in country.items():
            labels[key] = {**_table(labels.get(key)), **value} if isinstance(value, dict) else value
        return cls(manuscript.dossier.applications[name], manuscript.dossier, wording, labels)

    def said(self, label: str, /, **values: object) -> str:
        """A label of letters, as `salutation.ms`, filled. Raises CF-307 where the language lacks or spoils it."""
        found: Any = self.labels
        for key in label.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        try:
            return str(found.format(**values))
        except (AttributeError, LookupError, ValueError):
            state = "has no label" if found is None else "has a label that cannot be filled,"
            said = f"the language {self.wording.language} {state} 'letter.{label}'"
            raise CasefolioError(Problem("CF-307", said, remedy="see layouts/locales/en.toml")) from None

    @property
    def date(self) -> str:
        """The letter's date in words; empty where there is none."""
        date = self.application.date
        if date is None or date.day is None or date.month is None:
            return self.wording.date(date) if date else ""
        return self.said("date", day=date.day, month=self.wording.month(date.month), year=date.year).replace(" ", NBSP)

    def filled(self, text: str, *, markdown: bool = False) -> str:
        """A text of the owner's with its placeholders filled; where it is Markdown, values stay the text they are."""
        application = self.application
        values = {
            "employer": application.employer.name,
            "role": application.role,
            "contact": application.contact.name if application.contact else "",
            "reference": application.reference or "",
            "place": application.place or "",
            "date": self.date,
            "name": self.dossier.profile.name,
        }

        def fill(found: re.Match[str]) -> str:
            if found[1] is None:
                return found[0][0]
            value = values[found[1]]
            return _MARKUP.sub(r"\\\1", value) if markdown else value

        return PLACEHOLDER.sub(fill, text)

    @property
    def as_role(self) -> str:
        """`Application as Platform Engineer`."""
        return self.said("as_role", role=self.application.role)

    @property
    def subject(self) -> str:
        """The subject line."""
        letter = self.application.letter
        return self.filled(letter.subject) if letter and letter.subject else self.as_role

    @property
    def salutation(self) -> str:
        """The salutation, as the owner or the language has it."""
        letter, contact = self.application.letter, self.application.contact
        if letter and letter.salutation:
            return self.filled(letter.salutation)
        return self._addressed("salutation", contact) if contact else self.said("salutation.team")

    @property
    def closing(self) -> str:
        """The closing, as the owner or the language has it."""
        letter = self.application.letter
        return self.filled(letter.closing) if letter and letter.closing else self.said("closing")

    @property
    def recipient(self) -> tuple[str, ...]:
        """The lines of the address field (DIN 5008:2020 §7.2: organization, department, person, street, town)."""
        employer, contact = self.application.employer, self.application.contact
        lines = [employer.name]
        if contact and contact.department:
            lines.append(contact.department)
        if contact:
            lines.append(self._addressed("addressee", contact))
        lines += employer.address
        return (*lines, employer.country) if employer.country else tuple(lines)

    def title(self, part: PacketPart) -> str:
        """What a part is called, in the outline and among the enclosures."""
        if part.title:
            return part.title
        if part.study:
            study = self.dossier.studies.get(part.study)
            return f"{self.wording['case_study']}: {study.title if study else part.study}"
        if part.file:
            stem = PurePosixPath(part.file).stem.replace("-", " ").replace("_", " ").strip()
            return stem[:1].upper() + stem[1:] or part.file
        if part.kind == "letter":
            return self.said("title")
        return str(self.wording["cv"] if part.kind == "cv" else self.wording["dossier"]["title"])

    def imprint(self, workspace: Workspace) -> Imprint:
        """The metadata of the packet."""
        application, profile = self.application, self.dossier.profile
        return Imprint(
            title=f"{profile.name} · {self.as_role} · {application.employer.name}",
            author=profile.name,
            subject=self.subject,
            keywords=tuple(dict.fromkeys((application.role, application.employer.name, *profile.keywords)))[:24],
            language=self.wording.language,
            date=workspace.date(),
        )

    def _addressed(self, table: str, contact: Recipient) -> str:
        form = contact.form or ""
        key = "_".join(word for word in ("titled" if contact.title else "", form) if word) or "plain"
        return self.said(f"{table}.{key}", name=contact.name, family=contact.family, title=contact.title or "")


def _table(value: object) -> dict[str, Any]:
    """A table of labels as one of its own; what is no table has none."""
    return dict(value) if isinstance(value, dict) else {}


def file_stem(words: Words) -> str:
    """The name of the one file without its ending: `Application-First-Last`, `Bewerbung-Vorname-Nachname`."""
    return plain_letters(f"{words.said('file')} {words.dossier.profile.name}")


def plain_letters(text: str) -> str:
    """A text as a name that every mailbox and portal takes: plain letters, digits and hyphens."""
    from unicodedata import normalize

    for letter, plain in _SPELT.items():
        text = text.replace(letter, plain)
    letters = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", letters))


#: Letters that are spelt out where they cannot be written.
_SPELT = {
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
    "ø": "oe", "Ø": "Oe", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "’": "", "'": "", NBSP: " ",
}  # fmt: skip
