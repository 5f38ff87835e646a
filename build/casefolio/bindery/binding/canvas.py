"""A page or form XObject as something to read and rewrite: its bytes, its resources, its survey."""

from __future__ import annotations

from dataclasses import dataclass, field

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from casefolio.bindery.binding.graph import integer
from casefolio.bindery.binding.pool import Pool, stream
from casefolio.bindery.binding.survey import Fix, Survey, survey

#: Filters that give pixels, not operators.
_PICTURES = frozenset(["DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode"])

#: Forms inside forms deeper than this are a trap.
DEPTH = 12


@dataclass(slots=True, eq=False)
class Canvas:
    """What paints: `owner` is a page or a form XObject."""

    owner: IndirectObject
    data: bytes
    resources: DictionaryObject
    survey: Survey
    edits: list[Fix] = field(default_factory=list)


class Canvases:
    """The canvases of the bound file, each read once."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._read: dict[int, Canvas | None] = {}

    def page(self, ref: IndirectObject) -> Canvas | None:
        """A page's canvas; None where its content cannot be decoded."""
        if ref.idnum not in self._read:
            page = self.pool.resolve(ref)
            data = self._page_data(page)
            self._read[ref.idnum] = None if data is None else self._canvas(ref, data, page)
        return self._read[ref.idnum]

    def form(self, ref: IndirectObject, around: DictionaryObject) -> Canvas | None:
        """A form's canvas; resources that it lacks are those around it (§7.8.3)."""
        if ref.idnum not in self._read:
            data = self.pool.data(ref)
            made = None if data is None else self._canvas(ref, data, self.pool.resolve(ref))
            if made is not None and not made.resources:
                made.resources = around
            self._read[ref.idnum] = made
        return self._read[ref.idnum]

    def all(self) -> list[Canvas]:
        """Every canvas read so far, in that order."""
        return [canvas for canvas in self._read.values() if canvas is not None]

    def xobject(self, canvas_resources: DictionaryObject, key: str) -> tuple[IndirectObject | None, str]:
        """The reference of a named XObject, and whether it is an `image` or a `form`."""
        value = dict.get(self.pool.dictionary(canvas_resources, "/XObject"), key)
        found = self.pool.resolve(value)
        if not isinstance(value, IndirectObject) or not isinstance(found, StreamObject):
            return None, ""
        kind = self.pool.name(found, "/Subtype")
        return value, {"Image": "image", "Form": "form"}.get(kind, "")

    def rewrite(self, canvas: Canvas) -> None:
        """Put the edits of a canvas into its stream. Edits at the same place keep their order."""
        edits = canvas.edits + canvas.survey.fixes
        if not edits and not canvas.survey.tail:
            return
        out, place = [], 0
        for edit in sorted(edits, key=lambda edit: edit.start):
            out.append(canvas.data[place : edit.start])
            out.append(edit.new)
            place = max(place, edit.end)
        data = b"".join([*out, canvas.data[place:], canvas.survey.tail])
        found = self.pool.resolve(canvas.owner)
        if isinstance(found, StreamObject):
            kept = DictionaryObject(found)
            kept.pop("/Filter", None)
            kept.pop("/DecodeParms", None)
            self.pool.put(canvas.owner, stream(data, kept))
        elif isinstance(found, DictionaryObject):
            found[NameObject("/Contents")] = self.pool.add(stream(data))

    def _page_data(self, page: object) -> bytes | None:
        found = self.pool.get(page, "/Contents")
        members = list(found) if isinstance(found, ArrayObject) else [found] if found is not None else []
        pieces = [self.pool.data(member) for member in members if self._is_content(member)]
        if len(pieces) < len(members):
            return None
        # A stream of a page ends where a token may (§7.8.2), so a line end between two changes nothing.
        return None if None in pieces else b"\n".join(piece for piece in pieces if piece is not None)

    def _is_content(self, member: object) -> bool:
        """No picture: a damaged file may name one as a page's content."""
        filters = {str(found)[1:] for found in self.pool.items(member, "/Filter")}
        return filters.isdisjoint(_PICTURES)

    def _canvas(self, ref: IndirectObject, data: bytes, owner: object) -> Canvas:
        resources = self.pool.dictionary(owner, "/Resources")
        lists = self.pool.dictionary(resources, "/Properties")
        found = survey(
            data,
            lambda key: self.xobject(resources, key)[1],
            lambda key: integer(self.pool.get(self.pool.dictionary(lists, key), "/MCID")) if key else None,
        )
        return Canvas(ref, data, resources, found)
