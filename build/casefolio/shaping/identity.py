"""What in a dossier says who it is about: the strings to be replaced, each with the words to put there.

A name is given away by its parts too: a surname, the local part of an address, the first word of a company. But parts
are often ordinary words, and a search for “Software” would find it on every page. So a part counts where it has three
letters at least and is not an ordinary word of this dossier:

- no legal form and no word of the trade that half of all companies carry in their names (`_TRADE`);
- nothing that the layouts say themselves, in any case;
- nothing that the content says elsewhere in small letters; of an event, and of a company after its first word, nothing
  that it says elsewhere at all: German nouns are no names, though they begin with a capital.

A part in capitals only (CONTACT) that is an ordinary word in small letters counts as it is written: so the heading
“Contact” is no leak. The search that follows (`bindery.leaks`) knows this rule: what is in capitals only is looked for
in capitals, all else in any case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from casefolio.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from casefolio.model.dossier import Dossier

_LEAST = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+$")
_YEAR = re.compile(r"^(?:19|20)\d\d\s+|\s+(?:19|20)\d\d$")

#: Fields whose words say nothing of what is ordinary.
_NO_PROSE = frozenset(
    ["applications", "contact", "extra", "file", "link", "links", "photo", "signature", "tags", "url"]
)

_FORM_WORDS = """
    ag bv co corp corporation eg ev gbr gmbh inc incorporated kg kgaa llc llp ltd limited mbh nv ohg oy plc pty sa sarl
    se spa srl ug
"""
_TRADE_WORDS = """
    agency analytics and association bank business center centre city cloud club college community company conference
    consult consulting das data day days der design deutsche deutschland development die digital engineering europe
    european event events for foundation für germany gesellschaft global group gruppe hochschule holding institut
    institute insurance international internet konferenz lab labs management media meetup national network networks
    office online open partner partners platform product products prof project research school science service services
    software solution solutions studio studios summit system systeme systems talk talks team tech technologies
    technology the und universität university verein versicherung von web world
"""
#: Where many have their address: the owner is behind the path, not behind the host.
_HOST_WORDS = """
    aol bitbucket codeberg credly facebook github gitlab gmail gmx googlemail hotmail icloud instagram linkedin live
    mailbox mastodon medium meetup orcid outlook posteo proton protonmail slideshare speakerdeck stackoverflow t-online
    twitter web xing yahoo youtube
"""
_FORMS, _HOSTS = frozenset(_FORM_WORDS.split()), frozenset(_HOST_WORDS.split())
_TRADE = _FORMS | frozenset(_TRADE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Secret:
    """A string that gives somebody away, and the words to put in its place; `person` says that it is the owner's."""

    text: str
    neutral: str
    person: bool = False


@dataclass(slots=True)
class Secrets:
    """All of them in the making: whole strings first, then such parts of them as are no ordinary words."""

    labels: Mapping[str, Any]
    found: dict[str, Secret] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, text: str | None, neutral: str, *, person: bool = False) -> None:
        """A string; said twice, in whatever case, it keeps what stands for it first."""
        text = (text or "").strip()
        if len(text) >= _LEAST:
            self.found.setdefault(text.casefold(), Secret(text, neutral, person))

    def named(self, kind: str, text: str | None) -> str:
        """A neutral name with a letter, `Employer A`; the same for a name with its legal form or year and without."""
        core = _YEAR.sub("", without_form(text or ""))
        if not core:
            return ""
        key = core.casefold()
        if key not in self._names:
            number = self._counts.get(kind, 0)
            self._counts[kind] = number + 1
            self._names[key] = f"{self.labels[kind]} {_letter(number)}"
        for each in (text, core):
            self.add(each, self._names[key])
        return self._names[key]


def secrets_of(dossier: Dossier, labels: Mapping[str, Any], spoken: Iterable[str]) -> tuple[Secret, ...]:
    """What gives the owner, employers, clients, talks and events away, the longest first.

    `labels` are the neutral words of a language, `spoken` all that layouts say in it.
    """
    secrets = Secrets(labels)
    profile = dossier.profile
    secrets.add(profile.name, labels["name"], person=True)
    for text in (profile.contact.email, profile.contact.phone, *profile.contact.address):
        secrets.add(text, labels["contact"])
    orgs = [profile.employer, *(job.employer for job in dossier.experience)]
    orgs += [award.holder for award in dossier.recognition if award.holder != profile.name]
    for org in orgs:
        secrets.named("employer", org)
    for study in dossier.studies.values():
        if study.client and study.client.alias:
            secrets.add(study.client.name, study.client.alias)
        elif study.client:
            secrets.named("client", study.client.name)
    for talk in dossier.talks.values():
        secrets.named("talk", talk.title)
        secrets.named("event", talk.event)
    for url in _urls(dossier):
        secrets.add(_bare(url), labels["link"])
    ordinary = _Ordinary(
        dossier, [*spoken, *map(str, labels.values())], [secret.text for secret in secrets.found.values()]
    )
    _add_parts(secrets, dossier, ordinary)
    return tuple(sorted(secrets.found.values(), key=lambda secret: (-len(secret.text), secret.text)))


