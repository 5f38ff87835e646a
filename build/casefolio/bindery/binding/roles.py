"""What structure types mean, and the one RoleMap and ClassMap that all parts share.

ISO 32000-1 §14.7.3 (role map), §14.8.4 (standard types); ISO 32000-2 §14.7.4 (namespaces). A bound file is PDF 1.7,
where namespaces mean nothing: types of PDF 2.0 become role-mapped types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject

from casefolio.bindery.binding.pool import mapping, name
from casefolio.bindery.binding.serialise import serialised

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.source import Source

GROUPING = frozenset(
    ["Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private"]
)
STANDARD = GROUPING | frozenset(
    [
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    ]
)

#: Types of PDF 2.0 (ISO 32000-2 §14.8.4) by the nearest of PDF 1.7.
NEWER = {
    "Title": "P",
    "Em": "Span",
    "Strong": "Span",
    "Sub": "Span",
    "Aside": "Div",
    "DocumentFragment": "Part",
    "FENote": "Note",
    "Artifact": "NonStruct",
} | {f"H{level}": "P" for level in range(7, 17)}

_PDF2 = "http://iso.org/pdf2/ssn"
_HOPS = 32


class RoleMap:
    """The role map of the bound file. A type that two parts mean differently is renamed in the later part."""

    def __init__(self) -> None:
        self._roles: dict[str, str] = {}

    def enter(self, kind: str, standard: str) -> str:
        """The type to write for `kind` meaning `standard`; entered into the map where it is not standard itself."""
        if kind in STANDARD:
            return standard
        wanted, number = kind, 1
        while self._roles.setdefault(wanted, standard) != standard:
            number += 1
            wanted = f"{kind}_{number}"
        return wanted

    def standard(self, kind: str) -> str:
        """The standard type that a written type stands for."""
        return kind if kind in STANDARD else self._roles.get(kind, "NonStruct")

    def written(self, used: set[str]) -> DictionaryObject:
        """The map as a dictionary, of the types that are used."""
        return mapping({kind: name(self._roles[kind]) for kind in sorted(self._roles) if kind in used})


class PartRoles:
    """How one part's own types resolve."""

    def __init__(self, source: Source, tree: DictionaryObject) -> None:
        self.source = source
        found = source.dictionary(tree, "/RoleMap")
        self._map = {str(key)[1:]: source.name(found, key) for key in found}

    def standard(self, element: DictionaryObject, kind: str, *, spoken: bool) -> str:
        """The standard type of PDF 1.7 that `kind` stands for; cycles and unknown types become neutral ones.

        `spoken`: the element has alternative or replacement text, which a neutral type must not hide.
        """
        space = self.source.dictionary(element, "/NS")
        if space:
            kind = self._within(space, kind)
        found = kind
        for _ in range(_HOPS):
            after = self._map.get(found)
            if not after or after == found:
                break
            found = after
        if found in STANDARD:
            return found
        if kind in STANDARD:
            return kind
        return NEWER.get(found) or NEWER.get(kind) or ("Span" if spoken else "NonStruct")

    def _within(self, space: DictionaryObject, kind: str) -> str:
        """A type of a namespace followed into a namespace that is known (ISO 32000-2 §14.7.4.2)."""
        for _ in range(_HOPS):
            if self.source.text(space, "/NS") == _PDF2:
                return NEWER.get(kind, kind)
            onward = self.source.get(self.source.dictionary(space, "/RoleMapNS"), "/" + kind)
            if onward is None:
                return kind
            pair = list(onward) if isinstance(onward, ArrayObject) else [onward]
            kind = str(self.source.resolve(pair[0]) or "/")[1:]
            following = self.source.resolve(pair[1]) if len(pair) > 1 else None
            if not isinstance(following, DictionaryObject):
                return kind
            space = following
        return kind


class ClassMap:
    """The class map of the bound file (§14.7.5.2); a class that two parts define differently is renamed."""

    def __init__(self) -> None:
        self._classes: dict[str, PdfObject] = {}
        self._bytes: dict[str, bytes] = {}

    def enter(self, kind: str, value: PdfObject) -> str:
        """The name under which this class is written."""
        body = serialised(value)
        wanted, number = kind, 1
        while self._bytes.setdefault(wanted, body) != body:
            number += 1
            wanted = f"{kind}_{number}"
        self._classes[wanted] = value
        return wanted

    def written(self) -> DictionaryObject:
        """The map as a dictionary."""
        return mapping(dict(sorted(self._classes.items())))
