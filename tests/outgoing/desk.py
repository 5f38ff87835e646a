"""What the tests of exports compare with: the words of the printed page, in its order, and exports in memory."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from tests.product.desk import EPOCH, PERSONS, ROOT

from casefolio.exporting import export
from casefolio.model.commission import Commission
from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.printing.run import Run
from casefolio.reading import read
from casefolio.shaping.cv import cv_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The owner of this repository, and persons as unlike each other as they come.
PROJECTS = {"owner": ROOT, **{name: PERSONS / name for name in ("student", "manager", "academic")}}

__all__ = ["PROJECTS", "Run", "exported", "in_order", "lines_said", "workspace"]


def workspace(root: Path) -> Workspace:
    """A project whose documents bear a fixed date."""
    return Workspace(root, root / "out", {"SOURCE_DATE_EPOCH": EPOCH})


@cache
def exported(name: str, kind: str, of: str = "cv", locale: str | None = None, **options: bool) -> bytes:
    """A project in a format, in memory."""
    with mock.patch("casefolio.bindery.publish.publish_all"):
        commission = Commission(kind, of, locale, **options)  # type: ignore[arg-type]
        return export(commission, workspace(PROJECTS[name]), Path("any")).files[0][1]


@cache
def lines_said(name: str, locale: str | None = None) -> tuple[str, ...]:
    """Every string that the printed CV says, in reading order, as it is set there."""
    place = workspace(PROJECTS[name])
    manuscript = read(place)
    settings = manuscript.dossier.settings
    sheet = cv_sheet(manuscript, Edition(locale or settings.locale, settings.paper), place)
    return tuple(said.text for said in sheet.saying)


def folded(text: str) -> str:
    """Text as it is read: one space for any, no case."""
    return re.sub(r"[\s\u00a0]+", " ", text).casefold()


def in_order(said: Iterable[str], text: str) -> list[str]:
    """What of `said` is not found in `text` after what was found before it."""
    text, place, missing = folded(text), 0, []
    for words in said:
        found = text.find(folded(words), place)
        if found < 0:
            missing.append(words)
        else:
            place = found + len(folded(words))
    return missing
