"""The standards that a file says it follows, and what cheaply is seen to break them.

ISO 14289-1 (PDF/UA-1), ISO 19005-1 to -3 (PDF/A). Finding nothing proves nothing: a validator looks at far more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import integer
from casefolio.bindery.preflight.enclosed import enclosures
from casefolio.bindery.preflight.opening import protection
from casefolio.bindery.preflight.report import NOT_CLAIMABLE, Claim, finding, said_pages
from casefolio.bindery.preflight.streams import actions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.preflight.report import Face, Tags
    from casefolio.bindery.preflight.streams import Streams
    from casefolio.errors import Problem

_PARAGRAPH = re.compile(r" \(§[^)]*\)$")
_DEVICE = {"DeviceRGB", "DeviceCMYK", "DeviceGray"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checks look at."""

    source: Source
    xmp: Mapping[str, tuple[str, ...]]
    fonts: tuple[Face, ...]
    tags: Tags
    streams: Streams
    language: str
    disagreeing: tuple[str, ...]
    intents: tuple[str, ...]

    def first(self, key: str) -> str:
        """The first value of an XMP property."""
        return "".join(self.xmp.get(key, ())[:1])


def claims(seen: Evidence) -> tuple[Claim, ...]:
    """Every standard that the XMP packet names, with what breaks it."""
    found = []
    part, level = seen.first("pdfaid:part"), seen.first("pdfaid:conformance")
    if part:
        broken = tuple(_against_pdfa(seen, part, level.upper()))
        # The paragraphs are those of parts 2 and 3; part 1 counts otherwise.
        told = broken if part in ("2", "3") else tuple(_PARAGRAPH.sub("", said) for said in broken)
        found.append(Claim(f"PDF/A-{part}{level.lower()}", told))
    accessible = seen.first("pdfuaid:part")
    if accessible:
        found.append(Claim(f"PDF/UA-{accessible}", tuple(_against_pdfua(seen))))
    return tuple(found)


def claim_findings(found: tuple[Claim, ...]) -> Iterator[Problem]:
    """Claims that do not hold."""
    for claim in found:
        for reason in claim.broken:
            code = NOT_CLAIMABLE[claim.name.startswith("PDF/A")]
            yield finding(code, f"it claims {claim.name}, but {reason}", "mend it, or export without the claim")


def _against_pdfua(seen: Evidence) -> Iterator[str]:
    source, tags = seen.source, seen.tags
    viewer = source.dictionary(source.root, "/ViewerPreferences")
    checks = (
        (not tags.tree, "it has no tag tree (§7.1)"),
        (not tags.marked, "it is not marked as tagged (§7.1)"),
        (tags.suspects, "its tags are marked as suspect (§7.1)"),
        (not seen.language, "it names no language (§7.2)"),
        (not seen.first("dc:title"), "its XMP has no title (§7.1)"),
        (not source.flag(viewer, "/DisplayDocTitle"), "its title is not shown in the window (§7.1)"),
        (bool(tags.mute_figures), f"a figure has no alternative text, {_on(tags.mute_figures)} (§7.3)"),
        (bool(tags.skipped), "levels of headings are skipped (§7.4.2)"),
        (bool(tags.unmarked), f"content is neither tagged nor an artifact, {_on(tags.unmarked)} (§7.1)"),
        (bool(tags.orphans), f"marked content is not in the tree, {_on(tags.orphans)} (§7.1)"),
        (bool(tags.loose_links), f"a link is not tagged, {_on(tags.loose_links)} (§7.18.5)"),
        (bool(tags.foreign), f"tags are of unknown types: {', '.join(tags.foreign[:6])} (§7.1)"),
        ("reading aloud" in protection(source).withheld, "its encryption forbids reading aloud (§7.16)"),
    )
    yield from (said for wrong, said in checks if wrong)
    yield from _against_fonts(seen, "§7.21")
    untitled = list(_untitled(source))
    if untitled:
        yield f"a link has no description, {_on(untitled)} (§7.18.5)"
    untabbed = sorted({number for number, _ in _notes(source)} - set(_tabbed(source)))
    if untabbed:
        yield f"the order of its annotations is not that of the tags, {_on(untabbed)} (§7.18.3)"


