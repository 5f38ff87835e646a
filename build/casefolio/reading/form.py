"""Whether what was written is a dossier: all faults that the model finds, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from casefolio.errors import Mark, Problem
from casefolio.model.dossier import Dossier
from casefolio.reading.codes import Code
from casefolio.reading.suggest import as_slug
from casefolio.reading.tree import child, find, key_at, place, plain
from casefolio.reading.wording import Fault, Wording, meant, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casefolio.model.manuscript import ContentPath
    from casefolio.reading.collect import Collected
    from casefolio.reading.tree import Node

#: What the checker puts after the path of a mapping's key.
_KEY = "[key]"

#: A profile that is nowhere is not in the tree, and has its place all the same.
_NO_PROFILE = Mark("content/profile.yaml")


def check_form(collected: Collected) -> tuple[Dossier | None, dict[ContentPath, list[Problem]]]:
    """The dossier, or None and its problems by path."""
    try:
        return Dossier.model_validate(plain(collected.tree)), {}
    except ValidationError as refusal:
        reports = refusal.errors(include_url=False)
    problems: dict[ContentPath, list[Problem]] = {}
    faults = _faults(reports, collected.tree)
    # A key by another name is one mistake: what it means is not missing besides.
    renamed = {(*fault.path[:-1], meant(fault)) for fault in faults if fault.kind == "extra_forbidden"}
    for fault in faults:
        if fault.kind == "missing" and (collected.is_unread(fault.path) or fault.path in renamed):
            continue
        problems.setdefault(fault.path, []).append(_problem(fault, collected.tree))
    return None, problems


def _faults(reports: Iterable[Mapping[str, Any]], tree: Node) -> list[Fault]:
    """Faults by place; where a place may have several kinds of value, what each lacks is one fault."""
    faults: list[Fault] = []
    for report in reports:
        path, rest = _split(tree, report["loc"])
        kind, facts = report["type"], dict(report.get("ctx", {}))
        if kind == "too_short" and isinstance(report["input"], list) and report["input"]:
            continue  # entries that are wrong were not counted, and are told of themselves
        if kind == "missing":
            path = (*path, *rest)
        elif kind == "extra_forbidden":
            parent = find(tree, path[:-1])
            facts["beside"] = parent.value if parent else ()
        elif rest[:1] == (_KEY,):
            facts["key"] = True
        elif kind == "value_error":
            path = _more_exactly(tree, path, facts)
        fault = Fault(kind, path, report["input"], facts)
        last = faults[-1] if faults else None
        if rest and kind != "missing" and last and last.path == path and _KEY not in rest:
            faults[-1] = last._replace(others=(*last.others, fault))
        else:
            faults.append(fault)
    return faults


def _split(tree: Node, location: ContentPath) -> tuple[ContentPath, ContentPath]:
    """The part of the checker's location that is a path in the tree, and the rest (kinds of a union, missing keys)."""
    node: Node | None = tree
    for depth, part in enumerate(location):
        node = child(node, part) if node else None
        if node is None:
            return location[:depth], location[depth:]
    return location, ()


def _more_exactly(tree: Node, path: ContentPath, facts: dict[str, Any]) -> ContentPath:
    """A rule of a record may name, after its message, the way to the value that breaks it."""
    error = facts.get("error")
    way = (*path, *error.args[1:]) if isinstance(error, Exception) else path
    return _split(tree, way)[0]


def _problem(fault: Fault, tree: Node) -> Problem:
    wording = word(fault)
    pair = key_at(tree, fault.path)
    if fault.kind == "extra_forbidden" and pair:
        return Problem(wording.code, wording.message, pair.mark, wording.remedy)
    if fault.facts.get("key") and pair:
        wording = _key_wording(fault, wording, named_by_file=pair.named_by_file)
        return Problem(wording.code, wording.message, pair.mark, wording.remedy)
    path = fault.path
    mark = None if path == ("profile",) and fault.kind == "missing" else place(tree, path)
    while mark is None and path:
        path = path[:-1]
        mark = place(tree, path) if path else _NO_PROFILE
    return Problem(wording.code, wording.message, mark, wording.remedy)


def _key_wording(fault: Fault, wording: Wording, *, named_by_file: bool) -> Wording:
    """A fault of a key is worded by what the key is: written in the file, or the file's own name."""
    name = str(fault.path[-1])
    if named_by_file:
        message = f"the file's name, '{name}', is no name: at most 80 lower-case letters, digits, single hyphens"
        return Wording(Code.BAD_FILE_NAME, message, f"rename it to {as_slug(name) or 'a-name'}.yaml")
    return wording
