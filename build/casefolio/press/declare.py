"""Writes WeasyPrint's C declarations down as cffi keeps them: `python -m casefolio.press.declare > declarations.json`.

cffi's own way for such things is to write a module once and to import it ever after ("out-of-line, ABI level"); what
it writes holds for every machine. WeasyPrint declares in line, so that each start reads the declarations anew.
"""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

import cffi

from casefolio.press.start import declaring, fingerprint


def main() -> None:
    """Print what `start` needs to know, for the WeasyPrint that is installed."""
    source = declaring()
    if source is None:
        sys.exit("WeasyPrint is not installed, or declares nothing")
    with redirect_stdout(sys.stderr):
        arguments = prepared(source)
    written = {"fingerprint": fingerprint(source), **{name: _plain(value) for name, value in arguments.items()}}
    sys.stdout.write(json.dumps(written, indent=0) + "\n")


def prepared(source: Path) -> dict[str, Any]:
    """What cffi makes of the declarations in a file: the keyword arguments of its FFI."""
    builder: Any = cffi.FFI()
    for text in _declarations(source):
        builder.cdef(text)
    builder.set_source("declarations", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.py"
        builder.emit_python_code(str(path))
        code = path.read_text("utf-8")
    found: dict[str, Any] = {}
    backend: Any = ModuleType("_cffi_backend")
    backend.FFI = lambda _, **arguments: found.update(arguments)
    before = sys.modules["_cffi_backend"]
    sys.modules["_cffi_backend"] = backend
    try:
        exec(compile(code, path, "exec"), {})  # noqa: S102 - what cffi has written a moment ago
    finally:
        sys.modules["_cffi_backend"] = before
    return found


def _declarations(source: Path) -> list[str]:
    """The texts that a module hands to `cdef`."""
    calls = [node for node in ast.walk(ast.parse(source.read_bytes())) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "cdef"]
    return [ast.literal_eval(call.args[0]) for call in named]


def _plain(value: object) -> object:
    """A value as JSON has it: bytes as text of the same numbers."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.decode("latin-1") if isinstance(value, bytes) else value


if __name__ == "__main__":
    main()
