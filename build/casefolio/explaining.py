"""What each code means, with a wrong and a right example: `explanations.toml`, looked up.

`python -m casefolio.explaining > docs/problems.md` writes the page of all codes anew.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import get_args

from casefolio.errors import CasefolioError, Problem
from casefolio.model.dossier import WarningCode

_FILE = Path(__file__).with_name("explanations.toml")
_NUMBER = re.compile(r"(?i)\s*(?:cf)?[-_ ]?(\d{3})\s*")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code: what it is called, what it means, and examples, where one can be shown.

    An example in YAML names each of its files in a comment of its own line, such as `# content/profile.yaml`.
    """

    code: str
    title: str
    meaning: str
    wrong: str = ""
    right: str = ""

    @property
    def off_switch(self) -> bool:
        """Whether it is a warning that settings turn off."""
        return self.code in get_args(WarningCode)


def explain(words: str) -> Explanation:
    """The explanation of a code: `CF-101`, `cf101` or `101`. Raises CF-842 for a code that there is not."""
    known = _by_code()
    match = _NUMBER.fullmatch(words)
    code = f"CF-{match[1]}" if match else ""
    if code in known:
        return known[code]
    guess = min(known, key=lambda each: (abs(int(each[3:]) - int(match[1])), each)) if match else ""
    message = f"there is no code '{words[:40]}'" + (f"; the nearest is {guess}, {known[guess].title}" if guess else "")
    raise CasefolioError(Problem("CF-842", message, remedy="casefolio explain  lists them all"))


def explanations() -> tuple[Explanation, ...]:
    """All of them, by their numbers."""
    return tuple(_by_code().values())


@cache
def _by_code() -> dict[str, Explanation]:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return {code: Explanation(code, **{"meaning": "", **tables[code]}) for code in sorted(tables)}


_FAMILIES = {
    "1": "Reading",
    "2": "Content",
    "3": "Layout and style",
    "4": "Fit",
    "5": "Attached files",
    "6": "Verification",
    "7": "Output",
    "8": "Usage",
    "9": "Processes",
}
_HEAD = """\
<!-- Written by a program from build/casefolio/explanations.toml. Do not edit it; after a change there run
     python -m casefolio.explaining > docs/problems.md -->

# Problems

Each problem ends with its code. `casefolio explain CF-202` says there and then what stands here: what the code means,
and what is wrong and right. A code keeps its meaning for good. Those that can be turned off are warnings; their codes
go into `quiet:` of `content/settings.yaml`.
"""


def page() -> str:
    """All explanations as a page in Markdown."""
    lines = [_HEAD]
    for number, family in _FAMILIES.items():
        lines.append(f"## {family}\n")
        for entry in explanations():
            if entry.code[3] == number:
                lines += _told(entry)
    return "\n".join(lines).rstrip("\n") + "\n"


def _told(entry: Explanation) -> list[str]:
    off = " It can be turned off." if entry.off_switch else ""
    lines = [f"### {entry.code}: {entry.title}\n", *wrap(f"{entry.meaning}{off}", 120), ""]
    for heading, example in (("Wrong", entry.wrong), ("Right", entry.right)):
        language = "yaml" if "# content/" in example or "# casefolio." in example else "text"
        lines += [f"{heading}:\n", f"```{language}", example.strip("\n"), "```\n"]
    return lines


if __name__ == "__main__":
    sys.stdout.write(page())
