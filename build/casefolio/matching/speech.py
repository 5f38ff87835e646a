"""The data of matching: the terms of the field, and how ads speak."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """Something that is asked for or answered: its name, other forms of the same, and what is merely related.

    `exact` are forms that count only as they are written. `named` says that it is a technology, a name of its own.
    """

    name: str
    forms: tuple[str, ...] = ()
    german: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    related: frozenset[str] = frozenset()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an ad: what its headings begin with, and what a word in it weighs."""

    key: str
    weight: float
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """How ads speak. `stop` and `noise` are words by language."""

    sections: tuple[Section, ...]
    boilerplate: tuple[str, ...]
    titles: tuple[str, ...]
    stop: dict[str, frozenset[str]]
    noise: dict[str, frozenset[str]]


@cache
def terms() -> tuple[Term, ...]:
    """The terms of the field; what is related is so both ways."""
    found: dict[str, Term] = {}
    related: dict[str, set[str]] = {}
    for entry in _read("synonyms.toml")["term"]:
        name, tools = entry["name"], entry.get("tools", [])
        found[name] = Term(
            name,
            tuple(entry.get("forms", ())),
            tuple(entry.get("de", ())),
            tuple(entry.get("exact", ())),
            named=entry.get("kind") == "technology",
        )
        for other in [*entry.get("related", ()), *tools]:
            related.setdefault(name, set()).add(other)
            related.setdefault(other, set()).add(name)
        for tool in tools:
            found.setdefault(tool, Term(tool, named=True))
    return tuple(
        Term(one.name, one.forms, one.german, one.exact, frozenset(related.get(one.name, ())), one.named)
        for one in found.values()
    )


@cache
def speech() -> Speech:
    """How ads speak, in all languages."""
    data = _read("speech.toml")
    languages: dict[str, dict[str, str]] = data["language"]
    return Speech(
        tuple(Section(each["key"], each["weight"], tuple(each["headings"])) for each in data["section"]),
        tuple(phrase for each in data["boilerplate"] for phrase in each["phrases"]),
        tuple(data["title"]["signs"]),
        {language: frozenset(each["stop"].split()) for language, each in languages.items()},
        {language: frozenset(each["noise"].split()) for language, each in languages.items()},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
