"""Typography of running text: quotation marks, dashes, ellipses, and spaces that must not break.

What a typist writes with the keys of a keyboard, set as a printer would. The marks depend on the language
(Chicago Manual of Style §6.115 for English; DIN 5008 §7 for German).
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

#: Opening and closing marks, double then single, by language.
_QUOTES = {"en": "“”‘’", "de": "„“‚‘", "fr": "«»‹›", "es": "«»“”", "it": "«»“”", "pl": "„”‚’"}
_OPENS_AFTER = frozenset(" \t\n\u00a0([{-–—/")
_NUMBER_UNIT = re.compile(r"(\d) (?=(?:%|€|\$|[kMGTµm]?(?:m|g|s|B|W|Hz|V|A|pt|px)|GiB|MiB|h|min|ms|pp?\.)(?![\w-]))")
_ABBREVIATION = re.compile(r"\b(Dr\.|Prof\.|No\.|Nr\.|z\.|u\.|d\.|i\.|e\.) (?=\S)")
_COMPANY = re.compile(r" (?=(?:GmbH|AG|KG|SE|Inc\.|Ltd\.?|LLC|Co\.)(?:\W|$))")
_LAST_WORD = re.compile(r" (?=\S{1,10}$)")
#: A text of so many characters fills several lines.
LINES = 60
#: Its last line should hold at least so many; but no more than the second number need stay together.
_LAST_LINE, _TOGETHER = 14, 30
_DASHES = (("---", "—"), ("--", "–"), (" - ", f"{NBSP}– "), (" – ", f"{NBSP}– "), ("...", "…"))


#: Ligatures that somebody typed or pasted: a face makes its own, and extractors give these back as one strange letter.
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


def set_text(text: str, language: str, before: str = " ") -> str:
    """`text` with the marks and spaces of its language; `before` is the character that precedes it in its line."""
    text = text.translate(_LIGATURES)
    for typed, printed in _DASHES:
        text = text.replace(typed, printed)
    if '"' in text or "'" in text:
        text = _quoted(text, _QUOTES.get(language[:2], _QUOTES["en"]), before)
    text = _NUMBER_UNIT.sub(rf"\1{NBSP}", text)
    text = _ABBREVIATION.sub(rf"\1{NBSP}", text)
    return _COMPANY.sub(NBSP, text)


def bind_last_words(text: str) -> str:
    """Keep the last words of a paragraph together, and a short last word with the one before it.

    A last line of a word or two looks like an accident, and the larger the type, the more so.
    """
    if text.count(" ") <= 3:
        return text
    if len(text) >= LINES:
        start = text.rfind(" ", 0, len(text) - _LAST_LINE) + 1
        tail = text[start:]
        # What stands in code is copied from the page: its spaces stay what they are.
        if len(tail) <= _TOGETHER and "`" not in tail:
            return text[:start] + tail.replace(" ", NBSP)
    return _LAST_WORD.sub(NBSP, text)


def _quoted(text: str, marks: str, before: str) -> str:
    """Turn typewriter quotes into pairs; a single one inside or after a word is an apostrophe."""
    out = []
    for char in text:
        if char == '"':
            out.append(marks[0] if before in _OPENS_AFTER else marks[1])
        elif char == "'":
            out.append(marks[2] if before in _OPENS_AFTER else "’" if before.isalnum() else marks[3])
        else:
            out.append(char)
        before = out[-1]
    return "".join(out)
