"""The Candidate of today's Europass portal, an HR-XML document, in the words of JSON Resume.

Long texts hold HTML, written as text. Languages and countries are codes (ISO 639-2, ISO 3166-1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.taking import PLACE
from casefolio.exchange.incoming.words import slug

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from casefolio.exchange.incoming.xmltree import Tree

Row = dict[str, Any]
#: A section of the owner's own: key, heading, entries in the words of `volunteer`.
Own = tuple[str, str, list[Row]]

_ABILITIES = {
    "CEF-Understanding-Listening": "listening",
    "CEF-Understanding-Reading": "reading",
    "CEF-Speaking-Interaction": "conversation",
    "CEF-Speaking-Production": "speaking",
    "CEF-Writing-Production": "writing",
}
_LANGUAGES = {
    "alb": "Albanian", "ara": "Arabic", "arm": "Armenian", "bos": "Bosnian", "bul": "Bulgarian", "cat": "Catalan",
    "ces": "Czech", "chi": "Chinese", "cze": "Czech", "dan": "Danish", "deu": "German", "dut": "Dutch",
    "ell": "Greek", "eng": "English", "est": "Estonian", "fas": "Persian", "fin": "Finnish", "fra": "French",
    "fre": "French", "geo": "Georgian", "ger": "German", "gle": "Irish", "gre": "Greek", "heb": "Hebrew",
    "hin": "Hindi", "hrv": "Croatian", "hun": "Hungarian", "ice": "Icelandic", "ind": "Indonesian",
    "isl": "Icelandic", "ita": "Italian", "jpn": "Japanese", "kor": "Korean", "kur": "Kurdish", "lat": "Latin",
    "lav": "Latvian", "lit": "Lithuanian", "mac": "Macedonian", "mkd": "Macedonian", "mlt": "Maltese",
    "nld": "Dutch", "nor": "Norwegian", "per": "Persian", "pol": "Polish", "por": "Portuguese", "ron": "Romanian",
    "rum": "Romanian", "rus": "Russian", "slk": "Slovak", "slo": "Slovak", "slv": "Slovenian", "spa": "Spanish",
    "sqi": "Albanian", "srp": "Serbian", "swe": "Swedish", "tur": "Turkish", "ukr": "Ukrainian", "urd": "Urdu",
    "vie": "Vietnamese", "zho": "Chinese",
}  # fmt: skip
#: Sections that other tools fill and the portal writes empty: their entries look like `Others`.
_LISTS = {
    "Projects": "Projects",
    "VoluntaryWorks": "Volunteering",
    "ConferencesAndSeminars": "Conferences and seminars",
    "NetworksAndMemberships": "Networks and memberships",
    "SocialAndPoliticalActivities": "Social and political activities",
    "CreativeWorks": "Creative works",
    "CourseCertifications": "Courses",
}


def document(tree: Tree) -> tuple[Row, list[Own]]:
    """A candidate in the words of JSON Resume, and sections of the owner's own."""
    person, profile = tree.one(tree.root, "CandidatePerson"), tree.one(tree.root, "CandidateProfile")
    found: Row = {"basics": _basics(tree, person, profile)}
    found["work"] = [
        _job(tree, employer, position, number)
        for number, employer in enumerate(tree.all(profile, "EmploymentHistory/EmployerHistory"))
        for position in tree.all(employer, "PositionHistory")
    ]
    schools = tree.all(profile, "EducationHistory/EducationOrganizationAttendance")
    found["education"] = [_school(tree, one, number) for number, one in enumerate(schools)]
    found["languages"] = _languages(tree, person, profile)
    found["skills"] = _skills(tree, profile)
    found["publications"] = [_publication(tree, one) for one in tree.all(profile, "PublicationHistory/Publication")]
    found["certificates"] = [
        {PLACE: "Certifications", "name": name}
        for one in tree.all(profile, "Certifications/Certification")
        if (name := tree.text(one, "CertificationName", "Title", "Name"))
    ]
    return found, _own(tree, profile)


