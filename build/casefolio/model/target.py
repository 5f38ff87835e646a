"""What is asked for: a product, and the edition that it is printed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Paper = Literal["a4", "letter"]
#: Paper sizes in millimetres (ISO 216; ANSI Y14.1).
PAPER_MM: dict[str, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@dataclass(frozen=True, slots=True)
class Target:
    """A product to print: its kind (`cv`, `onepager`, `dossier`) and, where there are several, its name."""

    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Edition:
    """How products are printed: language and paper. Both come from the settings where a command is silent."""

    locale: str = "en"
    paper: str = "a4"
    duplex: bool = False
    compact: bool = False
