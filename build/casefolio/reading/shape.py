"""The shape of a dossier, as its model declares it: which keys there are, and what may stand under each."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from casefolio.model.dossier import Dossier
from casefolio.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.manuscript import ContentPath

#: The top-level keys of a dossier.
KEYS: tuple[str, ...] = tuple(Dossier.model_fields)

#: Those of them whose value is entries by name, which may have a file each.
NAMED: tuple[str, ...] = tuple(
    key for key, field in Dossier.model_fields.items() if get_origin(field.annotation) is dict
)


class Slot(NamedTuple):
    """What the model says of one place: the types it may have, examples, and what it means."""

    kinds: tuple[Any, ...]
    examples: tuple[Any, ...] = ()
    meaning: str = ""
    required: bool = False

    @property
    def record(self) -> type[Record] | None:
        """The kind of record that stands here, where one does."""
        return next((kind for kind in self.kinds if isinstance(kind, type) and issubclass(kind, Record)), None)

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values allowed, where they are counted out."""
        return tuple(str(arg) for kind in self.kinds if get_origin(kind) is Literal for arg in get_args(kind))


def slot_at(path: ContentPath) -> Slot | None:
    """What may stand at `path`, or None where the model knows no such place."""
    slot = Slot((Dossier,))
    for part in path:
        inside = _inside(slot, part)
        if inside is None:
            return None
        slot = inside
    return slot


def keys_of(record: type[Record]) -> tuple[str, ...]:
    """The keys that a record may have."""
    return tuple(record.model_fields)


def _inside(slot: Slot, part: str | int) -> Slot | None:
    for kind in slot.kinds:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is tuple and isinstance(part, int):
            return Slot(tuple(_kinds(arguments[0])), slot.examples)
        if origin is dict and isinstance(part, str):
            return Slot(tuple(_kinds(arguments[1])))
    field = slot.record.model_fields.get(part) if slot.record and isinstance(part, str) else None
    if field is None:
        return None
    kinds = tuple(_kinds(field.annotation))
    return Slot(kinds, tuple(field.examples or ()), field.description or "", field.is_required())


def _kinds(annotation: Any) -> Iterator[Any]:
    """The types behind an annotation: unions taken apart, `Annotated` and None left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin is Union or origin is UnionType:
        for argument in get_args(annotation):
            yield from _kinds(argument)
    elif annotation is not type(None):
        yield annotation
