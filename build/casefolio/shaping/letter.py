"""The cover letter as a sheet, and the pages with titles that may stand before parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.sheet import Sheet, Zone
from casefolio.shaping.application import Words
from casefolio.shaping.compose import Composition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.model.application import PacketPart
    from casefolio.model.manuscript import ContentPath, Manuscript
    from casefolio.model.target import Edition
    from casefolio.model.workspace import Workspace

_STYLES = ("faces.css", "tokens.css", "base.css")
#: How much of the address field is for the address, in mm: six lines (DIN 5008:2020, form B), or what the window of a
#: No. 10 envelope shows of a sheet that is folded in three.
_ADDRESS_MM = 27.3
#: What the head may take before it reaches into what the post looks at.
_HEAD_MM = {"a4": 30.0, "letter": 37.0}

_ITEM = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a letter, or a list: `ul`, `ol` or `p`, and its texts."""

    kind: str
    texts: tuple[str, ...]


def letter_sheet(manuscript: Manuscript, name: str, edition: Edition, workspace: Workspace) -> Sheet:
    """Compose the letter of the application `name`. Raises CF-290 where nothing is written in it."""
    words = Words.of(manuscript, name, edition, workspace)
    letter = words.application.letter
    if letter is None:
        raise CasefolioError(Problem("CF-290", f"the application '{name}' has no letter", remedy="add  letter:"))
    imprint = replace(words.imprint(workspace), title=f"{manuscript.dossier.profile.name} · {words.said('title')}")
    composition = Composition(workspace, manuscript.dossier, words.wording)
    path: ContentPath = ("applications", name)
    html = composition.render(
        "letter.html",
        name=name,
        words=words,
        letter=letter,
        blocks=blocks(words.filled(letter.body, markdown=True)),
        enclosed=[words.title(part) for part in words.application.parts if part.own != "letter"]
        if letter.enclosures
        else [],
        profile=manuscript.dossier.profile,
        imprint=imprint,
        paper=edition.paper,
    )
    # Texts with filled placeholders are nowhere in the content as they stand: their place is the letter's.
    saying = tuple(said if said.path else replace(said, path=(*path, "letter", "body")) for said in composition.saying)
    own = ("letter.css", "letter.a4.css" if edition.paper == "a4" else "letter.us.css", f"paper.{edition.paper}.css")
    zones = (
        Zone("address", _ADDRESS_MM, (*path, "employer", "address")),
        Zone("masthead", _HEAD_MM[edition.paper], ("profile", "contact")),
    )
    return Sheet("letter", html, (*_STYLES, *own), imprint, edition.paper, 1, saying, zones=zones)


def title_sheet(words: Words, edition: Edition, workspace: Workspace, part: PacketPart) -> Sheet:
    """The page that stands before a part, with its title."""
    title = words.title(part)
    imprint = replace(words.imprint(workspace), title=title)
    composition = Composition(workspace, words.dossier, words.wording)
    html = composition.render(
        "parttitle.html", title=title, words=words, profile=words.dossier.profile, imprint=imprint, paper=edition.paper
    )
    styles = (*_STYLES, "letter.css", f"paper.{edition.paper}.css")
    return Sheet("letter", html, styles, imprint, edition.paper, 1, tuple(composition.saying))


def blocks(markdown: str) -> tuple[Block, ...]:
    """The paragraphs and lists of a body.

    Empty lines part them. Where there are none, each line that ends a sentence ends a paragraph: so YAML's `>` hands
    over what was typed with empty lines.
    """
    text = markdown.strip()
    chunks = re.split(r"\n[ \t]*\n", text)
    if len(chunks) == 1 and all(_SENTENCE_END.search(line.rstrip()) for line in text.split("\n")[:-1]):
        chunks = text.split("\n") if not _ITEM.match(text.split("\n")[-1]) else chunks
    return tuple(block for chunk in chunks if chunk.strip() for block in _chunk(chunk))


def _chunk(chunk: str) -> Sequence[Block]:
    """The blocks of lines without an empty one between: a list may follow its introduction at once."""
    before: list[str] = []
    items: list[str] = []
    kind = "ul"
    for line in chunk.strip().split("\n"):
        match = _ITEM.match(line.strip())
        if match:
            kind = "ol" if not items and line.strip()[0].isdigit() else kind
            items.append(line.strip()[match.end() :])
        elif items:
            items[-1] += " " + line.strip()
        else:
            before.append(line.strip())
    found = [Block("p", (" ".join(before),))] if before else []
    return [*found, Block(kind, tuple(items))] if items else found
