"""A folder to measure in: a copy of a project, Casefolio's commands on it, its finished pages for other programs."""

from __future__ import annotations

import json
import re
import shutil
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.bench.clock import ROOT, SIDES, Spent, asked, spend

from casefolio.model.account import Account
from casefolio.model.order import Selection
from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.press.density import NEUTRAL, read_density
from casefolio.press.faces import face_file
from casefolio.reading import read
from casefolio.shaping.accounts.cv import cv_account
from casefolio.shaping.cv import cv_sheet
from casefolio.shaping.dossier import back_sheet, front_sheet
from casefolio.shaping.selection import choose
from casefolio.shaping.studies import study_series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Page = tuple[str, str]
#: What a full build printed before handouts were; the set that a naive program is held against.
EVERYTHING = ("cv", "onepagers", "dossier")


class Bench:
    """A folder to work in, with a copy of a project's public content: nothing is written beside the original."""

    def __init__(self, folder: Path, project: Path = ROOT) -> None:
        self.folder, self.project = folder, folder / "project"
        shutil.copytree(project / "content", self.project / "content", ignore=shutil.ignore_patterns("private"))
        self.workspace = Workspace.at(self.project)

    def casefolio(self, *words: str) -> Spent:
        """A cold `casefolio build`, with all that it does."""
        return spend(*self._command(*words))

    def densities(self, *targets: str) -> dict[str, float]:
        """The density that each target is set in."""
        results = json.loads(asked(*self._command(*targets, "--json")))["results"]
        return {result["target"]: result["density"] for result in results}

    def _command(self, *words: str) -> tuple[str | Path, ...]:
        return ("-m", "casefolio", "--project", self.project, "build", *words)

    def job(self, name: str, content: Any) -> Path:
        """A file that tells a side what to do."""
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(content), "utf-8")
        return path

    def page(self, html: str, styles: Sequence[str], layout: str, density: float) -> Page:
        """Finished HTML and CSS that need nothing of ours."""
        css = "\n".join(self.workspace.find("styles", name).read_text("utf-8") for name in styles)
        tokens = read_density(self.workspace.find("styles", f"{layout}.density.toml"), layout).css(density)
        return self.stand_alone(html), self.stand_alone(f"{css}\n{tokens}")

    def stand_alone(self, text: str) -> str:
        """Addresses of ours as addresses of files."""
        text = re.sub(r"font:([\w.-]+\.[ot]tf)", lambda found: face_file(self.workspace, found[1]).as_uri(), text)
        return re.sub(r"style:([\w.-]+)", lambda found: self.workspace.find("styles", found[1]).as_uri(), text)

    @cached_property
    def cv_page(self) -> Page:
        sheet = cv_sheet(read(self.workspace), Edition(), self.workspace)
        return self.page(sheet.html, sheet.styles, "cv", self.densities("cv")["cv"])

    @cached_property
    def dossier_pages(self) -> list[Page]:
        """The front of the dossier, its studies, and its back."""
        return self._studies[-3:]

    @cached_property
    def all_pages(self) -> list[Page]:
        """The CV, every study by itself, and the parts of the dossier."""
        return [self.cv_page, *self._studies]

    @cached_property
    def _studies(self) -> list[Page]:
        manuscript = read(self.workspace)
        density = self.densities("dossier")["dossier"]
        chosen = choose(manuscript, Selection())
        folios = {placed.slug: str(placed.number) for placed in chosen}
        shared = (manuscript, Edition(), self.workspace)
        series = [study_series(*shared, [placed]) for placed in chosen] + [study_series(*shared, chosen)]
        pages = [self.page(each.html(each.leaves), each.styles, "study", density) for each in series]
        front, back = front_sheet(*shared, chosen, folios, {}), back_sheet(*shared, chosen, folios)
        before, after = (self.page(sheet.html, sheet.styles, "dossier", NEUTRAL) for sheet in (front, back))
        return [*pages[:-1], before, pages[-1], after]

    @cached_property
    def typst(self) -> Path:
        """A folder with the CV for Typst: the same words and faces, arranged alike."""
        folder = self.folder / "typst"
        folder.mkdir()
        shutil.copy(SIDES / "cv.typ", folder)
        account = cv_account(read(self.workspace), Edition(), self.workspace)
        (folder / "cv.json").write_text(json.dumps(_plain(account)), "utf-8")
        for face in re.findall(r"font:([\w.-]+\.ttf)", self.workspace.find("styles", "faces.css").read_text("utf-8")):
            shutil.copy(face_file(self.workspace, face), folder)
        return folder


def _plain(value: Any) -> Any:
    """An account as JSON; of what kind each part is stands with it."""
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if not hasattr(value, "__slots__") or isinstance(value, str):
        return value
    if isinstance(value, Account):
        return {name: _plain(getattr(value, name)) for name in ("masthead", "parts")} | {"language": "en"}
    return {"is": type(value).__name__} | {name: _plain(getattr(value, name)) for name in value.__slots__}


def copied(project: Path, to: Path, number: int) -> Path:
    """A project with so many studies: those of another, copied under other names and titles."""
    shutil.copytree(project / "content", to / "content", ignore=shutil.ignore_patterns("private"))
    folder = to / "content" / "studies"
    originals = sorted(folder.glob("*.yaml"))
    for count in range(len(originals), number):
        original = originals[count % len(originals)]
        turn = count // len(originals) + 1
        text = re.sub(r"(?m)^title: (.*)$", rf"title: \1 {turn}", original.read_text("utf-8"))
        (folder / f"{original.stem}-{turn}.yaml").write_text(text, "utf-8")
    return to
