"""The record of a packet, beside the files that are sent: of what it was made, and just which bytes they are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from casefolio import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from casefolio.model.application import Application
    from casefolio.model.binding import Bound
    from casefolio.printing.pieces import Piece
    from casefolio.printing.run import Run

#: What decides, beside Casefolio itself, which bytes come out.
_LIBRARIES = ("weasyprint", "pydyf", "pypdf", "fonttools", "pillow")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to send: where it goes, its bytes, what is proven of it, and the pieces in it with what was bound."""

    path: Path
    data: bytes
    title: str
    pages: int
    conformance: tuple[str, ...]
    pieces: tuple[Piece, ...]
    bound: Bound | None = None
    reductions: tuple[str, ...] = ()


def manifest(run: Run, name: str, application: Application, sent: Sequence[Sent], inputs: Iterable[Path]) -> bytes:
    """The manifest as JSON: the same for the same inputs, and dated only where SOURCE_DATE_EPOCH dates it.

    `inputs` are files read beside the content, layouts and styles, and fonts.
    """
    date = run.workspace.date()
    # What other employers are told is no part of this.
    content = [path for path in run.written.files if path.parent.name != "applications" or path.stem == name]
    files = dict.fromkeys([*content, *inputs])
    record: dict[str, Any] = {
        "application": name,
        "employer": application.employer.name,
        "role": application.role,
        "reference": application.reference,
        "letter_date": str(application.date) if application.date else None,
        "printed": date.isoformat().replace("+00:00", "Z") if date else None,
        "edition": {
            "locale": run.edition.locale,
            "paper": run.edition.paper,
            "variant": run.job.variant or None,
            "embed": run.job.embed,
        },
        "delivery": application.delivery,
        "limit_bytes": application.limit_bytes,
        "files": [_file(each) for each in sent],
        "inputs": [{"path": run.workspace.shown(path), "sha256": sha256(path.read_bytes())} for path in sorted(files)],
        "versions": {"casefolio": __version__, **{library: version(library) for library in _LIBRARIES}},
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def sha256(data: bytes) -> str:
    """The checksum of bytes, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def _file(sent: Sent) -> dict[str, Any]:
    return {
        "name": sent.path.name,
        "title": sent.title,
        "sha256": sha256(sent.data),
        "size_bytes": len(sent.data),
        "pages": sent.pages,
        "conformance": list(sent.conformance),
        "made_smaller": list(sent.reductions),
        "parts": list(_parts(sent)),
    }


def _parts(sent: Sent) -> Iterable[dict[str, Any]]:
    """The parts of a file. Where they were bound, those of a title page and of what it stands before are one."""
    first = 1
    facts = list(sent.bound.parts) if sent.bound else []
    for piece in sent.pieces:
        found = [facts.pop(0) for _ in range(1 + (piece.title_page is not None))] if facts else []
        pages = sum(each.pages for each in found) if found else piece.pages
        yield {
            "kind": piece.part.kind,
            "name": piece.part.study or piece.part.file,
            "title": piece.title,
            "first_page": first,
            "pages": pages,
            "language": piece.language,
            "tagged": found[-1].tagged if found else True,
            "scanned_pages": found[-1].scans if found else 0,
            "sha256": sha256(piece.data),
            "size_bytes": len(piece.data),
            "left_out": list(piece.left_out),
        }
        first += pages
