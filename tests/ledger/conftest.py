"""What tests of the ledger share: a project that was printed once, copied for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ledger.shelf import Shelf, shelf, small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def four(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    made = shelf(tmp_path_factory.mktemp("four") / "me")
    made.build()
    return made


@pytest.fixture(scope="session")
def one(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    made = small(tmp_path_factory.mktemp("one") / "me")
    made.build("cv")
    return made


@pytest.fixture
def printed(four: Shelf, tmp_path: Path) -> Shelf:
    """Four studies and a talk, all printed."""
    return four.copy(tmp_path / "me")


@pytest.fixture
def cv(one: Shelf, tmp_path: Path) -> Shelf:
    """A CV, printed."""
    return one.copy(tmp_path / "me")
