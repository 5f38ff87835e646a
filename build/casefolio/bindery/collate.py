"""Collating: what was to be said against what the pages say, word for word and in order.

Pages may say more (labels, running heads, page numbers), never less and nothing in another order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from casefolio.bindery.phrase import JOINED, LINE, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: How many words may stand between the two halves of a text that runs over a page: feet, heads, page numbers.
_RUNNING = 80

#: What stands in this many places proves no order, and is fitted in afterwards.
_COMMON = 40

#: How many of a lost text's words, and of the places of each, are looked at to find what is most like it.
_HINTS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: from word to word, `end` not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of all pages as one row of words, with an index of where each word stands."""

    phrase: Phrase
    starts: list[int]
    index: dict[str, list[int]] = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Pages:
        """Set the pages up for searching, in one go through their text."""
        words: list[str] = []
        gaps = bytearray()
        starts = []
        for text in texts:
            page = Phrase.of(text)
            starts.append(len(words))
            words += page.words
            gaps += bytes([LINE]) + page.gaps[1:] if page.words else b""
        index: dict[str, list[int]] = {}
        for position, word in enumerate(words):
            index.setdefault(word, []).append(position)
        return cls(Phrase(words, bytes(gaps)), starts, index)

    def page(self, position: int) -> int:
        """The number of the page that a word stands on, from 1."""
        return bisect_right(self.starts, position)

    def find(self, said: Phrase, start: int, stop: int | None = None) -> Place | None:
        """The first place from `start` to `stop` where a phrase stands, whole or parted by the end of a page."""
        stop = len(self.phrase.words) if stop is None else stop
        whole = next(self._whole(said, start, stop), None)
        parted = next(self._parted(said, start, whole.start if whole else stop), None)
        return parted or whole

    def places(self, said: Phrase, most: int) -> list[Place]:
        """The first places where a phrase stands: whole, else parted; at most so many."""
        stop = len(self.phrase.words)
        return list(islice(self._whole(said, 0, stop), most)) or list(islice(self._parted(said, 0, stop), most))

    def _whole(self, said: Phrase, start: int, stop: int) -> Iterator[Place]:
        """Places where all words stand in a row, sought through the rarest of them."""
        size = len(said.words)
        shelves = [self.index.get(word, ()) for word in said.words]
        offset = min(range(size), key=lambda i: len(shelves[i]))
        shelf = shelves[offset]
        for i in range(bisect_left(shelf, start + offset), bisect_right(shelf, stop - size + offset)):
            first = shelf[i] - offset
            if self._stands(said, first, 0, size):
                yield Place(first, first + size)

    def _parted(self, said: Phrase, start: int, stop: int) -> Iterator[Place]:
        """Places where a phrase starts near the end of a page and goes on near the start of the next."""
        edges = range(bisect_right(self.starts, start), bisect_left(self.starts, stop))
        if not edges or len(said.words) == 1 or any(word not in self.index for word in said.words):
            return
        heads = self.index[said.words[0]]
        for number in edges:
            edge = self.starts[number]
            low = bisect_left(heads, max(start, edge - len(said.words) - _RUNNING))
            for first in heads[low : bisect_left(heads, edge)]:
                end = self._over(said, 0, first, number)
                if end and end <= stop:
                    yield Place(first, end)
                    break

    def _over(self, said: Phrase, done: int, first: int, number: int) -> int | None:
        """Where a phrase ends whose word `done` stands at `first`, and which may go on over the edge of that number."""
        size, shift = len(said.words), first - done
        edge = self.starts[number] if number < len(self.starts) else len(self.phrase.words)
        reach = done + 1
        while (
            reach < size and first + reach - done < edge and self._stands(said, first + reach - done, reach, reach + 1)
        ):
            reach += 1
        if reach == size:
            return shift + size
        for goal in range(reach, done, -1):
            if edge - shift - goal > _RUNNING:
                break
            shelf = self.index[said.words[goal]] if said.may_break(goal) else ()
            for position in shelf[bisect_left(shelf, edge) : bisect_right(shelf, edge + _RUNNING)]:
                if end := self._over(said, goal, position, number + 1):
                    return end
        return None

    def _stands(self, said: Phrase, first: int, low: int, high: int) -> bool:
        """Whether the words `low` to `high` of a phrase stand at `first`, with the gaps that they should have."""
        size = high - low
        if first < 0 or self.phrase.words[first : first + size] != said.words[low:high]:
            return False
        gaps, wanted = self.phrase.gaps[first : first + size], said.gaps[low:high]
        skip = 0 if low else 1
        return gaps[skip:] == wanted[skip:] or all(said.admits(low + i, gaps[i]) for i in range(skip, size))

    def nearest(self, text: str, at: int) -> Place | None:
        """The words most like a text that is not there, near `at` if it can be; None where nothing is like it."""
        said = Counter(word for word in Phrase.of(text).words if word.isalnum())
        room, best = said.total() * 3 // 2 + 8, (0, 0, 0)
        hints = sorted((word for word in said if word in self.index), key=lambda word: len(self.index[word]))
        for word in hints[:_HINTS]:
            shelf = self.index[word]
            middle = bisect_left(shelf, at)
            for first in shelf[max(0, middle - _HINTS) : middle + _HINTS]:
                alike = (said & Counter(self.phrase.words[first : first + room])).total()
                best = max(best, (alike, -abs(first - at), first))
        alike, _, first = best
        if not alike or alike * 3 < said.total():
            return None
        window = self.phrase.words[first : first + room]
        return Place(first, first + max(i for i, word in enumerate(window, 1) if word in said))

    def quote(self, start: int, size: int) -> str:
        """The words from `start` on as they stand, to be shown in a message."""
        shown = slice(max(start, 0), max(start + size, 0))
        row = zip(self.phrase.words[shown], self.phrase.gaps[shown], strict=True)
        return "".join(word if gap == JOINED else f" {word}" for word, gap in row).strip()


