"""YAMLResume (https://yamlresume.dev): the words of JSON Resume under `content`, with a few of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.json_resume import settle
from casefolio.exchange.incoming.normal import tidy
from casefolio.exchange.incoming.resume import Resume
from casefolio.exchange.incoming.taking import PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.draft import Draft

#: Languages that Casefolio has words for are set by their first two letters.
_KNOWN = ("de", "en")
_LOOKS = ("layout", "layouts")


def looks_like(value: Any) -> bool:
    """Whether a mapping is YAMLResume: all it says of a person stands under `content`."""
    content = value.get("content") if isinstance(value, dict) else None
    return isinstance(content, dict) and isinstance(content.get("basics"), dict)


def read(document: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft from a document."""
    tidied = tidy(document) or {}
    content = dict(tidied.pop("content", {}))
    locale = _locale(tidied)
    if locale:
        draft.values["settings"] = {"locale": locale}
        if set(tidied.get("locale", {})) == {"language"}:
            del tidied["locale"]
    basics = dict(content.pop("basics", {}))
    for key in ("location", "profiles"):
        if key in content:
            basics[key] = _from(content.pop(key), f"content.{key}")
    said = {"basics": basics, **content}
    if isinstance(said.get("education"), list):
        said["education"] = [_school(entry) for entry in said["education"]]
    Resume(said, draft, "content").read()
    settle(draft)
    for key, value in tidied.items():
        draft.keep(key, value, why="how it looked in YAMLResume; kept under extra" if key in _LOOKS else "")
    draft.extra["yamlresume"] = draft.kept


def _from(value: Any, place: str) -> Any:
    """A value that is read elsewhere than it stands, with its place."""
    if isinstance(value, list):
        return [_from(entry, f"{place}[{index}]") for index, entry in enumerate(value)]
    return {**value, PLACE: place} if isinstance(value, dict) else value


def _school(entry: Any) -> Any:
    """A degree is called otherwise there, and courses are words, not lines."""
    if not isinstance(entry, dict):
        return entry
    found = {("studyType" if key == "degree" else key): value for key, value in entry.items()}
    courses = found.get("courses")
    if isinstance(courses, list) and len(courses) > 1 and all(isinstance(name, str) for name in courses):
        found["courses"] = [", ".join(courses)]
    return found


def _locale(document: dict[str, Any]) -> str | None:
    """The language, where it is one of ours: `locale.language`, in earlier versions `layout.locale.language`."""
    for way in (document, document.get("layout")):
        locale = way.get("locale") if isinstance(way, dict) else None
        language = locale.get("language") if isinstance(locale, dict) else None
        if isinstance(language, str) and language[:2] in _KNOWN:
            return language[:2]
    return None
