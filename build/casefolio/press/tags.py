"""WeasyPrint's tag tree, made for hundreds of pages: the same tags, in steady time and little memory.

WeasyPrint lists the references of all pages anew for every tag, keeps every tag as a dictionary until the end, and
compresses each stream twice. Here the list is made once, and what is done is set down as bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf.tags import add_tags

from casefolio.press.finish import archive_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class _Listed(pydyf.PDF):  # type: ignore[misc]
    """A PDF that knows its pages' references; no page is added any more."""

    references: tuple[bytes, ...] = ()

    @property
    def page_references(self) -> tuple[bytes, ...]:
        return self.references


class _SetDown:
    """An object that changes no more: its number and its bytes, and what else a writer asks of `pydyf.Object`."""

    __slots__ = ("compressible", "data", "number", "offset")
    generation, free = 0, "n"

    def __init__(self, thing: Any) -> None:
        self.number, self.data, self.offset, self.compressible = thing.number, thing.data, 0, thing.compressible

    @property
    def indirect(self) -> bytes:
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)


class _Leafing:
    """A document's pages, one after the other; when the next is asked for, the tags of the last are set down."""

    def __init__(self, pdf: Any, pages: list[Any]) -> None:
        self._pdf, self._pages = pdf, pages

    @property
    def pages(self) -> _Leafing:
        return self

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Any]:
        objects = self._pdf.objects
        for page in self._pages:
            start = len(objects)
            yield page
            objects[start:] = [_SetDown(thing) if _is_tag(thing) else thing for thing in objects[start:]]


def _is_tag(thing: Any) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") in ("/StructElem", "/OBJR")


def _add_tags(pdf: Any, document: Any, version: Any, streams: Sequence[Any]) -> None:
    archive_pictures(pdf)
    pdf.references = pdf.page_references
    pdf.__class__ = _Listed
    drawn = {id(stream) for stream in streams}
    for index, thing in enumerate(pdf.objects):
        if isinstance(thing, pydyf.Stream) and (id(thing) in drawn or thing.extra.get("Type") == "/XObject"):
            pdf.objects[index] = _SetDown(thing)
    for stream in streams:
        stream.stream.clear()
    add_tags(pdf, _Leafing(pdf, document.pages), version, streams)


@contextmanager
def steady_tags(prepare: Callable[[Any], None] | None = None) -> Iterator[None]:
    """Have documents that are written in this block tagged in this way.

    `prepare` is given the PDF before its streams are set down: after that they change no more.
    """

    def tag(pdf: Any, document: Any, version: Any, streams: Sequence[Any]) -> None:
        if prepare:
            prepare(pdf)
        _add_tags(pdf, document, version, streams)

    theirs = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = tag
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = theirs
