"""A smaller dossier: its own contents, numbers and index; and the orders that an owner can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
from tests.dossier.conftest import Printed
from tests.dossier.desk import ROOT, full, printed, project, study
from tests.dossier.leaves import labels, leaves, links, outline
from tests.product.desk import results
from tests.tagtree import check_tree, transcript

from casefolio.cli import program
from casefolio.errors import CasefolioError, ExitCode
from casefolio.model.workspace import Workspace
from casefolio.pipeline import check

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vera.validate import Vera

pytestmark = pytest.mark.xdist_group("dossier-made")

CHOSEN = ("slo-driven-monitoring", "eks-platform-foundation", "incident-runbook-automation")


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    out = tmp_path_factory.mktemp("chosen")
    return Printed(out, printed(ROOT, out, "onepagers", "dossier", studies=CHOSEN))


def test_a_selection_is_a_dossier_of_its_own(chosen: Printed, vera: Vera) -> None:
    assert {path.stem for path in (chosen.out / "onepagers").iterdir()} == set(CHOSEN)
    before = labels(chosen.dossier).index("1")
    # In the order of the themes, not of the words on the command line.
    assert chosen.studies == {
        "EKS Platform Foundation": before,
        "SLO Driven Monitoring": before + 1,
        "Incident Runbook Automation": before + 2,
    }
    eyebrows = [chosen.leaves[before + at].lines[0].text for at in range(3)]
    assert [words.split(" · ")[0] for words in eyebrows] == ["Case study 1", "Case study 2", "Case study 3"]
    themes = [title for title, _, inner in outline(chosen.dossier) if inner]
    assert themes == ["Platform foundations", "Observability and incidents"]
    assert vera.faults(chosen.dossier) + check_tree(chosen.dossier) == []


def test_its_contents_and_index_name_only_what_is_chosen(chosen: Printed, written: dict[str, Any]) -> None:
    contents = next(leaf for leaf in chosen.leaves if leaf.title == "Contents")
    titles = {study["title"] for study in written.values()}
    assert {line.text for line in contents.lines} & titles == set(chosen.studies)
    index = next(leaf for leaf in chosen.leaves if leaf.title == "Technologies")
    names = {line.text.rstrip("0123456789, ") for line in index.lines[1:]}
    assert names == {name for slug in CHOSEN for name in written[slug]["technologies"]}


def test_a_related_study_that_is_not_selected_is_plain_text(chosen: Printed, written: dict[str, Any]) -> None:
    for slug in CHOSEN:
        at = chosen.studies[written[slug]["title"]]
        named = {link.words: link.target for link in links(chosen.dossier) if link.page == at}
        inside = [written[other]["title"] for other in written[slug]["related"] if other in CHOSEN]
        outside = [written[other]["title"] for other in written[slug]["related"] if other not in CHOSEN]
        assert named == {title: chosen.studies[title] for title in inside}
        lines = [line.text for line in chosen.leaves[at].lines]
        assert set(outside) <= set(lines)
        tags = [line.strip() for line in transcript(chosen.out / f"onepagers/{slug}.pdf")]
        assert all(f"Span: {title}" in tags for title in [*inside, *outside])
        assert all(any(line.startswith(f"{title} Case study ") for line in lines) for title in inside)


@pytest.mark.parametrize("name", ["recovery", "Recovery and resilience"])
def test_a_theme_is_chosen_by_key_or_title(name: str, tmp_path: Path) -> None:
    made = project(tmp_path, {"a": study("Apples"), "b": study("Berries", theme="recovery")})
    result = printed(made, tmp_path / "out", "onepagers", theme=name)
    assert [str(one.target) for one in result.results] == ["onepager:b"]


def test_tags_choose(tmp_path: Path) -> None:
    made = project(tmp_path, {"a": study("Apples", tags=["kubernetes"]), "b": study("Berries", tags=["dns"])})
    assert [r.target.name for r in printed(made, tmp_path / "out", "onepagers", tag="dns").results] == ["b"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--studies", "eks-platform-foundatoin"], "did you mean 'eks-platform-foundation'?"),
        (["--studies", "a,eks-platform-foundation,b"], "there is no study 'b'"),
        (["--theme-group", "gitops-delivary"], "did you mean 'gitops-delivery'?"),
        (["--tag", "kubernets"], "did you mean 'kubernetes'?"),
        (["--tag", "kubernetes", "--theme-group", "AI infrastructure", "--studies", "sbom-integration"], "no study is"),
    ],
)
def test_unknown_names_end_with_2_and_a_suggestion(words: list[str], said: str, tmp_path: Path) -> None:
    command = ["--project", str(ROOT), "build", "dossier", "--out", str(tmp_path / "out"), *words]
    result = CliRunner().invoke(program, command)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not results(tmp_path / "out")


def test_a_theme_that_no_study_has_is_not_in_the_dossier(tmp_path: Path) -> None:
    made = project(tmp_path, {"a": full("Apples")})
    printed(made, tmp_path / "out", "dossier")
    pages = leaves(tmp_path / "out/dossier.pdf")
    assert not any("Recovery" in line.text for leaf in pages for line in (*leaf.lines, *leaf.margin))
    assert all(leaf.lines for leaf in pages)


STUDIES = {
    "apples": study("Apples", priority=10),
    "berries": study("Berries", theme="recovery", priority=90),
    "cherries": study("Cherries", priority=50),
    "dates": study("Dates", theme="recovery", priority=20),
}


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("owner", ["Dates", "Apples", "Berries", "Cherries"]),
        ("theme", ["Apples", "Cherries", "Dates", "Berries"]),
        ("priority", ["Berries", "Cherries", "Dates", "Apples"]),
    ],
)
def test_the_order_is_the_owners(order: str, wanted: list[str], tmp_path: Path) -> None:
    settings = {"order": order, "study_order": ["dates", "apples", "berries", "cherries"]}
    made = project(tmp_path, STUDIES, settings=settings)
    printed(made, tmp_path / "out", "dossier")
    entries = outline(tmp_path / "out/dossier.pdf")
    assert [title for _, _, inner in entries for title, _ in inner] == wanted
    # A theme opens again where the order leaves it and comes back.
    themes = [yaml.safe_load((made / f"content/studies/{name.lower()}.yaml").read_text())["theme"] for name in wanted]
    runs = [theme for theme, before in zip(themes, [None, *themes], strict=False) if theme != before]
    assert len([1 for _, _, inner in entries if inner]) == len(runs)
    contents = next(leaf for leaf in leaves(tmp_path / "out/dossier.pdf") if leaf.title == "Contents")
    assert [line.text for line in contents.lines if line.text in wanted] == wanted


def test_two_studies_with_one_slug_are_a_problem_of_reading(tmp_path: Path) -> None:
    made = project(tmp_path, {"apples": study("Apples")})
    (made / "content/studies/apples.yml").write_text((made / "content/studies/apples.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(CasefolioError) as caught:
        check(Workspace(made, tmp_path / "out", {}))
    assert caught.value.exit_code == ExitCode.CONTENT
