"""Proofs of what was printed: pictures of every page, for the owner's eye and for the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.bindery.proof import prove
from casefolio.bindery.publish import publish_all
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casefolio.model.workspace import Workspace


def proof(workspace: Workspace, report: Callable[[str], None] = lambda _: None) -> tuple[Path, int]:
    """Pictures of every PDF in the results folder, and a contact sheet, into `proof/` beside them.

    Returns that folder and the number of pages. Raises CF-804 where nothing has been printed yet.
    """
    out = workspace.out
    named = sorted(out.glob("*.pdf"), key=lambda path: path.name.swapcase()) + sorted(out.glob("*/*.pdf"))
    # The CV lies there twice, once under its reader's name: it is shown once, under its own.
    paths = list({path.read_bytes(): path for path in reversed(named)}.values())[::-1]
    if not paths:
        raise CasefolioError(Problem("CF-804", f"nothing is printed in {out} yet", remedy="run: casefolio build"))
    proofs = prove([("-".join(path.relative_to(out).with_suffix("").parts), path) for path in paths], report)
    folder = out / "proof"
    publish_all({folder / name: data for name, data in proofs.pictures.items()})
    return folder, proofs.pages
