"""An ad and a dossier from files to what is answered: read both, compare, draft a variant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.matching.advert import read_advert
from casefolio.matching.answers import Answer, Index
from casefolio.matching.asking import asked
from casefolio.matching.cover import Demand, Pick, cover
from casefolio.matching.draft import draft
from casefolio.matching.stems import LANGUAGES
from casefolio.reading import read

if TYPE_CHECKING:
    from casefolio.matching.advert import Advert
    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import Manuscript
    from casefolio.model.workspace import Workspace

#: How many studies a CV shows where its plan names none, and what a plain word must weigh to be named.
_STUDIES, _WORTH = 6, 0.7
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a match: the ad's language where the guess is wrong, the variant's name, whether to write it."""

    language: str = ""
    variant: str = ""
    write: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: what the dossier answers, what it has instead, what it lacks; the cover, and a variant of it."""

    advert: Advert
    answered: tuple[Answer, ...]
    related: tuple[Answer, ...]
    missing: tuple[Answer, ...]
    picks: tuple[Pick, ...]
    titles: dict[str, str]
    variant: str
    path: Path
    written: bool
    warnings: tuple[Problem, ...]


def match_ad(data: bytes, name: str, workspace: Workspace, wanted: Wanted) -> Match:
    """Hold an ad against a project's dossier.

    Raises CF-166, CF-168 for what is no ad, CF-851 to CF-853 for words of the command, and whatever is wrong with the
    project. Nothing that is there is written over.
    """
    _check_language(wanted.language)
    path = _path(wanted, name, workspace)
    advert = read_advert(data, name, wanted.language)
    manuscript = read(workspace)
    dossier = manuscript.dossier
    index = Index.of(manuscript)
    answers = [index.answer(one) for one in asked(advert, index.lexicon)]
    demands = [_demand(each, index) for each in answers]
    priorities = {slug: study.priority for slug, study in dossier.studies.items()}
    picks = cover(demands, priorities, len(dossier.cv.studies) or _STUDIES)
    text = draft(advert.title, picks, _projects(dossier, answers, picks))
    if wanted.write:
        _write(text, path)
    answered = tuple(each for each in answers if each.places and not each.through and _is_worth_a_word(each))
    return Match(
        advert,
        answered,
        tuple(each for each in answers if each.through),
        tuple(each for each in answers if not each.places and _is_worth_a_word(each)),
        picks,
        {slug: study.title for slug, study in dossier.studies.items()},
        text,
        path,
        wanted.write,
        (*advert.warnings, *_warnings(advert, answered, manuscript, name)),
    )


def _demand(answer: Answer, index: Index) -> Demand:
    said = () if answer.through else (place.entry for place in answer.places if place.kind == "studies")
    return Demand(answer.asked.name, answer.asked.weight, index.strengths(answer), frozenset(said))


def read_ad(path: Path) -> bytes:
    """The bytes of an ad. Raises CF-850 where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(32 * 2**20)
    except OSError as error:
        said = error.strerror or "it cannot be read"
        raise CasefolioError(
            Problem("CF-850", f"{path}: {said}", remedy="name the file with the ad, or - for standard input")
        ) from None


def _check_language(language: str) -> None:
    if language and language not in LANGUAGES:
        known = " and ".join(LANGUAGES)
        raise CasefolioError(
            Problem("CF-851", f"ads in '{language}' are not read yet", remedy=f"languages are {known}")
        )


def _path(wanted: Wanted, name: str, workspace: Workspace) -> Path:
    """Where the variant belongs. Raises CF-852 for a name that is none, CF-853 where there is one already."""
    slug = wanted.variant or _slug(Path(name).stem)
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise CasefolioError(
            Problem(
                "CF-852",
                f"'{slug}' is no name for a variant",
                remedy="take lower-case letters, digits and single hyphens, such as acme-platform",
            )
        )
    path = workspace.content / "variants" / f"{slug}.yaml"
    if wanted.write and path.exists():
        raise CasefolioError(
            Problem(
                "CF-853",
                f"{workspace.shown(path)} is there already, and is not written over",
                remedy="take another --variant-name",
            )
        )
    return path


def _slug(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "ad"


def _write(text: str, path: Path) -> None:
    from casefolio.bindery.publish import publish

    publish(text.encode("utf-8"), path)


def _projects(dossier: Dossier, answers: list[Answer], picks: tuple[Pick, ...]) -> list[str]:
    """The projects that answer most, as many as the CV plans; none whose story a study of the cover tells."""
    told = {pick.slug for pick in picks}
    gains: dict[str, float] = {}
    for each in answers:
        for place in each.places:
            if place.kind == "projects" and not each.through:
                gains[place.title] = gains.get(place.title, 0.0) + each.asked.weight * place.strength
    left = [project for project in dossier.projects if project.title in gains and project.study not in told]
    left.sort(key=lambda project: (-gains[project.title], -project.priority))
    return [project.title for project in left[: len(dossier.cv.projects) or len(left)]]


def _is_worth_a_word(answer: Answer) -> bool:
    """Whether something is worth naming: every term, and words that the ad lays weight on."""
    return answer.asked.term is not None or answer.asked.weight >= _WORTH


def _warnings(advert: Advert, answered: tuple[Answer, ...], manuscript: Manuscript, name: str) -> list[Problem]:
    written = manuscript.dossier.settings.locale[:2]
    if not any(each.asked.term for each in answered):
        said = f"the dossier answers no term of {name}"
        remedy = "see that the file holds the ad itself, in English or German"
        return [Problem("CF-169", said, remedy=remedy, warning=True)]
    if advert.language != written:
        known = {
            "en": "the ad is in English and the content is not",
            "de": "the ad is in German and the content is not",
        }
        unknown = "the ad is too short to tell its language, or in one that is not read here"
        message = f"{known.get(advert.language, unknown)}: beside the names of things, words are not compared"
        return [Problem("CF-169", message, remedy="look through what is not answered yourself", warning=True)]
    return []
