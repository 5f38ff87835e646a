"""Inline markup of text fields: emphasis, strong, code and links in Markdown; everything else is text.

markdown-it parses it, and only where a text has a character that could be markup: most have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from casefolio.model.account import Run
from casefolio.shaping.typography import LINES, bind_last_words, set_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKUP = re.compile(r"[*_`\[\\]")
#: All blanks but those that keep words together: somebody wrote them, or a date has them.
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")
#: A range of numbers, and a short word with a hyphen: half of either at the end of a line reads as something else.
_RANGE = re.compile(r"\d+–\d+")
_HYPHENED = re.compile(rf"{_RANGE.pattern}|(?<![\w-])(?:\w{{1,4}}-\w{{1,8}}|\w{{5,8}}-\w{{1,4}})(?![\w-])")
_SAFE_LINK = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


@dataclass(frozen=True, slots=True)
class Inline:
    """A text ready for the page: as HTML, and as the plain words that a reader will find there."""

    html: str
    plain: str


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["emphasis", "backticks", "link", "escape"])


def _escaped(words: str, *, long: bool) -> str:
    """Words as HTML, ranges in one piece, and in a text of several lines short words with a hyphen."""
    whole = _HYPHENED if long else _RANGE
    return whole.sub(r'<span class="nowrap">\g<0></span>', escape(words, quote=False))


def _squeezed(text: str) -> str:
    """The text with one space for each run of blanks and line ends, and none at its ends."""
    return _BLANKS.sub(" ", text).strip()


def set_inline(text: str, language: str) -> Inline:
    """Set a text field. Raw HTML comes out as the text that it is; unsafe link targets lose the link."""
    text = bind_last_words(_squeezed(text))
    if not _MARKUP.search(text):
        words = set_text(text, language)
        return Inline(_escaped(words, long=len(text) >= LINES), words)
    tokens = _parser().parseInline(text)[0].children or []
    return _render(tokens, language, long=len(text) >= LINES)


def set_line(text: str, language: str) -> Inline:
    """Set a line that takes no markup: a title, a name."""
    words = set_text(bind_last_words(_squeezed(text)), language)
    return Inline(_escaped(words, long=len(text) >= LINES), words)


def set_runs(text: str, language: str) -> tuple[Run, ...]:
    """Set a text field as runs, for formats other than HTML: the words of `set_inline`, and how each looks."""
    text = bind_last_words(_squeezed(text))
    if not _MARKUP.search(text):
        return (Run(set_text(text, language)),)
    runs: list[Run] = []
    strong = emphasis = 0
    hrefs: list[str] = []
    for token in _parser().parseInline(text)[0].children or []:
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            hrefs.append(target if _SAFE_LINK.match(target) else "")
        elif token.type == "link_close":
            hrefs.pop()
        elif token.type in _TAGS:
            strong += token.nesting * (token.tag == "strong")
            emphasis += token.nesting * (token.tag == "em")
        elif token.content:
            code = token.type == "code_inline"
            before = runs[-1].text[-1:] if runs else " "
            words = token.content if code else set_text(token.content, language, before)
            runs.append(Run(words, strong > 0, emphasis > 0, code, hrefs[-1] if hrefs else ""))
    return tuple(runs)


def _render(tokens: Iterable[Any], language: str, *, long: bool) -> Inline:
    html: list[str] = []
    plain: list[str] = []
    open_links: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            open_links.append(bool(_SAFE_LINK.match(target)))
            html.append(f'<a href="{escape(target)}">' if open_links[-1] else "")
        elif token.type == "link_close":
            html.append("</a>" if open_links.pop() else "")
        elif token.type in _TAGS:
            html.append(_TAGS[token.type])
        elif token.type == "code_inline":
            html.append(f"<code>{escape(token.content, quote=False)}</code>")
            plain.append(token.content)
        else:
            before = plain[-1][-1:] if plain and plain[-1] else " "
            words = set_text(token.content, language, before or " ")
            html.append(_escaped(words, long=long))
            plain.append(words)
    return Inline("".join(html), "".join(plain))
