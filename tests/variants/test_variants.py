"""Variants: the same content for one kind of reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml
from pdfminer.high_level import extract_text
from tests.dossier.desk import full, project
from tests.product.desk import ROOT, casefolio

if TYPE_CHECKING:
    from pathlib import Path

STUDIES = {
    "apples": full("Apples", tags=["fruit", "red"], related=["pears"], priority=90),
    "pears": full("Pears", tags=["fruit"], related=["apples", "carrots"], priority=80),
    "carrots": full("Carrots", tags=["root"], priority=70),
    "plain": full("Plain", priority=10),
}
#: PRINT.md names the studies of the CV for each of two jobs.
JOBS = {
    "platform-engineering": [
        "EKS Platform Foundation",
        "Developer Platform Interface",
        "Terraform Platform Modules",
        "ArgoCD App of Apps",
        "SLO Driven Monitoring",
        "Automatic SaaS Restore System",
    ],
    "ai-infrastructure": [
        "Cloud-Native AI Gateway",
        "LLM Infrastructure Runtime",
        "Cost and Token Observability",
        "RAG Knowledge Platform",
        "EKS Platform Foundation",
        "OpenTelemetry Observability Mesh",
    ],
}


def garden(root: Path, **variant: Any) -> Path:
    """A project of four studies, two projects and a variant called `some`."""
    return project(
        root,
        STUDIES,
        projects=[
            {"title": "orchard", "summary": "A place for trees.", "tags": ["fruit"]},
            {"title": "cellar", "summary": "A place for roots that nobodiesread", "tags": ["root"], "study": "carrots"},
            {"title": "shed", "summary": "A place for tools."},
        ],
        talks={"harvest": {"title": "Harvest", "event": "Fair", "related": ["carrots", "apples"]}},
        variants={"some": variant},
    )


def told(root: Path, *words: str) -> str:
    """The words of the CV that a variant prints."""
    run = casefolio("--project", root, "build", "cv", "--variant", "some", "--json", *words)
    assert run.code == 0, run.said["problems"]
    return " ".join(extract_text(root / "out/variants/some/cv.pdf").split())


@pytest.mark.parametrize("name", JOBS)
def test_the_owner_s_variants_show_the_studies_of_their_jobs(tmp_path: Path, name: str) -> None:
    run = casefolio("--project", ROOT, "build", "cv", "--variant", name, "--out", tmp_path, "--json")
    assert run.code == 0
    words = " ".join(extract_text(tmp_path / "variants" / name / "cv.pdf").split())
    begins = words.index("Case studies")
    places = [words.index(title, begins) for title in JOBS[name]]
    assert places == sorted(places)
    every = [yaml.safe_load(path.read_text("utf-8"))["title"] for path in (ROOT / "content/studies").glob("*.yaml")]
    section = words[begins : words.index("Projects", begins)]
    assert {title for title in every if title in section} == set(JOBS[name])
    assert (tmp_path / "variants" / name / "Andrey-Lesnikov-CV.pdf").is_file()


def test_headline_and_summary_stand_in_and_reach_the_metadata(tmp_path: Path) -> None:
    words = told(garden(tmp_path, headline="Gardener", summary="Grows things."))
    assert "Gardener" in words
    assert "Grows things." in words
    assert "Platform Engineer" not in words
    with pikepdf.open(tmp_path / "out/variants/some/cv.pdf") as pdf:
        assert str(pdf.docinfo["/Subject"]) == "Gardener"


def test_tags_choose_studies_and_entries_and_what_has_none_stays(tmp_path: Path) -> None:
    words = told(garden(tmp_path, include=["fruit"]))
    assert all(shown in words for shown in ("Apples", "Pears", "Plain", "orchard", "shed"))
    assert not any(hidden in words for hidden in ("Carrots", "cellar"))


def test_tags_leave_out(tmp_path: Path) -> None:
    words = told(garden(tmp_path, exclude=["red", "root"]))
    assert all(shown in words for shown in ("Pears", "Plain", "orchard"))
    assert not any(hidden in words for hidden in ("Apples", "Carrots", "cellar"))


def test_order_number_and_sections_of_the_cv(tmp_path: Path) -> None:
    words = told(garden(tmp_path, studies=["carrots", "apples", "pears"], count=2, sections=["studies", "projects"]))
    assert words.index("Carrots Case study") < words.index("Apples Case study") < words.index("Projects")
    assert "Pears Case study" not in words
    hidden = told(garden(tmp_path / "hidden", hide=["projects", "studies"], summary="Grows things."))
    assert "Grows things." in hidden
    assert not any(heading in hidden for heading in ("Projects", "Case studies"))


def test_it_works_for_every_target(tmp_path: Path) -> None:
    garden(tmp_path, include=["fruit"], exclude=["red"])
    run = casefolio("--project", tmp_path, "build", "--variant", "some", "--json")
    assert run.code == 0, run.said["problems"]
    names = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.pdf"))
    assert names == [
        "variants/some/Mara-Lindqvist-CV.pdf",
        "variants/some/cv.pdf",
        "variants/some/dossier.pdf",
        "variants/some/handouts/harvest.pdf",
        "variants/some/onepagers/pears.pdf",
        "variants/some/onepagers/plain.pdf",
    ]
    for name in names[2:]:
        words = extract_text(tmp_path / "out" / name)
        assert "Apples" not in words, name
        assert "Carrots" not in words, name


def test_a_text_that_is_wrong_is_found_where_it_was_written(tmp_path: Path) -> None:
    """Entries move up where others are left out; a problem is still told at their own line."""
    garden(tmp_path, exclude=["fruit"])
    path = tmp_path / "content/projects.yaml"
    path.write_text(path.read_text("utf-8").replace("A place for tools.", "A place for tools 漢."), "utf-8")
    run = casefolio("--project", tmp_path, "build", "cv", "--variant", "some", "--json")
    (problem,) = run.said["problems"]
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "漢" in text)
    assert (problem["file"], problem["line"]) == ("content/projects.yaml", line)


@pytest.mark.parametrize(
    ("variant", "code", "words"),
    [
        ({"include": ["frut"]}, "CF-226", "did you mean 'fruit'?"),
        ({"exclude": ["red", "rot"]}, "CF-226", "entry with the tag 'rot'"),
        ({"studies": ["appels"]}, "CF-220", "did you mean 'apples'?"),
        ({"projects": ["orchid"]}, "CF-222", "did you mean 'orchard'?"),
        ({"hide": ["stuides"]}, "CF-223", "stuides"),
        ({"sections": ["custom:none"]}, "CF-223", "custom:none"),
        ({"studdies": []}, "CF-202", "did you mean 'studies'?"),
        ({"count": -1}, "CF-207", "-1"),
    ],
)
def test_what_a_variant_names_must_be_there(tmp_path: Path, variant: dict[str, Any], code: str, words: str) -> None:
    run = casefolio("--project", garden(tmp_path, **variant), "check", "--json")
    assert run.code == 3
    problem = next(problem for problem in run.said["problems"] if problem["code"] == code)
    assert words in problem["message"] + problem["remedy"]
    assert problem["file"] == "content/variants.yaml"


@pytest.mark.parametrize(
    ("variant", "code"),
    [
        ({"exclude": ["fruit", "root", "tool"]}, "CF-227"),
        ({"hide": ["summary", "focus", "studies", "projects", "recognition"], "sections": ["studies"]}, "CF-228"),
    ],
)
def test_one_that_leaves_nothing_says_so(tmp_path: Path, variant: dict[str, Any], code: str) -> None:
    root = garden(tmp_path, **variant)
    for slug in STUDIES:
        path = root / f"content/studies/{slug}.yaml"
        study = yaml.safe_load(path.read_text("utf-8"))
        path.write_text(yaml.safe_dump({**study, "tags": study.get("tags", ["tool"])}), "utf-8")
    for command in (["check"], ["build", "cv", "--variant", "some"]):
        run = casefolio("--project", root, *command, "--json")
        assert (run.code, run.codes) == (3, [code]), command
        assert run.said["problems"][0]["file"] == "content/variants.yaml"


def test_an_unknown_variant_ends_with_2_and_a_suggestion(tmp_path: Path) -> None:
    run = casefolio("--project", garden(tmp_path, include=["fruit"]), "build", "cv", "--variant", "sume", "--json")
    assert (run.code, run.codes) == (2, ["CF-807"])
    assert "did you mean 'some'?" in run.said["problems"][0]["remedy"]
