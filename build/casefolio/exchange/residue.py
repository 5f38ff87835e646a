"""What a document of another tool said that its dossier does not say: how it differs, and how to put it back.

A difference has two parts. `more` is what mappings say besides, section by section. `entries` is a list of changes to
lists: `{in, of, keep}` gives the entry that says all of `of` what is under `keep` (null takes a key away, `nth` tells
alike entries apart; without `keep` the entry itself goes), `{in, at, keep}` puts an entry in at its place. An entry
that its owner has changed since in what `of` says is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Entry = dict[str, Any]

#: What tells an entry of a list from its neighbours; a dot leads into a mapping.
IDENTITY: dict[str, tuple[str, ...]] = {
    "basics.profiles": ("network", "url"),
    "work": ("name", "position", "startDate"),
    "volunteer": ("organization", "position", "startDate"),
    "education": ("institution", "studyType", "startDate"),
    "awards": ("title", "date"),
    "certificates": ("name", "date"),
    "publications": ("name", "releaseDate"),
    "skills": ("name",),
    "languages": ("language",),
    "interests": ("name",),
    "references": ("name",),
    "projects": ("name", "type", "startDate"),
}


def residue(made: Mapping[str, Any], wanted: Mapping[str, Any], homes: Mapping[str, Sequence[int]]) -> Entry:
    """What turns `made` into `wanted`; empty where they are the same.

    `homes` says, by section, which entries of the wanted list the first entries of the made one stand for.
    """
    changes: list[Entry] = []
    for section in IDENTITY:
        target = _list_of(wanted, section)
        places = [index for index in homes.get(section, ()) if index < len(target)]
        changes += _changes(section, _list_of(made, section), target, places)
    more = _more(_without_lists(made), _without_lists(wanted))
    basics = wanted.get("basics", {})
    for key, value in _without_lists(made).get("basics", {}).items():
        # An address that no page can lead to is not taken, and a link may stand in its place.
        if key != "location" and basics.get(key) != value:
            changes.append({"in": "basics", "of": {key: value}, "keep": {key: basics.get(key)}})
    found = {"more": more, "entries": changes}
    return {key: value for key, value in found.items() if value}


def restored(document: Mapping[str, Any], left: Any) -> Entry:
    """The document with what was left over put back. What is no residue is passed over."""
    found: Entry = _copied(document)
    if not isinstance(left, dict):
        return found
    changes = left.get("entries")
    for section in IDENTITY:
        own = (
            [c for c in changes if isinstance(c, dict) and c.get("in") == section] if isinstance(changes, list) else []
        )
        if own:
            _put_list(found, section, _changed(_list_of(found, section), own))
    for change in changes if isinstance(changes, list) else []:
        if isinstance(change, dict) and change.get("in") == "basics" and isinstance(found.get("basics"), dict):
            found["basics"] = _changed([found["basics"]], [change])[0]
    if isinstance(left.get("more"), dict):
        _add(found, left["more"])
    return found


def _changes(section: str, made: list[Entry], wanted: list[Any], places: list[int]) -> Iterator[Entry]:
    identities = [_identity(section, entry) for entry in made]
    for number, entry in enumerate(made):
        target = wanted[places[number]] if number < len(places) else None
        keep = None
        if target is not None:
            gone = {key: None for key in entry if key not in target}
            keep = {key: value for key, value in target.items() if entry.get(key) != value} | gone
            if not keep:
                continue
        of = dict(identities[number])
        of |= {key: entry[key] for key in keep or entry if key in entry}
        change: Entry = {"in": section, "of": of}
        before = sum(_says(other, of) for other in made[:number])
        if before:
            change["nth"] = before + 1
        yield {**change, "keep": keep} if keep is not None else change
    kept = set(places)
    for index, target in enumerate(wanted):
        if index not in kept:
            yield {"in": section, "at": index, "keep": target}


def _changed(entries: list[Entry], changes: list[Entry]) -> list[Entry]:
    hits: list[tuple[int, Any]] = []
    for change in changes:
        of, nth = change.get("of"), change.get("nth", 1)
        if isinstance(of, dict) and isinstance(nth, int):
            said = [index for index, entry in enumerate(entries) if _says(entry, of)]
            hits += [(said[nth - 1], change.get("keep"))] if 0 < nth <= len(said) else []
    result: list[Entry | None] = list(entries)
    for index, keep in hits:
        entry = result[index]
        if not isinstance(keep, dict):
            result[index] = None
        elif entry is not None:
            result[index] = {key: value for key, value in {**entry, **keep}.items() if value is not None}
    found = [entry for entry in result if entry is not None]
    for change in changes:
        at = change.get("at")
        if isinstance(at, int) and "keep" in change:
            found.insert(max(0, at), change["keep"])
    return found


def _identity(section: str, entry: Entry) -> Entry:
    return {key: entry[key] for key in IDENTITY[section] if key in entry}


def _says(entry: Any, of: Entry) -> bool:
    return isinstance(entry, dict) and all(entry.get(key) == value for key, value in of.items())


def _list_of(document: Mapping[str, Any], section: str) -> list[Any]:
    value: Any = document
    for key in section.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def _put_list(document: Entry, section: str, entries: list[Entry]) -> None:
    *way, last = section.split(".")
    for key in way:
        document = document.setdefault(key, {})
    if entries:
        document[last] = entries
    else:
        document.pop(last, None)


def _without_lists(document: Mapping[str, Any]) -> Entry:
    """The document without the lists that are compared entry by entry."""
    found = dict(document)
    for section in IDENTITY:
        head, _, rest = section.partition(".")
        if rest and isinstance(found.get(head), dict) and isinstance(found[head].get(rest), list):
            found[head] = {key: value for key, value in found[head].items() if key != rest}
        elif not rest and isinstance(found.get(head), list):
            del found[head]
    return found


def _more(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> Entry:
    found: Entry = {}
    for key, value in wanted.items():
        if key not in made:
            found[key] = value
        elif isinstance(value, dict) and isinstance(made[key], dict):
            found |= {key: inner} if (inner := _more(made[key], value)) else {}
    return found


def _add(document: Entry, more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if key not in document:
            document[key] = value
        elif isinstance(value, dict) and isinstance(document[key], dict):
            _add(document[key], value)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value
