"""The content reference, written from the model: every record, its keys, what they take, and an example.

`python -m casefolio.model.reference > docs/content.md` writes it anew; a test fails where that was forgotten.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from textwrap import wrap
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from casefolio.model.application import FileName, Pages, Size
from casefolio.model.dates import DateField, Period
from casefolio.model.dossier import CvPlan, Dossier, Settings
from casefolio.model.person import Email, Profile
from casefolio.model.record import Entry, Free, Line, Priority, Record, Slug, Text, Url
from casefolio.model.sections import SECTIONS, SectionName
from casefolio.model.study import Study, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

_HEAD = f"""<!-- Written by a program from the model. Do not edit it; after a change to the model run
     python -m casefolio.model.reference > docs/content.md -->

# Content

What can stand in `content/`, file by file and key by key. Only a name is needed: `content/profile.yaml` with
`name: Your Name` makes a page.

## Where content lies

- `content/<key>.yaml` holds the value of one key of the table below.
- Keys whose entries have names can have a file for each as well: `content/studies/restore-system.yaml` is the study
  `restore-system`.
- `casefolio.yaml`, in the project folder or in `content/`, may hold any of the keys, for those who like one file.
- `content/private/` mirrors `content/` and lies over it, key by key; a list replaces the list below it. Git ignores
  it here, and no wheel or sdist has it. See [private data](how-to/private-data.md).
- Nothing may be written twice in one place. What does not end in `.yaml` or `.yml` is left alone.

## What values look like

