"""Where a dossier answers: every text of it, the terms and words in it, and the place that it was written at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casefolio.matching.lexicon import Lexicon
from casefolio.matching.speech import terms
from casefolio.matching.stems import folded, stemmer, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casefolio.errors import Mark
    from casefolio.matching.asking import Asked
    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import ContentPath, Manuscript

#: The parts of a dossier that answer, the most telling first.
_ROOTS = (
    "studies",
    "projects",
    "experience",
    "certificates",
    "talks",
    "publications",
    "education",
    "custom",
    "recognition",
    "profile",
    "skills",
)
#: How well a field answers: its own words weigh more than its circumstances.
_STRENGTH = {
    "title": 1.0,
    "technologies": 0.95,
    "items": 0.95,
    "short": 0.9,
    "result": 0.9,
    "architecture": 0.9,
    "summary": 0.9,
    "highlights": 0.9,
    "flow": 0.7,
    "problem": 0.6,
    "constraints": 0.6,
}
_OTHER, _TAGS, _RELATED = 0.6, 0.5, 0.35
#: Fields that are no answer: addresses, references, what is not shown, whom the work was for.
_UNREAD = frozenset(
    [
        "url",
        "link",
        "links",
        "file",
        "photo",
        "contact",
        "name",
        "employer",
        "theme",
        "related",
        "tags",
        "priority",
        "optional",
        "study",
        "client",
        "pages",
        "start",
        "end",
        "date",
        "back_to",
        "status",
        "holder",
        "authors",
        "event",
        "place",
        "period",
    ]
)
_ADDRESS = re.compile(r"\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: in which entry (`kind` is its part of the dossier), in which field, in which file."""

    kind: str
    entry: str
    title: str
    field: str
    mark: Mark | None
    strength: float
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the dossier says to something that is asked. `through` is what it has instead."""

    asked: Asked
    places: tuple[Place, ...]
    through: str = ""


@dataclass(slots=True)
class Index:
    """A dossier by the terms and the stems of its words."""

    lexicon: Lexicon
    terms: dict[str, list[Place]] = field(default_factory=dict)
    stems: dict[str, list[Place]] = field(default_factory=dict)
    hints: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, manuscript: Manuscript) -> Index:
        """Read a dossier for answers, in the language that it is written in."""
        dossier = manuscript.dossier
        index = cls(Lexicon(terms(), _own(dossier)))
        language = dossier.settings.locale[:2]
        for root in _ROOTS:
            for path, text in _texts(getattr(dossier, root), (root,)):
                index._enter(path, text, manuscript, language)
        for slug, study in dossier.studies.items():
            for tag in study.tags:
                for found in index.lexicon.find(list(words(tag.replace("-", " "))), nested=True):
                    index.hints.setdefault(found.term.name, set()).add(slug)
        return index

    def _enter(self, path: ContentPath, text: str, manuscript: Manuscript, language: str) -> None:
        row = list(words(_ADDRESS.sub(" ", text)))
        place = _place(path, manuscript)
        for name in {found.term.name for found in self.lexicon.find(row, german=language == "de", nested=True)}:
            self.terms.setdefault(name, []).append(place)
        stem = stemmer(language)
        for key in {stem(folded(word.text)) for word in row}:
            self.stems.setdefault(key, []).append(place)

    def answer(self, one: Asked) -> Answer:
        """Where something that is asked for is answered; without places where it is not."""
        if one.term is None:
            return Answer(one, _best(self.stems.get(one.stem, ())))
        if found := self.terms.get(one.term.name):
            return Answer(one, _best(found))
        near = [(name, self.terms[name]) for name in sorted(one.term.related) if name in self.terms]
        if not near:
            return Answer(one, ())
        name, found = max(near, key=lambda pair: max(place.strength + (place.kind == "studies") for place in pair[1]))
        return Answer(one, _best(found), name)

    def strengths(self, answer: Answer) -> dict[str, float]:
        """How well each study answers, by its slug: between 0 and 1."""
        factor = _RELATED if answer.through else 1.0
        found: dict[str, float] = {}
        for place in answer.places:
            if place.kind == "studies":
                found[place.entry] = max(found.get(place.entry, 0.0), place.strength * factor)
        for slug in self.hints.get(answer.asked.name, ()):
            found[slug] = max(found.get(slug, 0.0), _TAGS)
        return found


def _own(dossier: Dossier) -> Iterator[str]:
    """What the dossier itself calls a technology or a skill."""
    for study in dossier.studies.values():
        yield from study.technologies
    for project in dossier.projects:
        yield from project.technologies
    for skill in dossier.skills:
        yield from skill.items
    yield from dossier.profile.keywords


def _texts(value: Any, path: ContentPath) -> Iterator[tuple[ContentPath, str]]:
    """Every text below a value, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))
    elif value is not None:
        for name in getattr(type(value), "model_fields", ()):
            if name not in _UNREAD:
                yield from _texts(getattr(value, name), (*path, name))


def _place(path: ContentPath, manuscript: Manuscript) -> Place:
    root, dossier = str(path[0]), manuscript.dossier
    name = next((str(part) for part in path[1:] if isinstance(part, str) and part in _FIELDS), str(path[-1]))
    one: Any = dossier.profile if root == "profile" else getattr(dossier, root)[path[1]]
    entry = root if root == "profile" else str(path[1])
    title = next(str(said) for key in ("title", "label", "name") if (said := getattr(one, key, "")))
    strength = _STRENGTH.get(name, _OTHER)
    return Place(root, entry, title, name, manuscript.mark(path), strength, getattr(one, "priority", 0))


#: Names of fields, so that a slug or a number in a path is not taken for one.
_FIELDS = frozenset(
    (
        *_STRENGTH,
        *[
            "role",
            "focus",
            "keywords",
            "detail",
            "ideas",
            "note",
            "text",
            "entries",
            "sector",
            "team",
            "figures",
            "label",
            "issuer",
            "venue",
            "grade",
        ],
    )
)


def _best(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places with the most telling first: studies before all else, then by field; one for each entry."""
    found: dict[tuple[str, str], Place] = {}
    for place in sorted(places, key=lambda one: (_ROOTS.index(one.kind), -one.strength, -one.priority)):
        found.setdefault((place.kind, place.entry), place)
    return tuple(found.values())
