"""What the colours of a page become: inks of a press, or the grey of a cheap printer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from weasyprint.svg.utils import color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.press.profile import Profile

Parts = tuple[float, ...]
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;}]+)")
_COLOUR, _MIXTURE = re.compile(r"#|[a-z]+\("), "device-cmyk("
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Parts of a colour that differ less than this make it a grey with a tinge: black alone prints it.
_TINGE = 0.1
#: A grey darker than this is black; on the press it is black ink and nothing else.
_BLACK = 0.2
_EIGHT_BITS = 255
#: The white of sRGB, and its primaries (IEC 61966-2-1).
_D65 = (0.9505, 1.0, 1.089)
_TO_RGB = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.204, 1.057))


class Inks(Protocol):
    """A way to print: what a colour or a picture becomes. `space` is the name of the colour space it ends in.

    `overprints`: black ink is printed over what lies below and leaves no hole in it, which would show as a white edge
    around letters where the plates do not lie exactly upon each other.
    """

    space: str
    overprints: bool

    def mixed(self, colour: Parts) -> Parts:
        """Of three parts RGB or four parts CMYK."""

    def picture(self, picture: Any) -> Any:
        """Of a picture in RGB or CMYK."""


class Separations:
    """The inks of a press. Colours that the styles give in CMYK stay; what is RGB is separated by the profile.

    `tokens` says what the theme prints in place of an RGB colour of its own: drawings (SVG) can only be written in
    RGB. `strays` gathers the colours that neither a token nor black ink alone answers, until it is emptied.
    """

    space, overprints = "DeviceCMYK", True

    def __init__(self, profile: Profile, tokens: Mapping[Parts, Parts]) -> None:
        self._profile, self._tokens = profile, tokens
        self._separated: dict[Parts, Parts] = {}
        self.strays: set[str] = set()

    def mixed(self, colour: Parts) -> Parts:
        """CMYK as it is; of RGB the theme's own mixture, black ink alone for greys, else the profile's."""
        if len(colour) != 3:
            return colour
        key = tuple(float(round(part * _EIGHT_BITS)) for part in colour)
        if key in self._tokens:
            return self._tokens[key]
        if max(colour) - min(colour) < _TINGE:
            grey = luma(colour)
            return (0.0, 0.0, 0.0, 1.0 if grey < _BLACK else round(1 - grey, 3))
        self.strays.add("#" + "".join(f"{int(part):02x}" for part in key))
        if key not in self._separated:
            inks = without_fourth(self._profile.inks_of(colour))
            self._separated[key] = tuple(round(part, 3) for part in inks)
        return self._separated[key]

    def picture(self, picture: Any) -> Any:
        """A picture in CMYK; one in grey stays grey."""
        return self._profile.separate(picture) if picture.mode == "RGB" else picture


class Greys:
    """One ink: the luminance of a colour, as a printer without colours has it (ISO 32000-1 §10.3.2)."""

    space, overprints = "DeviceGray", False

    def __init__(self, profile: Profile | None) -> None:
        self._profile = profile

    def mixed(self, colour: Parts) -> Parts:
        """One part, 0 for black."""
        if len(colour) == 4 and self._profile:
            colour = self._profile.look_of(colour)
        return (round(luma(colour), 4),)

    def picture(self, picture: Any) -> Any:
        """A picture in grey."""
        if picture.mode == "CMYK" and self._profile:
            picture = self._profile.show(picture)
        return picture.convert("L")


def luma(colour: Parts) -> float:
    """The grey of a colour in RGB or CMYK (ISO 32000-1 §10.3.2 and §10.3.3)."""
    if len(colour) == 4:
        cyan, magenta, yellow, black = colour
        return 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black)
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def without_fourth(cmyk: Parts) -> Parts:
    """The same colour of three inks at most: what cyan, magenta and yellow have in common is printed in black.

    Four inks never lie exactly upon each other, and small letters then have coloured edges.
    """
    *colours, black = cmyk
    common = min(colours)
    return (*(part - common for part in colours), min(1.0, black + common * (1 - black)))


def theme_inks(tokens: str, press: str) -> dict[Parts, Parts]:
    """What the theme prints in place of its RGB colours, in eight bits: tokens that both styles give."""
    mixtures = dict(_tokens(press))
    found: dict[Parts, Parts] = {}
    for name, value in _tokens(tokens):
        if _MIXTURE in mixtures.get(name, "") and _COLOUR.match(value):
            key = tuple(float(round(part * _EIGHT_BITS)) for part in color(value).to("srgb").coordinates)
            found[key] = tuple(float(part) for part in color(mixtures[name]).coordinates)
    return found


def _tokens(style: str) -> list[tuple[str, str]]:
    return [(name, value.strip()) for name, value in _TOKEN.findall(_COMMENT.sub("", style))]


def from_lab(parts: Parts) -> Parts:
    """RGB of a colour in CIE Lab, as near as RGB comes; white stays white (CIE 15; IEC 61966-2-1)."""
    lightness, a, b = parts
    middle = (lightness + 16) / 116
    curves = (middle + a / 500, middle, middle - b / 200)
    light = [curve**3 if curve > 6 / 29 else (116 * curve - 16) * 27 / 24389 for curve in curves]
    xyz = [part * white for part, white in zip(light, _D65, strict=True)]
    linear = [min(max(sum(f * part for f, part in zip(row, xyz, strict=True)), 0.0), 1.0) for row in _TO_RGB]
    return tuple(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear)
