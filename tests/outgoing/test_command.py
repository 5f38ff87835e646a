"""`casefolio export`: files, standard output, words that are wrong, and what is loaded for it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from PIL import Image
from tests.outgoing.desk import PROJECTS
from tests.product.desk import Project, casefolio, process, surroundings

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {"json-resume": "json", "text": "txt", "markdown": "md", "html": "html", "docx": "docx", "png": "png"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def export(project: Project, *words: str) -> tuple[int, list[str]]:
    """Export, and tell the exit code and the codes of problems."""
    run = casefolio("--project", project.root, "export", *words, "--json")
    return run.code, run.codes


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_named_for_its_reader(project: Project, kind: str) -> None:
    run = casefolio("--project", project.root, "export", kind, "--json")
    assert run.code == 0, run.err
    path = project.root / "out" / f"Ada-Example-CV.{FORMATS[kind]}"
    assert run.said["results"] == [{"format": kind, "path": str(path), "size_bytes": path.stat().st_size}]
    assert project.results == [path.name]


def test_another_language_is_named(project: Project) -> None:
    assert export(project, "text", "--locale", "de") == (0, [])
    assert project.results == ["Ada-Example-Lebenslauf-de.txt"]
    assert "PROFIL" in (project.root / "out" / project.results[0]).read_text("utf-8")


def test_a_variant_is_told_as_the_variant_has_it(project: Project) -> None:
    project.write("content/variants/ops.yaml", "headline: Operator\nsummary: Keeps things running.\n")
    assert export(project, "text", "--variant", "ops") == (0, [])
    text = (project.root / "out/variants/ops/Ada-Example-CV.txt").read_text("utf-8")
    assert "Operator" in text
    assert "Keeps things running." in text
    assert export(project, "text", "--variant", "none")[0] == 2


def test_standard_output_takes_text_and_nothing_else(project: Project) -> None:
    run = process("--project", project.root, "export", "markdown", "--out", "-")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("# Ada Example\n\n**Engineer**\n\n[ada@example.org](mailto:ada@example.org)\n")
    assert project.results == []
    refused = casefolio("--project", project.root, "export", "docx", "--out", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "CF-831" in refused.err


def test_a_file_of_the_owner_s_choice(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "cv.docx"
    assert export(project, "docx", "--out", str(target)) == (0, [])
    assert docx.Document(str(target)).paragraphs[0].text == "Ada Example"
    folder = tmp_path / "content"
    assert export(project, "text", "--out", str(folder)) == (8, ["CF-701"])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["word"], ["CF-830"]),
        (["docx", "--no-wrap"], ["CF-832"]),
        (["text", "--dpi", "100"], ["CF-832"]),
        (["html", "--ascii"], ["CF-832"]),
        (["png", "--dpi", "10"], ["CF-833"]),
        (["text", "--out", "-"], ["CF-834"]),
        (["html", "--of", "dossier"], ["CF-803"]),
    ],
)
def test_words_that_are_wrong(project: Project, words: list[str], codes: list[str]) -> None:
    assert export(project, *words) == (2, codes)
    assert project.results == []


def test_wrong_content_is_told_and_nothing_written(project: Project) -> None:
    project.write("content/profile.yaml", "name: 1\nrolle: x\n")
    code, codes = export(project, "docx")
    assert (code, bool(codes), project.results) == (3, True, [])


def test_what_no_format_can_carry_is_left_out(project: Project) -> None:
    project.write("content/profile.yaml", 'name: "Ada\\u00ad Example"\nsummary: "A\\u200bb <script> &amp; ]]>"\n')
    for kind in ("text", "markdown", "html", "docx", "json-resume"):
        run = casefolio("--project", project.root, "export", kind, "--quiet")
        assert run.code == 0, run.err
    page = next((project.root / "out").glob("*.html")).read_text("utf-8")
    assert "<h1>Ada Example</h1>" in page
    assert "Ab &lt;script&gt; &amp;amp; ]]&gt;" in page
    assert page.count("<script") == 1


def test_pages_as_pictures(project: Project, tmp_path: Path) -> None:
    assert export(project, "png", "--dpi", "72", "--out", str(tmp_path / "p.png")) == (0, [])
    with Image.open(tmp_path / "p.png") as picture:
        assert picture.size == (596, 842)


def test_photos_and_figures_go_along(project: Project) -> None:
    for name, kind in (("me.jpg", "JPEG"), ("plan.webp", "WEBP")):
        path = project.write(f"content/{name}", b"").root / "content" / name
        Image.new("RGB", (260, 320), "#88aacc").save(path, kind)
    photo = "photo: {file: content/me.jpg, alt: Portrait of Ada}\n"
    project.write("content/profile.yaml", (project.root / "content/profile.yaml").read_text("utf-8") + photo)
    project.write("content/themes.yaml", "ops: {title: Operations}\n")
    study = "title: Plan\ntheme: ops\nproblem: P.\narchitecture: A.\nresult: R.\n"
    figure = "figures: [{file: content/plan.webp, alt: The plan, caption: How it *was*}]\n"
    project.write("content/studies/plan.yaml", study + figure)
    assert export(project, "html", "--of", "dossier") == (0, [])
    page = next((project.root / "out").glob("*.html")).read_text("utf-8")
    assert 'src="data:image/webp;base64,' in page
    assert "<figcaption>How it <em>was</em></figcaption>" in page
    run = casefolio("--project", project.root, "export", "docx", "--json")
    assert (run.code, run.said["warnings"]) == (0, [])
    document = docx.Document(str(next((project.root / "out").glob("*CV.docx"))))
    assert [each.get("descr") for each in document.element.xpath(".//wp:anchor/wp:docPr")] == ["Portrait of Ada"]
    # Word knows no WebP: its words stand there, and the run says so.
    run = casefolio("--project", project.root, "export", "docx", "--of", "dossier", "--json")
    assert (run.code, [each["code"] for each in run.said["warnings"]]) == (0, ["CF-160"])
    document = docx.Document(str(next((project.root / "out").glob("*studies.docx"))))
    assert "The plan" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("kind", ["json-resume", "text", "markdown", "html", "docx"])
def test_an_anonymous_export_names_nobody(tmp_path: Path, kind: str) -> None:
    for name, secrets in (("owner", ("Lesnikov", "CONTACT")), ("manager", ("Mustermann", "Nordkontor", "+49"))):
        where = str(tmp_path / f"{name}.any")
        run = casefolio("--project", PROJECTS[name], "export", kind, "--anonymous", "--out", where, "--quiet")
        assert run.code == 0, run.err
        texts = [(tmp_path / f"{name}.any").read_bytes()]
        if kind == "docx":
            with zipfile.ZipFile(where) as package:
                texts = [package.read(part) for part in package.namelist()]
        assert not [text for text in texts for secret in secrets if secret.encode() in text]
        assert any(b"Candidate" in text for text in texts)


def test_an_anonymous_file_has_a_neutral_name(project: Project) -> None:
    assert export(project, "docx", "--anonymous") == (0, [])
    assert (project.root / "out/anonymous/Candidate-CV.docx").is_file()


@pytest.mark.parametrize("kind", ["text", "markdown", "html", "docx"])
def test_what_anonymity_has_missed_is_found_in_the_finished_file(project: Project, kind: str) -> None:
    project.summary("Made by A**da Exam**ple.")
    code, codes = export(project, kind, "--anonymous")
    assert (code, set(codes)) == (3, {"CF-161"})
    assert project.results == []


def test_a_format_loads_only_what_it_needs(tmp_path: Path) -> None:
    heavy = ("weasyprint", "pydyf", "pypdf", "pypdfium2", "fontTools", "PIL", "jinja2", "docx")
    code = f"""
