"""What a page may load: faces of the theme and pictures of the project, nothing from elsewhere.

Addresses in layouts and styles are `font:NAME` (a file in `styles/fonts/`, else in the font packages that ship
with Casefolio), `style:NAME` (a drawing in `styles/`) and `project:PATH` (from the project folder). Every other
address is refused.
"""

from __future__ import annotations

import warnings
from hashlib import blake2b
from io import BytesIO
from pathlib import PurePosixPath
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
        #: The project's files that were asked for, by their names, each with what stands for its bytes.
        self.fetched: dict[str, bytes] = {}
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
            data = self._data(name)
            self.fetched[name] = blake2b(data).digest()
            if data:
                _look_through(data)
                return URLFetcherResponse(
                    url, data, {"Content-Type": _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "")}
                )
        message = f"{url} is not a font:, style: or project: address of a file that exists"
        raise ValueError(message)

    def is_stale(self) -> bool:
        """Whether one of the project's files that were asked for is another by now."""
        return any(blake2b(self._data(name)).digest() != said for name, said in self.fetched.items())

    def _data(self, name: str) -> bytes:
        """The bytes of a file of the project; none where there is no such file."""
        path = (self.workspace.root / name).resolve()
        return path.read_bytes() if path.is_relative_to(self.workspace.root) and path.is_file() else b""
