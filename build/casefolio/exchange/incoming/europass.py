"""Europass XML in both of its kinds: the SkillsPassport of version 3, and the Candidate that the portal writes now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.exchange.incoming import candidate
from casefolio.exchange.incoming.json_resume import settle
from casefolio.exchange.incoming.markup import paragraph_and_lines
from casefolio.exchange.incoming.normal import tidy
from casefolio.exchange.incoming.resume import Resume
from casefolio.exchange.incoming.taking import PLACE
from casefolio.exchange.incoming.xmltree import Tree, local
from casefolio.exchange.plain import plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from casefolio.exchange.incoming.draft import Draft

Row = dict[str, Any]

_SKILLS = {
    "Communication": "Communication",
    "Organisational": "Organisation",
    "JobRelated": "Work",
    "Computer": "Computer",
    "Other": "Other skills",
}
_ABILITIES = {
    "Listening": "listening",
    "Reading": "reading",
    "SpokenInteraction": "conversation",
    "SpokenProduction": "speaking",
    "Writing": "writing",
}
#: What tells how the file was made and how it looks.
_ABOUT = ("DocumentInfo", "PrintingPreferences", "RenderingInformation", "CandidateSupplier", "DocumentID")


def read(data: bytes, draft: Draft) -> None:
    """Fill a draft from a document.

    Raises CF-148 and CF-149 for XML that cannot be read, CF-151 for one of another kind.
    """
    tree = Tree(data, draft.file)
    name = local(tree.root)
    if name == "Candidate":
        document, own = candidate.document(tree)
    elif name in {"SkillsPassport", "LearnerInfo"}:
        document, own = _document(tree), []
    else:
        message = f"this XML is no Europass CV: it holds a '{name[:40]}'"
        remedy = "a Europass CV holds a SkillsPassport or a Candidate; other CVs come in as JSON Resume"
        raise CasefolioError(Problem("CF-151", message, Mark(draft.file), remedy))
    # What goes on is said to go on.
    draft.open_ends = False
    resume = Resume(tidy(document) or {}, draft)
    resume.read()
    for key, heading, entries in own:
        resume.take_own(key, heading, tidy(entries) or [], open_ends=False)
    settle(draft)
    for part in _ABOUT:
        tree.take_all(tree.one(tree.root, part))
    for place, text in tree.rest():
        draft.keep(place, text)
    draft.extra["europass"] = draft.kept


def _document(tree: Tree) -> Row:
    learner = tree.root if local(tree.root) == "LearnerInfo" else tree.one(tree.root, "LearnerInfo")
    found: Row = {"basics": _basics(tree, learner)}
    found["work"] = [_job(tree, one, n) for n, one in enumerate(tree.all(learner, "WorkExperienceList/WorkExperience"))]
    found["education"] = [_school(tree, one, n) for n, one in enumerate(tree.all(learner, "EducationList/Education"))]
    skills = tree.one(learner, "Skills")
    found["languages"] = _languages(tree, tree.one(skills, "Linguistic"))
    found["skills"] = []
    for key, label in _SKILLS.items():
        text = tree.text(skills, f"{key}/Description", f"{key}/Description/Label")
        found["skills"] += [{"name": label, "keywords": _points(text)}] if text else []
    licences = tree.texts(skills, "Driving/Description/Licence")
    found["skills"] += [{"name": "Driving licence", "keywords": licences}] if licences else []
    achievements = tree.all(learner, "AchievementList/Achievement")
    found["awards"] = [award for n, one in enumerate(achievements) if (award := _achievement(tree, one, n))]
    return found


def _points(text: str) -> list[str]:
    """A description as the words of a group: a point of a list each."""
    words, lines = paragraph_and_lines(text)
    return [said for word in (words, *lines) if (said := plain(word))]


def _basics(tree: Tree, learner: Element | None) -> Row:
    person = tree.one(learner, "Identification")
    contact = tree.one(person, "ContactInfo")
    names = (tree.text(person, "PersonName/FirstName"), tree.text(person, "PersonName/Surname"))
    address = tree.one(contact, "Address/Contact")
    place = ", ".join(filter(None, (tree.text(address, "Municipality"), tree.text(address, "Country/Label"))))
    location = {"city": place, "address": tree.text(address, "AddressLine"), PLACE: "Address"}
    location["postalCode"] = tree.text(address, "PostalCode") if location["address"] else ""
    pages = tree.texts(contact, "WebsiteList/Website/Contact")
    headline = tree.text(learner, "Headline/Description/Label", "Headline/Description")
    kind = tree.text(learner, "Headline/Type/Label")
    # A headline may be a wish or a statement; a statement is what a summary is.
    key = "summary" if len(headline) > 120 or "statement" in kind.lower() else "label"
    return {
        PLACE: "Identification",
        "name": " ".join(filter(None, names)),
        key: headline,
        "email": tree.text(contact, "Email/Contact"),
        "phone": tree.text(contact, "TelephoneList/Telephone/Contact"),
        "location": location,
        "profiles": [{PLACE: "WebsiteList", "network": "Website", "url": page} for page in pages],
    }


def _span(tree: Tree, entry: Element) -> Row:
    period = tree.one(entry, "Period")
    current = tree.text(period, "Current").lower() == "true"
    end = "present" if current else _day(tree.take(tree.one(period, "To")))
    return {"startDate": _day(tree.take(tree.one(period, "From"))), "endDate": end}


def _day(element: Element | None) -> str:
    """`year="2020" month="--03" day="---01"`, as XML Schema writes parts of dates."""
    if element is None:
        return ""
    return "-".join(part for key in ("year", "month", "day") if (part := element.get(key, "").strip("-")))


def _place(tree: Tree, organisation: Element | None) -> str:
    way = "ContactInfo/Address/Contact"
    town, country = tree.text(organisation, f"{way}/Municipality"), tree.text(organisation, f"{way}/Country/Label")
    return ", ".join(filter(None, (town, country)))


def _job(tree: Tree, entry: Element, number: int) -> Row:
    employer = tree.one(entry, "Employer")
    return {
        PLACE: f"WorkExperienceList.WorkExperience[{number}]",
        "position": tree.text(entry, "Position/Label", "Position"),
        "name": tree.text(employer, "Name"),
        "location": _place(tree, employer),
        "url": tree.text(employer, "ContactInfo/Website/Contact"),
        "summary": tree.text(entry, "Activities"),
        **_span(tree, entry),
    }


def _school(tree: Tree, entry: Element, number: int) -> Row:
    school = tree.one(entry, "Organisation")
    return {
        PLACE: f"EducationList.Education[{number}]",
        "studyType": tree.text(entry, "Title"),
        "institution": tree.text(school, "Name"),
        "location": _place(tree, school),
        "url": tree.text(school, "ContactInfo/Website/Contact"),
        "summary": tree.text(entry, "Activities"),
        **_span(tree, entry),
    }


def _achievement(tree: Tree, entry: Element, number: int) -> Row | None:
    title, text = tree.text(entry, "Title/Label", "Title"), tree.text(entry, "Description")
    if not (title or text):
        return None
    place = f"AchievementList.Achievement[{number}]"
    return {PLACE: place, "title": title or text[:80], "summary": text if title or len(text) > 80 else ""}


def _languages(tree: Tree, linguistic: Element | None) -> list[Row]:
    found: list[Row] = []
    for entry in tree.all(linguistic, "MotherTongueList/MotherTongue"):
        name = tree.text(entry, "Description/Label", "Description")
        found.append({PLACE: "MotherTongueList", "language": name, "fluency": "mother tongue"})
    for entry in tree.all(linguistic, "ForeignLanguageList/ForeignLanguage"):
        name = tree.text(entry, "Description/Label", "Description")
        levels = {word: tree.text(entry, f"ProficiencyLevel/{key}") for key, word in _ABILITIES.items()}
        found.append({PLACE: "ForeignLanguageList", "language": name, "fluency": candidate.level(levels)})
    return found
