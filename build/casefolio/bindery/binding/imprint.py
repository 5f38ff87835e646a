"""Metadata of the bound file: Info, XMP and catalog, all saying the same (ISO 32000-1 §14.3; ISO 16684-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pypdf.generic import BooleanObject

from casefolio.bindery.binding.pool import mapping, name, stream, text_string

if TYPE_CHECKING:
    from datetime import datetime

    from pypdf.generic import IndirectObject, PdfObject

    from casefolio.bindery.binding.quire import Book
    from casefolio.model.binding import BindOptions, Claim

_PRODUCER = "Casefolio"

_PDFUA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class Titling:
    """What the bound file says of itself."""

    def __init__(self, book: Book, options: BindOptions) -> None:
        first = book.quires[0]
        given = options.imprint
        self.title = options.title or (given.title if given else first.title)
        self.author = given.author if given else info_text(book, "/Author")
        self.subject = given.subject if given else info_text(book, "/Subject")
        self.keywords = ", ".join(given.keywords) if given else info_text(book, "/Keywords")
        self.language = options.language or (given.language if given else first.language)
        self.date = given.date if given else None


def info_text(book: Book, key: str) -> str:
    """An entry of the first part's document information."""
    source = book.quires[0].source
    return plain(source.text(source.dictionary(source.trailer, "/Info"), key))


def plain(text: str) -> str:
    """A text without characters that XML cannot hold, its white space made single."""
    return " ".join("".join(char if char.isprintable() or char.isspace() else " " for char in text).split())


def write_imprint(book: Book, titling: Titling, claims: frozenset[Claim]) -> IndirectObject:
    """Put XMP, language and viewer preferences into the catalog; returns the reference of the Info dictionary."""
    packet = xmp(titling, claims)
    book.catalog["Metadata"] = book.pool.add(
        stream(packet.encode("utf-8"), mapping({"Type": name("Metadata"), "Subtype": name("XML")}))
    )
    book.catalog["Lang"] = text_string(titling.language)
    book.catalog["ViewerPreferences"] = mapping({"DisplayDocTitle": BooleanObject(value=True)})
    entries: dict[str, PdfObject] = {"Title": text_string(titling.title)}
    for key, value in (("Author", titling.author), ("Subject", titling.subject), ("Keywords", titling.keywords)):
        if value:
            entries[key] = text_string(value)
    entries["Producer"] = text_string(_PRODUCER)
    if titling.date is not None:
        stamp = text_string(f"D:{titling.date:%Y%m%d%H%M%S}{_zone(titling.date)}")
        entries.update({"CreationDate": stamp, "ModDate": stamp})
    return book.pool.add(mapping(entries))


def _zone(date: datetime) -> str:
    offset = date.strftime("%z")
    return f"{offset[:3]}'{offset[3:5]}'" if offset and offset != "+0000" else "Z"


def xmp(titling: Titling, claims: frozenset[Claim]) -> str:
    """The XMP packet. `pdfaid` and `pdfuaid` only as claimed, with the schema that PDF/A asks for of the latter."""
    said = [_described("dc", "http://purl.org/dc/elements/1.1/", _dublin_core(titling))]
    said.append(_described("pdf", "http://ns.adobe.com/pdf/1.3/", _pdf(titling)))
    if titling.date is not None:
        stamp = titling.date.isoformat(timespec="seconds").replace("+00:00", "Z")
        dates = "".join(f"<xmp:{key}>{stamp}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate"))
        said.append(_described("xmp", "http://ns.adobe.com/xap/1.0/", dates))
    if "pdfa" in claims:
        level = "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        said.append(_described("pdfaid", "http://www.aiim.org/pdfa/ns/id/", level))
    if "pdfua" in claims:
        said.append(_described("pdfuaid", "http://www.aiim.org/pdfua/ns/id/", "<pdfuaid:part>1</pdfuaid:part>"))
        said.append(_PDFUA_SCHEMA)
    body = "\n".join(said)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n{body}\n</rdf:RDF>\n</x:xmpmeta>\n'
        '<?xpacket end="r"?>'
    )


def _described(prefix: str, space: str, body: str) -> str:
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{space}">{body}</rdf:Description>'


def _dublin_core(titling: Titling) -> str:
    body = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(titling.title)}</rdf:li></rdf:Alt></dc:title>'
    if titling.author:
        body += f"<dc:creator><rdf:Seq><rdf:li>{escape(titling.author)}</rdf:li></rdf:Seq></dc:creator>"
    if titling.subject:
        alternative = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(titling.subject)}</rdf:li></rdf:Alt>'
        body += f"<dc:description>{alternative}</dc:description>"
    return body + f"<dc:language><rdf:Bag><rdf:li>{escape(titling.language)}</rdf:li></rdf:Bag></dc:language>"


def _pdf(titling: Titling) -> str:
    keywords = f"<pdf:Keywords>{escape(titling.keywords)}</pdf:Keywords>" if titling.keywords else ""
    return keywords + f"<pdf:Producer>{_PRODUCER}</pdf:Producer>"
