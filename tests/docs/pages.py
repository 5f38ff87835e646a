"""The docs as something to try out: their blocks in order, and a project to run them in."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import yaml
from click import ClickException
from PIL import Image
from tests.packaging.tree import ROOT, clean_environment, copy_project, run
from tests.shop.profiles import press_profile

from casefolio.cli import program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

#: The studies that the docs name, and their theme; all 22 would take too long.
KEPT = {
    "argocd-app-of-apps",
    "eks-platform-foundation",
    "gitops-argocd-flux",
    "multi-region-gitops",
    "terraform-platform-modules",
}

_RUN = ("casefolio", "python")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A block whose first line is a comment with a path is that file.
_FILE = re.compile(r"\W+((?:content|layouts|styles)/[\w./-]+)\W*")


@dataclass(frozen=True)
class Block:
    """A block of code: its language, and what is in it."""

    language: str
    text: str

    @property
    def path(self) -> str | None:
        """The file that this block is, where it says so."""
        found = _FILE.fullmatch(self.text.partition("\n")[0])
        return found[1] if found else None

    @property
    def commands(self) -> list[list[str]]:
        """The commands that a reader would type, as words."""
        lines = self.text.splitlines() if self.language == "sh" else []
        return [words for line in lines if (words := shlex.split(line, comments=True))]


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def can_be_tried_out(page: Path) -> bool:
    """Whether a page has commands that are run here; those of make and pip are not."""
    return any(words[0] in _RUN for block in blocks(page) for words in block.commands)


def named_commands(page: Path) -> list[list[str]]:
    """The words of every `casefolio …` that a page names, in its blocks and in its text."""
    inline = re.findall(r"`(casefolio [^`\n]+)`", page.read_text(encoding="utf-8"))
    said = [words for block in blocks(page) for words in block.commands] + [shlex.split(text) for text in inline]
    found = []
    for name, *words in said:
        if name == "casefolio" and words:
            found.append(words[2:] if words[0] == "--project" else words)
    return [words for words in found if words and not words[0].startswith("--")]


def try_out(page: Path, project: Path) -> Iterator[str]:
    """Do what a page says, in its order: write its files, run what can be run here, and tell what was run."""
    folder = project
    for block in blocks(page):
        if block.path:
            target = folder / block.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        for name, *typed in block.commands:
            words = [found for word in typed for found in _matching(word, folder)]
            if name == "cd":
                folder /= words[0]
            elif name == "casefolio" and words[0] == "watch":
                _watch(words, folder)
            elif name == "casefolio":
                _casefolio(words, folder)
            elif name == "python":
                run(sys.executable, *words, cwd=folder, PYTHONPATH=str(ROOT / "build"))
            else:
                continue
            yield shlex.join([name, *words])


def _matching(word: str, folder: Path) -> list[str]:
    """What a shell makes of a word: names of files where it has a star, else the word."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(word)) if "*" in word else [word]


def _watch(words: list[str], folder: Path) -> None:
    """Watch until it says what came of the first turn, then press Ctrl-C."""
    watching = subprocess.Popen(
        [sys.executable, "-m", "casefolio", *words],
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(ROOT / "build")),
        stdout=subprocess.PIPE,
        text=True,
    )
    with watching:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith(("out/", "up to date"))
        watching.send_signal(signal.SIGINT)
    assert watching.returncode == 0


def _casefolio(words: list[str], folder: Path) -> None:
    """Run a command in this process, which has loaded the press already; one that fails fails the test."""
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            program(words, standalone_mode=False)
        except SystemExit as done:
            code = done.code
        except ClickException as error:
            code = error.format_message()
    if code:
        message = f"casefolio {shlex.join(words)} ended with {code}\n{said.getvalue()}"
        raise AssertionError(message)


def make_project(folder: Path) -> Path:
    """The repository's content with a few of its studies, papers from elsewhere, and all of it printed once."""
    copy_project(folder, "content")
    dropped = {path.stem for path in (folder / "content/studies").glob("*.yaml")} - KEPT
    for path in (folder / "content").rglob("*.yaml"):
        if path.stem in dropped:
            path.unlink()
        else:
            content = _without(yaml.safe_load(path.read_text(encoding="utf-8")), dropped)
            path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "shop.icc").write_bytes(press_profile())
    papers = folder / "papers"
    papers.mkdir()
    _letter(papers / "letter.pdf")
    Image.linear_gradient("L").resize((400, 560)).convert("RGB").save(papers / "diploma.jpg")
    _casefolio(["build"], folder)
    return folder


def _without(value: Any, names: set[str]) -> Any:
    """Content that does not name these studies, and has no keys that then say nothing."""
    if isinstance(value, dict):
        left = {key: _without(inner, names) for key, inner in value.items()}
        return {key: inner for key, inner in left.items() if inner not in ([], None)}
    if isinstance(value, list):
        kept = [_without(inner, names) for inner in value if not isinstance(inner, str) or inner not in names]
        return [inner for inner in kept if inner not in ({}, None)]
    return None if isinstance(value, str) and value in names else value


def _letter(path: Path) -> None:
    """A page as simple programs make it: no tags, no metadata, a font that is not embedded."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (Dear reader, here is what you asked for.) Tj ET")
        pdf.save(path)
