"""Runs taken by their links, and what a link says of its address."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.account import Run, Words

_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_SPACE = re.compile(r"\s|/$")


def by_link(words: Words) -> Iterator[tuple[str, list[Run]]]:
    """Runs that follow each other under one address, with that address; it is empty where they are no link."""
    for href, runs in groupby(words, lambda run: run.href):
        yield href, list(runs)


def shown(words: Words | list[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in words)


def unsaid(href: str, words: str) -> str:
    """The address as a reader would need it, where the words of its link do not say it; else nothing."""
    if not href or href.startswith("#"):
        return ""
    if href.lower().startswith("tel:"):
        return "" if re.sub(r"\D", "", words) == re.sub(r"\D", "", href) else href[4:]
    bare = _SPACE.sub("", _SCHEME.sub("", href))
    if _SPACE.sub("", _SCHEME.sub("", words)).casefold() == bare.casefold():
        return ""
    return href.removeprefix("mailto:")
