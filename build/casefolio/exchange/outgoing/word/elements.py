"""Elements of WordprocessingML that python-docx has no words for (ISO/IEC 29500-1 §17)."""

from __future__ import annotations

from typing import Any


def rule_below(paragraph: Any, colour: str) -> None:
    """A line under a paragraph, as its border: a paragraph that is one would be read out."""
    borders = new("w:pBdr", {})
    borders.append(new("w:bottom", {"w:val": "single", "w:sz": "8", "w:space": "6", "w:color": colour}))
    paragraph.paragraph_format.element.get_or_add_pPr().append(borders)


def new(tag: str, attributes: dict[str, str]) -> Any:
    """An element with attributes, all in namespaces by their usual prefixes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def field(paragraph: Any, end: str, instruction: str = "") -> None:
    """Begin a complex field (ISO/IEC 29500-1 §17.16.18), up to its result, or end it."""
    kinds = [end, "separate"] if instruction else [end]
    for kind in kinds:
        run = paragraph.add_run().element
        run.append(new("w:fldChar", {"w:fldCharType": kind}))
        if kind == "begin":
            text = new("w:instrText", {"xml:space": "preserve"})
            text.text = instruction
            paragraph.add_run().element.append(text)
