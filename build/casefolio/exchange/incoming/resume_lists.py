"""Words and short entries of JSON Resume: skills, languages, interests, references.

Each function takes one entry and says whether it became one of the model's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefolio.exchange.incoming.taking import Taker

#: What a list of words is called that came without a name.
_SKILLS, _LANGUAGES = "Skills", "Languages"


def skill(taker: Taker) -> bool:
    """A group of words; those without words of their own go together under one label."""
    label, level, words = taker.line("name"), taker.line("level"), taker.lines("keywords")
    home = bool(label and (words or level))
    if home:
        if words and level:
            label = f"{label} ({level})"
        taker.draft.add("skills", {"label": label, "items": words or [level]})
    elif label or words or level:
        _grouped(taker, _SKILLS, [found for found in (label, level) if found] + words)
    taker.leave()
    return home


def language(taker: Taker) -> bool:
    """A language; without a level it is a word among others."""
    name, level = taker.line("language", "name"), taker.line("fluency", "level")
    if name and level:
        taker.draft.add("languages", {"language": name, "level": level})
    elif name:
        _grouped(taker, _LANGUAGES, [name])
    elif level:
        taker.draft.keep(f"{taker.place}.fluency", level)
    taker.leave()
    return bool(name and level)


def interest(taker: Taker) -> bool:
    """An interest."""
    title, words = taker.line("name"), taker.lines("keywords")
    if title or words:
        own = {"title": title or words[0], "detail": ", ".join(words if title else words[1:])}
        taker.draft.add_own("interests", "Interests", own)
    taker.leave()
    return bool(title or words)


def reference(taker: Taker) -> bool:
    """What somebody says of the owner."""
    words, lines = taker.text("reference", "summary")
    name = taker.line("name")
    found = bool(name or words or lines)
    if found:
        own = {"title": name or "Reference", "detail": taker.line("relationship"), "text": words}
        taker.draft.add_own("references", "References", {**own, "highlights": lines})
    taker.leave()
    return found


def _grouped(taker: Taker, label: str, words: list[str]) -> None:
    """Words that are no group of their own, in one group behind all others (see `json_resume.settle`)."""
    group = taker.draft.loose.setdefault(label, [])
    group += [word for word in words if word not in group]
