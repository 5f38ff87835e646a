"""Colours in a PDF that is not yet written: content streams, shadings, pictures and groups, all in other inks."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.pdf.stream import Stream

from casefolio.press.inks import from_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.press.inks import Inks, Parts

# WeasyPrint writes an operator to a line, and text in hexadecimal: no line inside a string looks like these.
_RGB = re.compile(rb"^([\d.e-]+) ([\d.e-]+) ([\d.e-]+) (rg|RG)$", re.MULTILINE)
_SPACED = re.compile(
    rb"^/(DeviceCMYK|lab-d50|lab-d65) (?:cs|CS)\n([\d.e -]+) (scn|SCN)$",
    re.MULTILINE,
)
#: Graphics states that switch overprinting (ISO 32000-1 §8.6.7): mode 1 lets inks alone of which a colour has none.
_STATES: dict[str, dict[str, Any]] = {"over": {"op": "true", "OPM": 1}, "apart": {"op": "false"}}
_BLACK_INK = (0, 0, 0, 1)
_OPERATORS = {"DeviceCMYK": (b"k", b"K"), "DeviceGray": (b"g", b"G")}


def recolour(pdf: Any, inks: Inks) -> None:
    """Print everything that `pdf` draws in `inks`, in place. Raises OSError for a picture that cannot be decoded."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            kind = thing.extra.get("Subtype")
            if kind == "/Image":
                _picture(thing, inks)
            elif isinstance(thing, Stream) or kind == "/Form" or "PatternType" in thing.extra:
                thing.stream = [recoloured(joined(thing), inks)]
            if "Group" in thing.extra and "CS" in thing.extra["Group"]:
                thing.extra["Group"]["CS"] = f"/{inks.space}"
        elif isinstance(thing, pydyf.Dictionary):
            if "ShadingType" in thing:
                _shading(thing, inks)
            if inks.overprints and isinstance(thing.get("ExtGState"), pydyf.Dictionary):
                states = {name: pydyf.Dictionary({"Type": "/ExtGState", **state}) for name, state in _STATES.items()}
                thing["ExtGState"].update(states)


def joined(stream: Any) -> bytes:
    """The operators of a stream, an operator to a line."""
    return bytes(pydyf.Stream(stream.stream).data).split(b"stream\n", 1)[1].removesuffix(b"\nendstream")


def recoloured(content: bytes, inks: Inks) -> bytes:
    """A content stream with every colour in other inks."""

    def operator(colour: Parts, stroke: bool) -> bytes:  # noqa: FBT001 - two functions of three lines
        mixed = inks.mixed(colour)
        state = b""
        if inks.overprints and not stroke:
            state = b"/over gs\n" if mixed == _BLACK_INK else b"/apart gs\n"
        return state + " ".join(f"{part:g}" for part in mixed).encode() + b" " + _OPERATORS[inks.space][stroke]

    def plain(found: re.Match[bytes]) -> bytes:
        return operator(tuple(float(part) for part in found.groups()[:3]), found[4] == b"RG")

    def spaced(found: re.Match[bytes]) -> bytes:
        parts = tuple(float(part) for part in found[2].split())
        if found[1] != b"DeviceCMYK":
            parts = from_lab(parts)
        return operator(parts, found[3] == b"SCN")

    return _SPACED.sub(spaced, _RGB.sub(plain, content))


def _shading(shading: Any, inks: Inks) -> None:
    """A gradient; those of one part are masks and stay."""
    changed = False
    for function in _functions(shading["Function"]):
        for end in "C0", "C1":
            parts = tuple(float(part) for part in function.get(end, ()))
            if len(parts) in (3, 4):
                function[end] = pydyf.Array(inks.mixed(parts))
                changed = True
    if changed:
        shading["ColorSpace"] = f"/{inks.space}"


def _functions(function: Any) -> Iterator[Any]:
    yield function
    for inner in function.get("Functions", ()):
        yield from _functions(inner)


def _picture(stream: Any, inks: Inks) -> None:
    """A picture, if it has colours. Pixels are kept without loss, as large as they were."""
    if stream.extra["ColorSpace"] not in ("/DeviceGray", f"/{inks.space}"):
        _keep(stream, inks.picture(_opened(stream)))


def unseparate(stream: Any) -> None:
    """A picture in CMYK as one for screens: RGB without a profile, as near as simple sums come."""
    _keep(stream, _opened(stream).convert("RGB"))


def _keep(stream: Any, picture: Any) -> None:
    for key in "Filter", "DecodeParms", "Decode":
        stream.extra.pop(key, None)
    stream.extra["ColorSpace"] = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[picture.mode]
    stream.stream, stream.compress = [picture.tobytes()], True


def _opened(stream: Any) -> Any:
    from PIL import Image

    data = b"".join(getattr(part, "data", part) for part in stream.stream)
    if stream.extra.get("Filter") == "/FlateDecode":
        data = _as_png(data, stream.extra["Width"], stream.extra["Height"])
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture if picture.mode in ("RGB", "CMYK", "L") else picture.convert("RGB")


def _as_png(data: bytes, width: int, height: int) -> bytes:
    """The file that WeasyPrint took these compressed rows out of: RGB in eight bits."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
