"""Whatever small PDF comes, what it shows is there afterwards, tagged once."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bind.evidence import words
from tests.bind.makers import drawn
from tests.tagtree import check_tree, transcript

from casefolio.bindery.binding.content import operators
from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.parts import parse_spans
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part

_WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
_PLACE = st.tuples(st.integers(20, 300), st.integers(20, 560), st.sampled_from([8, 12, 24]))


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """A content stream of texts, paths, clips, marked content and nested states, in any order."""
    pieces = []
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["text", "path", "clip", "state", "marked", "artifact", "two"]))
        x, y, size = draw(_PLACE)
        word = draw(_WORD)
        text = f"BT /F1 {size} Tf {x} {y} Td ({word}) Tj ET"
        pieces.append(
            {
                "text": text,
                "path": f"1 0 0 rg {x} {y} 20 10 re f",
                "clip": f"q {x} {y} 200 100 re W n Q",
                "state": f"q 1 0 0 1 3 4 cm {text} Q",
                "marked": f"/Span <</MCID 3>> BDC {text} EMC",
                "artifact": f"/Artifact BMC {x} {y} m 99 99 l S EMC",
                "two": f"BT /F1 {size} Tf {x} {y} Td ({word}) Tj 0 -{size} TD ({word}) ' ET",
            }[kind]
        )
    return " ".join(pieces).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(contents(), min_size=1, max_size=3), min_size=1, max_size=3))
def test_no_word_is_lost_and_every_word_is_tagged_once(files: list[list[bytes]]) -> None:
    parts = [drawn(*pages) for pages in files]
    bound = bind([Part(f"{number}.pdf", part) for number, part in enumerate(parts)])
    assert words(bound.data) == [text for part in parts for text in words(part)]
    assert check_tree(bound.data, margins=False) == []
    with pikepdf.open(io.BytesIO(bound.data)) as pdf:
        assert pdf.check_pdf_syntax() == []
    said = sorted(
        "".join(char for line in transcript(bound.data) for char in line.partition(": ")[2] if char.isalpha())
    )
    shown = [op for pages in files for page in pages for op in operators(page) if op.name in (b"Tj", b"'")]
    assert said == sorted("".join(op.operands[0][1:-1].decode() for op in shown))  # type: ignore[index, union-attr]


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read_as_content(data: bytes) -> None:
    last = 0
    for op in operators(data):
        assert 0 <= op.start < op.end <= len(data)
        assert op.end >= last
        last = op.end


@given(st.text(alphabet="0123456789-, ", max_size=12))
def test_any_range_is_read_or_refused(text: str) -> None:
    try:
        spans = parse_spans(text, "x")
    except CasefolioError as refused:
        code = int(refused.exit_code)
    else:
        code = 6
        assert all(span.first >= 1 and (span.last is None or span.last >= span.first) for span in spans)
    assert code == 6


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_part_or_a_problem(data: bytes) -> None:
    with pytest.raises(CasefolioError) as error:
        bind([Part("x", b"%PDF-1.4\n" + data)])
    assert error.value.exit_code == 6
