"""The content that a file of ours carries, held against what its pages say.

Which program misses which text, or reads it out of its order: JSON Resume says what was written, the pages show it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdf.generic import DictionaryObject, StreamObject

from casefolio.bindery.binding.destinations import tree_pairs
from casefolio.bindery.binding.graph import text as text_of
from casefolio.bindery.collate import Pages, collate
from casefolio.bindery.phrase import Phrase
from casefolio.bindery.preflight.report import LOST_TEXT, finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.preflight.extraction import Texts
    from casefolio.errors import Problem

#: The file in which our own PDFs carry their content, and how large it may be.
_CONTENT, _CONTENT_BYTES = "resume.json", 8 * 2**20
#: A text that so many of its words stand for in one place is there, but changed.
_ALIKE = 0.85
_SHOWN = 12


def content_texts(source: Source) -> list[Said] | None:
    """What the content in the file says: the texts of each of its entries, in order. None in a file not of ours."""
    names = source.dictionary(source.dictionary(source.root, "/Names"), "/EmbeddedFiles")
    for key, value in tree_pairs(source, names, "/Names"):
        file = source.resolve(value)
        stream = source.get(source.dictionary(file, "/EF"), "/F")
        if text_of(key) != _CONTENT or not isinstance(stream, StreamObject):
            continue
        try:
            found = json.loads((source.data(stream) or b"")[:_CONTENT_BYTES])
        except (ValueError, RecursionError):
            return None
        return list(_entries(found)) if isinstance(found, dict) and "basics" in found else None
    return None


#: The texts of a JSON Resume that pages print as they stand there; dates and addresses take other forms. Prose keeps
#: its order on any page, lists of words may stand anywhere.
_PROSE, _WORDS = ("name", "summary", "description", "highlights"), ("position", "title", "label", "keywords", "fluency")
#: What typography makes of what was written.
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry of the content says: sentences in order, and words that may stand anywhere."""

    prose: tuple[str, ...]
    words: tuple[str, ...]


def _entries(resume: dict[str, Any]) -> Iterator[Said]:
    for name, section in resume.items():
        # A page names the authors of a work, which are its summary here, before its title.
        prose, words = ((), (*_PROSE, *_WORDS)) if name == "publications" else (_PROSE, _WORDS)
        for entry in section if isinstance(section, list) else [section]:
            if isinstance(entry, dict):
                said = Said(_strings(entry, prose), _strings(entry, words))
                if said.prose or said.words:
                    yield said


def _strings(entry: dict[str, Any], keys: tuple[str, ...]) -> tuple[str, ...]:
    values = [entry.get(key) for key in keys]
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(item for item in flat if isinstance(item, str) and Phrase.of(item).words))


def stands(texts: Texts, entries: list[Said] | None) -> tuple[int, int] | None:
    """How many texts of the content stand on the pages for every program, and of how many."""
    if entries is None:
        return None
    pages = list(_pages(texts).values())
    said = [_phrase(text) for entry in entries for text in (*entry.prose, *entry.words)]
    return sum(all(one.find(phrase, 0) for one in pages) for phrase in said), len(said)


def _pages(texts: Texts) -> dict[str, Pages]:
    return {
        program: Pages.of((text or "").translate(_TYPED) for text in read) for program, read in texts.by_program.items()
    }


def _phrase(text: str) -> Phrase:
    return Phrase.of(text.translate(_TYPED))


def content_findings(texts: Texts, entries: list[Said] | None) -> Iterator[Problem]:
    """Which program misses which text of the content, or reads it out of its order."""
    if not entries or not texts.whole:
        return
    pages = _pages(texts)
    told = list(dict.fromkeys(problem for said in entries for problem in _of_entry(said, pages)))
    name = next(iter(entries[0].prose), "")
    if name and not any(one.find(_phrase(name), 0) for one in pages.values()):
        told.insert(0, _lost(f"no program reads the name “{_cut(name)}”"))
    yield from told[:_SHOWN]
    if len(told) > _SHOWN:
        yield finding(LOST_TEXT, f"{len(told) - _SHOWN} more texts of the content are not read as they were written")


def _of_entry(said: Said, pages: Mapping[str, Pages]) -> Iterator[Problem]:
    """The texts of an entry stand on the pages as the content has them, its sentences one after the other.

    A text that no program finds is not printed, as far as can be seen: a page may show less than the content has.
    Unless most of its words stand together somewhere: then it was changed.
    """
    texts = (*said.prose, *said.words)
    there = {text: [program for program, one in pages.items() if one.find(_phrase(text), 0)] for text in texts}
    for text, programs in there.items():
        if programs:
            for program in pages.keys() - programs:
                yield _lost(
                    f"{program} does not read “{_cut(text)}”{_instead(text, pages[program])}; {programs[0]} does"
                )
        elif near := _changed(text, pages):
            yield _lost(f"the content says “{_cut(text)}”, and the page “{_cut(near)}”")
    for program, one in pages.items():
        mine = [text for text in said.prose if program in there[text]]
        for lapse in collate(one, [text.translate(_TYPED) for text in mine]):
            place = f", page {one.page(lapse.place.start)}" if lapse.place else ""
            yield _lost(f"{program} reads “{_cut(mine[lapse.number])}” out of its order{place}")


def _instead(text: str, pages: Pages) -> str:
    near = pages.nearest(text.translate(_TYPED), 0)
    return f", but “{_cut(pages.quote(near.start, near.end - near.start + 2))}”" if near else ""


def _changed(text: str, pages: Mapping[str, Pages]) -> str:
    """What stands on a page in the place of a text, if that is nearly the same."""
    plain = text.translate(_TYPED)
    words = Counter(word for word in Phrase.of(plain).words if word.isalnum())
    one = next(iter(pages.values()))
    near = one.nearest(plain, 0) if words.total() >= 6 else None
    if near is None:
        return ""
    shown = one.quote(near.start, near.end - near.start)
    alike = (words & Counter(Phrase.of(shown).words)).total()
    if alike < _ALIKE * words.total():
        return ""
    # A word more: what was changed may be the last.
    return one.quote(near.start, near.end - near.start + 1)


def _lost(said: str) -> Problem:
    return finding(LOST_TEXT, said, "look for hyphenation, letter-spacing, or text drawn out of turn")


def _cut(text: str, width: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def enclosures(source: Source) -> Iterator[tuple[str, DictionaryObject]]:
    """Attached files: their names and what describes them (ISO 32000-1 §7.11.4)."""
    names = source.dictionary(source.dictionary(source.root, "/Names"), "/EmbeddedFiles")
    for key, value in tree_pairs(source, names, "/Names"):
        file = source.resolve(value)
        if isinstance(file, DictionaryObject):
            yield source.text(file, "/UF") or source.text(file, "/F") or text_of(key), file


def shown_names(files: Iterable[tuple[str, DictionaryObject]]) -> tuple[str, ...]:
    """Names of attached files, each once."""
    return tuple(dict.fromkeys(name for name, _ in files))
