"""What the model found wrong, said in the owner's words with a remedy.

The model's checker names each fault by a type and its facts; both are stable, its sentences are not and are not used.
One table says for each type which function words it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from casefolio.errors import Problem
from casefolio.model.dates import PartialDate
from casefolio.model.person import Email
from casefolio.model.record import Line, Slug, Url
from casefolio.reading.codes import Code
from casefolio.reading.examples import after_colon, example_for, right_example
from casefolio.reading.shape import keys_of, slot_at
from casefolio.reading.suggest import as_slug, near, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.model.manuscript import ContentPath
    from casefolio.reading.shape import Slot
    from casefolio.reading.tree import Node, Pair

#: What is longer is named, not quoted.
_CUT = 30


class Fault(NamedTuple):
    """One fault of the model's checker: its type and facts, the place it names, what was written there."""

    kind: str
    path: ContentPath
    value: Any
    facts: dict[str, Any]
    #: What else would be right at the same place, of each kind it may have.
    others: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """What an owner calls the place: its key, or which entry of which list."""
        key = next((part for part in reversed(self.path) if isinstance(part, str)), "content")
        return f"entry {self.path[-1] + 1} of '{key}'" if self.path and isinstance(self.path[-1], int) else f"'{key}'"

    @property
    def key(self) -> str:
        """The nearest key."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "content")

    @property
    def slot(self) -> Slot | None:
        """What the model allows there."""
        return slot_at(self.path)


class Wording(NamedTuple):
    """What a fault is called, and what to do about it."""

    code: Code
    message: str
    remedy: str = ""


def word(fault: Fault) -> Wording:
    """A fault in the owner's words. An unknown type is still said, as a rule that is broken."""
    return _WORDINGS.get(fault.kind, _other)(fault)


def no_mapping(node: Node, pair: Pair | None = None, key: str = "") -> Problem:
    """The problem of a file, or of the value of `key`, that must hold keys with values and does not (CF-203)."""
    mark = pair.mark if pair and node.start == node.end else node.mark
    message = (f"'{key}': " if key else "") + f"expected keys with values, found {found(node.value)}"
    remedy = after_colon(node.value) or "write a key, a colon, a space and its value on each line"
    return Problem(Code.WRONG_KIND, message, mark, remedy)