def _against_pdfa(seen: Evidence, part: str, level: str) -> Iterator[str]:
    source = seen.source
    device = sorted(seen.streams.colours & _DEVICE)
    acting = list(dict.fromkeys(actions(source)))
    files = list(enclosures(source))
    unsaid = [name for name, file in files if not source.name(file, "/AFRelationship")]
    checks = (
        ("/Encrypt" in source.trailer, "it is encrypted (§6.1)"),
        (source.resolve(source.trailer.get("/ID")) is None, "it has no identifier (§6.1.3)"),
        (bool(device) and not seen.intents, f"{', '.join(device)} is used without an output intent (§6.2)"),
        (bool(acting), f"it acts by itself: {', '.join(acting)} (§6.5)"),
        (part == "1" and bool(seen.disagreeing), f"Info and XMP differ: {', '.join(seen.disagreeing)}"),
        (part == "1" and bool(files), "it has attached files, which part 1 forbids (§6.1.11)"),
        (part == "3" and bool(unsaid), f"it does not say what {', '.join(unsaid[:3])} is to it (§6.8)"),
        (level == "A" and not (seen.tags.tree and seen.tags.marked), "level A asks for tags (§6.7)"),
        (level == "A" and not seen.language, "level A asks for a language (§6.7)"),
    )
    yield from (said for wrong, said in checks if wrong)
    yield from _against_fonts(seen, "§6.2.11", unicode=level in ("A", "U"))
    hidden = [number for number, note in _notes(source) if not _prints(source, note)]
    if hidden:
        yield f"an annotation is hidden or not printed, {_on(hidden)} (§6.3.2)"


def _against_fonts(seen: Evidence, paragraph: str, *, unicode: bool = True) -> Iterator[str]:
    used = [face for face in seen.fonts if face.used]
    loose = [face.name for face in used if not face.embedded]
    if loose:
        yield f"fonts are not embedded: {', '.join(loose[:4])} ({paragraph})"
    silent = [face.name for face in used if not face.unicode]
    if silent and unicode:
        yield f"fonts do not say which characters they show: {', '.join(silent[:4])} ({paragraph})"


def _on(pages: list[int] | tuple[int, ...]) -> str:
    return said_pages(pages) or "on no page"


def _notes(source: Source) -> Iterator[tuple[int, DictionaryObject]]:
    for number, page in enumerate(source.pages, 1):
        for value in source.array(page.entries, "/Annots"):
            note = source.resolve(value)
            if isinstance(note, DictionaryObject) and _kind(source, note) not in ("Popup", "PrinterMark"):
                yield number, note


def _kind(source: Source, note: DictionaryObject) -> str:
    return source.name(note, "/Subtype")


def _untitled(source: Source) -> Iterator[int]:
    """Pages with links that say nothing of themselves, neither in `/Contents` nor in the element that holds them."""
    tree = source.dictionary(source.dictionary(source.root, "/StructTreeRoot"), "/ParentTree")
    holders = {integer(key): value for key, value in tree_pairs(source, tree, "/Nums")}
    for number, note in _notes(source):
        held = holders.get(source.integer(note, "/StructParent"))
        if _kind(source, note) == "Link" and not source.text(note, "/Contents") and not source.text(held, "/Alt"):
            yield number


def _tabbed(source: Source) -> Iterator[int]:
    for number, page in enumerate(source.pages, 1):
        if source.name(page.entries, "/Tabs") == "S":
            yield number


def _prints(source: Source, note: DictionaryObject) -> bool:
    """Printed and not hidden (§12.5.3): bit 3 set; bits 1, 2, 6 clear."""
    flags = source.integer(note, "/F") or 0
    return bool(flags & 4) and not flags & 0b100011


def output_intents(source: Source) -> tuple[str, ...]:
    """What colours are meant for: identifiers of output intents that carry a profile (§14.11.5)."""
    found = []
    for intent in source.items(source.root, "/OutputIntents"):
        if isinstance(
            dict.get(intent, "/DestOutputProfile") if isinstance(intent, DictionaryObject) else None, IndirectObject
        ):
            said = source.text(intent, "/OutputConditionIdentifier") or source.text(intent, "/OutputCondition")
            found.append(f"{source.name(intent, '/S')}: {said or 'unnamed'}")
    return tuple(found)
