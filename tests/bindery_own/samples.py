"""Small PDFs to examine: typeset with WeasyPrint itself, so that the bindery is tested without the press."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from casefolio.model.sheet import Expectation, Imprint, Said

IMPRINT = Imprint(
    title="Ada Example – CV",
    author="Ada Example",
    subject="Curriculum vitæ",
    keywords=("platforms", "GitOps"),
    language="en",
    date=datetime(2026, 11, 1, tzinfo=UTC),
)
FAMILIES = frozenset({"Source Sans Pro", "Source Serif Pro"})

_FACES = (
    ("Source Sans Pro", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("Source Sans Pro", 400, "italic", "font_source_sans_pro", "SourceSansPro-It.ttf"),
    ("Source Sans Pro", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    ("Source Serif Pro", 700, "normal", "font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
)
_BASE = """
@page { size: A4; margin: 20mm; font-family: "Source Sans Pro" }
body { margin: 0; font: 10pt/1.4 "Source Sans Pro"; hyphens: manual }
h1, h2, h3 { font-family: "Source Serif Pro" }
b { font-weight: 600 }
ul ul { list-style-type: disc }
"""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfaid:part="3" pdfaid:conformance="A">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>2026-11-01T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>2026-11-01T00:00:00Z</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


@cache
def _fonts() -> tuple[FontConfiguration, weasyprint.CSS]:
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f"src: url({(files(package) / 'files' / name).as_uri()}) }}"  # type: ignore[attr-defined]
        for family, weight, style, package, name in _FACES
    )
    config = FontConfiguration()
    return config, weasyprint.CSS(string=faces + _BASE, font_config=config)


def lay_out(body: str, css: str = "", imprint: Imprint = IMPRINT) -> Any:
    """A WeasyPrint document of the body's HTML."""
    config, base = _fonts()
    head = (
        f'<meta charset="utf-8"><title>{escape(imprint.title)}</title>'
        f'<meta name="author" content="{escape(imprint.author)}">'
        f'<meta name="description" content="{escape(imprint.subject)}">'
        f'<meta name="keywords" content="{escape(", ".join(imprint.keywords))}">'
        '<meta name="dcterms.created" content="2026-11-01T00:00:00Z">'
        '<meta name="dcterms.modified" content="2026-11-01T00:00:00Z">'
    )
    html = f'<html lang="{imprint.language}"><head>{head}</head><body>{body}</body></html>'
    sheets = [base, weasyprint.CSS(string=css, font_config=config)]
    return weasyprint.HTML(string=html).render(font_config=config, stylesheets=sheets, pdf_variant="pdf/a-3a")


def write(document: Any, imprint: Imprint = IMPRINT, **options: Any) -> bytes:
    """The document as a PDF that claims, and keeps, PDF/A-3a and PDF/UA-1."""

    def finish(_: Any, pdf: Any) -> None:
        stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
        words = {
            "title": imprint.title,
            "author": imprint.author,
            "subject": imprint.subject,
            "language": imprint.language,
            "keywords": ", ".join(imprint.keywords),
            "producer": pdf.info["Producer"].string,
        }
        packet = _XMP.format_map({key: escape(word) for key, word in words.items()})
        stream.stream, stream.compress = [packet.encode()], False
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))

    data: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a", **options)
    return data


def typeset(body: str, css: str = "", imprint: Imprint = IMPRINT, **options: Any) -> bytes:
    """HTML in, PDF out."""
    return write(lay_out(body, css, imprint), imprint, **options)


def expecting(*saying: str, pages: int | None = 1, **changes: Any) -> Expectation:
    """What a sample must show, with these texts at `("said", n)`."""
    said = tuple(Said(text, ("said", number)) for number, text in enumerate(saying))
    return Expectation(**{"imprint": IMPRINT, "pages": pages, "families": FAMILIES, "saying": said} | changes)
