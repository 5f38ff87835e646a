"""A new project is right, prints at once, and never harms what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.product.desk import casefolio

from casefolio.errors import CasefolioError
from casefolio.model.workspace import Workspace
from casefolio.reading import read
from casefolio.starting.begin import begin
from casefolio.starting.sample import KINDS, sample

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vera.validate import Vera


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A project of each kind, all of it printed."""
    made = {}
    for kind in KINDS:
        folder = tmp_path_factory.mktemp(kind) / "me"
        assert casefolio("init", folder, "--kind", kind, "--name", "Zoë Example").code == 0
        done = casefolio("--project", folder, "build", "--strict")
        assert done.code == 0, done.err
        made[kind] = folder
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_project_has_nothing_to_complain_of(kind: str, printed: dict[str, Path]) -> None:
    done = casefolio("--project", printed[kind], "check", "--strict")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Zoë Example · ")


def test_what_is_printed_is_one_full_page_and_conforms(printed: dict[str, Path], vera: Vera) -> None:
    for folder in printed.values():
        with pikepdf.open(folder / "out/cv.pdf") as pdf:
            assert len(pdf.pages) == 1
            assert pdf.docinfo["/Author"] == "Zoë Example"
    cvs = [folder / "out/cv.pdf" for folder in printed.values()]
    assert [vera.faults(path, ("ua1", "3a")) for path in cvs] == [[], [], []]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_well_filled(kind: str, printed: dict[str, Path]) -> None:
    done = casefolio("--project", printed[kind], "build", "cv", "--json", "--force")
    (result,) = done.said["results"]
    assert result["fill"] > 0.9
    assert result["left_out"] == []


def test_a_project_in_one_file_is_a_whole_project(printed: dict[str, Path], tmp_path: Path) -> None:
    folder = printed["cv"]
    assert [path.name for path in folder.rglob("*.yaml")] == ["casefolio.yaml"]
    for words in (
        ("check", "--fit"),
        ("build", "cv", "--paper", "letter", "--locale", "de"),
        ("proof",),
        ("schema",),
        ("doctor",),
        ("bind", tmp_path / "bound.pdf", folder / "out/cv.pdf"),
    ):
        done = casefolio("--project", folder, *words)
        assert done.code == 0, done.err


def test_a_study_in_the_one_file_is_printed_too(tmp_path: Path) -> None:
    begin(tmp_path / "me")
    path = tmp_path / "me/casefolio.yaml"
    studies = "studies: {s: {title: S, theme: t, problem: P, architecture: A, result: R}}\nthemes: {t: {title: T}}\n"
    path.write_text(path.read_text("utf-8") + studies, "utf-8")
    done = casefolio("--project", tmp_path / "me", "build", "onepager:s", "--json")
    assert done.code == 0, done.err


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_says_which_schema_it_has(kind: str, tmp_path: Path) -> None:
    begun = begin(tmp_path / "me", kind)
    written = [tmp_path / "me" / path for path in begun.files if path.endswith(".yaml")]
    assert written
    for path in written:
        first = path.read_text("utf-8").partition("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found
        schema = (path.parent / found[1]).resolve()
        assert schema.is_file()
        assert schema.is_relative_to((tmp_path / "me").resolve())


def test_private_data_and_results_are_kept_out_of_git(tmp_path: Path) -> None:
    begin(tmp_path / "me", "dossier")
    assert {"/out/", "/content/private/"} <= set((tmp_path / "me/.gitignore").read_text("utf-8").splitlines())


def test_the_sample_is_marked_and_leads_nowhere() -> None:
    for kind in KINDS:
        text = "\n".join(sample(kind, None).values())
        assert "Sam Sample" in text
        assert "invented" in text
        addresses = re.findall(r"https?://([^/\s]+)|@(\S+\.\w+)", text)
        assert {host or mail for host, mail in addresses} == {"example.org"}


_NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60).map(str.strip).filter(bool)


_ODD = st.sampled_from(
    ["null", "~", "- x", "a: b", "# x", "'", '"', "[x", "{x}", "No", "1e3", "2024", "&a", "*", "a, b"]
)


@settings(max_examples=40, deadline=None)
@given(_NAMES | _ODD)
def test_any_name_is_the_one_that_is_read_back(name: str) -> None:
    files = sample("academic", name)
    assert yaml.load(files["content/profile.yaml"], yaml.CSafeLoader)["name"] == name
    publications = yaml.load(files["content/publications.yaml"], yaml.CSafeLoader)
    assert publications[0]["authors"] == [name, "A. Example"]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1b[31mb", "x" * 101, "a\u202eb", "a\0"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(CasefolioError) as caught:
        begin(tmp_path / "me", "cv", name)
    assert caught.value.problems[0].code == "CF-840"
    assert not (tmp_path / "me").exists()


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ("casefolio.yaml", "CF-710"),
        ("content/profile.yaml", "CF-711"),
        (".casefolio/schema/study.json", "CF-710"),
    ],
)
def test_what_is_there_stays_and_nothing_is_added(there: str, code: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("name: Mine\n", "utf-8")
    before = tree(tmp_path)
    done = casefolio("init", tmp_path, "--json")
    assert done.code == 8
    assert done.codes == [code]
    assert there in done.said["problems"][0]["message"]
    assert tree(tmp_path) == before


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    assert casefolio("init", tmp_path / "me").code == 0
    before = tree(tmp_path)
    assert casefolio("init", tmp_path / "me").code == 8
    assert casefolio("init", tmp_path / "me", "--kind", "dossier").code == 8
    assert tree(tmp_path) == before


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "me").mkdir()
    (tmp_path / "me/casefolio.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert casefolio("init", tmp_path / "me").code == 8
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "me").write_text("x", "utf-8")
    done = casefolio("init", tmp_path / "me", "--json")
    assert done.code == 8
    assert (tmp_path / "me").read_text("utf-8") == "x"


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    (tmp_path / ".gitignore").write_text("*.log\n", "utf-8")
    done = casefolio("init", tmp_path, "--json")
    assert done.code == 0
    assert [warning["code"] for warning in done.said["warnings"]] == ["CF-712"]
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.log\n"
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"


def test_a_gitignore_that_says_it_already_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("out/\ncontent/private\n", "utf-8")
    assert casefolio("init", tmp_path, "--json").said["warnings"] == []


def test_it_begins_here_where_no_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = casefolio("init")
    assert done.code == 0
    assert done.out.splitlines()[0] == "casefolio.yaml"
    assert done.out.endswith("casefolio build\n")
    assert read(Workspace.at(tmp_path)).dossier.profile.name == "Sam Sample"


def test_a_folder_is_named_from_the_project(tmp_path: Path) -> None:
    done = casefolio("--project", tmp_path, "init", "me", "--json")
    assert done.code == 0
    assert done.said["folder"] == str(tmp_path / "me")
    assert (tmp_path / "me/casefolio.yaml").is_file()