def found(value: object) -> str:
    """What kind of value this is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return "text"
    return "keys with values" if isinstance(value, dict) else "a list"


def _wanted(fault: Fault) -> str:
    words = {
        "string_type": "text",
        "tuple_type": "a list",
        "dict_type": "keys with values",
        "model_type": "keys with values",
        "mapping_type": "keys with values",
        "bool_type": "true or false",
        "bool_parsing": "true or false",
        "greater_than_equal": f"{fault.facts.get('ge')} or more",
        "less_than_equal": f"at most {fault.facts.get('le')}",
        "literal_error": str(fault.facts.get("expected")),
    }
    return words.get(fault.kind, "a whole number")


def _unexpected(fault: Fault) -> Wording:
    if fault.value is None:
        return _empty(fault)
    wanted = " or ".join(_wanted(each) for each in (fault, *fault.others))
    code = Code.OUT_OF_RANGE if fault.kind in {"greater_than_equal", "less_than_equal"} else Code.WRONG_KIND
    shown = _shown(fault)
    remedy = right_example(fault.kind, fault.key, fault.value, fault.slot, fault.facts)
    return Wording(code, f"{fault.name}: expected {wanted}, found {shown}", remedy)


def _shown(fault: Fault) -> str:
    value = fault.value
    return f"'{value}'" if isinstance(value, str) and len(value) <= _CUT and value.isprintable() else found(value)


def _empty(fault: Fault) -> Wording:
    slot = fault.slot
    leave = "" if slot and slot.required else ", or delete the line"
    shown = f"after '{fault.key}:'" if isinstance(fault.path[-1], str) else "after the dash"
    return Wording(Code.EMPTY, f"{fault.name} is empty", f"write something {shown}{leave}; a # begins a comment")


def _missing(fault: Fault) -> Wording:
    slot, key = fault.slot, fault.key
    if fault.path == ("profile",):
        return Wording(Code.MISSING, "there is no profile", "write in content/profile.yaml at least  name: Your Name")
    meaning = f" ({slot.meaning.rstrip('.')})" if slot and slot.meaning else ""
    return Wording(Code.MISSING, f"'{key}' is missing", f"add  {key}: {example_for(fault.slot)}{meaning}")


def meant(fault: Fault) -> str | None:
    """The key that is not there yet and that an unknown one probably means."""
    slot = slot_at(fault.path[:-1])
    beside = fault.facts.get("beside", ())
    known = keys_of(slot.record) if slot and slot.record else ()
    return near(str(fault.path[-1]), [name for name in known if name not in beside])


def _unknown_key(fault: Fault) -> Wording:
    slot = slot_at(fault.path[:-1])
    known = keys_of(slot.record) if slot and slot.record else ()
    key = str(fault.path[-1])
    beside = fault.facts.get("beside", ())
    parts = together(key, known)
    if parts and not set(parts) & set(beside):
        both = " and ".join(map(repr, parts))
        remedy = "  ".join(f"{part}: {example}" for part, example in zip(parts, ("2021-04", "present"), strict=True))
        message = f"unknown key '{key}'; did you mean {both}?"
        return Wording(Code.UNKNOWN_KEY, message, f"write, each on a line of its own:  {remedy}")
    guess = meant(fault) or near(key, known)
    message = f"unknown key '{key[:60]}'" + (f"; did you mean '{guess}'?" if guess else "")
    if guess and guess in beside:
        return Wording(Code.UNKNOWN_KEY, message, f"'{guess}' is there already; delete one of the two")
    if guess:
        return Wording(Code.UNKNOWN_KEY, message)
    for outer in known:
        inner = slot_at((*fault.path[:-1], outer))
        guess = near(key, keys_of(inner.record)) if inner and inner.record else None
        if guess:
            return Wording(Code.UNKNOWN_KEY, f"{message}; did you mean '{guess}' below '{outer}'?")
    return Wording(Code.UNKNOWN_KEY, message, f"known here: {', '.join(known)}")


def _bad_choice(fault: Fault) -> Wording:
    choices = fault.slot.choices if fault.slot else ()
    if fault.value is None or fault.others or not choices:
        return _unexpected(fault)
    guess = near(str(fault.value), choices)
    shown = _shown(fault)
    message = f"{fault.name} cannot be {shown}" + (f"; did you mean '{guess}'?" if guess else "")
    return Wording(Code.NO_SUCH_CHOICE, message, f"choose one of: {', '.join(choices)}")


def _too_long(fault: Fault) -> Wording:
    most, kind = fault.facts.get("max_length"), "characters" if isinstance(fault.value, str) else "entries"
    message = f"{fault.name} has {len(fault.value)} {kind}, at most {most} are allowed"
    return Wording(Code.TOO_LONG, message, "shorten it")


def _wrong_form(fault: Fault) -> Wording:
    value, shown = str(fault.value), _shown(fault)
    pattern = fault.facts.get("pattern")
    if pattern == _pattern(Slug):
        example = as_slug(value) or "a-name"
        message = f"{shown} is no name: names have lower-case letters, digits and single hyphens"
        return Wording(Code.BAD_NAME, message, f"write  {example}")
    if pattern == _pattern(Line):
        message = f"{fault.name} must be one line of text"
        return Wording(Code.WRONG_FORM, message, "write it on one line, without | or >")
    if pattern == _pattern(Url):
        example = (
            f"https://{value}" if "." in value and ":" not in value and " " not in value else "https://example.org"
        )
        message = f"{fault.name}: {shown} is no address that a reader can follow"
        return Wording(Code.WRONG_FORM, message, f"begin it with https://, mailto: or tel:, as in {example}")
    if pattern == _pattern(Email):
        return Wording(Code.WRONG_FORM, f"{fault.name}: {shown} is no e-mail address", "write it like  me@example.org")
    remedy = f"write it like  {fault.key}: {example_for(fault.slot)}"
    return Wording(Code.WRONG_FORM, f"{fault.name} cannot be {shown}", remedy)


def _pattern(kind: Any) -> str:
    """The pattern that a kind of text is declared with."""
    return next(str(rule.pattern) for rule in get_args(kind)[1:] if getattr(rule, "pattern", None))


def _rule(fault: Fault) -> Wording:
    error = fault.facts.get("error")
    said = str(error.args[0]) if isinstance(error, Exception) and error.args else "this is not allowed"
    # A record's own rule names the value it blames; a value that is no date at all has nothing more to name.
    ruled = isinstance(error, Exception) and len(error.args) > 1
    if fault.slot and PartialDate in fault.slot.kinds and not ruled:
        remedy = "write a date as 2024, 2024-03, 2024-03-15 or present"
        return Wording(Code.RULE, f"{fault.name}: {_shown(fault)} is no date", remedy)
    return Wording(Code.RULE, said, "correct one of the two")


def _other(fault: Fault) -> Wording:
    remedy = f"write it like  {fault.key}: {example_for(fault.slot)}"
    return Wording(Code.RULE, f"{fault.name} cannot be used as it is", remedy)


_WORDINGS: dict[str, Callable[[Fault], Wording]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    **dict.fromkeys(
        ("string_type", "tuple_type", "dict_type", "model_type", "mapping_type", "bool_type", "bool_parsing"),
        _unexpected,
    ),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), _unexpected),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), _unexpected),
    "literal_error": _bad_choice,
    "string_too_short": _empty,
    "too_short": _empty,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "string_pattern_mismatch": _wrong_form,
    "value_error": _rule,
}
