"""Whether a table is one: rows of equal width, cells that do not overlap, headers that can be found.

ISO 14289-1 §7.2, §7.5; ISO 32000-1 §14.8.5.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject

from casefolio.bindery.binding.elements import Element
from casefolio.bindery.binding.graph import raw_bytes
from casefolio.bindery.binding.pool import mapping, name, sequence

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

    from casefolio.bindery.binding.pool import Pool
    from casefolio.bindery.binding.roles import RoleMap

_SPAN_LIMIT = 1000
_CELL_LIMIT = 200_000


def table_faults(pool: Pool, roles: RoleMap, table: Element) -> list[str]:
    """What keeps a table from being one, in words; groups of rows are put in order first where that is clear."""
    kids = [kid for kid in table.kids if isinstance(kid, Element)]
    kinds = [roles.standard(kid.kind) for kid in kids]
    if set(kinds) - {"TR", "THead", "TBody", "TFoot", "Caption"}:
        return ["a table holds what is no row"]
    if kinds.count("THead") > 1 or kinds.count("TFoot") > 1:
        return ["a table has two heads or two feet"]
    if ("THead" in kinds or "TFoot" in kinds) and "TBody" not in kinds:
        _body(table, roles)
    rows = [row for row in table.walk() if roles.standard(row.kind) == "TR"]
    for group in table.walk():
        if roles.standard(group.kind) in ("THead", "TBody", "TFoot") and any(
            isinstance(kid, Element) and roles.standard(kid.kind) != "TR" for kid in group.kids
        ):
            return ["a table holds what is no row"]
    return _grid_faults(pool, roles, rows)


def _body(table: Element, roles: RoleMap) -> None:
    """Rows beside a head go into a body; a head or foot whose body is gone becomes it."""
    loose = [kid for kid in table.kids if isinstance(kid, Element) and roles.standard(kid.kind) == "TR"]
    if loose:
        place = table.kids.index(loose[0])
        table.kids = [kid for kid in table.kids if kid not in loose]
        table.kids.insert(place, Element("TBody", list(loose)))
        return
    for kid in table.kids:
        if isinstance(kid, Element) and roles.standard(kid.kind) in ("THead", "TFoot"):
            kid.kind = "TBody"


def _grid_faults(pool: Pool, roles: RoleMap, rows: list[Element]) -> list[str]:
    grid: dict[tuple[int, int], Element] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in row.kids:
            if not isinstance(cell, Element):
                continue
            if roles.standard(cell.kind) not in ("TH", "TD"):
                return ["a table's row holds what is no cell"]
            while (down, across) in grid:
                across += 1
            high, wide = _span(pool, cell, "/RowSpan"), _span(pool, cell, "/ColSpan")
            places = [(down + i, across + j) for i in range(high) for j in range(wide)]
            if any(place in grid for place in places) or down + high > len(rows) or len(grid) > _CELL_LIMIT:
                return ["cells of a table overlap"]
            grid.update(dict.fromkeys(places, cell))
            across += wide
    widths = [sum(1 for place in grid if place[0] == down) for down in range(len(rows))] if len(rows) < 2000 else []
    if len(set(widths)) > 1:
        return ["the rows of a table differ in their number of cells"]
    return _header_faults(pool, roles, grid)


def _header_faults(pool: Pool, roles: RoleMap, grid: dict[tuple[int, int], Element]) -> list[str]:
    """Every data cell needs a header: by name, or by a header cell's scope that reaches it.

    A header cell that does not say its scope is given it where its place says it: the first row heads columns, the
    first column rows.
    """
    heads = {place: cell for place, cell in grid.items() if roles.standard(cell.kind) == "TH"}
    if not heads:
        return ["a table has no header cells"]
    ids = {raw_bytes(cell.entries.get("ID")) for cell in heads.values()}
    for (down, across), cell in heads.items():
        if not _attribute(pool, cell, "/Scope"):
            _set_scope(pool, cell, "Column" if down == 0 or across > 0 else "Row")
    columns = {place[1] for place, cell in heads.items() if _reaches(pool, cell, "Column")}
    rows = {place[0] for place, cell in heads.items() if _reaches(pool, cell, "Row")}
    for (down, across), cell in grid.items():
        if roles.standard(cell.kind) == "TD" and across not in columns and down not in rows:
            named = _attribute(pool, cell, "/Headers")
            keys = [raw_bytes(key) for key in named] if isinstance(named, ArrayObject) else []
            if not keys or not ids.issuperset(keys):
                return ["a table's cell has no header"]
    return []


def _reaches(pool: Pool, cell: Element, way: str) -> bool:
    return str(_attribute(pool, cell, "/Scope")) in ("/" + way, "/Both")


def _set_scope(pool: Pool, cell: Element, scope: str) -> None:
    made = mapping({"O": name("Table"), "Scope": name(scope)})
    before = cell.entries.get("A")
    found = pool.resolve(before)
    members = list(found) if isinstance(found, ArrayObject) else [before] if before is not None else []
    cell.entries["A"] = sequence([*members, made]) if members else made


def _attribute(pool: Pool, cell: Element, key: str) -> PdfObject | None:
    found = pool.resolve(cell.entries.get("A"))
    for member in found if isinstance(found, ArrayObject) else (found,):
        value = pool.get(member, key) if member is not None else None
        if value is not None:
            return value
    return None


def _span(pool: Pool, cell: Element, key: str) -> int:
    value = _attribute(pool, cell, key)
    return min(_SPAN_LIMIT, max(1, int(value))) if isinstance(value, int) else 1
