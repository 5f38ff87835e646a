"""The type case: faces, unpacked for Pango."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.press.start import load_weasyprint

load_weasyprint()

from weasyprint.text.ffi import fontconfig  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def room_for_faces() -> Iterator[None]:
    """WeasyPrint unpacks faces into the system's folder for temporary files. Raises CF-708 where that is refused."""
    try:
        yield
    except OSError as error:
        raise CasefolioError(
            Problem(
                "CF-708",
                f"the faces cannot be unpacked into the folder for temporary files: {error.strerror or error}",
                remedy="free some disk space there, or let TMPDIR name another folder",
            )
        ) from None


class TypeCase:
    """The faces of an engine; style sheets put them in as they are parsed. Raises CF-708 where there is no room."""

    def __init__(self) -> None:
        with room_for_faces():
            self.faces: Any = FontConfiguration()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to set text with: then Pango measures with what happens to lie in memory."""
        found = fontconfig.FcConfigGetFonts(self.faces._config, fontconfig.FcSetApplication)  # noqa: SLF001
        return not found or not found.nfont

    def close(self) -> None:
        """Remove the unpacked faces. A process that ends by os._exit, as copies do, would leave them behind."""
        self.faces.__del__()
