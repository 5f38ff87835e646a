"""Which tool a file comes from, told from its content: names and endings lie too often."""

from __future__ import annotations

from typing import Any, Literal

from casefolio.exchange.incoming import json_resume, rendercv, yamlresume

#: The formats that an owner may name, and what each is called.
FORMATS = {
    "json-resume": "JSON Resume",
    "rendercv": "RenderCV",
    "yamlresume": "YAMLResume",
    "linkedin": "LinkedIn's data export",
    "europass": "Europass XML",
    "casefolio": "a PDF of our own",
}

Shape = Literal["pdf", "zip", "xml", "json", "yaml"]


def shape_of(data: bytes) -> Shape:
    """What kind of file this is at all: bytes that begin like nothing known may be YAML."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    text = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if text.startswith(b"<"):
        return "xml"
    return "json" if text.startswith((b"{", b"[")) else "yaml"


def format_of(value: Any) -> str | None:
    """The format of plain values from JSON or YAML, or None where they are none that is known."""
    if rendercv.looks_like(value):
        return "rendercv"
    if yamlresume.looks_like(value):
        return "yamlresume"
    return "json-resume" if json_resume.looks_like(value) else None
