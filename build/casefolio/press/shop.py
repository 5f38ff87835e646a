"""Making ready for a print shop: what a press edition changes of the styles, the colours and the finished file.

PDF/X-4 (ISO 15930-7): CMYK and one output intent, boxes, no annotations, an XMP packet that says so. The pages are
typeset from the theme's CMYK tokens (`press.css`); what can only be written in RGB (drawings, pictures) is separated
by the profile. Without a profile the file keeps its colours, tags, links and claims, and only gets boxes and marks.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pydyf

from casefolio.errors import CasefolioError, Problem
from casefolio.press.boxes import PT_PER_MM, Sheet, set_boxes
from casefolio.press.inks import Greys, Separations, theme_inks
from casefolio.press.profile import Profile, read_profile
from casefolio.press.recolour import recolour

if TYPE_CHECKING:
    from casefolio.model.shop import Shop
    from casefolio.model.workspace import Workspace
    from casefolio.press.inks import Inks

_TOKENS, _PRESS, _BLEED = "tokens.css", "press.css", "bleed.css"


class Makeready:
    """What one press edition needs, made once for all files of a run."""

    def __init__(self, shop: Shop, workspace: Workspace) -> None:
        """Read the profile. Raises CF-825 and CF-826."""
        self.shop = shop
        self._workspace = workspace
        self._sheet = Sheet(shop.bleed_mm * PT_PER_MM, shop.marks)
        self.profile: Profile | None = read_profile(shop.profile) if shop.profile else None
        self._themed = self.profile is not None and self._theme_has_inks()
        self._separations = Separations(self.profile, self._theme()) if self.profile and not shop.grey else None
        self._inks: Inks | None = Greys(self.profile) if shop.grey else self._separations

    def _theme_has_inks(self) -> bool:
        """Whether press.css belongs to the theme: the shipped one says nothing of a project's own colours."""
        tokens, press = (self._workspace.find("styles", name).parent for name in (_TOKENS, _PRESS))
        return tokens == press or press == self._workspace.root / "styles"

    def _theme(self) -> dict[tuple[float, ...], tuple[float, ...]]:
        if not self._themed:
            return {}
        tokens, press = (self._workspace.find("styles", name).read_text("utf-8") for name in (_TOKENS, _PRESS))
        return theme_inks(tokens, press)

    @property
    def styles(self) -> tuple[str, ...]:
        """The names of the styles that a press edition lays over the others."""
        return (*((_PRESS,) if self._themed else ()), *((_BLEED,) if self.shop.bleed_mm else ()))

    @property
    def rules(self) -> str:
        """Rules after all styles: how far a ground reaches beyond the page."""
        bleed = f"{self.shop.bleed_mm:g}mm"
        return f"@page {{ bleed: {bleed} }} :root {{ --bleed: {bleed} }}"

    @property
    def archival(self) -> bool:
        """Whether the file stays what it would be without a shop: sRGB, tagged, PDF/A-3a and PDF/UA-1."""
        return self.profile is None

    @property
    def claims_x(self) -> bool:
        """Whether the file is made to be PDF/X-4; a grey proof is not."""
        return self.profile is not None and not self.shop.grey

    def prepare(self, pdf: Any) -> None:
        """Colours, boxes and marks of a PDF whose streams can still be changed. Raises CF-308 for a picture."""
        if self._inks:
            try:
                recolour(pdf, self._inks)
            except (OSError, ValueError) as error:
                raise CasefolioError(
                    Problem("CF-308", f"a picture cannot be printed in {self._inks.space}: {error}")
                ) from None
        space = self._inks.space if self._inks else "DeviceRGB"
        set_boxes(pdf, self._sheet, space)

    def finish(self, pdf: Any) -> None:
        """The catalog of a file for the press: what it is printed with, and its title in the window."""
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Dictionary):
                # Colours that mean the press's own inks are device colours; the profile is the intent's alone.
                thing.pop("device-cmyk", None)
        if not self.claims_x:
            pdf.catalog.pop("OutputIntents", None)
            return
        assert self.profile is not None  # noqa: S101 - it claims no X without one
        (intent,) = pdf.catalog["OutputIntents"]
        for key in "OutputConditionIdentifier", "OutputCondition", "Info":
            intent[key] = pydyf.String(self.profile.name)

    def identity(self, pdf: Any) -> str:
        """A name for the document, made of what it draws."""
        drawn = sha256()
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Stream) and thing.extra.get("Type") != "/Metadata":
                drawn.update(thing.data)
        return f"uuid:{UUID(bytes=drawn.digest()[:16], version=5)}"

    def remarks(self) -> tuple[Problem, ...]:
        """What to warn of, once a file has been printed: what is said here is forgotten."""
        if self._separations is None:
            return ()
        strays, self._separations.strays = self._separations.strays, set()
        if not self._themed:
            told = f"{_TOKENS} is the project's own, but there is no {_PRESS} beside it: the profile made its inks"
            remedy = "give the theme's colours in device-cmyk(); see docs/how-to/print-shop.md"
            return (Problem("CF-309", told, None, remedy, warning=True),)
        if not strays:
            return ()
        told = f"colours that are no tokens of {_PRESS} were separated by the profile: {', '.join(sorted(strays))}"
        return (Problem("CF-310", told, None, "use the tokens, or add one there for each", warning=True),)

    def colour_profile(self, kind: Any) -> Any:
        """The profile as WeasyPrint wants it, of its class `kind`."""
        assert self.profile is not None  # noqa: S101 - asked for only where there is one
        profile = kind(BytesIO(self.profile.data), "press", "relative-colorimetric", (["c"], ["m"], ["y"], ["k"]))
        profile.content = self.profile.data
        return profile
