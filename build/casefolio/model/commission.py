"""What is asked of an export, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casefolio.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

#: Formats and how their files' names end.
FORMATS = {
    "json-resume": ".json",
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "docx": ".docx",
    "png": ".png",
}
#: Formats that a terminal or a pipe for text can take.
_TEXTS = ("json-resume", "text", "markdown", "html")
#: Options that say something to one format only.
_OF_FORMATS = {
    "wrap": ("--no-wrap", "text"),
    "keyboard": ("--ascii", "text"),
    "dpi": ("--dpi", "png"),
    "complete": ("--complete", "json-resume"),
}
_LEAST_DPI, _MOST_DPI = 36, 600


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to be exported, and how. None takes the project's own setting, or the format's."""

    format: str
    of: str = "cv"
    locale: str | None = None
    paper: str | None = None
    variant: str = ""
    anonymous: bool = False
    wrap: bool | None = None
    keyboard: bool | None = None
    dpi: int | None = None
    complete: bool | None = None

    def problems(self, *, write: bool) -> tuple[Problem, ...]:
        """What is wrong with it: CF-830 to CF-833, CF-835. `write` says whether it becomes a file."""
        if self.format not in FORMATS:
            remedy = f"formats are: {', '.join(FORMATS)}"
            return (Problem("CF-830", f"there is no format '{self.format}'", remedy=remedy),)
        problems = [
            Problem("CF-832", f"{option} says nothing to {self.format}", remedy=f"it is for {kind}")
            for name, (option, kind) in _OF_FORMATS.items()
            if getattr(self, name) is not None and self.format != kind
        ]
        if self.complete and (self.anonymous or self.variant):
            less = "--anonymous" if self.anonymous else "--variant"
            remedy = f"--complete writes all there is, {less} less: leave one out"
            problems.append(Problem("CF-835", f"--complete and {less} do not go together", remedy=remedy))
        if not write and self.format not in _TEXTS:
            remedy = "name a file: --out FILE"
            problems.append(Problem("CF-831", f"{self.format} is no text for standard output", remedy=remedy))
        if self.dpi is not None and not _LEAST_DPI <= self.dpi <= _MOST_DPI:
            bounds = f"take {_LEAST_DPI} to {_MOST_DPI}"
            problems.append(Problem("CF-833", f"{self.dpi} dots per inch cannot be drawn", remedy=bounds))
        return tuple(problems)


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it: files with their places, and what to warn of."""

    format: str
    files: tuple[tuple[Path, bytes], ...] = field(repr=False)
    warnings: tuple[Problem, ...] = ()
