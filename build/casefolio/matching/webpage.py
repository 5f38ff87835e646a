"""The words of a web page, line by line."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Webpage(HTMLParser):
    """The words of an HTML page, a line for each block."""

    _UNREAD = frozenset(["script", "style", "template", "noscript", "svg", "head", "nav", "footer", "button", "form"])
    _INLINE = frozenset(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "cite",
            "code",
            "em",
            "font",
            "i",
            "mark",
            "q",
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "u",
            "time",
            "wbr",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = [(1, "")]
        self._unread: list[str] = []

    @classmethod
    def lines_of(cls, text: str) -> list[tuple[int, str]]:
        """The lines of a page, each with the line of its source."""
        page = cls()
        page.feed(text)
        page.close()
        return page.lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        """A block begins a line of its own; what nobody reads is passed over."""
        if tag in self._UNREAD:
            self._unread.append(tag)
        elif tag == "body":
            # A head that was never closed ends here.
            self._unread.clear()
        elif tag not in self._INLINE:
            self._end_line(block=tag not in ("li", "br"))
            if tag == "li":
                self.lines[-1] = (self.getpos()[0], "- ")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in self._unread:
            del self._unread[self._unread.index(tag) :]
        elif tag not in self._INLINE:
            self._end_line(block=tag != "li")

    def handle_data(self, data: str) -> None:
        """Words go on the line that is open, and give it their place in the source."""
        text = re.sub(r"\s+", " ", data)
        number, before = self.lines[-1]
        if not self._unread and (before or text.strip()):
            self.lines[-1] = (number if before else self.getpos()[0], before + text)

    def _end_line(self, *, block: bool) -> None:
        if self.lines[-1][1]:
            self.lines += [(self.getpos()[0], "")] * (2 if block else 1)
