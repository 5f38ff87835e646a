"""One file on its way from a parser's events to a tree, and the rules YAML leaves to the reader.

Accepted is YAML 1.2.2 without tags of one's own, merge keys (`<<` is a type of YAML 1.1, not in the core schema) and
second documents. A key is text and stands once (§3.2.1.3). Depth and size are capped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

from casefolio.errors import CasefolioError, Problem
from casefolio.reading.codes import Code
from casefolio.reading.mistakes import LastRead
from casefolio.reading.scalars import resolve
from casefolio.reading.source import UNPRINTABLE
from casefolio.reading.tree import Node, Pair

if TYPE_CHECKING:
    from casefolio.reading.source import Source

MAX_DEPTH = 40
MAX_VALUES = 50_000
#: Values that aliases may stand for, each use counted, so that a few lines cannot become a gigabyte.
MAX_ALIASED = 20_000

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", _CORE + "str"})


class Word(NamedTuple):
    """A scalar as the parser found it; `style` is its first character where that is one of `'"|>`, else empty."""

    start: int
    end: int
    text: str
    style: str
    tag: str | None
    anchor: str | None


class _Size(NamedTuple):
    """How many values there are in a value, itself counted, and how deep it is."""

    values: int
    depth: int


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("anchor", "depth", "items", "key", "pairs", "start", "values")

    def __init__(self, start: int, anchor: str | None, *, mapping: bool) -> None:
        self.start = start
        self.anchor = anchor
        self.items: list[Node] = []
        self.pairs: dict[str, Pair] | None = {} if mapping else None
        self.key: Node | None = None
        self.values = 1
        self.depth = 0


class Assembly:
    """Takes what a parser found, in order. Any method raises CasefolioError where the file cannot be used.

    `root` is the tree, `problems` is what is wrong though the file can be used, `last` is what was taken last.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.last: LastRead | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, _Size] | None] = {}
        self._values = 0
        self._aliased = 0
        self._documents = 0

    @property
    def bracket(self) -> int | None:
        """Where the innermost open [ or { is."""
        flow = (around.start for around in reversed(self._open) if self.source.text[around.start] in "[{")
        return next(flow, None)

    def document(self, start: int, end: int) -> None:
        """Take the start of a document."""
        self._documents += 1
        if self._documents > 1:
            message = "a second document begins here; a file holds one"
            self._refuse(Code.SEVERAL_DOCUMENTS, message, start, end, "delete the line ---, or split the file")

    def scalar(self, word: Word) -> None:
        """Take a scalar."""
        start, end, text, style, tag, anchor = word
        self.last = LastRead(start, end, style)
        if style == '"' and UNPRINTABLE.search(text):
            message = "the text holds a control character, written as an escape"
            self._note(Code.CONTROL_CHARACTER, message, start, end, "take the escape out")
        value = resolve(text) if not style and tag is None else text
        if tag is not None and tag not in _TEXT_TAGS:
            value = resolve(text)
            if tag != _core_tag(value):
                self._note_tag(tag, start)
        node, size = Node(self.source, start, end, value), _Size(1, 0)
        if anchor:
            self._anchors[anchor] = node, size
        self._add(node, size)

    def begin(self, start: int, tag: str | None, anchor: str | None, *, mapping: bool) -> None:
        """Take the start of a list or mapping."""
        if tag not in {None, "!", _CORE + ("map" if mapping else "seq")}:
            self._note_tag(str(tag), start)
        if anchor:
            self._anchors[anchor] = None
        self._open.append(_Open(start, anchor, mapping=mapping))
        self._check_depth(0, start, start)

    def finish(self, end: int) -> None:
        """Take the end of the list or mapping that began last."""
        done = self._open.pop()
        node = Node(self.source, done.start, done.start + 1, tuple(done.items) if done.pairs is None else done.pairs)
        size = _Size(done.values, done.depth + 1)
        self.last = LastRead(done.start, end, self.source.text[done.start])
        if done.anchor:
            self._anchors[done.anchor] = node, size
        self._add(node, size)

    def alias(self, start: int, end: int, name: str) -> None:
        """Take a repetition of an anchored value; its place is where it is written out."""
        self.last = LastRead(start, end, "*")
        if name not in self._anchors:
            message = f"*{name} repeats what is marked &{name}, and nothing before is marked so"
            self._refuse(Code.ALIAS, message, start, end, f'a text that begins with * needs quotes: "*{name}"')
        known = self._anchors[name]
        if known is None:
            message = f"*{name} stands inside what it repeats, so there is no end to it"
            self._refuse(Code.ALIAS, message, start, end, "write out what is meant")
        node, size = known
        self._aliased += size.values
        if self._aliased > MAX_ALIASED:
            message, remedy = f"aliases repeat more than {MAX_ALIASED:,} values", "write out what is meant"
            self._refuse(Code.TOO_MANY_VALUES, message, start, end, remedy)
        self._check_depth(size.depth, start, end)
        self._add(node, size)

    def _add(self, node: Node, size: _Size) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} values in one file"
            self._refuse(Code.TOO_MANY_VALUES, message, node.start, node.end, "split the file")
        if not self._open:
            self.root = node
            return
        around = self._open[-1]
        around.values += size.values
        around.depth = max(around.depth, size.depth)
        if around.pairs is None:
            around.items.append(node)
        elif around.key is None:
            around.key = node
        else:
            key, around.key = around.key, None
            self._pair(around.pairs, key, node)

    def _pair(self, pairs: dict[str, Pair], key: Node, node: Node) -> None:
        name, written = key.value, self.source.text[key.start : key.end]
        if written == "<<":
            message, remedy = "<< is a merge key, which YAML 1.2 does not have", "write the keys out"
            self._refuse(Code.MERGE_KEY, message, key.start, key.end, remedy)
        if not isinstance(name, str):
            self._note_key(key, written)
        elif name != name.strip() or not name:
            message, remedy = "a key is not empty and has no spaces around it", f"write  {name.strip() or 'title'}:"
            self._note(Code.KEY_NOT_TEXT, message, key.start, key.end, remedy)
        elif name in pairs:
            message = f"the key '{name}' is already on line {pairs[name].mark.line}"
            self._note(Code.DUPLICATE_KEY, message, key.start, key.end, "keep one of the two, or rename one")
        else:
            pairs[name] = Pair(key.start, key.end, node)

    def _note_key(self, key: Node, written: str) -> None:
        if isinstance(key.value, dict | tuple):
            message = "a list or mapping stands where a key is expected"
            remedy = 'a text that begins with { or [ needs quotes: "{...}"'
        else:
            message, remedy = f"the key {written or 'before this colon'} is no text", f'put it in quotes: "{written}":'
        self._note(Code.KEY_NOT_TEXT, message, key.start, key.end, remedy)

    def _note_tag(self, tag: str, start: int) -> None:
        message = f"the tag {tag.replace(_CORE, '!!')} is not understood; content is text, numbers, lists and mappings"
        end = start
        while end < len(self.source.text) and not self.source.text[end].isspace():
            end += 1
        self._note(Code.TAG, message, start, end, "delete the tag; a text that begins with ! needs quotes")

    def _check_depth(self, deeper: int, start: int, end: int) -> None:
        if len(self._open) + deeper > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            self._refuse(Code.TOO_DEEP, message, start, end, "close the brackets, or write it flatter")

    def _note(self, code: Code, message: str, start: int, end: int, remedy: str) -> None:
        self.problems.append(Problem(code, message, self.source.mark(start, end), remedy))

    def _refuse(self, code: Code, message: str, start: int, end: int, remedy: str) -> NoReturn:
        self._note(code, message, start, end, remedy)
        raise CasefolioError(self.problems)


def _core_tag(value: object) -> str:
    names = {type(None): "null", bool: "bool", str: "str"}
    return _CORE + (names.get(type(value)) or ("int" if isinstance(value, int) else "float"))
