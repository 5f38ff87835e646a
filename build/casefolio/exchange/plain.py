"""Text without its Markdown: the words that a reader reads."""

from __future__ import annotations

import re

# Marks reach over two thousand characters at most, or a text full of them would be read for minutes.
_CODE = re.compile(r"(?<!\\)(`+)(.{1,2000}?)\1")
_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*\*|__|\*|_)(?=\S)(.{1,2000}?)(?<=[^\s\\])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str | None) -> str | None:
    """A text without its Markdown: the words of links, emphasis and code, white space folded."""
    if text is None:
        return None
    folded = " ".join(text.split())
    parts = []
    end = 0
    for code in _CODE.finditer(folded):
        parts += [_unmarked(folded[end : code.start()]), code.group(2)]
        end = code.end()
    return "".join([*parts, _unmarked(folded[end:])])


def _unmarked(text: str) -> str:
    text, before = _LINK.sub(r"\1", text), ""
    while text != before:
        text, before = _EMPHASIS.sub(r"\2", text), text
    return _ESCAPE.sub(r"\1", text)
