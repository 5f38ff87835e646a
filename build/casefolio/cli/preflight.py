"""`casefolio preflight`: what a PDF is, for a person or for a machine."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near
from casefolio.errors import ExitCode, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casefolio.bindery.preflight.report import Lead, PageRun, Report

_EPILOG = """\b
Examples:
  casefolio preflight out/cv.pdf          what the CV is, and what is wrong with it
  casefolio preflight scan.pdf --strict   end with code 7 where anything is
  casefolio preflight any.pdf --json      the same for a machine"""

#: Columns of the report: where facts start, and where they end.
_INDENT, _WIDTH = 12, 100
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Seen:
    """A report, and how the run ends with it."""

    report: Report
    exit_code: ExitCode
    warnings: tuple[Problem, ...] = ()


@click.command("preflight", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.pdf")
@click.option("--strict", is_flag=True, help="End with code 7 where anything is wrong.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
def preflight_command(file: Path, *, strict: bool, as_json: bool) -> None:
    """Look FILE.pdf over: pages, fonts, tags, claims, links, images, text, size. Any PDF will do.

    Ends with 0, with 6 for a file that is no PDF, damaged or locked, and with 7 where --strict finds a fault.
    """
    voice = Voice(as_json)

    def run() -> _Seen:
        from casefolio.preflight import preflight

        report = preflight(file, voice.report)
        code = ExitCode.ATTACHMENT if report.damaged else ExitCode.DONE
        if strict and report.findings:
            code = code or ExitCode.VERIFICATION
        # A person reads the findings in the report, a machine in its list of warnings.
        return _Seen(report, code, report.findings if as_json else ())

    finish(run, voice, lambda seen: click.echo("\n".join(_told(near(file), seen.report))), _document)


def _document(seen: _Seen) -> dict[str, Any]:
    """The report, for a machine; findings are the document's warnings."""
    facts = asdict(seen.report)
    del facts["findings"]
    return {"report": facts}


def _told(name: str, report: Report) -> Iterator[str]:
    """The report as lines: what is wrong first, then what there is."""
    pages = f"{report.pages} page{'s' if report.pages != 1 else ''}"
    yield f"{name}  ({pages}, {_kilo(report.size_bytes)}, PDF {report.version or 'of unknown version'})"
    yield ""
    count = len(report.findings)
    yield f"{count} thing{'s' if count > 1 else ''} to look at, the gravest first:" if count else "No fault found."
    for problem in report.findings:
        yield click.style(_wrapped("- ", f"{problem.message} [{problem.code}]", 2), fg="yellow")
        if problem.remedy:
            yield _wrapped("    ", problem.remedy, 4)
    yield ""
    for label, facts in _facts(report):
        lines = [fact for fact in facts if fact]
        for place, fact in enumerate(lines):
            yield _wrapped((label if not place else "").ljust(_INDENT), fact, _INDENT)


def _wrapped(head: str, text: str, indent: int) -> str:
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return textwrap.fill(plain, _WIDTH, initial_indent=head, subsequent_indent=" " * indent, break_on_hyphens=False)


def _facts(report: Report) -> Iterator[tuple[str, list[str]]]:
    yield "Pages", [*_most([_run(run) for run in report.runs]), _listed("labelled ", report.labels)]
    yield "Claims", [str(claim) for claim in report.claims] or ["claims no standard"]
    yield "Text", _text(report)
    yield "Tags", _tags(report)
    yield "Fonts", _most([_font(face) for face in report.fonts]) or ["none"]
    yield "Images", _images(report)
    yield "Links", _links(report.links)
    yield "Outline", [_outline(report)]
    yield "Metadata", [_stated(key, *pair) for key, pair in report.metadata.items()] or ["none"]
    yield "Language", [report.language or "not named"]
    yield "Colour", [_listed("output intent ", report.intents) or "no output intent"]
    yield "Attached", [_listed("", report.enclosures) or "nothing"]
    yield "Encryption", [report.encryption or "none"]
    total = report.size_bytes or 1
    yield "Size", [f"{_kilo(size)}  {kind} ({size / total:.0%})" for kind, size in report.sizes.items() if size]


