"""The whole build on one screen: read, print (compose, set, verify), publish."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError
from casefolio.model.order import Outcome
from casefolio.model.target import Edition, Target
from casefolio.printing.run import Run
from casefolio.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Job
    from casefolio.model.workspace import Workspace
    from casefolio.printing.product import Product

    Report = Callable[[str], None]

#: Who prints which kind of target: a function of a room's module, loaded when it is asked for.
PRINTERS = {
    "cv": ("cv", "print_cv"),
    "onepager": ("studies", "print_onepager"),
    "onepagers": ("studies", "print_onepagers"),
    "dossier": ("dossier", "print_dossier"),
}


def build(job: Job, workspace: Workspace, report: Report = lambda _: None) -> Outcome:
    """Print what a job asks for. Every product is made and verified before the first is published.

    `report` is told, in a few words, what is being done. Raises CasefolioError with the problems found; nothing
    has been written then.
    """
    report("reading content")
    manuscript = read(workspace)
    run = Run(job, manuscript, workspace, report)
    products = [product for target in job.targets or _everything(run) for product in _print(run, target)]
    warnings = (*manuscript.warnings, *(warning for product in products for warning in product.warnings))
    if job.strict and warnings:
        raise CasefolioError(warnings)
    if job.write:
        from casefolio.bindery.publish import publish_all

        report("publishing")
        publish_all(dict(file for product in products for file in product.files))
    return Outcome(tuple(product.result for product in products), warnings, job.write)


def _print(run: Run, target: Target) -> Iterator[Product]:
    """Shape, press and verify what a target names."""
    module, name = PRINTERS[target.kind]
    yield from getattr(import_module(f"casefolio.printing.{module}"), name)(run, target)


def _everything(run: Run) -> tuple[Target, ...]:
    """What there is to print: the CV, and where there are studies, what tells of them."""
    kinds = ("cv", "onepagers", "dossier") if run.manuscript.dossier.studies else ("cv",)
    return tuple(Target(kind) for kind in kinds)


def check(workspace: Workspace) -> Manuscript:
    """Read, and compose every page without printing. Raises CasefolioError with every problem found."""
    from casefolio.shaping.cv import cv_sheet
    from casefolio.shaping.order import in_order
    from casefolio.shaping.studies import study_series

    manuscript = read(workspace)
    settings = manuscript.dossier.settings
    edition = Edition(settings.locale, settings.paper)
    cv_sheet(manuscript, edition, workspace)
    study_series(manuscript, edition, workspace, in_order(manuscript.dossier))
    return manuscript
