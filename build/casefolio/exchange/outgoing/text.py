"""Plain text for boxes that take nothing else: no markup, lines of at most 72 columns, bullets that parsers keep."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from casefolio.exchange.outgoing.runs import by_link, shown, unsaid
from casefolio.model.account import Listing, Paragraph, Part, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.account import Account, Masthead, Words

#: RFC 3676 §4.2 asks for lines under 78 characters; 72 leave room for quoting.
COLUMNS = 72
_NBSP = "\u00a0"
_BULLET = "• "
#: Typographic signs and what a keyboard has for them. Letters stay letters, whatever their accents.
_KEYBOARD = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'") | dict.fromkeys("–•·‐‑−", "-")
    | {"—": "--", "…": "...", "→": "->", "←": "<-", "×": "x", "≥": ">=", "≤": "<=", "\u202f": " ", "\u2009": " "}
)  # fmt: skip


def write_text(account: Account, *, wrap: bool = True, keyboard: bool = False) -> bytes:
    """The account as UTF-8. Without `wrap` a paragraph is a line; `keyboard` keeps to the signs that one has."""
    writer = _Writer(wrap=wrap)
    stanzas = [*writer.masthead(account.masthead)]
    for part in account.parts:
        stanzas += writer.part(part, 1)
    text = "\n\n".join("\n".join(lines) for lines in stanzas if lines) + "\n"
    text = text.replace(_NBSP, " ")
    return (text.translate(_KEYBOARD) if keyboard else text).encode()


class _Writer:
    """Writes stanzas: lines that stand together, with an empty line between one stanza and the next."""

    def __init__(self, *, wrap: bool) -> None:
        self._wrap = wrap

    def masthead(self, head: Masthead) -> Iterator[list[str]]:
        """Name, role and the ways to reach the owner."""
        lines = self._fill(head.name)
        for words in head.lines:
            lines += self._fill(plain(words))
        for row in head.rows:
            # What must stay on one line is bound with spaces that do not break.
            lines += self._fill(" | ".join(plain(words).replace(" ", _NBSP) for words in row))
        yield lines

    def part(self, part: Part, level: int) -> Iterator[list[str]]:
        """A heading with what stands below it; parts of its own are stanzas of their own."""
        own = [block for block in part.blocks if not isinstance(block, Part)]
        below = [block for block in part.blocks if isinstance(block, Part)]
        title = part.title.upper() if level == 1 else part.title
        if part.first and (part.run_in or level > 2):
            # A short heading takes the paragraph that follows into its line.
            between = " — " if part.run_in else ": "
            lines = self._fill(f"{title}{between}{plain(part.first.words)}")
            del own[0]
        else:
            lines = self._fill(f"{title} ({part.aside})" if part.aside else title)
        for block in own:
            lines += self._block(block)
        stanzas = [stanza for inner in below for stanza in self.part(inner, level + 1)]
        if stanzas and not own:
            # A heading is never left alone above an empty line.
            stanzas[0] = [*lines, *stanzas[0]]
        else:
            yield lines
        yield from stanzas

    def _block(self, block: Paragraph | Listing | Picture) -> list[str]:
        if isinstance(block, Paragraph):
            return self._fill(plain(block.words))
        if isinstance(block, Picture):
            caption = plain(block.caption)
            return self._fill(f"[{block.alt}{'. ' + caption if caption else ''}]")
        lines: list[str] = []
        for number, item in enumerate(block.items, 1):
            sign = {"bullets": _BULLET, "steps": f"{number}. "}.get(block.kind, "")
            lines += self._fill(plain(item.words), sign, " " * len(sign))
            for words in item.more:
                lines += self._fill(plain(words), " " * len(sign), " " * len(sign))
        return lines

    def _fill(self, text: str, first: str = "", rest: str = "") -> list[str]:
        if not self._wrap:
            return [first + text]
        wrapper = textwrap.TextWrapper(
            COLUMNS, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
        return wrapper.wrap(text) or [first]


def plain(words: Words) -> str:
    """The words without markup; a link's address follows them where they do not say it."""
    said: list[str] = []
    for href, runs in by_link(words):
        link = shown(runs)
        address = unsaid(href, link)
        said.append(f"{link} ({address})" if address else link)
    return "".join(said)
