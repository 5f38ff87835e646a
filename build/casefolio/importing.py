"""The whole import on one screen: read a file of another tool, tell what it is, draft a project, write it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.exchange.incoming import europass, json_resume, linkedin, rendercv, yamlresume
from casefolio.exchange.incoming.draft import NO_NAME, Draft
from casefolio.exchange.incoming.own_pdf import OWN, source_of
from casefolio.exchange.incoming.project import files
from casefolio.exchange.incoming.recognise import FORMATS, format_of, shape_of
from casefolio.model.schema import schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[str], None]

#: A résumé with a portrait in it has a few megabytes; an archive of LinkedIn, with all messages, some dozens.
MAX_BYTES, MAX_ARCHIVE_BYTES = 20_000_000, 200_000_000
#: The endings that a file of content may have.
_ENDINGS = (".yaml", ".yml")
_GIT = ".gitignore"
_EXPORTS = "import a JSON Resume, RenderCV, YAMLResume, LinkedIn export, Europass XML, or a PDF of Casefolio"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the format, the files written, how many entries each section has, what to look at."""

    format: str
    paths: tuple[Path, ...]
    counts: dict[str, int]
    warnings: tuple[Problem, ...]


def import_file(
    path: Path,
    into: Path,
    *,
    wanted: str | None = None,
    one_file: bool = False,
    report: Report = lambda _: None,
) -> Imported:
    """Write a project from a file of another tool into a folder that need not be there yet.

    `wanted` names the format where it is not to be guessed. Raises CasefolioError for a file that cannot be read or
    is not what it is said to be (CF-140 to CF-154, CF-570 to CF-572), CF-710 and CF-711 where there is content already;
    nothing has been written then.
    """
    from casefolio.bindery.publish import publish_all

    report(f"reading {path.name}")
    data = _bytes_of(path)
    found, draft = draft_of(data, _shown(path.name), wanted)
    report("writing the project")
    pages = files(draft, one_file=one_file)
    _check_sizes(pages, draft.file)
    _check_destinations(into, pages)
    ignored = pages.pop(_GIT, b"")
    if (into / _GIT).is_file():
        draft.warnings += _let_through(into / _GIT, ignored)
    elif ignored:
        pages[_GIT] = ignored
    patterns = {name: text.encode() for name, text in schemas().items() if not os.path.lexists(into / name)}
    publish_all({into / name: page for name, page in {**pages, **patterns}.items()})
    counts = {key: len(value) for key, value in draft.values.items() if isinstance(value, list)}
    counts |= {key: len(draft.values[key]) for key in ("studies", "talks", "custom") if draft.values.get(key)}
    return Imported(found, tuple(into / name for name in sorted(pages)), counts, tuple(draft.warnings))


def draft_of(data: bytes, file: str, wanted: str | None = None) -> tuple[str, Draft]:
    """The format of a file's bytes and the project drafted from them."""
    draft = Draft(file)
    shape = shape_of(data)
    if shape == "pdf":
        return _from_pdf(data, draft, wanted)
    if shape == "zip":
        _expect("linkedin", wanted, file)
        linkedin.read(data, draft)
        return "linkedin", _worth(draft)
    if shape == "xml":
        _expect("europass", wanted, file)
        europass.read(data, draft)
        return "europass", _worth(draft)
    value = json_resume.parse_json(data, file) if shape == "json" else _yaml(data, file)
    found = format_of(value) or ("json-resume" if wanted == "json-resume" and isinstance(value, dict) else None)
    if found is None:
        message = "this is none of the files that can be imported: nothing in it tells of a résumé"
        raise CasefolioError(Problem("CF-140", message, Mark(file), _EXPORTS))
    _expect(found, wanted, file)
    {"rendercv": rendercv, "yamlresume": yamlresume}.get(found, json_resume).read(value, draft)
    return found, _worth(draft)


def _from_pdf(data: bytes, draft: Draft, wanted: str | None) -> tuple[str, Draft]:
    from casefolio.bindery.attached import attached

    name, source = source_of(attached(data, draft.file), draft.file)
    if name != OWN:
        _expect("europass", wanted, draft.file)
        europass.read(source, draft)
        return "europass", _worth(draft)
    _expect("casefolio", wanted, draft.file)
    try:
        value = json_resume.parse_json(source, draft.file)
    except CasefolioError as error:
        message = f"the {OWN} in this PDF cannot be read: {error.problems[0].message}"
        raise CasefolioError(Problem("CF-572", message, Mark(draft.file), "print the PDF again")) from None
    if not isinstance(value, dict):
        message = f"the {OWN} in this PDF is no JSON Resume"
        raise CasefolioError(Problem("CF-572", message, Mark(draft.file), "print the PDF again"))
    draft.verbatim = True
    json_resume.read(value, draft)
    return "casefolio", _worth(draft)


