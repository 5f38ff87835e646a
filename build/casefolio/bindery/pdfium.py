"""The door to PDFium: the few functions of its C interface that examining needs, and text out of its buffers.

The library comes with the package pypdfium2. Its own bindings declare some 450 functions, which takes 35 ms at every
start; the two dozen used here take one. A test holds these declarations against the package's own.
"""

from __future__ import annotations

import ctypes
from ctypes import CDLL, c_char_p, c_float, c_int, c_size_t, c_ulong, c_void_p
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: PDFium keeps global state and is not safe in two threads at once: hold this around every use.
LOCK = RLock()

TEXT_OBJECT, IMAGE_OBJECT, FORM_OBJECT = 1, 3, 5
PASSWORD_ERROR = 4

_FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")

#: name → (result, arguments); handles are plain addresses.
PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDF_InitLibraryWithConfig": (None, (c_void_p,)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_LoadMemDocument64": (c_void_p, (c_void_p, c_size_t, c_char_p)),
    "FPDF_CloseDocument": (None, (c_void_p,)),
    "FPDF_GetPageCount": (c_int, (c_void_p,)),
    "FPDF_GetPageSizeByIndexF": (c_int, (c_void_p, c_int, c_void_p)),
    "FPDF_GetMetaText": (c_ulong, (c_void_p, c_char_p, c_void_p, c_ulong)),
    "FPDF_GetPageLabel": (c_ulong, (c_void_p, c_int, c_void_p, c_ulong)),
    "FPDFCatalog_IsTagged": (c_int, (c_void_p,)),
    "FPDFCatalog_GetLanguage": (c_ulong, (c_void_p, c_void_p, c_ulong)),
    "FPDFBookmark_GetFirstChild": (c_void_p, (c_void_p, c_void_p)),
    "FPDFDoc_GetAttachmentCount": (c_int, (c_void_p,)),
    "FPDFDoc_GetAttachment": (c_void_p, (c_void_p, c_int)),
    "FPDFAttachment_GetName": (c_ulong, (c_void_p, c_void_p, c_ulong)),
    "FPDFAttachment_GetFile": (c_int, (c_void_p, c_void_p, c_ulong, c_void_p)),
    "FPDF_LoadPage": (c_void_p, (c_void_p, c_int)),
    "FPDF_ClosePage": (None, (c_void_p,)),
    "FPDFText_LoadPage": (c_void_p, (c_void_p,)),
    "FPDFText_ClosePage": (None, (c_void_p,)),
    "FPDFText_CountChars": (c_int, (c_void_p,)),
    "FPDFText_GetText": (c_int, (c_void_p, c_int, c_int, c_void_p)),
    "FPDFPage_CountObjects": (c_int, (c_void_p,)),
    "FPDFPage_GetObject": (c_void_p, (c_void_p, c_int)),
    "FPDFPageObj_GetType": (c_int, (c_void_p,)),
    "FPDFPageObj_GetMatrix": (c_int, (c_void_p, c_void_p)),
    "FPDFImageObj_GetImagePixelSize": (c_int, (c_void_p, c_void_p, c_void_p)),
    "FPDFFormObj_CountObjects": (c_int, (c_void_p,)),
    "FPDFFormObj_GetObject": (c_void_p, (c_void_p, c_ulong)),
    "FPDFTextObj_GetFont": (c_void_p, (c_void_p,)),
    "FPDFFont_GetBaseFontName": (c_size_t, (c_void_p, c_void_p, c_size_t)),
    "FPDFFont_GetIsEmbedded": (c_int, (c_void_p,)),
}


class Size(ctypes.Structure):
    """FS_SIZEF: the width and height of a page in points."""

    _fields_ = (("width", c_float), ("height", c_float))


class Matrix(ctypes.Structure):
    """FS_MATRIX: where a point goes, x' = ax + cy + e and y' = bx + dy + f."""

    _fields_ = tuple((name, c_float) for name in "abcdef")


class _Config(ctypes.Structure):
    """FPDF_LIBRARY_CONFIG, version 2."""

    _fields_ = (
        ("version", c_int),
        ("user_font_paths", c_void_p),
        ("isolate", c_void_p),
        ("v8_embedder_slot", ctypes.c_uint),
    )


@cache
def pdfium() -> Any:
    """The library, loaded and ready; its functions are attributes."""
    library = CDLL(str(_library_file()))
    for name, (result, arguments) in PROTOTYPES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    # Does nothing where pypdfium2 has been there first.
    library.FPDF_InitLibraryWithConfig(ctypes.byref(_Config(2, None, None, 0)))
    return library


def _library_file() -> Path:
    """Where the library lies: in its package, found without importing that, else where its bindings loaded it from."""
    spec = find_spec("pypdfium2_raw")
    for folder in spec.submodule_search_locations or () if spec else ():
        for name in _FILES:
            if (Path(folder) / name).is_file():
                return Path(folder) / name
    bindings: Any = import_module("pypdfium2_raw.bindings")
    return Path(bindings._libs["pdfium"]._name)  # noqa: SLF001


def wide(read: Callable[..., int], *arguments: object) -> str:
    """Text that PDFium hands out as UTF-16LE: ask for its size in bytes with its closing zero, then for itself."""
    size = read(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    read(*arguments, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def narrow(read: Callable[..., int], *arguments: object) -> str:
    """The same for names of fonts, which come as UTF-8."""
    size = read(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    read(*arguments, buffer, size)
    return buffer.value.decode("utf-8", "replace")
