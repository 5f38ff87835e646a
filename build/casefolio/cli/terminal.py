"""What a terminal can show: colour, and words that can be clicked. Elsewhere both are left out."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from casefolio.errors import Mark

#: Characters that would steer a terminal. They come from files that are no text, or from their names.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

#: What terminals set that open links of the form OSC 8. Others show them too, or make a mess of them; editors find
#: file:line:column by themselves, and so open the line.
_LINKING = ("KITTY_WINDOW_ID", "KONSOLE_VERSION", "VTE_VERSION", "WEZTERM_PANE", "WT_SESSION")
_LINKING_PROGRAMS = ("iTerm.app", "ghostty")


def say(line: str, *, err: bool = False) -> None:
    """Print a line; what `paint` put around words is kept where colour is wanted."""
    click.echo(line, err=err, color=coloured(sys.stderr if err else sys.stdout))


def coloured(stream: TextIO | None) -> bool:
    """Whether colour is wanted: on a terminal, unless NO_COLOR (no-color.org); anywhere with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at it who sees more than plain text; a stream that was closed is none at all."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(words: str, *, err: bool = False, **style: Any) -> str:
    """Words in a colour, as click names them, where colour is wanted."""
    return click.style(words, **style) if coloured(sys.stderr if err else sys.stdout) else words


def harmless(text: str) -> str:
    """A text of which nothing steers the terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def place(mark: Mark) -> str:
    """Where a problem is, as `file:line:column`; on a terminal with the file named from here, so that it opens."""
    if not is_terminal(sys.stderr):
        return str(mark)
    path = _project() / mark.file
    if not path.is_file():
        return str(mark)
    shown = f"{_from_here(path)}:{mark.line}:{mark.column}"
    if not any(os.environ.get(name) for name in _LINKING) and os.environ.get("TERM_PROGRAM") not in _LINKING_PROGRAMS:
        return shown
    return f"\033]8;;{path.absolute().as_uri()}\033\\{shown}\033]8;;\033\\"


def _project() -> Path:
    """The project folder of the command that runs."""
    context = click.get_current_context(silent=True)
    found = context.find_root().obj if context else None
    return found if isinstance(found, Path) else Path()


def _from_here(path: Path) -> str:
    try:
        return min(os.path.relpath(path), str(path.absolute()), key=len)
    except ValueError:  # another drive of Windows
        return str(path)
