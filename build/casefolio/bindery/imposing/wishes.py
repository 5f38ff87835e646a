"""What is asked of an imposition, checked: lengths in words, and options that go together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from casefolio.model.imposing import ImposeOptions

_LENGTH = re.compile(r"^(\d{1,4}(?:\.\d{1,4})?)\s*(mm|cm|in|pt)$")
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}

#: Wider gaps leave no page to read, thicker paper cannot be folded.
_WIDEST_GAP_MM, _THICKEST_MM = 50.0, 1.0


def length_mm(words: str, what: str) -> float:
    """Millimetres of a length like `4mm`, `0.2in` or `0`. `what` names it in the problem. Raises CF-822."""
    said = words.strip().lower()
    if said in ("", "0"):
        return 0.0
    found = _LENGTH.match(said)
    if found is None:
        raise CasefolioError(
            Problem("CF-822", f"'{words}' is no length for {what}", remedy="write a number and its unit, such as 4mm")
        )
    return float(found[1]) * _MM[found[2]]


def check(options: ImposeOptions) -> None:
    """Raise CF-820 to CF-823 for options that are missing, do not go together, or are out of all measure."""
    problems = [*_kind(options), *_measures(options)]
    if problems:
        raise CasefolioError(problems)


def _kind(options: ImposeOptions) -> list[Problem]:
    if options.booklet == (options.nup is not None):
        said = "an n-up and a booklet at once" if options.booklet else "it is not said how pages are to lie on sheets"
        return [Problem("CF-820", said, remedy="ask for one of --nup 2, --nup 4, --nup 8, --booklet")]
    if options.booklet:
        wrong = {"--gap": options.gap_mm > 0, "--cut-lines": options.cut_lines}
        kind, other = "a booklet", "an n-up"
    else:
        wrong = {"--signature": options.signature is not None, "--creep": options.creep_mm > 0}
        kind, other = "an n-up", "a booklet"
    return [
        Problem("CF-821", f"{word} is nothing for {kind}", remedy=f"leave it out; it is for {other}")
        for word, given in wrong.items()
        if given
    ]


def _measures(options: ImposeOptions) -> list[Problem]:
    problems = []
    if options.signature is not None and (options.signature < 4 or options.signature % 4):
        said = f"a signature cannot have {options.signature} pages: a folded sheet has four"
        problems.append(Problem("CF-823", said, remedy="take a multiple of four, such as 16"))
    for what, length, most in (("gap", options.gap_mm, _WIDEST_GAP_MM), ("creep", options.creep_mm, _THICKEST_MM)):
        if not 0 <= length <= most:
            remedy = "the creep is the thickness of the paper, about 0.1mm" if what == "creep" else ""
            said = f"a {what} of {length:g} mm is not between 0 and {most:g} mm"
            problems.append(Problem("CF-822", said, remedy=remedy or "take a smaller one"))
    return problems
