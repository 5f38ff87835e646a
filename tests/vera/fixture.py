"""The fixture `vera`. A conftest takes it with `from tests.vera.fixture import vera`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.vera.validate import Vera, VeraMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def vera() -> Iterator[Vera]:
    """One veraPDF for the whole session. Without Java tests are skipped, but fail where CI=true."""
    try:
        process = Vera()
    except VeraMissingError as missing:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"CI must prove PDF/UA and PDF/A: {missing}")
        pytest.skip(str(missing))
    with process:
        yield process
