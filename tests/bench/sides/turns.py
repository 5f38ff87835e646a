"""What residents of the benchmark have in common: a turn for each line that comes in, its seconds as the answer."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = re.compile(r"(?m)^((?:summary|problem): (?:>-\s+)?[\w'’-]+)( \d+)?")


def take_turns(act: Callable[[], object], prepare: Callable[[int], object] = lambda _: None) -> None:
    """Prepare and act for each line on standard input; the answer is the seconds of the clock and of the processor."""
    for number, _ in enumerate(sys.stdin):
        prepare(number)
        start, worked = time.perf_counter(), time.process_time()
        act()
        sys.stdout.write(f"{time.perf_counter() - start} {time.process_time() - worked}\n")
        sys.stdout.flush()


def reworded(text: str, number: int) -> str:
    """Content in which one sentence has one word more, or another than before. Raises ValueError without one."""
    changed = _TEXT.sub(rf"\1 {number}", text, count=1)
    if changed == text:
        message = "nothing to change"
        raise ValueError(message)
    return changed
