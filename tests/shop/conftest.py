"""A small project with a portrait, printed once for a press, once in RGB with marks, and once in grey."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.dossier.desk import CLOCK, full, project, study
from tests.shop.profiles import press_profile

from casefolio.model.order import Job
from casefolio.model.shop import Shop
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.model.order import Outcome

TARGETS = ("cv", "onepager:one", "dossier")


@dataclass(frozen=True)
class Edition:
    """What a run printed: the files by their names, and what was said."""

    out: Path
    outcome: Outcome

    def file(self, name: str) -> Path:
        return self.out / f"{name}.pdf"

    @property
    def files(self) -> list[Path]:
        return [result.paths[0] for result in self.outcome.results]

    @property
    def codes(self) -> list[str]:
        return [warning.code for warning in self.outcome.warnings]


@dataclass(frozen=True)
class Shopfloor:
    """A project and the profile of a made-up press."""

    root: Path
    profile: Path

    def press(self, out: Path, *targets: str, paper: str | None = None, **asked: object) -> Edition:
        """Print targets; `asked` are fields of Shop, a `profile` of the test press unless it is given."""
        shop = Shop(**{"profile": self.profile, "bleed_mm": 3.0, **asked})  # type: ignore[arg-type]
        wanted = tuple(Target(*name.partition(":")[::2]) for name in targets or TARGETS)
        outcome = build(Job(wanted, paper=paper, shop=shop), Workspace(self.root, out, CLOCK))
        return Edition(out / shop.folder, outcome)


def portrait() -> bytes:
    """A picture with colours in it."""
    picture = Image.new("RGB", (52, 64))
    picture.putdata([(x * 4, y * 3, 120) for y in range(64) for x in range(52)])
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def made(folder: Path) -> Shopfloor:
    """The project and the profile, in a folder."""
    root = project(
        folder / "project",
        {"one": full("First Study", related=["two"]), "two": study("Second Study", theme="recovery")},
        profile={
            "name": "Mara Lindqvist",
            "role": "Platform Engineer",
            "summary": "Builds platforms that hold.",
            "contact": {"email": "mara@example.org"},
            "links": [{"label": "Pages", "url": "https://example.org/mara"}],
            "photo": {"file": "content/private/me.jpg", "alt": "Portrait of Mara"},
        },
    )
    (root / "content/private").mkdir()
    (root / "content/private/me.jpg").write_bytes(portrait())
    profile = folder / "press.icc"
    profile.write_bytes(press_profile())
    return Shopfloor(root, profile)


@pytest.fixture
def floor(tmp_path: Path) -> Shopfloor:
    """A project of a test's own, to be changed."""
    return made(tmp_path)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shopfloor:
    """One project for tests that change nothing."""
    return made(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def pressed(shared: Shopfloor, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """For a press, with all marks."""
    return shared.press(tmp_path_factory.mktemp("pressed"), marks=("crop", "registration"))


@pytest.fixture(scope="session")
def marked(shared: Shopfloor, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """In RGB, with bleed and marks."""
    out = tmp_path_factory.mktemp("marked")
    return shared.press(out, profile=None, bleed_mm=5.0, marks=("crop", "registration"), asked=True)


@pytest.fixture(scope="session")
def grey(shared: Shopfloor, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """In grey, for the printer in the office."""
    return shared.press(tmp_path_factory.mktemp("grey"), profile=None, bleed_mm=0.0, grey=True)