@dataclass(frozen=True, slots=True)
class Lapse:
    """A text that is not where it should be, at or after the word `due`; `place` is where it stands instead.

    `taken` where it stands in each of its places on behalf of another text that says the same.
    """

    number: int
    due: int
    place: Place | None = None
    taken: bool = False


def collate(pages: Pages, saying: Sequence[str]) -> tuple[Lapse, ...]:
    """Hold the texts against the pages; a lapse for each that is missing or out of order, in the texts' own order."""
    phrases = [(number, phrase) for number, text in enumerate(saying) if (phrase := Phrase.of(text)).words]
    at = 0
    for _, phrase in phrases:
        place = pages.find(phrase, at)
        if place is None:
            return tuple(_lapses(pages, phrases))
        at = place.end
    return ()


def _lapses(pages: Pages, phrases: Sequence[tuple[int, Phrase]]) -> Iterator[Lapse]:
    """The texts to blame: all but the longest series that does stand in order, and what fits in between."""
    places = [pages.places(phrase, _COMMON) for _, phrase in phrases]
    kept = _longest([found if len(found) < _COMMON else [] for found in places])
    taken = set(kept.values())
    stops = [len(pages.phrase.words)] * len(phrases)
    for i in range(len(phrases) - 2, -1, -1):
        stops[i] = kept[i + 1].start if i + 1 in kept else stops[i + 1]
    due = 0
    for i, (number, phrase) in enumerate(phrases):
        place = kept.get(i) or (pages.find(phrase, due, stops[i]) if places[i] else None)
        if place:
            due = place.end
            continue
        free = [found for found in places[i] if found not in taken]
        yield Lapse(number, due, next(iter(free or places[i]), None), taken=bool(places[i]) and not free)


def _longest(places: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """The longest series of texts that can each be given a place after the one before (Hunt and Szymanski, 1977)."""
    ends: list[int] = []
    links: list[tuple[int, Place, object]] = []
    for i, found in enumerate(places):
        better = []
        for place in found:
            length = bisect_right(ends, place.start)
            better.append((length, place, links[length - 1] if length else None))
        for length, place, before in better:
            if length == len(ends):
                ends.append(place.end)
                links.append((i, place, before))
            elif place.end < ends[length]:
                ends[length], links[length] = place.end, (i, place, before)
    kept: dict[int, Place] = {}
    link: object = links[-1] if links else None
    while isinstance(link, tuple):
        number, place, link = link
        kept[number] = place
    return kept
