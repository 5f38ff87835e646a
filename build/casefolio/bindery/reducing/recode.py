"""One image written smaller: without loss where it is stored badly, then coarser, then as JPEG of less quality.

What has only two values stays so where it can; masks are never blended with what they mask (ISO 32000-1 §8.9.6).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Any

from pypdf.generic import DictionaryObject, NameObject, StreamObject

from casefolio.bindery.binding.pool import stream
from casefolio.bindery.reducing.encode import Recoded, fax, flate, jpeg
from casefolio.bindery.reducing.pixels import read

if TYPE_CHECKING:
    from casefolio.bindery.reducing.pixels import Image, Pixels
    from casefolio.bindery.reducing.placing import Placed

#: Writing is never made coarser than this, in dots per inch; two values without grey between need more.
WRITING_DPI, BILEVEL_DPI = 150, 200

#: A part of a page that is larger than this is taken for a scan, whatever is on it.
_SCAN = 0.5

#: Paper is what more than this share of an image is as bright as, within so many levels of 255.
_PAPER, _NEAR = 0.45, 24

#: A picture is replaced where that saves at least so much.
_WORTH = 0.93

#: The JPEG quality below which an alpha channel would show rings.
_ALPHA_QUALITY = 75

#: Samples that a quick look compresses less than this are noise, which no lossless filter makes small.
_NOISE = 0.6


#: How far from the paper's brightness counts as its grain at most, and how much of what is near must be within.
_GRAIN, _MOST_OF_IT = 40, 0.92


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder: dots per inch, JPEG qualities, and whether the grain of the paper is evened out."""

    dpi: int
    qualities: tuple[int, ...]
    even: bool = False


def resolution(size: tuple[int, int], placed: Placed) -> float:
    """Pixels per inch where an image is shown largest."""
    return min(size[0] / max(placed.across_in, 1e-6), size[1] / max(placed.down_in, 1e-6))


def without_loss(image: Image) -> Recoded | None:
    """The image with all its samples, stored better; None where it is a JPEG or the like, or that saves nothing."""
    if image.filters[-1:] in (("DCTDecode",), ("JPXDecode",), ("JBIG2Decode",)):
        return None
    pixels = read(image, (image.width, image.height))
    found = None if pixels is None or image.bits == 16 else _kept_whole(pixels)
    return _worth(image, found)


@dataclass(slots=True)
class Work:
    """One image in the making. What was read for one step of the ladder serves the next, where it has its size."""

    image: Image
    placed: Placed
    _written: bool = False
    _pixels: Pixels | None = None

    def pixels(self, dpi: int) -> Pixels | None:
        """The image at no more than `dpi`, writing at no less than WRITING_DPI; two values as fine as they come."""
        image, placed = self.image, self.placed
        if self._pixels is not None and self._pixels.picture.size == _size(image, placed, self._least(dpi)):
            return self._pixels
        found = read(image, _size(image, placed, max(dpi, WRITING_DPI)))
        if found is None or found.bilevel:
            return found
        self._written = _written(found)
        found = replace(found, picture=_resized(found.picture, _size(image, placed, self._least(dpi))))
        # Finer copies of all pages at once would fill the memory.
        self._pixels = found if dpi <= WRITING_DPI else None
        return found

    @property
    def even(self) -> bool:
        """Whether this is a page with paper that may be evened out."""
        return self._written and self.placed.role == "picture"

    def _least(self, dpi: int) -> int:
        fine = self._written or self.placed.share >= _SCAN or self.placed.role != "picture"
        return max(dpi, WRITING_DPI) if fine else dpi


def coarser(work: Work, step: Step) -> tuple[Recoded | None, ...]:
    """The image as a step of the ladder has it, once for each JPEG quality; None where that saves nothing.

    What has only two values keeps them where that is smaller than grey.
    """
    image, placed = work.image, work.placed
    pixels = work.pixels(step.dpi)
    plain = [] if pixels is None else _in_two(image, placed, pixels, step)
    if pixels is None or pixels.space is None:
        best = min(plain, key=lambda each: len(each.data), default=None)
        return (_worth(image, best),) * len(step.qualities)
    size = _size(image, placed, max(step.dpi, WRITING_DPI)) if pixels.bilevel else pixels.picture.size
    picture = _resized(pixels.picture, size)
    even = step.even and work.even and picture.mode != "CMYK" and not pixels.bilevel
    picture = _evened(picture) if even else picture
    if not pixels.bilevel and not _noisy(picture):
        plain.append(flate(picture, pixels))
    found = []
    for quality in step.qualities:
        least = max(quality, _ALPHA_QUALITY) if placed.role == "alpha" else quality
        best = min([*plain, jpeg(picture, pixels, least)], key=lambda each: len(each.data))
        found.append(_worth(image, replace(best, even=even)))
    return tuple(found)


