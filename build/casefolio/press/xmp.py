"""The XMP packet of a PDF: metadata, and its claims.

PDF/A and PDF/UA (ISO 19005-3 §6.6, ISO 14289-1 §5), or for a press PDF/X-4 (ISO 15930-7 §6.14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from casefolio.model.sheet import Imprint

_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"{names}>
"""
_ARCHIVE_NAMES = """ xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/\""""
_PRESS_NAMES = """ xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/\""""
_ARCHIVE_CLAIMS = (
    "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>\n"
)
_PRESS_CLAIM = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"

# PDF/A admits only schemas that it knows or that the file itself describes (ISO 19005-3 §6.6.2.3).
_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

_TAIL = """</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _alternative(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>\n'


def _listed(name: str, kind: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n"


def xmp_packet(imprint: Imprint, producer: str, creator: str) -> bytes:
    """The packet for one imprint, claiming PDF/A-3a and PDF/UA-1, in UTF-8."""
    metadata = _metadata(imprint, producer, creator)
    parts = (_HEAD.format(names=_ARCHIVE_NAMES), _ARCHIVE_CLAIMS, metadata, "</rdf:Description>\n", _UA_SCHEMA, _TAIL)
    return "".join(parts).encode("utf-8")


def press_packet(imprint: Imprint, producer: str, creator: str, identity: str, *, claimed: bool) -> bytes:
    """The packet of a file for the press. `identity` names the document; `claimed` says that it is PDF/X-4."""
    parts = [
        _HEAD.format(names=_PRESS_NAMES),
        _PRESS_CLAIM if claimed else "",
        _metadata(imprint, producer, creator),
        _dated(imprint, "MetadataDate"),
        "<pdf:Trapped>False</pdf:Trapped>\n",
        f"<xmpMM:DocumentID>{identity}</xmpMM:DocumentID>\n<xmpMM:InstanceID>{identity}</xmpMM:InstanceID>\n",
        f"<xmpMM:RenditionClass>{'default' if claimed else 'proof:pdf'}</xmpMM:RenditionClass>\n",
        "<xmpMM:VersionID>1</xmpMM:VersionID>\n</rdf:Description>\n",
        _TAIL,
    ]
    return "".join(parts).encode("utf-8")


def _metadata(imprint: Imprint, producer: str, creator: str) -> str:
    parts = [
        _alternative("dc:title", imprint.title),
        _listed("dc:creator", "Seq", (imprint.author,)),
        _alternative("dc:description", imprint.subject),
        _listed("dc:subject", "Bag", imprint.keywords),
        _listed("dc:language", "Bag", (imprint.language,)),
        f"<pdf:Keywords>{escape(', '.join(imprint.keywords))}</pdf:Keywords>\n",
        f"<pdf:Producer>{escape(producer)}</pdf:Producer>\n",
        f"<xmp:CreatorTool>{escape(creator)}</xmp:CreatorTool>\n",
        _dated(imprint, "CreateDate", "ModifyDate"),
    ]
    return "".join(parts)


def _dated(imprint: Imprint, *names: str) -> str:
    if imprint.date is None:
        return ""
    date = imprint.date.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "".join(f"<xmp:{name}>{date}</xmp:{name}>\n" for name in names)
