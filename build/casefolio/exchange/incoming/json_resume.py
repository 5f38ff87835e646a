"""JSON Resume, schema 1.0.0 (https://jsonresume.org/schema), and what the tools of its users write for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.exchange.incoming.normal import normal, tidy
from casefolio.exchange.incoming.resume import Resume
from casefolio.exchange.json_resume import EXTRA, to_json_resume
from casefolio.exchange.residue import IDENTITY, residue
from casefolio.model.dossier import Dossier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.draft import Draft

MAX_DEPTH = 25
#: What is a mapping where it is there at all.
_MAPPINGS = ("basics", "meta")


def parse_json(data: bytes, file: str) -> Any:
    """The plain values of a JSON text. Raises CF-141 where it is none, or deeper than any résumé."""
    text = decoded(data, file)
    try:
        value = json.loads(text, parse_constant=_refuse)
        depth = _depth(value)
    except RecursionError:
        depth, value = MAX_DEPTH + 1, None
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1] if error.lineno <= text.count("\n") + 1 else ""
        mark = Mark(file, error.lineno, error.colno, line[:2000])
        message = f"this is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise CasefolioError(Problem("CF-141", message, mark, "export it again, or correct the place")) from None
    except ValueError as error:
        raise CasefolioError(Problem("CF-141", f"this is no JSON: {str(error)[:80]}", Mark(file))) from None
    if depth > MAX_DEPTH:
        message = f"nested more than {MAX_DEPTH} levels deep"
        raise CasefolioError(Problem("CF-141", message, Mark(file), "a résumé is flatter: see whether it is one"))
    return value


def decoded(data: bytes, file: str) -> str:
    """A file's text. Raises CF-143 where it is neither UTF-8 nor UTF-16 with a byte order mark."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start + 1} is 0x{error.object[error.start]:02X}"
        raise CasefolioError(Problem("CF-143", message, Mark(file), "save it as UTF-8")) from None


def _refuse(name: str) -> NoReturn:
    message = f"{name} is no number of JSON"
    raise ValueError(message)


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > MAX_DEPTH:
            break
        if isinstance(inner, dict | list):
            waiting += [(one, depth + 1) for one in (inner.values() if isinstance(inner, dict) else inner)]
    return deepest


def looks_like(value: Any) -> bool:
    """Whether a mapping is a JSON Resume, as far as its keys tell."""
    if not isinstance(value, dict):
        return False
    known = {section.partition(".")[0] for section in IDENTITY}
    return "jsonresume" in str(value.get("$schema", "")).lower() or bool(known & set(value))


def read(document: Mapping[str, Any], draft: Draft) -> None:
    """Fill a draft from a document. What the model has no place for goes under `extra`, ready for the way back."""
    tidied = tidy(document) or {}
    for key in _MAPPINGS:
        if key in tidied and not isinstance(tidied[key], dict):
            tidied[f"{key}_"] = tidied.pop(key)
    said = {key: value for key, value in tidied.items() if key not in ("$schema", "meta")}
    # Where the newest version lies, and when it was changed, concerns no reader.
    about = {"version", "canonical", "lastModified"}
    meta = {key: value for key, value in tidied.get("meta", {}).items() if key not in about}
    resume = Resume(said | ({"meta": meta} if meta else {}), draft)
    resume.read()
    settle(draft)
    made = to_json_resume(Dossier.model_validate(draft.values))
    wanted = expected(tidied, resume, draft, made)
    left = residue(made, wanted, _found_again(resume, tidied, draft))
    if left:
        draft.extra[EXTRA] = left


def settle(draft: Draft) -> None:
    """Put words without a group behind the groups."""
    for label, words in draft.loose.items():
        draft.add("skills", {"label": label, "items": words})
    draft.loose = {}


def expected(tidied: Mapping[str, Any], resume: Resume, draft: Draft, made: Mapping[str, Any]) -> dict[str, Any]:
    """The normal form of a document that was read: what its dossier has to give back, empty entries and all."""
    found = normal(tidied, verbatim=draft.verbatim, picture=bool(draft.attached))
    if isinstance(found.get("projects"), list):
        found["projects"] = [found["projects"][index] for index in resume.projects]
    found["$schema"] = made["$schema"]
    found["meta"] = {**found.get("meta", {}), "version": made["meta"]["version"]}
    found["basics"] = {"name": made["basics"]["name"], **found["basics"]}
    compact: dict[str, Any] = _compact(found)
    return compact


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        found = {key: _compact(inner) for key, inner in value.items()}
        return {key: inner for key, inner in found.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [kept for inner in value if (kept := _compact(inner)) not in (None, "", [], {})]
    return value


def _found_again(resume: Resume, tidied: Mapping[str, Any], draft: Draft) -> dict[str, list[int]]:
    """Where the entries that have a home stand in the normal form, now that empty ones are gone from it."""
    raw = normal(tidied, verbatim=draft.verbatim)
    found = {}
    for section, homes in resume.homes.items():
        entries: Any = raw
        for key in section.split("."):
            entries = entries.get(key, []) if isinstance(entries, dict) else []
        order = resume.projects if section == "projects" else range(len(entries) if isinstance(entries, list) else 0)
        kept = [index for index in order if _compact(entries[index]) not in (None, "", [], {})]
        found[section] = [kept.index(index) for index in homes if index in kept]
    return found