def _in_two(image: Image, placed: Placed, pixels: Pixels, step: Step) -> list[Recoded]:
    """What has only two values, still in two: as fine as it is, and coarser."""
    if not pixels.bilevel:
        return []
    smaller = _resized(pixels.picture, _size(image, placed, max(step.dpi, BILEVEL_DPI)))
    return [fax(smaller, pixels), fax(pixels.picture, pixels)]


def _worth(image: Image, recoded: Recoded | None) -> Recoded | None:
    return recoded if recoded is not None and len(recoded.data) < image.weight * _WORTH else None


def _evened(picture: Any) -> Any:
    """A page whose paper is one colour: in each channel, what is near the commonest value becomes that value.

    What is further off moves along, so that no step shows, and the ends of the scale stay.
    """
    counts = picture.histogram()
    table: list[int] = []
    for start in range(0, len(counts), 256):
        channel = counts[start : start + 256]
        paper = max(range(256), key=channel.__getitem__)
        near = [sum(channel[max(0, paper - far) : paper + far + 1]) for far in range(_GRAIN + 1)]
        grain = next(far for far in range(_GRAIN + 1) if near[far] >= near[-1] * _MOST_OF_IT)
        table += [_moved(value, paper, grain) for value in range(256)]
    return picture.point(table)


def _moved(value: int, paper: int, grain: int) -> int:
    end = 255 if value > paper else 0
    room = abs(end - paper)
    if abs(value - paper) <= grain or room <= grain:
        return paper
    return round(paper + (value - paper) / abs(value - paper) * (abs(value - paper) - grain) * room / (room - grain))


def body(image: Image, recoded: Recoded) -> StreamObject:
    """The image as it is written instead; what is said of its samples otherwise stays."""
    dropped = ("/Filter", "/DecodeParms", "/Length", "/DL", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace")
    made = DictionaryObject({key: value for key, value in image.body.items() if key not in dropped})
    if not recoded.decode:
        made.pop("/Decode", None)
    for key, value in recoded.entries.items():
        made[NameObject("/" + key)] = value
    return stream(recoded.data, made)


def _size(image: Image, placed: Placed, dpi: int) -> tuple[int, int]:
    """The pixels that an image needs; what is nearly there stays, for blending alone would blur it."""
    wide, high = ceil(placed.across_in * dpi), ceil(placed.down_in * dpi)
    if wide > image.width * 0.9 or high > image.height * 0.9:
        return image.width, image.height
    return max(wide, 1), max(high, 1)


def _resized(picture: Any, size: tuple[int, int]) -> Any:
    from PIL import Image as Pictures

    if picture.size == size or picture.width < size[0] or picture.height < size[1]:
        return picture
    return picture.resize(size, Pictures.Resampling.LANCZOS, reducing_gap=2.0)


def _written(pixels: Pixels) -> bool:
    """Whether an image is writing or drawing on paper: one brightness fills most of it, as in no photograph."""
    picture = pixels.picture.convert("L") if pixels.picture.mode != "L" else pixels.picture
    small = picture.resize((min(200, picture.width), min(280, picture.height)), reducing_gap=1.0)
    counts = small.histogram()
    most = max(range(256), key=counts.__getitem__)
    near = sum(counts[max(0, most - _NEAR) : most + _NEAR + 1])
    return bool(near >= _PAPER * small.width * small.height)


def _noisy(picture: Any) -> bool:
    """Whether a strip from the middle hardly gets smaller."""
    strip = picture.crop((0, picture.height // 2, picture.width, min(picture.height, picture.height // 2 + 48)))
    raw = strip.tobytes()
    return len(zlib.compress(raw, 1)) > _NOISE * len(raw)


def _kept_whole(pixels: Pixels) -> Recoded | None:
    if pixels.bilevel:
        return min(fax(pixels.picture, pixels), flate(pixels.picture, pixels), key=lambda each: len(each.data))
    return None if _noisy(pixels.picture) else flate(pixels.picture, pixels)
