"""How an imposed file is printed, in words for a person (ISO 32000-1 §12.2 says the same to a viewer)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import BooleanObject

from casefolio.bindery.binding.pool import mapping, name
from casefolio.model.imposing import SHEET_TITLES

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

    from casefolio.model.imposing import ImposeOptions, PrintJob


#: Smaller than this, text of 9 points falls under 5, which is hard to read.
HARD_TO_READ = 0.55
_SMALL_TYPE = 9.0


def size_said(scale: float) -> str:
    """How small text becomes at a scale."""
    return f"at {scale * 100:.0f} %, text of {_SMALL_TYPE:g} pt comes out at {_SMALL_TYPE * scale:.1f} pt"


def instruction(job: PrintJob, options: ImposeOptions, sheets: int, bundles: int, scale: float) -> str:
    """A sentence on printing, one on what to do with the paper, one on small text where all pages are at most `scale`.

    `bundles` counts the signatures of a booklet.
    """
    said = _work(job, options, sheets, bundles)
    size = size_said(scale)
    return f"{said} {size[0].upper()}{size[1:]}." if scale < HARD_TO_READ else said


def _work(job: PrintJob, options: ImposeOptions, sheets: int, bundles: int) -> str:
    lies = "landscape" if job.landscape else "portrait"
    sides = f"both sides, flip on the {job.flip} edge" if job.flip else "one side"
    said = f"Print at 100 % (actual size) on {SHEET_TITLES[job.paper]} {lies}, {sides}."
    if options.booklet:
        edge = "right" if options.rtl else "left"
        if bundles > 1:
            done = f"Fold each of the {bundles} signatures in the middle, gather them in order, and bind"
        elif sheets > 1:
            done = f"Fold all {sheets} sheets in the middle, one in the other, and staple"
        else:
            return f"{said} Fold it in the middle, the fold at the {edge}."
        return f"{said} {done} at the {edge}."
    return f"{said} Cut along the lines." if options.cut_lines else said


def preferences(job: PrintJob) -> DictionaryObject:
    """The same for the viewer's print dialogue: no scaling, the edge to flip on (Table 150)."""
    duplex = {None: "Simplex", "short": "DuplexFlipShortEdge", "long": "DuplexFlipLongEdge"}[job.flip]
    return mapping(
        {
            "DisplayDocTitle": BooleanObject(value=True),
            "PrintScaling": name("None"),
            "Duplex": name(duplex),
            "PickTrayByPDFSize": BooleanObject(value=True),
        }
    )
