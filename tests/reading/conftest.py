"""A small project to write files into and to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from casefolio.errors import CasefolioError, Problem
from casefolio.model.workspace import Workspace
from casefolio.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.model.manuscript import Manuscript

PROFILE = "name: Ada Example\ncontact: {email: ada@example.org}\n"
STUDY = "title: A study\ntheme: platform\nproblem: P\narchitecture: A\nresult: R\n"
THEMES = "platform: {title: Platform}\n"


class Project:
    """A project folder under test."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file below the project's folder; returns its path."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self) -> Manuscript:
        """Read the project; it is expected to be right."""
        return read(Workspace.at(self.root))

    def problems(self) -> tuple[Problem, ...]:
        """All problems of a project that is expected to be wrong."""
        with pytest.raises(CasefolioError) as caught:
            self.read()
        return caught.value.problems

    def only(self) -> Problem:
        """The one problem of a project."""
        problems = self.problems()
        assert len(problems) == 1, "\n".join(map(str, problems))
        return problems[0]

    def codes(self) -> list[str]:
        """The codes of all problems."""
        return [str(problem.code) for problem in self.problems()]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A project folder with nothing in it."""
    return Project(tmp_path)


@pytest.fixture
def project(empty: Project) -> Project:
    """A project with a profile that has contact data."""
    empty.write("content/profile.yaml", PROFILE)
    return empty


@pytest.fixture
def studied(project: Project) -> Project:
    """A project with a theme and a study `eks`."""
    project.write("content/themes.yaml", THEMES)
    project.write("content/studies/eks.yaml", STUDY)
    return project


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers: the fast one, and the one that is there where PyYAML was built without it."""
    loader = yaml.CSafeLoader if request.param == "libyaml" else yaml.SafeLoader
    monkeypatch.setattr("casefolio.reading.parse._Loader", loader)
    return str(request.param)


def assert_problem(problem: Problem, code: str, place: str, *words: str) -> None:
    """The problem has this code and place, a remedy or a suggestion, and all of these words."""
    assert problem.code == code, str(problem)
    assert str(problem.mark) == place, str(problem)
    assert problem.remedy or "did you mean" in problem.message, str(problem)
    for word in words:
        assert word in f"{problem.message}\n{problem.remedy}", f"{word!r} is not in\n{problem}"
