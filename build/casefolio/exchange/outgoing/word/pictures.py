"""Pictures in a Word document: in their paragraph, or at the right of it."""

from __future__ import annotations

import io
from typing import Any

_MARGIN_EMU = 114300


def place(paragraph: Any, data: bytes, alt: str, most_pt: float) -> bool:
    """Put a picture at the end of a paragraph, at most so wide. False, and nothing put, where Word cannot show it."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image
    from docx.shared import Pt

    try:
        width = Image.from_blob(data).width
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
        return False
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(data), width=min(width, Pt(most_pt)))
    for properties in run.element.xpath(".//wp:docPr"):
        properties.set("descr", alt)
    return True


def float_right(paragraph: Any) -> None:
    """Let the picture of a paragraph stand at the right margin, with text beside it (§20.4.2.3)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for inline in paragraph.paragraph_format.element.xpath(".//wp:inline"):
        anchor = parse_xml(
            f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="{_MARGIN_EMU}" distR="0" simplePos="0" '
            'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
            '<wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
            '<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV></wp:anchor>'
        )
        for child in inline.xpath("./wp:extent"):
            anchor.append(child)
        anchor.append(parse_xml(f'<wp:effectExtent {nsdecls("wp")} l="0" t="0" r="0" b="0"/>'))
        anchor.append(parse_xml(f'<wp:wrapSquare {nsdecls("wp")} wrapText="left"/>'))
        for child in list(inline):
            anchor.append(child)
        inline.getparent().replace(inline, anchor)
