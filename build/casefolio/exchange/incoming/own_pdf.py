"""A PDF of our own: the content it shows lies in it as JSON Resume. A PDF of the Europass portal carries its XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Mark, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What our PDFs call their source, and what the Europass portal calls its own.
OWN, EUROPASS = "resume.json", "attachment.xml"


def source_of(attached: Mapping[str, bytes], file: str) -> tuple[str, bytes]:
    """The name and bytes of the source among the files inside a PDF. Raises CF-570 where there is none."""
    for name in (OWN, EUROPASS):
        if name in attached:
            return name, attached[name]
    held = f"; it holds {', '.join(sorted(attached)[:3])}" if attached else ""
    message = f"this PDF carries no source to import: no {OWN} is in it{held[:200]}"
    remedy = "the CV and the dossier that Casefolio prints carry it; from others, export their JSON, YAML or XML"
    raise CasefolioError(Problem("CF-570", message, Mark(file), remedy))
