"""Printed CVs of the owner and of three invented persons; each is printed once in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from tests.product.desk import PERSONS, ROOT, Project, Run, casefolio
from tests.product.proofs import Proof

from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.shaping.cv import cv_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Sheet

#: Whose CV, on which paper, in which language.
EDITIONS = [
    ("owner", "a4", "en"),
    ("owner", "letter", "en"),
    ("owner", "a4", "de"),
    *((person, paper, "en") for person in ("student", "manager", "academic") for paper in ("a4", "letter")),
    ("academic", "a4", "de"),
]


@dataclass(frozen=True)
class Print:
    """A printed CV: the project it is made from, how the run ended, and the file."""

    person: str
    paper: str
    locale: str
    root: Path
    run: Run
    path: Path

    @cached_property
    def proof(self) -> Proof:
        return Proof(self.path.read_bytes())

    @cached_property
    def result(self) -> dict[str, Any]:
        (result,) = self.run.said["results"]
        return dict(result)

    @cached_property
    def manuscript(self) -> Manuscript:
        return read(Workspace.at(self.root))

    @cached_property
    def sheet(self) -> Sheet:
        return cv_sheet(self.manuscript, Edition(self.locale, self.paper), Workspace.at(self.root))


Printer = dict[tuple[str, str, str], Print]


@pytest.fixture(scope="session")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], Print]:
    """Print an edition, or hand out what was printed before."""
    done: Printer = {}

    def printed(person: str, paper: str, locale: str) -> Print:
        key = (person, paper, locale)
        if key not in done:
            root = ROOT if person == "owner" else PERSONS / person
            out = tmp_path_factory.mktemp("-".join(key))
            words = ("--paper", paper, "--locale", locale, "--out", str(out), "--json")
            run = casefolio("--project", root, "build", "cv", *words)
            assert run.code == 0, run.out
            done[key] = Print(*key, root, run, out / ("cv.pdf" if locale == "en" else f"cv-{locale}.pdf"))
        return done[key]

    return printed


@pytest.fixture(params=[pytest.param(key, id="-".join(key), marks=pytest.mark.xdist_group(key[0])) for key in EDITIONS])
def cv(request: pytest.FixtureRequest, printer: Callable[[str, str, str], Print]) -> Print:
    """Each printed CV in turn."""
    return printer(*request.param)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a short profile."""
    return Project(tmp_path)
