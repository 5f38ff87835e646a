"""What points at pages, made to point at sheets: tags, annotations, destinations, each moved with its page.

ISO 32000-1 §14.7.4.2 (content of a form XObject), §12.3.2 (destinations), §12.5.5 (appearances).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, StreamObject

from casefolio.bindery.binding.elements import Element, Held, Mark
from casefolio.bindery.binding.graph import number
from casefolio.bindery.binding.paper import apply, moved_box, moved_points, turned_look
from casefolio.bindery.binding.pool import name, numbers, sequence
from casefolio.bindery.binding.pool import number as made_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.outline import Bookmark
    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Leaf, Matrix
    from casefolio.bindery.imposing.placing import Look, Placement

_POINTS = ("/QuadPoints", "/Vertices", "/L", "/CL")


class Landing:
    """Knows of every page, by its number in the pool, the sheet that it came to and how it lies there."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: dict[int, tuple[IndirectObject, Placement, Look]] = {}

    def lay(self, leaf: Leaf, sheet: IndirectObject, placement: Placement, look: Look) -> None:
        """Say where a page came to lie."""
        self._known[leaf.ref.idnum] = (sheet, placement, look)

    def tags(self, tree: Element) -> None:
        """Content of pages becomes content of forms on sheets; boxes of figures move with their pages."""
        for element in tree.walk():
            if "A" in element.entries:
                element.entries["A"] = self._attributes(element.entries["A"], element)
            element.kids = [kid if isinstance(kid, Element) else self._kid(kid) for kid in element.kids]

    def _kid(self, kid: Mark | Held) -> Mark | Held:
        found = self._known.get(kid.page.idnum) if kid.page is not None else None
        if found is None:
            return kid
        return Mark(kid.owner, found[0], kid.mcid) if isinstance(kid, Mark) else Held(kid.target, found[0])

    def _attributes(self, value: PdfObject, element: Element) -> PdfObject:
        """Attributes with the `BBox` moved (§14.8.5.4.3), which counts in the space of the page."""
        found = self.pool.resolve(value)
        if isinstance(found, ArrayObject):
            return sequence(self._attributes(member, element) for member in found)
        box = self.pool.numbers(self.pool.get(found, "/BBox"), 4)
        if box is None or not isinstance(found, DictionaryObject):
            return value
        page = next((mark.page for mark in element.marks() if mark.page is not None), None)
        known = self._known.get(page.idnum) if page is not None else None
        if known is None:
            return value
        made = DictionaryObject(found)
        made[NameObject("/BBox")] = numbers(moved_box(box, known[1].matrix))
        return made

    def annotation(self, ref: IndirectObject, leaf: Leaf) -> None:
        """Move an annotation of a page to its sheet, its target too."""
        entries = self.pool.resolve(ref)
        if not isinstance(entries, DictionaryObject):
            return
        sheet, placement, _ = self._known[leaf.ref.idnum]
        entries[NameObject("/P")] = sheet
        rect = self.pool.numbers(entries.get("/Rect"), 4) or [0.0] * 4
        entries[NameObject("/Rect")] = numbers(moved_box(rect, placement.matrix))
        for key in _POINTS:
            found = self.pool.array(entries, key)
            values = self.pool.numbers(found, len(found))
            if values:
                entries[NameObject(key)] = numbers(moved_points(values, placement.matrix))
        looks = self.pool.dictionary(entries, "/AP")
        if placement.matrix[0] <= 0 and "/N" in looks:
            looks[NameObject("/N")] = self._turned(looks.raw_get("/N"), placement.matrix)
        self.leads(entries)

    def _turned(self, value: PdfObject, matrix: Matrix) -> PdfObject:
        """An appearance, or one for each state, turned as its page was; its size follows from `Rect`."""
        found = self.pool.resolve(value)
        if isinstance(found, StreamObject):
            return turned_look(self.pool, found, matrix)
        if isinstance(found, DictionaryObject):
            return DictionaryObject({key: self._turned(state, matrix) for key, state in found.items()})
        return value

    def bookmarks(self, entries: list[Bookmark]) -> None:
        """The outline's targets."""
        for entry in entries:
            self.leads(entry.leads)
            self.bookmarks(entry.kids)

    def leads(self, owner: DictionaryObject) -> None:
        """The destination at `Dest` or in a GoTo action at `A`."""
        for holder, key in ((owner, "/Dest"), (self.pool.dictionary(owner, "/A"), "/D")):
            found = dict.get(holder, key)
            if isinstance(found, ArrayObject):
                self.destination(found)

    def destination(self, place: ArrayObject) -> None:
        """A destination `[page /Fit …]`, changed where it stands: to the page's part of the sheet."""
        members = list(place)
        known = self._known.get(members[0].idnum) if isinstance(members[0], IndirectObject) else None
        if known is not None:
            place[:] = [known[0], *self._spot(str(members[1])[1:], members[2:], *known[1:])]

    def _spot(self, fit: str, operands: list[PdfObject], placement: Placement, look: Look) -> Iterator[PdfObject]:
        """Where the whole page was asked for, its box; where a point, the point, as no fit to a sheet would find it."""
        values = [number(operand) for operand in operands]
        x = values[0] if fit in ("XYZ", "FitV", "FitBV") else None
        y = values[1] if fit == "XYZ" else values[0] if fit in ("FitH", "FitBH") else None
        box: list[float] = list(placement.box)
        if fit == "FitR" and None not in values:
            box = moved_box([value for value in values if value is not None], placement.matrix)
        elif (x is not None or y is not None) and not placement.turned:
            yield from self._point(x, y, placement, look)
            yield operands[2] if fit == "XYZ" else NullObject()
            return
        yield name("FitR")
        yield from numbers(box)

    def _point(self, x: float | None, y: float | None, placement: Placement, look: Look) -> Iterator[PdfObject]:
        """A point of a page on its sheet; what is not said of it is the page's upper left, as shown."""
        moved_x, moved_y = apply(placement.matrix, x or 0.0, y or 0.0)
        if look.turn in (90, 270):
            x, y = y, x
        yield name("XYZ")
        yield made_number(placement.box[0] if x is None else moved_x)
        yield made_number(placement.box[3] if y is None else moved_y)
