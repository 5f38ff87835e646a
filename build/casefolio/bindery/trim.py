"""What happens at the edge where a page is cut: whether ink runs on into the bleed. Looked at, not computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefolio.bindery.pdfium import LOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

_DPI = 72
#: What is lighter than this counts as paper; the lightest tint that prints is darker.
_PAPER = 253
#: An edge counts as inked along so many pixels: a hairline that touches it does not.
_RUN_PX = 6


@dataclass(frozen=True, slots=True)
class Edges:
    """One page: whether ink reaches the bleed anywhere, and whether it stops at the cut somewhere."""

    page: int
    bleeds: bool
    stops: bool


def edges(data: bytes) -> tuple[Edges, ...]:
    """How each page of a PDF ends. The boxes must lie one in the other."""
    return tuple(_edges(data))


def _edges(data: bytes) -> Iterator[Edges]:
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            for number, page in enumerate(document, 1):
                media, bleed, trim = page.get_mediabox(), page.get_bleedbox(), page.get_trimbox()
                picture = page.render(scale=_DPI / 72).to_pil().convert("L")
                depth = min(trim[0] - bleed[0], trim[1] - bleed[1])
                frame = (trim[0] - media[0], media[3] - trim[3], trim[2] - media[0], media[3] - trim[1])
                pairs = [(_inked(out), _inked(within)) for out, within in _strips(picture, frame, depth)]
                bleeds = any(any(out) for out, _ in pairs)
                stops = any(
                    sum(a and not b for a, b in zip(within, out, strict=True)) >= _RUN_PX for out, within in pairs
                )
                yield Edges(number, bleeds, stops and depth > 0)
        finally:
            document.close()


def _strips(picture: Any, frame: tuple[float, ...], depth: float) -> Iterator[tuple[Any, Any]]:
    """For each side the middle of its bleed and the line just inside the cut, both a pixel deep and equally long."""
    left, top, right, bottom = (round(side * _DPI / 72) for side in frame)
    out = max(1, round(depth * _DPI / 72 / 2))
    yield from (
        (picture.crop((x_out, top, x_out + 1, bottom)), picture.crop((x_in, top, x_in + 1, bottom)))
        for x_out, x_in in ((left - out, left + 1), (right + out - 1, right - 2))
    )
    yield from (
        (picture.crop((left, y_out, right, y_out + 1)), picture.crop((left, y_in, right, y_in + 1)))
        for y_out, y_in in ((top - out, top + 1), (bottom + out - 1, bottom - 2))
    )


def _inked(strip: Any) -> list[bool]:
    return [value < _PAPER for value in strip.tobytes()]
