"""What one part of the content says of another: studies, themes, projects and sections that are named elsewhere.

Checked on what was written, not on the finished dossier, so that a slip elsewhere does not hide a wrong name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from casefolio.errors import Problem
from casefolio.model.sections import SECTIONS
from casefolio.reading.codes import Code
from casefolio.reading.suggest import near
from casefolio.reading.tree import EACH, find, matching, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.model.manuscript import ContentPath
    from casefolio.reading.collect import Collected
    from casefolio.reading.tree import Node


class _Known(NamedTuple):
    """What names may be used, which part of the content they come from, and what an unknown one is called."""

    names: Callable[[Node], tuple[str, ...]]
    home: str
    code: Code
    what: str
    remedy: str


#: What the name of a section begins with that only this owner has.
_OWN = "custom:"


def _entries(key: str) -> Callable[[Node], tuple[str, ...]]:
    def names(tree: Node) -> tuple[str, ...]:
        node = find(tree, (key,))
        return tuple(node.value) if node and isinstance(node.value, dict) else ()

    return names


def _titles(tree: Node) -> tuple[str, ...]:
    return tuple(_said(node) for _, node in matching(tree, ("projects", EACH, "title")))


def _sections(tree: Node) -> tuple[str, ...]:
    return (*SECTIONS, *(f"{_OWN}{name}" for name in _entries("custom")(tree)))


#: The parts of the content whose entries carry tags, beside sections of the owner's own.
_KINDS = (
    "studies",
    "talks",
    "projects",
    "recognition",
    "experience",
    "education",
    "certificates",
    "publications",
    "skills",
)
_TAGGED: tuple[ContentPath, ...] = (*((key, EACH) for key in _KINDS), ("custom", EACH, "entries", EACH))


def _tags(tree: Node) -> tuple[str, ...]:
    return tuple(_said(node) for entry in _TAGGED for _, node in matching(tree, (*entry, "tags", EACH)))


_STUDIES = _Known(
    _entries("studies"), "studies", Code.UNKNOWN_STUDY, "study", "a study has the name of its file in content/studies/"
)
_THEMES = _Known(_entries("themes"), "themes", Code.UNKNOWN_THEME, "theme", "add it to content/themes.yaml")
_PROJECTS = _Known(
    _titles, "projects", Code.UNKNOWN_PROJECT, "project", "name the title of one in content/projects.yaml"
)
_CV_SECTIONS = _Known(
    _sections, "custom", Code.UNKNOWN_SECTION, "section", f"known are {', '.join(SECTIONS)}, custom:NAME"
)

_TAGS = _Known(_tags, "studies", Code.UNKNOWN_TAG, "entry with the tag", "give entries this tag:  tags: [...]")

_VARIANTS = _Known(
    _entries("variants"),
    "variants",
    Code.UNKNOWN_VARIANT,
    "variant",
    "a variant has the name of its file in content/variants/",
)

_TITLES: ContentPath = ("cv", "titles")

#: Where names of other parts stand. A list of names may have each once.
_NAMED: tuple[tuple[ContentPath, _Known], ...] = (
    (("studies", EACH, "theme"), _THEMES),
    (("studies", EACH, "related", EACH), _STUDIES),
    (("talks", EACH, "related", EACH), _STUDIES),
    (("talks", EACH, "onepagers", EACH), _STUDIES),
    (("projects", EACH, "study"), _STUDIES),
    (("cv", "studies", EACH), _STUDIES),
    (("cv", "projects", EACH), _PROJECTS),
    (("cv", "sections", EACH), _CV_SECTIONS),
    (("settings", "study_order", EACH), _STUDIES),
    (("variants", EACH, "studies", EACH), _STUDIES),
    (("variants", EACH, "projects", EACH), _PROJECTS),
    (("variants", EACH, "sections", EACH), _CV_SECTIONS),
    (("variants", EACH, "hide", EACH), _CV_SECTIONS),
    (("variants", EACH, "include", EACH), _TAGS),
    (("variants", EACH, "exclude", EACH), _TAGS),
    (("applications", EACH, "variant"), _VARIANTS),
    (("applications", EACH, "parts", EACH, "study"), _STUDIES),
    (("applications", EACH, "parts", EACH, "dossier", "studies", EACH), _STUDIES),
)


def check_references(collected: Collected) -> dict[ContentPath, list[Problem]]:
    """Names that nothing has, names given twice in one list, studies related to themselves; by path."""
    problems: dict[ContentPath, list[Problem]] = {}
    for pattern, known in _NAMED:
        judge = _Judge(collected, known)
        for path, node in matching(collected.tree, pattern):
            name = _said(node)
            problem = judge.of(name, path) if name else None
            if problem:
                problems[path] = [problem]
    # `cv.titles` names sections by its keys.
    titles = find(collected.tree, _TITLES)
    judge = _Judge(collected, _CV_SECTIONS)
    for name, pair in titles.value.items() if titles and isinstance(titles.value, dict) else ():
        problem = judge.of(name, (*_TITLES, name))
        if problem:
            problems[*_TITLES, name] = [replace(problem, mark=pair.mark)]
    return problems


class _Judge:
    """Says what is wrong with names of one kind, one after the other."""

    def __init__(self, collected: Collected, known: _Known) -> None:
        self._collected = collected
        self._known = known
        self._names = frozenset(known.names(collected.tree))
        self._seen: set[tuple[ContentPath, str]] = set()

    def of(self, name: str, path: ContentPath) -> Problem | None:
        """The problem of the name that stands at `path`, if any."""
        known, mark = self._known, place(self._collected.tree, path)
        entry = path[:-1], name
        if entry in self._seen and isinstance(path[-1], int):
            return Problem(Code.NAMED_TWICE, f"'{name}' is named twice in this list", mark, "delete one of the two")
        self._seen.add(entry)
        if path[:2] == (known.home, name):
            return Problem(
                Code.RELATED_TO_ITSELF, f"the study '{name}' is related to itself", mark, "delete this entry"
            )
        if name in self._names or self._may_be_unread(name):
            return None
        guess = near(name, sorted(self._names))
        message = f"there is no {known.what} '{name[:60]}'" + (f"; did you mean '{guess}'?" if guess else "")
        return Problem(known.code, message, mark, known.remedy)

    def _may_be_unread(self, name: str) -> bool:
        """Whether the name may stand in a file that cannot be used: nothing can be said of it then."""
        known = self._known
        if known is _TAGS:
            return bool(self._collected.unread)
        if known is _CV_SECTIONS and not name.startswith(_OWN):
            return False
        return self._collected.is_unread((known.home, name.removeprefix(_OWN)))


def _said(node: Node) -> str:
    """A name as the model will have it: stripped, a number as it was written, empty where it is no text."""
    value = node.value
    is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip() if is_text else ""
