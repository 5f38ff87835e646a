"""Each format on its own sample: what it says is where a reader looks for it, and what has no home is kept and told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.incoming.archives import TABLES, archive

from casefolio.exchange.incoming.xmltree import Tree
from casefolio.importing import draft_of
from casefolio.model.dossier import Dossier
from casefolio.reading.parse import parse
from casefolio.reading.source import Source
from casefolio.reading.tree import plain

if TYPE_CHECKING:
    from casefolio.exchange.incoming.draft import Draft

SAMPLES = Path(__file__).parent / "samples"


def drafted(name: str) -> tuple[Draft, Dossier]:
    _, draft = draft_of((SAMPLES / name).read_bytes(), name)
    return draft, Dossier.model_validate({**draft.values, "extra": draft.extra})


def one(entries: Any) -> Any:
    [found] = entries
    return found


def said(dossier: Dossier) -> str:
    """All words of a dossier but those that were kept."""
    return dossier.model_copy(update={"extra": {}}).model_dump_json()


def test_rendercv() -> None:
    draft, dossier = drafted("rendercv.yaml")
    profile = dossier.profile
    assert (profile.name, profile.role) == ("Ada Beispiel", "Platform Engineer")
    assert (profile.contact.email, profile.contact.phone) == ("ada@example.org", "+49-69-1234567")
    assert [link.label for link in profile.links] == ["Website", "GitHub", "ORCID", "Book a call"]
    assert profile.summary == (
        "Builds **platforms** that teams use [without asking](https://example.org). Keeps them running."
    )
    lead, engineer = dossier.experience
    assert (lead.employer, str(lead.start), str(lead.end)) == ("Example GmbH", "2019-03", "present")
    assert lead.highlights == ("Restores rehearsed **every night**",)
    assert (engineer.start, engineer.end) == (None, None)
    assert one(dossier.education).title == "M.Sc., Computer Science"
    paper = one(dossier.publications)
    assert (paper.authors, paper.url) == (("A. Beispiel", "K. Muster"), "https://doi.org/10.1000/182")
    assert one(dossier.skills).items == ("Kubernetes", "Terraform (AWS, GCP)", "Go")
    assert one(dossier.languages).level == "native"
    assert one(dossier.recognition).title == "Best talk of the Example Conference"
    project = one(dossier.custom["projects"].entries)
    assert (project.title, project.highlights) == ("restore-drill", ("Used by ten teams",))
    assert one(dossier.custom["volunteering"].entries).detail == "Code Club"
    assert dossier.settings.locale == "de"
    assert set(draft.kept) == {
        "cv.email[1]", "cv.social_networks[2]", "cv.photo", "cv.sections.experience[1].date", "cv.sections.odd[0]",
        "design", "locale", "settings",
    }  # fmt: skip
    assert len(draft.warnings) == len(draft.kept)


def test_rendercv_keeps_its_order_and_headings() -> None:
    from casefolio.exchange.incoming.project import plan

    draft, _ = drafted("rendercv.yaml")
    assert plan(draft) == {
        "pages": "any",
        "sections": [
            "summary", "education", "experience", "custom:volunteering", "custom:projects", "publications",
            "recognition", "languages", "skills", "custom:patents", "custom:mixed",
        ],
        "titles": {"summary": "Welcome", "recognition": "Selected Honors", "skills": "Technologies"},
    }  # fmt: skip


def test_yamlresume() -> None:
    draft, dossier = drafted("yamlresume.yml")
    assert (dossier.profile.role, dossier.settings.locale) == ("Platform Engineer", "de")
    assert dossier.profile.contact.address == ("Beispielweg 1", "60311 Frankfurt")
    job = one(dossier.experience)
    assert (str(job.start), str(job.end)) == ("2019-03-01", "present")
    assert job.highlights == ("Restores rehearsed every night", "One way to production")
    school = one(dossier.education)
    assert (school.title, school.highlights) == (
        "Master, Computer Science",
        ("Thesis on scheduling", "Databases, Networks"),
    )
    assert one(dossier.skills).label == "Platforms (Expert)"
    assert one(dossier.recognition).detail == "Example Conference, Out of ninety"
    assert one(dossier.projects).summary == "Rehearses restores. Used by ten teams."
    assert one(dossier.custom["references"].entries).detail == "Former lead"
    assert {"content.work[0].keywords", "content.location.country", "layouts"} <= set(draft.kept)


def test_europass_of_version_3() -> None:
    draft, dossier = drafted("europass-3.xml")
    assert (dossier.profile.name, dossier.profile.role) == ("Ada Beispiel", "Platform Engineer")
    assert dossier.profile.contact.place == "Frankfurt, Germany"
    lead, engineer = dossier.experience
    assert (str(lead.start), str(lead.end), lead.summary) == ("2019-03", "present", "Runs the platform.")
    assert lead.highlights == ("Restores **rehearsed**", "One way")
    assert (str(engineer.start), str(engineer.end)) == ("2015", "2019-02-28")
    assert [(entry.language, entry.level) for entry in dossier.languages] == [
        ("German", "mother tongue"),
        ("English", "C1"),
        ("French", "listening B1, reading B2"),
    ]
    assert {skill.label: skill.items for skill in dossier.skills} == {
        "Communication": ("Explains well",),
        "Driving licence": ("B", "BE"),
    }
    kept = draft.kept
    assert kept["LearnerInfo.Identification.Demographics.Birthdate"] == "year=1990 month=--03 day=---15"
    assert kept["LearnerInfo.Identification.ContactInfo.TelephoneList.Telephone[1].Contact"] == "+49 69 7654321"


def test_europass_of_today() -> None:
    draft, dossier = drafted("europass-candidate.xml")
    assert dossier.profile.summary == "Builds **platforms**."
    assert dossier.profile.contact.phone == "+49 691234567"
    assert [link.label for link in dossier.profile.links] == ["Website", "Linkedin"]
    job = one(dossier.experience)
    assert (job.place, str(job.end), job.highlights) == ("Frankfurt, DE", "present", ("Restores rehearsed",))
    school = one(dossier.education)
    assert (school.grade, school.highlights, str(school.end)) == ("1.3", ("Thesis: Scheduling",), "2014")
    assert [entry.level for entry in dossier.languages] == ["mother tongue", "listening C1, writing B2"]
    assert [entry.language for entry in dossier.languages] == ["German", "English"]
    assert {skill.label for skill in dossier.skills} == {"Languages of machines", "Digital skills", "Driving licence"}
    mentor = one(dossier.custom["volunteering"].entries)
    assert (mentor.title, str(mentor.start), mentor.end) == ("Mentor", "2020", None)
    assert draft.kept["CandidatePerson.BirthDate"] == "1990-03-15"


def test_linkedin() -> None:
    _, draft = draft_of(archive(), "export.zip")
    dossier = Dossier.model_validate(draft.values)
    assert (dossier.profile.name, dossier.profile.contact.place) == ("Ada Beispiel", "Frankfurt, Germany")
    assert dossier.profile.contact.email == "ada@example.org"  # the primary one
    assert dossier.profile.summary == "Builds platforms. Runs them. Explains them."
    assert [link.label for link in dossier.profile.links] == ["Website", "Blog", "Twitter"]
    lead, engineer = dossier.experience
    assert (str(lead.start), str(lead.end)) == ("2019-03", "present")
    assert lead.highlights == ("Restores rehearsed", "One way to production")
    assert (str(engineer.start), str(engineer.end)) == ("2015-01", "2019-02")
    assert {skill.label: skill.items for skill in dossier.skills} == {
        "Skills": ("Kubernetes", "Go"),
        "Languages": ("English",),
    }
    course = one(dossier.custom["courses"].entries)
    assert (course.title, course.detail, course.end) == ("Databases", "DB1", None)
    assert one(dossier.custom["other-education"].entries).title == "Example Gymnasium"
    assert draft.kept["Certifications.csv row 2.License Number"] == "LF-1"
    told = draft.warnings[-1].message
    assert "Connections.csv, messages.csv" in told
    assert "Kim" not in str(draft.extra)  # other people's data is not taken


def test_linkedin_tables_in_a_folder_with_notes_and_other_encodings() -> None:
    tables: dict[str, str | bytes] = {f"Export/{name}": table for name, table in TABLES.items()}
    tables["Export/Positions.csv"] = str(tables["Export/Positions.csv"]).encode("utf-16")
    tables["Export/Skills.csv"] = 'Notes:\n"Skills may be missing."\n\nName\nKubernetes\n'
    _, draft = draft_of(archive(tables), "export.zip")
    assert len(draft.values["experience"]) == 2
    assert draft.values["skills"][0]["items"] == ["Kubernetes"]


def leaves(value: Any) -> list[str]:
    """All texts of a value."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for one in inner for text in leaves(one)]
    return [value] if isinstance(value, str) else []


