"""Sheets of the imposed file: pages become forms, sheets show them (ISO 32000-1 §8.10, §14.8.2.2, §12.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, StreamObject

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.pool import mapping, name, numbers, sequence, stream, text_string
from casefolio.bindery.binding.serialise import serialised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf.generic import IndirectObject, PdfObject

    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.quire import Book, Leaf
    from casefolio.bindery.imposing.pagemap import Side
    from casefolio.bindery.imposing.placing import Box, Grid, Placement

_FILTER = ("/Filter", "/DecodeParms")

#: A hairline in mid grey, dashed.
_CUT = b"/Artifact BMC q 0.5 G 0.25 w [3 3] 0 d"


def make_form(pool: Pool, leaf: Leaf, shown: Box) -> None:
    """Put a form XObject in a page's place: what showed as the page, in the page's own space.

    It keeps the number of the page, so that all that names content of the page now names content of the form.
    """
    entries = mapping({"Type": name("XObject"), "Subtype": name("Form"), "BBox": numbers(shown)})
    entries[NameObject("/Resources")] = leaf.entries["/Resources"]
    group = pool.dictionary(leaf.entries, "/Group")
    if group:
        # A page's group is isolated by nature (§11.4.7), a form's only where it says so.
        entries[NameObject("/Group")] = DictionaryObject({**group, **mapping({"I": BooleanObject(value=True)})})
    found = pool.get(leaf.entries, "/Contents")
    only = pool.resolve(found[0]) if isinstance(found, ArrayObject) and len(found) == 1 else found
    if isinstance(only, StreamObject):
        entries.update({key: value for key, value in only.items() if key in _FILTER})
        data = raw_data(only)
    else:
        members = found if isinstance(found, ArrayObject) else ()
        data = b"\n".join(pool.data(member) or b"" for member in members)
    pool.put(leaf.ref, stream(data, entries))


def write_sheets(
    book: Book,
    grid: Grid,
    refs: Sequence[IndirectObject],
    laid: Sequence[tuple[Leaf, Placement]],
    *,
    cut_lines: bool,
) -> None:
    """Put the page tree into the catalog: a page at each of `refs` that shows the forms laid on it."""
    on: list[list[tuple[Leaf, Placement]]] = [[] for _ in refs]
    for leaf, placement in laid:
        on[placement.side].append((leaf, placement))
    root = book.pool.reserve()
    width, height = grid.size
    for ref, pages in zip(refs, on, strict=True):
        lines = [_shown(place, placement) for place, (_, placement) in enumerate(pages)]
        if cut_lines:
            lines.append(_cuts(grid))
        shows = mapping({f"P{place}": leaf.ref for place, (leaf, _) in enumerate(pages)})
        entries: dict[str, PdfObject] = {
            "Type": name("Page"),
            "Parent": root,
            "MediaBox": numbers([0, 0, width, height]),
        }
        entries["Resources"] = mapping({"XObject": shows} if shows else {})
        entries["Contents"] = book.pool.add(stream(b"\n".join(lines)))
        annotations = [annotation for leaf, _ in pages for annotation in leaf.annotations]
        if annotations:
            entries |= {"Annots": sequence(annotations), "Tabs": name("S")}
        book.pool.put(ref, mapping(entries))
    count = NumberObject(len(refs))
    book.pool.put(root, mapping({"Type": name("Pages"), "Kids": sequence(refs), "Count": count}))
    book.catalog["Pages"] = root


def _shown(place: int, placement: Placement) -> bytes:
    clip = b""
    if placement.window is not None:
        x0, y0, x1, y1 = placement.window
        clip = b"%s re W n " % _operands([x0, y0, x1 - x0, y1 - y0])
    return b"q %s%s cm /P%d Do Q" % (clip, _operands(placement.matrix), place)


def _operands(values: Sequence[float]) -> bytes:
    return serialised(numbers(values))[1:-1]


def _cuts(grid: Grid) -> bytes:
    """A line down the middle of every gap, from edge to edge of the sheet: an artifact."""
    width, height = grid.size
    wide, high = grid.cell_size
    lines = [_CUT]
    for column in range(1, grid.columns):
        x = column * (wide + grid.gap) - grid.gap / 2
        lines.append(b"%s m %s l S" % (_operands([x, 0]), _operands([x, height])))
    for row in range(1, grid.rows):
        y = row * (high + grid.gap) - grid.gap / 2
        lines.append(b"%s m %s l S" % (_operands([0, y]), _operands([width, y])))
    return b" ".join([*lines, b"Q EMC"])


def write_labels(book: Book, sides: Sequence[Side], *, folded: bool) -> None:
    """Label each side: of a booklet with its sheet, else with the pages that are on it."""
    pairs: list[PdfObject] = []
    for number, side in enumerate(sides):
        pages = sorted(page + 1 for page in side.cells if page is not None)
        if folded:
            said = f"{side.sheet + 1} {'back' if side.back else 'front'}"
        else:
            said = f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0])
        pairs += [NumberObject(number), mapping({"P": text_string(said)})]
    book.catalog["PageLabels"] = mapping({"Nums": sequence(pairs)})
