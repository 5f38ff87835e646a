"""Damaged files: a valid packet or a clear problem, never a traceback, a hang or a file that qpdf rejects."""

from __future__ import annotations

import io
import random
import re
import time
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.bind.makers import by_typst, own, scan, untagged

from casefolio.bindery.binding.merge import bind
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera

#: 1,000 seeds in all, twenty for each file and kind of damage, in pieces that workers can share.
_PIECES, _EACH = 10, 100
_SLOWEST = 10.0


@cache
def _victims() -> list[bytes]:
    """Files as programs write them, and the same with everything in the open, so that damage reaches structure."""
    closed = [own(0), untagged(), by_typst(), by_typst(("2.0",)), scan()]
    opened = []
    for data in closed:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(
                out,
                compress_streams=False,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                static_id=True,
            )
        opened.append(out.getvalue())
    return closed + opened


def damaged(seed: int) -> bytes:
    """One of the files with bytes flipped, its end cut off, objects removed, references or numbers changed."""
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    data = bytearray(chance.choice(_victims()))
    kind = seed % 5
    if kind == 0:
        for _ in range(chance.choice([1, 4, 20, 100])):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 1:
        del data[chance.randrange(len(data)) :]
    elif kind == 2:
        for start, end in _some(chance, rb"\d+ 0 obj.*?endobj", data, 0):
            data[start:end] = b" " * (end - start)
    elif kind == 3:
        for start, end in _some(chance, rb"(\d+) 0 R", data, 1):
            data[start:end] = str(chance.randrange(10 ** (end - start))).zfill(end - start).encode()
    else:
        for start, end in _some(chance, rb"[ \[](-?\d+)[ \]\n]", data, 1):
            value = str(chance.choice([0, 1, -1, 9999999, chance.randrange(100)]))
            data[start:end] = value[: end - start].rjust(end - start, "0").encode()
    return bytes(data)


def _some(chance: random.Random, pattern: bytes, data: bytearray, group: int) -> list[tuple[int, int]]:
    found = [match.span(group) for match in re.finditer(pattern, bytes(data), re.DOTALL)]
    return chance.sample(found, min(len(found), chance.choice([1, 3, 20])))


@pytest.mark.parametrize("piece", range(_PIECES))
def test_damage_is_survived_or_told(piece: int) -> None:
    for seed in range(piece * _EACH, (piece + 1) * _EACH):
        parts = [Part("bad.pdf", damaged(seed))] + [Part("own.pdf", own(1))] * (seed % 4 == 0)
        start = time.process_time()
        try:
            bound = bind(parts, BindOptions(paper="a4" if seed % 3 == 0 else None, compress=1))
        except CasefolioError as error:
            problems = error.problems
            bound = None
        if bound is None:
            assert all(problem.exit_code == 6 and problem.remedy for problem in problems), seed
        else:
            with pikepdf.open(io.BytesIO(bound.data)) as pdf:
                # Warnings are about what pages draw and about pictures, damaged before; errors raise.
                pdf.check_pdf_syntax()
        assert time.process_time() - start < _SLOWEST, seed


def test_no_damage_leaves_a_false_claim(vera: Vera) -> None:
    for seed in range(60):
        try:
            bound = bind([Part("bad.pdf", damaged(seed))], BindOptions(compress=1))
        except CasefolioError:
            continue
        # veraPDF gives up on some damaged fonts; that is no verdict.
        flavours = [{"pdfa": "3a", "pdfua": "ua1"}[claim] for claim in sorted(bound.claims)]
        faults = vera.faults(bound.data, flavours) if flavours else []
        assert [fault for fault in faults if "ValidationException" not in fault] == [], seed
