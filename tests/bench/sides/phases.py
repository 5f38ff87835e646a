"""Where a build's time goes: `phases.py PROJECT TARGET…` builds in this process and says the seconds of each phase.

What a phase calls that is a phase itself counts there alone; what is in none of them is the rest.
"""

import time

_START = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
from functools import wraps  # noqa: E402
from importlib import import_module  # noqa: E402
from importlib.machinery import ExtensionFileLoader, SourceFileLoader  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

#: The phases in their order, each with what does it: module, and the function or method.
PHASES = {
    "import": (),
    "up to date?": ("ledger.book Ledger.__init__", "ledger.book Ledger.note", "ledger.book Ledger.outputs"),
    "read": ("reading read",),
    "compose": ("shaping.compose Composition.__init__", "shaping.compose Composition.render"),
    "parse CSS, fonts": ("press.engine Engine.__init__", "press.engine Engine.css", "press.engine Engine.styles"),
    "parse HTML": ("press.engine Engine.parse",),
    "lay out": ("press.engine Engine.lay_out",),
    "draw and write": ("press.engine Engine.engrave", "press.engine Engine.write"),
    "verify": ("bindery.verify verify",),
    "publish": ("bindery.publish publish_all",),
    "rest": (),
}
taken = dict.fromkeys(PHASES, 0.0)
stack = ["rest"]
since = _START


def turn_to(phase: str) -> None:
    """Count the time since the last turn for the phase that was on."""
    global since  # noqa: PLW0603
    now = time.perf_counter()
    taken[stack[-1]] += now - since
    since = now
    stack.append(phase)


def back() -> None:
    turn_to("")
    del stack[-2:]


def timed(phase: str, call: "Callable[..., Any]") -> "Callable[..., Any]":
    """The same function, on the clock of a phase."""

    @wraps(call)
    def clocked(*args: Any, **kwargs: Any) -> Any:
        turn_to(phase)
        try:
            return call(*args, **kwargs)
        finally:
            back()

    return clocked


for loader in (SourceFileLoader, ExtensionFileLoader):
    for name in ("exec_module", "create_module", "get_code"):
        if hasattr(loader, name):
            setattr(loader, name, timed("import", getattr(loader, name)))
for phase, places in PHASES.items():
    for place in places:
        module, _, path = place.partition(" ")
        owner: Any = import_module(f"casefolio.{module}")
        *owners, name = path.split(".")
        for inner in owners:
            owner = getattr(owner, inner)
        setattr(owner, name, timed(phase, getattr(owner, name)))

pipeline = import_module("casefolio.pipeline")
job = import_module("casefolio.model.order").Job
target = import_module("casefolio.model.target").Target
workspace = import_module("casefolio.model.workspace").Workspace
pipeline.build(job(tuple(map(target, sys.argv[2:])), force=True, hands=1), workspace.at(Path(sys.argv[1])))
turn_to("")
print(json.dumps(taken))  # noqa: T201
