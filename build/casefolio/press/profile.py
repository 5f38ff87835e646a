"""An ICC profile of a printing condition: read, checked, and asked what a colour becomes (ISO 15076-1 §7)."""

from __future__ import annotations

import io
import struct
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from pathlib import Path

#: A profile of a press is a megabyte or two; more than this is something else.
_MOST_BYTES = 32 << 20
_HEAD, _ENTRY = 128, 12
#: PDF 1.6 knows ICC up to version 4 (ISO 32000-1 §8.6.5.5).
_VERSIONS = range(2, 5)
_ASK = "ask the print shop for its profile, or take a free one such as default_cmyk.icc of Debian's libgs-common"


class Profile:
    """The bytes of a profile as they lie in the file, its name, and conversions between it and sRGB.

    Colours are tuples of parts from 0 to 1. Conversions are relative colorimetric with black point compensation.
    """

    def __init__(self, data: bytes, opened: Any) -> None:
        self.data = data
        self._opened = opened
        inner = opened.profile
        self.name = " ".join((inner.profile_description or inner.model or "CMYK").split())

    @cached_property
    def _ways(self) -> tuple[Any, Any]:
        from PIL import ImageCms

        rgb = ImageCms.createProfile("sRGB")
        intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        there = ImageCms.buildTransform(rgb, self._opened, "RGB", "CMYK", intent, flags)
        back = ImageCms.buildTransform(self._opened, rgb, "CMYK", "RGB", intent, flags)
        return there, back

    def separate(self, picture: Any) -> Any:
        """An RGB picture in CMYK."""
        from PIL import ImageCms

        return ImageCms.applyTransform(picture, self._ways[0])

    def show(self, picture: Any) -> Any:
        """A CMYK picture in RGB, as the press would print it."""
        from PIL import ImageCms

        return ImageCms.applyTransform(picture, self._ways[1])

    def inks_of(self, rgb: tuple[float, ...]) -> tuple[float, ...]:
        """What mixes one colour."""
        return _one("RGB", rgb, self.separate)

    def look_of(self, cmyk: tuple[float, ...]) -> tuple[float, ...]:
        """What a mixture looks like."""
        return _one("CMYK", cmyk, self.show)


def _one(mode: str, colour: tuple[float, ...], way: Any) -> tuple[float, ...]:
    from PIL import Image

    pixel = way(Image.new(mode, (1, 1), tuple(round(part * 255) for part in colour))).getpixel((0, 0))
    return tuple(part / 255 for part in pixel)


def read_profile(path: Path) -> Profile:
    """Read the profile of a CMYK press. Raises CF-825 where there is no such file, CF-826 where it is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CasefolioError(
            Problem("CF-825", f"the profile {path} cannot be read: {error.strerror or error}", remedy=_ASK)
        ) from None
    from PIL import ImageCms

    if fault := _fault(data):
        raise CasefolioError(Problem("CF-826", f"{path} {fault}", remedy=_ASK))
    try:
        profile = Profile(data, ImageCms.ImageCmsProfile(io.BytesIO(data)))
        profile.look_of(profile.inks_of((0.5, 0.5, 0.5)))
    except (OSError, ValueError, ImageCms.PyCMSError):
        fault = "is a damaged ICC profile: it converts no colour"
        raise CasefolioError(Problem("CF-826", f"{path} {fault}", remedy=_ASK)) from None
    return profile


def _fault(data: bytes) -> str:
    """What speaks against a file as the profile of a CMYK press; empty for nothing."""
    if len(data) > _MOST_BYTES or data[36:40] != b"acsp":
        return "is no ICC profile"
    kind, space = data[12:16].decode("latin-1"), data[16:20].decode("latin-1").strip()
    checks = (
        (data[8] not in _VERSIONS, f"is an ICC profile of version {data[8]}, which PDF/X-4 does not know"),
        (space != "CMYK", f"is a profile of {space} colour, not of CMYK"),
        (kind != "prtr", f"is no profile of a printer but of the class '{kind}'"),
        (_torn(data), "is a damaged ICC profile: a part of it is missing"),
    )
    return next((said for wrong, said in checks if wrong), "")


def _torn(data: bytes) -> bool:
    """Whether the file is shorter than it says, or its table leads out of it (§7.2.2 and §7.3)."""
    if len(data) < _HEAD + 4 or struct.unpack(">I", data[:4])[0] > len(data):
        return True
    (count,) = struct.unpack(">I", data[_HEAD : _HEAD + 4])
    table = data[_HEAD + 4 : _HEAD + 4 + count * _ENTRY]
    places = struct.iter_unpack(">4sII", table[: len(table) // _ENTRY * _ENTRY])
    return len(table) != count * _ENTRY or any(start + size > len(data) for _, start, size in places)
