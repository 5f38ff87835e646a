"""How a run speaks: progress, problems, results; in lines for a person or as one JSON document for a machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.terminal import harmless, is_terminal, paint, place, say
from casefolio.errors import caret

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.errors import Problem
    from casefolio.model.order import Outcome

#: More problems than this are counted, not shown.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Voice:
    """How a run speaks: in JSON, quietly, or in lines; with colour only on a terminal."""

    as_json: bool = False
    quiet: bool = False

    def report(self, words: str) -> None:
        """Show progress on a terminal, on one line that is overwritten; elsewhere say nothing."""
        if not self.as_json and not self.quiet and is_terminal(sys.stderr):
            click.echo(f"\r\033[K{words} …", err=True, nl=False)

    def clear(self) -> None:
        """End the line of progress."""
        if not self.as_json and not self.quiet and is_terminal(sys.stderr):
            click.echo("\r\033[K", err=True, nl=False)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems, errors first, at most `_SHOWN` and then a count."""
        if self.as_json:
            return
        ordered = sorted(problems, key=lambda problem: problem.warning)
        if self.quiet:
            ordered = [problem for problem in ordered if not problem.warning]
        for problem in ordered[:_SHOWN]:
            for line in _lines(problem):
                say(line, err=True)
        if len(ordered) > _SHOWN:
            say(f"… and {len(ordered) - _SHOWN} more", err=True)
        if ordered and is_terminal(sys.stderr):
            say(paint(_counted(ordered), err=True, dim=True), err=True)


def _lines(problem: Problem) -> Iterator[str]:
    """A problem as it reads, painted: the same words as `str(problem)`."""
    where = f"{paint(place(problem.mark), err=True, bold=True)}: " if problem.mark else ""
    kind = paint("warning: ", err=True, fg="yellow", bold=True) if problem.warning else ""
    message = paint(harmless(problem.message), err=True, fg=None if problem.warning else "red", bold=True)
    yield f"{where}{kind}{message} {paint(f'[{problem.code}]', err=True, dim=True)}"
    if problem.mark and problem.mark.text.strip():
        line, pointer = caret(problem.mark)
        yield harmless(line)
        yield paint(pointer, err=True, fg="green", bold=True)
    if problem.remedy:
        yield f"  {harmless(problem.remedy)}"


def _counted(problems: Sequence[Problem]) -> str:
    """How many of each, and where to read more."""
    warnings = sum(problem.warning for problem in problems)
    counts = ((len(problems) - warnings, "error"), (warnings, "warning"))
    said = ", ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in counts if number)
    return f"{said} · casefolio explain {problems[0].code} says more"


def print_results(outcome: Outcome) -> None:
    """One line for each product, for a person."""
    for result in outcome.results:
        pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
        name = near(result.paths[0]) if outcome.written else f"would print {result.target}"
        claims = " + ".join(result.conformance) or "plain PDF"
        full = f"{result.fill:.0%} full, " if result.fill else ""
        facts = f"{pages}, {full}{result.size_bytes / 1000:.0f} kB, {claims}"
        click.echo(f"{name}  ({'up to date' if result.fresh else facts})")
        for note in result.notes:
            click.echo(f"  {note}")
        for title in result.left_out:
            click.echo(f"  left out, as it is optional: {title}")


def near(path: Path) -> str:
    """A path as it is shortest from here."""
    try:
        here = Path.cwd()
    except OSError:  # it was removed
        return str(path)
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def results_document(outcome: Outcome) -> dict[str, Any]:
    """What was printed, for a machine."""
    return {
        "results": [
            {
                "target": str(result.target),
                "fresh": result.fresh,
                "notes": list(result.notes),
                "paths": [str(path) for path in result.paths],
                "pages": result.pages,
                "size_bytes": result.size_bytes,
                "fill": result.fill,
                "density": result.density,
                "layouts": result.layouts,
                "left_out": list(result.left_out),
                "conformance": list(result.conformance),
            }
            for result in outcome.results
        ]
    }


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem, for a machine."""
    mark = problem.mark
    where = {"file": mark.file, "line": mark.line, "column": mark.column} if mark else {}
    return {"code": problem.code, "message": problem.message, **where, "remedy": problem.remedy}
