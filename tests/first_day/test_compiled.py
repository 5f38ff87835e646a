"""Shipped templates are compiled once for all processes, and never used where their words are others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import jinja2
import pytest

from casefolio.model.workspace import shipped
from casefolio.shaping.compiled import Compiled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the shipped layouts, with one in it."""
    folder = tmp_path / "layouts"
    (folder / "cv").mkdir(parents=True)
    (folder / "cv/page.html").write_text("Hello {{ name }}", "utf-8")
    monkeypatch.setattr("casefolio.shaping.compiled.shipped", lambda _: folder)
    return folder


def rendered(layouts: Path, kept: Path, name: str = "cv/page.html") -> str:
    """What a process that has compiled nothing yet makes of a template."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layouts), autoescape=True, optimized=False, bytecode_cache=Compiled(kept)
    )
    return environment.get_template(name).render(name="Ada")


def test_the_second_process_does_not_compile(stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(stock, tmp_path) == "Hello Ada"
    assert len(list(tmp_path.glob("cv-page.html.*.jinja"))) == 1
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert rendered(stock, tmp_path) == "Hello Ada"


def test_other_words_are_compiled_anew(stock: Path, tmp_path: Path) -> None:
    assert rendered(stock, tmp_path) == "Hello Ada"
    (stock / "cv/page.html").write_text("Dear {{ name }}", "utf-8")
    assert rendered(stock, tmp_path) == "Dear Ada"


@pytest.mark.parametrize("data", [b"", b"x" * 200])
def test_what_is_damaged_is_compiled_anew(data: bytes, stock: Path, tmp_path: Path) -> None:
    rendered(stock, tmp_path)
    (kept,) = tmp_path.glob("*.jinja")
    for damaged in (data, kept.read_bytes()[:60]):
        kept.write_bytes(damaged)
        assert rendered(stock, tmp_path) == "Hello Ada"


def test_where_nothing_can_be_written_it_is_compiled_each_time(stock: Path, tmp_path: Path) -> None:
    assert rendered(stock, tmp_path / "nowhere") == "Hello Ada"
    assert not (tmp_path / "nowhere").exists()


def test_nothing_is_written_where_python_writes_no_bytecode(
    stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    rendered(stock, tmp_path)
    assert list(tmp_path.glob("*.jinja")) == []


def test_a_projects_own_layouts_leave_nothing_behind(stock: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "page.html").write_text("Mine", "utf-8")
    assert rendered(own, tmp_path, "page.html") == "Mine"
    assert list(tmp_path.glob("*.jinja")) == []
    assert stock.is_dir()


def test_the_shipped_layouts_are_where_they_are_looked_for() -> None:
    assert (shipped("layouts") / "cv.html").is_file()
