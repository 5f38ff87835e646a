"""The owner as linked data: a schema.org Person in JSON-LD, for machines that read a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casefolio.model.dossier import Dossier


def person(dossier: Dossier) -> str:
    """The person of a dossier, with what it shows of them, as JSON that may stand in a `script` element."""
    profile, contact = dossier.profile, dossier.profile.contact
    skills = dict.fromkeys(word for group in dossier.skills for word in group.items)
    schools = dict.fromkeys(school.institution for school in dossier.education)
    said = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": profile.name,
        "jobTitle": profile.role,
        "worksFor": {"@type": "Organization", "name": profile.employer} if profile.employer else None,
        "email": contact.email,
        "telephone": contact.phone,
        "address": {"@type": "PostalAddress", "addressLocality": contact.place} if contact.place else None,
        "url": profile.links[0].url if profile.links else None,
        "sameAs": [link.url for link in profile.links],
        "knowsAbout": list(skills),
        "knowsLanguage": [entry.language for entry in dossier.languages],
        "alumniOf": [{"@type": "EducationalOrganization", "name": name} for name in schools],
        # An award of somebody else is none of theirs.
        "award": [entry.title for entry in dossier.recognition if not entry.holder],
        "hasCredential": [_credential(entry) for entry in dossier.certificates],
    }
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False, indent=1)
    # Within a script nothing may look like its end (HTML §4.12.1.3).
    return text.replace("<", "\\u003c")


def _credential(entry: Any) -> dict[str, Any]:
    issuer = {"recognizedBy": {"@type": "Organization", "name": entry.issuer}} if entry.issuer else {}
    return {"@type": "EducationalOccupationalCredential", "name": entry.title, **issuer}
