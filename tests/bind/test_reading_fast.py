"""What is read in one sweep is what is read token by token, or object by object: the quick ways change nothing."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from unittest.mock import patch

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from tests.bind.evidence import words
from tests.bind.makers import by_typst, edited, own, untagged

from casefolio.bindery.binding import content
from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.serialise import serialised
from casefolio.bindery.binding.source import Source
from casefolio.errors import CasefolioError
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_NEVER = re.compile(rb"(?!)")
_PIECES = [b"1", b"-2.5", b".5", b"3.", b"7..2", b"cm", b"Tj", b"f*", b"true", b"BI", b"ID", b"EI", b"/F1", b"/", b"'"]
_PIECES += [b"(a\\)b)", b"(a(b)c)", b"(", b"<4A>", b"<", b"[1 <00> -3]", b"[", b"]", b"<<", b">>", b"% no\n", b"\x00"]


@given(st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from([b" ", b"\n", b"", b" \t"]))))
def test_operators_read_at_once_are_those_read_token_by_token(pieces: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(piece + space for piece, space in pieces)
    found = list(content.operators(data))
    with patch.object(content, "_PLAIN_OP", _NEVER):
        assert found == list(content.operators(data))


def packed(edit: Callable[[Any], None] = lambda _: None) -> bytes:
    """A tagged file whose objects lie in object streams, as qpdf writes them."""
    with pikepdf.open(io.BytesIO(own(0))) as pdf:
        edit(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def odd(pdf: Any) -> None:
    """Strings, names and numbers that are rarely written."""
    pdf.Root.Odd = pikepdf.Array(
        [
            pikepdf.String("brackets (in) a \\ string\n\r"),
            pikepdf.String("Grüße ü"),
            pikepdf.String(b"\xff\x00\x9f\x7f"),
            pikepdf.Name("/with space#and code"),
            pikepdf.Dictionary(Deep=[[[pikepdf.Dictionary()]]], Yes=True, No=False, None_=[None]),
            -1,
            pikepdf.Object.parse(b"+17"),
            pikepdf.Object.parse(b"-.002"),
            pikepdf.Object.parse(b"123456789012"),
        ]
    )


@pytest.mark.parametrize("data", [packed(), packed(odd), own(1), by_typst(), untagged()], ids=lambda _: "")
def test_objects_read_at_once_are_those_that_pypdf_reads(data: bytes) -> None:
    source, reader = Source(Part("a.pdf", data)), PdfReader(io.BytesIO(data))
    for number in reader.xref_objStm:
        mine, expected = source.load(IndirectObject(number, 0, source.reader)), reader.get_object(number)
        assert type(mine) is type(expected)
        assert mine is not None
        assert expected is not None
        assert serialised(mine) == serialised(expected)


def test_most_objects_are_read_at_once() -> None:
    """Where nothing is odd, pypdf is asked for no object of an object stream."""
    with patch.object(PdfReader, "_get_object_from_stream", side_effect=AssertionError):
        bound = bind([Part("a.pdf", packed())])
    assert bound.data == bind([Part("a.pdf", packed())]).data


def test_an_update_of_a_file_wins_over_what_it_replaces() -> None:
    """The newer of two versions of a page is read, though the older one lies in an object stream with others."""
    data = packed()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page, size = pdf.pages[0].obj, int(pdf.trailer.Size)
        number, root = page.objgen[0], pdf.Root.objgen[0]
        page.MediaBox = [0, 0, 300, 400]
        body = b"%d 0 obj\n%b\nendobj\n" % (number, page.unparse(resolved=True))
    before = int(data[data.rindex(b"startxref") + 10 :].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    new = data + body + table % (number, len(data), size, root, before, len(data) + len(body))
    source = Source(Part("a.pdf", new))
    assert source.numbers(source.pages[0].inherited["/MediaBox"], 4) == [0, 0, 300, 400]
    assert words(bind([Part("a.pdf", new)]).data)[1] == words(own(0))[1]


@pytest.mark.parametrize("break_it", [b"/N 1 ", b"/N 999 ", b"/First 0 ", b"/First 3 ", b"/First 99999 "])
def test_a_malformed_object_stream_is_told_or_survived(break_it: bytes) -> None:
    data = packed()
    key = break_it.split()[0]
    broken = re.sub(rb"(/ObjStm.{0,80})" + key + rb" \S+ ", rb"\1" + break_it, data, count=1, flags=re.DOTALL)
    assert broken != data
    try:
        told = [problem.code for problem in bind([Part("a.pdf", broken)]).warnings]
    except CasefolioError as error:
        told = [problem.code for problem in error.problems]
    assert all(code.startswith(("CF-5", "CF-6")) for code in told)


def test_edited_files_are_read_the_same() -> None:
    """A file without object streams takes the way through pypdf."""
    data = edited(own(0), lambda _: None)
    assert words(bind([Part("a.pdf", data)]).data) == words(own(0))
