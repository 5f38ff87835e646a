"""What a run is asked to do, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from casefolio.errors import Problem
    from casefolio.model.shop import Shop
    from casefolio.model.target import Target


@dataclass(frozen=True, slots=True)
class Selection:
    """Which studies a dossier or a set of one-pagers takes; empty fields do not narrow."""

    studies: tuple[str, ...] = ()
    theme: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One run: what to print and how. No targets: everything there is. None takes the project's own setting.

    `variant` tells the content for one kind of reader, `anonymous` without who it is about. `embed`: whether PDFs
    carry their content as JSON Resume. `shop`: what a print shop asks for, in a press edition. `hands` print side by
    side; 0: as many as pay.
    """

    targets: tuple[Target, ...]
    locale: str | None = None
    paper: str | None = None
    selection: Selection = field(default_factory=Selection)
    compact: bool = False
    duplex: bool = False
    variant: str = ""
    anonymous: bool = False
    embed: bool = True
    shop: Shop | None = None
    strict: bool = False
    force: bool = False
    hands: int = 0
    write: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One product that was printed: where, how many pages, how full, and at which density.

    `fresh`: it was printed before, and nothing that it is made of has changed. `notes` say how it is to be printed.
    """

    target: Target
    paths: tuple[Path, ...]
    pages: int
    size_bytes: int
    fill: float
    density: float
    layouts: int
    left_out: tuple[str, ...] = ()
    conformance: tuple[str, ...] = ()
    fresh: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results of a run and what to warn of. `inputs` are files that were read besides the content and looks."""

    results: tuple[Result, ...]
    warnings: tuple[Problem, ...] = ()
    written: bool = True
    inputs: tuple[Path, ...] = ()
