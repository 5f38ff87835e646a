"""Plain values as tidy YAML: keys in one order, long text folded, quotes only where YAML or a reader needs them.

What is written here is read back by `reading` as the same values; a test holds both against each other.
"""

from __future__ import annotations

import json
import re
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.words import folded
from casefolio.model.schema import schema_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WIDTH = 100
_NARROWEST = 40
_NUMBER = re.compile(r"[-+]?\.?[0-9][0-9_,.:xoa-fA-F+-]*(?:[eE][-+]?\d+)?")
_DAY = re.compile(r"[12]\d{3}-\d\d(?:-\d\d)?")
#: Words that YAML 1.1 or 1.2 takes for something else than text.
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"))

#: Keys in the order in which a person would write them; all others follow as they come.
_ORDER = (
    "name", "title", "label", "language", "role", "employer", "institution", "event", "issuer", "level", "theme",
    "detail", "holder", "authors", "venue", "start", "end", "date", "period", "place", "grade", "url", "link",
    "items", "summary", "text", "problem", "constraints", "architecture", "result", "highlights", "ideas",
    "technologies", "contact", "email", "phone", "address", "links", "photo", "file", "alt", "pages", "sections",
    "titles", "entries", "profile", "settings", "cv", "themes", "studies", "experience", "projects", "talks",
    "recognition", "education", "certificates", "publications", "skills", "languages", "custom",
)  # fmt: skip
#: Lists whose entries have a line each however short they are.
_A_LINE_EACH = frozenset({"highlights:", "ideas:", "sections:", "address:", "constraints:"})
_RANK = {key: rank for rank, key in enumerate(_ORDER)}


def page(path: str, value: Any, comment: Sequence[str], *, free: bool = False) -> bytes:
    """A file of content: the line that names its schema, what it is in a comment, and a value.

    `path` is the file's from the project folder. The keys of a free value stand as they come.
    """
    head = [schema_line(path), *(f"# {line}" for text in comment for line in wrap(folded(text), _WIDTH))]
    if isinstance(value, dict):
        body = list(_mapping(value, 0, free=free, airy="entries" not in value and not free))
    else:
        body = list(_list(value, 0, free=free, airy=True))
    return "\n".join([*head, "", *body, ""]).encode()


def in_order(record: Mapping[str, Any]) -> list[str]:
    """The keys of a record in the order in which they are written."""
    return sorted(record, key=lambda key: _RANK.get(key, len(_RANK)))


def _mapping(record: Mapping[str, Any], indent: int, *, free: bool, airy: bool = False) -> Iterator[str]:
    keys = list(record) if free else in_order(record)
    for number, key in enumerate(keys):
        value = record[key]
        large = isinstance(value, dict | list) and bool(value)
        if airy and number and large and indent == 0:
            yield ""
        loose = free or key == "extra"
        yield from _pair(f"{' ' * indent}{_scalar(key)}:", value, indent, free=loose)


def _pair(head: str, value: Any, indent: int, *, free: bool) -> Iterator[str]:
    """A key with its value, or a dash with its entry."""
    if isinstance(value, dict) and value:
        yield head
        yield from _mapping(value, indent + 2, free=free)
    elif isinstance(value, list | tuple) and value:
        words = "" if head.strip() in _A_LINE_EACH else _words(value)
        if words and len(head) + len(words) < _WIDTH:
            yield f"{head} {words}"
        else:
            yield head
            yield from _list(value, indent + 2, free=free, airy=False)
    else:
        yield from _leaf(head, value, indent)


def _leaf(head: str, value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, dict | list | tuple):
        yield f"{head} {'{}' if isinstance(value, dict) else '[]'}"
        return
    line = f"{head} {_scalar(value)}"
    width = max(_NARROWEST, _WIDTH - indent - 2)
    if not isinstance(value, str):
        yield line
    elif _is_block(value):
        yield f"{head} |-"
        yield from (f"{' ' * (indent + 2)}{part}" if part else "" for part in value.split("\n"))
    elif len(line) > _WIDTH and _folds(value):
        yield f"{head} >-"
        for part in wrap(value, width, break_long_words=False, break_on_hyphens=False):
            yield f"{' ' * (indent + 2)}{part}"
    else:
        yield line


def _list(values: Sequence[Any], indent: int, *, free: bool, airy: bool) -> Iterator[str]:
    pad = " " * indent
    for number, value in enumerate(values):
        if isinstance(value, dict) and value:
            if airy and number:
                yield ""
            first, *rest = _mapping(value, indent + 2, free=free)
            yield f"{pad}- {first[indent + 2 :]}"
            yield from rest
        elif isinstance(value, list | tuple) and value:
            first, *rest = _list(value, indent + 2, free=free, airy=False)
            yield f"{pad}- {first[indent + 2 :]}"
            yield from rest
        else:
            yield from _leaf(f"{pad}-", value, indent)


def _words(values: Sequence[Any]) -> str:
    """A list of words or short terms on one line, or nothing where it holds more than that."""
    if not all(isinstance(value, str | int) and len(str(value)) <= 40 for value in values):
        return ""
    shown = [_scalar(value) for value in values]
    return "" if any(set(",[]{}\n") & set(word) and word[0] != '"' for word in shown) else f"[{', '.join(shown)}]"


def _folds(text: str) -> bool:
    """Whether a text comes back as it is from a folded block: single spaces between words and nothing else."""
    return " " in text and text.isprintable() and text == " ".join(text.split(" ")) and "  " not in text.strip() == text


def _is_block(text: str) -> bool:
    """Whether a text is lines that come back as they are from a literal block."""
    lines = text.split("\n")
    if len(lines) < 2 or not lines[0] or not lines[-1]:
        return False
    return all(line == line.strip() and "\t" not in line and line.isprintable() for line in lines)


def _scalar(value: Any) -> str:
    """A value on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if _DAY.fullmatch(value):
        return str(value)
    if _is_plain(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether YAML, in any of its versions, takes a text without quotes for that text."""
    if not text or text != text.strip() or not text.isprintable() or text.endswith(":"):
        return False
    first = text[0]
    if not (first.isalnum() or first in "(/+€$§“„‘«»"):
        return False
    if ": " in text or " #" in text or text.lower() in _WORDS:
        return False
    return not _NUMBER.fullmatch(text)
