"""The way of a file through preflight, top to bottom."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from casefolio.bindery.binding.source import hushed
from casefolio.bindery.examine import examine
from casefolio.bindery.preflight import (
    claimed,
    enclosed,
    extraction,
    faces,
    images,
    leads,
    opening,
    sheets,
    stated,
    tagtree,
)
from casefolio.bindery.preflight.report import DAMAGED, LOCKED, UNREADABLE_PAGE, Report, finding, ranked, said_pages
from casefolio.bindery.preflight.streams import Reader
from casefolio.bindery.preflight.weight import Scales
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casefolio.bindery.binding.source import Source
    from casefolio.bindery.examine import Examination
    from casefolio.bindery.preflight.opening import Protection
    from casefolio.bindery.preflight.streams import Streams


def inspect(data: bytes, name: str, report: Callable[[str], None] = lambda _: None) -> Report:
    """Everything that is seen of a PDF. Raises CF-576 where it is none or past repair, CF-577 where it is locked."""
    with hushed():
        return _inspected(data, name, report)


def _inspected(data: bytes, name: str, report: Callable[[str], None]) -> Report:
    source = opening.opened_source(data, name)
    report("reading pages")
    seen = _examined(data, name)
    xmp = stated.packet(source)
    streams = Reader(source).read()
    fonts = faces.faces(source, streams)
    tags = tagtree.tags(source, streams)
    said = stated.metadata(source, xmp)
    language = source.text(source.root, "/Lang")
    intents = claimed.output_intents(source)
    claims = claimed.claims(
        claimed.Evidence(source, xmp, fonts, tags, streams, language, stated.disagreeing(said), intents)
    )
    report("reading the text twice")
    texts, failed = extraction.read_texts(source, seen.texts)
    content = enclosed.content_texts(source)
    reading = extraction.reading(texts, enclosed.stands(texts, content), streams.scans)
    pictures, lost = images.pictures(data, [source.number(page.entries, "/UserUnit") or 1.0 for page in source.pages])
    where = leads.Leads(source)
    links, outline = tuple(where.links()), where.outline()
    locked = opening.protection(source)
    damage = tuple(opening.damage(data))
    findings = chain(
        damage,
        _protection(locked),
        _lost(source, seen, streams),
        claimed.claim_findings(claims),
        extraction.text_findings(texts, reading, seen.drawn, failed),
        enclosed.content_findings(texts, content),
        faces.font_findings(fonts),
        tagtree.tag_findings(tags, scans=len(streams.scans) == len(source.pages)),
        leads.lead_findings(links, outline),
        stated.metadata_findings(said, language, tagged=tags.tree),
        images.image_findings(pictures, lost),
    )
    return Report(
        findings=ranked(findings),
        damaged=bool(damage),
        size_bytes=len(data),
        version=opening.version(data, source),
        encryption=str(locked),
        pages=len(source.pages),
        runs=tuple(sheets.page_runs(source)),
        labels=sheets.label_runs(source, seen.labels),
        claims=claims,
        fonts=fonts,
        tags=tags,
        language=language,
        metadata=said,
        links=links,
        outline=outline,
        pictures=pictures,
        reading=reading,
        enclosures=enclosed.shown_names(enclosed.enclosures(source)),
        intents=intents,
        sizes=Scales(source).weigh(data),
    )


def _examined(data: bytes, name: str) -> Examination:
    try:
        return examine(data)
    except CasefolioError as error:
        locked = "locked" in error.problems[0].message
        code, said = (
            (LOCKED, "is locked with a password") if locked else (DAMAGED, "is damaged, and PDFium cannot open it")
        )
        remedy = "save it without one and try again" if locked else "export it once more from the program that made it"
        raise CasefolioError(Problem(code, f"{name} {said}", remedy=remedy)) from None


def _protection(found: Protection) -> Iterator[Problem]:
    if found.method:
        remedy = "save it without: portals and screen readers often refuse such files"
        yield finding(LOCKED, f"the file is encrypted: {found}", remedy)


def _lost(source: Source, seen: Examination, streams: Streams) -> Iterator[Problem]:
    """Pages and objects that are named and cannot be read."""
    remedy = "export the file once more"
    if len(seen.texts) != len(source.pages):
        said = f"programs see different numbers of pages: {len(seen.texts)} and {len(source.pages)}"
        yield finding(UNREADABLE_PAGE, said, remedy)
    if streams.broken:
        yield finding(UNREADABLE_PAGE, f"the content of {said_pages(streams.broken)} is damaged", remedy)
    if source.broken:
        said = f"{source.broken} object{'s are' if source.broken > 1 else ' is'} missing or cannot be read"
        yield finding(UNREADABLE_PAGE, said, remedy)
