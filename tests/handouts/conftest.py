"""The handouts of the desk, printed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.handouts.desk import TALKS, desk, print_handouts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handouts.desk import Handouts


@pytest.fixture(scope="session")
def handout_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("desk"), TALKS)


@pytest.fixture(scope="session")
def a4(handout_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Handouts:
    return print_handouts(handout_desk, tmp_path_factory.mktemp("a4"))


@pytest.fixture(scope="session")
def letter(handout_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Handouts:
    """On US Letter, in German."""
    names = ("plain", "linked", "two-sided")
    return print_handouts(handout_desk, tmp_path_factory.mktemp("letter"), *names, paper="letter", locale="de")
