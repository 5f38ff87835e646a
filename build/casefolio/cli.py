"""Words in, words out: what was asked for, what came of it, and the exit code.

Results go to standard output, problems and progress to standard error. Heavy rooms are imported by the command
that needs them.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio import __version__
from casefolio.errors import CasefolioError, ExitCode, Problem
from casefolio.model.order import Job, Outcome, Selection
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KINDS = ("cv", "onepagers", "onepager", "dossier")
_ALL = ("cv", "onepagers", "dossier")
_SHOWN = 20
_EPILOG = """\b
Examples:
  casefolio build cv                    print the CV into out/cv.pdf
  casefolio build cv --paper letter     the same on US Letter
  casefolio check                       report every problem of the content
  casefolio --project ../me build cv    print another folder's CV"""


@dataclass(frozen=True, slots=True)
class _Voice:
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


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="casefolio", message="%(prog)s %(version)s")
@click.option("--project", type=click.Path(path_type=Path), default=Path(), help="Project folder; default: this one.")
@click.pass_context
def program(context: click.Context, project: Path) -> None:
    """Casefolio turns a folder of YAML into print-ready PDFs."""
    context.obj = project


@program.command("build", epilog=_EPILOG)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; default: out/ in the project.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper; default: the project's.")
@click.option("--locale", help="Language of headings and dates, such as en or de; default: the project's.")
@click.option("--studies", help="Only these studies, by name, with commas between.")
@click.option("--theme-group", "theme", default="", help="Only the studies of this theme.")
@click.option("--tag", default="", help="Only the studies with this tag.")
@click.option("--compact", is_flag=True, help="The dossier with two studies to a page.")
@click.option("--duplex", is_flag=True, help="The dossier for printing on both sides.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--force", is_flag=True, help="Build also what is up to date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def build_command(project: Path, targets: tuple[str, ...], **options: Any) -> None:
    """Print TARGETs: cv, onepagers, onepager:STUDY, dossier. Without any, all of them."""
    voice = _Voice(options["as_json"], options["quiet"])

    def run() -> Outcome:
        from casefolio.pipeline import build

        names = tuple(name.strip() for name in (options["studies"] or "").split(",") if name.strip())
        job = Job(
            _targets(targets),
            options["locale"],
            options["paper"],
            Selection(names, options["theme"], options["tag"]),
            compact=options["compact"],
            duplex=options["duplex"],
            strict=options["strict"],
        )
        return build(job, Workspace.at(project, options["out"]), voice.report)

    _finish(run, voice, _print_results)


@program.command("check", epilog=_EPILOG)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--fit", is_flag=True, help="Set every page in memory too, to see whether it fits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def check_command(project: Path, *, strict: bool, fit: bool, as_json: bool, quiet: bool) -> None:
    """Report every problem of the content; write nothing."""
    voice = _Voice(as_json, quiet)

    def run() -> Outcome:
        from casefolio.pipeline import build, check

        workspace = Workspace.at(project)
        manuscript = check(workspace)
        if strict and manuscript.warnings:
            raise CasefolioError(manuscript.warnings)
        if fit:
            return build(Job(_targets(()), strict=strict, write=False), workspace, voice.report)
        if not as_json and not quiet:
            click.echo(manuscript.summary)
        return Outcome((), manuscript.warnings)

    _finish(run, voice, _print_results)


def _targets(words: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets that the words name; all where there are none. Raises CF-802 for a word that is none."""
    names = [word for word in words if word != "all"] or list(_ALL)
    problems = [
        Problem("CF-802", f"there is no target '{name}'", remedy=f"targets are: {', '.join(_ALL)}, onepager:STUDY, all")
        for name in names
        if name.partition(":")[0] not in _KINDS
    ]
    if problems:
        raise CasefolioError(problems)
    return tuple(Target(*name.partition(":")[::2]) for name in dict.fromkeys(names))


def _finish(run: Callable[[], Outcome], voice: _Voice, show: Callable[[Outcome], None]) -> None:
    """Run, speak, and leave with the exit code of DESIGN.md."""
    problems: tuple[Problem, ...] = ()
    outcome = Outcome(())
    code = ExitCode.DONE
    try:
        outcome = run()
    except CasefolioError as error:
        problems, code = error.problems, error.exit_code
    except KeyboardInterrupt:
        voice.clear()
        click.echo("interrupted; nothing was written", err=True)
        raise SystemExit(ExitCode.INTERRUPTED) from None
    voice.clear()
    voice.problems((*problems, *outcome.warnings))
    if voice.as_json:
        click.echo(json.dumps(_document(outcome, problems, code), ensure_ascii=False, indent=2))
    elif code == ExitCode.DONE and not voice.quiet:
        show(outcome)
    raise SystemExit(int(code))


def _print_results(outcome: Outcome) -> None:
    """One line for each product, for a person."""
    for result in outcome.results:
        pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
        path = _near(result.paths[0])
        facts = f"{pages}, {result.fill:.0%} full, {result.size_bytes / 1000:.0f} kB, {' + '.join(result.conformance)}"
        click.echo(f"{path}  ({facts})")
        for title in result.left_out:
            click.echo(f"  left out, as it is optional: {title}")


def _near(path: Path) -> str:
    """A path as it is shortest from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _document(outcome: Outcome, problems: Sequence[Problem], code: ExitCode) -> dict[str, Any]:
    return {
        "version": __version__,
        "exit": int(code),
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
        ],
        "warnings": [_problem(problem) for problem in outcome.warnings],
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    mark = problem.mark
    place = {"file": mark.file, "line": mark.line, "column": mark.column} if mark else {}
    return {"code": problem.code, "message": problem.message, **place, "remedy": problem.remedy}


def main() -> None:
    """The entry point. A user's mistake never ends in a traceback; an interruption ends with 130."""
    try:
        program(standalone_mode=False)
    except click.exceptions.Exit as stop:
        raise SystemExit(stop.exit_code) from None
    except click.Abort:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(int(ExitCode.USAGE)) from None
    except KeyboardInterrupt:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
