"""What is right and still weakens a CV: warnings, each with its reason, and each to be turned off by its code.

Nothing is judged that a reader might see otherwise: each warning names something that can be counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.errors import Problem
from casefolio.model.dates import PartialDate
from casefolio.reading.codes import Code
from casefolio.reading.tree import EACH, key_at, matching, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casefolio.errors import Mark
    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import Experience
    from casefolio.model.manuscript import ContentPath
    from casefolio.reading.collect import Collected
    from casefolio.reading.tree import Node

#: More characters than this are more than five lines, at the 95 or so that the widest column has.
_LONG = 480
_ALIKE = 3
_MONTHS_OF_A_GAP = 12

#: Words that begin many lines without being what the line is about.
_LITTLE = frozenset(
    {
        *("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "two", "three", "with"),
        *("als", "am", "auf", "aus", "bei", "das", "der", "die", "ein", "eine", "für", "im", "mit", "und", "von"),
    }
)
_FIRST_WORD = re.compile(r"\W*([^\W\d_][\w'’-]*)")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_OPEN = re.compile(r"(?:^|\]\()http://")
#: What stands for words that are still to come.
_NOT_YET = re.compile(r"(?i)\W*(?:tbd|tba|todo|fixme|xxx+|n/?a|none(?: yet)?|unknown|pending|coming soon)?\W*")

#: Keys of content that no CV shows.
_ELSEWHERE = frozenset({"applications", "extra"})

_HIGHLIGHTS: tuple[ContentPath, ...] = (
    ("experience", EACH, "highlights"),
    ("education", EACH, "highlights"),
    ("custom", EACH, "entries", EACH, "highlights"),
    ("profile", "focus"),
)


def advise(dossier: Dossier, collected: Collected) -> tuple[Problem, ...]:
    """All warnings of a dossier that is right, but for those that its settings turn off."""
    quiet = dossier.settings.quiet
    found = (problem for ask in _ADVICE for problem in ask(dossier, collected))
    return tuple(problem for problem in found if problem.code not in quiet)


def _contact(dossier: Dossier, collected: Collected) -> Iterator[Problem]:
    if not dossier.profile.contact and not collected.is_unread(("profile",)):
        pair = key_at(collected.tree, ("profile",))
        remedy = "put it into content/private/profile.yaml:  contact: {email: me@example.org}"
        yield _warning(Code.NO_CONTACT, "no contact data", pair.mark if pair else None, remedy)


def _flows(dossier: Dossier, collected: Collected) -> Iterator[Problem]:
    for name, study in dossier.studies.items():
        if len(study.flow) == 1:
            mark = place(collected.tree, ("studies", name, "flow"))
            message = f"the flow of '{name}' has one step and will be drawn as one box"
            yield _warning(Code.FLOW_OF_ONE, message, mark, "add steps, or leave the flow out")


def _paragraphs(_: Dossier, collected: Collected) -> Iterator[Problem]:
    for node in _shown(collected.tree):
        text = str(node.value)
        length = max(map(len, _PARAGRAPHS.split(text.strip()))) if len(text) > _LONG else 0
        if length > _LONG and " " in text:
            message = f"a paragraph of {length} characters is more than five lines; few readers finish it"
            yield _warning(Code.LONG_PARAGRAPH, message, node.mark, f"say it in {_LONG}, or make points of it")


def _beginnings(_: Dossier, collected: Collected) -> Iterator[Problem]:
    for pattern in _HIGHLIGHTS:
        for _path, node in matching(collected.tree, pattern):
            lines = node.value if isinstance(node.value, tuple) else ()
            by_word: dict[str, list[Node]] = {}
            for line in lines:
                first = _FIRST_WORD.match(line.value) if isinstance(line.value, str) else None
                if first and first[1].lower() not in _LITTLE:
                    by_word.setdefault(first[1].lower(), []).append(line)
            for word, alike in by_word.items():
                if len(alike) >= _ALIKE:
                    message = f"{len(alike)} of these points begin with '{word}'; the reader skips what sounds alike"
                    remedy = "begin each with what was done there, or join two of them"
                    yield _warning(Code.SAME_BEGINNING, message, alike[_ALIKE - 1].mark, remedy)


def _gaps(dossier: Dossier, collected: Collected) -> Iterator[Problem]:
    """Times of more than a year between two jobs in which there is neither job nor school."""
    spans = sorted(
        (_first_month(entry.start), _last_month(entry.end), rank)
        for entries, offset in ((dossier.experience, 0), (dossier.education, len(dossier.experience)))
        for rank, entry in enumerate(entries, offset)
        if entry.start or entry.end
    )
    covered: int | None = None
    worked = False
    for first, last, rank in spans:
        job = rank < len(dossier.experience)
        if covered is not None and worked and job and first - covered > _MONTHS_OF_A_GAP + 1:
            entry = dossier.experience[rank]
            yield _gap(entry, covered, place(collected.tree, ("experience", rank, "start")))
        covered = last if covered is None else max(covered, last)
        worked = worked or job


def _gap(entry: Experience, covered: int, mark: Mark | None) -> Problem:
    year, month = divmod(covered, 12)
    message = f"between {year}-{month + 1:02d} and {entry.start} there is neither job nor school; readers ask about it"
    remedy = "say in an entry what was then, or have an answer ready"
    return _warning(Code.GAP, message, mark, remedy)


def _first_month(date: PartialDate | None) -> int:
    """The first month that a start may be, counted from the year 0; long ago where there is none."""
    return date.year * 12 + (date.month or 1) - 1 if date else 0


def _last_month(date: PartialDate | None) -> int:
    """The last month that an end may be; far ahead where there is none: then it may still go on."""
    date = date or PartialDate(9999)
    return date.year * 12 + (date.month or 12) - 1


def _addresses(_: Dossier, collected: Collected) -> Iterator[Problem]:
    for node in _shown(collected.tree):
        if _OPEN.search(str(node.value)):
            message = "an address without https; browsers warn before they open it"
            yield _warning(Code.OPEN_ADDRESS, message, node.mark, "write https:// where the page has it; most have")


def _results(dossier: Dossier, collected: Collected) -> Iterator[Problem]:
    for name, study in dossier.studies.items():
        if _NOT_YET.fullmatch(study.result):
            message = f"the study '{name}' has no result; it is the sentence that readers look for first"
            mark = place(collected.tree, ("studies", name, "result"))
            yield _warning(Code.NO_RESULT, message, mark, "say what became better, and for whom")


def _shown(tree: Node) -> Iterator[Node]:
    """Every text of a dossier but for those that other pages have: a letter has paragraphs of its own length."""
    parts = tree.value if isinstance(tree.value, dict) else {}
    waiting = [pair.node for key, pair in reversed(parts.items()) if key not in _ELSEWHERE]
    while waiting:
        node = waiting.pop()
        value = node.value
        if isinstance(value, str):
            yield node
        elif isinstance(value, tuple):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            waiting.extend(pair.node for pair in reversed(value.values()))


def _warning(code: Code, message: str, mark: Mark | None, reason: str) -> Problem:
    return Problem(code, message, mark, reason, warning=True)


_ADVICE: tuple[Callable[[Dossier, Collected], Iterator[Problem]], ...] = (
    _contact,
    _flows,
    _paragraphs,
    _beginnings,
    _gaps,
    _addresses,
    _results,
)
