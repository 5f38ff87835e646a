"""A check of what has not changed since the last good one loads neither YAML nor the model, and says the same."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.product.desk import casefolio

from casefolio import __version__
from casefolio.errors import ExitCode
from casefolio.ledger.inventory import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CV = (
    "profile: {name: Ada Example, photo: {file: content/me.png, alt: A portrait}}\n"
    "experience: [{title: Engineer, employer: Example GmbH, start: 2020}]\n"
)
LOADED = (
    "import sys\n"
    "from casefolio.cli import main\n"
    "try: main()\n"
    "except SystemExit as end: assert not end.code\n"
    "print(sorted({'yaml', 'pydantic', 'jinja2', 'weasyprint'} & set(sys.modules)))"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "casefolio.yaml").write_text(CV)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/me.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "out/.casefolio").mkdir(parents=True)
    return tmp_path


def check(project: Path, *words: str) -> tuple[int, str, str]:
    run = casefolio("--project", project, "check", *words)
    return run.code, run.out, run.err


def test_the_second_check_says_the_same_and_loads_nothing(project: Path) -> None:
    command = [sys.executable, "-c", LOADED, "--project", str(project), "check"]
    first, again = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert "pydantic" in first.stdout
    assert "no contact" in first.stderr
    assert (again.stdout.splitlines(), again.stderr) == ([first.stdout.splitlines()[0], "[]"], first.stderr)


def test_remembered_warnings_are_errors_where_none_are_wanted(project: Path) -> None:
    assert check(project)[0] == 0
    assert (project / "out/.casefolio/checked").is_file()
    assert check(project, "--strict")[0] == ExitCode.CONTENT


@pytest.mark.parametrize("change", ["content", "private", "picture", "layout", "note", "another note"], ids=str)
def test_what_changed_is_checked_anew(project: Path, change: str) -> None:
    known = check(project)
    note = project / "out/.casefolio/checked"
    before = note.read_text()
    match change:
        case "content":
            (project / "casefolio.yaml").write_text(CV.replace("name", "nmae"))
        case "private":
            (project / "content/private").mkdir()
            (project / "content/private/profile.yaml").write_text("contact: {emial: me@example.org}\n")
        case "picture":
            (project / "content/me.png").unlink()
        case "layout":
            (project / "layouts").mkdir()
            (project / "layouts/cv.html").write_text("{{ nothing")
        case "note":
            note.write_text("{")
        case _:
            note.write_text(before.replace("Ada", "Eve").replace('"made_of": "', '"made_of": "0'))
    found = check(project)
    if "note" in change:
        assert (found, note.read_text()) == (known, before)
    else:
        assert found[0] in {ExitCode.CONTENT, ExitCode.LAYOUT, ExitCode.ATTACHMENT}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_forged_notes_break_nothing(project: Path, data: st.DataObject) -> None:
    """Somebody who writes their seal too may put anything anywhere."""
    note = project / "out/.casefolio/checked"
    note.unlink(missing_ok=True)
    assert check(project)[0] == 0
    noted = json.loads(note.read_text().partition("\n")[2])
    holder = data.draw(st.sampled_from([noted, noted["warnings"][0], noted["warnings"]]))
    key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(ANYTHING)
    text = json.dumps(noted)
    note.write_text(f"casefolio {fingerprint(__version__, text)}\n{text}")
    assert check(project)[0] in {0, ExitCode.CONTENT}


def test_nothing_is_noted_where_nothing_was_printed(project: Path) -> None:
    (project / "out/.casefolio").rmdir()
    (project / "out").rmdir()
    assert check(project)[0] == 0
    assert not (project / "out").exists()


def test_a_folder_that_is_there_but_cannot_hold_it_is_no_fault(project: Path) -> None:
    (project / "out/.casefolio/checked").mkdir()
    assert check(project)[0] == 0
    assert [path.name for path in (project / "out/.casefolio").iterdir()] == ["checked"]
