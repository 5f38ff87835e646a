"""Finished PDFs read by programs that had no part in making them: pdfminer, pypdf, poppler, pikepdf, pdfium."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Letters that stand for nothing a reader could copy: ligatures, soft hyphens, replacements, private use.
BAD = re.compile("[\ufb00-\ufb06\u00ad\ufffd\ue000-\uf8ff]|[\U000f0000-\U0010ffff]")
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True)
class Glyph:
    """A letter as it is drawn: page from 0, size, and its box from the page's lower left corner, all in points."""

    page: int
    text: str
    font: str
    size: float
    left: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Proof:
    """A PDF's bytes."""

    data: bytes

    @cached_property
    def glyphs(self) -> list[Glyph]:
        """Every letter in the order in which it is drawn."""
        manager = PDFResourceManager()
        device = PDFPageAggregator(manager, laparams=None)
        pages = []
        for page in PDFPage.get_pages(io.BytesIO(self.data)):
            PDFPageInterpreter(manager, device).process_page(page)
            pages.append(device.get_result())
        return [
            Glyph(number, item.get_text(), item.fontname.partition("+")[2], round(item.size, 2), *_box(item))
            for number, page in enumerate(pages)
            for item in _chars(page)
        ]

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    @cached_property
    def paper(self) -> list[tuple[int, int]]:
        """The size of each page in whole points."""
        boxes = [page.mediabox for page in self.pdf.pages]
        return [(round(float(box[2])), round(float(box[3]))) for box in boxes]

    def pypdf(self) -> list[str]:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(self.data)).pages]

    def pdfminer(self) -> list[str]:
        """The text of each page as pdfminer meets it in the stream, a new line where letters change their height."""
        pages: defaultdict[int, list[str]] = defaultdict(list)
        before = None
        for glyph in self.glyphs:
            if (before and (before.page, round(before.bottom)) != (glyph.page, round(glyph.bottom))) or (
                before and glyph.left < before.left
            ):
                pages[before.page].append("\n")
            pages[glyph.page].append(glyph.text)
            before = glyph
        return ["".join(pages[number]) for number in range(len(self.paper))]

    def poppler(self) -> list[str]:
        """The text of each page by poppler in the order of the stream; none where poppler is not installed."""
        if not shutil.which("pdftotext"):
            return []
        words = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
        text = subprocess.run(words, input=self.data, capture_output=True, check=True).stdout.decode()
        return text.split("\f")[:-1]

    @cached_property
    def texts(self) -> dict[str, str]:
        """The whole text by each extractor, white space folded."""
        read = {"pypdf": self.pypdf(), "pdfminer": self.pdfminer(), "poppler": self.poppler()}
        return {name: folded(" ".join(pages)) for name, pages in read.items() if pages}

    @cached_property
    def outline(self) -> list[tuple[int, str]]:
        """The entries of the outline with their depth."""
        with self.pdf.open_outline() as outline:
            return list(_entries(outline.root, 0))

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """The fonts of all pages without the tags of their subsets, and whether each is embedded."""
        found = {}
        for page in self.pdf.pages:
            resources: Any = page.obj.Resources
            for font in resources.get("/Font", {}).values():
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                files = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
                found[str(font.BaseFont).partition("+")[2]] = bool(files)
        return found


def _chars(item: Any) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTPage) or hasattr(item, "__iter__"):
        for inner in item:
            yield from _chars(inner)


def _box(item: LTChar) -> tuple[float, float, float]:
    return item.x0, item.y0, item.y1


def _entries(items: Sequence[Any], depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, folded(str(item.title))
        yield from _entries(item.children, depth + 1)


def folded(text: str) -> str:
    """White space folded, and none beside a hyphen or slash, where a line may have ended."""
    return re.sub(r" ?([-–—/]) ?", r"\1", " ".join(text.split()))


def typed(text: str) -> str:
    """A text as its writer typed it: straight quotes, plain hyphens, no marks of emphasis."""
    return folded(re.sub(r"-{2,3}", "-", text.translate(_TYPED)).replace("**", "").replace("*", "").replace("`", ""))


def missing(texts: Sequence[str], page: str) -> list[str]:
    """The texts that do not follow one another in the page, each after the one before."""
    at, lost = 0, []
    for text in texts:
        place = page.find(folded(text), at)
        if place < 0:
            lost.append(text)
        else:
            at = place + len(folded(text))
    return lost
