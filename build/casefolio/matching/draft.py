"""A variant to start from, as YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.matching.cover import Pick

#: Words that YAML takes for something else than text, 1.1 more than 1.2.
_SPECIAL = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_PLAIN = re.compile(r"[A-Za-z][\w.-]*(?: [\w.-]+)*", re.ASCII)
_NAMED = 6


def draft(title: str, picks: Sequence[Pick], projects: Sequence[str]) -> str:
    """The text of a variant file: the studies of a cover, in its order, each with the words that it answers."""
    lines = [
        f"# A variant to start from{f', for: {_comment(title)}' if title else ''}",
        "# Chosen by the words of the ad alone; read it, and change what you know better.",
        "# headline:  stands in place of the role under the name",
        "# summary:   stands in place of the profile's summary",
    ]
    if picks:
        lines.append("studies:")
        width = max(len(_text(pick.slug)) for pick in picks)
        for pick in picks:
            said = _comment(", ".join(pick.answers[:_NAMED]))
            lines.append(f"  - {_text(pick.slug):<{width}}  # {said}" if said else f"  - {_text(pick.slug)}")
        lines.append(f"count: {len(picks)}")
    if not picks and not projects:
        lines.append("studies: []")
    if projects:
        lines += ["projects:", *(f"  - {_text(name)}" for name in projects)]
    return "\n".join(lines) + "\n"


def _comment(text: str, width: int = 90) -> str:
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= width else f"{plain[: width - 1]}…"


def _text(value: str) -> str:
    """A string as YAML: plain where no reader can take it for anything else, else quoted as in JSON."""
    return value if _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL else json.dumps(value, ensure_ascii=False)
