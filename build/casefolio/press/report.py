"""What to say when a text does not fit: by how much, which sections take the room, and what could go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.errors import Problem

if TYPE_CHECKING:
    from casefolio.errors import Mark
    from casefolio.model.manuscript import ContentPath, Manuscript
    from casefolio.model.sheet import Series
    from casefolio.press.density import Density
    from casefolio.press.fit import Measure
    from casefolio.press.grid import Grid
    from casefolio.press.typeset import Setting

_ID = re.compile(r'id="(section-[a-z0-9-]+)"')
#: What rounding may add to a height.
_HAIR_MM = 0.2
#: The fields that a part of a study's page shows.
_FIELDS = {
    "head": ("title",),
    "drawing": ("flow",),
    "terms": ("constraints", "technologies"),
    "related": ("related", "links"),
    **{f"figure-{number}": ("figures",) for number in range(1, 10)},
}
_PAGES = {1: "one page", 2: "two pages", 3: "three pages"}


def overflow_problem(setting: Setting, measure: Measure, promised: int, manuscript: Manuscript) -> Problem:
    """The problem for a text that is too long even at the tightest setting, after the last layout."""
    over_mm = max(measure.height_mm - measure.room_mm * promised, measure.room_mm * 0.01)
    line_mm = setting.tokens.value("leading", setting.density) * setting.tokens.value("type", setting.density) * 0.3528
    names = dict.fromkeys(_ID.findall(setting.sheet.html))
    heights = {name.removeprefix("section-"): sum(setting.heights_mm(name)) for name in names}
    heaviest = sorted(heights.items(), key=lambda item: -item[1])[:3]
    shares = ", ".join(f"{name} {height:.0f} mm ({height / measure.height_mm:.0%})" for name, height in heaviest)
    lines = max(1, round(over_mm / line_mm))
    message = (
        f"the {setting.sheet.name} does not fit {_pages(promised)}: at the tightest it is "
        f"{over_mm:.0f} mm too long, about {lines} line{'s' if lines > 1 else ''}"
    )
    if setting.left_out:
        message += f", although {len(setting.left_out)} optional entries were left out"
    remedy = f"most room: {shares}; " if shares else ""
    remedy += f"cut about {lines} line{'s' if lines > 1 else ''}, {setting.sheet.cure}"
    return Problem("CF-401", message, _mark_of(heaviest, manuscript, setting.sheet.home), remedy)


def shortfall_problem(setting: Setting, measure: Measure, promised: int, manuscript: Manuscript) -> Problem:
    """The problem for a text that does not reach its last promised page even at the loosest setting."""
    fills, more = _pages(measure.pages), _pages(promised)
    message = f"the {setting.sheet.name} does not reach {more}: at the loosest it fills only {fills}"
    promise = (*(setting.sheet.home or ("cv",)), "pages")
    mark = manuscript.mark(promise) if promise in manuscript.marks else None
    return Problem(
        "CF-404", message, mark, f"say more, or promise {fills} in {mark.file if mark else 'content/cv.yaml'}"
    )


def zone_problems(setting: Setting, manuscript: Manuscript) -> tuple[Problem, ...]:
    """What grew over the height that it has, after the last layout."""
    heights = {zone: sum(setting.heights_mm(zone.id)) for zone in setting.sheet.zones}
    return tuple(
        Problem(
            "CF-406",
            f"the {zone.id} is {height:.0f} mm high, and there is room for {zone.height_mm:.0f} mm",
            manuscript.mark(zone.path),
            "give it fewer or shorter lines",
        )
        for zone, height in heights.items()
        if height > zone.height_mm + _HAIR_MM
    )


def study_overflow(
    grid: Grid, tokens: Density, density: float, series: Series, slug: str, manuscript: Manuscript
) -> Problem:
    """How many lines too long a study is, and the field that takes most room."""
    promised = 1 if slug in series.single else 2
    line_mm = tokens.value("leading", density) * tokens.value("type", density) * 25.4 / 72
    over_mm = max((grid.least(slug, promised) - grid.room_mm) * promised, line_mm)
    part = max(grid.parts[slug], key=lambda name: grid.parts[slug][name])
    study = manuscript.dossier.studies[slug]
    field_name = next((name for name in _FIELDS.get(part, (part,)) if getattr(study, name, None)), "title")
    lines = max(1, round(over_mm / line_mm))
    room = "its part of the page" if series.per_page > 1 else "its page" if promised == 1 else "two pages"
    more = "" if promised > 1 else ", or write `pages: 2`" if series.per_page == 1 else ", or print one a page"
    return Problem(
        "CF-403",
        f"the study '{slug}' does not fit {room}: at the tightest it is {over_mm:.0f} mm too long, "
        f"about {lines} line{'s' if lines > 1 else ''}; '{field_name}' takes most room",
        manuscript.mark(("studies", slug, field_name)),
        f"shorten it{more}",
    )


def _pages(number: int) -> str:
    return _PAGES.get(number, f"{number} pages")


def _mark_of(heaviest: list[tuple[str, float]], manuscript: Manuscript, home: ContentPath) -> Mark | None:
    """Where the section that takes most room is written."""
    for name, _ in heaviest:
        path: ContentPath = ("custom", name[7:]) if name.startswith("custom-") else (*home, name)
        if path in manuscript.marks:
            return manuscript.marks[path]
    return None
