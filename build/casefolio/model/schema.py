"""JSON schemas for editors, written from the model: one for each kind of file that content is written in.

They are of draft 7 (json-schema.org/draft-07), which every editor's YAML support knows. Each field has a description
and an example, and what reading accepts they accept: a number where a line of text stands, a step that is only text.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, get_args, get_origin

from casefolio.model.dossier import Dossier
from casefolio.model.reference import field_example, records
from casefolio.model.sections import SECTIONS, SectionName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.record import Record

#: Where the schemas of a project lie, from its folder.
FOLDER = PurePosixPath(".casefolio/schema")

_WHOLE = "casefolio"
_PRIVATE = "private"
_DEFINITIONS = "#/definitions/"
_DIALECT = "http://json-schema.org/draft-07/schema#"
_SECTION = next(str(rule.pattern) for field in get_args(SectionName)[1:] for rule in field.metadata)

#: Kinds of files whose content is keys and values: what lies over them in content/private/ may have any of the keys.
_ENTRY_KINDS = {
    key: re.sub(r"(?<!^)(?=[A-Z])", "-", get_args(field.annotation)[1].__name__).lower()
    for key, field in Dossier.model_fields.items()
    if get_origin(field.annotation) is dict and isinstance(get_args(field.annotation)[1], type)
}


def schema_line(name: str) -> str:
    """The first line of a file of content: it tells editors which schema the file has.

    `name` is the file's path from the project folder, as `content/studies/eks.yaml`.
    """
    path = PurePosixPath(name)
    schema = "../" * (len(path.parts) - 1) + str(FOLDER / f"{_kind_of(path)}.json")
    return f"# yaml-language-server: $schema={schema}"


def schemas() -> dict[str, str]:
    """All schemas as JSON, by the path of their file from the project folder."""
    # On one line: only then is Python's fast writer used.
    return {
        str(FOLDER / f"{kind}.json"): json.dumps(schema, ensure_ascii=False) + "\n"
        for kind, schema in sorted(_by_kind().items())
    }


def schema(kind: str) -> str:
    """The schema of one kind of file as JSON to read. Raises KeyError for a kind that there is not."""
    return json.dumps(_by_kind()[kind], ensure_ascii=False, indent=1) + "\n"


def kinds() -> tuple[str, ...]:
    """The kinds of files, by the names of their schemas."""
    return tuple(sorted(_by_kind()))


def _kind_of(path: PurePosixPath) -> str:
    parts = list(path.parts[:-1])
    if parts[:1] == ["content"]:
        parts.pop(0)
    private = parts[:1] == [_PRIVATE]
    folder = parts[-1] if parts[private:] else ""
    kind = _ENTRY_KINDS.get(folder, path.stem)
    return f"{_PRIVATE}/{kind}" if private and f"{_PRIVATE}/{kind}" in _by_kind() else kind


@cache
def _by_kind() -> dict[str, dict[str, Any]]:
    whole = _whole()
    definitions = whole.pop("definitions")
    # A profile may stand in a file of its own.
    found = {_WHOLE: {key: value for key, value in whole.items() if key != "required"}}
    for key, field in whole["properties"].items():
        found[key] = field
        if key in _ENTRY_KINDS:
            found[_ENTRY_KINDS[key]] = next(iter(field["patternProperties"].values()), {})
    for kind in [_WHOLE, *(key for key, field in found.items() if "allOf" in field or "$ref" in field)]:
        part = _part(_name(found[kind]), definitions)
        found[f"{_PRIVATE}/{kind}"] = {"allOf": [{"$ref": _DEFINITIONS + part}]}
    return {kind: _alone(kind, field, definitions) for kind, field in found.items()}


def _alone(kind: str, content: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A schema of its own, with those definitions that it speaks of."""
    needed: dict[str, Any] = {}
    waiting = list(_spoken_of(content))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = definitions[name]
            waiting += _spoken_of(definitions[name])
    if "$ref" in content:  # beside a reference, draft 7 reads nothing
        content = {"allOf": [content]}
    title = f"Casefolio: {kind.replace('/', ' ')}"
    return {"$schema": _DIALECT, **content, "title": title, "definitions": dict(sorted(needed.items()))}


def _spoken_of(value: Any) -> Iterator[str]:
    """The definitions that a part of a schema refers to."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_DEFINITIONS)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, dict | list):
            yield from _spoken_of(inner)


def _name(content: dict[str, Any]) -> str:
    """The record that a kind of file holds."""
    return Dossier.__name__ if "properties" in content else next(_spoken_of(content))


def _part(name: str, definitions: dict[str, Any]) -> str:
    """A definition like another that needs no key: what lies over content says only what it changes.

    Lists are replaced whole, so what is in them needs its keys.
    """
    part = f"{name}Part"
    if part not in definitions:
        definitions[part] = {key: value for key, value in definitions[name].items() if key != "required"}
        definitions[part] = _parted(definitions[part], definitions)
    return part


def _parted(value: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_parted(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "array":
        return value
    if isinstance(value.get("$ref"), str):
        name = value["$ref"].removeprefix(_DEFINITIONS)
        return {**value, "$ref": _DEFINITIONS + _part(name, definitions)}
    kept = ("examples", "default", "enum")
    return {key: inner if key in kept else _parted(inner, definitions) for key, inner in value.items()}


def _whole() -> dict[str, Any]:
    """The schema of a dossier, with an example of every field."""
    whole = Dossier.model_json_schema(ref_template=_DEFINITIONS + "{model}")
    whole["definitions"] = whole.pop("$defs")
    every: list[type[Record]] = [*records(), Dossier]
    known = {record.__name__: record for record in every}
    for name, definition in {**whole["definitions"], Dossier.__name__: whole}.items():
        for key, field in definition.get("properties", {}).items():
            field.pop("title", None)
            if "examples" not in field:
                field["examples"] = [field_example(known[name], key)]
    told: dict[str, Any] = _told(whole)
    told["definitions"][Dossier.__name__] = {key: value for key, value in told.items() if key != "definitions"}
    return told


def _told(value: Any) -> Any:
    """A part of pydantic's schema as draft 7, and as an owner may write: what is read as text may be a number."""
    if isinstance(value, list):
        return [_told(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = ("examples", "default", "enum", "const")
    made = {key: inner if key in kept else _told(inner) for key, inner in value.items()}
    if made.get("default", ...) is None:
        del made["default"]
    if made.get("type") == "string" and made.get("minLength") == 1:
        made["type"] = ["string", "number"]
    if made.get("pattern") == _SECTION:
        del made["pattern"]
        made["anyOf"] = [{"enum": list(SECTIONS)}, {"pattern": "^custom:[a-z0-9-]+$"}]
    if "patternProperties" in made:
        made["additionalProperties"] = False
    if len(made.get("anyOf", ())) == 2 and made["anyOf"][1] == {"type": "null"} and "type" in made["anyOf"][0]:
        made = _or_nothing(made.pop("anyOf")[0]) | made
    if "$ref" in made and len(made) > 1:
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made


def _or_nothing(content: dict[str, Any]) -> dict[str, Any]:
    """A schema that takes null besides, which is what a key without a value is."""
    types = content["type"] if isinstance(content["type"], list) else [content["type"]]
    made = content | {"type": [*types, "null"]}
    return made | {"enum": [*content["enum"], None]} if "enum" in content else made
