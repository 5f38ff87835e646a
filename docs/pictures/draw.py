"""The pictures of the docs, from pages printed for them: `.venv/bin/python docs/pictures/draw.py [NAME.png …]`."""

# ruff: noqa: INP001 - a script beside its pictures, no package

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

#: What is printed for the pictures, in this order; {out} is a folder that is gone afterwards.
COMMANDS = (
    "build cv onepagers dossier --out {out}",
    "build handouts --out {out}",
    "build packet:sample --out {out}",
    "build cv --variant platform-engineering --out {out}",
    "build cv --variant ai-infrastructure --out {out}",
    "impose {out}/dossier.pdf --booklet --out {out}/booklet.pdf",
)
_PACKET = "packets/sample/Application-Andrey-Lesnikov.pdf"
#: Each picture: pages as (file, number from 0), how many in a row, dots per inch, gap in pixels.
PICTURES = {
    "pages.png": (
        [
            ("cv.pdf", 0),
            ("onepagers/eks-platform-foundation.pdf", 0),
            (_PACKET, 0),
            ("handouts/cloud-native-conference-frankfurt-2026.pdf", 0),
        ],
        4,
        58,
        20,
    ),
    "dossier.png": ([("dossier.pdf", number) for number in range(28)], 7, 27, 10),
    "first-page.png": ([("me/out/cv.pdf", 0)], 1, 84, 20),
    "tailored.png": (
        [(f"variants/{name}/cv.pdf", 0) for name in ("platform-engineering", "ai-infrastructure")],
        2,
        72,
        20,
    ),
    "application.png": (
        [("me/out/packets/acme/Application-Ada-Example.pdf", number) for number in range(2)],
        2,
        58,
        20,
    ),
    "packet.png": ([(_PACKET, number) for number in range(5)], 5, 44, 14),
    "booklet.png": ([("booklet.pdf", number) for number in (0, 1)], 2, 44, 16),
}
#: Drawn larger and made smaller: finer than the renderer's own small letters.
_LARGER = 3
_GROUND, _SHADOW = (222, 225, 228), (196, 200, 204)
#: Enough for the accent beside all shades of ink; more would only make the file larger.
_COLOURS = 160


def print_all(out: Path) -> None:
    """Print what the pictures show: this project's own documents, and the quick start's."""
    sys.path.insert(0, str(ROOT))
    from tests.docs.pages import try_out

    list(try_out(ROOT / "docs/quick-start.md", out))
    for command in COMMANDS:
        words = shlex.split(command.format(out=out))
        subprocess.run([sys.executable, "-m", "casefolio", *words, "--quiet"], cwd=ROOT, check=True)  # noqa: S603 - our own


def page(path: Path, number: int, dpi: int) -> Image.Image:
    """One page as a picture."""
    with pypdfium2.PdfDocument(path) as document:
        large: Image.Image = document[number].render(scale=dpi * _LARGER / 72).to_pil()
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


def main(wanted: list[str]) -> None:
    """Draw these pictures, or all."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        print_all(out)
        for name in wanted or PICTURES:
            places, columns, dpi, gap = PICTURES[name]
            picture = sheet([page(out / file, number, dpi) for file, number in places], columns, gap)
            few = picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(HERE / name, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
