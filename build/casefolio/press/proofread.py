"""Reading a laid-out document for faults: what WeasyPrint logged, lines that are too wide, characters without glyph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from weasyprint.formatting_structure.boxes import LineBox, TextBox

from casefolio.errors import Mark, Problem

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator, Sequence

    from casefolio.model.manuscript import Manuscript
    from casefolio.model.sheet import Said
    from casefolio.model.workspace import Workspace

#: How far a line may reach over its box before it counts as too wide; hanging punctuation needs a little.
_TOLERANCE_PX = 1.0
_FACE_FILE = re.compile(r"url\(\s*[\"']?font:([^)\"']+)")

# What WeasyPrint logs is told apart by its message templates, which are constants in its source.
_GLYPH = ".notdef glyph rendered"
_IMAGE = "Failed to load image at"
_AT = re.compile(r" at (\d+):(\d+)")
_STYLES = "see layouts/ and styles/"


def log_problems(heard: Sequence[logging.LogRecord], manuscript: Manuscript | None = None) -> tuple[Problem, ...]:
    """WeasyPrint's records as problems, each once; missing glyphs are left to `missing_glyphs`."""
    told = [record for record in heard if not str(record.msg).startswith(_GLYPH)]
    return tuple(dict.fromkeys(_from_record(record, manuscript) for record in told))


def _from_record(record: logging.LogRecord, manuscript: Manuscript | None) -> Problem:
    message = record.getMessage()
    if str(record.msg).startswith(_IMAGE) and isinstance(record.args, tuple):
        url, reason = (str(arg) for arg in record.args)
        name = unquote(url.removeprefix("project:"))
        reason = reason.removeprefix("ValueError: ") or "it is damaged, or of a kind that is not known"
        mark = _find(name, manuscript) if manuscript else None
        said = f"the picture '{name}' cannot be used: {reason}"
        return Problem("CF-308", said, mark, "give a PNG, JPEG or SVG that opens")
    style = getattr(record, "style", None)
    return Problem("CF-304", f"the layout or a style is not right: {message}", _place(message, style), _STYLES)


def _place(message: str, style: tuple[str, str] | None) -> Mark | None:
    """Where in a style file WeasyPrint found fault, as far as it says."""
    if not style:
        return None
    (name, text), found = style, _AT.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    lines = text.split("\n")
    return Mark(name, line, column, lines[line - 1] if found and line <= len(lines) else "")


def overfull(pages: Iterable[Any], manuscript: Manuscript) -> tuple[Problem, ...]:
    """Lines that reach out of their box: a word longer than the line, or a box too narrow."""
    words: dict[str, None] = {}
    for page in pages:
        for line, room in _lines(page._page_box, None):  # noqa: SLF001
            right = max((box.position_x + box.width for box in _texts(line)), default=0.0)
            if room is not None and right > room + _TOLERANCE_PX:
                longest = max((word for box in _texts(line) for word in box.text.split()), key=len, default="")
                words[longest] = None
    return tuple(
        Problem(
            "CF-402",
            f"the word “{word[:60]}” is longer than its line",
            _find(word, manuscript),
            "shorten it, or give it a place to break (a hyphen or a space)",
        )
        for word in words
    )


def _lines(box: Any, room: float | None) -> Iterator[tuple[Any, float | None]]:
    """Every line box with the right edge of the block it stands in."""
    if isinstance(box, LineBox):
        yield box, room
        return
    if hasattr(box, "children"):
        inner = box.content_box_x() + box.width if isinstance(getattr(box, "width", None), float | int) else room
        for child in box.children:
            yield from _lines(child, inner)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, TextBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _find(text: str, manuscript: Manuscript) -> Mark | None:
    """The first place in the source whose line contains a text."""
    return next((mark for mark in manuscript.marks.values() if text and text in mark.text), None)


def missing_glyphs(
    heard: Sequence[logging.LogRecord], saying: Sequence[Said], workspace: Workspace, manuscript: Manuscript
) -> tuple[Problem, ...]:
    """Characters that the theme's faces lack, with the place where they were written."""
    if not any(str(record.msg).startswith(_GLYPH) for record in heard):
        return ()
    lacking = _uncovered({char for said in saying for char in said.text}, workspace)
    problems = []
    for said in saying:
        for char in sorted(set(said.text) & lacking):
            problems.append(_glyph_problem(char, said, manuscript))
            lacking.discard(char)
    return tuple(problems) or (
        Problem("CF-305", "a character of the layout has no glyph in the theme's faces", remedy="see layouts/"),
    )


def _glyph_problem(char: str, said: Said, manuscript: Manuscript) -> Problem:
    mark = manuscript.mark(said.path) if said.path else _find(char, manuscript)
    if mark and char in mark.text:
        mark = Mark(mark.file, mark.line, mark.text.index(char) + 1, mark.text)
    return Problem(
        "CF-305",
        f"the faces have no glyph for {char!r} (U+{ord(char):04X})",
        mark,
        "use another character, or a theme whose faces have it",
    )


def _uncovered(chars: set[str], workspace: Workspace) -> set[str]:
    """The characters that no face of the theme has, else those that some face lacks.

    Read only after a glyph was missed: opening every face is slow.
    """
    from fontTools.ttLib import TTFont

    from casefolio.press.faces import face_file

    faces = workspace.find("styles", "faces.css").read_text("utf-8")
    covered: list[set[int]] = []
    for name in dict.fromkeys(_FACE_FILE.findall(faces)):
        with TTFont(face_file(workspace, name), lazy=True) as font:
            covered.append(set(font.getBestCmap()))
    visible = {char for char in chars if not char.isspace()}
    nowhere = {char for char in visible if not any(ord(char) in cmap for cmap in covered)}
    return nowhere or {char for char in visible if not all(ord(char) in cmap for cmap in covered)}
