"""Colour spaces to use on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Callable


BOTH = {"pdfa", "pdfua"}
_CMYK_SAID = "it uses CMYK colour"
_FILL = b" 0 0 9 9 re f"

Case = tuple["Callable[[Any], Any]", bytes, str, set[str]]


def _spaces(**spaces: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pdf: Dictionary(ColorSpace=Dictionary({"/" + key: made(pdf) for key, made in spaces.items()}))


def _icc(data: bytes, channels: int = 3) -> Callable[[Any], Any]:
    return lambda pdf: Array([Name.ICCBased, pdf.make_stream(data, N=channels)])


def _tint(outputs: int) -> Any:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=[1] * outputs, C1=[0] * outputs, N=1)


def _spot(name: str = "Gold", base: Any = Name.DeviceRGB, outputs: int = 3) -> Callable[[Any], Any]:
    return lambda _: Array([Name.Separation, Name("/" + name), base, _tint(outputs)])


def _inks(names: list[str], *, listed: bool) -> Callable[[Any], Any]:
    def make(pdf: Any) -> Any:
        program = b"{" + b" pop" * len(names) + b" 0 0 0}"
        sampled = pdf.make_stream(program, FunctionType=4, Domain=[0, 1] * len(names), Range=[0, 1] * 3)
        space = [Name.DeviceN, Array([Name("/" + name) for name in names]), Name.DeviceRGB, sampled]
        if listed:
            each = {"/" + name: _spot(name)(pdf) for name in names}
            space.append(Dictionary(Colorants=Dictionary(each)))
        return Array(space)

    return make


_CMYK_NAMED = _spaces(C=lambda _: Name.DeviceCMYK)
_LAB = _spaces(C=lambda _: Array([Name.Lab, Dictionary(WhitePoint=[0.95, 1, 1.08])]))
_INDEXED = _spaces(C=lambda _: Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\1\1\1")]))
_INDEXED_CMYK = _spaces(C=lambda _: Array([Name.Indexed, Name.DeviceCMYK, 0, String(b"\0\0\0\1")]))
