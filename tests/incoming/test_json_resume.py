"""Import and export of JSON Resume: what goes in comes out, whatever the model has a place for."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.incoming.documents import ADDRESS, BAD_ADDRESS, BAD_DATE, CALM, DAY, WILD, documents

from casefolio.exchange.incoming.draft import Draft
from casefolio.exchange.incoming.json_resume import read
from casefolio.exchange.incoming.normal import normal, tidy
from casefolio.exchange.incoming.project import files
from casefolio.exchange.json_resume import dumps
from casefolio.importing import draft_of
from casefolio.model.dossier import Dossier
from casefolio.reading.parse import parse
from casefolio.reading.source import Source
from casefolio.reading.tree import plain

SCHEMA = json.loads((Path(__file__).parents[1] / "exchange" / "schema.json").read_text("utf-8"))
PIXEL = b"\x89PNG\r\n\x1a\n and so on"
SAMPLE = Path(__file__).parent / "samples" / "resume.json"
_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Document = dict[str, Any]


def drafted(document: Document, *, verbatim: bool = False) -> tuple[Draft, Dossier]:
    """A document imported: the draft, and the dossier with what was kept."""
    draft = Draft("resume.json", verbatim=verbatim)
    read(document, draft)
    return draft, Dossier.model_validate({**draft.values, "extra": draft.extra})


def back(document: Document, *, verbatim: bool = False) -> Document:
    """A document imported and exported again."""
    found: Document = json.loads(dumps(drafted(document, verbatim=verbatim)[1], complete=True))
    return found


def pruned(value: Any) -> Any:
    """A value without what is empty."""
    if isinstance(value, dict):
        found = {key: pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in found.items() if inner not in ({}, [], None, "")}
    if isinstance(value, list):
        return [kept for inner in value if (kept := pruned(inner)) not in ({}, [], None, "")]
    return value


def in_normal_form(document: Document) -> Document:
    """A document of calm words as it has to come back: the few things that its normal form changes, written out."""
    found: Document = pruned(document)
    for project in found.get("projects", []):
        project.setdefault("type", "project")
    if "projects" in found:
        found["projects"].sort(key=lambda one: one["type"] == "talk" and "entity" in one and "name" in one)
    return found


def in_any_order(entries: list[Any]) -> list[str]:
    return sorted(json.dumps(entry, sort_keys=True) for entry in entries)


def without_about(document: Document) -> Document:
    """A document without what an export says of itself."""
    assert document.pop("$schema").startswith("https://raw.githubusercontent.com/jsonresume/")
    assert document["meta"].pop("version") == "v1.0.0"
    found: Document = pruned(document)
    return found


@_SETTINGS
@given(documents(CALM, DAY, ADDRESS))
def test_what_goes_in_comes_out(document: Document) -> None:
    assert without_about(back(document)) == in_normal_form(document)


@_SETTINGS
@given(documents(WILD, DAY | BAD_DATE, ADDRESS | BAD_ADDRESS))
def test_whatever_goes_in_comes_out_in_its_normal_form(document: Document) -> None:
    tidied = tidy(document) or {}
    wanted = pruned(normal(tidied))
    wanted.setdefault("basics", {}).setdefault("name", "Your Name")
    found = without_about(back(document))
    assert in_any_order(found.pop("projects", [])) == in_any_order(wanted.pop("projects", []))
    wanted.get("meta", {}).pop("version", None)
    assert found == pruned(wanted)


def test_a_link_in_the_place_of_an_address_that_is_none_does_not_stay_there() -> None:
    page = {"network": "Website", "url": "https://example.org"}
    document = {"basics": {"name": "Ada Example", "url": "ftp://x", "profiles": [page]}}
    assert without_about(back(document)) == document


@_SETTINGS
@given(documents(WILD, DAY, ADDRESS))
def test_verbatim_words_come_out_as_they_are(document: Document) -> None:
    """What one of our own PDFs says is no markup, so it comes out word for word, again and again."""
    once = back(document, verbatim=True)
    assert back(once, verbatim=True) == once


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(documents(WILD, DAY | BAD_DATE, ADDRESS | BAD_ADDRESS))
def test_what_is_written_as_yaml_is_read_as_the_same(document: Document) -> None:
    draft, dossier = drafted(document)
    [page] = [data for name, data in files(draft, one_file=True).items() if name == "casefolio.yaml"]
    root, problems = parse(Source(Path("casefolio.yaml"), "casefolio.yaml", page.decode()))
    assert not problems
    written = Dossier.model_validate(plain(root))
    assert written.model_copy(update={"cv": dossier.cv}) == dossier
    assert dumps(written, complete=True) == dumps(dossier, complete=True)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | WILD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*SCHEMA["properties"], "name", "url", "profiles", "startDate"]) | WILD, inner, max_size=4
        )
    ),
)


@settings(deadline=None, max_examples=60)
@given(ANYTHING)
def test_a_document_of_any_shape_is_drafted(value: Any) -> None:
    document = value if isinstance(value, dict) else {"work": value}
    draft, dossier = drafted(document)
    assert dossier.profile.name
    assert json.loads(dumps(dossier, complete=True))
    assert files(draft, one_file=False)


def test_the_sample_comes_out_whole() -> None:
    document = json.loads(SAMPLE.read_text("utf-8"))
    found = back(document)
    assert found["work"][0]["summary"] == "Runs the platform of forty teams."
    assert found["work"][0]["highlights"] == [
        "Restores rehearsed every night",
        "One way to production",
        "Cut the cost of clusters by a third",
    ]
    assert (found["work"][1]["startDate"], found["work"][1]["endDate"]) == ("2015-03", "2019-02")
    for section in ("awards", "certificates", "publications", "skills", "languages", "interests", "references"):
        assert found[section] == document[section], section
    assert found["education"] == document["education"]
    assert found["basics"]["location"] == document["basics"]["location"]
    assert found["basics"]["profiles"] == document["basics"]["profiles"]
    assert found["projects"][0] == document["projects"][0]
    assert found["hobbies"] == ["<script>alert(1)</script>chess"]


def test_a_dossier_that_its_owner_changed_says_so() -> None:
    """What was kept goes back to its entry, never over what was written since."""
    _, dossier = drafted(json.loads(SAMPLE.read_text("utf-8")))
    first, second = dossier.experience
    changed = first.model_copy(update={"employer": "Another GmbH"})
    found = json.loads(dumps(dossier.model_copy(update={"experience": (second, changed)}), complete=True))
    assert found["work"][0]["salary"] == {"amount": 1, "currency": "EUR"}
    assert found["work"][1]["name"] == "Another GmbH"
    assert "description" not in found["work"][1]


def test_an_embedded_document_has_nothing_of_what_was_kept() -> None:
    _, dossier = drafted(json.loads(SAMPLE.read_text("utf-8")))
    data = dumps(dossier).decode()
    for hidden in ("Beispielweg", "salary", "Hessen", "alert(1)", "unheard"):
        assert hidden not in data


def test_residue_of_any_shape_does_no_harm() -> None:
    _, dossier = drafted({"basics": {"name": "Ada"}, "work": [{"name": "A", "position": "B"}]})
    odd: list[Any] = [1, {"in": "work"}, {"in": "work", "of": 1, "keep": {}}]
    shapes: tuple[Any, ...] = (1, [], {"entries": 1}, {"entries": odd}, {"more": []})
    for left in shapes:
        changed = dossier.model_copy(update={"extra": {"json-resume": left}})
        assert json.loads(dumps(changed, complete=True))["work"] == [{"name": "A", "position": "B"}]


def test_a_portrait_inside_becomes_a_file() -> None:
    picture = f"data:image/png;base64,{b64encode(PIXEL).decode()}"
    document = json.dumps({"basics": {"name": "Ada", "image": picture}}).encode()
    _, draft = draft_of(document, "resume.json")
    assert draft.values["profile"]["photo"] == {"file": "content/private/portrait.png", "alt": "Portrait of Ada"}
    assert draft.attached["content/private/portrait.png"] == PIXEL
    assert not draft.warnings
