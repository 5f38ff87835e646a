"""The options of a press edition, and what they ask for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.errors import CasefolioError, Problem
from casefolio.model.shop import BLEED_MM, MARKS, MOST_BLEED_MM, UNITS_MM, Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LENGTH = re.compile(r"\s*(\d+(?:[.,]\d+)?|[.,]\d+)\s*([a-z]*)\s*")
_OPTIONS = (
    click.option("--press", type=click.Path(path_type=Path), help="For a print shop: PDF/X-4 in this profile (ICC)."),
    click.option("--bleed", help="How far grounds run over the edge; with --press 3mm unless told otherwise."),
    click.option("--marks", help="Marks beside the page: crop, registration, or both with a comma between."),
    click.option("--pad", type=click.IntRange(1, 32), help="Fill up with empty pages to a multiple of this."),
    click.option("--grey", is_flag=True, help="All colours as the grey of a printer without them, into out/grey/."),
)


def shop_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a press edition."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def shop_of(options: Mapping[str, Any], targets: Sequence[str]) -> Shop | None:
    """The press edition that the options ask for; none where they ask for none.

    Raises CF-827 for a bleed that is no length or too wide, CF-828 for a mark that is not known, CF-829 where one of
    the targets is a packet.
    """
    press, bleed, marks, grey = (options[name] for name in ("press", "bleed", "marks", "grey"))
    if not (press or marks or grey or options["pad"]) and bleed is None:
        return None
    if packets := [target for target in targets if target.startswith("packet")]:
        remedy = "print its own documents for the shop, such as cv or dossier"
        raise CasefolioError(Problem("CF-829", f"{packets[0]} is not for a print shop", remedy=remedy))
    width_mm = _length_mm(bleed) if bleed is not None else BLEED_MM if press else 0.0
    asked = bleed is not None and width_mm > 0
    stamp = _stamp(press) if press else ""
    return Shop(press, width_mm, _marks(marks or ""), options["pad"] or 1, grey=grey, asked=asked, stamp=stamp)


def _stamp(path: Path) -> str:
    """What stands for the bytes of a file; where it cannot be read, the press will say so."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _length_mm(text: str) -> float:
    found = _LENGTH.fullmatch(text.lower())
    unit = UNITS_MM.get(found[2]) if found else None
    if found is None or unit is None:
        if found and not found[2] and float(found[1].replace(",", ".")) == 0:
            return 0.0
        raise CasefolioError(
            Problem(
                "CF-827", f"--bleed {text!r} is no length", remedy="write a number and mm, cm, in or pt, such as 3mm"
            )
        )
    width_mm = float(found[1].replace(",", ".")) * unit
    if width_mm > MOST_BLEED_MM:
        told = f"--bleed {text} is wider than {MOST_BLEED_MM:g} mm"
        raise CasefolioError(Problem("CF-827", told, remedy="shops ask for 3 mm, or an eighth of an inch"))
    return width_mm


def _marks(text: str) -> tuple[str, ...]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in MARKS]:
        raise CasefolioError(
            Problem("CF-828", f"there are no marks '{unknown[0]}'", remedy=f"marks are: {', '.join(MARKS)}")
        )
    return tuple(name for name in MARKS if name in names)
