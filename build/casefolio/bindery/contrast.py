"""How well text stands out from what it is printed on, in grey (WCAG 2.2 §1.4.3): measured on the finished page."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefolio.bindery.pdfium import LOCK, TEXT_OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What text needs at least.
ENOUGH = 4.5
_DPI = 72


@dataclass(frozen=True, slots=True)
class Contrast:
    """One run of text: its page (from 1), its words, its contrast, and the grey (0 black, 1 white) it stands on."""

    page: int
    text: str
    ratio: float
    ground: float


def contrasts(data: bytes) -> Iterator[Contrast]:
    """Every run of text of a PDF's own pages, as a printer without colours shows it; not of forms in them."""
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            for number, page in enumerate(document, 1):
                reader = page.get_textpage()
                runs = [
                    (item, _words(item, reader), _fill(item))
                    for item in page.get_objects(filter=[TEXT_OBJECT], max_depth=1)
                ]
                bounds = [item.get_bounds() for item, _, _ in runs]
                for item, _, _ in runs:
                    page.remove_obj(item)
                bare = page.render(scale=_DPI / 72).to_pil().convert("L")
                left, _, _, top = page.get_mediabox()
                for (_, words, fill), (x1, y1, x2, y2) in zip(runs, bounds, strict=True):
                    if not words.strip():
                        continue
                    box = (int(x1 - left), int(top - y2), int(x2 - left) + 1, int(top - y1) + 1)
                    ground = Counter(bare.crop(box).tobytes()).most_common(1)[0][0] / 255
                    yield Contrast(number, words, _ratio(fill, ground), ground)
                reader.close()
        finally:
            document.close()


def _words(item: Any, reader: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFTextObj_GetText(item.raw, reader.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(item.raw, reader.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _fill(item: Any) -> float:
    from pypdfium2 import raw

    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(item.raw, *(ctypes.byref(part) for part in parts))
    red, green, blue = (part.value / 255 for part in parts[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _ratio(one: float, other: float) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(grey: float) -> float:
    return grey / 12.92 if grey <= 0.04045 else float(((grey + 0.055) / 1.055) ** 2.4)