YAML 1.2: `NO` is a word, `12:30` and `2024-03` are text. A number where text is wanted is taken as text. Text needs
quotes where it holds a colon and a space, or begins with one of ``[ {{ > | * & ! % # @ ` ``.

| In the tables | means |
|---|---|
| a line | text on one line, as it is: names, titles, labels |
| text | sentences; may hold `*emphasis*`, `**strong**`, `` `code` `` and `[words](https://…)`, but no HTML |
| a name | lower-case letters, digits and single hyphens: `restore-system` |
| an address | begins with `https://`, `http://`, `mailto:` or `tel:` |
| a date | `2024`, `2024-03`, `2024-03-15` or `present` |
| a section | `{"`, `".join(SECTIONS)}`, or `custom:` and a name |

## The files
"""


class _Kind(NamedTuple):
    """How a kind of value is called, one and many, and an example of it."""

    type: Any
    one: str
    many: str
    example: Any


_KINDS = (
    _Kind(Line, "a line", "lines", "Example"),
    _Kind(Text, "text", "texts", "A sentence."),
    _Kind(Slug, "a name", "names", "example"),
    _Kind(Url, "an address", "addresses", "https://example.org"),
    _Kind(Email, "an e-mail address", "e-mail addresses", "me@example.org"),
    _Kind(DateField, "a date", "dates", "2024-03"),
    _Kind(SectionName, "a section", "sections", "summary"),
    _Kind(Priority, "0 to 100", "numbers", 80),
    _Kind(Size, "a size, as `800 kB` or `2 MB`", "sizes", "2 MB"),
    _Kind(Pages, "pages, as `3`, `2-5` or `1-2, 7`", "pages", "2-5"),
    _Kind(FileName, "the name of a file, without folder", "names of files", "Application.pdf"),
    _Kind(Free, "any keys and values", "any keys and values", {"key": "value"}),
    _Kind(bool, one="`true` or `false`", many="`true` or `false`", example=True),
    _Kind(int, "a whole number", "whole numbers", 1),
)

#: Names of records that take no s.
_MANY = {"experience": "jobs", "education": "degrees", "recognition": "awards"}

#: Records whose keys many others take too: said once, not in every table.
_SHARED = (Entry, Period)

_WIDTH = 100
#: Text that YAML takes as it stands.
_PLAIN = re.compile(r"(?:\+?\d+ )?[^\W\d_](?:[^:#\[\]{}\"]|:(?=\S))*|\+?[\d ]+|\d{4}-\d\d")


def reference() -> str:
    """The whole page, in Markdown."""
    chapters = [line for record in records() for line in _chapter(record)]
    return "\n".join([_HEAD, *_files(), "", *chapters]).rstrip("\n") + "\n"


def records() -> tuple[type[Record], ...]:
    """All records of a dossier, the owner's main files first."""
    mains: list[type[Record]] = [Profile, Settings, CvPlan, Theme, Study, Dossier]
    found = dict.fromkeys(mains)
    for record in mains:
        _gather(record, found)
    return (*(record for record in found if record not in (Dossier, Entry)), Entry)


def example(record: type[Record]) -> str:
    """A record in YAML, with every key that is its own."""
    return "\n".join(_mapping(_example(record)))


def field_example(record: type[Record], name: str) -> Any:
    """An example of a field: its own, else one made of its type."""
    made = _example(record)
    return made[name] if name in made else _example(Entry)[name]


def _gather(record: type[Record], found: dict[type[Record], None]) -> None:
    found.setdefault(record)
    for hint in _hints(record).values():
        for inner in _inside(hint):
            if inner not in found:
                _gather(inner, found)


def _inside(hint: Any) -> Iterator[type[Record]]:
    """The records that a type speaks of."""
    if isinstance(hint, type) and issubclass(hint, Record):
        yield hint
    for argument in get_args(hint):
        yield from _inside(argument)


@cache
def _hints(record: type[Record]) -> dict[str, Any]:
    """The types of a record's fields as they are written, its own first, then its period."""
    hints = get_type_hints(record, include_extras=True)
    above = [name for base in _SHARED if record is not base and issubclass(record, base) for name in base.model_fields]
    own = [name for name in record.model_fields if name not in above]
    return {name: hints[name] for name in (*own, *(name for name in above if name in Period.model_fields))}


# --- in words ---


def _files() -> Iterator[str]:
    yield "| Key | File | What it holds | |"
    yield "|---|---|---|---|"
    for key, hint in _hints(Dossier).items():
        file = f"`content/{key}.yaml`"
        if get_origin(hint) is dict:
            file += f" or `content/{key}/<name>.yaml`"
        yield f"| `{key}` | {file} | {Dossier.model_fields[key].description} | {_words(hint)} |"


def _chapter(record: type[Record]) -> Iterator[str]:
    yield f"## {_title(record)}\n"
    yield f"{(record.__doc__ or '').partition(chr(10))[0]}\n"
    if issubclass(record, Entry) and record is not Entry:
        yield f"Takes what [every entry](#{_anchor(Entry)}) takes, too.\n"
    yield "| Key | Takes | Without it | |"
    yield "|---|---|---|---|"
    for name, hint in _hints(record).items():
        field = record.model_fields[name]
        yield f"| `{name}` | {_words(hint)} | {_without(field)} | {field.description} |"
    yield f"\n```yaml\n{example(record)}\n```\n"


def _title(record: type[Record]) -> str:
    if record is Entry:
        return "Every entry"
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", record.__name__).replace("Cv", "CV")


def _anchor(record: type[Record]) -> str:
    return _title(record).lower().replace(" ", "-")


def _words(hint: Any, *, many: bool = False) -> str:
    """A type in words."""
    kind = next((kind for kind in _KINDS if kind.type == hint), None)
    if kind:
        return kind.many if many else kind.one
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        words = f"a list of {_words(arguments[0], many=True)}"
    elif origin is dict:
        words = f"{_words(arguments[1], many=True)} by name"
    elif origin is Literal:
        words = ", ".join(f"`{argument}`" for argument in arguments)
    elif origin in (Union, UnionType):
        words = " or ".join(_words(argument) for argument in arguments if argument is not NoneType)
    elif origin is Annotated:
        words = _bounded(arguments[0], arguments[1].metadata if hasattr(arguments[1], "metadata") else (), many=many)
    else:
        name = _title(hint) if hint.__name__.startswith("Cv") else _title(hint).lower()
        words = f"[{_many(name) if many else name}](#{_anchor(hint)})"
    return words


def _many(name: str) -> str:
    return _MANY.get(name, re.sub("y$", "ie", name) + "s")


def _bounded(hint: Any, limits: Any, *, many: bool) -> str:
    """A type with limits, in words."""
    found = {name: getattr(limit, name) for limit in limits for name in ("ge", "le") if hasattr(limit, name)}
    if found:
        return f"{found['ge']} to {found['le']}"
    return "a language, as `en` or `de-AT`" if hint is str else _words(hint, many=many)


def _without(field: FieldInfo) -> str:
    """What holds where a key is left out."""
    if field.is_required():
        return "**needed**"
    if field.default == SECTIONS:
        return "all, as listed above"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`" if isinstance(field.default, int | str) else ""


# --- examples ---


def _example(record: type[Record]) -> dict[str, Any]:
    """A record with a value for each key, the field's own example where it has one."""
    given = {"end": "present"} | {
        name: field.examples[0] for name, field in record.model_fields.items() if field.examples
    }
    return {name: given[name] if name in given else _made(hint) for name, hint in _hints(record).items()}


def _made(hint: Any) -> Any:
    """An example of a type."""
    kind = next((kind for kind in _KINDS if kind.type == hint), None)
    if kind:
        return kind.example
    if not get_origin(hint):
        return _example(hint)
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    inner = _made(get_args(hint)[0])
    if get_origin(hint) is dict:
        return {inner: _made(get_args(hint)[1])}
    return [inner] if get_origin(hint) is tuple else inner


def _mapping(values: dict[str, Any]) -> Iterator[str]:
    """A mapping as lines of YAML."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, list):
            yield from _list(key, value)
        elif len(line := f"{key}: {_scalar(value)}") <= _WIDTH:
            yield line
        else:
            yield f"{key}: >-"
            yield from (f"  {line}" for line in wrap(value, _WIDTH))


def _list(key: str, values: list[Any]) -> Iterator[str]:
    """A list: single words on one line, everything else an entry to a line."""
    if all(isinstance(value, str) and " " not in value for value in values):
        yield f"{key}: [{', '.join(map(_scalar, values))}]"
        return
    yield f"{key}:"
    for value in values:
        first, *rest = _mapping(value) if isinstance(value, dict) else [_scalar(value)]
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)


def _scalar(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) or _PLAIN.fullmatch(value) else f'"{value}"'


if __name__ == "__main__":
    sys.stdout.write(reference())
