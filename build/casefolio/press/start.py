"""WeasyPrint's import, without the work that this project never needs.

Four things take most of it. cffi's `dlopen` asks `ctypes.util.find_library` for every name that it cannot open, and
on Linux that starts `ldconfig`, `gcc` and `ld`; WeasyPrint tries names of other platforms first, so one import
starts dozens of processes, though the loader finds each library by its own name a moment later. Hundreds of lines of
C are read by a parser in Python; `declarations.json` has what comes of them. fontTools' subsetter and instancer are
loaded although HarfBuzz subsets and no face is variable; they wait until they are used. And the style sheet of
presentational hints is parsed, which nobody here asks to be heeded.

All this holds for the WeasyPrint that it was measured with; for another, or with `CASEFOLIO_PLAIN_IMPORT=1`, the
import is left as it is. The PDFs are the same bytes either way.
"""

from __future__ import annotations

import ctypes.util
import gc
import importlib
import importlib.util
import json
import os
import re
import sys
import types
import warnings
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.press.cascade import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

_FONTS_CONF = Path(__file__).with_name("fonts.conf")
_DECLARED = Path(__file__).with_name("declarations.json")
_MEASURED = "70."
_VERSION = re.compile(r"^VERSION = __version__ = '([^']+)'", re.MULTILINE)
_DECLARING, _HINTS = Path("text", "ffi.py"), Path("css", "html5_ph.css")
_WAITING = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


def load_weasyprint() -> ModuleType:
    """Import WeasyPrint once, with system fonts kept out. Raises CF-302 where Pango or its kin is missing."""
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    os.environ["FONTCONFIG_FILE"] = str(_FONTS_CONF)
    # A page is thousands of small objects that live as long as the run: looking for cycles among them is for nothing.
    gc.set_threshold(100_000, 20, 50)
    try:
        with ExitStack() as stack, warnings.catch_warnings():
            # "No fonts configured in FontConfig": none is what is wanted.
            warnings.simplefilter("ignore", UserWarning)
            if os.environ.get("CASEFOLIO_PLAIN_IMPORT") or not _version().startswith(_MEASURED):
                return importlib.import_module("weasyprint")
            _let_wait()
            _spare(stack)
            weasyprint = importlib.import_module("weasyprint")
        shorten(sys.modules["weasyprint.css"])
        return weasyprint  # noqa: TRY300
    except OSError as error:
        raise CasefolioError(
            Problem(
                "CF-302",
                f"the typesetting libraries cannot be loaded: {error}",
                remedy="install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
                "or brew install pango",
            )
        ) from None


def declaring() -> Path | None:
    """The file in which the installed WeasyPrint declares what it calls."""
    folder = _folder()
    return folder / _DECLARING if folder and (folder / _DECLARING).is_file() else None


def fingerprint(path: Path) -> str:
    """What a file's content is known by."""
    return sha256(path.read_bytes()).hexdigest()


def _folder() -> Path | None:
    spec = importlib.util.find_spec("weasyprint")
    return Path(spec.origin).parent if spec and spec.origin else None


def _version() -> str:
    """The version of the WeasyPrint that would be imported; to ask the installed packages takes a while."""
    folder = _folder()
    found = _VERSION.search((folder / "__init__.py").read_text("utf-8")) if folder else None
    return found[1] if found else ""


def _spare(stack: ExitStack) -> None:
    """Leave out, for as long as the stack holds, what an import need not do."""
    if sys.platform == "linux":
        stack.enter_context(_instead(ctypes.util, "find_library", _not_found))
    with suppress(ImportError):
        import tinycss2

        hints = ((_folder() or Path()) / _HINTS).read_text("utf-8")
        whole = tinycss2.parse_stylesheet

        def without_hints(css: str, *options: Any, **others: Any) -> Any:
            return [] if css == hints else whole(css, *options, **others)

        stack.enter_context(_instead(tinycss2, "parse_stylesheet", without_hints))
    # Elsewhere libraries may be found by `find_library` alone, which cffi asks only where declarations are in line.
    source = declaring() if sys.platform == "linux" else None
    if source and (interface := _interface(fingerprint(source))):
        import cffi

        stack.enter_context(_instead(cffi, "FFI", interface))


def _interface(found: str) -> Callable[[], Any] | None:
    """What stands in for cffi's FFI and knows the declarations; nothing where they are not those of this file."""
    declared = json.loads(_DECLARED.read_text("utf-8"))
    if declared.pop("fingerprint") != found:
        return None
    import _cffi_backend

    class Prepared(_cffi_backend.FFI):  # type: ignore[misc]
        """An interface that has read its declarations beforehand."""

        def cdef(self, _source: str) -> None:
            pass

    return lambda: Prepared("declarations", **_as_bytes(declared))


def _as_bytes(value: Any) -> Any:
    """What `declare` has written, with its texts as bytes again."""
    if isinstance(value, dict):
        return {name: _as_bytes(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return tuple(map(_as_bytes, value))
    return value.encode("latin-1") if isinstance(value, str) else value


@contextmanager
def _instead(module: ModuleType, name: str, value: object) -> Iterator[None]:
    """Put something in a module's place for a while."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def _not_found(name: str) -> str | None:  # noqa: ARG001 - the signature of what it stands in for
    """Stand in for `find_library` while the loader still finds every soname by itself."""
    return None


def _let_wait() -> None:
    """Put stand-ins for modules that are imported but hardly ever used: the first use loads the real one."""
    for name, members in _WAITING.items():
        if name in sys.modules or importlib.util.find_spec(name.partition(".")[0]) is None:
            continue
        stand_in = types.ModuleType(name)
        stand_in.__path__ = []
        for member in members:
            setattr(stand_in, member, _waiting(name, member))
        sys.modules[name] = stand_in
        parent = name.rpartition(".")[0]
        if parent != "fontTools":
            sys.modules.setdefault(parent, types.ModuleType(parent)).__path__ = []


def _waiting(module: str, member: str) -> Callable[..., Any]:
    """A function that loads the real module when it is called, and hands the call on."""

    def call(*args: Any, **kwargs: Any) -> Any:
        for name in [*_WAITING, "fontTools.varLib"]:
            if not getattr(sys.modules.get(name), "__file__", None):
                sys.modules.pop(name, None)
        return getattr(importlib.import_module(module), member)(*args, **kwargs)

    return call
