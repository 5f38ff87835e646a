"""Measures of commands as they are typed: each a process of its own, against processes of other programs."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tests.bench.clock import SIDES, Finding, Spent, compared, side_by_side, spend
from tests.bench.desk import EVERYTHING, Bench, copied

from casefolio.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.desk import Page

#: A study of a long dossier is measured in no more rounds than this: each takes a minute.
_LONG_ROUNDS = 3


def plain(bench: Bench, pages: Sequence[Page], way: str = "naive") -> Callable[[], Spent]:
    """A cold process that renders these pages with WeasyPrint alone: `naive` or `shared`."""
    return partial(spend, SIDES / "plain.py", way, bench.job(f"plain-{len(pages)}", pages))


def has_typst() -> bool:
    """Whether the far mark is there to be measured."""
    return find_spec("typst") is not None


def measure_nothing(bench: Bench, rounds: int) -> list[Finding]:
    """`casefolio build` where everything is up to date, against Python that does nothing at all."""
    ours, bare = side_by_side(rounds, bench.casefolio, lambda: spend("-c", "pass"))
    return [compared("nothing to do", "python -c pass", ours, bare, 8.0)]


def measure_cv(bench: Bench, rounds: int) -> list[Finding]:
    """The CV fitted, tagged, verified and published, against the finished page rendered once, untagged."""
    sides = [lambda: bench.casefolio("cv", "--force"), plain(bench, [bench.cv_page])]
    if has_typst():
        sides.append(partial(spend, SIDES / "typesetting.py", bench.typst))
    ours, theirs, *far = side_by_side(rounds, *sides)
    found = [compared("CV, cold", "plain WeasyPrint", ours, theirs, 0.8)]
    return found + [compared("CV, cold", "Typst, tagged", ours, typst) for typst in far]


def measure_all(bench: Bench, rounds: int) -> list[Finding]:
    """Every file against every file rendered for itself by one naive process, and by one that shares what it can."""
    ours, alone, naive, shared = side_by_side(
        rounds,
        lambda: bench.casefolio(*EVERYTHING, "--force"),
        lambda: bench.casefolio(*EVERYTHING, "--force", "--jobs", "1"),
        plain(bench, bench.all_pages),
        plain(bench, bench.all_pages, "shared"),
    )
    return [
        compared("CV, one-pagers, dossier, cold", "WeasyPrint, naive", ours, naive, 0.55),
        compared("CV, one-pagers, dossier, cold", "WeasyPrint, shared", ours, shared),
        compared("the same with --jobs 1", "WeasyPrint, naive", alone, naive, 1.0),
    ]


def measure_many(bench: Bench, rounds: int, number: int = 400) -> list[Finding]:
    """A dossier of many studies against one of the usual size: time for each study, and memory."""
    usual = len(read(bench.workspace).dossier.studies)
    many = Bench(bench.folder / "many", copied(bench.project, bench.folder / "copied", number))
    ours, theirs, cold = side_by_side(
        min(rounds, _LONG_ROUNDS),
        lambda: many.casefolio("dossier", "--force"),
        lambda: bench.casefolio("dossier", "--force"),
        lambda: spend("-c", "from casefolio.press.engine import Engine"),
    )
    each, other = (
        [_part(one, start, count) for one, start in zip(side, cold, strict=True)]
        for side, count in ((ours, number), (theirs, usual))
    )
    most = tuple(one.megabytes for one in ours)
    return [
        compared(f"a study in a dossier of {number}", f"in one of {usual}", each, other, 1.15),
        Finding(f"memory for {number} studies", "what is allowed", most, (350.0,) * len(most), 1.0, "MB"),
    ]


def _part(whole: Spent, start: Spent, count: int) -> Spent:
    """What each of so many took, without the start."""
    return Spent((whole.seconds - start.seconds) / count, (whole.worked - start.worked) / count)
