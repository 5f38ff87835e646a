"""Large inline images as images with a body of their own, so that they can be made smaller like all others.

ISO 32000-1 §8.9.7 (inline images, their short names).
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject, read_object

from casefolio.bindery.binding.content import operators
from casefolio.bindery.binding.pool import mapping, name, stream
from casefolio.bindery.binding.source import Source
from casefolio.bindery.reducing.placing import page_data
from casefolio.bindery.reducing.rewrite import Rewrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf.generic import PdfObject

    from casefolio.model.binding import Part

#: Smaller ones are not worth an object (§8.9.7 allows only those of 4 KB, and programs do as they like).
_LARGE = 8192

_KEYS = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}
_FILTERS = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
_SPACES = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}

_DATA = re.compile(rb"[\s\])>]ID[\s]")
_END = re.compile(rb"[\x00\t\n\f\r ]+EI$")


def with_bodies(part: Part, indices: Sequence[int]) -> Part:
    """The part, the large inline images on these pages, from 0, and in their forms taken out into objects."""
    source = Source(part)
    rewrite = Rewrite(source)
    if not rewrite.possible:
        return part
    seen: set[int] = set()
    for index in indices:
        page = source.pages[index]
        around = source.resolve(page.inherited.get("/Resources"))
        resources = around if isinstance(around, DictionaryObject) else DictionaryObject()
        made = _taken_out(rewrite, page_data(source, page), resources)
        if made is not None and page.ref is not None:
            entries = DictionaryObject(page.entries)
            entries[NameObject("/Contents")] = rewrite.add(stream(made[0]))
            entries[NameObject("/Resources")] = made[1]
            rewrite.changed[page.ref.idnum] = entries
        _forms(rewrite, resources, seen)
    return replace(part, data=rewrite.bytes(), password=None) if rewrite.changed else part


def _forms(rewrite: Rewrite, around: DictionaryObject, seen: set[int]) -> None:
    """The same for the forms that resources name, and theirs."""
    source, waiting = rewrite.source, [around]
    while waiting:
        resources = waiting.pop()
        for ref in source.dictionary(resources, "/XObject").values():
            form = source.resolve(ref)
            if not isinstance(ref, IndirectObject) or ref.idnum in seen or not isinstance(form, StreamObject):
                continue
            seen.add(ref.idnum)
            if source.name(form, "/Subtype") != "Form":
                continue
            own = source.get(form, "/Resources")
            inner = own if isinstance(own, DictionaryObject) else resources
            made = _taken_out(rewrite, source.data(form), inner)
            if made is not None:
                kept = ("/Filter", "/DecodeParms", "/Length")
                entries = DictionaryObject({key: value for key, value in form.items() if key not in kept})
                entries[NameObject("/Resources")] = made[1]
                rewrite.changed[ref.idnum] = stream(made[0], entries)
            waiting.append(inner)


def _taken_out(
    rewrite: Rewrite, data: bytes | None, resources: DictionaryObject
) -> tuple[bytes, DictionaryObject] | None:
    """Content and resources without large inline images; None where there are none."""
    if data is None or len(data) < _LARGE or b"BI" not in data:
        return None
    named = DictionaryObject(rewrite.source.dictionary(resources, "/XObject"))
    pieces, place = [], 0
    for op in operators(data):
        image = _image(rewrite, data[op.start : op.end], resources) if _is_large(op.name, op.end - op.start) else None
        if image is None:
            continue
        key = next(f"/Inline{number}" for number in range(len(named) + 1) if f"/Inline{number}" not in named)
        named[NameObject(key)] = rewrite.add(image)
        pieces += [data[place : op.start], key.encode() + b" Do"]
        place = op.end
    if not pieces:
        return None
    made = DictionaryObject(resources)
    made[NameObject("/XObject")] = named
    return b"".join([*pieces, data[place:]]), made


def _is_large(operator: bytes, length: int) -> bool:
    return operator == b"BI" and length >= _LARGE


def _image(rewrite: Rewrite, written: bytes, resources: DictionaryObject) -> StreamObject | None:
    """What stands from BI to EI as an image XObject; None where it cannot be read."""
    begin, end = _DATA.search(written), _END.search(written)
    if begin is None or end is None or not written.startswith(b"BI"):
        return None
    try:
        found = read_object(BytesIO(b"<<" + written[2 : begin.start() + 1] + b">>"), rewrite.source.reader)
    except Exception:  # noqa: BLE001 - a parser fed with broken bytes raises whatever it trips over
        return None
    if not isinstance(found, DictionaryObject):
        return None
    entries = mapping({"Type": name("XObject"), "Subtype": name("Image")})
    for key, value in found.items():
        entries[NameObject(_KEYS.get(key, key))] = value
    for key in ("/Filter", "/ColorSpace"):
        if key in entries:
            entries[NameObject(key)] = _long(entries[key], _FILTERS if key == "/Filter" else _SPACES)
    space = entries.get("/ColorSpace")
    spaces = rewrite.source.dictionary(resources, "/ColorSpace")
    if isinstance(space, NameObject) and space in spaces:
        entries[NameObject("/ColorSpace")] = dict.__getitem__(spaces, space)
    return stream(written[begin.end() : end.start()], entries)


def _long(value: PdfObject, names: dict[str, str]) -> PdfObject:
    """Names in full, also in an array; the base of a palette too."""
    if isinstance(value, NameObject):
        return NameObject(names.get(value, value))
    return ArrayObject(_long(each, names) for each in value) if isinstance(value, ArrayObject) else value
