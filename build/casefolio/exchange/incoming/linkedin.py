"""LinkedIn's data export: a zip of tables, one for each part of a profile.

What concerns other people or no résumé (connections, messages, advertising) is not taken, only named.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.exchange.incoming.archive import unpacked
from casefolio.exchange.incoming.json_resume import settle
from casefolio.exchange.incoming.normal import tidy
from casefolio.exchange.incoming.resume import Resume
from casefolio.exchange.incoming.taking import PLACE
from casefolio.exchange.incoming.words import slug

if TYPE_CHECKING:
    from casefolio.exchange.incoming.draft import Draft

Row = dict[str, Any]

#: Table → section of JSON Resume, and what its columns are called there.
_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "positions": (
        "work",
        {"Company Name": "name", "Title": "position", "Description": "summary", "Location": "location"}
        | {"Started On": "startDate", "Finished On": "endDate"},
    ),
    "education": (
        "education",
        {"School Name": "institution", "Degree Name": "studyType", "Start Date": "startDate", "End Date": "endDate"}
        | {"Notes": "summary", "Activities": "courses"},
    ),
    "skills": ("skills", {"Name": "name"}),
    "languages": ("languages", {"Name": "language", "Proficiency": "fluency"}),
    "certifications": (
        "certificates",
        {"Name": "name", "Url": "url", "Authority": "issuer", "Started On": "date"},
    ),
    "projects": (
        "projects",
        {"Title": "name", "Description": "description", "Url": "url"}
        | {"Started On": "startDate", "Finished On": "endDate"},
    ),
    "publications": (
        "publications",
        {"Name": "name", "Published On": "releaseDate", "Publisher": "publisher", "Url": "url"}
        | {"Description": "summary"},
    ),
    "honors": ("awards", {"Title": "title", "Description": "summary", "Issued On": "date"}),
    "volunteering": (
        "volunteer",
        {"Company Name": "organization", "Role": "position", "Description": "summary"}
        | {"Started On": "startDate", "Finished On": "endDate"},
    ),
}
#: Tables that become a section of the owner's own: heading, and the columns of title, detail, date and text.
_OWN = {
    "organizations": ("Organizations", "Name", "Position"),
    "courses": ("Courses", "Name", "Number"),
    "patents": ("Patents", "Title", "Patent/Application No."),
    "test scores": ("Test scores", "Name", "Score"),
}
_PROFILE = {"Headline": "label", "Summary": "summary"}
_READ = {*_TABLES, *_OWN, "profile", "email addresses", "phonenumbers", "phone numbers"}
#: An export has at least one of these.
_TELLING = frozenset({"profile", "positions", "education", "skills"})
_WEBSITE = re.compile(r"\[?([A-Z_ ]+):([^,\]\s]+)\]?")


def read(data: bytes, draft: Draft) -> None:
    """Fill a draft from an archive. Raises CF-144 to CF-147 for one that is no export or not to be trusted."""
    tables, others = unpacked(data, draft.file, ".csv")
    named = {
        re.sub(r".*[/\\]", "", name)[:-4].lower().replace("_", " "): (name, table) for name, table in tables.items()
    }
    if not _TELLING & set(named):
        held = ", ".join(sorted([*tables, *others])[:3]) or "nothing"
        message = f"this archive is no data export of LinkedIn: it holds {held}, and no Profile.csv or Positions.csv"
        remedy = "ask for it on LinkedIn: Settings, Data privacy, Get a copy of your data"
        raise CasefolioError(Problem("CF-144", message[:300], Mark(draft.file), remedy))
    rows = {
        key: _rows(table, name.rsplit("/", 1)[-1], draft.file) for key, (name, table) in named.items() if key in _READ
    }
    document: Row = {"basics": _basics(rows, draft)}
    for key, (section, columns) in _TABLES.items():
        document[section] = [_renamed(row, columns) for row in rows.get(key, ())]
    Resume(tidy(document) or {}, draft).read()
    settle(draft)
    for key, (heading, title, detail) in _OWN.items():
        _own(draft, key, heading, (title, detail), rows.get(key, []))
    _not_taken([name for key, (name, _) in named.items() if key not in _READ] + others, draft)
    draft.extra["linkedin"] = draft.kept


def _rows(table: bytes, name: str, file: str) -> list[Row]:
    """The rows of a table by its headings, each with its place. Lines of notes before the headings are passed over."""
    text = table.decode("utf-16" if table[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\0", ""), newline="")))
    except csv.Error as error:
        message = f"the table {name} cannot be read: {error}"
        raise CasefolioError(Problem("CF-147", message, Mark(file), "download the archive again")) from None
    start = _head(lines)
    head = [cell.strip() for cell in lines[start]] if start < len(lines) else []
    found = []
    for number, cells in enumerate(lines[start + 1 :], start + 2):
        row = {key: cell.strip() for key, cell in zip(head, cells, strict=False) if cell.strip() and key}
        rest = [cell for cell in cells[len(head) :] if cell.strip()]
        if row or rest:
            found.append({**row, **({"more cells": rest} if rest else {}), PLACE: f"{name} row {number}"})
    return found


def _head(lines: list[list[str]]) -> int:
    """Where the headings are: in the first line that is not empty, or after the notes and the empty line below them."""
    first = next((number for number, cells in enumerate(lines) if any(cells)), len(lines))
    if first < len(lines) and lines[first][0].strip().lower().startswith("notes"):
        empty = next((number for number in range(first, len(lines)) if not any(lines[number])), first)
        return next((number for number in range(empty, len(lines)) if any(lines[number])), len(lines))
    return first


def _renamed(row: Row, columns: dict[str, str]) -> Row:
    return {columns.get(key, key): value for key, value in row.items()}


def _basics(rows: dict[str, list[Row]], draft: Draft) -> Row:
    profile = dict(next(iter(rows.get("profile", ())), {}))
    place = str(profile.pop(PLACE, "Profile.csv"))
    name = " ".join(filter(None, (profile.pop("First Name", ""), profile.pop("Last Name", ""))))
    basics: Row = {PLACE: place, "name": name, **_renamed(profile, _PROFILE)}
    basics["location"] = {PLACE: place, "city": basics.pop("Geo Location", "")}
    street = basics.pop("Address", "")
    if street:
        basics["location"] |= {"address": street, "postalCode": basics.pop("Zip Code", "")}
    basics["profiles"] = _pages(basics, place)
    emails = sorted(rows.get("email addresses", ()), key=lambda row: str(row.get("Primary", "")).lower() != "yes")
    basics["email"] = emails[0].get("Email Address") if emails else None
    phones = rows.get("phonenumbers") or rows.get("phone numbers") or []
    basics["phone"] = phones[0].get("Number") if phones else None
    for row in [*emails[1:], *phones[1:]]:
        draft.keep(str(row[PLACE]), {key: value for key, value in row.items() if key != PLACE})
    return basics


def _pages(basics: Row, place: str) -> list[Row]:
    """The owner's pages: `[PERSONAL:https://example.org,BLOG:…]`, and names on Twitter."""
    pages: list[Row] = []
    for kind, address in _WEBSITE.findall(str(basics.get("Websites", ""))):
        label = {"PERSONAL": "Website", "COMPANY": "Company", "PORTFOLIO": "Portfolio", "BLOG": "Blog"}.get(kind)
        pages.append({PLACE: place, "network": label or kind.title(), "url": address})
    if pages:
        del basics["Websites"]
    twitter = re.findall(r"[A-Za-z0-9_]+", str(basics.pop("Twitter Handles", "")))
    return pages + [{PLACE: place, "network": "Twitter", "username": name} for name in twitter]


def _own(draft: Draft, key: str, heading: str, columns: tuple[str, str], rows: list[Row]) -> None:
    """A table that JSON Resume has no section for."""
    title, detail = columns
    renamed = {title: "position", detail: "organization", "Description": "summary", "Url": "url"}
    renamed |= {"Started On": "startDate", "Finished On": "endDate", "Issued On": "startDate", "Test Date": "startDate"}
    if rows:
        entries = tidy([_renamed(row, renamed) for row in rows]) or []
        Resume({}, draft).take_own(slug(key), heading, entries, open_ends=key == "organizations")


def _not_taken(names: list[str], draft: Draft) -> None:
    if names:
        shown = ", ".join(sorted(re.sub(r".*[/\\]", "", name) for name in names)[:5])
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        draft.warn("CF-155", f"left in the archive, as it is no part of a résumé: {shown}{more}")
