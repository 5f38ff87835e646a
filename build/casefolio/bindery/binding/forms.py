"""Form fields of all parts in one form, renamed where they clash (ISO 32000-1 §12.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypdf.generic import ByteStringObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from casefolio.bindery.binding.graph import raw_bytes
from casefolio.bindery.binding.pool import mapping, sequence, text_string
from casefolio.bindery.binding.serialise import name_bytes, serialised

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_DEPTH = 30

#: What a field that is no widget of its own holds (Table 220 and the tables of its types).
_FIELD = ("/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/DV", "/DA", "/Q", "/DS", "/MaxLen", "/Opt", "/TI", "/I")


class Forms:
    """Gathers the fields of all parts."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._names: set[str] = set()
        self._fields: list[PdfObject] = []
        self._fonts: dict[str, PdfObject] = {}

    def gather(self, quire: Quire) -> None:
        """Take over the fields whose widgets are on bound pages. Call after the annotations were copied."""
        source = quire.source
        form = source.dictionary(source.root, "/AcroForm")
        if source.get(form, "/XFA") is not None and quire.first:
            self.book.note("CF-542", quire.part, "removed an XFA form; what its pages show is kept", 0)
        widgets = self._widgets(quire)
        if not widgets:
            return
        gathering = _Gathering(quire, self.book, widgets, self._join_fonts(quire, form), raw_bytes(form.get("/DA")))
        for ref in [*source.array(form, "/Fields"), *gathering.climbed()]:
            target = gathering.field(ref, None, 0)
            if target is not None:
                self._enter(target)
        for target in gathering.left():
            self._enter(target)

    def write(self) -> None:
        """Put the form into the catalog."""
        if not self._fields:
            return
        form: dict[str, PdfObject] = {"Fields": sequence(self._fields)}
        if self._fonts:
            form["DR"] = mapping({"Font": mapping(self._fonts)})
        self.book.catalog["AcroForm"] = mapping(form)

    def _widgets(self, quire: Quire) -> list[IndirectObject]:
        pool = self.book.pool
        refs = [ref for leaf in quire.leaves for ref in leaf.annotations]
        return [ref for ref in refs if pool.name(pool.resolve(ref), "/Subtype") == "Widget"]

    def _join_fonts(self, quire: Quire, form: DictionaryObject) -> dict[bytes, bytes]:
        """Enter a part's form fonts; returns which names in its appearance strings change."""
        renamed: dict[bytes, bytes] = {}
        fonts = quire.source.dictionary(quire.source.dictionary(form, "/DR"), "/Font")
        for key in fonts:
            copied = quire.copier.copy(dict.get(fonts, key))
            wanted, count = str(key)[1:], 1
            while wanted in self._fonts and self._differ(self._fonts[wanted], copied):
                count += 1
                wanted = f"{str(key)[1:]}_{count}"
            self._fonts[wanted] = copied
            if wanted != str(key)[1:]:
                renamed[name_bytes(key)] = name_bytes("/" + wanted)
        return renamed

    def _differ(self, one: PdfObject, other: PdfObject) -> bool:
        first, second = self.book.pool.resolve(one), self.book.pool.resolve(other)
        return first is None or second is None or serialised(first) != serialised(second)

    def _enter(self, target: IndirectObject) -> None:
        entries = self.book.pool.resolve(target)
        if not isinstance(entries, DictionaryObject):
            return
        said = self.book.pool.text(entries, "/T") or "field"
        wanted, count = said, 1
        while wanted in self._names:
            count += 1
            wanted = f"{said}_{count}"
        self._names.add(wanted)
        entries[NameObject("/T")] = text_string(wanted)
        if "/TU" not in entries:
            entries[NameObject("/TU")] = text_string(said)
        self._fields.append(target)


class _Gathering:
    """The fields of one quire while they are built."""

    def __init__(
        self,
        quire: Quire,
        book: Book,
        widgets: list[IndirectObject],
        renamed: dict[bytes, bytes],
        appearance: bytes | None,
    ) -> None:
        self.quire = quire
        self.book = book
        self._waiting = {ref.idnum: ref for ref in widgets}
        self._renamed = renamed
        self._appearance = appearance
        self._seen: set[int] = set()

    def climbed(self) -> list[PdfObject]:
        """The roots of fields that the form forgot to list, found from their widgets."""
        roots: list[PdfObject] = []
        source = self.quire.source
        for leaf in self.quire.leaves:
            for reference in source.array(leaf.origin.entries, "/Annots"):
                if self.quire.copier.copied(reference) is None or source.name(reference, "/Subtype") != "Widget":
                    continue
                roots.append(self._top(reference))
        return roots

    def _top(self, reference: PdfObject) -> PdfObject:
        for _ in range(_DEPTH):
            entries = self.quire.source.resolve(reference)
            above = dict.get(entries, "/Parent") if isinstance(entries, DictionaryObject) else None
            if not isinstance(above, IndirectObject) or self.quire.source.resolve(above) is None:
                break
            reference = above
        return reference

    def left(self) -> list[IndirectObject]:
        """Widgets that no field leads to: fields of their own."""
        for ref in self._waiting.values():
            self._dress(self.book.pool.resolve(ref))
        return list(self._waiting.values())

    def field(self, reference: object, parent: IndirectObject | None, depth: int) -> IndirectObject | None:
        """The bound form of a field; None where none of its widgets is on a bound page."""
        source, pool = self.quire.source, self.book.pool
        entries = source.resolve(reference)
        if not isinstance(reference, IndirectObject) or not isinstance(entries, DictionaryObject) or depth > _DEPTH:
            return None
        if reference.idnum in self._seen:
            return None
        self._seen.add(reference.idnum)
        target = self.quire.copier.copied(reference)
        if target is not None and target.idnum in self._waiting:
            del self._waiting[target.idnum]
            made = pool.resolve(target)
        else:
            target = pool.reserve()
            kids = [self.field(kid, target, depth + 1) for kid in source.array(entries, "/Kids")]
            bound = [kid for kid in kids if kid is not None]
            if not bound:
                return None
            left_out = frozenset(str(key) for key in entries if key not in _FIELD)
            made = self.quire.copier.copy_entries(entries, left_out)
            made[NameObject("/Kids")] = sequence(bound)
            pool.put(target, made)
        if isinstance(made, DictionaryObject):
            if parent is not None:
                made[NameObject("/Parent")] = parent
            self._dress(made, parent)
        return target

    def _dress(self, made: PdfObject | None, parent: IndirectObject | None = None) -> None:
        """What a field takes from its form goes into the field; what its signature was is gone."""
        if not isinstance(made, DictionaryObject):
            return
        pool = self.book.pool
        if pool.name(made, "/FT") == "Sig":
            self.book.note("CF-541", self.quire.part, "its digital signature is lost by binding", 0)
            made.pop("/V", None)
            made.pop("/Lock", None)
            made.pop("/SV", None)
        said = raw_bytes(made.get("/DA"))
        if said is None and parent is None and self._appearance is not None:
            said = self._appearance
        if said is not None:
            for before, after in self._renamed.items():
                said = re.sub(re.escape(before) + rb"(?=[\s/])", after.replace(b"\\", rb"\\"), said)
            made[NameObject("/DA")] = ByteStringObject(said)
