"""The command itself: what it says where, its options, and that nothing makes it lose its composure."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.product.desk import PERSONS, ROOT, Project, casefolio, process, surroundings
from tests.product.proofs import Proof

from casefolio import __version__
from casefolio.cli.voice import Voice
from casefolio.errors import CasefolioError, ExitCode
from casefolio.model.workspace import Workspace
from casefolio.pipeline import check

if TYPE_CHECKING:
    from casefolio.model.manuscript import Manuscript

STUDY = "title: A study\ntheme: platform\nproblem: P\narchitecture: A\nresult: R\n"
NO_CONTACT = "name: Ada Example\nsummary: Builds things that hold.\n"


def test_a_cv_is_one_command(project: Project) -> None:
    run = process("build", "cv", cwd=project.root)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("out/cv.pdf  (1 page, ")
    assert run.out.rstrip().endswith("PDF/A-3a + PDF/UA-1)")
    assert project.pdf.read_bytes().startswith(b"%PDF-1.7")


def test_json_is_one_document_on_standard_output(project: Project) -> None:
    run = process("build", "cv", "--json", cwd=project.root)
    assert (run.code, run.err) == (0, "")
    (result,) = run.said["results"]
    assert run.said["version"] == __version__
    assert run.said["exit"] == 0
    assert run.said["problems"] == run.said["warnings"] == []
    assert result["target"] == "cv"
    assert result["paths"][0] == str(project.pdf)
    assert result["size_bytes"] == project.pdf.stat().st_size
    assert (result["pages"], result["left_out"]) == (1, [])
    assert all(Path(path).is_file() for path in result["paths"])


def test_json_of_a_failure(project: Project) -> None:
    project.write("content/profile.yaml", "nmae: Ada\n")
    run = process("build", "cv", "--json", cwd=project.root)
    assert (run.code, run.err, run.said["exit"]) == (ExitCode.CONTENT, "", ExitCode.CONTENT)
    assert run.said["results"] == []
    problem = run.said["problems"][0]
    assert problem["file"] == "content/profile.yaml"
    assert set(problem) == {"code", "message", "file", "line", "column", "remedy"}


def test_json_of_a_target_that_is_none(project: Project) -> None:
    run = casefolio("--project", project.root, "build", "cvv", "--json")
    assert (run.code, run.err, run.codes) == (ExitCode.USAGE, "", ["CF-802"])


def test_json_of_a_check(project: Project) -> None:
    run = casefolio("--project", project.root, "check", "--json")
    assert (run.code, run.err) == (0, "")
    assert run.said["problems"] == []


def test_warnings_go_to_standard_error_after_all_is_done(project: Project) -> None:
    project.write("content/profile.yaml", NO_CONTACT)
    run = casefolio("--project", project.root, "build", "cv")
    assert run.code == 0
    assert "content/profile.yaml:1:1: warning: no contact data" in run.err
    assert "cv.pdf" in run.out
    assert project.pdf.is_file()


def test_quiet_says_nothing_but_errors(project: Project) -> None:
    project.write("content/profile.yaml", NO_CONTACT)
    run = casefolio("--project", project.root, "build", "cv", "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")
    project.write("content/profile.yaml", "nmae: Ada\n")
    run = casefolio("--project", project.root, "build", "cv", "--quiet")
    assert (run.code, run.out) == (ExitCode.CONTENT, "")
    assert "content/profile.yaml" in run.err


@pytest.mark.parametrize("command", [("build", "cv"), ("check",), ("check", "--fit")])
def test_strict_makes_warnings_fatal(project: Project, command: tuple[str, ...]) -> None:
    project.write("content/profile.yaml", NO_CONTACT)
    run = casefolio("--project", project.root, *command, "--strict")
    assert (run.code, run.out) == (ExitCode.CONTENT, "")
    assert "no contact data" in run.err
    assert project.results == []


def test_paper_and_language_can_be_chosen(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("elsewhere") / "new" / "folder"
    run = casefolio("--project", project.root, "build", "cv", "--paper", "letter", "--locale", "de", "--out", out)
    assert run.code == 0
    assert Proof((out / "cv-de.pdf").read_bytes()).paper == [(612, 792)]
    assert str(Proof((out / "cv-de.pdf").read_bytes()).pdf.Root.Lang) == "de"
    assert project.results == []


def test_the_project_s_own_paper_and_language_hold_unless_told_otherwise(project: Project) -> None:
    project.write("content/settings.yaml", "paper: letter\nlocale: de-AT\n")
    assert project.build().code == 0
    proof = Proof(project.pdf.read_bytes())
    assert proof.paper == [(612, 792)]
    assert "Profil" in proof.texts["pypdf"]
    assert str(proof.pdf.Root.Lang) == "de-AT"
    assert project.build("--paper", "a4").code == 0
    assert Proof(project.pdf.read_bytes()).paper == [(595, 842)]


def test_a_language_without_labels(project: Project) -> None:
    run = project.build("--locale", "tlh")
    assert (run.code, run.codes) == (ExitCode.LAYOUT, ["CF-307"])
    assert "tlh" in run.out


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("-h",), ("build", "--help"), ("check", "-h")])
def test_help_and_version_answer_at_once(words: tuple[str, ...]) -> None:
    run = casefolio(*words)
    assert (run.code, run.err) == (0, "")
    if words == ("--version",):
        assert run.out == f"casefolio {__version__}\n"
    else:
        assert "Examples:" in run.out
        assert "casefolio build cv" in run.out
        assert max(map(len, run.out.splitlines())) <= 100


def test_the_command_is_there_by_both_names() -> None:
    assert process("--version").out == f"casefolio {__version__}\n"


@pytest.mark.parametrize("words", [(), ("buidl",), ("build", "--nope"), ("build", "--paper", "a5"), ("check", "x")])
def test_what_is_no_command_is_a_mistake_of_usage(words: tuple[str, ...]) -> None:
    run = casefolio(*words)
    assert (run.code, run.out) == (ExitCode.USAGE, "")
    assert "Usage: casefolio" in run.err


def test_all_targets_that_are_none_are_named_with_those_that_are(project: Project) -> None:
    run = casefolio("--project", project.root, "build", "cvv", "cv", "dosier")
    assert run.code == ExitCode.USAGE
    for words in ("'cvv'", "'dosier'", "targets are: cv, onepagers, dossier"):
        assert words in run.err
    assert project.results == []


def test_a_project_that_is_not_there() -> None:
    run = casefolio("--project", "/nowhere", "build", "cv")
    assert run.code == ExitCode.CONTENT
    assert "there is no folder /nowhere [CF-101]" in run.err


def test_many_problems_are_counted_after_the_first_twenty(project: Project) -> None:
    project.write("content/skills.yaml", "".join(f"- {{label: L{i}, itmes: []}}\n" for i in range(50)))
    run = casefolio("--project", project.root, "check")
    assert run.code == ExitCode.CONTENT
    assert run.err.count("CF-") == 20
    assert "… and 30 more" in run.err


def test_check_writes_nothing(project: Project) -> None:
    before = snapshot(project.root)
    for words in ((), ("--fit",)):
        run = casefolio("--project", project.root, "check", *words)
        assert (run.code, run.err) == (0, "")
    assert snapshot(project.root) == before
    assert casefolio("--project", ROOT, "check").out.startswith("Andrey Lesnikov · 22 studies · 6 projects · 2 talks")


def test_check_finds_what_does_not_fit(project: Project) -> None:
    project.write("content/focus.txt", "not read")
    project.summary("word " * 900)
    assert casefolio("--project", project.root, "check").code == 0
    run = casefolio("--project", project.root, "check", "--fit")
    assert run.code == ExitCode.OVERFLOW
    assert project.results == []


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Terminal:
    """A standard error that says it is a terminal."""

    def __init__(self) -> None:
        self.said = ""

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    voice = Voice()
    voice.report("setting the CV")
    voice.clear()
    Voice(as_json=True).report("unsaid")
    Voice(quiet=True).report("unsaid")
    assert "setting the CV …" in terminal.said
    assert terminal.said.endswith("\r\033[K")
    assert "unsaid" not in terminal.said


# --- composure ---

FILES = sorted(path.relative_to(PERSONS / "academic") for path in (PERSONS / "academic" / "content").glob("*.yaml"))
PIECES = [
    "",
    " ",
    "\n",
    "\t",
    ":",
    "-",
    "- ",
    "#",
    "'",
    '"',
    "{",
    "[",
    "&a ",
    "*a",
    "|",
    ">",
    "2024",
    "true",
    "é",
    "日",
]
PIECES += ["**", "`", "[x](y)", "title: ", "\u2028", "{{ 1 }}", "{% x %}", "</p>", "&amp;", "~", "null", "\\"]

#: A place in the text, from 0 to 1; how much goes; what comes.
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES)), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(file=st.sampled_from(FILES), edits=EDITS, lines=st.booleans())
def test_whatever_an_owner_types_ends_in_a_manuscript_or_in_problems(
    *, file: Path, edits: list[tuple[float, int, str]], lines: bool
) -> None:
    text: list[str] = (PERSONS / "academic" / file).read_text("utf-8").splitlines(keepends=True)
    text = text if lines else list("".join(text))
    for at, gone, piece in edits:
        place = int(at * len(text))
        text[place : place + (gone % 4 if lines else gone)] = [piece]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        shutil.copytree(PERSONS / "academic", root)
        (root / file).write_text("".join(text), "utf-8")
        found = outcome(root)
    if isinstance(found, CasefolioError):
        assert {problem.exit_code for problem in found.problems} <= {ExitCode.CONTENT, ExitCode.ATTACHMENT}
        assert all(problem.mark for problem in found.problems)
    else:
        assert found.dossier.profile.name


def outcome(root: Path) -> Manuscript | CasefolioError:
    """What reading and composing gives: nothing else may come out of it."""
    try:
        return check(Workspace.at(root))
    except CasefolioError as error:
        return error


# --- the same bytes ---


def test_the_same_content_gives_the_same_bytes(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the seed of hashes, the folder one works in, the way of importing, and the time of day."""
    root = PERSONS / "academic"
    made = []
    for number, more in enumerate(
        (
            {"PYTHONHASHSEED": "0"},
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "CASEFOLIO_PLAIN_IMPORT": "1"},
        )
    ):
        cwd = tmp_path_factory.mktemp("folder")
        run = process("--project", root, "build", "cv", "--out", f"out{number}", cwd=cwd, **more)
        assert run.code == 0, run.err
        made.append((cwd / f"out{number}" / "cv.pdf").read_bytes())
    casefolio("--project", root, "build", "cv", "--out", project.root / "out")
    casefolio("--project", project.root, "build", "cv", "--out", project.root / "other")
    made.append(project.pdf.read_bytes())
    assert made[0] == made[1], "hash seed, time zone"
    assert made[0] == made[2], "plain import"
    assert made[0] == made[3], "another process that printed other things before"


