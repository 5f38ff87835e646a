"""What is noted for later, under seal: what is not as it was written, by this version, counts for nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from casefolio import __version__
from casefolio.ledger.inventory import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The first line says whether the rest is as it was written: notes that were cut off, or mended by hand, are no use.
_HEAD = "casefolio {}\n"
#: What reading notes of any form can raise.
BROKEN = (OSError, ValueError, ArithmeticError, TypeError, LookupError, AttributeError, RecursionError)


def write_sealed(path: Path, noted: object, plain: Callable[[Any], object] | None = None) -> None:
    """Write notes down, all or nothing; where the folder does not let itself be written to, nothing.

    `plain` says how records are written that JSON does not know.
    """
    text = json.dumps(noted, default=plain)
    # One name for all drafts: what a killed process left is written over by the next.
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(_HEAD.format(fingerprint(__version__, text)) + text, "utf-8")
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()


def read_sealed(path: Path) -> Any:
    """The notes. Raises one of BROKEN where there are none that can be trusted."""
    if not path.is_file():  # a pipe has no end
        raise FileNotFoundError(path)
    head, _, text = path.read_text("utf-8").partition("\n")
    if head + "\n" != _HEAD.format(fingerprint(__version__, text)):
        raise ValueError(path)
    return json.loads(text)
