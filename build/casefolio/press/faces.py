"""The theme's faces as files: where each lies, and what can be written with it. Needs no typesetting library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.workspace import Workspace

_FONT_PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FAMILY = re.compile(r"font-family:\s*[\"']?([^;\"']+)")
_FILE = re.compile(r"url\(\s*[\"']?font:([^\"')]+)")

#: Scripts by letters that texts of theirs cannot do without.
_SCRIPTS = {
    "Latin": "AZazÄÖÜäöüßÀÉÎàéîçñØåæœŁłŚżČřžŐűĞşȘț",
    "Vietnamese": "ẠạẢảẤấỆệỢợƠơƯưĐđ",
    "Greek": "ΑΩαωςάέή",
    "Cyrillic": "АЯаяЁёЇіЄґ",
    "Hebrew": "אבגדתםן",
    "Arabic": "ابتثجحيه",
    "Devanagari": "अआकखहािी",
    "Thai": "กขคงาิ",
    "Kana": "あいんアイン",
    "Han": "的一是不了人",
    "Hangul": "가나다한글",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One `@font-face` of the theme: its family, its file, the scripts it can write, and what is wrong with it."""

    family: str
    name: str
    path: Path | None = None
    characters: int = 0
    scripts: tuple[str, ...] = ()
    fault: str = ""


def face_file(workspace: Workspace, name: str) -> Path:
    """The file of a face. Raises ValueError, which WeasyPrint logs, where there is none."""
    folders = [folder / "fonts" for folder in workspace.search("styles")]
    for package in _FONT_PACKAGES:
        # find_spec instead of an import: these packages run code of their own when imported.
        spec = find_spec(package)
        folders += [Path(place) / "files" for place in (spec.submodule_search_locations or ())] if spec else []
    for folder in folders:
        if (folder / name).is_file() and "/" not in name:
            return folder / name
    message = f"no face file {name} in styles/fonts/ or in the font packages"
    raise ValueError(message)


def survey_faces(workspace: Workspace) -> tuple[Face, ...]:
    """Every face that the project's styles declare, looked into."""
    return tuple(_looked_into(workspace, family, name) for family, name in dict.fromkeys(_declared(workspace)))


def _declared(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Family and file of each rule. A style of the project stands for the shipped one of its name."""
    names = {path.name for folder in workspace.search("styles") for path in folder.glob("*.css")}
    for name in sorted(names):
        text = workspace.find("styles", name).read_text("utf-8", "replace")
        for rule in _RULE.findall(_COMMENT.sub("", text)):
            family, file = _FAMILY.search(rule), _FILE.search(rule)
            if family and file:
                yield family[1].strip(), file[1]


def _looked_into(workspace: Workspace, family: str, name: str) -> Face:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        path = face_file(workspace, name)
    except ValueError as error:
        return Face(family, name, fault=str(error))
    try:
        # Opened here: fontTools leaves a file open that it cannot read.
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            known = frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError) as error:
        return Face(family, name, path, fault=f"it is damaged: {error}")
    except Exception as error:  # noqa: BLE001 - whatever fontTools meets in a damaged file
        return Face(family, name, path, fault=f"it is damaged: {type(error).__name__}")
    scripts = tuple(script for script, letters in _SCRIPTS.items() if known.issuperset(map(ord, letters)))
    return Face(family, name, path, len(known), scripts)