def test_a_copied_project_gives_the_same_bytes(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Project(tmp_path_factory.mktemp("copy"))
    assert project.build().code == other.build().code == 0
    assert project.pdf.read_bytes() == other.pdf.read_bytes()


def test_another_date_changes_the_date_and_nothing_else(project: Project) -> None:
    project.build(SOURCE_DATE_EPOCH="1000000000")
    first = project.pdf.read_bytes()
    project.build("--force", SOURCE_DATE_EPOCH="1100000000")
    second = project.pdf.read_bytes()
    assert b"D:20010909014640Z" in first
    assert b"D:20041109113320Z" in second
    assert Proof(first).texts == Proof(second).texts


def test_each_example_of_the_help_does_what_it_says(project: Project) -> None:
    lines = [line.strip() for line in casefolio("--help").out.splitlines()]
    examples = [line.partition("   ")[0].split()[1:] for line in lines if line.startswith("casefolio ")]
    assert len(examples) >= 3
    for words in examples:
        if "--project" not in words:
            assert casefolio("--project", project.root, *words).code == 0, words


def test_without_targets_everything_there_is_is_printed(project: Project) -> None:
    assert casefolio("--project", project.root, "build").code == 0
    assert "cv.pdf" in project.results
    assert "dossier.pdf" not in project.results
    project.write("content/themes.yaml", "platform: {title: Platform}\n").write("content/studies/eks.yaml", STUDY)
    for words in ((), ("all",), ("cv", "all")):
        shutil.rmtree(project.root / "out")
        assert casefolio("--project", project.root, "build", *words).code == 0
        assert {"cv.pdf", "dossier.pdf", "onepagers"} <= set(project.results)


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("onepager:esk", "CF-803", "did you mean 'eks'?"),
        ("cv:eks", "CF-802", "targets are"),
        ("dossier:eks", "CF-802", "targets are"),
    ],
)
def test_a_target_with_a_wrong_name(project: Project, target: str, code: str, words: str) -> None:
    project.write("content/themes.yaml", "platform: {title: Platform}\n").write("content/studies/eks.yaml", STUDY)
    run = casefolio("--project", project.root, "build", target)
    assert run.code == ExitCode.USAGE
    assert code in run.err
    assert words in run.err
    assert project.results == []


