"""Proofs: the pages of finished PDFs as PNG pictures, and all of them on one contact sheet."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefolio.bindery.pdfium import LOCK
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

#: Resolution of a page's picture, in dots per inch, and of its small one on the contact sheet.
PAGE_DPI, THUMB_DPI = 144, 36
_ROW = 8
_GAP_PX = 14
_TABLE = (214, 218, 222)
#: A contact sheet shows at most so many pages; a larger set is shown by its first ones.
_MOST = 160


@dataclass(frozen=True, slots=True)
class Proof:
    """The pictures of a set of PDFs: file name → PNG bytes, and how many pages there were."""

    pictures: Mapping[str, bytes]
    pages: int


def prove(files: Sequence[tuple[str, Path]], report: Callable[[str], None]) -> Proof:
    """Render PDFs, given as (name, path), page by page; `contact-sheet.png` shows them all.

    Raises CF-601 for a file that is no readable PDF.
    """
    pictures: dict[str, bytes] = {}
    thumbs: list[Any] = []
    for name, path in files:
        report(f"proofing {name}")
        for number, picture in enumerate(_pages(path), 1):
            thumbs.append(picture.resize(_thumb_size(picture)))
            pictures[f"{name}-{number:02d}.png"] = _png(picture)
    if thumbs:
        pictures["contact-sheet.png"] = _png(_sheet(thumbs[:_MOST]))
    return Proof(pictures, len(thumbs))


def pictures(data: bytes, dpi: int) -> Iterator[bytes]:
    """The pages of a PDF as PNG, at so many dots per inch. Raises CF-601 for bytes that are no readable PDF."""
    yield from map(_png, _pages(data, dpi))


def _pages(source: Path | bytes, dpi: int = PAGE_DPI) -> Iterator[Any]:
    import pypdfium2

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError as error:
            name = "what was printed" if isinstance(source, bytes) else source.name
            raise CasefolioError(Problem("CF-601", f"{name} is no readable PDF: {error}")) from None
        try:
            for page in document:
                yield page.render(scale=dpi / 72).to_pil()
        finally:
            document.close()


def _thumb_size(picture: Any) -> tuple[int, int]:
    return picture.width * THUMB_DPI // PAGE_DPI, picture.height * THUMB_DPI // PAGE_DPI


def _sheet(thumbs: Sequence[Any]) -> Any:
    """All small pictures in rows on a grey table."""
    from PIL import Image

    wide, high = max(t.width for t in thumbs) + _GAP_PX, max(t.height for t in thumbs) + _GAP_PX
    columns = min(_ROW, len(thumbs))
    rows = -(-len(thumbs) // columns)
    sheet = Image.new("RGB", (columns * wide + _GAP_PX, rows * high + _GAP_PX), _TABLE)
    for index, thumb in enumerate(thumbs):
        sheet.paste(thumb, (_GAP_PX + index % columns * wide, _GAP_PX + index // columns * high))
    return sheet


def _png(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()
