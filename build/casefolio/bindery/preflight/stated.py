"""What a file says of itself: Info against XMP, language, title (ISO 32000-1 §14.3; ISO 19005-3 §6.6.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from casefolio.bindery.examine import properties
from casefolio.bindery.preflight.opening import info
from casefolio.bindery.preflight.report import METADATA, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.bindery.binding.source import Source
    from casefolio.errors import Problem

#: Entries of Info and the properties of XMP that say the same (ISO 19005-1 Table 1).
_PAIRS = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}
#: An XMP packet is a page of text; more than this is no metadata.
_PACKET_BYTES = 4 * 2**20


def packet(source: Source) -> Mapping[str, tuple[str, ...]]:
    """The properties of the XMP packet; none where there is none that can be read."""
    data = source.data(source.get(source.root, "/Metadata")) or b""
    if not data or len(data) > _PACKET_BYTES:
        return {}
    try:
        return properties(data)
    except (ValueError, LookupError):
        # An encoding that the parser does not know.
        return {}


def metadata(source: Source, xmp: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, str]]:
    """What Info says and what XMP says, by entry; entries that both leave out are left out."""
    entries = info(source)
    said = {key: (source.text(entries, f"/{key}"), ", ".join(xmp.get(name, ()))) for key, name in _PAIRS.items()}
    return {key: pair for key, pair in said.items() if any(pair)}


def disagreeing(said: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Entries that both have, and that are not the same."""
    return tuple(key for key, (one, other) in said.items() if one and other and not _same(key, one, other))


def _same(key: str, info_says: str, xmp_says: str) -> bool:
    if not key.endswith("Date"):
        return " ".join(info_says.split()) == " ".join(xmp_says.split())
    one, other = _moment(info_says), _moment(xmp_says)
    return one == other if one and other else True


def _moment(said: str) -> datetime | None:
    """A date of Info (§7.9.4) or of XMP; None where it is neither, or not known to the second."""
    plain = said.removeprefix("D:").replace("'", "").replace("Z", "+0000")
    digits = "".join(char for char in plain[:25] if char not in "-:T") if plain[4:5] == "-" else plain
    zone = plain[-6:].replace(":", "") if plain[-6:-5] in ("+", "-") else plain[-5:]
    stamp = digits[:14]
    if not (stamp.isdigit() and len(stamp) == 14):
        return None
    try:
        return datetime.strptime(stamp + (zone if zone[:1] in ("+", "-") else "+0000"), "%Y%m%d%H%M%S%z").astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        return None


def metadata_findings(said: Mapping[str, tuple[str, str]], language: str, *, tagged: bool) -> Iterator[Problem]:
    """What a file does not say of itself, or says twice and differently."""
    if not any(said.get("Title", ())):
        yield finding(METADATA, "the file has no title", "set one: it stands in the window and in lists of files")
    if tagged and not language:
        yield finding(METADATA, "the file names no language", "set it: a voice that reads aloud needs to know")
    for key in disagreeing(said):
        one, other = said[key]
        yield finding(
            METADATA, f"{key} is “{one}” in Info and “{other}” in XMP", "export once more, so that both agree"
        )