def level(levels: dict[str, str]) -> str:
    """How well a language is spoken: one level where all abilities have the same, else each with its own."""
    known = {word: value for word, value in levels.items() if value}
    if len(set(known.values())) == 1 and len(known) > 1:
        return next(iter(known.values()))
    return ", ".join(f"{word} {value}" for word, value in known.items())


def _language(code: str) -> str:
    return _LANGUAGES.get(code.lower(), code)


def _basics(tree: Tree, person: Element | None, profile: Element | None) -> Row:
    names = (tree.text(person, "PersonName/GivenName"), tree.text(person, "PersonName/FamilyName"))
    found: Row = {PLACE: "CandidatePerson", "name": " ".join(filter(None, names)), "profiles": []}
    found["summary"] = tree.text(profile, "ExecutiveSummary")
    for channel in tree.all(person, "Communication"):
        kind, use = tree.text(channel, "ChannelCode").lower(), tree.text(channel, "UseCode")
        address = tree.one(channel, "Address")
        if address is not None and "location" not in found:
            found["location"] = _location(tree, address)
        number = tree.text(channel, "DialNumber") if not found.get("phone") else ""
        if number:
            code = tree.text(channel, "CountryDialing")
            found["phone"] = f"+{code.removeprefix('+')} {number}" if code else number
            tree.text(channel, "CountryCode")
        if kind == "email" and "email" not in found:
            found["email"] = tree.text(channel, "URI")
        elif kind != "email" and (page := tree.text(channel, "URI")):
            label = use.title() if kind == "social media" and use.lower() != "other" else "Website"
            found["profiles"].append({PLACE: "Communication", "network": label, "url": page})
    photo = tree.text(profile, "Attachment/EmbeddedData")
    if photo:
        found["image"] = _picture(photo)
        tree.take_all(tree.one(profile, "Attachment"))
    return found


def _picture(text: str) -> str:
    """A `data:` address, which the portal writes in base64 once more."""
    from base64 import b64decode

    if text.startswith("data:"):
        return text
    try:
        inner = b64decode(text).decode("ascii")
    except ValueError:
        return text
    return inner if inner.startswith("data:") else text


def _location(tree: Tree, address: Element) -> Row:
    city, country = tree.text(address, "CityName"), tree.text(address, "CountryCode").upper()
    street = tree.text(address, "AddressLine")
    found: Row = {PLACE: "Address", "city": ", ".join(filter(None, (city, country))), "address": street}
    if street:
        found["postalCode"] = tree.text(address, "PostalCode")
    return found


def _span(tree: Tree, period: Element | None) -> Row:
    start = tree.text(period, "StartDate/FormattedDateTime")
    end = tree.text(period, "EndDate/FormattedDateTime")
    current = "true" in (tree.text(period, "CurrentIndicator").lower(), tree.text(period, "Ongoing").lower())
    return {"startDate": start, "endDate": "present" if current and not end else end}


def _job(tree: Tree, employer: Element, position: Element, number: int) -> Row:
    way = "OrganizationContact/Communication"
    seat = [tree.text(employer, f"{way}/Address/{key}") for key in ("CityName", "CountryCode")]
    city, country = tree.text(position, "City") or seat[0], tree.text(position, "Country") or seat[1]
    return {
        PLACE: f"EmploymentHistory.EmployerHistory[{number}]",
        "position": tree.text(position, "PositionTitle"),
        "name": tree.text(employer, "OrganizationName"),
        "location": ", ".join(filter(None, (city, country.upper()))),
        "url": tree.text(employer, "Link", f"{way}/URI"),
        "summary": tree.text(position, "Description"),
        **_span(tree, tree.one(position, "EmploymentPeriod")),
    }


