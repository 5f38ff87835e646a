"""WeasyPrint's import, without the work that this project never needs.

Two things take most of it. cffi's `dlopen` asks `ctypes.util.find_library` for every name that it cannot open, and
on Linux that starts `ldconfig`, `gcc` and `ld`; WeasyPrint tries names of other platforms first, so one import
starts dozens of processes, though the loader finds each library by its own name a moment later. And fontTools'
subsetter and instancer are loaded although HarfBuzz subsets and no face is variable; they wait until they are used.

Both hold for the WeasyPrint that they were measured with; for another, or with `CASEFOLIO_PLAIN_IMPORT=1`, the
import is left as it is. The PDFs are the same bytes either way.
"""

from __future__ import annotations

import ctypes.util
import gc
import importlib
import importlib.metadata
import importlib.util
import os
import sys
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_FONTS_CONF = Path(__file__).with_name("fonts.conf")
_MEASURED = "70."
_WAITING = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


def load_weasyprint() -> ModuleType:
    """Import WeasyPrint once, with system fonts kept out. Raises CF-302 where Pango or its kin is missing."""
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    os.environ["FONTCONFIG_FILE"] = str(_FONTS_CONF)
    quick = not os.environ.get("CASEFOLIO_PLAIN_IMPORT") and _version().startswith(_MEASURED)
    find_library: Callable[..., Any] = ctypes.util.find_library
    # A page is thousands of small objects that live as long as the run: looking for cycles among them is for nothing.
    gc.set_threshold(100_000, 20, 50)
    try:
        if quick:
            _let_wait()
            if sys.platform == "linux":
                ctypes.util.find_library = _not_found
        with warnings.catch_warnings():
            # "No fonts configured in FontConfig": none is what is wanted.
            warnings.simplefilter("ignore", UserWarning)
            return importlib.import_module("weasyprint")
    except OSError as error:
        raise CasefolioError(
            Problem(
                "CF-302",
                f"the typesetting libraries cannot be loaded: {error}",
                remedy="install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
                "or brew install pango",
            )
        ) from None
    finally:
        ctypes.util.find_library = find_library


def _version() -> str:
    try:
        return importlib.metadata.version("weasyprint")
    except importlib.metadata.PackageNotFoundError:
        return ""


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