def _add_parts(secrets: Secrets, dossier: Dossier, ordinary: _Ordinary) -> None:
    profile, labels = dossier.profile, secrets.labels
    for word in [*profile.name.split(), *_WORD.findall(profile.name)]:
        for part in ordinary.parts(word.capitalize() if word.isupper() else word, person=True):
            secrets.add(part, labels["name"], person=True)
    events = {talk.event for talk in dossier.talks.values()}
    talks = {talk.title for talk in dossier.talks.values()}
    for secret in list(secrets.found.values()):
        if secret.person or secret.text in talks or secret.neutral in (labels["contact"], labels["link"]):
            continue
        for place, word in enumerate(_WORD.findall(secret.text)):
            for part in ordinary.parts(word, rare=place > 0 or secret.text in events):
                secrets.add(part, secret.neutral)
    for word in _handles(dossier):
        if word.casefold() not in ordinary.small and word.casefold() not in ordinary.spoken:
            secrets.add(word.casefold(), labels["contact"])


class _Ordinary:
    """The words of a dossier and its layouts, without whole secrets and what is no prose: slugs, paths, addresses."""

    def __init__(self, dossier: Dossier, spoken: Iterable[str], secrets: Iterable[str]) -> None:
        self.spoken = {word.casefold() for text in spoken for word in _WORD.findall(text)}
        cut = re.compile("|".join(map(re.escape, sorted(secrets, key=len, reverse=True))) or "(?!)", re.IGNORECASE)
        prose = (text for text in texts(dossier, _NO_PROSE) if not _SLUG.match(text))
        words = {word for text in prose for word in _WORD.findall(cut.sub(" ", text))}
        self.small = {word for word in words if word.islower()}
        self.all = {word.casefold() for word in words}

    def parts(self, word: str, *, rare: bool = False, person: bool = False) -> Iterator[str]:
        """The word, as it is to be looked for, where it gives something away by itself.

        `rare`: only where the dossier says it nowhere else. A company's part that is the stem of an ordinary word is
        ordinary too, for it would be found in that; a person's is not, for `alesnikov` is no word.
        """
        small = word.casefold()
        if sum(map(str.isalpha, word)) < _LEAST or small in _TRADE or not word[0].isupper():
            return
        known = self._known(small, self.small, person=person) or small in self.spoken
        if word.isupper() and known:
            yield word
        elif not known and not (rare and self._known(small, self.all, person=person)):
            yield small if word.isupper() else word

    @staticmethod
    def _known(small: str, words: set[str], *, person: bool) -> bool:
        return small in words or (not person and any(small in word for word in words))


def texts(value: Any, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text of a dossier but for the fields named; keys are no texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Record):
        for name, inner in value.__dict__.items():
            if name not in without:
                yield from texts(inner, without)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner, without)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner, without)


def without_form(name: str) -> str:
    """A company's name without its legal form."""
    words = name.split()
    while len(words) > 1 and re.sub(r"[\W_]", "", words[-1]).casefold() in _FORMS:
        words.pop()
    return " ".join(words).rstrip(",")


def _letter(number: int) -> str:
    """The letters of a number: A, B to Z, AA, AB."""
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _urls(dossier: Dossier) -> Iterator[str]:
    """The addresses of the owner, of employers and of talks."""
    yield from (link.url for link in dossier.profile.links)
    yield from (job.url for job in dossier.experience if job.url)
    for talk in dossier.talks.values():
        yield from ([talk.link] if talk.link else [])
        yield from (link.url for link in talk.links)


def _bare(url: str) -> str:
    return re.sub(r"^(?:https?://|mailto:|tel:)(?:www\.)?", "", url).rstrip("/")


def _handles(dossier: Dossier) -> Iterator[str]:
    """Names in addresses: what stands before the @, hosts that are somebody's own, the last step of a path."""
    email = dossier.profile.contact.email
    addresses = [_bare(link.url) for link in dossier.profile.links]
    addresses += [_bare(job.url) for job in dossier.experience if job.url]
    if email:
        local, _, host = email.partition("@")
        yield from (word for word in (local, *re.split(r"[._+-]", local)) if len(word) > _LEAST)
        addresses.append(host)
    for address in addresses:
        if "@" in address:
            continue
        parts = urlsplit("//" + address)
        labels = (parts.hostname or "").split(".")
        if len(labels) > 1 and not _HOSTS.intersection(labels[:-1]):
            yield ".".join(labels[-2:])
            if len(labels[-2]) > _LEAST:
                yield labels[-2]
        elif parts.path.strip("/"):
            yield parts.path.strip("/").rpartition("/")[2]