def test_a_study_that_the_selection_leaves_out(project: Project) -> None:
    project.write("content/themes.yaml", "platform: {title: Platform}\n").write("content/studies/eks.yaml", STUDY)
    project.write("content/studies/aks.yaml", STUDY)
    run = casefolio("--project", project.root, "build", "onepager:eks", "--studies", "aks")
    assert (run.code, run.out) == (ExitCode.USAGE, "")
    assert "'eks' is not in the selection" in run.err


def test_proofs_show_every_page_that_was_printed(project: Project) -> None:
    run = casefolio("--project", project.root, "proof")
    assert (run.code, run.out) == (ExitCode.USAGE, "")
    assert "nothing is printed" in run.err
    assert project.build().code == 0
    run = casefolio("--project", project.root, "proof")
    assert run.code == 0
    assert "contact-sheet.png" in run.out
    pictures = list((project.root / "out" / "proof").iterdir())
    assert len(pictures) >= 2
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert casefolio("--project", project.root, "proof", "--quiet").out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
@pytest.mark.parametrize("command", [("build", "cv", "--force"), ("check",)])
def test_a_stream_that_is_closed_is_done_without(project: Project, closed: str, command: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", "casefolio", "--project", str(project.root), *command]
    done = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *words], env=surroundings(), check=False)
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that somebody is in cannot be removed")
def test_a_folder_that_was_removed_under_ones_feet(project: Project, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "casefolio", "--project", str(project.root), "build", "cv"]
    script = f'mkdir gone && cd gone && rmdir ../gone && exec "$@" --out "{project.root}/out"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *words],
        cwd=tmp_path,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "cv.pdf" in done.stdout) == (0, True), done.stderr
