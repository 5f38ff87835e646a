"""How a run speaks: progress, problems, results; in lines for a person or as one JSON document for a machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        if not self.as_json and not self.quiet and sys.stderr.isatty():
            click.echo(f"\r\033[K{words} …", err=True, nl=False)

    def clear(self) -> None:
        """End the line of progress."""
        if not self.as_json and not self.quiet and sys.stderr.isatty():
            click.echo("\r\033[K", err=True, nl=False)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems, errors first, at most `_SHOWN` and then a count."""
        if self.as_json:
            return
        ordered = sorted(problems, key=lambda problem: problem.warning)
        if self.quiet:
            ordered = [problem for problem in ordered if not problem.warning]
        for problem in ordered[:_SHOWN]:
            head, _, rest = str(problem).partition("\n")
            click.secho(head, err=True, fg="yellow" if problem.warning else "red")
            if rest:
                click.echo(rest, err=True)
        if len(ordered) > _SHOWN:
            click.echo(f"… and {len(ordered) - _SHOWN} more", err=True)


def print_results(outcome: Outcome) -> None:
    """One line for each product, for a person."""
    for result in outcome.results:
        pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
        name = near(result.paths[0]) if outcome.written else f"would print {result.target}"
        facts = f"{pages}, {result.fill:.0%} full, {result.size_bytes / 1000:.0f} kB, {' + '.join(result.conformance)}"
        click.echo(f"{name}  ({facts})")
        for title in result.left_out:
            click.echo(f"  left out, as it is optional: {title}")


def near(path: Path) -> str:
    """A path as it is shortest from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def results_document(outcome: Outcome) -> dict[str, Any]:
    """What was printed, for a machine."""
    return {
        "results": [
            {
                "target": str(result.target),
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
    place = {"file": mark.file, "line": mark.line, "column": mark.column} if mark else {}
    return {"code": problem.code, "message": problem.message, **place, "remedy": problem.remedy}
