"""A file opened for preflight: how it is protected, and whether it is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.binding.source import Source
from casefolio.bindery.preflight.report import DAMAGED, LOCKED, finding
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import DictionaryObject

_HEADER = re.compile(rb"%PDF-(\d\.\d)")
_START = re.compile(rb"startxref\s+(\d+)")
_SECTION = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
#: Where a reader looks for the start and the end of a file (ISO 32000-1 Annex H.3).
_HEAD, _TAIL = 1024, 2048
#: Rights that a file may withhold (ISO 32000-1 Table 22).
_RIGHTS = {3: "printing", 4: "changes", 5: "copying", 6: "notes", 10: "reading aloud"}


@dataclass(frozen=True, slots=True)
class Protection:
    """How a file is encrypted; `withheld` are the rights that its owner keeps."""

    method: str
    withheld: tuple[str, ...]

    def __str__(self) -> str:
        if not self.method:
            return ""
        withheld = f"; not allowed: {', '.join(self.withheld)}" if self.withheld else ""
        return f"{self.method}, opens without a password{withheld}"


def opened_source(data: bytes, name: str) -> Source:
    """The file's objects. Raises CF-576 where it is no PDF or past repair, CF-577 where it is locked."""
    try:
        return Source(Part(name, data))
    except CasefolioError as error:
        reason = error.problems[0]
        if reason.code == "CF-523":
            problem = Problem(LOCKED, f"{name} is locked with a password", remedy="save it without one and try again")
        else:
            said = {"CF-522": "has no pages"}.get(reason.code, "is damaged past reading")
            said = said if data[:_HEAD].find(b"%PDF-") >= 0 else "is no PDF"
            problem = Problem(DAMAGED, f"{name} {said}", remedy="export it once more from the program that made it")
        raise CasefolioError(problem) from None


def protection(source: Source) -> Protection:
    """How the file is encrypted (ISO 32000-1 §7.6)."""
    entries = source.dictionary(source.trailer, "/Encrypt")
    if not entries:
        return Protection("", ())
    filters = source.dictionary(entries, "/CF").values()
    methods = {source.name(source.resolve(found), "/CFM") for found in filters}
    bits = (source.integer(entries, "/Length") or 40) if (source.integer(entries, "/V") or 0) > 1 else 40
    method = "AES-256" if "AESV3" in methods else "AES-128" if "AESV2" in methods else f"RC4, {bits} bits"
    rights = source.integer(entries, "/P") or 0
    return Protection(method, tuple(said for bit, said in _RIGHTS.items() if not rights >> (bit - 1) & 1))


def version(data: bytes, source: Source) -> str:
    """The version of PDF that the file says it is of; the catalog's goes over the header's (§7.5.2)."""
    header = _HEADER.search(data[: _HEAD + 8])
    stated = header.group(1).decode("ascii") if header else ""
    return max(stated, source.name(source.root, "/Version")[:3])


def damage(data: bytes) -> Iterator[Problem]:
    """Signs that the file was cut off or changed by something that did not know it was a PDF."""
    start = data[:_HEAD].find(b"%PDF-")
    tail = data[-_TAIL:]
    found = _START.findall(tail)
    remedy = "readers repair it, each in its own way: get it once more"
    if not found:
        yield finding(DAMAGED, "the end of the file is missing: it was cut off", remedy)
        return
    place = int(found[-1])
    if not any(_SECTION.match(data, at, at + 64) for at in (place, place + start)):
        yield finding(DAMAGED, "the table of its objects is not where the file says it is", remedy)


def info(source: Source) -> DictionaryObject:
    """The document information dictionary (§14.3.3)."""
    return source.dictionary(source.trailer, "/Info")
