"""What an owner did when YAML could not be read, in the owner's words.

A parser says where it stumbled and what it would have liked; the cause is mostly a tab, a quote or a colon nearby.
So the causes are looked for in the text around the place, the likeliest first, and the parser's own words come last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from casefolio.errors import Problem
from casefolio.reading.codes import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.reading.source import Source

_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*([A-Za-z_][\w-]*):(?!//)(?=[^\s:])")
_DASH_WITHOUT_SPACE = re.compile(r"\s*-(?=[^\s-])")
_LOOK_BACK = 20
_CUT = 60


class Stumble(NamedTuple):
    """The parser's own account: what it says, where it stopped, where the thing and the bracket began it was in."""

    says: str
    at: int
    since: int | None = None
    bracket: int | None = None


class LastRead(NamedTuple):
    """What was read last: a quoted text, a bracket, an alias or a plain value, by its first character."""

    start: int
    end: int
    style: str


class _Scene(NamedTuple):
    """A stumble with everything around it."""

    stumble: Stumble
    source: Source
    last: LastRead | None

    @property
    def char(self) -> str:
        """The character at which the parser stopped."""
        return self.source.text[self.stumble.at : self.stumble.at + 1]

    @property
    def began(self) -> str:
        """The first character of what the parser was in."""
        since = self.stumble.since
        return "" if since is None else self.source.text[since : since + 1]

    @property
    def before(self) -> str:
        """The line up to the place."""
        _, start, text = self.source.line_at(self.stumble.at)
        return text[: self.stumble.at - start]

    def problem(self, code: Code, message: str, remedy: str, start: int | None = None) -> Problem:
        """A problem at `start`, or where the parser stopped."""
        return Problem(code, message, self.source.mark(self.stumble.at if start is None else start), remedy)


def explain(stumble: Stumble, source: Source, last: LastRead | None) -> Problem:
    """The problem behind a stumble; CF-110 with the parser's words where no cause is found."""
    # At the end of a file the parser stops behind the last line; the last thing written is what the owner can see.
    written = len(source.text.rstrip())
    scene = _Scene(stumble._replace(at=min(stumble.at, written)), source, last)
    for cause in _CAUSES:
        problem = cause(scene)
        if problem:
            return problem
    remedy = "look at this line and the one before for a missing quote, colon or space"
    return scene.problem(Code.NOT_YAML, f"YAML cannot be read here: {stumble.says}", remedy)


def _tab(scene: _Scene) -> Problem | None:
    if scene.char != "\t":
        return None
    if scene.before.strip(" \t-"):
        return scene.problem(Code.TAB, "a tab may not stand here", "put spaces for it, or delete it")
    return scene.problem(Code.TAB, "a tab indents this line; YAML takes spaces only", "put two spaces for each tab")


def _open_quote(scene: _Scene) -> Problem | None:
    if scene.began not in {"'", '"'} or not scene.stumble.says.startswith("found unexpected"):
        return None
    message = f"the text that begins here with {scene.began} has no closing quote"
    remedy = f"close it with {scene.began} on the same line, or take the quote away"
    return scene.problem(Code.QUOTES, message, remedy, scene.stumble.since)


def _escape(scene: _Scene) -> Problem | None:
    since, at = scene.stumble.since or 0, scene.stumble.at
    backslash = scene.source.text.rfind("\\", since, at + 1)
    if scene.began != '"' or backslash < at - 2:
        return None
    message = "a backslash in double quotes begins an escape, and this is none"
    return scene.problem(Code.QUOTES, message, "use single quotes, or write \\\\ for one backslash", backslash)


def _after_quote(scene: _Scene) -> Problem | None:
    last = scene.last
    if not last or last.style not in {"'", '"'} or not _same_line(scene, last.end):
        return None
    first, opened = scene.source.line_at(last.start)[0], scene.source.line_at(last.end)[0]
    if first != opened:
        message = f"the quote that opens here is closed only on line {opened}"
        return scene.problem(Code.QUOTES, message, f"close it with {last.style} on the same line", last.start)
    remedy = "write it twice inside: 'it''s'" if last.style == "'" else 'write \\" inside, or use single quotes around'
    return scene.problem(Code.QUOTES, "the text goes on after its closing quote", remedy)


def _after_bracket(scene: _Scene) -> Problem | None:
    last = scene.last
    if not last or last.style not in {"[", "{"} or not _same_line(scene, last.end):
        return None
    return _needs_quotes(scene, last.style, last.start)


def _first_character(scene: _Scene) -> Problem | None:
    last = scene.last
    if last and last.style == "*" and _same_line(scene, last.end):
        return _needs_quotes(scene, "*", last.start)
    if scene.began in {"*", "&", "!", "|", ">"} and scene.stumble.since is not None:
        if scene.began in {"|", ">"}:
            remedy = f"begin the text on the next line, indented; or put it in quotes if it begins with {scene.began}"
            return scene.problem(Code.NEEDS_QUOTES, f"no text may follow {scene.began} on its line", remedy)
        return _needs_quotes(scene, scene.began, scene.stumble.since)
    if scene.char and scene.char in "@`%]},?":
        return _needs_quotes(scene, scene.char, scene.stumble.at)
    return None