def _yaml(data: bytes, file: str) -> Any:
    """The plain values of a YAML text. Raises CF-1.. where it is none, or does what no content may."""
    from casefolio.reading.parse import parse
    from casefolio.reading.source import UNPRINTABLE, Source
    from casefolio.reading.tree import plain

    is_binary = b"\0" in data[:1024] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = "" if is_binary else UNPRINTABLE.sub(" ", json_resume.decoded(data, file))
    if ":" not in text:
        message = "this is none of the files that can be imported"
        raise CasefolioError(Problem("CF-140", message, Mark(file), _EXPORTS))
    root, problems = parse(Source(Path(file), file, text))
    if problems:
        raise CasefolioError(problems)
    return plain(root)


def _expect(found: str, wanted: str | None, file: str) -> None:
    if wanted and wanted != found:
        message = f"this is not {FORMATS[wanted]} but {FORMATS[found]}"
        raise CasefolioError(Problem("CF-151", message, Mark(file), "leave out --format"))


def _worth(draft: Draft) -> Draft:
    """The draft, where there is something in it. Raises CF-154."""
    told = any(value for key, value in draft.values.items() if key not in {"profile", "cv", "settings"})
    profile = draft.values.get("profile", {})
    if not told and set(profile) <= {"name"} and profile.get("name", NO_NAME) == NO_NAME:
        remedy = "see whether it is the right file"
        raise CasefolioError(Problem("CF-154", "there is nothing to import in this file", Mark(draft.file), remedy))
    draft.set_aside()
    return draft


def _bytes_of(path: Path) -> bytes:
    """A file's bytes. Raises CF-153 where it cannot be read, CF-142 where it is too large."""
    shown = _shown(str(path))
    try:
        status = path.stat()
        # Checked before opening: to open a named pipe is to wait for its other end.
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise CasefolioError(Problem("CF-153", f"{shown} is {kind}", remedy="name the file to import"))
        with path.open("rb") as file:
            data = file.read(MAX_ARCHIVE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise CasefolioError(Problem("CF-153", f"{shown} cannot be read: {reason}", remedy="check the name")) from None
    most = MAX_ARCHIVE_BYTES if shape_of(data) in {"zip", "pdf"} else MAX_BYTES
    if len(data) > most:
        message = f"too large: {max(status.st_size, len(data)):,} bytes, at most {most:,} are read"
        raise CasefolioError(Problem("CF-142", message, Mark(shown), "see whether it is the right file"))
    return data


def _check_sizes(pages: dict[str, bytes], file: str) -> None:
    """Whether each page may be read back. Raises CF-152."""
    from casefolio.reading.source import MAX_BYTES as MAX_PAGE

    remedy = "a page holds a few thousand: shorten in the file what is no part of a CV, and import it again"
    problems = [
        Problem(
            "CF-152",
            f"{name} would have {len(page):,} bytes; a file of content has at most {MAX_PAGE:,}",
            Mark(file),
            remedy,
        )
        for name, page in pages.items()
        if name.endswith(_ENDINGS) and len(page) > MAX_PAGE
    ]
    if problems:
        raise CasefolioError(problems)


def _check_destinations(into: Path, pages: dict[str, bytes]) -> None:
    """Whether nothing is in the way. Raises CF-710 for files that would be written over, CF-711 for other content."""
    from casefolio.model.workspace import Workspace
    from casefolio.reading.files import survey

    there = [name for name in pages if name != _GIT and os.path.lexists(into / name)]
    remedy = "name another folder with --into, or move these files away"
    if there:
        message = f"nothing was written: {', '.join(there)} would be written over in {_shown(str(into))}"
        raise CasefolioError(Problem("CF-710", message, remedy=remedy))
    found = survey(Workspace.at(into))[0] if into.is_dir() else ()
    if found:
        shown = ", ".join(file.shown for file in found)
        message = f"nothing was written: {_shown(str(into))} has content already, in {shown}"
        raise CasefolioError(Problem("CF-711", message, remedy=remedy))


def _let_through(path: Path, ignored: bytes) -> list[Problem]:
    """What a .gitignore that is there already does not name. It stays as it is."""
    lines = {line.strip().strip("/") for line in path.read_text("utf-8", "replace").splitlines()}
    patterns = [line for line in ignored.decode().splitlines() if line.startswith("/")]
    missing = [pattern for pattern in patterns if pattern.strip("/") not in lines]
    if not missing:
        return []
    message = f"{_GIT} is kept as it is; it does not name {' and '.join(missing)}"
    return [Problem("CF-712", message, Mark(_shown(str(path))), f"add to it:  {'  '.join(missing)}", warning=True)]


def _shown(name: str) -> str:
    """A name with what no terminal shows as question marks."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in text)
