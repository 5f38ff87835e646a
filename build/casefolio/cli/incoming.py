"""`casefolio import`: the words of the command, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near

if TYPE_CHECKING:
    from casefolio.importing import Imported

_FORMATS = ("json-resume", "rendercv", "yamlresume", "linkedin", "europass", "casefolio")
_EPILOG = """\b
Examples:
  casefolio import resume.json --into me
  casefolio import Basic_LinkedInDataExport.zip --into me
  casefolio import old-cv.pdf --into me --one-file"""


@click.command("import", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Folder of the new project; default: this one.")
@click.option("--format", "wanted", type=click.Choice(_FORMATS), help="What FILE is; default: told from its content.")
@click.option("--one-file", is_flag=True, help="Write everything into one casefolio.yaml.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def import_command(project: Path, /, file: Path, into: Path | None, **options: Any) -> None:
    """Make a project of FILE: JSON Resume, RenderCV, YAMLResume, LinkedIn's export, Europass XML, a PDF of our own.

    What the model has no place for is kept under `extra`, and said. Files that are there are never overwritten.
    """
    voice = Voice(options["as_json"], options["quiet"])

    def run() -> Imported:
        from casefolio.importing import import_file

        folder = (into or project).absolute()
        return import_file(file, folder, wanted=options["wanted"], one_file=options["one_file"], report=voice.report)

    finish(run, voice, _show, _document)


def _show(imported: Imported) -> None:
    counts = " · ".join(f"{number} {key}" for key, number in imported.counts.items())
    for path in imported.paths:
        click.echo(near(path))
    number = len(imported.warnings)
    look = f"; {number} thing{'s' if number != 1 else ''} to look at" if number else ""
    click.echo(f"imported from {imported.format}: {counts or 'a name'}{look}")


def _document(imported: Imported) -> dict[str, Any]:
    """What was imported, for a machine."""
    return {"format": imported.format, "files": [str(path) for path in imported.paths], "counts": imported.counts}
