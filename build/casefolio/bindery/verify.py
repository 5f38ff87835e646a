"""Whether the bytes of a PDF are what was promised. Nothing here knows how they were made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.bindery.collate import Lapse, Pages, collate
from casefolio.bindery.examine import examine
from casefolio.errors import Mark, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casefolio.bindery.examine import Examination
    from casefolio.model.manuscript import ContentPath
    from casefolio.model.sheet import Expectation, Facts

    Where = Callable[[ContentPath], Mark | None]

#: More lost texts than this say the same thing once more; the rest is counted.
_SHOWN = 20

# Replacement characters, soft hyphens, Latin ligatures and private use: none of them is text for a reader or a machine.
_BAD = re.compile("[\ufffd\u00ad\ufb00-\ufb06\ue000-\uf8ff]|[\U000f0000-\U0010ffff]")

# What may follow the family in the name of a font, once it is in lower case and without hyphens.
_STYLE = re.compile(
    "(?:regular|roman|book|normal|thin|hairline|extra|ultra|semi|demi|light|medium|bold|black|heavy|italic|oblique"
    "|it|condensed|expanded|variable|vf|mt|ps)*"
)


def verify(
    data: bytes,
    expected: Expectation,
    *,
    paper_pt: tuple[float, float] | None = None,
    where: Where | None = None,
) -> tuple[Facts, tuple[Problem, ...]]:
    """Hold a PDF against what it must show.

    `paper_pt` is the size of every page in points, where one is promised; `where` tells where a content path was
    written, so that a lost text can be traced. With no families nothing is promised of the letters but that their
    fonts are embedded: such a file has parts that others made. Without claims it need not be tagged. Returns what
    was found and every problem (CF-602 to CF-614); raises CF-601 where the bytes are no readable PDF.
    """
    found = examine(data)
    problems = (
        *_pages(found, expected, paper_pt),
        *_metadata(found, expected),
        *_structure(found, expected),
        *_fonts(found, expected),
        *_enclosures(found, expected),
        *(_characters(found) if expected.families else ()),
        *_texts(found, expected, where or (lambda _: None)),
    )
    return found.facts(), problems


def _pages(found: Examination, expected: Expectation, paper_pt: tuple[float, float] | None) -> Iterator[Problem]:
    count = len(found.texts)
    if expected.pages is not None and count != expected.pages:
        yield Problem("CF-602", f"the PDF has {_pages_of(count)}, {_pages_of(expected.pages)} were promised")
    for number, size in enumerate(found.paper_pt, 1):
        if paper_pt and any(abs(a - b) > 0.5 for a, b in zip(size, paper_pt, strict=True)):
            shown, wanted = (" × ".join(f"{side * 25.4 / 72:.0f}" for side in each) for each in (size, paper_pt))
            yield Problem("CF-603", f"page {number} measures {shown} mm, not {wanted} mm")


def _pages_of(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"


def _metadata(found: Examination, expected: Expectation) -> Iterator[Problem]:
    """Info, XMP and the catalog say the same (ISO 19005-3 §6.6.3, ISO 14289-1 §7.1 and §7.2)."""
    imprint, xmp = expected.imprint, {key: ", ".join(values) for key, values in found.xmp.items()}
    keywords = ", ".join(imprint.keywords)
    for place, shown, wanted in (
        ("Title in Info", found.info["Title"], imprint.title),
        ("Author in Info", found.info["Author"], imprint.author),
        ("Subject in Info", found.info["Subject"], imprint.subject),
        ("Keywords in Info", found.info["Keywords"], keywords),
        ("dc:title in XMP", xmp.get("dc:title", ""), imprint.title),
        ("dc:creator in XMP", xmp.get("dc:creator", ""), imprint.author),
        ("dc:description in XMP", xmp.get("dc:description", ""), imprint.subject),
        ("pdf:Keywords in XMP", xmp.get("pdf:Keywords", ""), keywords),
        ("dc:language in XMP", xmp.get("dc:language", ""), imprint.language),
        ("Lang in the catalog", found.language, imprint.language),
    ):
        if shown != wanted:
            yield Problem("CF-604", f"{place} is {_quoted(shown)}, not {_quoted(wanted)}")


def _structure(found: Examination, expected: Expectation) -> Iterator[Problem]:
    """Tags, outline, window title, and claims that are just those to be made (ISO 14289-1 §5, ISO 19005-3 §6.7)."""
    tags = expected.pdfa or expected.pdfua
    for good, what in (
        (found.marked or not tags, "is not marked as tagged (MarkInfo)"),
        (found.structured or not tags, "has no tag tree (StructTreeRoot)"),
        (found.shows_title, "does not show its title in the window (DisplayDocTitle)"),
        (found.outlined, "has no outline"),
    ):
        if not good:
            yield Problem("CF-605", f"the PDF {what}")
    claims = (("PDF/A-3a", expected.pdfa), ("PDF/UA-1", expected.pdfua), ("PDF/X-4", expected.pdfx))
    wanted = [name for name, promised in claims if promised]
    for name in wanted:
        if name not in found.conformance:
            yield Problem("CF-606", f"the XMP packet does not claim {name}")
    for name in found.conformance:
        if name not in wanted:
            yield Problem("CF-606", f"the XMP packet claims {name}, which is not proven of this file")
    if expected.pdfa and not found.output_intent:
        yield Problem("CF-607", "the PDF has no output intent with a colour profile")


def _fonts(found: Examination, expected: Expectation) -> Iterator[Problem]:
    families = {_plain(family) for family in expected.families}
    for font in found.fonts:
        if not font.embedded:
            yield Problem("CF-608", f"the font {font.name} is not embedded")
        elif families and not font.subset:
            yield Problem("CF-608", f"the font {font.name} is embedded whole, not as a subset")
        if families and not any(_belongs(_plain(font.name), family) for family in families):
            yield Problem(
                "CF-609",
                f"the font {font.name} is none of the theme's ({', '.join(sorted(expected.families))})",
                remedy="a style names a family that the theme does not load, or a character that its faces lack",
            )


def _plain(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.casefold())


def _belongs(font: str, family: str) -> bool:
    return font.startswith(family) and bool(_STYLE.fullmatch(font, len(family)))


def _enclosures(found: Examination, expected: Expectation) -> Iterator[Problem]:
    for name in expected.enclosures:
        if name not in found.enclosures:
            yield Problem("CF-610", f"{name} is not enclosed in the PDF")


def _characters(found: Examination) -> Iterator[Problem]:
    """Bad characters, each once: in what an extractor sees, and in what the fonts say that their glyphs mean."""
    first: dict[str, str] = {}
    for number, text in enumerate(found.texts, 1):
        for match in _BAD.finditer(text):
            context = text[max(0, match.start() - 20) : match.end() + 20]
            first.setdefault(match.group(), f"on page {number}, in {_quoted(' '.join(context.split()))}")
    for char in sorted({*first, *_BAD.findall("".join(found.drawn))}):
        place = first.get(char, "behind a glyph of its fonts")
        yield Problem(
            "CF-611",
            f"the PDF says U+{ord(char):04X} {place}",
            remedy="write the letters themselves: search and reading aloud fail on such characters",
        )


def _texts(found: Examination, expected: Expectation, where: Where) -> Iterator[Problem]:
    """Everything said stands on the pages, word for word and in order."""
    pages = Pages.of(found.texts)
    lapses = collate(pages, [said.text for said in expected.saying])
    for lapse in lapses[:_SHOWN]:
        said = expected.saying[lapse.number]
        code, message, remedy = _told(lapse, said.text, pages)
        yield Problem(code, message, where(said.path), remedy)
    if len(lapses) > _SHOWN:
        yield Problem("CF-614", f"{len(lapses) - _SHOWN} more texts are not where they should be")


def _told(lapse: Lapse, text: str, pages: Pages) -> tuple[str, str, str]:
    """Code, message and remedy for a text that is not where it should be."""
    quoted = _quoted(text)
    if lapse.place and lapse.taken:
        return "CF-612", f"said once too rarely: {quoted}", "the layout leaves it out in one place"
    if lapse.place:
        turn = "late" if lapse.place.start >= lapse.due else "early"
        place = f"too {turn}, on page {pages.page(lapse.place.start)}"
        due = f"should follow {_quoted(pages.quote(lapse.due - 8, 8))}" if lapse.due else "should come first"
        return (
            "CF-613",
            f"out of order: {quoted} comes {place}; it {due}",
            "what floats, is positioned, clipped or translucent is drawn out of turn: keep text in none of these",
        )
    near = pages.nearest(text, lapse.due)
    if near is None:
        return "CF-612", f"not found: {quoted}; nothing like it is on any page", "the layout leaves it out"
    shown = _quoted(pages.quote(near.start, near.end - near.start + 1))
    return (
        "CF-612",
        f"not found: {quoted}; nearest, on page {pages.page(near.start)}: {shown}",
        "the layout changes it: look for hyphenation, letter-spacing or words that run together",
    )


def _quoted(text: str, width: int = 100) -> str:
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= width else f"“{text[: width - 1]}…”"
