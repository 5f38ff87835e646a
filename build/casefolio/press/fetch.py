"""What a page may load: faces of the theme and pictures of the project, nothing from elsewhere.

Addresses in layouts and styles are `font:NAME` (a file in `styles/fonts/`, else in the font packages that ship
with Casefolio), `style:NAME` (a drawing in `styles/`) and `project:PATH` (from the project folder). Every other
address is refused.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote
from urllib.request import OpenerDirector

from weasyprint.urls import URLFetcher, URLFetcherResponse

from casefolio.press.faces import face_file

if TYPE_CHECKING:
    from casefolio.model.workspace import Workspace

_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}


def _look_through(data: bytes) -> None:
    """Raise ValueError for pixels that are damaged or too many: WeasyPrint hands them on unseen."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    # WeasyPrint sets it for the whole process.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                picture.load()
    except UnidentifiedImageError:
        if b"<svg" in data:
            return  # a drawing; WeasyPrint parses it itself
        message = "it is damaged, or of a kind that is not known"
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        message = "it has too many pixels; 3000 fill a page"
    except (OSError, SyntaxError, ValueError) as error:
        message = f"it is damaged ({error})"
    else:
        return
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    raise ValueError(message)


class Fetcher(URLFetcher):  # type: ignore[misc]
    """WeasyPrint's way to files, closed to the network and to everything outside the project."""

    def __init__(self, workspace: Workspace) -> None:
        OpenerDirector.__init__(self)  # no protocol handlers: nothing is opened by address
        self.workspace = workspace
        self._fail_on_errors = False

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """The bytes behind an address. Raises ValueError for what a page may not load."""
        scheme, _, rest = url.partition(":")
        name = unquote(rest)
        if scheme == "font":
            return URLFetcherResponse(url, face_file(self.workspace, name).read_bytes())
        if scheme == "style" and "/" not in name:
            path = self.workspace.find("styles", name)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "image/svg+xml"})
        if scheme == "project":
            path = (self.workspace.root / name).resolve()
            if path.is_relative_to(self.workspace.root) and path.is_file():
                data = path.read_bytes()
                _look_through(data)
                return URLFetcherResponse(url, data, {"Content-Type": _MEDIA_TYPES.get(path.suffix.lower(), "")})
        message = f"{url} is not a font:, style: or project: address of a file that exists"
        raise ValueError(message)
