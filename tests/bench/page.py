"""What was found, as tables for a terminal and as a page of the docs."""

from __future__ import annotations

import os
import platform
import statistics
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from tests.bench.clock import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.clock import Finding, Phases

_PANGO = "from weasyprint.text.ffi import pango; print(pango.pango_version())"

_WORDS = """\
# Benchmarks

Written by `make bench`; `make bench-check` fails where a target is missed. {rounds} rounds on {machine}.

{findings}

In every round the two sides of a line took turns, each in a process of its own; the figures are medians, the ratio is
the median of the rounds' ratios. *Work* is the same ratio by the processor's time: where it is well below the ratio,
the machine was busy with other things. A line without a target is there to be compared.

- *Casefolio* does its whole work: reads and checks the content, fits each page to its paper, tags it (PDF/UA-1,
  PDF/A-3a), reads the finished file back word for word, and publishes it.
- *WeasyPrint* is given finished HTML and CSS at the density that Casefolio found, renders it once, untagged, and checks
  nothing. *Naive* parses everything afresh for each file, *shared* keeps fonts and parsed CSS, *warm* is a process that
  has done it before.
- *Typst* sets a CV of the same words in the same faces, arranged alike, tagged and for archives too; it fits nothing
  and checks no text. It is the far mark: a compiler made to be quick.
- *Cold* is a command as it is typed, from the start of Python on, with as many processes as it takes by itself; *warm*
  is `casefolio watch` after a saved change.
- The time of a CV in a batch is the processor's, of the quickest tenth: the first hundred and the last cannot take
  turns.

## Where the time goes

Seconds of a cold build by one process, phase by phase. The clock itself takes some of them, most in *import*.

{phases}

`make bench ARGS="cv all"` measures some of it ({names}),
`ARGS=--quick` all in fewer rounds.
"""


def table(findings: Sequence[Finding]) -> str:
    """A line for each finding; nothing without any."""
    if not findings:
        return ""
    lines = [f"{'':32}{'ours':>11}  {'against':34}{'ratio':>6}{'target':>8}{'work':>8}"]
    for one in findings:
        target = f"{one.target:8.2f}" if one.target else " " * 8
        work = f"{one.work:8.2f}" if one.work else ""
        against = f"{_amount(one.theirs, one.unit):>10} {one.against}"
        mark = "" if one.kept else "  too much" if one.unit == "MB" else "  too slow"
        lines.append(
            f"{one.name:32}{_amount(one.ours, one.unit):>11}  {against:34}{one.ratio:6.2f}{target}{work}{mark}"
        )
    return "\n".join(lines)


def phase_table(phases: Sequence[Phases]) -> str:
    """A line for each phase; nothing without any."""
    if not phases:
        return ""
    heads = [f"{'seconds':20}", *(f"{one.name:>26}" for one in phases)]
    rows = [[f"{name:20}", *(f"{one.seconds[name]:26.3f}" for one in phases)] for name in phases[0].seconds]
    return "\n".join("".join(row) for row in [heads, *rows])


def page(findings: Sequence[Finding], phases: Sequence[Phases], rounds: int) -> str:
    """All of it as Markdown, the machine named by its cores and the versions of its programs."""
    rows = [
        [
            one.name,
            _amount(one.ours, one.unit),
            one.against,
            _amount(one.theirs, one.unit),
            f"{one.ratio:.2f}",
            "" if one.target is None else f"{one.target:g}" if one.kept else f"{one.target:g}, missed",
            f"{one.work:.2f}" if one.work else "",
        ]
        for one in findings
    ]
    heads = ["measured", "Casefolio", "against", "", "ratio", "target", "work"]
    timed = [[name, *(f"{one.seconds[name]:.3f}" for one in phases)] for name in (phases[0].seconds if phases else ())]
    timed.append(["all", *(f"{sum(one.seconds.values()):.3f}" for one in phases)])
    return _WORDS.format(
        machine=machine(),
        rounds=rounds,
        findings=_markdown(heads, rows),
        phases=_markdown(["phase", *(one.name for one in phases)], timed),
        names="nothing, cv, all, watch, study, batch, phases, many",
    )


def machine() -> str:
    """This machine: its cores, and the versions of the programs that were measured."""
    number = int(asked("-c", _PANGO))
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    named = [f"Python {platform.python_version()}", f"WeasyPrint {version('weasyprint')}", f"Pango {pango}"]
    try:
        named.append(f"Typst {version('typst')}")
    except PackageNotFoundError:
        named.append("no Typst")
    return f"{os.cpu_count()} cores, {', '.join(named)}"


def _amount(values: Sequence[float], unit: str) -> str:
    median = statistics.median(values)
    if unit != "s":
        return f"{median:.1f} {unit}"
    return f"{median:.2f} s" if median >= 1 else f"{median * 1000:.0f} ms"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
