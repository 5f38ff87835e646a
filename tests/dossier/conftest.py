"""The owner's dossier, printed once for all tests of a session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.dossier.desk import ROOT, printed
from tests.dossier.leaves import Leaf, leaves

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.model.order import Outcome


@dataclass(frozen=True)
class Printed:
    """What one run printed, and the dossier's pages as they are read back."""

    out: Path
    outcome: Outcome

    @property
    def dossier(self) -> Path:
        return self.out / "dossier.pdf"

    @cached_property
    def leaves(self) -> list[Leaf]:
        return leaves(self.dossier)

    @cached_property
    def studies(self) -> dict[str, int]:
        """Title → page, counted from 0, on which the study's own title really stands: under its eyebrow."""
        found = {}
        for index, leaf in enumerate(self.leaves):
            for at, line in enumerate(leaf.lines):
                if line.text.startswith("Case study ") and line.face.endswith(("Semi-Bold", "Semibold")):
                    found[leaf.lines[at + 1].text] = index
        return found


def _print(factory: pytest.TempPathFactory, name: str, *targets: str, **how: Any) -> Printed:
    out = factory.mktemp(name)
    return Printed(out, printed(ROOT, out, *targets, **how))


@pytest.fixture(scope="session")
def a4(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return _print(tmp_path_factory, "a4", "onepagers", "dossier")


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return _print(tmp_path_factory, "letter", "dossier", paper="letter")


@pytest.fixture(scope="session")
def compact(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return _print(tmp_path_factory, "compact", "dossier", compact=True)


@pytest.fixture(scope="session")
def duplex(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return _print(tmp_path_factory, "duplex", "dossier", duplex=True)


@pytest.fixture(scope="session")
def written() -> dict[str, dict[str, Any]]:
    """The owner's studies as they are written, in the order of the settings."""
    order = yaml.safe_load((ROOT / "content/settings.yaml").read_text("utf-8"))["study_order"]
    return {slug: yaml.safe_load((ROOT / f"content/studies/{slug}.yaml").read_text("utf-8")) for slug in order}
