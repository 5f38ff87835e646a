"""All that a PDF says, wherever a reader or a program could find it: strings, streams, files inside it, its pages.

For searching, not for reading: everything comes once in each way in which it can be understood. ISO 32000-1 §7.3.4
(strings), §7.3.5 (names), §7.9.2 (their encodings), §7.11.4 (embedded files).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casefolio.bindery.anatomy import Anatomy

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Files inside files inside files deeper than this are not opened.
_DEPTH = 4
#: A file in an archive is read up to here.
_LARGEST = 32 * 2**20
#: A stream with more bytes than this share that no text has is no text.
_BINARY = 0.02

#: Where something was found that nothing else explains.
BYTES, STREAM = "its bytes", "a stream"
#: Keys of strings that are text in a content stream (ISO 32000-1 §14.9).
_IN_CONTENT = (b"/ActualText", b"/Alt", b"/E")

_STRING = re.compile(rb"(/[A-Za-z0-9_.#-]+)|\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]+)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_NO_TEXT = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r")

_WHERE = {
    b"/Alt": "an alternative text",
    b"/ActualText": "the text said in place of what is shown",
    b"/Title": "a title",
    b"/Author": "the author",
    b"/Subject": "the subject",
    b"/Keywords": "the keywords",
    b"/Producer": "the producer",
    b"/Creator": "the creator",
    b"/URI": "the address of a link",
    b"/F": "the name of a file",
    b"/UF": "the name of a file",
    b"/Desc": "the description of a file",
    b"/Contents": "a note",
    b"/T": "the title of a part",
    b"/BaseFont": "the name of a font",
    b"/FontName": "the name of a font",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that the file says: where, and its words. `text` is False for bytes that are no text."""

    where: str
    words: str
    text: bool = True


def apart(name: str) -> str:
    """A file's name, and once more with its words apart: in it they are joined by signs."""
    return f"{name}\n{re.sub(r'[-_.]+', ' ', name)}"


def all_of(data: bytes, depth: int = 0, prefix: str = "") -> Iterator[Spoken]:
    """All that a PDF says; of a file that is none, its bytes."""
    # Without the zeros of UTF-16.
    yield Spoken(prefix + BYTES, data.replace(b"\0", b"").decode("latin-1"), text=False)
    anatomy = Anatomy.of(data)
    for number, source in anatomy.objects.items():
        yield from _strings(source, prefix)
        if number in anatomy.streams:
            yield from _stream(anatomy, number, depth, prefix)
    # The trailer, and all else that lies between objects.
    yield from _strings(data[data.rfind(b"trailer") :] if b"trailer" in data else b"", prefix)
    yield from _pages(data, prefix)


def _strings(source: bytes, prefix: str, *, content: bool = False) -> Iterator[Spoken]:
    """The strings of an object's source, and its names, each under the key before it.

    In content, strings without such a key are numbers of glyphs, and no text.
    """
    key = b""
    for found in _STRING.finditer(source):
        name, literal, digits = found.groups()
        if name is not None:
            key = name
            yield Spoken(f"{prefix}a name", _NAME_CODE.sub(_byte, name[1:]).decode("utf-8", "replace"))
            continue
        raw = _ESCAPE.sub(_unescaped, literal) if literal is not None else _from_hex(digits)
        for words in _read(raw):
            said = f"{unquote(words)}\n{words}"
            if content and key not in _IN_CONTENT:
                yield Spoken(prefix + STREAM, said, text=False)
            else:
                yield Spoken(prefix + _WHERE.get(key, "a string"), said)
        key = b""


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) & 255]) if code[:1].isdigit() and code[:1] < b"8" else _PLAIN.get(code, code)


def _from_hex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def _read(raw: bytes) -> Iterator[str]:
    """Bytes as text, in the encodings that a string may have (ISO 32000-1 §7.9.2, ISO 32000-2 §7.9.2.2)."""
    if raw[:2] in (b"\xfe\xff", b"\xff\xfe"):
        yield raw.decode("utf-16", "replace")
        return
    yield raw.decode("utf-8", "replace")
    if not raw.isascii():
        yield raw.decode("latin-1")
    if raw.count(0) * 3 > len(raw):
        yield raw.decode("utf-16-be", "replace")
        yield raw.decode("utf-16-le", "replace")


