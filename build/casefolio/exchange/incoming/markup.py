"""Long texts of other tools: HTML and Markdown as the model's paragraph and lines.

The model's texts know emphasis, strong, code and links; a list inside a text becomes lines of its own.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from casefolio.exchange.incoming.words import address_of, clean, escaped, literal

#: Only what is one of these is HTML; `x < y` and `<name>` are text.
_NAMES = (
    "a|abbr|article|b|blockquote|body|br|code|dd|div|dl|dt|em|font|h[1-6]|html|i|li|ol|p|pre|section|"
    "small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul|head|script|style|title"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
#: A sign that begins no tag.
_STRAY = re.compile(rf"<(?!/?(?:{_NAMES})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip|[lr][sd]quo);")
_BULLET = re.compile(r"\s*(?:[-*+•●▪–·‣◦]|\d{1,2}[.)])\s+(?=\S)")
_BLOCKS = frozenset((
    "p", "div", "ul", "ol", "section", "article", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr",
    "pre", "dl", "dt", "dd", "body",
))  # fmt: skip
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_HIDDEN = frozenset({"script", "style", "title", "head"})

#: Longer texts are no paragraph of a CV; they stay as they are.
_LONGEST = 100_000
#: Marks inside marks.
_DEEPEST = 8


def paragraph_and_lines(text: str) -> tuple[str, list[str]]:
    """A long text taken apart: its words as one paragraph, the points of its lists as a line each."""
    words: list[str] = []
    lines: list[str] = []
    in_list = False
    for raw in as_markdown(text).split("\n"):
        if not raw.strip():
            in_list = False
            continue
        bullet = _BULLET.match(raw)
        if bullet:
            in_list = True
            lines.append(raw[bullet.end() :].strip())
        elif in_list and raw.startswith(("  ", "\t")):
            lines[-1] = f"{lines[-1]} {raw.strip()}"
        else:
            in_list = False
            words.append(raw.strip())
    return " ".join(" ".join(words).split()), [" ".join(line.split()) for line in lines]


def as_markdown(text: str) -> str:
    """A text with its HTML, if it has any, as Markdown: paragraphs are lines, points begin with `- `."""
    text = clean(text)
    if len(text) > _LONGEST:
        return text
    if _TAG.search(text):
        parser = _Parser()
        parser.feed(_STRAY.sub("&lt;", _without_comments(text)))
        parser.close()
        return parser.markdown
    return clean(unescape(text)) if _ENTITY.search(text) else text


def _without_comments(text: str) -> str:
    """HTML without its comments; one that does not end is text."""
    parts, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        parts.append(text[start:begin])
        start = end + 3
    return "".join([*parts, text[start:]])


class _Parser(HTMLParser):
    """Writes Markdown while it reads HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._links: list[str | None] = []
        self._hidden = 0
        #: Marks that are open, each with its place in what was written.
        self._open: list[tuple[str, int]] = []

    @property
    def markdown(self) -> str:
        """What was read so far."""
        text = clean("".join(self._out))
        return re.sub(r"\n\s*\n+", "\n", text).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open emphasis, a link, a point, a line."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _MARKS and len(self._open) < _DEEPEST:
            # Holds the place of the mark until it is closed; what is never closed marks nothing.
            self._open.append((_MARKS[tag], len(self._out)))
            self._out.append("")
        elif tag == "li":
            self._out.append("\n- ")
        elif tag == "a":
            target = address_of(dict(attrs).get("href") or "")
            self._links.append(target if target and not set("() ") & set(target) else None)
            self._out.append("[" if self._links[-1] else "")
        elif tag == "br":
            self._out.append("\n")
        elif tag in {"td", "th"}:
            self._out.append(" ")
        elif tag in _BLOCKS and not (self._out and self._out[-1] == "\n- "):
            self._out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _MARKS:
            self._close(_MARKS[tag])
        elif tag == "a" and self._links:
            target = self._links.pop()
            self._out.append(f"]({target})" if target else "")
        elif tag in _BLOCKS or tag == "li":
            self._out.append("\n")

    def _close(self, mark: str) -> None:
        """End what a mark began: white space at its ends goes outside, and a mark around nothing goes."""
        depth = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == mark), None)
        if depth is None:
            return
        start = self._open[depth][1]
        del self._open[depth:]
        words = "".join(self._out[start:])
        del self._out[start:]
        bare = words.strip()
        # Marks do not reach over lines, and the same mark twice is none.
        if not bare or "\n" in bare or bare.startswith(mark) or (mark == "`" and mark in bare):
            self._out.append(words)
        else:
            lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            self._out += [lead, mark + bare + mark, trail]

    def handle_data(self, data: str) -> None:
        """Words; breaks of the source are no breaks of the text."""
        if not self._hidden:
            words = re.sub(r"\s+", " ", data)
            if all(mark != "`" for mark, _ in self._open):
                # Beside a mark, any sign may become part of it.
                words = escaped(words) if self._open else literal(words)
            self._out.append(words)
