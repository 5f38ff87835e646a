"""A project with applications, and the packets printed of it; each once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.bind.makers import scan
from tests.dossier.desk import full, project
from tests.packets.certificate import certificate
from tests.product.desk import Run, casefolio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROFILE = {
    "name": "Mara Lindqvist",
    "role": "Platform Engineer",
    "keywords": ["Kubernetes"],
    "contact": {
        "email": "mara@example.org",
        "phone": "+49 69 1234567",
        "address": ["Beispielweg 12", "60311 Frankfurt am Main"],
    },
}

BODY = """\
  body: |
    {employer} looks for a {role}, and I apply under the sign {reference}.

    What I bring:

    - foundations that hold
    - restores that are rehearsed

    I look forward to meeting you.
"""

GERMAN = """\
employer:
  name: Musterwerke GmbH & Co. KG
  address: [Musterstraße 1, 12345 Musterstadt]
contact: {name: Erika Mustermann, form: ms, title: Dr., department: Personalabteilung}
role: Plattformingenieurin
reference: MW-2026/118
place: Frankfurt
date: 2026-11-23
locale: de
parts: [letter, cv, {study: one}, {file: papers/scan.pdf, title: Zeugnis, alt: Ein Zeugnis, pages: 2-3}]
letter:
  body: |
    {employer} sucht eine {role}, und darauf bewerbe ich mich.

    Über ein Gespräch freue ich mich.
"""

ENGLISH = f"""\
employer:
  name: Sample Works Ltd
  address: [1 Sample Street, Sampleton]
  country: UNITED KINGDOM
role: Platform Engineer
reference: S-1
date: 2026-11-23
part_titles: true
separate: true
embed: none
variant: plain
parts:
  - letter
  - cv
  - study: two
    title: How a change travels
  - dossier: {{studies: [one, two]}}
  - file: papers/certificate.pdf
    alt: A certificate
letter:
{BODY}"""

AMERICAN = f"""\
employer:
  name: Sample Works, Inc.
  address: [100 Sample Street, "Springfield, IL 62701"]
contact: {{name: Kim Example, form: mr}}
role: Platform Engineer
reference: S-2
date: 2026-11-23
paper: letter
delivery: portal
size_limit: 1 MB
parts: [letter, cv, {{file: papers/certificate.pdf, title: Certificate}}]
letter:
  signature: papers/signature.png
{BODY}"""


def desk(root: Path) -> Path:
    """A project with three studies, papers and three applications."""
    variant = {"plain": {"headline": "Somebody for platforms"}}
    studies = {"one": full("Plain Delivery"), "two": full("Known Way Back"), "three": full("Third of Three")}
    project(root, studies, profile=PROFILE, variants=variant)
    papers = root / "papers"
    papers.mkdir()
    (papers / "scan.pdf").write_bytes(scan(4))
    (papers / "certificate.pdf").write_bytes(certificate())
    (papers / "signature.png").write_bytes(signature())
    folder = root / "content" / "applications"
    folder.mkdir()
    for name, text in (("german", GERMAN), ("english", ENGLISH), ("american", AMERICAN)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return root


def signature() -> bytes:
    """A stroke of the pen."""
    import io

    from PIL import Image, ImageDraw

    picture = Image.new("L", (300, 100), 255)
    ImageDraw.Draw(picture).line([(10, 80), (90, 20), (150, 85), (290, 40)], fill=30, width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Packet:
    """What a run of `build packet:NAME` left in its folder."""

    run: Run
    folder: Path

    @property
    def manifest(self) -> Any:
        return json.loads((self.folder / "manifest.json").read_text("utf-8"))

    @property
    def names(self) -> list[str]:
        """The files to send."""
        return sorted(path.name for path in self.folder.glob("*.pdf"))

    def __getitem__(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


def print_packet(root: Path, name: str, out: Path, *words: str) -> Packet:
    """Print an application of a project."""
    run = casefolio("--project", root, "build", f"packet:{name}", "--json", "--out", out, *words)
    assert run.code == 0, run.out
    return Packet(run, out / "packets" / name)


@pytest.fixture(scope="session")
def project_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def packet(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Packet]:
    """The packet of an application, printed when it is first asked for."""
    out = tmp_path_factory.mktemp("out")
    done: dict[str, Packet] = {}

    def printed(name: str) -> Packet:
        if name not in done:
            done[name] = print_packet(project_root, name, out)
        return done[name]

    return printed
