"""The docs are true: their commands run, their links lead somewhere, and what they list is what there is."""

from __future__ import annotations

import re
import shutil
import tomllib
from typing import TYPE_CHECKING

import click
import pytest
from PIL import Image
from tests.docs.pages import PAGES, blocks, can_be_tried_out, make_project, named_commands, try_out
from tests.packaging.tree import ROOT

from casefolio import __version__
from casefolio.cli import program
from casefolio.cli.targets import targets_of
from casefolio.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
README = ROOT / "README.md"


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was printed once: what a page leaves as it is, is up to date in each copy of it."""
    return make_project(tmp_path_factory.mktemp("docs") / "project")


@pytest.mark.parametrize("page", [page for page in PAGES if can_be_tried_out(page)], ids=named)
def test_what_a_page_says_can_be_done(page: Path, printed: Path, tmp_path: Path) -> None:
    project = shutil.copytree(printed, tmp_path / "project")
    ran = list(try_out(page, project))
    assert ran


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    """Those in the text, too, that are not run: the command, its options, and the kinds of its targets."""
    for words in named_commands(page):
        command = program.get_command(click.Context(program), words[0])
        assert command, words
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= {*known, "--help"}, words
        if words[0] in ("build", "watch"):
            targets_of(
                tuple(word for word in words[1:] if re.match(r"(cv|dossier|onepagers?|handouts?|packet)\b", word))
            )


def test_make_has_the_targets_that_the_docs_name() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    said = {target for page in PAGES for target in re.findall(r"\bmake ([a-z-]+)\b", "\n".join(_commands(page)))}
    assert {"cv", "test"} <= said <= targets


def _commands(page: Path) -> list[str]:
    return [block.text for block in blocks(page)] + re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.is_file(), f"{link} leads to no file"
        assert not anchor or anchor in _anchors(target), f"{link} leads to no heading"


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_exit_codes_are_those_that_there_are() -> None:
    said = re.findall(r"^\| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(code) for code in said] == [int(code) for code in ExitCode]


def test_the_tokens_are_those_of_the_theme() -> None:
    theme = dict(re.findall(r"--([a-z]+): (#\w+)", (ROOT / "styles/tokens.css").read_text(encoding="utf-8")))
    table = dict(re.findall(r"`--([a-z]+)` \|.*\| `(#\w+)` \|", (ROOT / "docs/styles.md").read_text(encoding="utf-8")))
    assert table == theme


@pytest.mark.parametrize("kind", ["layouts", "styles"])
def test_every_shipped_file_is_told_of(kind: str) -> None:
    said = (ROOT / f"docs/{kind}.md").read_text(encoding="utf-8")
    for path in (ROOT / kind).rglob("*.*"):
        name = path.relative_to(ROOT / kind).as_posix()
        assert name in said or f"*{path.suffix}" in said or f"*.density{path.suffix}" in said, name


def test_every_module_has_its_place_in_the_house() -> None:
    said = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "build/casefolio").rglob("*.py") if not path.stem.startswith("_")}
    assert {name for name in modules if f"`{name}`" not in said and f"`{name}.py`" not in said} == set()


def test_labels_of_all_languages_are_the_same() -> None:
    """A translator copies en.toml, as docs/layouts.md says."""
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "layouts/locales").glob("*.toml")]
    keys = [{key: sorted(value) if isinstance(value, dict) else None for key, value in one.items()} for one in read]
    assert all(one == keys[0] for one in keys)


def test_the_changelog_has_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_pictures_are_small_enough_to_look_at() -> None:
    drawn = sorted((ROOT / "docs/pictures").glob("*.png"))
    for path in drawn:
        with Image.open(path) as picture:
            picture.verify()
        assert path.stat().st_size < 350_000
    assert sum(path.stat().st_size for path in drawn) < 1_500_000


def test_every_picture_is_drawn_and_shown() -> None:
    drawn = {path.name for path in (ROOT / "docs/pictures").glob("*.png")}
    shown = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.png)\)", page.read_text("utf-8"))}
    script = (ROOT / "docs/pictures/draw.py").read_text(encoding="utf-8")
    assert drawn == shown == set(re.findall(r'^    "([\w-]+\.png)":', script, re.MULTILINE))


def test_every_how_to_is_in_their_list() -> None:
    pages = {path.name for path in (ROOT / "docs/how-to").glob("*.md")} - {"README.md"}
    said = (ROOT / "docs/how-to/README.md").read_text(encoding="utf-8")
    assert pages == set(re.findall(r"\]\(([\w-]+\.md)\)", said))
