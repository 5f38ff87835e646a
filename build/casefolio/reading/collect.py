"""Many files, one tree: each file's content at its place, what is private over the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from casefolio.errors import CasefolioError, Problem
from casefolio.reading.codes import Code
from casefolio.reading.parse import parse
from casefolio.reading.shape import NAMED
from casefolio.reading.source import Source, load
from casefolio.reading.tree import Node, Pair, filed, overlay
from casefolio.reading.wording import no_mapping

if TYPE_CHECKING:
    from casefolio.model.manuscript import ContentPath
    from casefolio.model.workspace import Workspace
    from casefolio.reading.files import Found


class Collected(NamedTuple):
    """What was written, and the places of which nothing is known because their files cannot be used."""

    tree: Node
    unread: frozenset[ContentPath]
    problems: tuple[Problem, ...]

    def is_unread(self, path: ContentPath) -> bool:
        """Whether `path` may have been written in a file that cannot be used."""
        return any(path[: len(lost)] == lost for lost in self.unread)


def collect(found: tuple[Found, ...], workspace: Workspace, kept: dict[object, Any] | None = None) -> Collected:
    """Read all files and put them together. `kept` holds what was read before, and is kept up to date."""
    kept = {} if kept is None else kept
    layers = _Layer(), _Layer()
    problems: list[Problem] = []
    unread: set[ContentPath] = set()
    for file in found:
        try:
            source = load(file.path, file.shown)
            if file.path not in kept or kept[file.path][0] != source.text:
                kept[file.path] = source.text, *parse(source)
            _, node, flaws = kept[file.path]
            problems += flaws
            layers[file.private].put(file.place, node)
        except CasefolioError as error:
            problems += error.problems
            unread.add(file.place)
    for layer in layers:
        problems += layer.problems
        unread |= layer.lost
    fallback = Source(workspace.content, workspace.shown(workspace.content), "")
    tree = overlay(layers[0].tree(fallback), layers[1].tree(fallback))
    return Collected(tree, frozenset(unread), tuple(problems))


class _Layer:
    """Content before something is laid over it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lost: set[ContentPath] = set()
        self._values: dict[str, Pair] = {}
        self._entries: dict[str, dict[str, Pair]] = {}

    def put(self, place: ContentPath, node: Node) -> None:
        """Put a file's content at its place. Raises CF-203 where it must be a mapping and is not."""
        if not place:
            if not isinstance(node.value, dict):
                raise CasefolioError(no_mapping(node))
            for key, pair in node.value.items():
                self._put_value(key, pair)
        elif len(place) == 1:
            self._put_value(str(place[0]), filed(node))
        else:
            self._put_entry(str(place[0]), str(place[1]), filed(node))

    def tree(self, fallback: Source) -> Node:
        """All of it as one mapping, marked where its first value is."""
        values = dict(self._values)
        for key, entries in self._entries.items():
            values.setdefault(key, filed(_around(entries, fallback)))
        return _around(values, fallback)

    def _put_value(self, key: str, pair: Pair) -> None:
        node = pair.node
        if key in NAMED:
            self._entries.setdefault(key, {})
            if not isinstance(node.value, dict):
                self.problems.append(no_mapping(node, pair, key))
                self.lost.add((key,))
                return
            for name, entry in node.value.items():
                self._put_entry(key, name, entry)
        elif key in self._values:
            self._twice(f"'{key}'", self._values[key], pair)
        else:
            self._values[key] = pair

    def _put_entry(self, key: str, name: str, pair: Pair) -> None:
        entries = self._entries.setdefault(key, {})
        if name in entries:
            self._twice(f"'{name}' of {key}", entries[name], pair)
        else:
            entries[name] = pair

    def _twice(self, what: str, first: Pair, second: Pair) -> None:
        message = f"{what} is written twice: here and in {first.mark}"
        self.problems.append(Problem(Code.WRITTEN_TWICE, message, second.mark, "keep one of the two, or merge them"))


def _around(pairs: dict[str, Pair], fallback: Source) -> Node:
    first = next(iter(pairs.values()), None)
    source, start = (first.node.source, first.start) if first else (fallback, 0)
    return Node(source, start, start + 1, pairs)
