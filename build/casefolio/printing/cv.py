"""The CV, fitted to the pages that it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.printing.run import for_the_reader, product, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.sheet import Enclosure, Optional
    from casefolio.model.target import Target
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run


def print_cv(run: Run, target: Target) -> Iterator[Product]:
    """Compose, set and verify the CV. It is published under its own name and under one for its reader."""
    from casefolio.shaping.cv import cv_sheet, shown

    run.report("setting the CV")
    sheet = cv_sheet(run.manuscript, run.edition, run.workspace)
    dossier = run.manuscript.dossier
    content = source("", shown(dossier, ())).data.decode() if run.job.embed else ""
    key = run.key(target, sheet.html, repr(sheet.imprint), content)
    if kept := run.kept(key):
        yield kept
        return

    def enclose(left_out: tuple[Optional, ...]) -> tuple[Enclosure, ...]:
        if not run.job.embed:
            return ()
        return (source("This CV", shown(dossier, {entry.path for entry in left_out})),)

    printed = run.typeset(sheet, enclose)
    gone = {entry.path for entry in printed.left_out}
    saying = [said for said in sheet.saying if said.entry not in gone]
    facts = run.verified("cv", printed, sheet.imprint, sheet.pages, saying, run.enclosures)
    yield product(target, printed, facts, (key,), run.path("cv"), run.path(for_the_reader(sheet.imprint.title)))
