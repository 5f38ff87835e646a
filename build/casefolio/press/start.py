"""WeasyPrint's import, without the work that this project never needs.

cffi's `dlopen` asks `ctypes.util.find_library` for every name that it cannot open, and on Linux that starts
`ldconfig`, `gcc` and `ld`; WeasyPrint tries names of other platforms first, so one import starts dozens of
processes. The names are found by the loader itself a moment later. `CASEFOLIO_PLAIN_IMPORT=1` turns this off.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_FONTS_CONF = Path(__file__).with_name("fonts.conf")


def _not_found(_name: str) -> None:
    """Stand in for `find_library` while the loader still finds every soname by itself."""


def load_weasyprint() -> ModuleType:
    """Import WeasyPrint once, with system fonts kept out. Raises CF-302 where Pango or its kin is missing."""
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    os.environ["FONTCONFIG_FILE"] = str(_FONTS_CONF)
    find_library: Callable[..., Any] = ctypes.util.find_library
    quick = sys.platform == "linux" and not os.environ.get("CASEFOLIO_PLAIN_IMPORT")
    try:
        if quick:
            ctypes.util.find_library = _not_found
        with warnings.catch_warnings():
            # "No fonts configured in FontConfig": none is what is wanted.
            warnings.simplefilter("ignore", UserWarning)
            import weasyprint
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
    return weasyprint  # type: ignore[no-any-return]
