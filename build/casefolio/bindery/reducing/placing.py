"""Where a part shows its pictures: how large each is at most, on which share of a page.

ISO 32000-1 §8.3.4 (transforms), §8.9.5 (images fill the unit square), §8.10 (forms), §8.7.3 (patterns), §12.5.5
(appearances of annotations), §11.6.5 (soft masks).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from casefolio.bindery.binding.content import operators, resource_name
from casefolio.bindery.binding.layout import IDENTITY, times
from casefolio.bindery.binding.paper import box, moved_box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casefolio.bindery.binding.content import Op
    from casefolio.bindery.binding.quire import Matrix
    from casefolio.bindery.binding.source import Source, SourcePage

#: Forms inside forms deeper than this, and content streams of one part more than this, are a trap.
_DEPTH, _STREAMS = 12, 20_000

#: Where a page does not say how large it is.
_PAGE = [0.0, 0.0, 612.0, 792.0]


@dataclass(frozen=True, slots=True)
class Placed:
    """The largest size at which an image is shown, in inches, and the largest share of a page that it covers.

    `role` is `picture`, `alpha` (a soft mask) or `stencil` (an image mask, or the mask of an image).
    """

    role: str
    across_in: float
    down_in: float
    share: float

    def or_larger(self, other: Placed) -> Placed:
        """What serves both; a picture that is also a mask is treated as the mask."""
        role = self.role if self.role == other.role or self.role != "picture" else other.role
        across, down = max(self.across_in, other.across_in), max(self.down_in, other.down_in)
        return Placed(role, across, down, max(self.share, other.share))


class Placings:
    """The pictures of one part by object number. `complete` is False where not all of its content could be followed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: dict[int, Placed] = {}
        self.complete = True
        self._streams = 0
        self._area = 1.0
        self._holds: dict[int, bool] = {}

    def page(self, page: SourcePage) -> None:
        """Follow a page's content and the appearances of its annotations."""
        source = self.source
        media = box(source, page.inherited.get("/CropBox")) or box(source, page.inherited.get("/MediaBox")) or _PAGE
        self._area = (media[2] - media[0]) * (media[3] - media[1])
        unit = source.number(page.entries, "/UserUnit") or 1.0
        self._area *= unit * unit
        start: Matrix = (unit, 0.0, 0.0, unit, 0.0, 0.0)
        resources = source.resolve(page.inherited.get("/Resources"))
        if isinstance(resources, DictionaryObject):
            data = page_data(source, page)
            self._walk(data, resources, start, 0)
        for annotation in source.items(page.entries, "/Annots"):
            self._annotation(annotation, start)

    def _walk(self, data: bytes | None, resources: DictionaryObject, start: Matrix, depth: int) -> None:
        self._streams += 1
        if self._streams > _STREAMS or depth > _DEPTH:
            self.complete = False
            return
        if data is None or not self._holds_pictures(resources, 0):
            return
        self._patterns(resources, start, depth)
        at = start
        kept: list[Matrix] = []
        for op in operators(data):
            if op.name == b"q":
                kept.append(at)
            elif op.name == b"Q" and kept:
                at = kept.pop()
            elif op.name == b"cm":
                at = times(_six(op), at)
            elif op.name == b"Do" and op.operands:
                self._do(dict.get(self.source.dictionary(resources, "/XObject"), _key(op)), resources, at, depth)
            elif op.name == b"gs" and op.operands:
                state = self.source.dictionary(self.source.dictionary(resources, "/ExtGState"), _key(op))
                self._do(dict.get(self.source.dictionary(state, "/SMask"), "/G"), resources, at, depth)

    def _do(self, ref: object, resources: DictionaryObject, at: Matrix, depth: int) -> None:
        found = self.source.resolve(ref)
        if not isinstance(ref, IndirectObject) or not isinstance(found, StreamObject):
            return
        kind = self.source.name(found, "/Subtype")
        if kind == "Image":
            self._image(ref, found, at)
        elif kind == "Form":
            self._form(found, resources, at, depth)

    def _form(self, form: StreamObject, around: DictionaryObject, at: Matrix, depth: int) -> None:
        own = self.source.get(form, "/Resources")
        resources = own if isinstance(own, DictionaryObject) else around
        if self._holds_pictures(resources, 0):
            matrix = _matrix(self.source, form)
            self._walk(self.source.data(form), resources, times(matrix, at), depth + 1)

    def _patterns(self, resources: DictionaryObject, start: Matrix, depth: int) -> None:
        """Pictures of tiling patterns; their space is that of the page, not of the moment (§8.7.3.1)."""
        for value in self.source.dictionary(resources, "/Pattern").values():
            pattern = self.source.resolve(value)
            if isinstance(pattern, StreamObject):
                self._form(pattern, resources, start, depth)

    def _annotation(self, annotation: object, start: Matrix) -> None:
        source = self.source
        rect = box(source, source.get(annotation, "/Rect"))
        for looks in source.dictionary(annotation, "/AP").values():
            found = source.resolve(looks)
            states = [found] if isinstance(found, StreamObject) else list(_values(found))
            for state in states:
                form = source.resolve(state)
                bounds = box(source, source.get(form, "/BBox"))
                if rect is None or bounds is None or not isinstance(form, StreamObject):
                    continue
                shown = moved_box(bounds, _matrix(source, form))
                wide, high = max(shown[2] - shown[0], 0.01), max(shown[3] - shown[1], 0.01)
                fitted = ((rect[2] - rect[0]) / wide, 0.0, 0.0, (rect[3] - rect[1]) / high, 0.0, 0.0)
                self._form(form, DictionaryObject(), times(fitted, start), 0)

    def _image(self, ref: IndirectObject, image: StreamObject, at: Matrix) -> None:
        across, down = hypot(at[0], at[1]) / 72, hypot(at[2], at[3]) / 72
        share = abs(at[0] * at[3] - at[1] * at[2]) / self._area
        role = "stencil" if self.source.flag(image, "/ImageMask") else "picture"
        self._note(ref, Placed(role, across, down, share))
        for key, kind in (("/SMask", "alpha"), ("/Mask", "stencil")):
            mask = dict.get(image, key)
            if isinstance(mask, IndirectObject) and isinstance(self.source.resolve(mask), StreamObject):
                self._note(mask, Placed(kind, across, down, share))

    def _note(self, ref: IndirectObject, placed: Placed) -> None:
        known = self.found.get(ref.idnum)
        self.found[ref.idnum] = placed if known is None else known.or_larger(placed)

    def _holds_pictures(self, resources: DictionaryObject, depth: int) -> bool:
        """Whether resources name an image, themselves or through a form: most content need not be read at all."""
        if id(resources) in self._holds:
            return self._holds[id(resources)]
        self._holds[id(resources)] = False
        source, holds = self.source, False
        states = [source.dictionary(state, "/SMask") for state in _values(source.get(resources, "/ExtGState"))]
        named = [*_values(source.get(resources, "/XObject")), *_values(source.get(resources, "/Pattern"))]
        for value in [*named, *(dict.get(state, "/G") for state in states)]:
            found = source.resolve(value)
            if not isinstance(found, StreamObject) or depth > _DEPTH:
                continue
            inner = source.get(found, "/Resources")
            holds = source.name(found, "/Subtype") == "Image" or (
                isinstance(inner, DictionaryObject) and self._holds_pictures(inner, depth + 1)
            )
            if holds:
                break
        self._holds[id(resources)] = holds
        return holds


def page_data(source: Source, page: SourcePage) -> bytes | None:
    """A page's content streams as one; None where one of them cannot be decoded."""
    pieces = [source.data(member) for member in source.items(page.entries, "/Contents")]
    return None if None in pieces else b"\n".join(piece for piece in pieces if piece is not None)


def _values(found: object) -> Iterable[object]:
    return found.values() if isinstance(found, DictionaryObject) and not isinstance(found, StreamObject) else ()


def _key(op: Op) -> str:
    return resource_name(op.operands[-1])


def _six(op: Op) -> Matrix:
    a, b, c, d, e, f = IDENTITY
    values = [value for value in op.operands[-6:] if isinstance(value, float)]
    if len(values) == 6:
        a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _matrix(source: Source, form: StreamObject) -> Matrix:
    found = source.numbers(source.get(form, "/Matrix") or ArrayObject(), 6)
    a, b, c, d, e, f = found or IDENTITY
    return a, b, c, d, e, f
