"""How long an owner waits, measured side by side with WeasyPrint alone, with Typst, and with Python doing nothing.

Run by `make bench`, which prints a table and, where everything was measured, writes docs/benchmarks.md; `make
bench-check` ends with 1 where a ratio is above its target. All sides of a measure take turns for several rounds; the
medians of the ratios of the rounds count. WeasyPrint alone is given finished HTML and CSS at the density that was
found: it renders once, untagged, and verifies nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import cold, warm
from tests.bench.clock import Finding, Phases
from tests.bench.desk import Bench
from tests.bench.page import page, phase_table, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Measure = Callable[[Bench, int], Sequence[Finding | Phases]]

MEASURES: dict[str, Measure] = {
    "nothing": cold.measure_nothing,
    "cv": cold.measure_cv,
    "all": cold.measure_all,
    "watch": warm.measure_watch,
    "study": warm.measure_study,
    "batch": warm.measure_batch,
    "phases": warm.measure_phases,
    "many": cold.measure_many,
}
#: What a quick run makes do with.
_QUICK: dict[str, Measure] = {
    **MEASURES,
    "batch": partial(warm.measure_batch, number=200),
    "many": partial(cold.measure_many, number=100),
}
_ROUNDS, _QUICK_ROUNDS = 7, 3


def measured(names: Sequence[str], rounds: int, *, quick: bool) -> list[Finding | Phases]:
    """What the measures of these names found, each in a folder of its own."""
    found: list[Finding | Phases] = []
    for name in names:
        sys.stderr.write(f"measuring {name} …\n")
        with tempfile.TemporaryDirectory() as folder:
            found += (_QUICK if quick else MEASURES)[name](Bench(Path(folder)), rounds)
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for, print the tables, and say whether all targets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measures", nargs="*", help=f"of {', '.join(MEASURES)}; without any: all")
    parser.add_argument("--rounds", type=int, help=f"default: {_ROUNDS}, or {_QUICK_ROUNDS} with --quick")
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds, 200 CVs in a batch, 100 studies in a dossier"
    )
    parser.add_argument("--check", action="store_true", help="end with 1 where a target is missed")
    parser.add_argument("--write", type=Path, help="where all was measured, write it to this file")
    asked = parser.parse_args(words)
    if unknown := set(asked.measures) - set(MEASURES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    rounds = asked.rounds or (_QUICK_ROUNDS if asked.quick else _ROUNDS)
    found = measured(asked.measures or list(MEASURES), rounds, quick=asked.quick)
    findings = [one for one in found if isinstance(one, Finding)]
    phases = [one for one in found if isinstance(one, Phases)]
    sys.stdout.write("\n\n".join(filter(None, (table(findings), phase_table(phases)))) + "\n")
    if asked.write and not asked.measures:
        asked.write.write_text(page(findings, phases, rounds), "utf-8")
    return int(asked.check and not all(finding.kept for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
