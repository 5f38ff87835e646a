"""Words in, words out: what was asked for, what came of it, and the exit code.

Results go to standard output, problems and progress to standard error. Heavy rooms are imported by the command
that needs them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from casefolio import __version__
from casefolio.cli.bind import bind_command
from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near, print_results, results_document
from casefolio.errors import CasefolioError, ExitCode, Problem
from casefolio.model.order import Job, Outcome, Selection
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace

_KINDS = ("cv", "onepagers", "onepager", "dossier")
_ALL = ("cv", "onepagers", "dossier")
_EPILOG = """\b
Examples:
  casefolio build cv                    print the CV into out/cv.pdf
  casefolio build cv --paper letter     the same on US Letter
  casefolio check                       report every problem of the content
  casefolio --project ../me build cv    print another folder's CV"""


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
@click.option("--variant", default="", help="As this variant of content/variants/ tells it.")
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
def build_command(project: Path, /, targets: tuple[str, ...], **options: Any) -> None:
    """Print TARGETs: cv, onepagers, onepager:STUDY, dossier. Without any, all of them."""
    voice = Voice(options["as_json"], options["quiet"])

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
            variant=options["variant"],
            strict=options["strict"],
        )
        return build(job, Workspace.at(project, options["out"]), voice.report)

    finish(run, voice, print_results, results_document)


@program.command("check", epilog=_EPILOG)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--fit", is_flag=True, help="Set every page in memory too, to see whether it fits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def check_command(project: Path, /, *, strict: bool, fit: bool, as_json: bool, quiet: bool) -> None:
    """Report every problem of the content; write nothing."""
    voice = Voice(as_json, quiet)

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

    finish(run, voice, print_results, results_document)


@program.command("proof")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results; default: out/ in the project.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def proof_command(project: Path, /, *, out: Path | None, quiet: bool) -> None:
    """Show every page that was printed as PNG, and all on one contact sheet."""
    voice = Voice(quiet=quiet)

    def run() -> Outcome:
        from casefolio.proofing import proof

        folder, pages = proof(Workspace.at(project, out), voice.report)
        voice.clear()
        if not quiet:
            click.echo(f"{near(folder)}/contact-sheet.png  ({pages} pages)")
        return Outcome(())

    finish(run, voice, print_results, results_document)


program.add_command(bind_command)


def _targets(words: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets that the words name; none for everything there is. Raises CF-802 for a word that is no target."""
    names = [word for word in words if word != "all"]
    problems = [
        Problem("CF-802", f"there is no target '{name}'", remedy=f"targets are: {', '.join(_ALL)}, onepager:STUDY, all")
        for name in names
        if name.partition(":")[0] not in _KINDS or (":" in name and not name.startswith("onepager:"))
    ]
    if problems:
        raise CasefolioError(problems)
    if "all" in words:
        return ()
    return tuple(Target(*name.partition(":")[::2]) for name in dict.fromkeys(names))


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
