"""Words of other tools made fit for the model: clean text, lines, addresses, names for files."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from casefolio.exchange.plain import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: What content may not hold (see reading.source, which a test compares): it becomes a space.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_URL = re.compile(r"(?:https?://|mailto:|tel:)\S+")
_SCHEME = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_BARE = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}(?:/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_MARKUP = re.compile(r"([\\`*_\[\]])")

#: Where a name on a network leads; what is not listed needs an address of its own.
_NETWORKS = {
    "behance": "https://www.behance.net/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "dribbble": "https://dribbble.com/{}",
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
    "instagram": "https://www.instagram.com/{}",
    "leetcode": "https://leetcode.com/u/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "medium": "https://medium.com/@{}",
    "orcid": "https://orcid.org/{}",
    "reddit": "https://www.reddit.com/user/{}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "telegram": "https://t.me/{}",
    "twitter": "https://twitter.com/{}",
    "x": "https://x.com/{}",
    "youtube": "https://www.youtube.com/@{}",
}


def clean(text: str) -> str:
    """The text without what content may not hold; line ends are newlines."""
    return UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """The text on one line, single spaces between its words."""
    return " ".join(clean(text).split())


def literal(text: str) -> str:
    """A text that was never Markdown, written so that Markdown leaves it as it is."""
    return text if plain(text) == " ".join(text.split()) else escaped(text)


def escaped(text: str) -> str:
    """A text with every sign that Markdown knows made one that stands for itself."""
    return _MARKUP.sub(r"\\\1", text)


def address_of(text: str) -> str | None:
    """The text as an address that the model takes: `www.example.org` gets its scheme; None where it is none."""
    found = folded(text)
    scheme = _SCHEME.match(found)
    if scheme:
        found = scheme.group().lower() + found[scheme.end() :]
    elif _BARE.fullmatch(found):
        found = f"https://{found}"
    return found if len(found) <= 2000 and _URL.fullmatch(found) else None


def network_address(network: str, username: str) -> str | None:
    """Where a name on a known network leads; `@me@example.social` is one too."""
    name = username.strip().strip("/").removeprefix("@")
    key = re.sub(r"[^a-z]", "", network.lower())
    if key == "mastodon" and re.fullmatch(r"[\w.-]+@[\w.-]+\.[a-z]+", name):
        user, _, host = name.partition("@")
        return f"https://{host}/@{user}"
    form = _NETWORKS.get(key)
    return form.format(name) if form and re.fullmatch(r"[\w.@/%-]+", name) else None


def is_email(text: str) -> bool:
    """Whether the model takes it for an e-mail address."""
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))


def slug(text: str, taken: Collection[str] = (), otherwise: str = "entry") -> str:
    """A name for files and references made of a text: `Über uns` → `uber-uns`; one that is not taken yet."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", letters))[:60].strip("-") or otherwise
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def sentences(texts: Iterable[str]) -> str:
    """Lines as one paragraph: of several, each that does not end like a sentence gets a full stop."""
    said = [text for text in texts if text]
    return " ".join(text if text[-1] in ".!?…:" else f"{text}." for text in said) if len(said) > 1 else "".join(said)