def _stream(anatomy: Anatomy, number: int, depth: int, prefix: str) -> Iterator[Spoken]:
    """A stream without its filters; those that hold objects have been taken apart before."""
    keys = anatomy.streams[number].keys
    if b"/ObjStm" in keys or b"/XRef" in keys:
        return
    data = anatomy.stream(number) or _filtered(anatomy, number)
    if b"/Metadata" in keys:
        yield from _body(data, f"{prefix}the metadata (XMP)", depth)
    elif b"/EmbeddedFile" in keys or b"/Params" in keys:
        yield from _body(data, f"{prefix}a file inside it", depth)
    else:
        yield from _body(data, prefix + STREAM, depth)
        if not _binary(data):
            yield from _strings(data, prefix, content=True)


def _filtered(anatomy: Anatomy, number: int) -> bytes:
    """A stream of other filters than Flate; what they cannot undo stays as it is."""
    start, end = anatomy.streams[number].start, anatomy.streams[number].end
    raw = anatomy.data[start:end]
    if b"/Filter" not in anatomy.streams[number].keys:
        return raw
    from casefolio.bindery.binding.source import Source, hushed
    from casefolio.errors import CasefolioError
    from casefolio.model.binding import Part

    try:
        with hushed():
            source = Source(Part("", anatomy.data))
            found = source.reader.get_object(number)
            return source.data(found) or raw
    except (CasefolioError, ValueError, KeyError):
        return raw


def _body(data: bytes, where: str, depth: int) -> Iterator[Spoken]:
    """The bytes of a stream or of a file as text, and what is in them."""
    binary = _binary(data)
    for words in _read(data):
        yield Spoken(where, words, text=not binary)
        if not binary and "&" in words:
            yield Spoken(where, html.unescape(words))
        if not binary and "\\u" in words:
            yield Spoken(where, _UNICODE.sub(lambda code: chr(int(code[1], 16)), words))
    if depth >= _DEPTH:
        return
    if data[:1024].find(b"%PDF-") >= 0:
        yield from all_of(data, depth + 1, f"{where}: ")
    elif data.startswith(b"PK\3\4"):
        yield from _archive(data, where, depth)


def _archive(data: bytes, where: str, depth: int) -> Iterator[Spoken]:
    """The files of an archive: an office document is one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield Spoken(f"{where}: the name of a file", apart(entry.filename))
                if entry.file_size <= _LARGEST:
                    body = archive.read(entry)
                    yield from _body(body, f"{where}: {entry.filename}", depth + 1)
                    # What an office program has split into runs is one word all the same.
                    yield Spoken(f"{where}: {entry.filename}", re.sub("<[^>]*>", "", body.decode("utf-8", "replace")))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return


def _binary(data: bytes) -> bool:
    sample = data[:65536]
    return len(sample) - len(sample.translate(None, _NO_TEXT)) > _BINARY * len(sample) and data[:2] not in (
        b"\xfe\xff",
        b"\xff\xfe",
    )


def _pages(data: bytes, prefix: str) -> Iterator[Spoken]:
    """The text of the pages, as PDFium and as pypdf read it; the end of a page is the end of a line."""
    import pypdfium2

    from casefolio.bindery.binding.source import Source, hushed
    from casefolio.bindery.pdfium import LOCK
    from casefolio.errors import CasefolioError
    from casefolio.model.binding import Part

    pages: list[str] = []
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return
        try:
            for page in document:
                text = page.get_textpage()
                pages.append(text.get_text_range().replace("\ufffe", "-\n").replace("\x02", "-\n"))
                text.close()
                page.close()
        finally:
            document.close()
    yield Spoken(f"{prefix}the text of its pages", "\n".join(pages))
    try:
        with hushed():
            reader = Source(Part("", data)).reader
            yield Spoken(f"{prefix}the text of its pages", "\n".join(page.extract_text() for page in reader.pages))
    except CasefolioError:
        return
    except Exception:  # noqa: BLE001 - a parser fed with odd content raises whatever it trips over; PDFium has read it
        return
