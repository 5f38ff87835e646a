"""Everything that could be printed, composed without printing it: what is wrong with words and layouts shows here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casefolio.model.target import Edition

if TYPE_CHECKING:
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.workspace import Workspace


def compose_all(manuscript: Manuscript, workspace: Workspace) -> None:
    """Compose the CV, also as each variant tells it, the studies, handouts and letters.

    Raises CasefolioError with the problems of the first that cannot be composed.
    """
    from casefolio.shaping.cv import cv_sheet
    from casefolio.shaping.handout import handout_sheet
    from casefolio.shaping.letter import letter_sheet
    from casefolio.shaping.order import in_order
    from casefolio.shaping.studies import study_series
    from casefolio.shaping.variant import apply_variant

    dossier = manuscript.dossier
    edition = Edition(dossier.settings.locale, dossier.settings.paper)
    cv_sheet(manuscript, edition, workspace)
    study_series(manuscript, edition, workspace, in_order(dossier))
    for variant in dossier.variants:
        cv_sheet(apply_variant(manuscript, variant), edition, workspace)
    for talk in dossier.talks:
        handout_sheet(manuscript, talk, edition, workspace)
    for name, application in dossier.applications.items():
        if application.letter:
            own = replace(edition, locale=application.locale or edition.locale)
            letter_sheet(manuscript, name, replace(own, paper=application.paper or own.paper), workspace)
