"""Looking a file over: read it from the disk, inspect it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.bindery.preflight.inspection import inspect
from casefolio.bindery.preflight.report import DAMAGED
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casefolio.bindery.preflight.report import Report

#: A larger file is not taken into memory.
_LIMIT_BYTES = 2 * 2**30


def preflight(path: Path, report: Callable[[str], None] = lambda _: None) -> Report:
    """Everything about the PDF at `path`. Raises CF-576 where there is none to be read, CF-577 where it is locked."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if path.is_file() and size <= _LIMIT_BYTES else b""
    except OSError as error:
        raise _unread(path, error.strerror or "it cannot be read") from None
    if not path.is_file():
        raise _unread(path, "it is no file")
    if size > _LIMIT_BYTES:
        raise _unread(path, f"it is larger than {_LIMIT_BYTES // 2**30} GB")
    return inspect(data, path.name, report)


def _unread(path: Path, reason: str) -> CasefolioError:
    return CasefolioError(Problem(DAMAGED, f"{path}: {reason}", remedy="name a PDF that is there and may be read"))
