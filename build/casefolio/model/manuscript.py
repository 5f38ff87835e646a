"""What reading hands on: the dossier, where each of its values was written, and what to warn of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from casefolio.errors import Mark, Problem
    from casefolio.model.dossier import Dossier

#: A way from the dossier to a value: `("studies", "eks-platform-foundation", "flow", 2, "step")`.
ContentPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A valid dossier with the place of every value, the files it was read from, and warnings."""

    dossier: Dossier
    marks: Mapping[ContentPath, Mark]
    files: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())

    def mark(self, path: ContentPath) -> Mark | None:
        """Where the value at `path` was written, else the nearest thing around it that was."""
        while path:
            if path in self.marks:
                return self.marks[path]
            path = path[:-1]
        return self.marks.get(())

    @property
    def summary(self) -> str:
        """The dossier in one line: whose it is, and how much of what is in it."""
        dossier = self.dossier
        counts = (
            (len(dossier.studies), "study", "studies"),
            (len(dossier.projects), "project", "projects"),
            (len(dossier.talks), "talk", "talks"),
            (len(dossier.recognition), "award", "awards"),
            (len(dossier.experience), "job", "jobs"),
            (len(dossier.publications), "publication", "publications"),
        )
        parts = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
        return " · ".join([dossier.profile.name, *parts])
