"""The package around a Word document: an empty one to write into, and the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from casefolio.exchange.outgoing.word import styles

if TYPE_CHECKING:
    from datetime import datetime

    from casefolio.exchange.outgoing.word.look import Look
    from casefolio.model.sheet import Imprint

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "application/vnd.openxmlformats-package.core-properties"
_PROPERTIES = "docProps/core.xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: The parts beside the document itself: name → content type and relationship.
_PARTS = ("styles", "numbering", "settings", "fontTable")


def empty_package(look: Look) -> io.BytesIO:
    """A document without a paragraph, with all styles: python-docx's own template has styles of its own."""
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>' for name in _PARTS)
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_OPC}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}'
            f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}+xml"/></Types>'
        ),
        "_rels/.rels": _relations(
            {
                f"{_OFFICE}/officeDocument": "word/document.xml",
                f"{_OPC}/relationships/metadata/core-properties": _PROPERTIES,
            }
        ),
        # With none of its own, python-docx would add properties that bear today's date.
        _PROPERTIES: f'<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties"/>',
        "word/_rels/document.xml.rels": _relations({f"{_OFFICE}/{name}": f"{name}.xml" for name in _PARTS}),
        "word/document.xml": _document(look),
    }
    written = {
        "word/styles.xml": styles.styles_xml(look),
        "word/numbering.xml": styles.numbering_xml(look),
        "word/settings.xml": styles.settings_xml(look),
        "word/fontTable.xml": styles.fonts_xml(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, xml in parts.items():
            package.writestr(name, _HEAD + xml)
        for name, xml in written.items():
            package.writestr(name, xml)
    buffer.seek(0)
    return buffer


def _relations(targets: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_OPC}/relationships">{each}</Relationships>'


def _document(look: Look) -> str:
    """An empty body with its paper; the first page has a footer of its own, which stays empty."""
    width, height = (round(side / 25.4 * 1440) for side in look.paper_mm)
    margin = round(look.density.margin_mm / 25.4 * 1440)
    return (
        f'<w:document xmlns:w="{styles.NAMESPACE}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" w:header="567" '
        'w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def steady(package: bytes, date: datetime | None) -> bytes:
    """The package with one date on all of its files: `date`, or the first that zip knows (APPNOTE 4.4.6)."""
    stamp = (1980, 1, 1, 0, 0, 0)
    if date and 1980 <= date.year <= 2107:
        stamp = (date.year, date.month, date.day, date.hour, date.minute, date.second // 2 * 2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(name))
    return buffer.getvalue()


def say_what_it_is(document: Any, imprint: Imprint) -> None:
    """Write the core properties. Without a date the document bears none."""
    core = document.core_properties
    core.title, core.author, core.subject = imprint.title[:255], imprint.author[:255], imprint.subject[:255]
    core.keywords, core.language = _within(imprint.keywords), imprint.language
    core.last_modified_by, core.revision = imprint.author[:255], 1
    if imprint.date:
        core.created = core.modified = imprint.date.replace(tzinfo=None)


def _within(words: tuple[str, ...], most: int = 255) -> str:
    """As many words as a core property takes."""
    said = ""
    for word in words:
        longer = f"{said}, {word}" if said else word
        if len(longer) > most:
            break
        said = longer
    return said
