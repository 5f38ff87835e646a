"""How a Word document looks: colours, families, paper, and how tight it is set.

Where lines break is the word processor's business, so what fits is only estimated; the estimate is on the safe side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.exchange.outgoing.runs import shown
from casefolio.model.account import Listing, Paragraph, Part
from casefolio.model.target import PAPER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.account import Account

#: Faces that come with Word on all systems; LibreOffice has Caladea and Carlito, of the same widths, for them.
TITLES, TEXT = "Cambria", "Calibri"
#: Points to a millimetre.
_PT = 72 / 25.4
#: Mean width of a character of running text in Calibri, and the height of its line, both in ems.
_WIDE_EM, _HIGH_EM = 0.492, 1.2207
#: So much of a page may be filled by estimate; and so much of each further one is lost to what is kept together.
_FULL, _LOST = 0.97, 0.03


#: The styles of paragraphs and lists.
TONES = {"body": "Normal", "lead": "Lead", "place": "Place"}
LISTS = {"bullets": "List Bullet", "steps": "List Number", "lines": "List", "works": "Bibliography"}
#: Space above and below each style, in units of the density.
SPACE: dict[str, tuple[float, float]] = {
    "Normal": (0, 0),
    "Title": (0, 0),
    "Subtitle": (0.75, 0),
    "Contact": (0.75, 0),
    "heading 1": (4, 1.5),
    "heading 2": (2.5, 0),
    "heading 3": (2, 0.25),
    "Lead": (0, 0.5),
    "Place": (0, 0),
    "Run In": (1.5, 0),
    "List Bullet": (0.5, 0),
    "List Number": (1, 0),
    "List Continue": (0, 0),
    "List": (0.6, 0),
    "Bibliography": (0.6, 0),
    "caption": (0.5, 1),
}
#: The size of a style over that of the text.
SCALE: dict[str, float] = {"Title": 2.5, "Subtitle": 1.15, "heading 1": 1.2, "Lead": 1.08}


@dataclass(frozen=True, slots=True)
class Density:
    """Size of the text in points, its leading over the face's own, the unit of all distances, and the margins."""

    type_pt: float
    leading: float
    space_pt: float
    margin_mm: float


#: From loose to tight; text is never under 9 pt.
_DENSITIES = (
    Density(11, 1.1, 4.4, 23),
    Density(10.5, 1.08, 3.8, 21),
    Density(10.5, 1.05, 3.2, 19),
    Density(10, 1.05, 2.8, 18),
    Density(10, 1.0, 2.2, 17),
    Density(10, 1.0, 1.9, 15.5),
    Density(9.5, 1.0, 2.0, 16),
    Density(9, 1.0, 1.8, 15),
)
#: Regions of languages that are not named alike (CLDR, likely subtags).
_REGIONS = {
    "ca": "ES", "cs": "CZ", "da": "DK", "el": "GR", "et": "EE", "eu": "ES", "fa": "IR", "ga": "IE", "gl": "ES",
    "he": "IL", "hi": "IN", "ja": "JP", "ko": "KR", "nb": "NO", "nn": "NO", "pt": "BR", "sl": "SI", "sr": "RS",
    "sv": "SE", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip
#: For what promises no number of pages, or does not keep to it.
_USUAL = {"cv": _DENSITIES[2], "dossier": _DENSITIES[1]}


@dataclass(frozen=True, slots=True)
class Look:
    """All that the styles of a document are made of. Colours are six hexadecimal digits."""

    kind: str
    density: Density
    paper_mm: tuple[float, float]
    language: str
    ink: str = "1B2026"
    quiet: str = "55606B"
    accent: str = "0F4C5C"
    tint: str = "EEF3F4"
    rule: str = "B9C6CB"

    @property
    def width_pt(self) -> float:
        """The width of the text."""
        return (self.paper_mm[0] - 2 * self.density.margin_mm) * _PT


def look_for(account: Account, colours: dict[str, str]) -> Look:
    """The look of an account: as loose as keeps the pages that it promises. `colours` are fields of Look."""
    paper = PAPER_MM[account.paper]
    room = (account.pages or 0) * (_FULL - _LOST) + _LOST
    fitting = (one for one in _DENSITIES if account.pages and _pages(account, one, paper) <= room)
    return Look(account.kind, next(fitting, _USUAL[account.kind]), paper, _tag(account), **colours)


def _tag(account: Account) -> str:
    """The language as Word's proofing tools know it: with a region, the one where most of its speakers are."""
    language = account.imprint.language
    if language == "en":
        return "en-US" if account.paper == "letter" else "en-GB"
    return language if "-" in language else f"{language}-{_REGIONS.get(language, language.upper())}"


def _pages(account: Account, density: Density, paper: tuple[float, float]) -> float:
    """How many pages an account takes, by estimate. Of the spaces between two paragraphs the larger one counts."""
    width, height = ((side - 2 * density.margin_mm) * _PT for side in paper)
    line = density.type_pt * _HIGH_EM * density.leading
    across = width / (density.type_pt * _WIDE_EM)
    lines = spaces = after = 0.0
    for style, words in _paragraphs(account):
        scale = SCALE.get(style, 1)
        lines += -(-len(words) * scale // across) * scale
        before = SPACE[style][0]
        spaces += max(before, after)
        after = SPACE[style][1]
    return (lines * line + spaces * density.space_pt) / height


def _paragraphs(account: Account) -> Iterator[tuple[str, str]]:
    """The words of each paragraph, with its style."""
    head = account.masthead
    yield "Title", head.name
    yield from (("Subtitle", shown(words)) for words in head.lines)
    yield from (("Contact", " | ".join(map(shown, row))) for row in head.rows)
    # The line below the head.
    yield "Lead", ""
    for part in account.parts:
        yield from _below(part, 1)


def _below(part: Part, level: int) -> Iterator[tuple[str, str]]:
    if not part.run_in:
        yield f"heading {min(level, 3)}", f"{part.title} {part.aside}"
    for block in part.blocks:
        if isinstance(block, Part):
            yield from _below(block, level + 1)
        elif isinstance(block, Paragraph):
            words = shown(block.words)
            yield ("Run In", f"{part.title}{words}") if part.run_in else (TONES[block.tone], words)
        elif isinstance(block, Listing):
            for item in block.items:
                yield LISTS[block.kind], f"{shown(item.words)}   "
                yield from (("List Continue", shown(words)) for words in item.more)
