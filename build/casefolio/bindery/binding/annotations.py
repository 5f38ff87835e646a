"""Annotations and actions of a part: what a reader uses stays, what acts on its own goes and is reported.

ISO 32000-1 §12.5, §12.6; ISO 19005-3 §6.3, §6.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from casefolio.bindery.binding.enclosures import enter_file
from casefolio.bindery.binding.paper import moved_box, moved_points, turned_look
from casefolio.bindery.binding.pool import mapping, name, numbers, text_string

if TYPE_CHECKING:
    from casefolio.bindery.binding.destinations import Destinations
    from casefolio.bindery.binding.quire import Book, Leaf, Quire

_KEPT_NAMED = frozenset(["NextPage", "PrevPage", "FirstPage", "LastPage"])

#: Annotations that play, run or trap (ISO 19005-3 §6.3.1).
_FORBIDDEN = frozenset(["3D", "Sound", "Screen", "Movie", "RichMedia", "TrapNet", "Projection"])

#: Windows and marks that hold no content of their own; a viewer makes popups itself.
_PASSED_OVER = frozenset(["Popup", "PrinterMark"])

_BUILT = frozenset(
    [
        "/P",
        "/Parent",
        "/Kids",
        "/A",
        "/AA",
        "/PA",
        "/Dest",
        "/Popup",
        "/StructParent",
        "/AF",
        "/OC_",
        "/F",
        "/Rect",
        "/QuadPoints",
        "/Vertices",
        "/L",
        "/CL",
        "/AP",
        "/Metadata",
        "/BE_",
    ]
)

_PRINT = 4
_UNSEEN = 1 | 2 | 32 | 256

_SCHEMES = ("javascript:", "file:", "data:", "vbscript:")


class Annotations:
    """Copies one quire's annotations."""

    def __init__(self, quire: Quire, book: Book, places: Destinations) -> None:
        self.quire = quire
        self.book = book
        self.places = places
        self._origins: dict[int, IndirectObject] = {}

    def reserve(self, leaf: Leaf) -> list[tuple[IndirectObject, DictionaryObject]]:
        """Number the annotations of a page that stay, before anything that refers to them is copied."""
        source, kept = self.quire.source, []
        for reference in source.array(leaf.origin.entries, "/Annots"):
            entries = source.resolve(reference)
            if not isinstance(entries, DictionaryObject) or not self._stays(entries, leaf):
                continue
            if self.quire.copier.copied(reference) is not None:
                continue
            target = self.book.pool.reserve()
            if isinstance(reference, IndirectObject):
                self.quire.copier.lay(reference, target)
                self._origins[target.idnum] = reference
            kept.append((target, entries))
        return kept

    def _stays(self, entries: DictionaryObject, leaf: Leaf) -> bool:
        source, part = self.quire.source, self.quire.part
        kind = source.name(entries, "/Subtype")
        if kind in _FORBIDDEN:
            self.book.note("CF-540", part, f"removed a {kind} annotation, which plays or runs", leaf.index + 1)
            return False
        if kind in _PASSED_OVER or not kind or source.numbers(dict.get(entries, "/Rect"), 4) is None:
            return False
        if (source.integer(entries, "/F") or 0) & (1 | 2 | 32):
            self.book.note("CF-540", part, "removed a hidden annotation", leaf.index + 1)
            return False
        return True

    def fill(self, leaf: Leaf, target: IndirectObject, entries: DictionaryObject) -> None:
        """Copy one annotation, or forget it where nothing of it is left: a link that leads nowhere now."""
        if self._fill(leaf, target, entries):
            leaf.annotations.append(target)
        elif target.idnum in self._origins:
            self.quire.copier.lay(self._origins[target.idnum], NullObject())

    def _fill(self, leaf: Leaf, target: IndirectObject, entries: DictionaryObject) -> bool:
        source, copier = self.quire.source, self.quire.copier
        kind = source.name(entries, "/Subtype")
        leads = self._leads(entries, leaf)
        if kind == "Link" and not leads:
            return False
        enclosed = kind == "FileAttachment"
        file = (
            enter_file(self.quire, self.book, source.dictionary(entries, "/FS"), "", leaf.index + 1)
            if enclosed
            else None
        )
        if enclosed and file is None:
            return False
        made = copier.copy_entries(entries, _BUILT | {"/FS"} if enclosed else _BUILT)
        if file is not None:
            made[NameObject("/FS")] = file
        made.update(leads)
        made[NameObject("/Type")] = name("Annot")
        made[NameObject("/P")] = leaf.ref
        made[NameObject("/F")] = NumberObject(((source.integer(entries, "/F") or 0) | _PRINT) & ~_UNSEEN)
        self._geometry(leaf, entries, made)
        self._appearance(leaf, entries, made)
        if kind == "Link" and not self.book.pool.text(made, "/Contents"):
            made[NameObject("/Contents")] = self._words(made, source.name(entries, "/Subtype"))
        self.book.pool.put(target, made)
        return True

    def _leads(self, entries: DictionaryObject, leaf: Leaf) -> DictionaryObject:
        """The destination or action of an annotation as bound."""
        source = self.quire.source
        if source.get(entries, "/AA") is not None:
            self.book.note("CF-540", self.quire.part, "removed an action that runs by itself", leaf.index + 1)
        place = dict.get(entries, "/Dest")
        if source.resolve(place) is not None:
            bound = self.places.of(place, anywhere=True)
            if bound is None:
                self.book.note("CF-535", self.quire.part, "a link leads to a page that is not bound", leaf.index + 1)
            return mapping({"Dest": bound}) if bound is not None else DictionaryObject()
        action = source.get(entries, "/A")
        bound_action = self.action(action, leaf.index + 1) if isinstance(action, DictionaryObject) else None
        return mapping({"A": bound_action}) if bound_action is not None else DictionaryObject()

    def action(self, action: DictionaryObject, page: int) -> PdfObject | None:
        """An action as bound; None where it leads nowhere or may not stay. Chains (`/Next`) are not followed."""
        source, part = self.quire.source, self.quire.part
        kind = source.name(action, "/S")
        if kind == "GoTo":
            bound = self.places.of(dict.get(action, "/D"), anywhere=True)
            if bound is None:
                self.book.note("CF-535", part, "a link leads to a page that is not bound", page)
                return None
            return mapping({"S": name("GoTo"), "D": bound})
        if kind == "URI" and not source.text(action, "/URI").strip().lower().startswith(_SCHEMES):
            uri = source.get(action, "/URI")
            return mapping({"S": name("URI"), "URI": uri}) if uri is not None else None
        if kind == "Named" and source.name(action, "/N") in _KEPT_NAMED:
            return mapping({"S": name("Named"), "N": name(source.name(action, "/N"))})
        said = kind if kind != "URI" else "script or file"
        self.book.note("CF-540", part, f"removed a {said or 'nameless'} action", page)
        return None

    def _words(self, made: DictionaryObject, _kind: str) -> PdfObject:
        """What a link says of itself where its author said nothing (ISO 14289-1 §7.18.5)."""
        pool = self.book.pool
        uri = pool.get(pool.dictionary(made, "/A"), "/URI")
        return uri if uri is not None else text_string("Link within this document")

    def _geometry(self, leaf: Leaf, entries: DictionaryObject, made: DictionaryObject) -> None:
        source = self.quire.source
        rect = source.numbers(dict.get(entries, "/Rect"), 4) or [0.0, 0.0, 0.0, 0.0]
        x1, y1, x2, y2 = rect if leaf.matrix is None else moved_box(rect, leaf.matrix)
        made[NameObject("/Rect")] = numbers([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])
        for key in ("/QuadPoints", "/Vertices", "/L", "/CL"):
            found = source.get(entries, key)
            if isinstance(found, ArrayObject):
                values = source.numbers(found, len(found))
                if values:
                    made[NameObject(key)] = numbers(moved_points(values, leaf.matrix) if leaf.matrix else values)

    def _appearance(self, leaf: Leaf, entries: DictionaryObject, made: DictionaryObject) -> None:
        """The normal appearance only (ISO 19005-3 §6.3.3), turned where the page was."""
        source, pool = self.quire.source, self.book.pool
        normal = dict.get(source.dictionary(entries, "/AP"), "/N")
        if source.resolve(normal) is None:
            return
        copied = self.quire.copier.copy(normal)
        found = pool.resolve(copied)
        turned_page = leaf.matrix is not None and (leaf.matrix[1:3] != (0, 0) or leaf.matrix[0] < 0)
        if leaf.matrix is not None and turned_page and isinstance(found, StreamObject):
            copied = turned_look(pool, found, leaf.matrix)
        made[NameObject("/AP")] = mapping({"N": copied})
