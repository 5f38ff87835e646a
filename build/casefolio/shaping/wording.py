"""The words that layouts bring themselves: headings and labels, by language, and dates as each language says them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.shaping.typography import NBSP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.model.dates import PartialDate
    from casefolio.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wording:
    """The labels of one language. `language` is a BCP 47 tag."""

    language: str
    labels: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """A label. Raises CF-307 where the language lacks it."""
        try:
            return self.labels[name]
        except KeyError:
            raise self._lacks(name) from None

    def heading(self, section: str) -> str:
        """The heading of a section of the CV. Raises CF-307 where the language lacks it."""
        headings = self["sections"]
        if section in headings:
            return str(headings[section])
        name = f"sections.{section}"
        raise self._lacks(name)

    def _lacks(self, name: str) -> CasefolioError:
        return CasefolioError(
            Problem("CF-307", f"the language {self.language} has no label '{name}'", remedy="see layouts/locales/")
        )

    def date(self, value: PartialDate) -> str:
        """A date in words: `2024`, `Mar 2024`, `15 Mar 2024` (in German `15. März 2024`), `present`."""
        if value.present:
            return str(self["present"])
        if value.month is None:
            return str(value.year)
        month = _month(value.month, self.language)
        words = f"{_day(value.day, self.language)} {month} {value.year}" if value.day else f"{month} {value.year}"
        return words.replace(" ", NBSP)

    def month(self, month: int) -> str:
        """The name of a month, from 1 to 12, in full (CLDR)."""
        return _month(month, self.language, "wide")

    def span(self, start: PartialDate | None, end: PartialDate | None) -> str:
        """A period in words, or nothing."""
        if start and end and start != end:
            return f"{self.date(start)} – {self.date(end)}"
        single = start or end
        return self.date(single) if single else ""


@lru_cache(maxsize=64)
def _month(month: int, language: str, width: str = "abbreviated") -> str:
    """The month of a language, `abbreviated` or `wide` (CLDR)."""
    from babel import Locale

    return str(Locale.parse(language, sep="-").months["format"][width][month])


@lru_cache(maxsize=64)
def _day(day: int, language: str) -> str:
    """The day of a month, with the dot that some languages write after it (CLDR)."""
    from babel import Locale

    pattern = Locale.parse(language, sep="-").datetime_skeletons["MMMd"].pattern
    return f"{day}." if pattern.startswith("d.") else str(day)


@lru_cache(maxsize=8)
def _labels(text: str) -> dict[str, Any]:
    """What a file of labels says; not parsed again for the next document."""
    return tomllib.loads(text)


def read_wording(workspace: Workspace, language: str) -> Wording:
    """The labels for a language, its region's own over the language's. Raises CF-307 where there are none."""
    for name in dict.fromkeys((language, language[:2])):
        try:
            path = workspace.find("layouts", f"locales/{name}.toml")
        except CasefolioError:
            continue
        try:
            return Wording(language, _labels(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            shown = workspace.shown(path)
            problem = Problem("CF-307", f"the labels cannot be read: {error}", Mark(shown), "write TOML in UTF-8")
            raise CasefolioError(problem) from None
    raise CasefolioError(
        Problem(
            "CF-307", f"there are no labels for the language '{language}'", remedy="add layouts/locales/<language>.toml"
        )
    )
