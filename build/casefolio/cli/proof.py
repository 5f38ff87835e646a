"""`casefolio proof`."""

from __future__ import annotations

from pathlib import Path

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near, print_results, results_document
from casefolio.model.order import Outcome
from casefolio.model.workspace import Workspace


@click.command("proof")
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
