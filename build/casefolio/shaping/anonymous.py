"""A dossier for blind hiring: derived from the owner's, without what says who it is about.

Name, contact, links, photo, employers, clients, talks and events give way to the neutral words of the language, also
where other texts say them. What it was done to is told, so that the finished files can be searched for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from casefolio.model.person import Contact
from casefolio.model.record import Record
from casefolio.shaping.identity import secrets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casefolio.model.dossier import Dossier
    from casefolio.model.entries import Talk
    from casefolio.model.person import Profile
    from casefolio.shaping.identity import Secret
    from casefolio.shaping.wording import Wording

_Kept = TypeVar("_Kept", bound=Record)

#: Fields that lead to the owner by what they are, and what they are without it.
_CLEARED: dict[str, Any] = {"url": None, "link": None, "links": (), "signature": None}
#: Paths of files, which must stay what they are, and a name that cannot hold a space: better made anew.
_PATHS, _FILE_NAME = ("file",), "file_name"

_SLUG = re.compile(r"^(custom:)?[a-z0-9]+(?:-[a-z0-9]+)*$")
_LINKED = re.compile(r"(?<!\\)\[([^\]]*)\]\([^)\s]*\)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>()]+>?|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")

_ARTICLE = re.compile(r"\b(?:an?|the|d(?:er|ie|as|en|em|es)|eine?[mnrs]?)$", re.IGNORECASE)

#: From so many letters on, a string gives somebody away inside other words too: `alesnikov`, `Lesnikovs`.
_INSIDE = 6


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A dossier that names nobody, and the strings that must not be found in what is made of it."""

    dossier: Dossier
    removed: tuple[str, ...]


def anonymise(dossier: Dossier, wording: Wording) -> Anonymous:
    """The dossier without what says who it is about.

    Its places in the content stay where they were, but for talks: their keys in it name the event, so they are
    lettered. Raises CF-307 where the language lacks the words under `anonymous`.
    """
    labels = wording["anonymous"]
    secrets = secrets_of(dossier, labels, _spoken(wording.labels))
    veil = _Veil(secrets, labels)
    talks = {f"talk-{number}": _talk(talk, veil) for number, talk in enumerate(dossier.talks.values(), 1)}
    bare = dossier.model_copy(update={"talks": {}, "extra": {}, "profile": _profile(dossier.profile, labels, veil)})
    derived = veil.record(bare).model_copy(update={"talks": talks})
    return Anonymous(derived, tuple(secret.text for secret in secrets))


def _spoken(value: object) -> list[str]:
    """All that layouts say in a language, the neutral words apart."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "anonymous" for text in _spoken(inner)]
    return [text for inner in value for text in _spoken(inner)] if isinstance(value, list) else []


def _profile(profile: Profile, labels: Mapping[str, str], veil: _Veil) -> Profile:
    """The head without contact, links and photo; a keyword that gives something away goes as a whole."""
    return profile.model_copy(
        update={
            "name": labels["name"],
            "contact": Contact(),
            "links": (),
            "photo": None,
            "keywords": tuple(word for word in profile.keywords if veil.text(word) == word),
        }
    )


def _talk(talk: Talk, veil: _Veil) -> Talk:
    """A talk without its title, event and town; of its date the year is left."""
    date = talk.date and replace(talk.date, month=None, day=None)
    return veil.record(talk).model_copy(update={"place": None, "date": date})


class _Veil:
    """Puts neutral words in place of what gives somebody away, in every text of a record."""

    def __init__(self, secrets: Sequence[Secret], labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._by_text = {secret.text.casefold(): secret for secret in secrets}
        self._any = _pattern([secret.text for secret in secrets if not _capitals(secret.text)], re.IGNORECASE)
        self._capitals = _pattern([secret.text for secret in secrets if _capitals(secret.text)], re.NOFLAG)

    def record(self, record: _Kept) -> _Kept:
        """The record with all its texts and keys made neutral."""
        changes = {}
        for name, value in record.__dict__.items():
            made = self._field(name, value)
            if made is not value:
                changes[name] = made
        return record.model_copy(update=changes) if changes else record

    def _field(self, name: str, value: Any) -> Any:
        if name in _PATHS or value is None:
            return value
        if name in _CLEARED:
            return _CLEARED[name]
        if name == "client":
            neutral = value.alias or self.text(value.name)
            return value.model_copy(update={"name": neutral, "alias": None})
        if name == _FILE_NAME:
            return value if self.text(value) == value else None
        return self._value(value)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Record):
            return self.record(value)
        if isinstance(value, tuple):
            return tuple(self._value(inner) for inner in value)
        if isinstance(value, dict):
            return {self.text(key): self._value(inner) for key, inner in value.items()}
        return value

    def text(self, text: str) -> str:
        """A text made neutral; a slug stays one, and addresses on the web go."""
        slug = _SLUG.match(text)
        made = text if slug else _ADDRESS.sub(self._labels["link"], _LINKED.sub(r"\1", text))
        for pattern in (self._any, self._capitals):
            made = pattern.sub(self._replacing(made, slug=bool(slug)), made)
        if slug and made != text:
            prefix = slug[1] or ""
            return prefix + re.sub(r"[^a-z0-9]+", "-", made.removeprefix(prefix).casefold()).strip("-")
        return made

    def _replacing(self, whole: str, *, slug: bool) -> Callable[[re.Match[str]], str]:
        def replaced(found: re.Match[str]) -> str:
            groups = found.groupdict()
            secret = self._by_text[_squeezed(groups.get("secret") or groups["short"], self._by_text)]
            if not secret.person or slug or found.group() == whole:
                return secret.neutral
            before = whole[: found.start()].rstrip()
            if _ARTICLE.search(before):
                return secret.neutral
            # Within a sentence a person is no label.
            said = self._labels["person"]
            begins = not before or before[-1] in ".!?:"
            return said[:1].upper() + said[1:] if begins else said

        return replaced


def _squeezed(found: str, known: Mapping[str, Secret]) -> str:
    """The secret that was found, however its words are parted."""
    folded = found.casefold()
    if folded in known:
        return folded
    plain = re.sub(r"[\W_]+", "", folded)
    return next((text for text in known if re.sub(r"[\W_]+", "", text) == plain), next(iter(known)))


def _capitals(text: str) -> bool:
    return text.isupper() and text.isalpha()


def _pattern(secrets: Sequence[str], flags: re.RegexFlag) -> re.Pattern[str]:
    """Any of the secrets, the longest first; initials before or after a name belong to it."""
    longest = sorted(secrets, key=len, reverse=True)
    whole = "|".join(_one(text) for text in longest if len(text) < _INSIDE)
    inside = "|".join(_one(text) for text in longest if len(text) >= _INSIDE)
    initials = r"(?:\b[A-Z]\.[\s\u00a0]*)*"
    pieces = []
    if inside:
        pieces.append(rf"{initials}[^\W_]*(?P<secret>{inside})(?:(?!['’])[^\W_])*(?:,\s[A-Z]\.)*")
    if whole:
        pieces.append(rf"{initials}(?<![^\W_])(?P<short>{whole})s?(?![^\W_])(?:,\s[A-Z]\.)*")
    return re.compile("|".join(pieces) or "(?!)", flags)


def _one(text: str) -> str:
    words = re.split(r"[\s\u00a0_-]+", text)
    return r"[\s\u00a0_-]*".join(map(re.escape, words))
