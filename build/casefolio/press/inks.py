"""What the colours of a page become: inks of a press, or the grey of a cheap printer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from tinycss2.color5 import parse_color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.press.profile import Profile

Parts = tuple[float, ...]
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;}]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Parts of a colour that differ less than this make it a grey with a tinge: black alone prints it.
_TINGE = 0.1
#: A grey darker than this is black; on the press it is black ink and nothing else.
_BLACK = 0.2
_EIGHT_BITS = 255


class Inks(Protocol):
    """A way to print: what a colour or a picture becomes. `space` is the name of the colour space it ends in."""

    space: str

    def mixed(self, colour: Parts) -> Parts:
        """Of three parts RGB or four parts CMYK."""

    def picture(self, picture: Any) -> Any:
        """Of a picture in RGB or CMYK."""


class Separations:
    """The inks of a press. Colours that the styles give in CMYK stay; what is RGB is separated by the profile.

    `tokens` says what the theme prints in place of an RGB colour of its own: drawings (SVG) can only be written in
    RGB. `strays` gathers the colours that neither a token nor black ink alone answers.
    """

    space = "DeviceCMYK"

    def __init__(self, profile: Profile, tokens: Mapping[Parts, Parts]) -> None:
        self._profile, self._tokens = profile, tokens
        self._known: dict[Parts, Parts] = {}
        self.strays: dict[str, None] = {}

    def mixed(self, colour: Parts) -> Parts:
        """CMYK as it is; of RGB the theme's own mixture, black ink alone for greys, else the profile's."""
        if len(colour) != 3:
            return colour
        key = tuple(round(part * _EIGHT_BITS) for part in colour)
        if key not in self._known:
            self._known[key] = self._tokens.get(key) or self._mixture(colour, key)
        return self._known[key]

    def _mixture(self, colour: Parts, key: Parts) -> Parts:
        if max(colour) - min(colour) < _TINGE:
            grey = luma(colour)
            return (0.0, 0.0, 0.0, 1.0 if grey < _BLACK else round(1 - grey, 3))
        self.strays["#" + "".join(f"{int(part):02x}" for part in key)] = None
        return tuple(round(part, 3) for part in without_fourth(self._profile.inks_of(colour)))

    def picture(self, picture: Any) -> Any:
        """A picture in CMYK; one in grey stays grey."""
        return self._profile.separate(picture) if picture.mode == "RGB" else picture


class Greys:
    """One ink: the luminance of a colour, as a printer without colours has it (ISO 32000-1 §10.3.2)."""

    space = "DeviceGray"

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
    mixtures = {name: parse_color(value.strip()) for name, value in _tokens(press).items()}
    found: dict[Parts, Parts] = {}
    for name, value in _tokens(tokens).items():
        colour, mixture = parse_color(value.strip()), mixtures.get(name)
        if colour is not None and mixture is not None and mixture.space == "device-cmyk":
            key = tuple(float(round(part * _EIGHT_BITS)) for part in colour.to("srgb").coordinates)
            found[key] = tuple(float(part) for part in mixture.coordinates)
    return found


def _tokens(style: str) -> dict[str, str]:
    return dict(_TOKEN.findall(_COMMENT.sub("", style)))
