"""What a document has beside its pages, as WeasyPrint takes it: metadata, embedded files, links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint.pdf.metadata import DocumentMetadata

from casefolio import __version__

if TYPE_CHECKING:
    from casefolio.model.sheet import Enclosure, Imprint

#: An embedded file and a file for the press must say when they were made; where nothing is known, what archives say.
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


def kept(link: Any, anchors: set[str]) -> bool:
    """Whether a link is written: one for each element of its own, and only to what is in the file.

    WeasyPrint lists the boxes inside a link as links too; their annotations would hang under tags that are no Link
    (ISO 14289-1 §7.18.5).
    """
    kind, target, _, box = link
    return box.element_tag == "a" and (kind != "internal" or target in anchors)


def metadata(imprint: Imprint) -> Any:
    """The metadata that WeasyPrint writes into Info."""
    date = imprint.date.strftime("%Y-%m-%dT%H:%M:%SZ") if imprint.date else None
    return DocumentMetadata(
        title=imprint.title,
        authors=[imprint.author],
        description=imprint.subject,
        keywords=list(imprint.keywords),
        generator=f"Casefolio {__version__}",
        created=date,
        modified=date,
        lang=imprint.language,
    )


def attachment(enclosure: Enclosure, imprint: Imprint) -> Any:
    """A file to be embedded."""
    date = (imprint.date or NO_DATE).astimezone(UTC)
    return weasyprint.Attachment(
        string=enclosure.data,
        name=enclosure.name,
        description=enclosure.description,
        relationship=enclosure.relationship,
        created=date,
        modified=date,
    )
