"""The page map as a law: whatever the count, the fold and the printer, the paper reads 1 to n."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bind.makers import drawn, edited
from tests.impose.paper import faces, leafed_through, printed_pages, prints, read_in_rows

from casefolio.bindery.imposing.impose import impose
from casefolio.bindery.imposing.pagemap import booklet, n_up
from casefolio.model.binding import Part
from casefolio.model.imposing import ImposeOptions

if TYPE_CHECKING:
    from casefolio.model.imposing import Flip, Nup

FLIPS: tuple[Flip, Flip] = ("short", "long")


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("signature", [None, 4, 8, 12, 16, 32])
def test_a_folded_booklet_reads_on_for_every_count(signature: int | None, flip: Flip, rtl: bool) -> None:  # noqa: FBT001
    for count in range(1, 65):
        sides = booklet(count, signature, rtl=rtl, flip=flip)
        sheets = -(-count // 4)
        assert len(sides) == 2 * sheets
        found = faces(prints(sides, 2, 1), 2, 1, like_a_leaf=flip == "short")
        read = leafed_through(found, sheets, (signature or 4 * sheets) // 4, rtl=rtl)
        assert read == [*range(count), *[None] * (4 * sheets - count)]


@given(
    count=st.integers(1, 400),
    signature=st.integers(1, 30).map(lambda sheets: 4 * sheets),
    flip=st.sampled_from(FLIPS),
    rtl=st.booleans(),
)
def test_so_does_any_other(count: int, signature: int, flip: Flip, rtl: bool) -> None:  # noqa: FBT001
    sides = booklet(count, signature, rtl=rtl, flip=flip)
    found = faces(prints(sides, 2, 1), 2, 1, like_a_leaf=flip == "short")
    read = leafed_through(found, len(sides) // 2, signature // 4, rtl=rtl)
    assert read == [*range(count), *[None] * (len(read) - count)]
    assert len(read) - count < 4


@given(
    count=st.integers(1, 100),
    grid=st.sampled_from([(2, 1), (1, 2), (2, 2), (4, 2), (2, 4)]),
    like_a_leaf=st.booleans(),
    rtl=st.booleans(),
)
def test_an_n_up_on_both_sides_reads_on(count: int, grid: tuple[int, int], like_a_leaf: bool, rtl: bool) -> None:  # noqa: FBT001
    sides = n_up(count, grid, rtl=rtl, duplex=True, tumble=not like_a_leaf)
    found = faces(prints(sides, *grid), *grid, like_a_leaf=like_a_leaf)
    read = read_in_rows(found, sides[-1].sheet + 1, *grid, rtl=rtl)
    assert read == [*range(count), *[None] * (len(read) - count)]
    one_sided = n_up(count, grid, rtl=rtl, duplex=False, tumble=False)
    assert [side.cells for side in one_sided] == [side.cells for side in sides]
    assert not any(side.back or side.turned for side in one_sided)
    assert [side.sheet for side in one_sided] == list(range(len(one_sided)))


def numbered(count: int, size: tuple[int, int] = (400, 600)) -> bytes:
    """Pages that say nothing but their number, from 1, near the middle."""
    x, y = size[0] / 2 - 20, size[1] / 2
    pages = drawn(*(b"BT /F1 40 Tf %d %d Td (%d) Tj ET" % (x, y, page) for page in range(1, count + 1)))

    def resize(pdf: Any) -> None:
        for page in pdf.pages:
            page.mediabox = [0, 0, *size]

    return edited(pages, resize)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize(("count", "signature"), [(1, None), (4, None), (7, None), (21, 8), (24, 16)])
def test_the_printed_file_folds_as_the_map_says(count: int, signature: int | None, flip: Flip, rtl: bool) -> None:  # noqa: FBT001
    options = ImposeOptions(booklet=True, signature=signature, flip=flip, rtl=rtl)
    imposed = impose(Part("n.pdf", numbered(count)), options)
    assert imposed.job.landscape
    found = faces(printed_pages(imposed.data, 2, 1), 2, 1, like_a_leaf=flip == "short")
    read = leafed_through(found, imposed.sheets, (signature or 4 * imposed.sheets) // 4, rtl=rtl)
    assert read == [*range(count), *[None] * imposed.blanks]


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("size", [(400, 600), (600, 400)])
@pytest.mark.parametrize("nup", [2, 4, 8])
def test_so_does_a_printed_n_up(nup: Nup, size: tuple[int, int], flip: Flip) -> None:
    """Both kinds of page, both edges: the sheet lies as the pages are largest, and backs are turned where needed."""
    imposed = impose(Part("n.pdf", numbered(19, size)), ImposeOptions(nup=nup, flip=flip))
    assert imposed.job.landscape == ((size[0] < size[1]) != (nup == 4))
    columns, rows = {2: (2, 1), 4: (2, 2), 8: (4, 2)}[nup]
    if not imposed.job.landscape and nup != 4:
        columns, rows = rows, columns
    like_a_leaf = (flip == "short") == imposed.job.landscape
    found = faces(printed_pages(imposed.data, columns, rows), columns, rows, like_a_leaf=like_a_leaf)
    read = read_in_rows(found, imposed.sheets, columns, rows, rtl=False)
    assert read[:19] == list(range(19))
    assert set(read[19:]) <= {None}
