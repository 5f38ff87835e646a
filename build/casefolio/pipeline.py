"""The whole build on one screen: is there anything to do, read, print (compose, set, verify), publish, note down."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError
from casefolio.ledger.book import Ledger, inputs_of
from casefolio.ledger.checked import LastCheck
from casefolio.ledger.turn import taking_turns
from casefolio.model.order import Outcome
from casefolio.model.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from casefolio.ledger.checked import Checked
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.order import Job
    from casefolio.model.workspace import Workspace
    from casefolio.printing.hands import Hand, Share
    from casefolio.printing.press import Press
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run

    Report = Callable[[str], None]

#: Who prints which kind of target: a function of a room's module, loaded when it is asked for.
PRINTERS = {
    "cv": ("cv", "print_cv"),
    "onepager": ("studies", "print_onepager"),
    "onepagers": ("studies", "print_onepagers"),
    "dossier": ("dossier", "print_dossier"),
    "handout": ("handout", "print_handout"),
    "handouts": ("handout", "print_handouts"),
    "packet": ("packet", "print_packet"),
}


def build(
    job: Job,
    workspace: Workspace,
    report: Report = lambda _: None,
    *,
    press: Press | None = None,
    executor: Executor | None = None,
) -> Outcome:
    """Print what a job asks for. Every product is made and verified before the first is published.

    What was printed before and lies there unchanged, of things that are unchanged, is not printed again. `report` is
    told, in a few words, what is being done. `press` is kept warm from build to build. `executor` prints shares of
    the targets, on whatever machines it has that see the same folders; without one, copies of this process do.
    Raises CasefolioError with the problems found; nothing has been written then.
    """
    with taking_turns(workspace.out, report) if job.write else nullcontext(enter_result=False) as killed:
        if killed:
            from casefolio.bindery.publish import clear_up

            clear_up(workspace.out)
        ledger = Ledger(workspace) if job.write else None
        fresh = ledger.fresh(job) if ledger and not job.force else None
        if fresh:
            return _judged(fresh, job)
        with nullcontext(press) if press else _pressing(job, workspace, executor) as pressing:
            run = _begin(job, workspace, report, ledger, pressing)
            return _finish(run, _print_all(run, executor, alone=press is not None))


@contextmanager
def _pressing(job: Job, workspace: Workspace, executor: Executor | None) -> Iterator[Press]:
    """A press for one build, made ready while the content is read where that pays; nothing of it is left behind."""
    from casefolio.printing.press import Press

    press = Press()
    try:
        if executor is None:
            press.make_ready(job, workspace)
        yield press
    finally:
        press.close()


def _begin(
    job: Job, workspace: Workspace, report: Report, ledger: Ledger | None = None, press: Press | None = None
) -> Run:
    # What prints is loaded where there is something to print.
    from casefolio.printing.press import Press
    from casefolio.printing.run import Run
    from casefolio.reading import read

    report("reading content")
    press = press or Press()
    return Run(job, read(workspace, press.pages), workspace, report, ledger, press)


def _finish(run: Run, products: Sequence[Product]) -> Outcome:
    job, manuscript, ledger = run.job, run.written, run.ledger
    said = (*manuscript.warnings, *(warning for product in products for warning in product.warnings))
    warnings = tuple(dict.fromkeys(said))
    entries = [product.entry for product in products if product.entry]
    results = tuple(product.result for product in products)
    outcome = _judged(Outcome(results, warnings, job.write, inputs_of(entries)), job)
    files = dict(file for product in products for file in product.files)
    if job.write and files:
        from casefolio.bindery.publish import publish_all

        run.report("publishing")
        publish_all(files)
    if ledger:
        ledger.note(job, entries, warnings)
    return outcome


def _print_all(run: Run, executor: Executor | None, *, alone: bool) -> list[Product]:
    """All products in the order of their targets, printed by as many hands as pay; the first failure is raised."""
    from casefolio.printing.hands import can_fork, cores, divide, fork, gathered

    targets = _targets(run)
    hands = run.job.hands or (len(targets) if executor else 1 if alone or not can_fork() else cores())
    shares = divide(targets, hands)
    if executor:
        job = replace(run.job, targets=targets)
        elsewhere: list[Hand] = [executor.submit(print_share, job, run.workspace, share) for share in shares[1:]]
    else:
        elsewhere = [fork(partial(_print_elsewhere, run, targets, share)) for share in shares[1:]]
    done = gathered(partial(_print_share, run, targets, shares[0]), elsewhere)
    failed = [share for share in done if share.error]
    if failed:
        raise min(failed, key=lambda share: share.failed).error or AssertionError
    printed = {place: products for share in done for place, products in share.products.items()}
    return [product for place in sorted(printed) for product in printed[place]]


def print_share(job: Job, workspace: Workspace, places: Sequence[int]) -> Share:
    """Print some of a job's targets, by their places, in a process that knows nothing of the build so far."""
    ledger = Ledger(workspace) if job.write else None
    return _print_elsewhere(_begin(job, workspace, lambda _: None, ledger), job.targets, places)


def _print_elsewhere(run: Run, targets: Sequence[Target], places: Sequence[int]) -> Share:
    """Print a share by a press of its own, which leaves nothing behind."""
    from casefolio.printing.press import Press

    run.press = Press(run.press.pages)
    try:
        return _print_share(run, targets, places)
    finally:
        run.press.close()


def _print_share(run: Run, targets: Sequence[Target], places: Sequence[int]) -> Share:
    from casefolio.printing.hands import Share

    products: dict[int, tuple[Product, ...]] = {}
    for place in places:
        try:
            products[place] = tuple(map(run.noted, _print(run, targets[place])))
        except CasefolioError as error:
            return Share(products, place, error)
    return Share(products)


def _judged(outcome: Outcome, job: Job) -> Outcome:
    """The outcome, unless it has warnings where none are wanted."""
    if job.strict and outcome.warnings:
        raise CasefolioError(outcome.warnings)
    return outcome


def _print(run: Run, target: Target) -> Iterator[Product]:
    """Shape, press and verify what a target names."""
    module, name = PRINTERS[target.kind]
    for product in getattr(import_module(f"casefolio.printing.{module}"), name)(run, target):
        yield run.sealed(product)


def _targets(run: Run) -> tuple[Target, ...]:
    """What is to be printed; `all` or nothing is the CV, and where there are studies and talks, what tells of them."""
    dossier = run.manuscript.dossier
    kinds = ("cv", *(("onepagers", "dossier") if dossier.studies else ()), *(("handouts",) if dossier.talks else ()))
    everything = tuple(map(Target, kinds))
    asked = [all_of for one in run.job.targets for all_of in (everything if one.kind == "all" else (one,))]
    return tuple(dict.fromkeys(asked)) or everything


def check_what_changed(workspace: Workspace) -> Checked:
    """What `check` finds; content that is as it was at the last good check is not read again."""
    last = LastCheck(workspace)
    return last.recall() or last.remember(check(workspace))


def check(workspace: Workspace) -> Manuscript:
    """Read, and compose every page without printing. Raises CasefolioError with every problem found."""
    from casefolio.printing.composition import compose_all
    from casefolio.reading import read

    manuscript = read(workspace)
    compose_all(manuscript, workspace)
    return manuscript
