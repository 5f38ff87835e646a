"""What all tests share: veraPDF, and the press loaded as Casefolio loads it, without the system's fonts."""

from __future__ import annotations

from tests.vera.fixture import vera

from casefolio.press.start import load_weasyprint

__all__ = ["vera"]

# Before any test imports WeasyPrint by itself: with system fonts in the process, a missing glyph would go unseen.
load_weasyprint()
