"""`casefolio import`: from the words of a command to a project that passes `check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.incoming.archives import archive
from tests.product.desk import ROOT, casefolio

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.name for path in SAMPLES.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("one_file", [False, True])
def test_what_is_written_passes_check(name: str, one_file: bool, tmp_path: Path) -> None:  # noqa: FBT001
    into = tmp_path / "new" / "me"
    run = casefolio("import", SAMPLES / name, "--into", into, *(["--one-file"] if one_file else []))
    assert run.code == 0, run.err
    checked = casefolio("--project", into, "check", "--json")
    assert checked.code == 0, checked.out
    assert checked.said["warnings"] == []
    pages = {file: data.decode() for file, data in contents(into).items() if file.endswith(".yaml")}
    assert set(pages) == {"casefolio.yaml"} if one_file else {"content/profile.yaml", "content/cv.yaml"} <= set(pages)
    for file, page in pages.items():
        first, second, *_ = page.splitlines()
        assert first.startswith("# yaml-language-server: $schema=")
        schema = (into / file).parent / first.partition("=")[2]
        assert schema.resolve().is_file()
        assert second.startswith("# ")
        assert max(map(len, page.splitlines())) <= 120
        assert page.endswith("\n")


def test_contact_data_is_kept_apart(tmp_path: Path) -> None:
    casefolio("import", SAMPLES / "resume.json", "--into", tmp_path)
    found = contents(tmp_path)
    public = b"".join(data for file, data in found.items() if "private" not in file and not file.startswith(".case"))
    for secret in (b"ada@example.org", b"1234567", b"Beispielweg"):
        assert secret not in public
        assert secret in b"".join(data for file, data in found.items() if "/private/" in file)
    assert b"/content/private/" in found[".gitignore"]


def test_the_same_file_gives_the_same_project(tmp_path: Path) -> None:
    for name in ("one", "two"):
        casefolio("import", SAMPLES / "rendercv.yaml", "--into", tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "content" / "skills.yaml"
    mine.parent.mkdir()
    mine.write_text("- {label: Mine}\n", "utf-8")
    before = contents(tmp_path)
    run = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path, "--json")
    assert run.codes == ["CF-710"]
    assert "content/skills.yaml" in run.said["problems"][0]["message"]
    assert contents(tmp_path) == before
    # Neither is content of other files joined by what would be said twice.
    mine.rename(tmp_path / "content" / "talks.yaml").write_text("{}\n", "utf-8")
    before = contents(tmp_path)
    run = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path, "--json", "--one-file")
    assert run.codes == ["CF-711"]
    assert contents(tmp_path) == before


def test_a_gitignore_that_lets_private_data_through_is_told_of(tmp_path: Path) -> None:
    ignored = tmp_path / ".gitignore"
    ignored.write_text("out/\n", "utf-8")
    run = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path, "--json")
    assert run.code == 0
    assert [problem["message"] for problem in run.said["warnings"] if problem["code"] == "CF-712"] == [
        ".gitignore is kept as it is; it does not name /content/private/"
    ]
    assert ignored.read_text("utf-8") == "out/\n"


def test_what_has_no_home_is_told_with_its_place(tmp_path: Path) -> None:
    run = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path)
    assert "resume.json, work[1].salary: no home for 2 keys; kept under extra [CF-155]" in run.err
    assert "work[2].startDate: 'Fall 2013' is no date; kept under extra [CF-156]" in run.err
    assert "volunteer[0].url: 'not a url' is no address; kept under extra [CF-157]" in run.err
    quiet = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path / "quiet", "--quiet")
    assert (quiet.out, quiet.err) == ("", "")


def test_a_machine_is_told_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(archive())
    said = casefolio("import", file, "--into", tmp_path / "me", "--json").said
    assert said["format"] == "linkedin"
    assert said["counts"]["experience"] == 2
    assert str(tmp_path / "me/content/experience.yaml") in said["files"]
    assert all(Path(path).is_file() for path in said["files"])


def test_the_format_may_be_named(tmp_path: Path) -> None:
    wrong = casefolio("import", SAMPLES / "resume.json", "--into", tmp_path / "a", "--format", "rendercv", "--json")
    assert wrong.codes == ["CF-151"]
    bare = tmp_path / "bare.json"
    bare.write_text('{"basics": {"name": "Ada"}}', "utf-8")
    assert casefolio("import", bare, "--into", tmp_path / "b", "--format", "json-resume").code == 0


def test_a_json_resume_may_be_yaml(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text(
        "basics: {name: Ada, label: Engineer}\nwork:\n  - {name: A, position: B, startDate: 2020-01}\n", "utf-8"
    )
    run = casefolio("import", file, "--into", tmp_path / "me", "--json")
    assert (run.code, run.said["format"], run.said["warnings"]) == (0, "json-resume", [])


def test_our_own_pdf_comes_back(tmp_path: Path) -> None:
    """Print, import what was printed, print again: the pages say the same."""
    first, second = tmp_path / "first", tmp_path / "second"
    assert casefolio("import", SAMPLES / "resume.json", "--into", first).code == 0
    assert casefolio("--project", first, "build", "cv").code == 0
    run = casefolio("import", first / "out/cv.pdf", "--into", second, "--json")
    assert (run.code, run.said["format"], run.said["warnings"]) == (0, "casefolio", [])
    assert casefolio("--project", second, "build", "cv").code == 0
    import pikepdf

    def source(folder: Path) -> bytes:
        with pikepdf.open(folder / "out/cv.pdf") as pdf:
            return pdf.attachments["resume.json"].get_file().read_bytes()

    assert source(first) == source(second)


def test_an_import_loads_no_press_and_no_templates(tmp_path: Path) -> None:
    script = (
        "import sys; from casefolio.importing import import_file; from pathlib import Path\n"
        f"import_file(Path({str(SAMPLES / 'rendercv.yaml')!r}), Path({str(tmp_path / 'me')!r}))\n"
        "print([name for name in ('weasyprint', 'jinja2', 'pypdf', 'babel', 'markdown_it') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "build")},
    )
    assert run.stdout.strip() == "[]"
