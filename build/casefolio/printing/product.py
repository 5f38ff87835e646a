"""A product: finished files, where they go, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.errors import Problem
    from casefolio.ledger.book import Entry
    from casefolio.model.order import Result


@dataclass(frozen=True, slots=True)
class Product:
    """What came of printing a target: its files, printed and verified but not yet written, and warnings.

    `keys` each stand for all that it was made of, `inputs` are files it was made of that lie outside the content. A
    product that is up to date has no files; its `entry` in the book it has from there. Plain values only, so that
    another process can hand it over.
    """

    result: Result
    files: tuple[tuple[Path, bytes], ...] = field(repr=False)
    warnings: tuple[Problem, ...] = ()
    keys: tuple[str, ...] = ()
    inputs: tuple[Path, ...] = ()
    entry: Entry | None = None

    def known_by(self, *keys: str) -> Product:
        """The same, kept under these keys from now on."""
        return replace(self, entry=replace(self.entry, keys=keys) if self.entry else None)
