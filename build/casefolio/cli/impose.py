"""`casefolio impose`: the words of the command, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near
from casefolio.model.imposing import SHEETS, ImposeOptions

if TYPE_CHECKING:
    from casefolio.model.imposing import Imposed

_EPILOG = """\b
Examples:
  casefolio impose out/dossier.pdf --out booklet.pdf --booklet
  casefolio impose out/dossier.pdf --out booklet.pdf --booklet --signature 16 --creep 0.1mm
  casefolio impose slides.pdf --out notes.pdf --nup 4 --gap 4mm --flip long
  casefolio impose cv.pdf:1,1 --out two.pdf --nup 2 --cut-lines"""


@click.command("impose", epilog=_EPILOG)
@click.argument("file", metavar="FILE")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--nup", type=click.Choice(["2", "4", "8"]), help="So many pages on a side, in reading order.")
@click.option("--booklet", is_flag=True, help="Two pages on a side, to be folded and stapled.")
@click.option("--signature", type=int, metavar="PAGES", help="Pages of one folded bundle; default: all in one.")
@click.option("--paper", type=click.Choice(list(SHEETS)), help="Paper of the sheets; default: a4, or letter to match.")
@click.option("--gap", default="0", help="Space between pages of an n-up, such as 4mm.")
@click.option("--cut-lines", is_flag=True, help="Lines to cut along, between the pages of an n-up.")
@click.option("--creep", default="0", help="Thickness of a booklet's paper, such as 0.1mm; inner pages then move in.")
@click.option("--rtl", is_flag=True, help="Bound at the right, read from right to left.")
@click.option("--flip", type=click.Choice(["short", "long"]), help="The edge on which the printer flips the sheet.")
@click.option("--password-env", "password", default="", help="Variable that holds the file's password.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def impose_command(file: str, out: Path, **options: Any) -> None:
    """Lay the pages of FILE, a PDF, on sheets: several on a side, or as a booklet. Tags, links, outline are kept.

    FILE may name its pages: dossier.pdf:1-8
    """
    voice = Voice(options["as_json"], options["quiet"])

    def run() -> Imposed:
        from casefolio.bindery.imposing.wishes import length_mm
        from casefolio.imposing import impose_file

        wished = ImposeOptions(
            nup={None: None, "2": 2, "4": 4, "8": 8}[options["nup"]],
            booklet=options["booklet"],
            signature=options["signature"],
            paper=options["paper"],
            gap_mm=length_mm(options["gap"], "--gap"),
            cut_lines=options["cut_lines"],
            creep_mm=length_mm(options["creep"], "--creep"),
            rtl=options["rtl"],
            flip=options["flip"],
        )
        return impose_file(file, out, wished, password_variable=options["password"], report=voice.report)

    def show(imposed: Imposed) -> None:
        claims = " + ".join(sorted({"pdfa": "PDF/A-3a", "pdfua": "PDF/UA-1"}[claim] for claim in imposed.claims))
        counts = f"{_count(imposed.pages, 'page')} at {_scales(imposed)} on {_count(imposed.sheets, 'sheet')}"
        click.echo(f"{near(out.absolute())}  ({counts}, {len(imposed.data) / 1000:.0f} kB, {claims or 'no claims'})")
        click.echo(f"  {imposed.instruction}")

    finish(run, voice, show, lambda imposed: _document(out, imposed))


def _scales(imposed: Imposed) -> str:
    """How large the pages are against their real size: `71 %`, or `50-71 %` where that differs."""
    said = dict.fromkeys(f"{scale * 100:.0f}" for scale in imposed.scales)
    return f"{'-'.join(said)} %"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' if number != 1 else ''}"


def _document(out: Path, imposed: Imposed) -> dict[str, Any]:
    """What was imposed and how it is printed, for a machine."""
    return {
        "path": str(out),
        "pages": imposed.pages,
        "sides": imposed.sides,
        "sheets": imposed.sheets,
        "blanks": imposed.blanks,
        "page_scales": [round(scale, 4) for scale in imposed.scales],
        "size_bytes": len(imposed.data),
        "claims": sorted(imposed.claims),
        "print": {
            "paper": imposed.job.paper,
            "orientation": "landscape" if imposed.job.landscape else "portrait",
            "scale_percent": 100,
            "sides": "both" if imposed.job.flip else "one",
            "flip": imposed.job.flip,
        },
        "instruction": imposed.instruction,
    }
