"""What is measured and how: processes and turns of residents, side by side, round by round."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
SIDES = Path(__file__).parent / "sides"
#: Kept out of what is measured: with the first, every process would compile its modules anew.
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "CASEFOLIO_PLAIN_IMPORT", "COVERAGE_PROCESS_START")


@dataclass(frozen=True)
class Spent:
    """What a side took: seconds by the clock and of the processor, and a process at most so much memory."""

    seconds: float
    worked: float = 0.0
    megabytes: float = 0.0


@dataclass(frozen=True)
class Finding:
    """One thing measured, round by round: ours, what it is held against, and the target for their ratio, if any."""

    name: str
    against: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    target: float | None = None
    unit: str = "s"
    #: The same ratio by the processor's time, which a busy machine does not stretch.
    work: float | None = None

    @property
    def ratio(self) -> float:
        """The median of the ratios of all rounds: what slows a whole round down counts on both sides."""
        return _ratio(self.ours, self.theirs)

    @property
    def kept(self) -> bool:
        return self.target is None or self.ratio <= self.target


@dataclass(frozen=True)
class Phases:
    """Where the time of a build goes: the median seconds of each phase, in their order."""

    name: str
    seconds: dict[str, float]


def surroundings() -> dict[str, str]:
    """The environment of every side."""
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    path = os.pathsep.join(map(str, (ROOT / "build", ROOT)))
    return {**environment, "PYTHONPATH": path, "SOURCE_DATE_EPOCH": "1790000000"}


def spend(*words: str | Path) -> Spent:
    """Run Python with these words, alone on its clock. Ends the benchmark where the run fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *map(str, words)], env=surroundings(), stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            sys.exit(f"{words} failed:\n{said.read().decode()}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def asked(*words: str | Path) -> str:
    """What Python says, run with these words."""
    done = subprocess.run([sys.executable, *map(str, words)], env=surroundings(), capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{words} failed:\n{done.stderr.decode()}")
    return done.stdout.decode()


@contextmanager
def resident(script: str, *words: str | Path) -> Iterator[Callable[[], Spent]]:
    """A process of its own that stays, takes a turn whenever it is called, and says how long that took it."""
    command = [sys.executable, str(SIDES / f"{script}.py"), *map(str, words)]
    with subprocess.Popen(
        command, env=surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def turn() -> Spent:
            if process.stdin is None or process.stdout is None:
                raise AssertionError
            process.stdin.write("\n")
            process.stdin.flush()
            said = process.stdout.readline()
            if not said:
                sys.exit(f"{script} ended with {process.wait()}")
            return Spent(*map(float, said.split()))

        yield turn
        process.communicate()


@contextmanager
def residents(*commands: tuple[str | Path, ...]) -> Iterator[list[Callable[[], Spent]]]:
    """Several of them at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(resident(str(script), *words)) for script, *words in commands]


def side_by_side(rounds: int, *sides: Callable[[], Spent]) -> list[list[Spent]]:
    """What each side took in each round: all take turns, after a round that does not count and warms their files."""
    for side in sides:
        side()
    taken = [[side() for side in sides] for _ in range(rounds)]
    return [list(column) for column in zip(*taken, strict=True)]


def compared(
    name: str, against: str, ours: Sequence[Spent], theirs: Sequence[Spent], target: float | None = None
) -> Finding:
    """How long one side took, held against another."""
    clock = (tuple(spent.seconds for spent in ours), tuple(spent.seconds for spent in theirs))
    worked = (tuple(spent.worked for spent in ours), tuple(spent.worked for spent in theirs))
    return Finding(name, against, *clock, target, work=_ratio(*worked) if all(map(all, worked)) else None)


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
