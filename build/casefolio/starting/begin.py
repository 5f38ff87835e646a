"""A new project: all of its files, or none where something is there already."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.publish import publish_all
from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.model.schema import FOLDER, kinds, schema, schemas
from casefolio.model.workspace import Workspace
from casefolio.reading.files import survey
from casefolio.reading.source import UNPRINTABLE
from casefolio.reading.suggest import near
from casefolio.starting.sample import IGNORED, KINDS, sample

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_NAME = 100
_LISTED = 5
_GIT = ".gitignore"


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written: paths from the folder, those that an owner writes in first, then schemas."""

    folder: Path
    files: tuple[str, ...]
    schemas: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()


def begin(folder: Path, kind: str = "cv", name: str | None = None) -> Begun:
    """Write a project that can be printed at once. Nothing that is there is changed.

    Raises CF-840 (a name that is none), CF-710 (files that would be written over), CF-711 (content that is there
    already), and what publishing raises; nothing has been written then.
    """
    folder = folder.absolute()
    files = sample(kind if kind in KINDS else "cv", _checked(name))
    patterns = schemas()
    warnings = _kept(folder, files)
    _refuse_what_is_there(folder, [*files, *patterns])
    publish_all({folder / path: content.encode() for path, content in {**files, **patterns}.items()})
    return Begun(folder, tuple(files), tuple(patterns), warnings)


def write_schemas(workspace: Workspace) -> tuple[str, ...]:
    """Write the schemas of this version into a project, over those of another; paths from its folder."""
    patterns = schemas()
    publish_all({workspace.root / path: content.encode() for path, content in patterns.items()})
    return tuple(patterns)


def schema_of(kind: str) -> str:
    """The schema of one kind of file, as JSON. Raises CF-841 for a kind that there is not."""
    known = kinds()
    if kind in known:
        return schema(kind)
    guess = near(kind, known)
    message = f"there is no schema '{kind}'" + (f"; did you mean '{guess}'?" if guess else "")
    shown = ", ".join(name for name in known if "/" not in name)
    raise CasefolioError(Problem("CF-841", message, remedy=f"there are: {shown}"))


def _checked(name: str | None) -> str | None:
    """The name, or None. Raises CF-840 for one that no page could be headed with."""
    if name is None:
        return None
    shown = name.strip()
    fault = ""
    if not shown:
        fault = "it is empty"
    elif len(shown) > _LONGEST_NAME:
        fault = f"it has {len(shown)} characters, at most {_LONGEST_NAME} fit a page"
    elif UNPRINTABLE.search(shown) or not shown.isprintable():
        fault = "it has characters that cannot be printed, or is more than one line"
    if fault:
        raise CasefolioError(Problem("CF-840", f"--name cannot be used: {fault}", remedy='write  --name "Ada Example"'))
    return shown


def _kept(folder: Path, files: dict[str, str]) -> tuple[Problem, ...]:
    """Leave a .gitignore that is there as it is, out of `files` too; CF-712 where it lets private data through."""
    path = folder / _GIT
    if not path.is_file():
        return ()
    del files[_GIT]
    lines = {line.strip().strip("/") for line in path.read_text("utf-8", "replace").splitlines()}
    missing = [pattern for pattern in IGNORED if pattern.strip("/") not in lines]
    if not missing:
        return ()
    message = f"{_GIT} is kept as it is; it does not name {' and '.join(missing)}"
    return (Problem("CF-712", message, Mark(str(path)), f"add to it:  {'  '.join(missing)}", warning=True),)


def _refuse_what_is_there(folder: Path, paths: list[str]) -> None:
    there = [path for path in paths if os.path.lexists(folder / path)]
    found = survey(Workspace.at(folder))[0] if folder.is_dir() else ()
    ours = {file.shown for file in found}
    # What an owner has written is named before what a program wrote.
    there.sort(key=lambda path: path.startswith(str(FOLDER)))
    if found and not ours.intersection(there):
        message = f"nothing was written: {folder} has content already, in {found[0].shown}"
        raise CasefolioError(Problem("CF-711", message, remedy="name another folder, or run: casefolio check"))
    if there:
        more = f" and {len(there) - _LISTED} more" if len(there) > _LISTED else ""
        message = f"nothing was written: {', '.join(there[:_LISTED])}{more} would be written over in {folder}"
        raise CasefolioError(Problem("CF-710", message, remedy="name a folder that has none of these"))