def _school(tree: Tree, entry: Element, number: int) -> Row:
    degree, way = tree.one(entry, "EducationDegree"), "OrganizationContact/Communication"
    city, country = tree.text(entry, f"{way}/Address/CityName"), tree.text(entry, f"{way}/Address/CountryCode")
    thesis = tree.text(degree, "Thesis")
    return {
        PLACE: f"EducationHistory.EducationOrganizationAttendance[{number}]",
        "studyType": tree.text(degree, "DegreeName") or tree.text(entry, "ProgramName"),
        "institution": tree.text(entry, "OrganizationName"),
        "location": ", ".join(filter(None, (city, country.upper()))),
        "url": tree.text(entry, "Link", f"{way}/URI"),
        "score": tree.text(degree, "FinalGrade/ScoreText"),
        "summary": tree.text(degree, "OccupationalSkillsCovered"),
        "courses": [f"Thesis: {thesis}"] if thesis else [],
        **_span(tree, tree.one(entry, "AttendancePeriod")),
    }


def _languages(tree: Tree, person: Element | None, profile: Element | None) -> list[Row]:
    found: list[Row] = [
        {PLACE: "PrimaryLanguageCode", "language": _language(code), "fluency": "mother tongue"}
        for code in tree.texts(person, "PrimaryLanguageCode")
    ]
    for entry in tree.all(profile, "PersonQualifications/PersonCompetency"):
        if tree.text(entry, "TaxonomyID").lower() != "language":
            continue
        levels = {}
        for dimension in tree.all(entry, "CompetencyDimension"):
            word = _ABILITIES.get(tree.text(dimension, "CompetencyDimensionTypeCode"))
            if word:
                levels[word] = tree.text(dimension, "Score/ScoreText")
        name = _language(tree.text(entry, "CompetencyID"))
        found.append({PLACE: "PersonQualifications", "language": name, "fluency": level(levels)})
    return found


def _skills(tree: Tree, profile: Element | None) -> list[Row]:
    found: list[Row] = []
    groups = [(tree.text(group, "Title"), group) for group in tree.all(profile, "Skills/SkillsGroup")]
    ways = (*groups, ("", tree.one(profile, "Skills")), ("", tree.one(profile, "PersonQualifications")))
    for title, group in ways:
        words = []
        for one in tree.all(group, "PersonCompetency"):
            if word := tree.text(one, "CompetencyName"):
                words.append(word)
                tree.text(one, "TaxonomyID")
        if words or title:
            found.append({PLACE: "Skills", "name": title or ("Digital skills" if words else ""), "keywords": words})
    licences = tree.texts(profile, "Licenses/License/LicenseTypeCode")
    if licences:
        found.append({PLACE: "Licenses", "name": "Driving licence", "keywords": licences})
    return found


def _publication(tree: Tree, entry: Element) -> Row:
    return {
        PLACE: "PublicationHistory",
        "name": tree.text(entry, "Title"),
        "releaseDate": tree.text(entry, "Year"),
        "publisher": ", ".join(filter(None, (tree.text(entry, "Journal"), tree.text(entry, "Publisher")))),
        "authors": tree.texts(entry, "Authors"),
        "url": tree.text(entry, "DOI/Link", "Link"),
        "summary": tree.text(entry, "FormattedPublicationDescription"),
    }


def _own(tree: Tree, profile: Element | None) -> list[Own]:
    found: dict[str, tuple[str, list[Row]]] = {}
    for other in tree.all(profile, "Others"):
        heading = tree.text(other, "Title") or "Other"
        entries = found.setdefault(heading, (slug(heading, (), "other"), []))[1]
        entries += [_entry(tree, one, heading) for one in tree.all(other, "Other")]
    for name, heading in _LISTS.items():
        for part in tree.all(profile, name):
            entries = [_entry(tree, one, name) for one in part if len(one)]
            if entries:
                key = "volunteer" if name == "VoluntaryWorks" else slug(heading)
                found.setdefault(heading, (key, []))[1].extend(entries)
    return [(key, heading, entries) for heading, (key, entries) in found.items()]


def _entry(tree: Tree, entry: Element, place: str) -> Row:
    return {
        PLACE: place,
        "position": tree.text(entry, "Title"),
        "location": tree.text(entry, "Location"),
        "summary": tree.text(entry, "Description"),
        "url": tree.text(entry, "Link"),
        **_span(tree, tree.one(entry, "Date")),
    }
