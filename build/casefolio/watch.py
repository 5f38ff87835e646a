"""Watching a project: what a saved change touches is printed again, by a press that stays warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError
from casefolio.pipeline import build
from casefolio.printing.run import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from threading import Event

    from casefolio.model.order import Job, Outcome
    from casefolio.model.workspace import Workspace

    Show = Callable[[Outcome | CasefolioError], None]

#: An editor's burst of writes is over when it has been quiet for so long, in milliseconds.
QUIET_MS = 25
#: A change is waited for no longer than this, in milliseconds, however long the burst.
_LONGEST_MS = 400


class Watch:
    """One project under watch. `turn` builds once; `changes` waits for what to build next."""

    def __init__(self, job: Job, workspace: Workspace) -> None:
        self._job, self._workspace = job, workspace
        self._press = Press()

    def turn(self, changed: Iterable[Path] = ()) -> Outcome | CasefolioError:
        """Build what the changed files touch, or say what is wrong; the last good files stay then."""
        looks = [folder for kind in ("layouts", "styles") for folder in self._workspace.search(kind)]
        if any(path.is_relative_to(folder) for path in changed for folder in looks):
            self._press = Press()
        elif any(path.suffix.lower() not in (".yaml", ".yml") for path in changed):
            self._press.forget()
        try:
            outcome = build(self._job, self._workspace, press=self._press)
        except CasefolioError as error:
            return error
        self._press.sweep()
        return outcome

    def changes(self, stop: Event | None = None) -> Iterator[set[Path]]:
        """The files of each burst of changes, until `stop` is set. An atomic save is a change of what it replaces."""
        from pathlib import Path

        from watchfiles import watch

        folders = self._folders()
        bursts = watch(
            *folders,
            watch_filter=lambda _, name: self._is_ours(Path(name)),
            step=QUIET_MS,
            debounce=_LONGEST_MS,
            stop_event=stop,
            raise_interrupt=True,
        )
        for burst in bursts:
            yield {Path(name) for _, name in burst}

    def _folders(self) -> list[Path]:
        """What to watch: the folders of content and looks; the whole project where its content is one file in it."""
        workspace = self._workspace
        folders = [workspace.content, *(folder for kind in ("layouts", "styles") for folder in workspace.search(kind))]
        if any(workspace.root.glob("casefolio.y*ml")) or not workspace.content.is_dir():
            folders.append(workspace.root)
        found = [folder for folder in folders if folder.is_dir()]
        return [one for one in found if not any(one != other and one.is_relative_to(other) for other in found)]

    def _is_ours(self, path: Path) -> bool:
        """Whether a file may be read by a build: no result, nothing hidden, no backup of an editor."""
        workspace = self._workspace
        homes = [workspace.content, *(folder for kind in ("layouts", "styles") for folder in workspace.search(kind))]
        whole = path.parent == workspace.root and path.stem == "casefolio" and path.suffix in (".yaml", ".yml")
        hidden = path.name.startswith((".", "#", "~")) or path.name.endswith(("~", ".swp", ".tmp"))
        return whole or (not hidden and any(path.is_relative_to(home) for home in homes))


def watch(job: Job, workspace: Workspace, show: Show, stop: Event | None = None) -> None:
    """Build, then build again after every change, until `stop` is set; `show` is told what came of each turn.

    Raises KeyboardInterrupt on Ctrl-C, between builds or within one: then nothing half-written is left.
    """
    watched = Watch(job, workspace)
    changes = watched.changes(stop)
    show(watched.turn())
    for changed in changes:
        show(watched.turn(changed))
