"""`casefolio match` as it is typed."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.dossier.desk import copied
from tests.matching.test_matching import ADS
from tests.product.desk import ROOT, casefolio, surroundings

from casefolio.model.workspace import Workspace
from casefolio.reading import read

if TYPE_CHECKING:
    from pathlib import Path

AD = ADS / "platform-engineering.txt"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path / "project")


def test_it_says_what_it_found_and_no_score() -> None:
    before = sorted((ROOT / "content").rglob("*"))
    ran = casefolio("match", AD)
    assert (ran.code, ran.err) == (0, "")
    assert "Argo CD                   2 times, requirements, lines 9, 17\n" in ran.out
    assert "ArgoCD App of Apps, title  content/studies/argocd-app-of-apps.yaml:2\n" in ran.out
    assert "the dossier has Policy as code: Policy as Code Guardrails" in ran.out
    assert "%" not in ran.out
    assert "score" not in ran.out.lower()
    assert sorted((ROOT / "content").rglob("*")) == before


def test_the_variant_that_is_written_is_valid(project: Path) -> None:
    ran = casefolio("--project", project, "match", AD, "--variant-name", "acme", "--write", "--json")
    assert ran.code == 0
    path = project / "content/variants/acme.yaml"
    assert path.read_text(encoding="utf-8") == ran.said["variant"]["text"]
    variant = read(Workspace.at(project)).dossier.variants["acme"]
    assert list(variant.studies) == [study["slug"] for study in ran.said["studies"]]
    assert variant.count == len(variant.studies) == 6
    assert "insurance-platform-infrastructure" in variant.projects


@pytest.mark.parametrize("ad", ["Baker\n\nRequirements\n- Rye and wheat", "Grüße \U0001f600 # : - {x} \x07 k8s\n"])
def test_whatever_the_ad_says_the_variant_is_valid(project: Path, tmp_path: Path, ad: str) -> None:
    (tmp_path / "ad.txt").write_text(ad, encoding="utf-8")
    assert casefolio("--project", project, "match", tmp_path / "ad.txt", "--write").code == 0
    assert "ad" in read(Workspace.at(project)).dossier.variants


def test_nothing_is_written_over(project: Path) -> None:
    path = project / "content/variants/acme.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("count: 2\n", encoding="utf-8")
    ran = casefolio("--project", project, "match", AD, "--variant-name", "acme", "--write", "--json")
    assert (ran.code, ran.codes) == (2, ["CF-853"])
    assert path.read_text(encoding="utf-8") == "count: 2\n"


@pytest.mark.parametrize(
    ("words", "code", "exits"),
    [
        (["nowhere.txt"], "CF-850", 2),
        ([str(AD), "--locale", "fr"], "CF-851", 2),
        ([str(AD), "--variant-name", "../up"], "CF-852", 2),
        ([str(ROOT / "pyproject.toml"), "--variant-name", "Über"], "CF-852", 2),
        ([str(next((ROOT / "docs/pictures").glob("*.png")))], "CF-168", 3),
    ],
)
def test_mistakes(words: list[str], code: str, exits: int) -> None:
    ran = casefolio("match", *words, "--json")
    assert (ran.code, ran.codes) == (exits, [code])


def test_an_ad_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(AD.read_bytes())))
    said = casefolio("match", "-", "--json").said
    assert said["title"] == "Senior Platform Engineer (m/f/d)"
    assert said["variant"]["path"].endswith("content/variants/ad.yaml")


def test_what_has_no_answer_is_said(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text("Baker\n\nRequirements\n- Rye, wheat and spelt for the bread", encoding="utf-8")
    ran = casefolio("match", tmp_path / "ad.txt", "--json")
    assert ran.code == 0
    assert [problem["code"] for problem in ran.said["warnings"]] == ["CF-169"]
    assert not [answer for answer in ran.said["answered"] if answer["kind"] != "word"]


def test_only_what_is_needed_is_loaded() -> None:
    script = (
        "import sys; from casefolio.cli import program\n"
        f"try: program(['match', {str(AD)!r}, '--json'], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "heavy = {'weasyprint', 'pypdf', 'jinja2', 'fontTools', 'PIL', 'docx', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True
    )
    assert ran.stderr.strip() == "[]"


def test_a_project_without_studies_is_told_of_none_and_its_skills_are_read_in_parts(tmp_path: Path) -> None:
    (tmp_path / "casefolio.yaml").write_text(
        "profile: {name: Ada Example, contact: {email: ada@example.org}}\n"
        "skills: [{label: Tools, items: [SQL for reports]}]\n"
    )
    (tmp_path / "ad.txt").write_text("SQL")
    ran = casefolio("--project", tmp_path, "match", tmp_path / "ad.txt")
    assert ran.code == 0
    assert "(language not recognised, 1 line)" in ran.out
    assert "Tools, items  casefolio.yaml:2" in ran.out
    assert "Studies" not in ran.out
    assert "too short to tell its language" in ran.err
