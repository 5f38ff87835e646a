"""`casefolio export`: the words of the command, and what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near
from casefolio.errors import CasefolioError, Problem
from casefolio.model.commission import Commission
from casefolio.model.workspace import Workspace

if TYPE_CHECKING:
    from casefolio.model.commission import Exported

_EPILOG = """\b
Formats:
  json-resume   for machines and other tools (jsonresume.org)
  text          for boxes that take nothing but text
  markdown      for wikis and repositories
  html          one page that needs no other file
  docx          for Word and LibreOffice
  png           the printed pages as pictures

\b
Examples:
  casefolio export docx                      the CV for a recruiter who wants Word
  casefolio export text --no-wrap --out -    the CV for a form, on standard output
  casefolio export html --of dossier         all studies on one page"""


@click.command("export", epilog=_EPILOG)
@click.argument("kind", metavar="FORMAT")
@click.option("--of", type=click.Choice(["cv", "dossier"]), default="cv", help="What to export; default: the CV.")
@click.option("--out", help="File to write; - is standard output, for formats of text.")
@click.option("--variant", default="", help="As this variant of content/variants/ tells it.")
@click.option("--locale", help="Language of headings and dates, such as en or de; default: the project's.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper; default: the project's.")
@click.option("--anonymous", is_flag=True, help="Without what says who it is about.")
@click.option("--no-wrap", is_flag=True, help="Text: a line for each paragraph, instead of 72 columns.")
@click.option("--ascii", "keyboard", is_flag=True, help="Text: straight quotes and the signs of a keyboard.")
@click.option("--complete", is_flag=True, help="JSON Resume: all studies, and what an import kept under extra.")
@click.option("--dpi", type=int, help="PNG: dots per inch; default: 144.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def export_command(project: Path, /, kind: str, out: str | None, **options: Any) -> None:
    """Write the CV or the dossier as FORMAT."""
    here = out == "-"
    voice = Voice(options["as_json"], options["quiet"])

    def run() -> Exported:
        from casefolio.exporting import export

        if here and options["as_json"]:
            problem = Problem("CF-834", "standard output cannot take both", remedy="leave out --json, or name a file")
            raise CasefolioError(problem)
        commission = Commission(
            kind,
            options["of"],
            options["locale"],
            options["paper"],
            options["variant"],
            anonymous=options["anonymous"],
            wrap=False if options["no_wrap"] else None,
            keyboard=True if options["keyboard"] else None,
            dpi=options["dpi"],
            complete=options["complete"] or None,
        )
        place = Path(out).absolute() if out and not here else None
        exported = export(commission, Workspace.at(project), place, voice.report, write=not here)
        if here:
            voice.clear()
            data = exported.files[0][1]
            # As bytes, for UTF-8 it is whatever the terminal is set to.
            click.echo(data if hasattr(sys.stdout, "buffer") else data.decode(), nl=False)
        return exported

    def show(exported: Exported) -> None:
        for path, data in () if here else exported.files:
            click.echo(f"{near(path)}  ({len(data) / 1000:.0f} kB)")

    finish(run, voice, show, _document)


def _document(exported: Exported) -> dict[str, Any]:
    """What was written, for a machine."""
    return {
        "results": [
            {"format": exported.format, "path": str(path), "size_bytes": len(data)} for path, data in exported.files
        ]
    }
