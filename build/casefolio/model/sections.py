"""The sections of a CV, by the names that plans and variants call them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

#: The sections of a CV that are not the owner's own. `custom:KEY` names one that is.
SECTIONS = (
    "summary",
    "focus",
    "studies",
    "experience",
    "projects",
    "education",
    "certificates",
    "publications",
    "recognition",
    "skills",
    "languages",
)

SectionName = Annotated[str, Field(pattern=rf"^(?:{'|'.join(SECTIONS)}|custom:[a-z0-9-]+)$")]
