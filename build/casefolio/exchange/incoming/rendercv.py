"""RenderCV 2.x (https://docs.rendercv.com): sections of any name, with entries of nine kinds, told by their keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.exchange.incoming.draft import NO_NAME
from casefolio.exchange.incoming.normal import tidy
from casefolio.exchange.incoming.rendercv_sections import Sections
from casefolio.exchange.incoming.taking import Taker
from casefolio.exchange.incoming.words import address_of, network_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.draft import Draft

#: What RenderCV 1 had at the top of `cv` instead of `sections`.
_FIRST_VERSION = frozenset({"education", "work_experience", "academic_projects", "publications", "personal_projects"})
_LOOKS = ("design", "locale", "locale_catalog", "settings", "rendercv_settings")
_LANGUAGES = {"german": "de", "english": "en", "de": "de", "en": "en"}


def looks_like(value: Any) -> bool:
    """Whether a mapping is RenderCV: all it says of a person stands under `cv`."""
    return isinstance(value, dict) and isinstance(value.get("cv"), dict)


def read(document: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft from a document. Raises CF-151 for a document of RenderCV 1."""
    tidied = tidy(document) or {}
    cv = tidied.pop("cv", {})
    old = sorted(_FIRST_VERSION & set(cv))
    if old and "sections" not in cv:
        message = f"this was written for RenderCV 1: 'cv.{old[0]}' stands where 'cv.sections' is expected"
        remedy = "bring it to RenderCV 2, where every list stands under cv.sections"
        raise CasefolioError(Problem("CF-151", message, Mark(draft.file), remedy))
    locale = _locale(tidied)
    if locale:
        draft.values["settings"] = {"locale": locale}
    taker = Taker(cv, "cv", draft)
    _head(taker, draft)
    sections = taker.raw("sections")
    if isinstance(sections, dict):
        Sections(draft).read(sections)
    elif sections is not None:
        draft.keep("cv.sections", sections)
    taker.leave()
    # How it looks is no content; it is kept for who wants to go back.
    for key, value in tidied.items():
        draft.keep(key, value, why="how it looked in RenderCV; kept under extra" if key in _LOOKS else "")
    draft.extra["rendercv"] = draft.kept


def _head(taker: Taker, draft: Draft) -> None:
    name = taker.line("name")
    if not name:
        draft.warn("CF-159", "the file does not say whose it is", "write your name into profile.yaml")
    contact = {"email": _first(taker, "email"), "phone": _first(taker, "phone"), "place": taker.line("location")}
    if contact["email"]:
        contact["email"] = Taker({"email": contact["email"]}, taker.place, draft).email("email")
    if contact["phone"]:
        contact["phone"] = contact["phone"].removeprefix("tel:")
    profile: dict[str, Any] = {"name": name or NO_NAME, "role": taker.line("headline", "label")}
    profile["contact"] = {key: value for key, value in contact.items() if value}
    profile["links"] = _links(taker)
    photo = taker.raw("photo")
    if photo is not None:
        why = (
            "a portrait is a file of the project: copy it there and name it as photo in profile.yaml; kept under extra"
        )
        draft.keep("cv.photo", photo, why=why)
    draft.values["profile"] = {key: value for key, value in profile.items() if value}


def _first(taker: Taker, key: str) -> str | None:
    """A value that may also be a list of values: one is used, the rest kept."""
    value = taker.look(key)
    if not isinstance(value, list):
        return taker.line(key)
    found = taker.lines(key)
    for index, other in enumerate(found[1:], 1):
        taker.draft.keep(f"{taker.place}.{key}[{index}]", other)
    return found[0] if found else None


def _links(taker: Taker) -> list[dict[str, str]]:
    links = []
    website = taker.raw("website")
    for index, value in enumerate(website if isinstance(website, list) else [website]):
        address = Taker({"website": value}, taker.place, taker.draft).address("website") if value else None
        if address:
            links.append({"label": "Website" if not index else f"Website {index + 1}", "url": address})
    for _, entry in taker.records("social_networks"):
        network, username = entry.line("network"), entry.line("username")
        address = network_address(network, username) if network and username else None
        if network and address:
            links.append({"label": network, "url": address})
        elif found := {key: value for key, value in (("network", network), ("username", username)) if value}:
            taker.draft.keep(entry.place, found, why="no address to link to; kept under extra")
        entry.leave()
    for _, entry in taker.records("custom_connections"):
        label = entry.line("placeholder")
        address = entry.address("url")
        entry.raw("fontawesome_icon")
        if address:
            links.append({"label": label or "Link", "url": address})
        elif label:
            bare = address_of(label)
            if bare:
                links.append({"label": re.sub(r"^https?://", "", bare), "url": bare})
            else:
                taker.draft.keep(f"{entry.place}.placeholder", label)
        entry.leave()
    return links


def _locale(document: Mapping[str, Any]) -> str | None:
    for key in ("locale", "locale_catalog"):
        locale = document.get(key)
        language = locale.get("language") if isinstance(locale, dict) else None
        if isinstance(language, str) and language.lower() in _LANGUAGES:
            return _LANGUAGES[language.lower()]
    return None
