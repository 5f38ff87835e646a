"""The samples of an image, whatever its filter, in the colour space that it has.

ISO 32000-1 §7.4 (filters), §8.6 (colour spaces), §8.9.5 (image dictionaries). JPEG is read by Pillow, all else by
PDFium, from a file with this one image and a device space in place of its own: so samples stay what they are, and the
image's own space can be kept. CMYK that is no JPEG is read here, for PDFium would turn it into RGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from casefolio.bindery.binding.graph import raw_bytes, raw_data
from casefolio.bindery.binding.pool import name, number, sequence
from casefolio.bindery.binding.sharing import references
from casefolio.bindery.reducing.alone import rendered

if TYPE_CHECKING:
    from casefolio.bindery.binding.source import Source

#: More pixels than this are left alone: an A3 page at 600 dpi has 70 million.
_MOST = 80_000_000

_DEVICE = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_CHANNELS = {"DeviceGray": 1, "CalGray": 1, "Separation": 1, "DeviceRGB": 3, "CalRGB": 3, "Lab": 3, "DeviceCMYK": 4}
_MODES = {"L": 1, "RGB": 3, "CMYK": 4}


@dataclass(frozen=True, slots=True)
class Pixels:
    """Samples as a Pillow picture (`L`, `RGB` or `CMYK`), and what they mean.

    `space` is the colour space to write with them; None where they are a stencil. `decode` says whether the image's own
    /Decode still holds. `bilevel` says that there are only two values.
    """

    picture: Any
    space: PdfObject | None
    decode: bool = True
    bilevel: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """One image of a part: its dictionary and bytes; all that it refers to has been loaded."""

    number: int
    body: StreamObject
    source: Source
    stencil: bool
    filters: tuple[str, ...]
    width: int
    height: int
    bits: int

    @property
    def weight(self) -> int:
        """Its bytes as they lie in the file."""
        return len(raw_data(self.body))


def image_of(source: Source, number_: int) -> Image | None:
    """The image with this number; None where it must stay as it is.

    That is so where single sample values have a meaning that is lost when they are blended (colour keys, mattes,
    §8.9.6.4, §11.6.5.3), where alpha is inside JPEG 2000, and where it is too large or too odd to read.
    """
    found = source.load(IndirectObject(number_, 0, source.reader))
    if not isinstance(found, StreamObject):
        return None
    wide, high = source.integer(found, "/Width") or 0, source.integer(found, "/Height") or 0
    stencil = source.flag(found, "/ImageMask")
    bits = 1 if stencil else source.integer(found, "/BitsPerComponent") or 8
    keyed = isinstance(source.get(found, "/Mask"), ArrayObject)
    matte = source.get(found, "/Matte") is not None or source.get(source.get(found, "/SMask"), "/Matte") is not None
    hidden = bool(source.integer(found, "/SMaskInData"))
    if keyed or matte or hidden or wide < 1 or high < 1 or wide * high > _MOST or source.get(found, "/F") is not None:
        return None
    filters = tuple(str(each)[1:] for each in source.items(found, "/Filter"))
    _load_all(source, found)
    return Image(number_, found, source, stencil, filters, wide, high, bits)


def _load_all(source: Source, image: StreamObject) -> None:
    """Load what an image refers to, but for its masks: reading pixels in threads must not go back to the file."""
    waiting = [value for key, value in image.items() if key not in ("/SMask", "/Mask", "/StructParent", "/OC")]
    seen: set[int] = set()
    while waiting:
        for ref in references(waiting.pop()):
            if ref.idnum not in seen:
                seen.add(ref.idnum)
                found = source.load(ref)
                if isinstance(found, PdfObject):
                    waiting.append(found)


def read(image: Image, size: tuple[int, int]) -> Pixels | None:
    """The samples of an image; a JPEG may come smaller, but not below `size`. None where they cannot be read."""
    try:
        return _read(image, size)
    except Exception:  # noqa: BLE001 - decoders fed with broken bytes raise whatever they trip over
        return None


def _read(image: Image, size: tuple[int, int]) -> Pixels | None:
    space = image.source.get(image.body, "/ColorSpace")
    last = image.filters[-1] if image.filters else ""
    channels = 1 if image.stencil else _channels(image.source, space)
    if last == "DCTDecode":
        return _jpeg(image, size, dict.get(image.body, "/ColorSpace"), channels)
    if channels == 4:
        picture = _cmyk(image)
        return None if picture is None else Pixels(picture, dict.get(image.body, "/ColorSpace"))
    kept, stand_in = _stand_in(image, space, channels)
    if kept is None and not image.stencil and last != "JPXDecode":
        return None
    picture = rendered(image, stand_in)
    if picture is None or picture.size != (image.width, image.height):
        return None
    if channels == 1 and picture.mode == "RGB":
        # Three times the same: a palette of greys.
        picture = picture.getchannel(0)
    if channels and _MODES[picture.mode] != channels:
        return None
    if kept is None and not image.stencil:
        kept = name(_DEVICE[_MODES[picture.mode]])
    bilevel = image.bits == 1 and picture.mode == "L" and last != "JPXDecode"
    plain = last != "JPXDecode" and not _indexed(image.source, space)
    return Pixels(picture, None if image.stencil else kept, plain, bilevel)


def _jpeg(image: Image, size: tuple[int, int], space: PdfObject | None, channels: int) -> Pixels | None:
    """A JPEG, at once smaller where its blocks can be read so. CMYK keeps its values: Pillow inverts them both ways."""
    from PIL.JpegImagePlugin import JpegImageFile

    parms = [each for each in image.source.items(image.body, "/DecodeParms") if isinstance(each, DictionaryObject)]
    picture: Any = JpegImageFile(BytesIO(image.source.data(image.body) or b""))
    if any("/ColorTransform" in each for each in parms) or picture.width * picture.height > _MOST:
        return None
    if picture.size != (image.width, image.height) or _MODES.get(picture.mode) != channels:
        return None
    if picture.mode != "CMYK":
        picture.draft(picture.mode, size)
    picture.load()
    return Pixels(picture, space)


def _cmyk(image: Image) -> Any:
    """CMYK of eight bits, unpacked here and turned round, as Pillow has what it reads from a JPEG."""
    from PIL import Image as Pictures
    from PIL import ImageChops

    data = image.source.data(image.body)
    if image.bits != 8 or data is None or image.filters[-1:] == ("JPXDecode",):
        return None
    size = (image.width, image.height)
    return ImageChops.invert(Pictures.frombytes("CMYK", size, data[: image.width * image.height * 4]))


def _indexed(source: Source, space: PdfObject | None) -> bool:
    return isinstance(space, ArrayObject) and bool(space) and str(source.resolve(space[0])) == "/Indexed"


def _channels(source: Source, space: PdfObject | None) -> int:
    """How many components a colour space has; those of the base for Indexed; 0 where that is not known here."""
    if isinstance(space, NameObject):
        return _CHANNELS.get(str(space)[1:], 0)
    if not isinstance(space, ArrayObject) or not space:
        return 0
    kind = str(source.resolve(space[0]))[1:]
    if kind == "ICCBased" and len(space) > 1:
        return source.integer(source.resolve(space[1]), "/N") or 0
    if kind == "Indexed" and len(space) > 3:
        base = source.resolve(space[1])
        return 0 if _indexed(source, base) else _channels(source, base)
    return _CHANNELS.get(kind, 0)


def _stand_in(image: Image, space: PdfObject | None, channels: int) -> tuple[PdfObject | None, PdfObject | None]:
    """The space to keep, and the one to read samples in. None for the first where it is not known."""
    source = image.source
    if image.stencil:
        return None, name("DeviceGray")
    if channels not in (1, 3):
        return None, None
    device = name(_DEVICE[channels])
    if not _indexed(source, space) or not isinstance(space, ArrayObject):
        return dict.get(image.body, "/ColorSpace"), device
    if source.get(image.body, "/Decode") is not None:
        return None, None
    table = source.resolve(space[3])
    colours = source.data(table) if isinstance(table, StreamObject) else raw_bytes(table)
    most = source.resolve(space[2])
    return space[1], sequence([name("Indexed"), device, most or number(255), ByteStringObject(colours or b"")])
