"""What is embedded in a CV is what the CV shows, no more."""

from __future__ import annotations

from casefolio.model.dossier import Dossier
from casefolio.shaping.cv import shown

DATA = {
    "profile": {"name": "Ada Example", "summary": "Builds things.", "contact": {"email": "ada@example.org"}},
    "cv": {"sections": ["experience", "projects", "recognition", "custom:pets"], "projects": ["Kept"]},
    "experience": [{"title": "Engineer", "employer": "One"}, {"title": "Trainee", "employer": "Two", "optional": True}],
    "projects": [{"title": "Kept", "summary": "K"}, {"title": "Not named", "summary": "N"}],
    "education": [{"title": "Degree", "institution": "School"}],
    "talks": {"talk": {"title": "T", "event": "E"}},
    "recognition": [{"title": "Award"}],
    "custom": {
        "pets": {"title": "Pets", "entries": [{"title": "Rex"}, {"title": "Tom", "optional": True}]},
        "cars": {"title": "Cars", "entries": [{"title": "Beetle"}]},
    },
}


def test_sections_and_entries_that_are_not_on_the_page_are_not_in_it() -> None:
    seen = shown(Dossier.model_validate(DATA), {("experience", 1), ("custom", "pets", "entries", 1)})
    assert [job.title for job in seen.experience] == ["Engineer"]
    assert [project.title for project in seen.projects] == ["Kept"]
    assert seen.education == ()
    assert seen.studies == {}
    assert list(seen.talks) == ["talk"]
    assert [award.title for award in seen.recognition] == ["Award"]
    assert [entry.title for entry in seen.custom["pets"].entries] == ["Rex"]
    assert list(seen.custom) == ["pets"]
    assert seen.profile.summary is None
    assert seen.profile.contact.email == "ada@example.org"


def test_the_dossier_itself_is_unchanged() -> None:
    dossier = Dossier.model_validate(DATA)
    shown(dossier, {("experience", 0)})
    assert len(dossier.experience) == 2
