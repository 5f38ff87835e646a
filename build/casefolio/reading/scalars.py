"""What a plain word in YAML means: the core schema of YAML 1.2.2 §10.3, and nothing of YAML 1.1.

So `NO` is a word, `12:30` and `2024-03` are text. One departure: a number with a leading zero (`0123`, a postal code or
a phone number) is text too, since nothing in a dossier counts that way and the zero would be lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefolio.reading.tree import Scalar

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_MAY_BEGIN_A_NUMBER = frozenset("+-.0123456789")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

#: Longer digits are no count of anything; Python itself refuses to convert more than 4300.
_LONGEST_NUMBER = 40


class WrittenInt(int):
    """A whole number that is text again as the owner wrote it: the `+` of `+49691234567` is not lost."""

    written: str

    def __str__(self) -> str:
        return self.written


class WrittenFloat(float):
    """A number that is text again as the owner wrote it: release `1.10` does not become `1.1`."""

    written: str

    def __str__(self) -> str:
        return self.written


def resolve(text: str) -> Scalar:
    """The value of a plain scalar (YAML 1.2.2 §10.3.2): nothing, true, false, a number, else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BEGIN_A_NUMBER or len(text) > _LONGEST_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        return _whole(text, 10)
    if _OTHER_BASE.fullmatch(text):
        return _whole(text, 0)
    if _FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        number = WrittenFloat(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        number.written = text
        return number
    return text


def _whole(text: str, base: int) -> int:
    value = int(text, base)
    if str(value) == text:
        return value
    number = WrittenInt(value)
    number.written = text
    return number
