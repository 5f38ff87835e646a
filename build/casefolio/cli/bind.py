"""`casefolio bind`: the words of the command, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near

if TYPE_CHECKING:
    from casefolio.model.binding import Bound

_EPILOG = """\b
Examples:
  casefolio bind packet.pdf letter.pdf out/cv.pdf certificate.pdf
  casefolio bind packet.pdf out/cv.pdf out/dossier.pdf:1-3,7 --require pdfua
  casefolio bind packet.pdf cv.pdf scan.jpg --alt "" --alt "Diploma of 2019" --paper a4
  SECRET=… casefolio bind packet.pdf locked.pdf --password-env SECRET"""


@click.command("bind", epilog=_EPILOG)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("parts", nargs=-1, required=True, metavar="PART...")
@click.option("--title", "titles", multiple=True, help="Title of a part in the outline; the n-th is the n-th part's.")
@click.option("--lang", "languages", multiple=True, help="Language of a part, such as de; the n-th is the n-th part's.")
@click.option("--alt", "alts", multiple=True, help="What a scanned part shows, in words; the n-th is the n-th part's.")
@click.option("--password-env", "passwords", multiple=True, help="Variable that holds the n-th part's password.")
@click.option("--document-title", help="Title of the whole; default: the first part's.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Bring every page to this paper.")
@click.option("--require", help="Claims that must hold: pdfa, pdfua, or both with a comma.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def bind_command(out: Path, parts: tuple[str, ...], **options: Any) -> None:
    """Bind PARTs, PDFs or pictures, into OUT, keeping tags, links, outlines and labels.

    A part may name its pages: cv.pdf:1-2,5
    """
    voice = Voice(options["as_json"], options["quiet"])

    def run() -> Bound:
        from casefolio.binding import PartWords, bind_files

        said = PartWords(options["titles"], options["languages"], options["alts"], options["passwords"])
        return bind_files(
            out,
            parts,
            said,
            title=options["document_title"],
            paper=options["paper"],
            require=options["require"] or "",
            report=voice.report,
        )

    def show(bound: Bound) -> None:
        claims = " + ".join(sorted({"pdfa": "PDF/A-3a", "pdfua": "PDF/UA-1"}[claim] for claim in bound.claims))
        pages = f"{bound.pages} page{'s' if bound.pages != 1 else ''}"
        click.echo(f"{near(out.absolute())}  ({pages}, {len(bound.data) / 1000:.0f} kB, {claims or 'no claims'})")

    finish(run, voice, show, lambda bound: _document(out, bound))


def _document(out: Path, bound: Bound) -> dict[str, Any]:
    """What was bound, for a machine."""
    return {
        "path": str(out),
        "pages": bound.pages,
        "size_bytes": len(bound.data),
        "claims": sorted(bound.claims),
        "parts": [
            {"name": part.name, "title": part.title, "language": part.language, "first_page": part.first_page}
            | {"pages": part.pages, "tagged": part.tagged, "scans": part.scans}
            for part in bound.parts
        ],
    }
