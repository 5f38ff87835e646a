"""What one part becomes on its way into the bound file, and what all parts share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casefolio.bindery.binding.pool import Pool
from casefolio.bindery.binding.roles import ClassMap, RoleMap
from casefolio.errors import Problem

if TYPE_CHECKING:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

    from casefolio.bindery.binding.copying import Copier
    from casefolio.bindery.binding.elements import Element
    from casefolio.bindery.binding.source import Source, SourcePage
    from casefolio.model.binding import Part

#: a, b, c, d, e, f of a coordinate transform (ISO 32000-1 §8.3.3).
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True, eq=False)
class Leaf:
    """A page of the bound file. `index` is its place in its part, from 0; `matrix` where it was brought to paper."""

    ref: IndirectObject
    entries: DictionaryObject
    origin: SourcePage
    index: int
    matrix: Matrix | None = None
    annotations: list[IndirectObject] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Quire:
    """One run of ascending pages of one part. `first` is False for the later runs of a part bound out of order."""

    part: Part
    number: int
    source: Source
    copier: Copier
    title: str
    language: str
    first: bool = True
    leaves: list[Leaf] = field(default_factory=list)
    tree: Element | None = None
    tagged: bool = False
    scans: int = 0
    #: Marked content that is page furniture, by the bound page's number.
    furniture: dict[int, set[int]] = field(default_factory=dict)
    repaired: bool = False

    _by_index: dict[int, Leaf] = field(default_factory=dict)
    _by_ref: dict[int, Leaf] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        """The next page of this run."""
        self.leaves.append(leaf)
        self._by_index[leaf.index] = leaf
        self._by_ref[leaf.ref.idnum] = leaf

    def page(self, ref: object) -> Leaf | None:
        """The leaf of a page of the part, by its reference there or by its number, from 0."""
        if isinstance(ref, int):
            return self._by_index.get(ref)
        target = self.copier.copied(ref)
        return self._by_ref.get(target.idnum) if target is not None else None


@dataclass(slots=True)
class Book:
    """The bound file in the making. Rooms add to it; nothing in it is shared with the parts."""

    pool: Pool = field(default_factory=Pool)
    roles: RoleMap = field(default_factory=RoleMap)
    classes: ClassMap = field(default_factory=ClassMap)
    quires: list[Quire] = field(default_factory=list)
    names: dict[bytes, ArrayObject] = field(default_factory=dict)
    files: dict[str, IndirectObject] = field(default_factory=dict)
    fields: list[IndirectObject] = field(default_factory=list)
    catalog: dict[str, PdfObject] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    blemishes: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)

    def other_runs(self, quire: Quire) -> list[Quire]:
        """The other runs of a part that is bound out of order."""
        start, end = quire.number, quire.number + 1
        while start and not self.quires[start].first:
            start -= 1
        while end < len(self.quires) and not self.quires[end].first:
            end += 1
        return [other for other in self.quires[start:end] if other is not quire]

    def warn(self, code: str, message: str, remedy: str = "") -> None:
        """Something the owner should know; the binding goes on."""
        self.warnings.append(Problem(code, message, remedy=remedy, warning=True))

    def note(self, code: str, part: Part, what: str, page: int, remedy: str = "") -> None:
        """The same, told once for all pages of a part that it happens on. `page` counts from 1; 0 means no page."""
        self._counts.setdefault((code, part.name, what, remedy), []).append(page)

    def blemish(self, part: Part, reason: str, page: int, claims: str = "pdfa pdfua") -> None:
        """A reason why the bound file cannot claim conformance, as told to the owner. `page` 0 means no page."""
        for claim in claims.split():
            self.blemishes.setdefault((claim, part.name, reason), []).append(page)

    @staticmethod
    def dropped(code: str, claim: str, part: str, reason: str, pages: list[int], *, fatal: bool) -> Problem:
        """Why a claim is not made: the part, the page, the reason."""
        said = (
            f"{claim} {'is required but cannot be' if fatal else 'is not'} claimed: {part}{on_pages(pages)}: {reason}"
        )
        remedy = "ask for the part as PDF/A, or leave it out" if fatal else ""
        return Problem(code, said, remedy=remedy, warning=not fatal)

    def told(self) -> tuple[Problem, ...]:
        """All warnings, the gathered ones with their pages."""
        gathered = [
            Problem(code, f"{name}{on_pages(pages)}: {what}", remedy=remedy, warning=True)
            for (code, name, what, remedy), pages in self._counts.items()
        ]
        return tuple(self.warnings + gathered)


def on_pages(pages: list[int]) -> str:
    """`, page 3` or `, pages 1-4, 7`; empty for no page."""
    numbers = sorted({page for page in pages if page})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:8])
    more = " and more" if len(runs) > 8 else ""
    return f", page{'s' if len(numbers) > 1 else ''} {said}{more}" if numbers else ""
