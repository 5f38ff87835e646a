"""Short right examples for remedies, out of the model's own examples where it gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casefolio.reading.shape import Slot

_CUT = 60
_NOTHING_KNOWN = "..."
_NO_SPACE = re.compile(r"([A-Za-z_][\w-]*):(?=[^\s/])")


def example_for(slot: Slot | None) -> str:
    """The model's first example of what may stand at a place, else dots."""
    return next((_flow(example) for example in (slot.examples if slot else ())), _NOTHING_KNOWN)


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def record_example(slot: Slot | None) -> str:
    """The keys that a record needs, with examples."""
    if not slot or not slot.record:
        return "key: value, each on a line of its own"
    fields = slot.record.model_fields
    needed = [key for key, field in fields.items() if field.is_required()] or list(fields)[:2]
    examples = (f"{key}: {_flow(next(iter(fields[key].examples or ()), _NOTHING_KNOWN))}" for key in needed)
    return f"{', '.join(examples)}, each on a line of its own"


def after_colon(value: object) -> str:
    """The remedy for `key:value`, which YAML takes for one text; empty where the value is nothing like it."""
    match = _NO_SPACE.match(value) if isinstance(value, str) else None
    return f"a space is missing after the colon: {match[1]}: {str(value)[match.end() : _CUT]}" if match else ""


def right_example(kind: str, key: str, value: Any, slot: Slot | None, facts: dict[str, Any]) -> str:
    """What to write instead of a value of the wrong kind; `kind` is the type of the fault."""
    if kind == "string_type":
        return _as_text(key, value, slot)
    if kind == "tuple_type":
        return f"begin each entry below '{key}:' with a dash and a space"
    if kind in {"model_type", "dict_type"}:
        return after_colon(value) or f"write  {record_example(slot)}"
    if kind in {"bool_type", "bool_parsing"}:
        return f"write  {key}: true"
    bound = facts.get("ge", facts.get("le", 1))
    example = example_for(slot)
    return f"write  {key}: {bound if example == _NOTHING_KNOWN else example}"


def _as_text(key: str, value: Any, slot: Slot | None) -> str:
    if isinstance(value, dict) and len(value) == 1:
        # `- Lead time: 3 days` is a mapping in YAML, and the commonest surprise of all.
        text = ": ".join(str(part) for pair in value.items() for part in pair)
        return f'text with a colon needs quotes: "{text}"' if len(text) < _CUT else "text with a colon needs quotes"
    if isinstance(value, bool):
        return f'put it in quotes: "{str(value).lower()}"'
    return f"write  {key}: {example_for(slot)}"
