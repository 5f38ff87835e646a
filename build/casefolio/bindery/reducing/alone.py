"""One image alone in a file, as PDFium reads it: whatever its filter, with a colour space of our choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.pool import Pool, mapping, name, number, numbers, sequence, stream
from casefolio.bindery.binding.serialise import pdf_bytes
from casefolio.bindery.pdfium import LOCK

if TYPE_CHECKING:
    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.reducing.pixels import Image


def rendered(image: Image, space: PdfObject | None) -> Any:
    """The image alone on a page, as PDFium reads it, before /Decode."""
    import pypdfium2

    data = _alone(image, space)
    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[0]
            found = next(iter(page.get_objects()), None)
            picture = None if found is None else found.get_bitmap(scale_to_original=False).to_pil().copy()
            page.close()
        finally:
            document.close()
    if picture is None:
        return None
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _alone(image: Image, space: PdfObject | None) -> bytes:
    pool = Pool()
    entries: dict[str, PdfObject] = {
        "Type": name("XObject"),
        "Subtype": name("Image"),
        "Width": number(image.width),
        "Height": number(image.height),
        "BitsPerComponent": number(image.bits),
    }
    for key in ("Filter", "DecodeParms"):
        value = image.source.get(image.body, "/" + key)
        if value is not None:
            entries[key] = _inside(image.source, pool, value)
    if space is not None:
        entries["ColorSpace"] = space
    ref = pool.add(stream(raw_data(image.body), entries))
    pages = pool.reserve()
    content = pool.add(stream(b"q %d 0 0 %d 0 0 cm /Im Do Q" % (image.width, image.height)))
    page = {
        "Type": name("Page"),
        "Parent": pages,
        "MediaBox": numbers([0, 0, image.width, image.height]),
        "Contents": content,
        "Resources": mapping({"XObject": mapping({"Im": ref})}),
    }
    pool.put(pages, mapping({"Type": name("Pages"), "Kids": sequence([pool.add(mapping(page))]), "Count": number(1)}))
    return pdf_bytes(pool.objects, pool.add(mapping({"Type": name("Catalog"), "Pages": pages})), None, 1)


def _inside(source: Source, pool: Pool, value: PdfObject, depth: int = 0) -> PdfObject:
    """A copy of filters and their parameters, JBIG2's global segments included."""
    found = source.resolve(value)
    if isinstance(found, StreamObject):
        return pool.add(stream(source.data(found) or b""))
    if isinstance(found, DictionaryObject) and depth < 3:
        return mapping({key[1:]: _inside(source, pool, each, depth + 1) for key, each in found.items()})
    if isinstance(found, ArrayObject) and depth < 3:
        return sequence(_inside(source, pool, each, depth + 1) for each in found)
    return found if found is not None else mapping({})
