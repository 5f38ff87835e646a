"""A dossier that names nobody: what is replaced, wherever it is said, and what is left."""

from __future__ import annotations

from typing import Any

import pytest
from tests.anonymous.desk import derived

from casefolio.shaping.identity import texts

_STUDY = {"theme": "t", "problem": "P.", "architecture": "A.", "result": "R."}


def _content(**more: Any) -> dict[str, Any]:
    profile = {
        "name": "Ada Lovelace",
        "employer": "Engine Works GmbH",
        "contact": {"email": "ada.lovelace@engineworks.example", "phone": "+49 69 1234567", "address": ["Lane 1"]},
        "links": [{"label": "Code", "url": "https://github.com/adalove"}],
        "photo": {"file": "content/private/ada.jpg", "alt": "Ada Lovelace"},
    }
    return {"profile": profile | more.pop("profile", {}), "themes": {"t": {"title": "Theme"}}} | more


def _said(content: dict[str, Any], locale: str = "en") -> str:
    return "\n".join(texts(derived(content, locale).dossier))


def test_the_head_names_nobody() -> None:
    profile = derived(_content()).dossier.profile
    assert (profile.name, profile.employer) == ("Candidate", "Employer A")
    assert (bool(profile.contact), profile.links, profile.photo) == (False, (), None)
    assert derived(_content(), "de").dossier.profile.name == "Bewerbende Person"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ada Lovelace builds engines.", "The candidate builds engines."),
        ("At last Ada Lovelace’s engine runs.", "At last the candidate’s engine runs."),
        ("The LOVELACE pattern.", "The Candidate pattern."),
        ("By A. Lovelace and others.", "By the candidate and others."),
        ("Lovelace, A. wrote it.", "The candidate wrote it."),
        ("For Engine Works GmbH's users.", "For Employer A's users."),
        ("Runs at Engine Works every night.", "Runs at Employer A every night."),
        ("Runs at engine-works every night.", "Runs at Employer A every night."),
        ("See [her page](https://engineworks.example/ada) for more.", "See her page for more."),
        ("Write to ada@engineworks.example today.", "Write to [link withheld] today."),
        ("An adapter stays an adapter.", "An adapter stays an adapter."),
        ("Builds software for the works council.", "Builds software for the works council."),
    ],
)
def test_names_in_other_texts_give_way(before: str, after: str) -> None:
    study = _STUDY | {"title": "Study", "problem": before}
    made = derived(_content(studies={"study": study})).dossier.studies["study"].problem
    assert made == after


def test_employers_have_a_letter_each_and_keep_it() -> None:
    jobs = [
        {"title": "Lead", "employer": "Engine Works", "url": "https://engineworks.example"},
        {"title": "Engineer", "employer": "Looms Ltd.", "summary": "Came from Looms to Engine Works."},
    ]
    award = {"title": "Prize", "holder": "Looms Ltd."}
    dossier = derived(_content(experience=jobs, recognition=[award])).dossier
    assert [job.employer for job in dossier.experience] == ["Employer A", "Employer B"]
    assert dossier.experience[1].summary == "Came from Employer B to Employer A."
    assert dossier.experience[0].url is None
    assert dossier.recognition[0].holder == "Employer B"


def test_talks_lose_their_names_keys_and_towns() -> None:
    talk = {
        "title": "Engines that count",
        "event": "Difference Days 2026",
        "place": "London",
        "date": "2026-05-04",
        "link": "https://difference.example/t",
        "note": "Ada Lovelace spoke on Difference Days about engines.",
    }
    anonymous = derived(_content(talks={"difference-days": talk}))
    ((key, made),) = anonymous.dossier.talks.items()
    assert (key, made.title, made.event, made.place, made.link) == ("talk-1", "Talk A", "Event A", None, None)
    assert str(made.date) == "2026"
    assert made.note == "The candidate spoke on Event A about engines."
    assert "Difference" in anonymous.removed


def test_clients_are_their_aliases() -> None:
    studies = {
        "one": _STUDY
        | {"title": "One", "client": {"name": "Kaufhof", "alias": "a retailer"}, "problem": "At Kaufhof."},
        "two": _STUDY | {"title": "Two", "client": {"name": "Zeche Nord"}, "problem": "At Zeche Nord."},
    }
    made = derived(_content(studies=studies)).dossier.studies
    assert (made["one"].client.name, made["one"].problem) == ("a retailer", "At a retailer.")  # type: ignore[union-attr]
    assert (made["two"].client.name, made["two"].problem) == ("Client A", "At Client A.")  # type: ignore[union-attr]


def test_keys_that_name_somebody_stay_keys_and_references_follow() -> None:
    studies = {
        "lovelace-engine": _STUDY | {"title": "An engine"},
        "other": _STUDY | {"title": "Other", "related": ["lovelace-engine"]},
    }
    dossier = derived(_content(studies=studies, cv={"studies": ["lovelace-engine"]})).dossier
    assert list(dossier.studies) == ["candidate-engine", "other"]
    assert dossier.studies["other"].related == dossier.cv.studies == ("candidate-engine",)


def test_keywords_that_give_somebody_away_go_as_a_whole() -> None:
    profile = {"keywords": ["engines", "Lovelace method", "Engine Works"]}
    assert derived(_content(profile=profile)).dossier.profile.keywords == ("engines",)


def test_a_picture_is_still_found_where_it_lies() -> None:
    figure = {"file": "content/lovelace/engine.png", "alt": "The engine of Ada Lovelace"}
    (made,) = (
        derived(_content(studies={"s": _STUDY | {"title": "S", "figures": [figure]}})).dossier.studies["s"].figures
    )
    assert (made.file, made.alt) == ("content/lovelace/engine.png", "The engine of the candidate")


def test_what_an_import_left_over_is_gone() -> None:
    assert derived(_content(extra={"json-resume": {"basics": {"image": "ada.png"}}})).dossier.extra == {}


def test_parts_of_names_count_unless_they_are_ordinary_words() -> None:
    study = _STUDY | {"title": "Study", "problem": "An engine that works."}
    removed = derived(_content(studies={"study": study})).removed
    assert {"Ada Lovelace", "Lovelace", "Ada", "Engine Works", "adalove", "ada.lovelace"} <= set(removed)
    assert {"engineworks.example", "+49 69 1234567", "Lane 1"} <= set(removed)
    assert not {"Engine", "Works", "GmbH", "Candidate"} & set(removed)


@pytest.mark.parametrize(
    ("employer", "said", "part"),
    [
        ("CONTACT Software GmbH", "Points of contact are told.", "CONTACT"),
        ("CONTACT Software GmbH", "Nothing.", "contact"),
        ("Meier Logistik AG", "Leiter der Logistik.", "Meier"),
    ],
)
def test_a_part_is_looked_for_as_it_can_be_told(employer: str, said: str, part: str) -> None:
    study = _STUDY | {"title": "Study", "problem": said}
    removed = derived(_content(profile={"employer": employer}, studies={"study": study})).removed
    assert part in removed
    assert not {"Software", "Logistik", "GmbH", "AG"} & set(removed)


def test_what_is_removed_is_nowhere_in_the_dossier() -> None:
    content = _content(experience=[{"title": "Lead", "employer": "Looms Ltd.", "highlights": ["Ada’s looms at Looms"]}])
    said = _said(content).casefold()
    anonymous = derived(content)
    assert [string for string in anonymous.removed if len(string) > 4 and string.casefold() in said] == []
    assert anonymous == derived(content)
