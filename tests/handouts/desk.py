"""A project with talks of every kind, and its handouts as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import yaml
from tests.dossier.desk import full, printed, project, steps, study

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from casefolio.model.order import Outcome

MM = 25.4 / 72
LINK = "https://example.org/talks/restores?lang=en&year=2026"
LONG = "https://example.org/" + "a-path-that-goes-on/" * 13 + "to-its-end-at-300-01"

IDEAS = (
    "**Rehearse before you need it.** A restore that nobody tried is a hope with a schedule.",
    "**Measure what a restore loses.** The number that counts is the one that the customer sees.",
    "**Give the way back an owner.** Whoever releases a change is the one who can take it back.",
)
PROFILE = {
    "name": "Mara Lindqvist",
    "role": "Platform Engineer",
    "contact": {"email": "mara@example.org", "phone": "+49 69 1234567"},
}
STUDIES = {
    "one": full("Plain Delivery"),
    "two": full("Known Way Back", flow=steps(3)),
    "three": study("Third of Three"),
    "four": full("Region by Region", flow=steps(6)),
    "five": full("Fifth and Calm", flow=steps(9)),
    "six": full("Sixth Sense", flow=steps(4)),
    "seven": full("Seven Gates", flow=steps(7)),
    "eight": full("Last of Eight", flow=steps(2)),
}
FOUR = ["one", "two", "three", "four"]


def talk(**fields: Any) -> dict[str, Any]:
    """A talk with what the owner's own talks have; None takes a field away."""
    told = {
        "title": "Restores are a product",
        "event": "Example Conference 2026",
        "place": "Frankfurt",
        "date": "2026-05-12",
        "summary": "How a restore becomes a routine, and what that asks of a platform.",
        "ideas": list(IDEAS),
        "related": FOUR,
        "note": "Mara Lindqvist runs platforms and rehearses restores.",
        **fields,
    }
    return {key: value for key, value in told.items() if value is not None}


TALKS = {
    "plain": talk(),
    "linked": talk(link=LINK),
    "two-sided": talk(link=LINK, pages=2),
    "eight": talk(
        title="How a restore becomes a routine " * 5,
        pages=2,
        related=list(STUDIES),
        links=[{"label": "Slides", "url": "https://example.org/slides"}],
    ),
    "bare": talk(related=[], ideas=[], place=None, date=None, note=None),
    "long": talk(title="How a restore becomes a routine " * 5, link=LONG, ideas=list(IDEAS[:1]), related=["one"]),
    "set": talk(link=LINK, onepagers=["four", "one"], impose=["2-up", "booklet"]),
    "copies": talk(link=LINK, pages=2, related=["one"], impose=["2-up", "4-up"]),
}
#: The pages that each promises: the set's own, and one for each study that follows.
PROMISED = {name: fields.get("pages", 1) + len(fields.get("onepagers", ())) for name, fields in TALKS.items()}


def desk(root: Path, talks: dict[str, dict[str, Any]], **files: Any) -> Path:
    """A project with these talks and eight studies."""
    project(root, STUDIES, profile=PROFILE, **files)
    for name, fields in talks.items():
        write_talk(root, name, **fields)
    return root


def write_talk(root: Path, name: str, **fields: Any) -> None:
    folder = root / "content" / "talks"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(fields, sort_keys=False, allow_unicode=True), "utf-8")


@dataclass(frozen=True)
class Handouts:
    """What a run printed."""

    out: Path
    outcome: Outcome

    def __getitem__(self, name: str) -> bytes:
        return next(self.out.rglob(f"handouts/{name}.pdf")).read_bytes()

    @property
    def files(self) -> dict[str, bytes]:
        return {path.stem: path.read_bytes() for path in sorted(self.out.rglob("*.pdf"))}


def print_handouts(root: Path, out: Path, *names: str, **how: Any) -> Handouts:
    """The handouts of these talks, or of all."""
    targets = [f"handout:{name}" for name in names] or ["handouts"]
    return Handouts(out, printed(root, out, *targets, **how))


def pictured(data: bytes, dpi: int) -> list[Image]:
    """The pages as PDFium draws them."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in pdf]
    finally:
        pdf.close()
