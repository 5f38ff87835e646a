"""Markdown (CommonMark 0.31): headings, lists and links that any reader of it shows; a line to a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.exchange.outgoing.runs import by_link
from casefolio.model.account import Listing, Paragraph, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.account import Account, Masthead, Picture, Run, Words

#: What could open or close markup within a line: CommonMark §2.4, §6; and strikethrough, which many add.
_MARKUP = re.compile(r"[\\`*\[\]~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
#: What could make a line a heading, a list, a quotation, a rule or a table.
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+>=|]|\d{1,9}(?=[.)](?:\s|$)))")
_TICKS = re.compile(r"`+")
_CLOSING_HASHES = re.compile(r"(?<=\s)#+$")


def write_markdown(account: Account) -> bytes:
    """The account as Markdown in UTF-8."""
    blocks = [*_masthead(account.masthead)]
    for part in account.parts:
        blocks += _part(part, 2)
    return ("\n\n".join(block for block in blocks if block) + "\n").replace("\u00a0", " ").encode()


def _masthead(head: Masthead) -> Iterator[str]:
    yield f"# {_escaped(head.name)}"
    yield from (_line(words) for words in head.lines)
    for row in head.rows:
        yield " | ".join(_inline(words) for words in row)


def _part(part: Part, level: int) -> Iterator[str]:
    blocks, first = list(part.blocks), part.first
    if part.run_in and first:
        del blocks[0]
        yield f"**{_escaped(part.title)}** — {_inline(first.words)}"
    else:
        title = _CLOSING_HASHES.sub(r"\\\g<0>", _escaped(part.title))
        yield f"{'#' * level} {title}"
        place = ""
        if part.aside and first and first.tone == "place":
            del blocks[0]
            place = f" · {_inline(first.words)}"
        if part.aside:
            yield f"*{_escaped(part.aside)}*{place}"
    for block in blocks:
        if isinstance(block, Part):
            yield from _part(block, level + 1)
        else:
            yield _block(block)


def _block(block: Paragraph | Listing | Picture) -> str:
    if isinstance(block, Paragraph):
        return _line(block.words)
    if isinstance(block, Listing):
        lines = []
        for number, item in enumerate(block.items, 1):
            sign = f"{number}. " if block.kind == "steps" else "- "
            indent = " " * len(sign)
            # A backslash at the end breaks the line (§6.7); two spaces there would not outlive an editor.
            lines.append(sign + f"\\\n{indent}".join(_line(words) for words in (item.words, *item.more)))
        return "\n".join(lines)
    caption = f": {_inline(block.caption)}" if block.caption else ""
    return f"*{_escaped(block.alt)}*{caption}"


def _line(words: Words) -> str:
    return _LINE_START.sub(lambda found: _started(found.group()), _inline(words))


def _started(sign: str) -> str:
    """What starts a line, so that it starts nothing else."""
    return sign if not sign else f"{sign}\\" if sign[0].isdigit() else f"\\{sign}"


def _inline(words: Words) -> str:
    out = ""
    follows = [*(run.text[:1] for run in words[1:]), ""]
    for href, runs in by_link(words):
        linked = bool(href) and not href.startswith("#")
        said = "" if linked else out
        for run in runs:
            said += _marked(run, said[-1:], follows.pop(0))
        out = f"{out}[{said}]({_target(href)})" if linked else said
    return out


def _marked(run: Run, before: str, after: str) -> str:
    """A run between two characters: in marks that hug its words (§6.2), in HTML where marks would not be seen."""
    if run.code:
        return _code(run.text)
    words = run.text.strip(" \u00a0")
    if not words or not (run.strong or run.emphasis):
        return _escaped(run.text)
    start, _, end = run.text.partition(words)
    before, after = (start or before)[-1:], (end or after)[:1]
    said = _escaped(words)
    opens = before not in {"*", "_"} and (words[0].isalnum() or not before.isalnum())
    if opens and (words[-1].isalnum() or not after.isalnum()):
        mark = "*" * (run.emphasis + 2 * run.strong)
        return f"{start}{mark}{said}{mark}{end}"
    said = f"<em>{said}</em>" if run.emphasis else said
    return f"{start}{f'<strong>{said}</strong>' if run.strong else said}{end}"


def _code(text: str) -> str:
    """A code span between more ticks than are in it (§6.1)."""
    ticks = "`" * (max((len(found) for found in _TICKS.findall(text)), default=0) + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _target(href: str) -> str:
    return f"<{href}>" if re.search(r"[()\s]", href) else href


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
