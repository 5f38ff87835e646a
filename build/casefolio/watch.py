"""Watching a project: what a saved change touches is printed again, by a press that stays warm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, ExitCode
from casefolio.pipeline import build
from casefolio.printing.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from threading import Event

    from casefolio.model.order import Job, Outcome
    from casefolio.model.workspace import Workspace

    Show = Callable[[Outcome | CasefolioError], None]

#: An editor's burst of writes is over when it has been quiet for so long, in milliseconds.
QUIET_MS = 25
#: A change is waited for no longer than this, in milliseconds, however long the burst.
_LONGEST_MS = 400
#: So often it is looked whether there is still something to watch, in milliseconds.
_LOOK_MS = 50


class Watch:
    """One project under watch. `turn` builds once; `changes` waits for what to build next."""

    def __init__(self, job: Job, workspace: Workspace) -> None:
        self._job, self._workspace = job, workspace
        self._press = Press()
        self._elsewhere: tuple[Path, ...] = ()

    def turn(self, changed: Iterable[Path] = ()) -> Outcome | CasefolioError:
        """Build what the changed files touch, or say what is wrong; the last good files stay then."""
        looks = [folder for kind in ("layouts", "styles") for folder in self._workspace.search(kind)]
        if any(path.is_relative_to(folder) for path in changed for folder in looks):
            self._renew()
        self._press.look_again()
        try:
            outcome = build(self._job, self._workspace, press=self._press)
        except CasefolioError as error:
            if error.exit_code != ExitCode.CONTENT:
                # What the press has complained of once it does not complain of again: the next turn takes a new one.
                self._renew()
            return error
        self._press.sweep()
        self._elsewhere = outcome.inputs
        return outcome

    def _renew(self) -> None:
        self.close()
        self._press = Press(self._press.pages)

    def close(self) -> None:
        """Leave nothing of the press behind."""
        self._press.close()

    def changes(self, stop: Event | None = None) -> Iterator[set[Path]]:
        """The files of each burst of changes, until `stop` is set. An atomic save is a change of what it replaces.

        The first is empty: from then on nothing is missed. So is one that comes after other folders are watched.
        """
        from watchfiles import watch

        folders: dict[Path, int] = {}
        while folders != (folders := self._folders()):
            bursts = watch(
                *folders,
                watch_filter=lambda _, name: self._is_ours(Path(name)),
                step=QUIET_MS,
                debounce=_LONGEST_MS,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=True,
            )
            begun = False
            for burst in bursts:
                if burst or not begun:
                    yield {Path(name) for _, name in burst}
                begun = True
                if self._folders() != folders:
                    break

    def _folders(self) -> dict[Path, int]:
        """What to watch: the folders of content and looks; the whole project where its content is one file in it.

        With their numbers in the file system: a folder that is put back is another.
        """
        workspace = self._workspace
        folders = [workspace.content, *(folder for kind in ("layouts", "styles") for folder in workspace.search(kind))]
        folders += [path.parent for path in self._elsewhere]
        if any(workspace.root.glob("casefolio.y*ml")) or not workspace.content.is_dir():
            folders.append(workspace.root)
        found = {folder for folder in folders if folder.is_dir()}
        top = sorted(one for one in found if not found.intersection(one.parents))
        return {folder: folder.stat().st_ino for folder in top}

    def _is_ours(self, path: Path) -> bool:
        """Whether a file may be read by a build: no result, nothing hidden, no backup of an editor."""
        workspace = self._workspace
        homes = [workspace.content, *(folder for kind in ("layouts", "styles") for folder in workspace.search(kind))]
        whole = path.parent == workspace.root and path.stem == "casefolio" and path.suffix in (".yaml", ".yml")
        if whole or path in self._elsewhere:
            return True
        home = next((home for home in homes if path.is_relative_to(home)), None)
        backup = path.name.startswith(("#", "~")) or path.name.endswith(("~", ".swp", ".tmp"))
        return home is not None and not backup and not any(part[0] == "." for part in path.relative_to(home).parts)


def watch(job: Job, workspace: Workspace, show: Show, stop: Event | None = None) -> None:
    """Build, then build again after every change, until `stop` is set; `show` is told what came of each turn.

    Raises KeyboardInterrupt on Ctrl-C, between builds or within one: then nothing half-written is left.
    """
    watched = Watch(job, workspace)
    try:
        for changed in watched.changes(stop):
            show(watched.turn(changed))
    finally:
        watched.close()
