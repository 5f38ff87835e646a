"""What leaves as JSON Resume obeys its schema, says everything that is said on paper, and nothing that is private."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from casefolio.exchange.json_resume import dumps, to_json_resume
from casefolio.exchange.plain import plain
from casefolio.model.dossier import Dossier

SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text("utf-8"))

DOSSIER = Dossier.model_validate(
    {
        "profile": {
            "name": "Zoë Beispiel",
            "role": "Engineer",
            "employer": "Example GmbH",
            "summary": "Builds **platforms**\nthat [recover](https://example.org) by `kubectl *`.",
            "focus": ["Recovery"],
            "contact": {
                "email": "zoe@example.org",
                "phone": "+49 30 23125 017",
                "place": "Berlin, Germany",
                "address": ["Geheime Gasse 7", "10115 Berlin"],
            },
            "links": [{"label": "GitHub", "url": "https://example.org/zoe"}],
            "photo": {"file": "content/private/zoe.jpg", "alt": "Zoë"},
        },
        "themes": {"recovery": {"title": "Recovery"}},
        "studies": {
            "restore": {
                "title": "Restore",
                "theme": "recovery",
                "problem": "Nobody *knew* how to restore.",
                "constraints": ["No downtime"],
                "architecture": "A controller restores.",
                "result": "Minutes, not days.",
                "technologies": ["Kanister", "Kubernetes"],
                "client": {"name": "Geheim AG", "alias": "an insurer"},
                "period": {"start": "2024-03", "end": "present"},
                "role": "Lead",
                "links": [{"label": "Talk", "url": "https://example.org/restore"}],
            },
            "mesh": {
                "title": "Mesh",
                "theme": "recovery",
                "problem": "p",
                "architecture": "a",
                "result": "r",
                "technologies": ["Kubernetes"],
            },
        },
        "projects": [{"title": "Labs", "summary": "Labs.", "study": "mesh", "start": 2020, "end": "2021-05-06"}],
        "talks": {"conf": {"title": "On recovery", "event": "Conf 2026", "ideas": ["Try it"], "date": "2026-09"}},
        "recognition": [{"title": "Award", "detail": "3rd place", "holder": "Example GmbH", "date": 2026}],
        "experience": [
            {
                "title": "Engineer",
                "employer": "Example GmbH",
                "place": "Berlin",
                "start": "2019-01",
                "end": "present",
                "highlights": ["Cut *restores*"],
            }
        ],
        "education": [{"title": "M.Sc.", "institution": "TU", "end": 2018, "grade": "1.3", "highlights": ["Graphs"]}],
        "certificates": [{"title": "CKA", "issuer": "CNCF", "date": "2023-02"}],
        "publications": [{"title": "Paper", "authors": ["Z. Beispiel", "A. N. Other"], "venue": "Journal"}],
        "skills": [{"label": "Delivery", "items": ["GitOps"]}, {"label": "Technologies"}],
        "languages": [{"language": "German", "level": "native"}],
    }
)


def document(**options: Any) -> dict[str, Any]:
    found = to_json_resume(DOSSIER, **options)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft7Validator)
    # Schema 1.0.0 itself, unlike the published file after it, allows no sections but its own.
    assert set(found) <= set(SCHEMA["properties"])
    return found


def test_the_whole_dossier_obeys_the_schema() -> None:
    found = document()
    assert found["basics"] == {
        "name": "Zoë Beispiel",
        "label": "Engineer",
        "email": "zoe@example.org",
        "phone": "+49 30 23125 017",
        "summary": "Builds platforms that recover by kubectl *.",
        "location": {"city": "Berlin, Germany"},
        "profiles": [{"network": "GitHub", "url": "https://example.org/zoe"}],
    }
    assert found["meta"] == {"version": "v1.0.0"}
    assert found["work"][0]["name"] == "Example GmbH"
    assert found["awards"] == [{"title": "Award", "date": "2026", "summary": "3rd place (Example GmbH)"}]
    assert found["publications"][0]["summary"] == "Z. Beispiel, A. N. Other"


def test_the_schema_refuses_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"work": [{"startDate": "03/2024"}]}, SCHEMA)


def test_dates_are_as_precise_as_known_and_the_present_is_left_open() -> None:
    found = document()
    [job] = found["work"]
    assert job["startDate"] == "2019-01"
    assert "endDate" not in job
    assert found["education"][0]["endDate"] == "2018"
    project, study = found["projects"][0], found["projects"][1]
    assert (project["startDate"], project["endDate"]) == ("2020", "2021-05-06")
    assert (study["startDate"], study.get("endDate")) == ("2024-03", None)


def test_studies_and_talks_are_projects() -> None:
    found = document()
    assert [(entry["name"], entry["type"]) for entry in found["projects"]] == [
        ("Labs", "project"),
        ("Restore", "case study"),
        ("Mesh", "case study"),
        ("On recovery", "talk"),
    ]
    assert found["projects"][1] == {
        "name": "Restore",
        "description": "Nobody knew how to restore.",
        "highlights": ["A controller restores.", "Minutes, not days."],
        "keywords": ["Kanister", "Kubernetes"],
        "startDate": "2024-03",
        "url": "https://example.org/restore",
        "roles": ["Lead"],
        "type": "case study",
    }


def test_only_the_studies_shown_are_told_of() -> None:
    found = document(studies=["mesh"])
    assert [entry["name"] for entry in found["projects"]] == ["Labs", "Mesh", "On recovery"]
    assert found["skills"] == [
        {"name": "Delivery", "keywords": ["GitOps"]},
        {"name": "Technologies", "keywords": ["Kubernetes"]},
    ]
    assert [entry["name"] for entry in document(studies=["mesh", "restore"])["projects"]][1:3] == ["Mesh", "Restore"]
    assert document(studies=[])["skills"][1] == {"name": "Technologies"}
    with pytest.raises(KeyError):
        document(studies=["nope"])


def test_what_is_private_stays_out() -> None:
    data = dumps(DOSSIER).decode()
    for secret in ("Geheim AG", "an insurer", "Geheime Gasse", "10115", "zoe.jpg"):
        assert secret not in data


def test_a_dossier_with_a_name_only() -> None:
    found = to_json_resume(
        Dossier.model_validate({"profile": {"name": "Zoë"}}), canonical="https://example.org/cv.json"
    )
    jsonschema.validate(found, SCHEMA)
    assert set(found) == {"$schema", "basics", "meta"}
    assert found["meta"]["canonical"] == "https://example.org/cv.json"


def test_the_present_employer_is_told_where_no_jobs_are_listed() -> None:
    profile = {"name": "Zoë", "role": "Engineer", "employer": "Example GmbH"}
    found = to_json_resume(Dossier.model_validate({"profile": profile}))
    assert found["work"] == [{"name": "Example GmbH", "position": "Engineer"}]


def test_the_bytes_are_the_same_each_time_and_utf_8() -> None:
    data = dumps(DOSSIER)
    assert data == dumps(DOSSIER.model_copy(deep=True))
    assert "Zoë".encode() in data
    assert data.endswith(b"}\n")
    assert json.loads(data) == to_json_resume(DOSSIER)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain", "plain"),
        ("**strong** and *soft* and __both__ _ways_", "strong and soft and both ways"),
        ("***all***", "all"),
        ("**a *b* c**", "a b c"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("[words](https://example.org/a_b_c) here", "words here"),
        ("`*code*` stays", "*code* stays"),
        (r"\*not\* soft, \_nor\_ this", "*not* soft, _nor_ this"),
        ("two\n  lines", "two lines"),
        ("a [note] (aside)", "a [note] (aside)"),
        (None, None),
    ],
)
def test_markdown_is_taken_off(text: str | None, words: str | None) -> None:
    assert plain(text) == words
