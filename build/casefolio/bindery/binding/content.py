"""Reading content streams: operators with their operands, and where in the bytes each stands.

ISO 32000-1 §7.8.2 (content streams), §8.9.7 (inline images). Positions let a stream be rewritten by inserting bytes
between operators, everything else left as its author wrote it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]+"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$))"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)"
    rb"|(?P<name>/[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<string>\((?:[^()\\]|\\.)*\))"
    rb"|(?P<hex><[0-9A-Fa-f\x00\t\n\f\r ]*>)"
    rb"|(?P<row>\[[<>0-9A-Fa-f.+\x00\t\n\f\r -]*\])"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<nested>\()"
    rb"|(?P<comment>%[^\r\n]*)"
    rb"|(?P<other>.)",
    re.DOTALL,
)

#: What most of a page is: an operator with numbers, after a name or one thing to show. Possessive, so that nothing is
#: tried twice; where it does not match, tokens are read one by one.
_PLAIN_OP = re.compile(
    rb"[\x00\t\n\f\r ]*+(?:("
    rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]*+"
    rb"|\((?:[^()\\]|\\.)*+\)"
    rb"|<[0-9A-Fa-f\t\n\f\r ]*+>"
    rb"|\[[<>0-9A-Fa-f.+\t\n\f\r -]*+\]"
    rb")[\t\n\f\r ]*+)?+"
    rb"((?:[+-]?(?:\d++(?:\.\d*+)?|\.\d++)[\t\n\f\r ]++){0,8}+)"
    rb"([A-Za-z][A-Za-z0-9*]*+)(?=[\t\n\f\r ])",
    re.DOTALL,
)

#: The pieces of an array of numbers and hexadecimal strings.
_PIECES = re.compile(
    rb"(<[0-9A-Fa-f\x00\t\n\f\r ]*>)"
    rb"|(?<=[\x00\t\n\f\r <>\[])([+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\f\r <>\]]))"
)

_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_INLINE_DATA = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|$)")
_NOT_TEXT = re.compile(rb"[^\t\n\f\r -~\x00]")
_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

#: Operands kept before an operator: more is malformed (an array counts as one).
_OPERANDS = 64

#: Names as bytes with slash, strings as they stand in the stream, arrays as lists, dictionaries as tuples. An array of
#: numbers and hexadecimal strings only, the bulk of most pages, stays as it stands until `pieces` is asked.
Operand: TypeAlias = "float | bytes | list[Operand] | tuple[Operand, ...]"


#: Kinds of token that are operands as they stand, and words that are.
_AS_THEY_STAND = frozenset(["name", "string", "hex", "row"])
_CONSTANTS = frozenset([b"true", b"false", b"null"])
_NOT_PLAIN = _CONSTANTS | {b"BI"}

#: Stands for bytes that are no token.
GARBAGE = b"?"


class Op(NamedTuple):
    """An operator, its operands, and where it stands: from its first operand to its end."""

    name: bytes
    operands: list[Operand]
    start: int
    end: int


def operators(data: bytes) -> Iterator[Op]:  # noqa: C901, PLR0912 - the innermost loop: a branch a kind of token
    """The operators of a content stream in order. What cannot be read is passed over; never raises."""
    place, start = 0, -1
    operands: list[Operand] = []
    nests: list[list[Operand]] = []
    while place < len(data):
        if start < 0:
            plain = _PLAIN_OP.match(data, place)
            if plain is not None and plain[3] not in _NOT_PLAIN:
                lead, numbers, word = plain.groups()
                values: list[Operand] = [float(number) for number in numbers.split()]
                values, begin = (values, plain.start(2)) if lead is None else ([lead, *values], plain.start(1))
                place = plain.end()
                yield Op(word, values, begin, place)
                continue
        found = _TOKEN.match(data, place)
        assert found is not None  # noqa: S101 - the last alternative takes any byte
        kind, begin, place = found.lastgroup, place, found.end()
        if kind is None or kind == "comment":
            continue
        start = begin if start < 0 else start
        target = nests[-1] if nests else operands
        if kind == "number":
            target.append(float(found.group()))
        elif kind in _AS_THEY_STAND or (kind == "word" and (nests or found.group() in _CONSTANTS)):
            target.append(found.group())
        elif kind == "word":
            word = found.group()
            if word == b"BI":
                operands, place = _inline_image(data, place)
            yield Op(word, operands, start, place)
            operands, start = [], -1
        elif kind == "open":
            nests.append([])
        elif kind == "close" and nests:
            inner = nests.pop()
            (nests[-1] if nests else operands).append(tuple(inner) if found.group() == b">>" else inner)
        elif kind == "nested":
            place = _string_end(data, begin)
            target.append(data[begin:place])
        else:
            yield Op(GARBAGE, [], begin, place)
        if len(operands) > _OPERANDS:
            del operands[0]


def _string_end(data: bytes, begin: int) -> int:
    """The end of a literal string with parentheses in it; the stream's end where it is not closed."""
    depth, place = 0, begin
    for found in re.compile(rb"\\.|[()]", re.DOTALL).finditer(data, begin):
        token = found.group()
        depth += (token == b"(") - (token == b")")
        place = found.end()
        if depth == 0:
            return place
    return len(data)


def _inline_image(data: bytes, place: int) -> tuple[list[Operand], int]:
    """Entries and end of an inline image: its bytes end with an `EI` that text follows, not more binary."""
    entries: list[Operand] = []
    length = len(data)
    while place < length:
        found = _TOKEN.match(data, place)
        if found is None:
            place += 1
            continue
        place = found.end()
        if found.lastgroup == "word" and found.group() == b"ID":
            break
        if found.lastgroup in ("name", "number", "word", "string", "hex"):
            entries.append(found.group())
    for found in _INLINE_DATA.finditer(data, place):
        if not _NOT_TEXT.search(data[found.end() : found.end() + 24]):
            return entries, found.end()
    return entries, length


def pieces(operand: Operand) -> list[Operand]:
    """What a showing operator shows, piece by piece: strings, and the numbers between them."""
    if isinstance(operand, list):
        return operand
    if not isinstance(operand, bytes) or not operand.startswith(b"["):
        return [operand]
    return [float(number) if number else text for text, number in _PIECES.findall(operand)]


def resource_name(operand: object) -> str:
    """A name operand as the key under which pypdf has it in the resources; empty where it is none."""
    if not isinstance(operand, bytes) or not operand.startswith(b"/"):
        return ""
    plain = _NAME_CODE.sub(lambda found: bytes([int(found.group(1), 16)]), operand) if b"#" in operand else operand
    return plain.decode("latin-1")


def string_bytes(operand: object) -> bytes:
    """What a string operand holds (§7.3.4); empty for anything else."""
    if not isinstance(operand, bytes):
        return b""
    if operand.startswith(b"<"):
        digits = _NOT_HEX.sub(b"", operand)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if operand.startswith(b"("):
        inner = operand[1:-1] if operand.endswith(b")") else operand[1:]
        return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner
    return b""


def _unescaped(found: re.Match[bytes]) -> bytes:
    octal, line_end, char = found.groups()
    if octal is not None:
        return bytes([int(octal, 8) & 255])
    return b"" if line_end is not None else _PLAIN.get(char, char)


def entry(operand: object, key: bytes) -> Operand | None:
    """The value of a key in a dictionary operand."""
    if isinstance(operand, tuple):
        pairs: tuple[Operand, ...] = operand
        for place in range(0, len(pairs) - 1, 2):
            if pairs[place] == key:
                return pairs[place + 1]
    return None