def texts_of(name: str) -> list[str]:
    """Every text of a sample that is not about the file itself."""
    data = (SAMPLES / name).read_bytes()
    if not name.endswith("xml"):
        return leaves(plain(parse(Source(Path(name), name, data.decode()))[0]))
    tree = Tree(data, name)
    for part in ("DocumentInfo", "PrintingPreferences", "RenderingInformation", "CandidateSupplier", "DocumentID"):
        tree.take_all(tree.one(tree.root, part))
    return [re.sub("<[^>]*>", " ", text) for _, text in tree.rest()]


#: What is said otherwise: codes, kinds of entries, dates in words.
OTHERWISE = {
    "rendercv.yaml": {"days", "calendar", "tel"},
    "yamlresume.yml": {"mar", "oct", "sep", "dec", "jul"},
    "europass-3.xml": {"honors_awards", "preferred_job", "preferred", "job", "true"},
    "europass-candidate.xml": {"true", "false", "email", "telephone", "web", "social", "media", "mobile", "home", "deu"}
    | {"digital_skill", "cef", "understanding", "production", "ger", "eng", "language"},
}


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_every_word_of_a_sample_is_said_or_kept(name: str) -> None:
    """What is in the file is in the content, or under `extra`: nothing is lost in silence."""
    draft, dossier = drafted(name)
    told = f"{said(dossier)} {draft.extra} {draft.values.get('cv', '')}".lower()
    words = {word for text in texts_of(name) for word in re.findall(r"[^\W\d]{3,}", text.lower())}
    assert {word for word in words if word not in told} <= OTHERWISE[name]
