"""What is heard in an ad, what a dossier answers, and which studies are picked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.product.desk import ROOT

from casefolio.errors import CasefolioError
from casefolio.match import Wanted, match_ad
from casefolio.matching.advert import guess, read_advert
from casefolio.matching.cover import Demand, cover
from casefolio.matching.speech import terms
from casefolio.model.workspace import Workspace

if TYPE_CHECKING:
    from casefolio.match import Match
    from casefolio.matching.answers import Answer

ADS = Path(__file__).parent / "ads"

#: The studies that the owner would show, by kind of position.
PLATFORM = {
    "eks-platform-foundation",
    "developer-platform-interface",
    "terraform-platform-modules",
    "argocd-app-of-apps",
    "slo-driven-monitoring",
    "automatic-saas-restore-system",
}
AI = {
    "cloud-native-ai-gateway",
    "llm-infrastructure-runtime",
    "cost-and-token-observability",
    "rag-knowledge-platform",
    "eks-platform-foundation",
    "opentelemetry-observability-mesh",
}


def held(ad: str | bytes, name: str = "ad.txt", language: str = "") -> Match:
    data = ad.encode() if isinstance(ad, str) else ad
    return match_ad(data, name, Workspace.at(ROOT), Wanted(language))


def from_file(name: str) -> Match:
    return held((ADS / name).read_bytes(), name)


def names(answers: tuple[Answer, ...]) -> set[str]:
    return {answer.asked.name for answer in answers if answer.asked.term}


def test_an_ad_for_a_platform_is_covered_as_its_owner_would() -> None:
    found = from_file("platform-engineering.txt")
    assert len(PLATFORM & {pick.slug for pick in found.picks}) >= 5
    assert found.picks[0].slug == "eks-platform-foundation"
    assert {"Kubernetes", "Argo CD", "Infrastructure as code", "SLO", "Burn-rate alerts"} <= names(found.answered)
    assert names(found.related) == {"OPA", "Kyverno"}
    assert names(found.missing) == {"Go", "Python"}


def test_an_ad_for_ai_is_covered_as_its_owner_would() -> None:
    found = from_file("ai-infrastructure.html")
    assert {pick.slug for pick in found.picks} == AI
    assert found.advert.title == "AI Infrastructure Engineer"
    assert names(found.related) == {"vLLM", "Triton", "Vector database"}
    assert names(found.missing) == {"pgvector"}


def test_what_is_not_asked_for_is_not_heard() -> None:
    """Scripts, styles, navigation, benefits, and what the law has employers say."""
    ai, platform = from_file("ai-infrastructure.html"), from_file("platform-engineering.txt")
    heard = {
        name
        for found in (ai, platform)
        for part in (found.answered, found.related, found.missing)
        for name in names(part)
    }
    assert not heard & {"Jenkins", "Prometheus", "Ansible", "Rust", "Istio"}
    kubernetes = next(answer.asked for answer in platform.answered if answer.asked.name == "Kubernetes")
    assert (kubernetes.count, kubernetes.lines) == (2, (8, 15)), "not the conference that the employer offers"


def test_a_german_ad_is_understood() -> None:
    found = from_file("plattform.txt")
    assert found.advert.language == "de"
    assert {
        "Kubernetes",
        "Monitoring",
        "Observability",
        "Infrastructure as code",
        "CI/CD",
        "Backup and restore",
    } <= names(found.answered)
    assert {answer.asked.name: answer.through for answer in found.related}["Vault"] == "Secrets management"
    assert "Docker" not in names(found.missing)
    assert [problem.code for problem in found.warnings] == ["CF-169"]


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("k8s", "Kubernetes"),
        ("IaC", "Infrastructure as code"),
        ("infrastructure-as-code", "Infrastructure as code"),
        ("ArgoCD", "Argo CD"),
        ("SLOs", "SLO"),
        ("CI/CD pipelines", "CI/CD"),
        ("retrieval-augmented generation", "RAG"),
        ("mutual TLS", "mTLS"),
        ("OTel", "OpenTelemetry"),
        ("sync waves", "Sync waves"),
    ],
)
def test_the_same_thing_by_another_name_is_answered(said: str, term: str) -> None:
    assert term in names(held(f"Engineer\n\nRequirements\n- You know {said}, and more\n").answered)


@pytest.mark.parametrize(("said", "through"), [("OPA", "Policy as code"), ("cert-manager", "Certificate automation")])
def test_a_tool_is_not_its_practice(said: str, through: str) -> None:
    found = held(f"Engineer\n\nRequirements\n- You know {said} well\n")
    assert said not in names(found.answered)
    assert [(answer.asked.name, answer.through) for answer in found.related] == [(said, through)]


@pytest.mark.parametrize("said", ["We go far", "an oily rag on the floor", "as code", "Infrastructure.\n- Code"])
def test_other_words_are_not_taken_for_terms(said: str) -> None:
    found = held(f"Engineer\n\nRequirements\n- {said}\n")
    assert not {"Go", "RAG", "Infrastructure as code"} & names((*found.answered, *found.missing, *found.related))


def test_every_answer_says_where_it_is_written() -> None:
    for answer in from_file("platform-engineering.txt").answered:
        for place in answer.places:
            assert place.mark is not None
            lines = (ROOT / place.mark.file).read_text(encoding="utf-8").splitlines()
            assert 0 < place.mark.line <= len(lines)
    best = next(each for each in from_file("platform-engineering.txt").answered if each.asked.name == "EKS").places[0]
    assert best.mark is not None
    assert (best.mark.file, best.mark.line) == ("content/studies/eks-platform-foundation.yaml", 2)


def test_the_title_weighs_more_than_requirements_and_these_more_than_the_rest() -> None:
    parts = {
        "About us": "We like AWS",
        "Your tasks": "- Run EKS",
        "Requirements": "- Kubernetes",
        "Nice to have": "- Flux",
    }
    ad = "\n\n".join(["Terraform Engineer", *(f"{heading}\n{line}" for heading, line in parts.items())])
    weights = {answer.asked.name: answer.asked.weight for answer in held(ad).answered}
    order = sorted(("Terraform", "AWS", "EKS", "Kubernetes", "Flux"), key=lambda name: -weights[name])
    assert order == ["Terraform", "Kubernetes", "EKS", "Flux", "AWS"]
    twice = {answer.asked.name: answer.asked.weight for answer in held(ad + "\n- Flux again").answered}
    assert weights["Flux"] < twice["Flux"] < 2 * weights["Flux"]


@pytest.mark.parametrize(
    "data",
    [
        "Größerer Überblick\nKubernetes und Überwachung für die Plattform".encode("latin-1"),
        "Größerer Überblick\nKubernetes und Überwachung für die Plattform".encode("utf-16"),
        "Größerer Überblick\r\nKubernetes und Über-\r\nwachung für die Plattform".encode("utf-8-sig"),
        "Gro\u0308\u00dferer Überblick\nKuber\u00adnetes und Überwachung für die Plattform".encode(),
        b"<p>Gr&ouml;&szlig;erer &Uuml;berblick</p><p>Kubernetes und <b>&Uuml;ber</b>wachung f&uuml;r alle</p>",
    ],
)
def test_however_it_was_saved(data: bytes) -> None:
    found = held(data)
    assert found.advert.title == "Größerer Überblick"
    assert {"Kubernetes", "Monitoring"} <= names(found.answered)


def test_a_page_keeps_the_lines_of_its_source() -> None:
    lines = {answer.asked.name: answer.asked.lines for answer in from_file("ai-infrastructure.html").answered}
    source = (ADS / "ai-infrastructure.html").read_text(encoding="utf-8").splitlines()
    assert "OpenTelemetry" in source[lines["OpenTelemetry"][0] - 1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CF-166"),
        (b" \n\t", "CF-166"),
        (b"<html><script>x</script></html>", "CF-166"),
        (b"%PDF-1.7 x", "CF-168"),
        (b"PK\x03\x04 docx", "CF-168"),
        (b"\x00\x01\x02", "CF-168"),
    ],
)
def test_what_is_no_ad(data: bytes, code: str) -> None:
    with pytest.raises(CasefolioError) as error:
        read_advert(data, "ad.txt")
    assert [problem.code for problem in error.value.problems] == [code]


@pytest.mark.parametrize(
    "filler", ["word and Kubernetes ", "word and Kubernetes\n", "<p>Kubernetes</p>\n", "(((", "Über-\n"]
)
def test_five_megabytes_are_an_answer(filler: str) -> None:
    ad = "Kubernetes Engineer\n" + filler * (5_000_000 // len(filler))
    found = read_advert(ad.encode(), "ad.txt")
    assert [problem.code for problem in found.warnings] == ["CF-167"]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: f"<p>{text}</p>".encode())))
def test_any_bytes_are_an_answer(data: bytes) -> None:
    assert answer_to(data) in {"an ad", "CF-166", "CF-168"}


def answer_to(data: bytes) -> str:
    try:
        return "an ad" if read_advert(data, "ad.txt").lines else "nothing"
    except CasefolioError as error:
        return error.problems[0].code


def test_languages_are_told_apart() -> None:
    assert guess("We are looking for an engineer who can build the platform with us") == "en"
    assert guess("Wir suchen jemanden, der mit uns die Plattform baut und für sie sorgt") == "de"
    assert guess("Nous cherchons quelqu'un pour notre équipe") == ""


def test_the_data_is_whole() -> None:
    known = {term.name for term in terms()}
    assert len(known) == len(terms())
    for term in terms():
        assert term.related <= known - {term.name}
        assert all(term.name in other.related for other in terms() if other.name in term.related)


_DEMANDS = st.lists(
    st.tuples(st.floats(0.1, 9), st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=6)), max_size=8
).map(lambda pairs: [Demand(str(n), weight, found, frozenset(found)) for n, (weight, found) in enumerate(pairs)])


@settings(max_examples=150, deadline=None)
@given(_DEMANDS, st.integers(0, 6), st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 100), min_size=6))
def test_a_cover_is_short_and_every_study_of_it_adds(
    demands: list[Demand], most: int, priorities: dict[str, int]
) -> None:
    picks = [pick.slug for pick in cover(demands, priorities, most)]
    assert len(picks) == len(set(picks)) <= most
    assert all(any(demand.strengths.get(slug, 0) > 0 for demand in demands) for slug in picks)
    assert picks == [pick.slug for pick in cover(demands, priorities, 6)][:most], "a longer cover begins with a shorter"


def test_of_equals_the_one_of_higher_priority_is_picked() -> None:
    demand = Demand("x", 1.0, {"a": 1.0, "b": 1.0, "c": 1.0}, frozenset("abc"))
    assert [pick.slug for pick in cover([demand], {"a": 1, "b": 9, "c": 5}, 2)] == ["b", "c"]