import json, sys
from pathlib import Path
from casefolio.exporting import export
from casefolio.model.commission import Commission
from casefolio.model.workspace import Workspace
loaded = {{}}
for kind in ("json-resume", "text", "markdown", "html", "docx"):
    for of in ("cv", "dossier"):
        export(Commission(kind, of), Workspace.at(Path({str(PROJECTS["owner"])!r}), Path({str(tmp_path)!r})))
    loaded[kind] = [name for name in {heavy!r} if name in sys.modules]
print(json.dumps(loaded))
"""
    done = subprocess.run([sys.executable, "-c", code], env=surroundings(), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "json-resume": [],
        "text": [],
        "markdown": [],
        "html": [],
        "docx": ["docx"],
    }


def test_a_complete_export_takes_back_what_an_import_kept(tmp_path: Path) -> None:
    given = {"basics": {"name": "Ada Example"}, "work": [{"name": "A", "position": "B", "startDate": "2020", "x": "y"}]}
    (tmp_path / "given.json").write_text(json.dumps(given))
    project = tmp_path / "me"
    assert casefolio("import", tmp_path / "given.json", "--into", project).code == 0
    usual, complete = tmp_path / "usual.json", tmp_path / "complete.json"
    for path, words in ((usual, ()), (complete, ("--complete",))):
        assert casefolio("--project", project, "export", "json-resume", *words, "--out", path).code == 0
    assert "x" not in json.loads(usual.read_text())["work"][0]
    assert json.loads(complete.read_text())["work"] == given["work"]


@pytest.mark.parametrize("less", [("--anonymous",), ("--variant", "short")])
def test_a_complete_export_leaves_nothing_out(project: Project, less: tuple[str, ...]) -> None:
    assert export(project, "json-resume", "--complete", *less) == (2, ["CF-835"])
    assert export(project, "text", "--complete") == (2, ["CF-832"])
    assert project.results == []
