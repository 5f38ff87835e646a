"""Structure elements on their way into the bound file (ISO 32000-1 §14.7.2, §14.7.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import IndirectObject, PdfObject


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: `mcid` in the content stream of `owner` (a page, or a form XObject) as shown on `page`."""

    owner: IndirectObject
    page: IndirectObject
    mcid: int


@dataclass(frozen=True, slots=True)
class Held:
    """A whole object as content: an annotation, or an XObject (§14.7.4.3)."""

    target: IndirectObject
    page: IndirectObject | None


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `kind` is its type as written, `entries` what else its dictionary holds.

    `lost` says that content of it lay on a page that is not bound.
    """

    kind: str
    kids: list[Element | Mark | Held] = field(default_factory=list)
    entries: dict[str, PdfObject] = field(default_factory=dict)
    lost: bool = False

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))

    def marks(self) -> Iterator[Mark | Held]:
        """All content below, in reading order."""
        stack: list[Element | Mark | Held] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, Element):
                stack.extend(reversed(node.kids))
            else:
                yield node


def prune(element: Element) -> bool:
    """Take out what lost all its content with pages that are not bound. True where `element` itself has.

    A table cell stays while its row does, or the columns would shift.
    """
    dead = [kid for kid in element.kids if isinstance(kid, Element) and prune(kid)]
    if (dead or element.lost) and not any(_content(kid, dead) for kid in element.kids):
        return True
    cells = [kid for kid in dead if kid.kind in ("TD", "TH")]
    for kid in cells:
        kid.kids = []
    element.kids = [kid for kid in element.kids if kid not in dead or kid in cells]
    return False


def _content(kid: Element | Mark | Held, dead: list[Element]) -> bool:
    if not isinstance(kid, Element):
        return True
    return kid not in dead and next(kid.marks(), None) is not None
