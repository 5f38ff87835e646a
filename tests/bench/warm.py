"""Measures of processes that stay: a watch after a saved change, and CVs by the hundred."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING

from tests.bench.clock import SIDES, Finding, Phases, asked, compared, residents, side_by_side, spend
from tests.bench.cold import has_typst
from tests.bench.desk import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.desk import Bench

#: A batch keeps what it had after this many CVs; times are those of the first and of the last hundred.
_SETTLED, _HUNDRED = 50, 100


def measure_watch(bench: Bench, rounds: int) -> list[Finding]:
    """From a changed profile to the published CV, against WeasyPrint's layout and writing of that page, all warm."""
    sides: list[tuple[str | Path, ...]] = [
        ("watching", bench.project, "content/profile.yaml", "cv"),
        ("rendering", bench.job("warm-cv", [bench.cv_page])),
    ]
    if has_typst():
        sides.append(("typesetting", bench.typst, "stay"))
    with residents(*sides) as turns:
        ours, theirs, *far = side_by_side(rounds, *turns)
    found = [compared("CV after a change, warm", "WeasyPrint, warm", ours, theirs, 1.5)]
    return found + [compared("CV after a change, warm", "Typst, tagged, warm", ours, typst) for typst in far]


def measure_study(bench: Bench, rounds: int) -> list[Finding]:
    """From a changed study to its one-pager and the dossier, against the dossier laid out anew by WeasyPrint, warm."""
    with residents(
        ("watching", bench.project, "content/studies", "onepagers", "dossier"),
        ("rendering", bench.job("warm-dossier", bench.dossier_pages)),
    ) as turns:
        ours, theirs = side_by_side(rounds, *turns)
    return [compared("a changed study, warm", "WeasyPrint, dossier, warm", ours, theirs, 0.4)]


def measure_batch(bench: Bench, _rounds: int, number: int = 1000) -> list[Finding]:
    """So many CVs by one process: what memory it gains after the first, and whether the last take longer."""
    said = json.loads(asked(SIDES / "batch.py", bench.project, bench.folder / "batch", str(number)))
    grown, taken = said["megabytes"][-1] - said["megabytes"][min(_SETTLED, number) - 1], said["seconds"]
    hundred = min(_HUNDRED, number // 2)
    # Their fastest tenth: what else the machine does makes a CV slower, never faster.
    first, last = (
        statistics.quantiles(part, n=10, method="inclusive")[0] for part in (taken[:hundred], taken[-hundred:])
    )
    return [
        Finding(f"memory gained in {number} CVs", "what is allowed", (grown,), (10.0,), 1.0, "MB"),
        Finding(f"one of the last of {number} CVs", "one of the first", (last,), (first,), 1.1),
    ]


def measure_phases(bench: Bench, rounds: int) -> list[Phases]:
    """Where the time goes in the CV and in all, from the start of Python on, by one process."""

    def side(*targets: str) -> Callable[[], dict[str, float]]:
        return lambda: json.loads(asked(SIDES / "phases.py", bench.project, *targets))

    names = {"CV": side("cv"), "CV, one-pagers, dossier": side(*EVERYTHING)}
    for ask in names.values():
        ask()
    bare = [spend("-c", "pass").seconds for _ in range(rounds)]
    found = []
    for name, ask in names.items():
        told = [ask() for _ in range(rounds)]
        medians = {phase: statistics.median(one[phase] for one in told) for phase in told[0]}
        found.append(Phases(name, {"Python's start": statistics.median(bare), **medians}))
    return found
