"""What is warm between runs: engines with their styles and faces, and content that was read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from casefolio.printing.ahead import Ahead, pays

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.model.order import Job
    from casefolio.model.shop import Shop
    from casefolio.model.workspace import Workspace
    from casefolio.press.engine import Engine

    Report = Callable[[str], None]


class Press:
    """What is warm and may stay so from run to run: engines with their styles and faces, content that was read.

    Whoever changes layouts or styles takes a new one; projects that have none of their own can share one.
    """

    def __init__(self, pages: dict[object, Any] | None = None) -> None:
        self.pages: dict[object, Any] = {} if pages is None else pages
        self._engines: dict[Shop | None, Engine] = {}
        self.ahead: Ahead | None = None

    def make_ready(self, job: Job, workspace: Workspace) -> None:
        """Begin to load what a job will be set with, where that can go on while something else is done."""
        if pays(job):
            with suppress(OSError):
                self.ahead = Ahead(workspace)

    def let_go(self) -> None:
        """Do without the press that was made ready ahead."""
        if self.ahead:
            self.ahead.close()
            self.ahead = None

    def families(self, shop: Shop | None) -> frozenset[str]:
        """The families of the faces that the engine for readers, or for a shop, has loaded."""
        if shop in self._engines:
            return self._engines[shop].families
        return self.ahead.families if self.ahead else frozenset()

    def engine(self, workspace: Workspace, shop: Shop | None, report: Report) -> Engine:
        """The engine for readers, or for a print shop."""
        if shop not in self._engines:
            report("loading the press")
            self._engines[shop] = _engine(workspace, shop)
        self._engines[shop].serve(workspace)
        return self._engines[shop]

    def fetched(self) -> set[str]:
        """The names of the project's files that pages and styles asked for."""
        ahead = self.ahead.fetched if self.ahead else ()
        return {name for engine in self._engines.values() for name in engine.fetched}.union(ahead)

    def look_again(self) -> None:
        """Let go of all that pictures may be in, where one of them is another by now."""
        for engine in self._engines.values():
            engine.look_again()

    def close(self) -> None:
        """Leave nothing behind; the next who asks gets new engines."""
        self.let_go()
        while self._engines:
            self._engines.popitem()[1].close()

    def sweep(self) -> None:
        """Forget what the last run had no use for."""
        for engine in self._engines.values():
            engine.memory.sweep()


def _engine(workspace: Workspace, shop: Shop | None) -> Engine:
    from casefolio.press.engine import Engine

    if shop is None:
        return Engine(workspace)
    from casefolio.bindery.presswork import judged

    return Engine(workspace, shop, judged)
