"""What was written, as a tree that knows where: the same tree gives plain data and the places of all values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from casefolio.errors import Mark
    from casefolio.model.manuscript import ContentPath
    from casefolio.reading.source import Source

#: In a pattern of paths: any key or index.
EACH = "*"

Scalar = str | int | float | bool | None


class Node(NamedTuple):
    """A value and the characters of its source that it was read from; a list or mapping is marked at its start."""

    source: Source
    start: int
    end: int
    value: Scalar | tuple[Node, ...] | dict[str, Pair]

    @property
    def mark(self) -> Mark:
        """Where the value begins."""
        return self.source.mark(self.start, self.end)


class Pair(NamedTuple):
    """A value under its key. A key of no length was not written in the file: the file's own name is the key."""

    start: int
    end: int
    node: Node

    @property
    def named_by_file(self) -> bool:
        """Whether the key is the name of the file."""
        return self.start == self.end

    @property
    def mark(self) -> Mark:
        """Where the key stands."""
        return self.node.source.mark(self.start, self.end)


def filed(node: Node) -> Pair:
    """A whole file as a value under its own name."""
    return Pair(node.start, node.start, node)


def plain(node: Node) -> object:
    """The value as plain Python data, without places."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(pair.node) for key, pair in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def overlay(base: Node, over: Node) -> Node:
    """`base` with what `over` says instead: mappings merged key by key, everything else replaced whole."""
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    merged = dict(base.value)
    for key, pair in over.value.items():
        old = merged.get(key)
        node = overlay(old.node, pair.node) if old else pair.node
        # A key belongs to the file of its value.
        merged[key] = pair if old is None or node is pair.node else old._replace(node=node)
    return base._replace(value=merged)


def child(node: Node, part: str | int) -> Node | None:
    """The value under a key or at an index, or None where there is none."""
    value = node.value
    if isinstance(value, dict):
        pair: Pair | None = value.get(part) if isinstance(part, str) else None
        return pair.node if pair else None
    if isinstance(value, tuple) and isinstance(part, int) and 0 <= part < len(value):
        item: Node = value[part]
        return item
    return None


def find(root: Node, path: ContentPath) -> Node | None:
    """The value at `path`, or None where nothing was written there."""
    node: Node | None = root
    for part in path:
        if node is None:
            return None
        node = child(node, part)
    return node


def key_at(root: Node, path: ContentPath) -> Pair | None:
    """The key and value at `path`, or None where it names no value of a mapping."""
    parent = find(root, path[:-1]) if path else None
    if parent is None or not isinstance(parent.value, dict) or not isinstance(path[-1], str):
        return None
    return parent.value.get(path[-1])


def place(root: Node, path: ContentPath) -> Mark | None:
    """Where the value at `path` begins; a value of no characters (`key:`) is at its key."""
    node = find(root, path)
    if node is None:
        return None
    pair = key_at(root, path) if node.start == node.end else None
    return pair.mark if pair else node.mark


def paths(node: Node, path: ContentPath = ()) -> Iterator[ContentPath]:
    """Every path from a value down, the value's own first."""
    yield path
    if isinstance(node.value, dict):
        for key, pair in node.value.items():
            yield from paths(pair.node, (*path, key))
    elif isinstance(node.value, tuple):
        for index, item in enumerate(node.value):
            yield from paths(item, (*path, index))


def matching(tree: Node, pattern: ContentPath, path: ContentPath = ()) -> Iterator[tuple[ContentPath, Node]]:
    """Every value whose path fits a pattern in which `*` is any key or index."""
    if not pattern:
        yield path, tree
        return
    head, rest = pattern[0], pattern[1:]
    parts: tuple[str | int, ...] = (head,)
    if head == EACH:
        parts = tuple(tree.value) if isinstance(tree.value, dict) else ()
        parts = tuple(range(len(tree.value))) if isinstance(tree.value, tuple) else parts
    for part in parts:
        node = child(tree, part)
        if node is not None:
            yield from matching(node, rest, (*path, part))


class Marks(Mapping["ContentPath", "Mark"]):
    """The places of all values, worked out when asked for: a good build asks for few or none."""

    __slots__ = ("_root",)

    def __init__(self, root: Node) -> None:
        self._root = root

    def __getitem__(self, path: ContentPath) -> Mark:
        mark = place(self._root, path)
        if mark is None:
            raise KeyError(path)
        return mark

    def __iter__(self) -> Iterator[ContentPath]:
        return paths(self._root)

    def __len__(self) -> int:
        return sum(1 for _ in self)
