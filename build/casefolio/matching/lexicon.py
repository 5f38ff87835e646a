"""Finding terms in texts: the terms of the field and those of the dossier itself, by the stems of their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from casefolio.matching.speech import Term, speech
from casefolio.matching.stems import folded, stemmer, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casefolio.matching.stems import Word

_ENGLISH, _GERMAN = "en", "de"
_Key = tuple[str, ...]


class Found(NamedTuple):
    """A term in a text: which, and from which word to which."""

    term: Term
    start: int
    end: int


@dataclass(slots=True)
class _Shelf:
    """Forms by their first stem, longest first."""

    forms: dict[str, list[tuple[_Key, Term]]]

    def add(self, key: _Key, term: Term) -> None:
        if key:
            self.forms.setdefault(key[0], []).append((key, term))


class Lexicon:
    """The terms that are looked for."""

    def __init__(self, terms: Iterable[Term], own: Iterable[str]) -> None:
        self._english, self._german = _Shelf({}), _Shelf({})
        self._exact: dict[str, Term] = {}
        self._known: dict[_Key, Term] = {}
        self.terms: dict[str, Term] = {}
        for term in terms:
            self._add(term)
        for name in own:
            if name not in self._exact and stems(name, _ENGLISH) not in self._known:
                self._add(Term(name, named=True))
        for shelf in (self._english, self._german):
            for forms in shelf.forms.values():
                forms.sort(key=lambda pair: -len(pair[0]))

    def _add(self, term: Term) -> None:
        self.terms[term.name] = term
        self._exact.update(dict.fromkeys(term.exact, term))
        for form in (term.name, *term.forms):
            key = stems(form, _ENGLISH)
            if form not in term.exact and key not in self._known:
                self._known[key] = term
                self._english.add(key, term)
        for form in term.german:
            self._german.add(stems(form, _GERMAN), term)

    def find(self, row: Sequence[Word], *, german: bool = False, nested: bool = False) -> Iterator[Found]:
        """The terms of a text in order, the longest at each place; `nested` finds the technologies in its words too.

        An LLM runtime is an LLM, and a budget alert is no monitoring.
        """
        english = [stemmer(_ENGLISH)(folded(word.text)) for word in row]
        other = [stemmer(_GERMAN)(folded(word.text)) for word in row] if german else []
        done = 0
        for at in range(len(row)):
            if at < done and not nested:
                continue
            found = [
                *self._at(row, english, at, self._english),
                *(self._at(row, other, at, self._german) if german else ()),
            ]
            if row[at].text in self._exact and self._counts_exactly(row, at):
                found.append(Found(self._exact[row[at].text], at, at + 1))
            if nested:
                yield from (one for one in found if one.end <= done and one.term.named)
            longest = max(found, key=lambda one: one.end, default=None)
            if longest and at >= done:
                yield longest
                yield from (one for one in found if nested and one is not longest and one.term.named)
                done = longest.end

    def _at(self, row: Sequence[Word], keys: Sequence[str], at: int, shelf: _Shelf) -> Iterator[Found]:
        for key, term in shelf.forms.get(keys[at], ()):
            end = at + len(key)
            if tuple(keys[at:end]) == key and not any(word.fresh for word in row[at + 1 : end]):
                yield Found(term, at, end)

    def _counts_exactly(self, row: Sequence[Word], at: int) -> bool:
        """A word that is written as a name, and does not begin a sentence, where any word is."""
        return not row[at].fresh or row[at].text.isupper() or at + 1 == len(row) or row[at + 1].fresh


def empty_words(language: str) -> frozenset[str]:
    """Stems of the words that say nothing of the work, in a language; in all of them where it is not known."""
    told = speech()
    languages = [language] if language in told.stop else list(told.stop)
    stem = stemmer(language)
    both = [words for each in languages for words in (told.stop[each], told.noise[each])]
    return frozenset(one for words in both for word in words for one in (word, stem(word)))
