"""The grammar of structure types: repaired where the meaning is clear, else a reason not to claim PDF/UA.

ISO 14289-1 §7.2 to §7.9, §7.18; ISO 32000-1 §14.8.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ByteStringObject

from casefolio.bindery.binding.elements import Element, Held
from casefolio.bindery.binding.tables import table_faults

if TYPE_CHECKING:
    from casefolio.bindery.binding.quire import Book, Quire

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_SECTIONS = frozenset(["Document", "Part", "Art", "Sect", "Div"])

#: In what an element of a type must lie.
_PARENTS = {
    "LI": ("L",),
    "LBody": ("LI",),
    "TOCI": ("TOC",),
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "TH": ("TR",),
    "TD": ("TR",),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
}


#: What may stand in an element of a type, and what anything else is put into, from outside inwards.
_ALLOWED = {
    "L": (("L", "LI", "Caption"), ("LI", "LBody")),
    "LI": (("Lbl", "LBody"), ("LBody",)),
    "TOC": (("TOC", "TOCI", "Caption"), ("TOCI",)),
}


class Grammar:
    """Goes through one quire's tree."""

    def __init__(self, book: Book, quire: Quire) -> None:
        self.book = book
        self.quire = quire
        self._faults: set[str] = set()
        self._notes = 0
        self._levels: list[int] = []

    def mend(self, tree: Element) -> None:
        """Repair what is clear; what is not becomes a blemish of the bound file."""
        self._visit(tree, "Document", 1)
        for fault in sorted(self._faults):
            self.book.blemish(self.quire.part, fault, 0, "pdfua")

    def _standard(self, element: Element) -> str:
        return self.book.roles.standard(element.kind)

    def _visit(self, element: Element, parent: str, depth: int) -> None:
        kind = self._standard(element)
        if kind == "H" or kind in _HEADINGS:
            self._heading(element, _HEADINGS.get(kind, min(depth, 6)))
        elif parent not in _PARENTS.get(kind, (parent,)):
            # Lost its list or table: what it holds is still content.
            element.kind = kind = "Div"
        self._annotations(element, kind)
        if kind in _ALLOWED:
            self._wrap(element, *_ALLOWED[kind])
        elif kind in ("Figure", "Formula") and not self._spoken(element):
            self._faults.add(f"a {kind.lower()} has no alternative text")
        elif kind == "Note" and "ID" not in element.entries:
            self._notes += 1
            element.entries["ID"] = ByteStringObject(b"note-%d-%d" % (self.quire.number + 1, self._notes))
        self._captions(element, kind)
        deeper = depth + (kind in _SECTIONS and parent != "Document")
        for kid in list(element.kids):
            if isinstance(kid, Element):
                self._visit(kid, kind, deeper)
        if kind == "Table":
            self._faults.update(table_faults(self.book.pool, self.book.roles, element))

    def _heading(self, element: Element, level: int) -> None:
        """Headings go down one level at a time, and start at the first (§7.4.2)."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        wanted = f"H{min(6, len(self._levels))}"
        if self._standard(element) != wanted:
            element.kind = wanted

    def _wrap(self, element: Element, allowed: tuple[str, ...], around: tuple[str, ...]) -> None:
        """Put kids of other types into what may stand here."""
        for place, kid in enumerate(element.kids):
            if isinstance(kid, Element) and self._standard(kid) not in allowed:
                wrapped = kid
                inner_first = list(reversed(around))
                if self._standard(kid) == inner_first[0]:
                    inner_first = inner_first[1:]
                for kind in inner_first:
                    wrapped = Element(kind, [wrapped])
                element.kids[place] = wrapped

    def _captions(self, element: Element, kind: str) -> None:
        """One caption, at an end (§7.2): others are paragraphs."""
        if kind not in ("Table", "L", "TOC"):
            return
        kids = [kid for kid in element.kids if isinstance(kid, Element)]
        ends = kids[:1] if kind != "Table" else kids[:1] + kids[-1:]
        found = False
        for kid in kids:
            if self._standard(kid) == "Caption":
                if found or kid not in ends:
                    self._faults.add(f"a caption stands in the middle of a {kind.lower()}")
                found = True

    def _annotations(self, element: Element, kind: str) -> None:
        """Links in Link, fields in Form, one each, everything else in Annot (§7.18)."""
        pool = self.book.pool
        fields = 0
        held = False
        for place, kid in enumerate(element.kids):
            if not isinstance(kid, Held):
                continue
            entries = pool.resolve(kid.target)
            if pool.name(entries, "/Type") != "Annot":
                continue
            held = True
            subtype = pool.name(entries, "/Subtype")
            wanted = {"Link": "Link", "Widget": "Form"}.get(subtype, "Annot")
            fields += wanted == "Form"
            if kind != wanted or (wanted == "Form" and fields > 1):
                element.kids[place] = Element(wanted, [kid])
        if kind in ("Link", "Form") and element.lost and not held:
            element.kind = "Span"

    @staticmethod
    def _spoken(element: Element) -> bool:
        return any(len(element.entries[key]) > 0 for key in ("Alt", "ActualText") if key in element.entries)  # type: ignore[arg-type]
