"""What is found in bytes: fonts in forms, characters behind glyphs, objects however they are written."""

from __future__ import annotations

import ctypes
import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from tests.bindery_own.samples import typeset

from casefolio.bindery import pdfium as door
from casefolio.bindery.anatomy import Anatomy
from casefolio.bindery.examine import Examination, examine

BUILD = Path(__file__).parents[2] / "build"
GOOD = typeset("<h1>Ada</h1><p>Example</p>")


def kind(declared: Any) -> str:
    """A C type, as far as a call depends on it: nothing, an address, or a number of this size and sign."""
    if declared is None:
        return "nothing"
    if isinstance(getattr(declared, "_type_", None), str) and declared._type_ not in "PzZ":
        signed = declared(-1).value == -1 if declared is not ctypes.c_float else True
        return f"{'' if signed else 'un'}signed {ctypes.sizeof(declared)} {declared is ctypes.c_float}"
    return "address"


@pytest.mark.parametrize("name", door.PROTOTYPES)
def test_declarations_agree_with_those_of_pypdfium2(name: str) -> None:
    result, arguments = door.PROTOTYPES[name]
    function = getattr(import_module("pypdfium2_raw"), name)
    assert [kind(argument) for argument in arguments] == [kind(argument) for argument in function.argtypes]
    assert kind(result) == kind(function.restype)


def test_the_library_is_found_where_its_bindings_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = door._library_file()
    monkeypatch.setattr(door, "_FILES", ())
    assert door._library_file().resolve() == quick.resolve()


def test_the_bindings_are_not_imported() -> None:
    script = "import sys; from casefolio.bindery.examine import examine; print([m for m in sys.modules if 'pdf' in m])"
    ran = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(BUILD)}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "['casefolio.bindery.pdfium']"


def drawing(content: bytes, **resources: Any) -> bytes:
    """A page of a few operators, with nothing else about it."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        page.Contents = pdf.make_stream(content)
        page.Resources = pikepdf.Dictionary(**{key: build(pdf) for key, build in resources.items()})
        pdf.save(target)
    return target.getvalue()


def cmap(body: str) -> Any:
    def build(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Courier,
            ToUnicode=pdf.make_stream(body.encode()),
        )
        return pikepdf.Dictionary(F=pdf.make_indirect(font))

    return build


def test_a_bare_page_has_nothing_and_breaks_nothing() -> None:
    found = examine(drawing(b""))
    assert (found.texts, found.fonts, found.drawn, found.conformance) == (("",), (), frozenset(), ())
    assert (found.marked, found.structured, found.outlined, found.shows_title, found.output_intent) == (False,) * 5
    assert found.paper_pt == ((200.0, 100.0),)
    assert found.facts().tagged is False


def test_fonts_inside_forms_are_seen() -> None:
    def form(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        inner = pdf.make_stream(b"BT /F 9 Tf (inside) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        inner.BBox = pikepdf.Array([0, 0, 200, 100])
        inner.Resources = pikepdf.Dictionary(Font=cmap("")(pdf))
        outer = pdf.make_stream(b"/In Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox = inner.BBox
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=inner))
        return pikepdf.Dictionary(Out=outer)

    found = examine(drawing(b"/Out Do", XObject=form))
    assert [(font.name, font.embedded) for font in found.fonts] == [("Courier", False)]
    assert found.texts == ("inside",)


@pytest.mark.parametrize(
    ("body", "drawn"),
    [
        ("2 beginbfchar <41> <0041> <42> <00660069> endbfchar", "Afi"),
        ("1 beginbfrange <41> <43> <FB00> endbfrange", "\ufb00\ufb01\ufb02"),
        ("1 beginbfrange <41> <42> [<0061> <D83DDE00>] endbfrange", "a😀"),
        ("1 beginbfrange <0000> <FFFF> <0041> endbfrange", "".join(map(chr, range(0x41, 0x141)))),
        ("1 beginbfchar <41> <7> nonsense endbfchar", ""),
    ],
)
def test_what_glyphs_stand_for(body: str, drawn: str) -> None:
    assert examine(drawing(b"", Font=cmap(body))).drawn == set(drawn)


def test_of_two_versions_of_an_object_the_later_counts() -> None:
    data = b"1 0 obj\n<< /A 1 >>\nendobj\n1 0 obj\n<< /A 2 >>\nendobj\ntrailer << /Root 1 0 R >>"
    assert Anatomy.of(data).catalog.strip() == b"<< /A 2 >>"


def test_streams_without_a_true_length_end_where_they_end() -> None:
    for length in (b"7 0 R", b"999", b"1"):
        data = b"1 0 obj << /Length " + length + b" >> stream\nhello\nendstream endobj"
        assert Anatomy.of(data).stream(1).strip() == b"hello"
    data = b"1 0 obj << /Length 14 >> stream\n2 0 obj endobj\nendstream endobj"
    assert Anatomy.of(data).objects.keys() == {1}


def test_streams_that_cannot_be_inflated_hold_nothing() -> None:
    for name in (b"/LZWDecode", b"/FlateDecode"):
        data = b"1 0 obj << /Length 5 /Filter " + name + b" >> stream\nhello\nendstream endobj"
        assert Anatomy.of(data).stream(1) == b""
    assert Anatomy.of(data).stream(2) == b""
    assert Anatomy.of(b"1 0 obj << /Type /ObjStm /Length 1 >> stream\nx\nendstream endobj").catalog == b""


def test_two_threads_may_examine_at_once() -> None:
    found: list[Examination] = []
    threads = [Thread(target=lambda: found.extend(examine(GOOD) for _ in range(5))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(map(repr, found))) <= 2  # sets have no order to be shown in
