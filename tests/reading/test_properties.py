"""What holds for any file: nothing but a manuscript or problems comes out, and places say the truth."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefolio.errors import CasefolioError
from casefolio.model.manuscript import Manuscript
from casefolio.model.workspace import Workspace
from casefolio.reading import parse, read
from casefolio.reading.codes import Code
from casefolio.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from casefolio.model.manuscript import ContentPath

FILES = ("profile.yaml", "cv.yaml", "studies/x.yaml", "skills.yaml", "casefolio.yaml", "private/settings.yaml")

#: Text that is nearly YAML, so that more than the first line of the parser is met.
WORDS = ["name", "title", ": ", ":", "- ", "\n", "\n  ", "\n    ", "\t", "'", '"', "[", "]", "{", "}", ", ", "#", "&a "]
WORDS += [
    "*a",
    "!!str ",
    "!x ",
    "|",
    ">",
    "~",
    "1",
    "1.10",
    "true",
    "%",
    "@",
    "---\n",
    "...\n",
    "<<",
    "\\",
    "?",
    "x",
    "é",
]
WORDS += [
    "sections",
    "studies",
    "pages",
    "file",
    "related",
    "flow",
    "priority",
    "contact",
    "2024",
    "\u2028",
    "\0",
    "\r",
]
NEARLY = st.lists(st.sampled_from(WORDS), max_size=40).map(lambda words: "".join(words).encode())
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def folder() -> Iterator[Path]:
    """A fresh project folder; one of pytest's would serve all examples of a test."""
    with tempfile.TemporaryDirectory(prefix="casefolio-") as name:
        root = Path(name)
        for below in ("content/studies", "content/private"):
            (root / below).mkdir(parents=True)
        yield root


def outcome(root: Path) -> Manuscript | CasefolioError:
    """What reading gives: nothing else may come out of it."""
    try:
        return read(Workspace.at(root))
    except CasefolioError as error:
        return error


@QUICK
@given(
    file=st.sampled_from(FILES), data=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode), NEARLY)
)
def test_any_file_gives_a_manuscript_or_problems_with_places(file: str, data: bytes) -> None:
    with folder() as root:
        (root / "content" / file).write_bytes(data)
        result = outcome(root)
    for problem in result.warnings if isinstance(result, Manuscript) else result.problems:
        str(problem).encode()
        assert problem.mark, problem
        assert problem.remedy or "did you mean" in problem.message, problem
        mark = problem.mark
        assert mark.line >= 1
        assert 1 <= mark.column <= len(mark.text) + 1
        assert mark.column - 1 + mark.length <= max(len(mark.text), mark.column)


@QUICK
@given(text=NEARLY.map(bytes.decode))
def test_both_parsers_make_the_same_tree(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Each takes a few forms that the other refuses; what both take is the same, places included."""
    source, trees = Source(Path("x.yaml"), "x.yaml", text), []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(parse, "_Loader", loader)
        with suppress(CasefolioError):
            trees.append(parse.parse(source))
    assert len(trees) < 2 or trees[0] == trees[1]


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
SLUG = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6})?", fullmatch=True)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@QUICK
@given(
    labels=st.lists(LINE, min_size=1, max_size=6),
    items=st.lists(LINE, max_size=6),
    comment=st.text("é😀 x", max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    start=st.sampled_from(["", "\ufeff"]),
)
def test_places_point_at_the_text_they_claim(
    labels: list[str], items: list[str], comment: str, end: str, start: str
) -> None:
    lines = [f"# {comment}"]
    for label in labels:
        lines += [f"- {{ priority: 7, label: {quoted(label)} }} # {comment}"]
    lines += ["- items: [" + ", ".join(map(quoted, items)) + "]", "  label: plain"]
    with folder() as root:
        (root / "content/profile.yaml").write_text("name: Ada\n")
        (root / "content/skills.yaml").write_bytes((start + end.join(lines) + end).encode())
        manuscript = read(Workspace.at(root))
        said: dict[ContentPath, str] = {
            ("skills", number, "label"): quoted(label) for number, label in enumerate(labels)
        }
        said |= {("skills", len(labels), "items", number): quoted(item) for number, item in enumerate(items)}
        said |= {("skills", len(labels), "label"): "plain", ("skills", 0, "priority"): "7", ("profile", "name"): "Ada"}
        for path, text in said.items():
            mark = manuscript.marks[path]
            assert mark.text[mark.column - 1 :][: mark.length] == text
            if path[0] == "skills":
                assert mark.text == lines[mark.line - 1]
        assert set(said) <= set(manuscript.marks)
        assert len(manuscript.marks) == len(list(manuscript.marks))


@QUICK
@given(text=st.text(max_size=30))
def test_a_text_comes_back_as_it_was_written(text: str) -> None:
    with folder() as root:
        written = yaml.safe_dump({"name": "Ada", "summary": text}, allow_unicode=True, default_style='"')
        (root / "content/profile.yaml").write_text(written)
        result = outcome(root)
    if isinstance(result, Manuscript):
        assert result.dossier.profile.summary == text.strip()
    else:
        assert {problem.code for problem in result.problems} & {Code.CONTROL_CHARACTER, Code.EMPTY}
