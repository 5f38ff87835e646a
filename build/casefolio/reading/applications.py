"""What applications say: parts that are one thing each and are there, a letter whose placeholders have values."""

from __future__ import annotations

import re
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from casefolio.errors import Problem
from casefolio.model.letter import NAMES, PLACEHOLDER
from casefolio.reading.codes import Code
from casefolio.reading.pictures import guesses
from casefolio.reading.source import is_inside
from casefolio.reading.suggest import near
from casefolio.reading.tree import EACH, child, find, matching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.errors import Mark
    from casefolio.model.manuscript import ContentPath
    from casefolio.model.workspace import Workspace
    from casefolio.reading.tree import Node

#: What a part may weigh: it is read into memory whole.
MAX_BYTES = 512 * 2**20
#: How many bytes of a file are looked at: a PDF may begin late (ISO 32000-1, annex H, note 13).
_HEAD = 1024

_OWN = ("letter", "cv")
_KINDS = ("own", "study", "dossier", "file")
#: What can be said of a file only.
_OF_FILES = ("alt", "language", "pages")
_REMEDY = "a part is  letter, cv, dossier, study: NAME, dossier: {studies: [...]}  or  file: PATH"
#: Texts of a letter that may hold placeholders.
_TEXTS = ("subject", "salutation", "body", "closing")
_BLOCKS = re.compile(r"^[ \t]*(#{1,6} |>|```|~~~|<[a-z/!])", re.MULTILINE)


def check_applications(tree: Node, workspace: Workspace) -> dict[ContentPath, list[Problem]]:
    """What is wrong with parts and letters, by path; files are looked at, not opened."""
    problems: dict[ContentPath, list[Problem]] = {}
    for path, application in matching(tree, ("applications", EACH)):
        seen: set[tuple[str, str]] = set()
        for way, part in matching(application, ("parts", EACH)):
            found = [*_of_part(part, seen), *_of_file(part, workspace)]
            if _named(part) == ("own", "letter"):
                found += _of_letter(part, application, workspace)
            if found:
                problems[*path, *way] = found
        for key in _TEXTS:
            text = find(application, ("letter", key))
            if text is not None and isinstance(text.value, str):
                faults = [*_placeholders(text, application), *(_blocks(text) if key == "body" else ())]
                if faults:
                    problems[*path, "letter", key] = faults
    return problems


def _of_part(part: Node, seen: set[tuple[str, str]]) -> Iterator[Problem]:
    """Whether a part is one thing, that thing only once, and says nothing that does not belong to it."""
    kind, name = _named(part)
    if not kind:
        said = "two things at once" if isinstance(part.value, dict) else f"'{str(part.value)[:60]}'"
        if isinstance(part.value, dict) and not any(key in part.value for key in _KINDS):
            said = "nothing that is sent"
        guess = near(str(part.value), (*_OWN, "dossier")) if isinstance(part.value, str) else None
        hint = f"; did you mean '{guess}'?" if guess else ""
        yield Problem(Code.PART_UNCLEAR, f"the part is {said}{hint}", part.mark, _REMEDY)
        return
    if kind in {"own", "study"}:
        if (kind, name) in seen:
            yield Problem(Code.PART_TWICE, f"'{name}' is a part twice", part.mark, "delete one of the two")
        seen.add((kind, name))
    if kind != "file" and isinstance(part.value, dict):
        for key in _OF_FILES:
            pair = part.value.get(key)
            if pair:
                message = f"'{key}' is said of files only, not of this part"
                yield Problem(Code.PART_KEY_UNUSED, message, pair.mark, "delete the line")


def _of_letter(part: Node, application: Node, workspace: Workspace) -> Iterator[Problem]:
    """Whether a letter that is sent is written and dated: the day of printing would be another one each time."""
    if find(application, ("letter",)) is None:
        remedy = "add  letter: {body: ...}, or take the letter out of the parts"
        yield Problem(Code.NO_LETTER, "the letter is a part, and nothing is written in it", part.mark, remedy)
    date = find(application, ("date",))
    if date is None or date.value in (None, "present"):
        mark = part.mark if date is None else date.mark
        yield Problem(Code.UNDATED, "the letter has no date", mark, f"add  date: {workspace.today()}")


def _named(part: Node) -> tuple[str, str]:
    """What kind of part this is, and its name; empty where it is none, or several."""
    value = part.value
    if isinstance(value, str):
        return ("dossier", "") if value == "dossier" else ("own", value) if value in _OWN else ("", "")
    # What is no text and no mapping is of the wrong kind, which the model says.
    kinds = [key for key in _KINDS if key in value] if isinstance(value, dict) else ["dossier"]
    named = child(part, kinds[0]) if len(kinds) == 1 else None
    name = str(named.value).strip() if named is not None else ""
    return (kinds[0] if len(kinds) == 1 else "", name)


