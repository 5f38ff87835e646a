"""The pictures of the docs, from what was printed: `make all`, then `.venv/bin/python docs/pictures/draw.py`."""

# ruff: noqa: INP001 - a script beside its pictures, no package

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "out"

#: Each picture: pages as (file, number from 0), how many in a row, dots per inch, gap in pixels.
PICTURES = {
    "pages.png": ([("cv.pdf", 0), ("onepagers/eks-platform-foundation.pdf", 0), ("dossier.pdf", 1)], 3, 66, 24),
    "dossier.png": ([("dossier.pdf", number) for number in range(28)], 7, 27, 10),
}
#: Drawn larger and made smaller: finer than the renderer's own small letters.
_LARGER = 3
_GROUND, _SHADOW = (222, 225, 228), (196, 200, 204)
#: Enough for the accent beside all shades of ink; more would only make the file larger.
_COLOURS = 128


def page(file: str, number: int, dpi: int) -> Image.Image:
    """One page as a picture."""
    with pypdfium2.PdfDocument(OUT / file) as document:
        large = document[number].render(scale=dpi * _LARGER / 72).to_pil()
    return large.resize((large.width // _LARGER, large.height // _LARGER), Image.Resampling.LANCZOS)


def sheet(pages: list[Image.Image], columns: int, gap: int) -> Image.Image:
    """Pages in rows on a grey ground, each with a thin shadow."""
    wide, high = pages[0].width + gap, pages[0].height + gap
    rows = -(-len(pages) // columns)
    ground = Image.new("RGB", (columns * wide + gap, rows * high + gap), _GROUND)
    for index, picture in enumerate(pages):
        x, y = gap + index % columns * wide, gap + index // columns * high
        ground.paste(_SHADOW, (x + 2, y + 2, x + picture.width + 2, y + picture.height + 2))
        ground.paste(picture, (x, y))
    return ground


for name, (places, columns, dpi, gap) in PICTURES.items():
    picture = sheet([page(file, number, dpi) for file, number in places], columns, gap)
    picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        HERE / name, optimize=True
    )
