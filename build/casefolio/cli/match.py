"""`casefolio match`: which words of a job ad the dossier answers, and where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.finish import finish
from casefolio.cli.voice import Voice, near

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.match import Match
    from casefolio.matching.answers import Answer, Place

_EPILOG = """\b
Examples:
  casefolio match ad.txt                                   what of the ad the dossier answers
  casefolio match ad.html --variant-name acme --write      and write content/variants/acme.yaml
  casefolio build cv --variant acme                        then print the CV for it"""

#: Plain words and lines of the ad that are told.
_WORDS, _LINES, _PLACES = 24, 4, 3
_LANGUAGES = {"en": "English", "de": "German", "": "language not recognised"}


@click.command("match", epilog=_EPILOG)
@click.argument("ad", type=click.Path(path_type=Path, allow_dash=True), metavar="AD.txt")
@click.option("--locale", default="", help="Language of the ad, en or de; default: as it reads.")
@click.option("--variant-name", default="", help="Name of the variant; default: the ad's file name.")
@click.option("--write", is_flag=True, help="Write the variant to content/variants/; nothing is written over.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.pass_obj
def match_command(project: Path, /, ad: Path, *, locale: str, variant_name: str, write: bool, as_json: bool) -> None:
    """Say which words of the job ad in AD.txt the dossier answers, where, and which it does not.

    Then the studies that together answer most of it on one CV, and a variant to start from. Says what stands where,
    not how good anybody is.
    """
    voice = Voice(as_json)

    def run() -> Match:
        from casefolio.match import Wanted, match_ad, read_ad
        from casefolio.model.workspace import Workspace

        data = sys.stdin.buffer.read() if str(ad) == "-" else read_ad(ad)
        wanted = Wanted(locale[:2].lower(), variant_name, write)
        return match_ad(data, "ad" if str(ad) == "-" else ad.name, Workspace.at(project), wanted)

    finish(run, voice, lambda found: click.echo("\n".join(_told(found))), _document)


def _told(found: Match) -> Iterator[str]:
    """What was found, as lines."""
    advert = found.advert
    count = len(advert.lines)
    facts = f"{_LANGUAGES[advert.language]}, {count} line{'' if count == 1 else 's'}"
    yield f"{advert.title or 'An ad without a title'}  ({facts})"
    terms = [each for each in found.answered if each.asked.term]
    words = [each for each in found.answered if not each.asked.term]
    yield from _heading("Answered", len(terms))
    for each in terms:
        yield f"  {each.asked.name:<26}{_said(each)}"
        yield from (f"      {_place(place)}" for place in each.places[:_PLACES])
        if len(each.places) > _PLACES:
            yield f"      and {len(each.places) - _PLACES} more"
    if words:
        yield f"  and the words: {_names(words)}"
    if found.related:
        yield from _heading("Related, not the same", len(found.related))
        for each in found.related:
            yield f"  {each.asked.name:<26}{_said(each)}"
            yield f"      the dossier has {each.through}: {_place(each.places[0])}"
    missing = [each for each in found.missing if each.asked.term]
    others = [each for each in found.missing if not each.asked.term]
    yield from _heading("Not answered", len(missing))
    yield from (f"  {each.asked.name:<26}{_said(each)}" for each in missing)
    if others:
        yield f"  and the words: {_names(others)}"
    if found.titles:
        yield from _heading("Studies that together answer most", len(found.picks))
    width = max((len(found.titles[pick.slug]) for pick in found.picks), default=0) + 2
    for pick in found.picks:
        yield f"  {found.titles[pick.slug]:<{width}}{', '.join(pick.answers[:5])}"
    yield ""
    yield f"{near(found.path)}{'  (written)' if found.written else '  (a variant to start from; --write writes it)'}"
    yield from (f"  {line}" for line in found.variant.splitlines())


def _heading(words: str, count: int) -> tuple[str, str]:
    return "", f"{words} ({count})"


def _said(each: Answer) -> str:
    """How often, where in the ad."""
    asked = each.asked
    lines = ", ".join(map(str, asked.lines[:_LINES])) + (" …" if len(asked.lines) > _LINES else "")
    times = f"{asked.count} times, " if asked.count > 1 else ""
    part = f"{asked.part}, " if asked.part else ""
    return f"{times}{part}line{'s' if len(asked.lines) > 1 else ''} {lines}"


def _place(place: Place) -> str:
    where = f"{place.mark.file}:{place.mark.line}" if place.mark else place.kind
    return f"{place.title}, {place.field}  {where}"


def _names(answers: Sequence[Answer]) -> str:
    shown = ", ".join(each.asked.name for each in answers[:_WORDS])
    return f"{shown}{f' and {len(answers) - _WORDS} more' if len(answers) > _WORDS else ''}"


def _document(found: Match) -> dict[str, Any]:
    """What was found, for a machine."""
    return {
        "title": found.advert.title,
        "language": found.advert.language,
        "answered": [_asked(each) for each in found.answered],
        "related": [{**_asked(each), "through": each.through} for each in found.related],
        "missing": [_asked(each) for each in found.missing],
        "studies": [{"slug": pick.slug, "answers": list(pick.answers)} for pick in found.picks],
        "variant": {"path": str(found.path), "written": found.written, "text": found.variant},
    }


def _asked(each: Answer) -> dict[str, Any]:
    asked = each.asked
    return {
        "name": asked.name,
        "kind": asked.kind,
        "weight": asked.weight,
        "count": asked.count,
        "part": asked.part,
        "lines": list(asked.lines),
        "places": [
            {"kind": place.kind, "entry": place.entry, "title": place.title, "field": place.field}
            | ({"file": place.mark.file, "line": place.mark.line} if place.mark else {})
            for place in each.places
        ],
    }