def _most(lines: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    return lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], f"and {len(lines) - _SHOWN} more"]


def _listed(head: str, names: Iterable[str]) -> str:
    said = ", ".join(names)
    return f"{head}{said}" if said else ""


def _kilo(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


def _run(run: PageRun) -> str:
    span = str(run.first) if run.first == run.last else f"{run.first}–{run.last}"
    size = f"{run.width_mm:g} × {run.height_mm:g} mm"
    paper = f"{run.paper}, {size}" if run.paper else size
    boxes = [
        f"{name} {box[2]:g} × {box[3]:g} mm at {box[0]:g}, {box[1]:g}"
        for name, box in run.boxes.items()
        if name != "MediaBox" or len(run.boxes) > 1
    ]
    turned = f"; turned by {run.rotate}°" if run.rotate else ""
    return f"{span}: {paper}{turned}{_listed('; ', boxes)}"


def _text(report: Report) -> list[str]:
    reading = report.reading
    lines = [
        f"{one.program} reads {one.words} words"
        + (f" on {one.pages} of {report.pages} pages" if one.pages != report.pages else "")
        for one in reading.extracts
    ]
    if reading.reordered:
        lines.append(f"in another order on {len(reading.reordered)} of the pages")
    if reading.content:
        found, said = reading.content
        lines.append(f"of the {said} texts of its embedded content, {found} stand on the pages word for word")
    return lines


def _tags(report: Report) -> list[str]:
    tags = report.tags
    if not tags.tree:
        return ["none"]
    counted = ", ".join(f"{kind} {count}" for kind, count in tags.elements.items())
    aside = f"content of {len(tags.aside)} pages hangs outside the tree, as running heads may" if tags.aside else ""
    return [f"{sum(tags.elements.values())} elements: {counted}", "" if tags.marked else "not marked as tagged", aside]


def _font(face: Any) -> str:
    embedded = ("embedded as a subset" if face.subset else "embedded") if face.embedded else "not embedded"
    mapped = {"ToUnicode": "with Unicode map", "": "without Unicode map"}.get(face.unicode, face.unicode)
    idle = "" if face.used else ", draws nothing"
    return f"{face.name}: {face.kind}, {embedded}, {mapped}{idle}"


def _images(report: Report) -> list[str]:
    found = sorted(report.pictures, key=lambda one: one.dpi)
    if not found:
        return ["none"]
    lines = [
        f"{one.dpi} dpi, page {one.page}: "
        f"{one.width_px} × {one.height_px} pixels on {one.width_mm:g} × {one.height_mm:g} mm"
        for one in found
    ]
    return [f"{len(found)}, the coarsest first:", *_most(lines)] if len(found) > 1 else lines


def _links(links: tuple[Lead, ...]) -> list[str]:
    inside = [link for link in links if link.kind == "page"]
    pages: dict[str, list[int]] = {}
    for link in links:
        if link.kind != "page":
            pages.setdefault(link.target or "nowhere", []).append(link.page)
    lines = [f"{target}{f' ({len(found)} times)' if len(found) > 1 else ''}" for target, found in pages.items()]
    return ([f"{len(inside)} inside the file"] if inside else []) + _most(lines) or ["none"]


def _outline(report: Report) -> str:
    outline = report.outline
    if not outline.entries:
        return "none"
    many = "s" if outline.entries > 1 else ""
    return f"{outline.entries} bookmark{many}, {outline.depth} level{'s' if outline.depth > 1 else ''} deep"


def _stated(key: str, info: str, xmp: str) -> str:
    if info and xmp:
        if key.endswith("Date"):
            return f"{key}: {xmp}"
        return f"{key}: {info}" if info == xmp else f"{key}: {info} (Info); {xmp} (XMP)"
    return f"{key}: {info or xmp} ({'Info' if info else 'XMP'} only)"
