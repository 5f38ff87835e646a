"""A draft of a project: what an imported file says in the model's words, and what found no home in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casefolio.errors import Problem
from casefolio.exchange.incoming.words import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Stands in where a file does not say whose it is.
NO_NAME = "Your Name"

_SHOWN = 60
#: Longer texts under `extra` are files of their own.
_LONGEST = 100_000


@dataclass(slots=True)
class Draft:
    """Fills up while a file is read.

    `file` is the file as it is shown, `values` the dossier as plain data, `kept` what has no home, by its place in the
    file, `extra` what goes under `extra:`, `attached` files that go with the project (path from its folder → bytes),
    `warnings` what to look at.
    """

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    attached: dict[str, bytes] = field(default_factory=dict)
    #: Whether what has a start and no end is still going on.
    open_ends: bool = True
    #: Words without a group of their own, by the label that they go together under.
    loose: dict[str, list[str]] = field(default_factory=dict)
    #: Whether texts are no Markdown and no HTML, but the words themselves.
    verbatim: bool = False
    warnings: list[Problem] = field(default_factory=list)

    def add(self, section: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Add an entry to a section that is a list; what has no value is left out."""
        said = {key: value for key, value in entry.items() if value not in (None, "", [], ())}
        self.values.setdefault(section, []).append(said)
        return said

    def add_own(self, key: str, title: str, entry: Mapping[str, Any]) -> None:
        """Add an entry to a section that only this owner has."""
        sections = self.values.setdefault("custom", {})
        section = sections.setdefault(key, {"title": title, "entries": []})
        section["entries"].append({name: value for name, value in entry.items() if value not in (None, "", [], ())})

    def own_key(self, title: str) -> str:
        """A key for a section of the owner's own that is not taken yet."""
        return slug(title, self.values.get("custom", {}), "section")

    def keep(self, place: str, value: Any, code: str = "CF-155", why: str = "") -> None:
        """Keep a value that has no home in the model, and say so."""
        self.kept[place] = value
        message = why or f"no home for {_shown(value)}; kept under extra"
        self.warn(code, f"{place}: {message}")

    def set_aside(self) -> None:
        """Make files of the texts under `extra` that are too long for a file of content, such as pictures."""
        self.extra = {key: self._aside(value) for key, value in self.extra.items()}

    def _aside(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._aside(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._aside(inner) for inner in value]
        if not isinstance(value, str) or len(value) <= _LONGEST:
            return value
        file = f"content/private/kept/{len(self.attached) + 1}.txt"
        self.attached[file] = value.encode()
        self.warn("CF-155", f"a text of {len(value):,} characters is kept as {file}")
        return file

    def warn(self, code: str, message: str, remedy: str = "") -> None:
        """Something to look at."""
        self.warnings.append(Problem(code, f"{self.file}, {message}", remedy=remedy, warning=True))


def _shown(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, dict):
        return f"{len(value)} key{'s' if len(value) != 1 else ''}"
    if isinstance(value, list):
        return f"{len(value)} {'entries' if len(value) != 1 else 'entry'}"
    text = " ".join(str(value).split())
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"
