"""The text of the pages, as two programs read it, and as the content that lies in the file has it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.bindery.phrase import Phrase
from casefolio.bindery.preflight.report import (
    BAD_CHARACTER,
    EXTRACTORS,
    UNREADABLE_PAGE,
    Extract,
    Reading,
    finding,
    said_pages,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from casefolio.bindery.binding.source import Source
    from casefolio.errors import Problem

PDFIUM, PYPDF = "PDFium", "pypdf"
#: Pages that the slower of the two is asked for; of a longer file it reads these, spread evenly.
_PAGES = 100
#: The share of a page's words that two programs may read differently before it is worth telling.
_SHARE = 0.03

_BAD = {
    "private-use characters": re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]"),
    "replacement characters (U+FFFD)": re.compile("\ufffd"),
    "soft hyphens (U+00AD)": re.compile("\u00ad"),
    "ligature characters": re.compile("[\ufb00-\ufb06]"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The text of each page by program; None where it was not asked for, or failed on, a page."""

    by_program: Mapping[str, Sequence[str | None]]

    @property
    def whole(self) -> bool:
        """Whether every program has read every page."""
        return all(text is not None for texts in self.by_program.values() for text in texts)


def read_texts(source: Source, pdfium: Sequence[str]) -> tuple[Texts, tuple[int, ...]]:
    """What both programs read, and the pages on which pypdf fails. `pdfium` is what PDFium has read."""
    count = len(source.pages)
    asked = range(count) if count <= _PAGES else sorted({step * count // _PAGES for step in range(_PAGES)})
    read: list[str | None] = [None] * count
    failed = []
    for index in asked:
        try:
            read[index] = source.reader.pages[index].extract_text()
        except Exception:  # noqa: BLE001 - see binding.source: a parser fed with broken bytes raises anything
            failed.append(index + 1)
    return Texts({PDFIUM: (list(pdfium) + [""] * count)[:count], PYPDF: read}), tuple(failed)


def reading(texts: Texts, content: tuple[int, int] | None, scans: Collection[int]) -> Reading:
    """What two programs make of the pages, in figures."""
    words = {
        program: [Phrase.of(t).words if t is not None else None for t in read]
        for program, read in texts.by_program.items()
    }
    extracts = tuple(
        Extract(program, sum(len(page) for page in read if page is not None), sum(page is not None for page in read))
        for program, read in words.items()
    )
    pairs = [(number, a, b) for number, (a, b) in enumerate(zip(*words.values(), strict=True), 1) if None not in (a, b)]
    differing = [number for number, a, b in pairs if _apart(a or [], b or []) > _SHARE]
    reordered = [number for number, a, b in pairs if number not in differing and _out_of_order(a or [], b or [])]
    empty = [n for n, page in enumerate(words[PDFIUM], 1) if not page and (n in scans)]
    return Reading(extracts, tuple(differing), tuple(reordered), content, tuple(empty))


def _apart(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of words that only one of two texts has."""
    one, other = Counter(a), Counter(b)
    return max((one - other).total(), (other - one).total()) / max(one.total(), other.total(), 1)


def _out_of_order(a: Sequence[str], b: Sequence[str]) -> bool:
    return a != b and Counter(a) == Counter(b)


def text_findings(texts: Texts, found: Reading, drawn: frozenset[str], failed: tuple[int, ...]) -> Iterator[Problem]:
    """Text that is none, or that one program reads and the other does not."""
    if found.without_text:
        yield finding(
            UNREADABLE_PAGE,
            f"{said_pages(found.without_text)} only {'shows' if len(found.without_text) == 1 else 'show'} an image: "
            "there is no text to search, copy or read aloud",
            "run text recognition over it, or export it from the program that it was written in",
        )
    if failed:
        yield finding(EXTRACTORS, f"{PYPDF} cannot read {said_pages(failed)}", "export the file once more")
    yield from _bad_characters(texts, drawn)
    if found.differing:
        yield finding(
            EXTRACTORS,
            f"{PDFIUM} and {PYPDF} read other words on {said_pages(found.differing)}",
            "check how the text pastes: letters set apart, or words without spaces between, cause this",
        )


def _bad_characters(texts: Texts, drawn: frozenset[str]) -> Iterator[Problem]:
    for kind, pattern in _BAD.items():
        pages = {
            number
            for read in texts.by_program.values()
            for number, text in enumerate(read, 1)
            if text and pattern.search(text)
        }
        hidden = sorted({char for said in drawn for char in pattern.findall(said)})
        if pages or hidden:
            where = said_pages(pages) if pages else "behind glyphs of its fonts"
            codes = ", ".join(f"U+{ord(char):04X}" for char in hidden[:6])
            said = f" ({codes})" if codes and "U+" not in kind else ""
            yield finding(
                BAD_CHARACTER,
                f"the text has {kind}{said}, {where}",
                "write the letters themselves: search and reading aloud fail on such characters",
            )
