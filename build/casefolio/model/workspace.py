"""The one door to the outside: where files are read from, where results go, and what time it is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from casefolio.errors import CasefolioError, Problem

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(kind: str) -> Path:
    """The folder of layouts or styles that comes with Casefolio: in the wheel, else beside the source tree."""
    packed = _PACKAGE / kind
    return packed if packed.is_dir() else _PACKAGE.parent.parent / kind


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project folder and its surroundings. `root` is absolute; `out` is where results are published."""

    root: Path
    out: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    @classmethod
    def at(cls, root: Path, out: Path | None = None) -> Workspace:
        """The project in `root`. Raises CF-101 where there is no such folder."""
        if not root.is_dir():
            raise CasefolioError(
                Problem("CF-101", f"there is no folder {root}", remedy="name a folder that holds content/")
            )
        resolved = root.resolve()
        return cls(resolved, (out or resolved / "out").absolute())

    @property
    def content(self) -> Path:
        """Where the owner's YAML lies."""
        return self.root / "content"

    def search(self, kind: str) -> tuple[Path, ...]:
        """Folders to look in for `layouts` or `styles`, the project's own first, what is shipped last."""
        own, stock = self.root / kind, shipped(kind)
        return (own, stock) if own.is_dir() and own.resolve() != stock.resolve() else (stock,)

    def find(self, kind: str, name: str) -> Path:
        """The file `name` of `kind`, from the project where it has one. Raises CF-301."""
        for folder in self.search(kind):
            if (folder / name).is_file():
                return folder / name
        raise CasefolioError(
            Problem("CF-301", f"there is no {kind}/{name}", remedy=f"looked in {self._looked_in(kind)}")
        )

    def _looked_in(self, kind: str) -> str:
        return " and ".join(self.shown(folder) for folder in self.search(kind))

    def shown(self, path: Path) -> str:
        """A path as the owner would type it: from the project folder where it lies inside, else whole."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def date(self) -> datetime | None:
        """The date that documents bear: SOURCE_DATE_EPOCH where set (reproducible-builds.org), in UTC, else none.

        A document that bore the time of its printing would differ each time though nothing was changed; when a file
        was written, the file system knows.

        Raises CF-801 where SOURCE_DATE_EPOCH is no whole number of seconds that a date can be made of.
        """
        epoch = self.environment.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return None
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise CasefolioError(
                Problem(
                    "CF-801",
                    f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds",
                    remedy="unset it, or set it to whole seconds since 1970",
                )
            ) from None

    def today(self) -> str:
        """The day as `2026-11-23`, for advice and never for documents: SOURCE_DATE_EPOCH's, else the owner's today."""
        return (self.date() or datetime.now(UTC).astimezone()).strftime("%Y-%m-%d")