def _of_file(part: Node, workspace: Workspace) -> Iterator[Problem]:
    """Whether the file of a part is inside the project, there, no result of ours, and of a kind that can be bound."""
    node = child(part, "file")
    if node is None or not isinstance(node.value, str) or not node.value.strip():
        return
    name, mark, root = node.value.strip(), node.mark, workspace.root
    if PurePosixPath(name).is_absolute() or not is_inside(root / name, root):
        remedy = "copy it into content/private/ and name its path from the project folder"
        yield Problem(Code.PART_OUTSIDE, f"the part '{name}' lies outside the project", mark, remedy)
    elif any(is_inside(root / name, Path(out).resolve()) for out in (workspace.out, root / "out")):
        message = f"the part '{name}' is itself a result, and would be sent in its own packet or out of date"
        yield Problem(Code.PART_IS_RESULT, message, mark, "name what it is made of:  cv, study: NAME, dossier")
    else:
        try:
            yield from _look(name, root / name, mark)
        except (FileNotFoundError, NotADirectoryError):
            yield _missing(name, root, mark)
        except OSError as error:
            message = f"the part '{name}' cannot be read: {(error.strerror or str(error)).lower()}"
            yield Problem(Code.PART_UNREADABLE, message, mark, "check its name and its permissions")


def _look(name: str, path: Path, mark: Mark) -> Iterator[Problem]:
    """What is wrong with a file that may be there. Raises OSError where it is not or cannot be read."""
    status = path.stat()
    # Checked before opening: to open a named pipe is to wait for its other end.
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        yield Problem(Code.PART_NOT_A_FILE, f"the part '{name}' is {kind}", mark, "name a PDF, JPEG or PNG")
        return
    if status.st_size > MAX_BYTES:
        message = f"the part '{name}' has {status.st_size / 1e6:.0f} MB, at most {MAX_BYTES / 1e6:.0f} MB are taken"
        yield Problem(Code.PART_UNREADABLE, message, mark, "save it smaller")
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not (b"%PDF-" in head or head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))):
        said = "is an empty file" if not head else "is no PDF, JPEG or PNG"
        yield Problem(Code.PART_UNKNOWN_KIND, f"the part '{name}' {said}", mark, "save it as one of these")


def _missing(name: str, root: Path, mark: Mark) -> Problem:
    guess = next((guess for guess in guesses(name, root) if is_inside(root / guess, root)), None)
    message = f"there is no file '{name}'" + (f"; did you mean '{guess}'?" if guess else "")
    remedy = "a path begins at the project folder, as in content/private/certificate.pdf"
    return Problem(Code.PART_MISSING, message, mark, remedy)


def _placeholders(text: Node, application: Node) -> Iterator[Problem]:
    """Placeholders that nothing fills, each where it stands."""
    source = text.source
    for found in PLACEHOLDER.finditer(source.text, text.start, text.end):
        name = found[1]
        if name is None:
            continue
        mark = source.mark(found.start(), found.end())
        if name not in NAMES:
            guess = near(name, NAMES)
            message = f"there is no placeholder '{found[0][:60]}'" + (f"; did you mean '{{{guess}}}'?" if guess else "")
            remedy = f"known are {', '.join(f'{{{known}}}' for known in NAMES)}; a brace itself is written {{{{"
            yield Problem(Code.UNKNOWN_PLACEHOLDER, message, mark, remedy)
        elif NAMES[name] and not _has(application, name):
            message = f"the placeholder '{found[0]}' has no value: the application has no '{name}'"
            yield Problem(Code.EMPTY_PLACEHOLDER, message, mark, f"add  {name}: ...  or take the placeholder out")


def _has(application: Node, name: str) -> bool:
    node = find(application, (name,))
    return node is not None and node.value is not None and bool(str(node.value).strip())


def _blocks(text: Node) -> Iterator[Problem]:
    """Markdown that a letter has no use for: it would be printed as it was typed."""
    found = _BLOCKS.search(text.source.text, text.start, text.end)
    # The line of the key itself, as in `body: >-`, is YAML and no text.
    while found and text.source.line_at(found.start(1))[0] == text.source.line_at(text.start)[0]:
        found = _BLOCKS.search(text.source.text, found.end(), text.end)
    if found:
        mark = text.source.mark(found.start(1), found.end(1))
        message = f"'{found[1].strip()}' begins a heading, a quotation, code or HTML, which no letter has"
        yield Problem(Code.LETTER_MARKUP, message, mark, "write paragraphs and lists; text may be *emphasized*")
