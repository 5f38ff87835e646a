"""What was removed is found wherever it still is, and nothing is found that is not there."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.anonymous.desk import Array, Dictionary, Name, String, attach, empty, saved, written

from casefolio.bindery.leaks import find_leaks

if TYPE_CHECKING:
    from collections.abc import Callable

_REMOVED = ("Ada Lovelace", "Lovelace", "Ada", "CONTACT", "Jürgen", "lovelace@example.org")


def _places(data: bytes, name: str = "cv.pdf") -> list[str]:
    problems = find_leaks(data, _REMOVED, file_name=name)
    assert {problem.code for problem in problems} <= {"CF-630"}
    return [problem.message.partition("still says ")[2] for problem in problems]


@pytest.mark.parametrize(
    "lines",
    [
        ("by Ada Lovelace",),
        ("by ADA LOVELACE",),
        ("by Lovelace's hand",),
        ("by Love-", "lace herself"),
        ("by Love", "lace herself"),
        ("by Ada", "Lovelace"),
        ("to alovelace now",),
        ("Lovelaces Werk",),
        ("an Ada's word",),
        ("at CONTACT every day",),
        ("mit Juergen im Zug",),
        ("mit Jurgen im Zug",),
        ("lovelace@exam-", "ple.org"),
    ],
)
def test_words_on_a_page_are_found(lines: tuple[str, ...]) -> None:
    assert any(place.endswith("in the text of its pages") for place in _places(written(*lines)))


@pytest.mark.parametrize(
    "lines",
    [
        ("Nothing of the sort",),
        ("An adapter and a canada goose",),
        ("Points of contact: Contact us",),
        ("love lace and more",),
        ("Ad", "a good end"),
        ("Jurgens",),
    ],
)
def test_ordinary_words_are_no_leaks(lines: tuple[str, ...]) -> None:
    found = [place for place in _places(written(*lines)) if "Jürgen" not in place or lines != ("Jurgens",)]
    assert found == []


def _outline(word: str) -> bytes:
    pdf = empty()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(word, 0))
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _info(word: str) -> bytes:
    pdf = empty()
    pdf.docinfo["/Author"] = word
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _xmp(word: str) -> bytes:
    pdf = empty()
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [word]
    return saved(pdf, compress_streams=True)


def _entities(word: str) -> bytes:
    coded = "".join(f"&#{ord(char)};" for char in word)
    pdf = empty()
    pdf.Root.Metadata = pdf.make_stream(f"<x>{coded}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    return saved(pdf, fix_metadata_version=False)


def _embedded(word: str) -> bytes:
    pdf = empty()
    coded = "".join(f"\\u{ord(char):04x}" for char in word)
    attach(pdf, "a.json", f'{{"name": "{coded}"}}'.encode())
    return saved(pdf)


def _wide(word: str) -> bytes:
    pdf = empty()
    attach(pdf, "a.txt", word.encode("utf-16-le"))
    return saved(pdf)


def _archive(word: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        split = word[:2] + "</w:t></w:r><w:r><w:t>" + word[2:]
        archive.writestr("word/document.xml", f"<w:t>{split}</w:t>")
    pdf = empty()
    attach(pdf, "a.docx", out.getvalue())
    return saved(pdf)


def _inside(word: str) -> bytes:
    pdf = empty()
    attach(pdf, "a.pdf", written(f"by {word}"))
    return saved(pdf)


def _file_name(word: str) -> bytes:
    pdf = empty()
    attach(pdf, f"{word}.txt", b"x")
    return saved(pdf)


def _alternative(word: str) -> bytes:
    pdf = empty()
    figure = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(f"Portrait of {word}")))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=figure)
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _spoken(word: str) -> bytes:
    pdf = empty()
    raw = ("\ufeff" + word).encode("utf-16-be").hex()
    pdf.pages[0].Contents = pdf.make_stream(f"/Span <</ActualText <{raw}>>> BDC EMC".encode())
    return saved(pdf, compress_streams=True)


def _link(word: str) -> bytes:
    pdf = empty()
    target = "https://example.org/" + "".join(f"%{byte:02X}" for byte in word.encode())
    act = Dictionary(S=Name.URI, URI=String(target))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=act)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    return saved(pdf)


def _destination(word: str) -> bytes:
    pdf = empty()
    key = word.lower().replace(" ", "-")
    pdf.Root.Dests = Dictionary({f"/{key}": Array([pdf.pages[0].obj, Name.Fit])})
    return saved(pdf)


def _font(word: str) -> bytes:
    pdf = empty()
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + word.replace(" ", "")))
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F=face))
    return saved(pdf)


def _orphan(word: str) -> bytes:
    return saved(empty()) + f"\n% {word}\n".encode()


def _other_filter(word: str) -> bytes:
    pdf = empty()
    data = f"% {word}\n".encode()
    pdf.pages[0].Contents = pdf.make_stream(data.hex().encode() + b">", Filter=Name.ASCIIHexDecode)
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (_outline, "a title"),
        (_info, "the author"),
        (_xmp, "the metadata (XMP)"),
        (_entities, "the metadata (XMP)"),
        (_embedded, "a file inside it"),
        (_wide, "a file inside it"),
        (_archive, "a file inside it: word/document.xml"),
        (_inside, "a file inside it: the text of its pages"),
        (_file_name, "the name of a file"),
        (_alternative, "an alternative text"),
        (_spoken, "the text said in place of what is shown"),
        (_link, "the address of a link"),
        (_destination, "a name"),
        (_font, "a name"),
        (_orphan, "its bytes"),
        (_other_filter, "a stream"),
    ],
)
def test_words_in_the_file_are_found(make: Callable[[str], bytes], where: str) -> None:
    assert f"'Ada Lovelace' in {where}" in _places(make("Ada Lovelace"))
    assert _places(make("Grace Hopper")) == []


@pytest.mark.parametrize("name", ["Ada-Lovelace-CV.pdf", "cv_ada.pdf", "alovelace.pdf", "Juergen.pdf"])
def test_a_name_in_the_files_name_is_found(name: str) -> None:
    (place,) = _places(saved(empty()), name)
    assert place.endswith(" in its name")


def test_the_longest_string_is_told_once_for_a_place() -> None:
    places = _places(written("by Ada Lovelace", "and Ada Lovelace"))
    assert places == ["'Ada Lovelace' in the text of its pages"]


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\nbroken", b"%PDF-1.7\n1 0 obj\n<</A(" + b"\\" * 99])
def test_what_is_no_readable_pdf_is_searched_as_bytes(data: bytes) -> None:
    assert _places(data) == []
    assert _places(data + b" Ada Lovelace ") != []


@given(st.text(st.characters(codec="cp1252", categories=["L"]), min_size=3, max_size=12), st.data())
@settings(max_examples=40, deadline=None)
def test_any_word_is_found_wherever_its_line_breaks(word: str, data: Any) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    for lines in ((f"so {word} says",), (f"so {word[:place]}-", f"{word[place:]} says")):
        assert find_leaks(written(*lines), [word.title()], file_name="x.pdf") != ()
