"""Documents of each format with anything where something else is expected: drafted all the same, and valid."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.incoming.archives import TABLES, archive
from tests.incoming.documents import ADDRESS, BAD_ADDRESS, BAD_DATE, DAY, WILD

from casefolio.errors import CasefolioError
from casefolio.exchange.incoming import rendercv, yamlresume
from casefolio.exchange.incoming.draft import Draft
from casefolio.exchange.incoming.project import files
from casefolio.importing import draft_of
from casefolio.model.dossier import Dossier

_SETTINGS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
_LEAF = st.one_of(WILD, DAY, BAD_DATE, ADDRESS, BAD_ADDRESS, st.integers(), st.booleans(), st.none())


def mappings(*keys: str, inner: Any = _LEAF, most: int = 6) -> Any:
    return st.dictionaries(st.sampled_from(keys), inner, max_size=most)


_ENTRY = _LEAF | mappings(
    "company", "position", "institution", "area", "degree", "title", "authors", "label", "details", "bullet", "number",
    "name", "start_date", "end_date", "date", "summary", "highlights", "url", "doi", "journal", "location", "odd",
    inner=_LEAF | st.lists(_LEAF, max_size=3), most=8,
)  # fmt: skip
_SECTIONS = mappings(
    "experience", "Education", "projects", "summary", "Awards", "languages", "ODD ones", "publications", "a",
    inner=_LEAF | st.lists(_ENTRY, max_size=3),
)  # fmt: skip
RENDERCV = mappings(
    "name", "headline", "email", "phone", "website", "photo", "social_networks", "custom_connections", "odd",
    inner=_LEAF | st.lists(_LEAF | mappings("network", "username", "placeholder", "url"), max_size=2),
)  # fmt: skip


def valid(draft: Draft) -> Dossier:
    draft.set_aside()
    assert files(draft, one_file=False)
    assert files(draft, one_file=True)
    return Dossier.model_validate({**draft.values, "extra": draft.extra})


@_SETTINGS
@given(RENDERCV, _SECTIONS | _LEAF, mappings("design", "locale", "odd"))
def test_rendercv(head: dict[str, Any], sections: Any, rest: dict[str, Any]) -> None:
    draft = Draft("cv.yaml")
    rendercv.read({"cv": {**head, "sections": sections}, **rest}, draft)
    assert valid(draft).profile.name


_RESUME_ENTRY = _LEAF | mappings(
    "name", "position", "startDate", "endDate", "summary", "keywords", "institution", "degree", "area", "courses",
    "title", "language", "fluency", "level", "network", "url", "username", "description", "score", "odd",
    inner=_LEAF | st.lists(_LEAF, max_size=3), most=8,
)  # fmt: skip


@_SETTINGS
@given(
    mappings("work", "education", "skills", "languages", "projects", "profiles", "location", "odd",
             inner=_LEAF | st.lists(_RESUME_ENTRY, max_size=3) | _RESUME_ENTRY),
    mappings("name", "headline", "email", "url", "summary", "location", "profiles"),
    mappings("locale", "layout", "odd", inner=_LEAF | mappings("language", "locale")),
)  # fmt: skip
def test_yamlresume(content: dict[str, Any], basics: dict[str, Any], rest: dict[str, Any]) -> None:
    draft = Draft("cv.yml")
    yamlresume.read({"content": {**content, "basics": basics}, **rest}, draft)
    assert valid(draft).profile.name


@_SETTINGS
@given(st.data())
def test_linkedin(data: st.DataObject) -> None:
    tables: dict[str, str | bytes] = {"Profile.csv": TABLES["Profile.csv"]}
    for name in data.draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=5)):
        head = TABLES[name].lstrip("\ufeff").splitlines()[0]
        cells = st.lists(_LEAF.map(lambda cell: '"' + str(cell).replace('"', '""') + '"'), max_size=9)
        rows = data.draw(st.lists(cells, max_size=3))
        tables[name] = "\n".join([head, *map(",".join, rows)]).encode("utf-8", "replace")
    try:
        _, draft = draft_of(archive(tables), "export.zip")
    except CasefolioError as error:
        codes = {problem.code for problem in error.problems}
    else:
        codes = set() if valid(draft).profile.name else {"no name"}
    assert codes <= {"CF-147", "CF-154"}


_NAMES = (
    "LearnerInfo", "Identification", "PersonName", "FirstName", "ContactInfo", "Email", "Contact", "WorkExperienceList",
    "WorkExperience", "Period", "From", "To", "Current", "Position", "Label", "Employer", "Name", "EducationList",
    "Education", "Title", "Organisation", "Skills", "Linguistic", "MotherTongueList", "MotherTongue", "Description",
    "CandidatePerson", "Communication", "ChannelCode", "URI", "CandidateProfile", "EmploymentHistory",
    "EmployerHistory",
    "PositionHistory", "PositionTitle", "EmploymentPeriod", "StartDate", "FormattedDateTime", "Others", "Other", "Odd",
)  # fmt: skip


@pytest.mark.parametrize("root", ["SkillsPassport", "Candidate"])
@_SETTINGS
@given(st.lists(st.tuples(st.sampled_from(_NAMES), st.integers(0, 12), _LEAF), max_size=24))
def test_europass(root: str, parts: list[tuple[str, int, Any]]) -> None:
    tree = Element(root)
    known = [tree]
    for name, parent, value in parts:
        child = SubElement(known[parent % len(known)], name)
        child.text = "".join(letter for letter in str(value) if letter.isprintable() and letter < "\ud800")
        child.set("year", "2020" if parent % 2 else str(value).encode("ascii", "ignore").decode().strip("\x00\x07"))
        known.append(child)
    data = tostring(tree)
    try:
        _, draft = draft_of(data, "cv.xml")
    except CasefolioError as error:
        codes = {problem.code for problem in error.problems}
    else:
        codes = set() if valid(draft).profile.name else {"no name"}
    assert codes <= {"CF-148", "CF-154"}
