"""What a packet is made of, for the book of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.ledger.inventory import of_file
from casefolio.model.order import Selection
from casefolio.printing.dossier import shown_in
from casefolio.printing.run import source
from casefolio.printing.studies import series_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.application import Application, PacketPart
    from casefolio.printing.run import Run


def evidence(run: Run, name: str, application: Application, *, exact: bool) -> tuple[str, ...]:
    """All that decides the bytes of a packet, as text; pictures are named in it.

    Of a study's page it is the whole series, told without laying it out, or, where that must be `exact`, the page as
    it is laid out: then another study may change, and it is the same.
    """
    profile = run.manuscript.dossier.profile
    told = [application.model_dump_json(), profile.model_dump_json(), repr(run.workspace.date())]
    for part in application.parts:
        told += _of(run, name, part, exact=exact)
    return tuple(told)


def _of(run: Run, name: str, part: PacketPart, *, exact: bool) -> Iterator[str]:
    if part.file:
        yield of_file(run.workspace.root / part.file)
    elif part.study and part.study in run.manuscript.dossier.studies:
        if exact:
            laid, _ = run.laid(duplex=False, compact=False)
            yield laid.stamps[part.study].hex()
        else:
            yield from series_parts(run.series(duplex=False, compact=False))
    elif part.kind == "letter":
        from casefolio.shaping.letter import letter_sheet

        yield letter_sheet(run.manuscript, name, run.edition, run.workspace).html
    elif part.kind == "cv":
        from casefolio.shaping.cv import cv_sheet, shown

        yield cv_sheet(run.manuscript, run.edition, run.workspace).html
        yield source("", shown(run.manuscript.dossier, ())).data.decode()
    elif part.dossier:
        small = run.under(selection=Selection(part.dossier.studies), compact=part.dossier.compact)
        yield shown_in(small).model_dump_json()
        yield from series_parts(small.series(duplex=False, compact=part.dossier.compact))
    else:
        yield shown_in(run).model_dump_json()
        yield from series_parts(run.series(duplex=False, compact=False))
