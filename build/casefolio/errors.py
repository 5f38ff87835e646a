"""What can go wrong, said once: problems with their place and remedy, and the exit codes of the command line.

A `Problem` is data, never raised itself. A room gathers all problems it can find and raises one `CasefolioError`
that carries them; warnings travel with results instead. Codes are stable: `CF-1..` reading, `CF-2..` content,
`CF-3..` layout and style, `CF-4..` fit, `CF-5..` attached files, `CF-6..` verification, `CF-7..` output,
`CF-8..` usage, `CF-9..` processes that did not end as they should.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """How a run ended, as the shell sees it."""

    DONE = 0
    BUG = 1
    USAGE = 2
    CONTENT = 3
    LAYOUT = 4
    OVERFLOW = 5
    ATTACHMENT = 6
    VERIFICATION = 7
    OUTPUT = 8
    INTERRUPTED = 130


_EXIT_BY_FAMILY = {
    "1": ExitCode.CONTENT,
    "2": ExitCode.CONTENT,
    "3": ExitCode.LAYOUT,
    "4": ExitCode.OVERFLOW,
    "5": ExitCode.ATTACHMENT,
    "6": ExitCode.VERIFICATION,
    "7": ExitCode.OUTPUT,
    "8": ExitCode.USAGE,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a source file.

    `file` is shown as given (relative to the project where it can be), `line` and `column` count from 1,
    `text` is the source line without its end, `length` how many characters the caret underlines.
    """

    file: str
    line: int = 1
    column: int = 1
    text: str = ""
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it."""

    code: str
    message: str
    mark: Mark | None = None
    remedy: str = ""
    warning: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the family that this problem's code belongs to."""
        return _EXIT_BY_FAMILY.get(self.code.removeprefix("CF-")[:1], ExitCode.BUG)

    def __str__(self) -> str:
        head = f"{self.mark}: " if self.mark else ""
        kind = "warning: " if self.warning else ""
        lines = [f"{head}{kind}{self.message} [{self.code}]"]
        if self.mark and self.mark.text.strip():
            lines += caret(self.mark)
        if self.remedy:
            lines.append(f"  {self.remedy}")
        return "\n".join(lines)


def caret(mark: Mark, width: int = 100) -> list[str]:
    """The source line of a mark and a caret under its column, both cut to `width` characters around the place."""
    text = mark.text.replace("\t", " ")
    start = max(0, mark.column - 1 - width * 2 // 3)
    shown = text[start : start + width]
    offset = mark.column - 1 - start
    tail = max(0, min(mark.length, len(shown) - offset) - 1)
    return [f"    {shown}", "    " + " " * offset + "^" + "~" * tail]


class CasefolioError(Exception):
    """One or more problems that stop the work; never empty, first problem decides the exit code."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        if not self.problems:
            message = "an error needs at least one problem"
            raise ValueError(message)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[CasefolioError], tuple[tuple[Problem, ...]]]:
        return CasefolioError, (self.problems,)

    @property
    def exit_code(self) -> ExitCode:
        """The code of the first problem that is not a warning, else of the first."""
        return next((p.exit_code for p in self.problems if not p.warning), self.problems[0].exit_code)
