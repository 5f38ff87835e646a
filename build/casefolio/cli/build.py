"""`casefolio build` and `casefolio check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.shop import shop_of, shop_options
from casefolio.cli.targets import targets_of
from casefolio.cli.voice import Voice, print_results, results_document
from casefolio.errors import CasefolioError
from casefolio.model.order import Job, Outcome, Selection
from casefolio.model.workspace import Workspace

_EPILOG = """\b
Examples:
  casefolio build cv                    print the CV into out/cv.pdf
  casefolio build cv --paper letter     the same on US Letter
  casefolio check                       report every problem of the content
  casefolio --project ../me build cv    print another folder's CV"""


@click.command("build", epilog=_EPILOG)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; default: out/ in the project.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper; default: the project's.")
@click.option("--locale", help="Language of headings and dates, such as en or de; default: the project's.")
@click.option("--variant", default="", help="As this variant of content/variants/ tells it.")
@click.option("--anonymous", is_flag=True, help="Without who it is about, for blind hiring.")
@click.option("--studies", help="Only these studies, by name, with commas between.")
@click.option("--theme-group", "theme", default="", help="Only the studies of this theme.")
@click.option("--tag", default="", help="Only the studies with this tag.")
@click.option("--compact", is_flag=True, help="The dossier with two studies to a page.")
@click.option("--duplex", is_flag=True, help="The dossier for printing on both sides.")
@shop_options
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(1, 64), help="So many processes; default: as many as pay.")
@click.option("--force", is_flag=True, help="Build also what is up to date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def build_command(project: Path, /, targets: tuple[str, ...], **options: Any) -> None:
    """Print TARGETs: cv, onepagers, dossier, handouts, onepager:STUDY, handout:TALK, packet:NAME.

    Without any, all but packets.
    """
    voice = Voice(options["as_json"], options["quiet"])

    def run() -> Outcome:
        from casefolio.pipeline import build

        names = tuple(name.strip() for name in (options["studies"] or "").split(",") if name.strip())
        job = Job(
            targets_of(targets),
            options["locale"],
            options["paper"],
            Selection(names, options["theme"], options["tag"]),
            compact=options["compact"],
            duplex=options["duplex"],
            variant=options["variant"],
            anonymous=options["anonymous"],
            force=options["force"],
            hands=options["jobs"] or 0,
            shop=shop_of(options, targets),
            strict=options["strict"],
        )
        return build(job, Workspace.at(project, options["out"]), voice.report)

    finish(run, voice, print_results, results_document)


@click.command("check", epilog=_EPILOG)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--fit", is_flag=True, help="Set every page in memory too, to see whether it fits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def check_command(project: Path, /, *, strict: bool, fit: bool, as_json: bool, quiet: bool) -> None:
    """Report every problem of the content; write nothing."""
    voice = Voice(as_json, quiet)

    def run() -> Outcome:
        from casefolio.pipeline import build, check_what_changed

        workspace = Workspace.at(project)
        checked = check_what_changed(workspace)
        if strict and checked.warnings:
            raise CasefolioError(checked.warnings)
        if fit:
            return build(Job(targets_of(()), strict=strict, write=False), workspace, voice.report)
        if not as_json and not quiet:
            click.echo(checked.summary)
        return Outcome((), checked.warnings)

    finish(run, voice, print_results, results_document)