def _needs_quotes(scene: _Scene, char: str, start: int) -> Problem:
    _, begin, line = scene.source.line_at(start)
    text = line[start - begin :].strip()
    remedy = f'put the text in quotes: "{text}"' if len(text) < _CUT and '"' not in text else "put the text in quotes"
    return scene.problem(Code.NEEDS_QUOTES, f"a text cannot begin with {char} unless it is in quotes", remedy, start)


def _open_bracket(scene: _Scene) -> Problem | None:
    start = scene.stumble.since if scene.began in {"[", "{"} else scene.stumble.bracket
    # Inside a bracket anything may be wrong; at the end of the file it is the bracket.
    if start is None or (scene.began not in {"[", "{"} and scene.source.text[scene.stumble.at :].strip()):
        return None
    char = scene.source.text[start]
    message = f"the {char} here is not closed, or a comma is missing after it"
    remedy = f"close it with {']' if char == '[' else '}'}; a text that begins with {char} needs quotes"
    return scene.problem(Code.BRACKET, message, remedy, start)


def _second_colon(scene: _Scene) -> Problem | None:
    match = re.match(r"\s*(?:- +)*([^\s:][^:]*): +(?=\S)", scene.before) if scene.char == ":" else None
    if not match:
        return None
    value = scene.source.line_at(scene.stumble.at)[2][match.end() :].strip()
    quoted = f'"{value}"' if '"' not in value else f"'{value}'"
    remedy = f"put the text in quotes: {match[1]}: {quoted}" if len(value) < _CUT else "put the text in quotes"
    message = "a second colon with a space on this line; YAML takes it for another key"
    return scene.problem(Code.COLON, message, remedy)


def _colon_without_space(scene: _Scene) -> Problem | None:
    for start, line in _suspects(scene):
        key, dash = _KEY_WITHOUT_SPACE.match(line), _DASH_WITHOUT_SPACE.match(line)
        if key:
            message = f"a space is missing after the colon of '{key[1]}'"
            remedy = f"write  {key[1]}: {line[key.end() :].strip()[:_CUT]}"
            return scene.problem(Code.COLON, message, remedy, start + key.end() - 1)
        if dash:
            remedy = f"write  - {line[dash.end() :].strip()[:_CUT]}"
            return scene.problem(Code.COLON, "a space is missing after the dash", remedy, start + dash.end() - 1)
        if ":" in line or line.lstrip().startswith("- "):
            return None
    return None


def _no_colon(scene: _Scene) -> Problem | None:
    suspects = _suspects(scene)
    if not suspects or (scene.char == ":" and (":" in suspects[0][1] or suspects[0][1].lstrip().startswith("- "))):
        return None
    start, line = suspects[0]
    message = f"'{line.strip()[:40]}' is neither a key with a colon nor part of the text above"
    remedy = "write  key: value; indent a line that goes on with the text above"
    return scene.problem(Code.COLON, message, remedy, start + len(line) - len(line.lstrip()))


def _indentation(scene: _Scene) -> Problem | None:
    if scene.char == "-" and ":" in scene.before:
        remedy = "move it to a line of its own; a text that begins with - needs quotes"
        return scene.problem(Code.INDENTATION, "a list begins on the line below its key", remedy)
    if scene.stumble.says.startswith(("did not find expected <document", "expected '<document")):
        message = "this does not belong to what stands above; YAML was at its end there"
        return scene.problem(Code.INDENTATION, message, "indent it like the lines above, or delete it")
    if scene.before.strip(" -"):
        if scene.char != ":":
            return None
        message = "this line is indented below a line that has its value already"
        remedy = "indent it like the line above, or move the value above down"
        _, start, line = scene.source.line_at(scene.stumble.at)
        return scene.problem(Code.INDENTATION, message, remedy, start + len(line) - len(line.lstrip()))
    list_item = scene.source.text[scene.stumble.at : scene.stumble.at + 2] in {"- ", "-\n"}
    message = "a list entry stands among keys" if list_item else "the indentation fits no line above"
    return scene.problem(Code.INDENTATION, message, "indent what belongs together by the same number of spaces")


def _same_line(scene: _Scene, end: int) -> bool:
    between = scene.source.text[end : scene.stumble.at]
    return end <= scene.stumble.at and not between.strip() and "\n" not in between


def _suspects(scene: _Scene) -> list[tuple[int, str]]:
    """Lines that should have been keys, nearest first: where the parser looked for a colon, or met one too late."""
    since = scene.stumble.since
    if scene.stumble.says.startswith("could not find expected") and since is not None:
        return [scene.source.line_at(since)[1:]]
    if scene.char != ":":
        return []
    found: list[tuple[int, str]] = []
    start = scene.source.line_at(scene.stumble.at)[1]
    while start > 0 and len(found) < _LOOK_BACK:
        _, start, line = scene.source.line_at(start - 1)
        if line.strip() and not line.lstrip().startswith("#"):
            found.append((start, line))
    return found


_CAUSES: tuple[Callable[[_Scene], Problem | None], ...] = (
    _tab,
    _open_quote,
    _escape,
    _after_quote,
    _after_bracket,
    _first_character,
    _open_bracket,
    _second_colon,
    _colon_without_space,
    _no_colon,
    _indentation,
)
