"""Whether this machine can print: what is there, in which version, and what to do where something is not.

Nothing is changed. What printing does not need is only noted: it makes no difference to the verdict.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from casefolio import __version__
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from casefolio.model.workspace import Workspace
    from casefolio.press.faces import Face

State = Literal["ok", "note", "fault"]

_PANGO = "install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or brew install pango"
_AGAIN = "install Casefolio once more into its environment"
#: A dossier with its proofs and the drafts beside them.
_ROOM_MB = 100

#: What a page goes through, and what the commands around it use.
_PRINTING = ("weasyprint", "pydyf", "fonttools", "pypdf", "pypdfium2", "pillow", "jinja2", "babel", "markdown-it-py")
_READING = ("pydantic", "pyyaml", "click", "markupsafe", "font-source-sans-pro", "font-source-serif-pro", "segno")
_BESIDE = ("cffi", "cryptography", "defusedxml", "python-docx", "snowballstemmer", "tinycss2", "watchfiles")

#: Libraries of the system: their names on Linux, macOS and Windows, and the function that tells the version.
_SYSTEM = (
    ("Pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    ("PangoFT2", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"), ""),
    ("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    ("HarfBuzz subset", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"), ""),
    ("fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "FcGetVersion"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and where it is wrong, the problem it makes."""

    what: str
    said: str
    state: State = "ok"
    problem: Problem | None = None


def examine(workspace: Workspace) -> tuple[Finding, ...]:
    """Look at everything that printing needs, and at what only work on Casefolio needs."""
    return tuple(finding for look in _LOOKS for finding in look(workspace))


def _program(_: Workspace) -> Iterator[Finding]:
    yield Finding("Casefolio", __version__)
    yield Finding("Python", f"{sys.version.split()[0]}, {sys.platform}")


def _libraries(_: Workspace) -> Iterator[Finding]:
    for what, names, needed in (
        ("printing", _PRINTING, True),
        ("reading", _READING, True),
        ("other libraries", _BESIDE, False),
    ):
        versions = {name: _version(name) for name in names}
        missing = [name for name, version in versions.items() if not version]
        said = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
        if missing:
            yield _wrong(what, f"{' and '.join(missing)} cannot be found", "CF-302", _AGAIN, needed=needed)
        else:
            yield Finding(what, said)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _system(_: Workspace) -> Iterator[Finding]:
    for what, names, teller in _SYSTEM:
        library = _loaded(names)
        if library is None:
            yield _wrong(what, f"{names[0].partition('.so')[0]} cannot be loaded", "CF-302", _PANGO)
        else:
            yield Finding(what, _told_version(library, teller) if teller else "found")


def _loaded(names: Iterable[str]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _told_version(library: ctypes.CDLL, teller: str) -> str:
    """What a library says of its version: text, or fontconfig's number, 21401 for 2.14.1."""
    tell: Callable[[], bytes | int] = getattr(library, teller)
    tell.restype = ctypes.c_int if teller.startswith("Fc") else ctypes.c_char_p  # type: ignore[attr-defined]
    said = tell()
    if isinstance(said, bytes):
        return said.decode("ascii", "replace")
    return f"{said // 10000}.{said // 100 % 100}.{said % 100}"


def _press(_: Workspace) -> Iterator[Finding]:
    """Whether it all comes together; with Casefolio's own configuration, which keeps system fonts out."""
    from casefolio.press.start import load_weasyprint

    try:
        load_weasyprint()
    except CasefolioError as error:
        yield Finding("the press", "cannot be loaded", "fault", error.problems[0])
    except Exception as error:  # noqa: BLE001 - whatever a broken installation comes up with
        yield _wrong("the press", f"cannot be loaded: {error}", "CF-302", _AGAIN)
    else:
        yield Finding("the press", "loads, system fonts kept out")


def _faces(workspace: Workspace) -> Iterator[Finding]:
    from casefolio.press.faces import survey_faces

    def family(face: Face) -> str:
        return face.family

    faces = sorted(survey_faces(workspace), key=family)
    if not faces:
        yield _wrong("faces", "the styles declare none", "CF-304", "declare them in styles/faces.css")
    for name, found in groupby(faces, family):
        group = list(found)
        for face in group:
            if face.fault:
                remedy = "put the file into styles/fonts/, or name another in styles/faces.css"
                yield _wrong(name, f"{face.name}: {face.fault}", "CF-304", remedy)
        whole = [face for face in group if not face.fault]
        if whole:
            scripts = [script for script in whole[0].scripts if all(script in face.scripts for face in whole)]
            least = min(face.characters for face in whole)
            number = f"{len(whole)} face{'s' if len(whole) > 1 else ''}"
            yield Finding(name, f"{number} of {least} characters or more: {', '.join(scripts) or 'no whole script'}")


def _places(workspace: Workspace) -> Iterator[Finding]:
    out = workspace.out
    folder = next((path for path in (out, *out.parents) if path.is_dir()), out)
    shown = workspace.shown(out)
    refused = _refusal(folder)
    if folder != out and out.exists():
        yield _wrong("results", f"{shown} is no folder", "CF-702", "move it away, or give --out")
    elif refused:
        yield _wrong("results", f"{shown} cannot be written: {refused}", "CF-703", "see who may write there")
    else:
        yield Finding("results", f"{shown} can be written")
    yield _room(folder)
    try:
        temporary = Path(tempfile.gettempdir())
        refused = _refusal(temporary)
    except OSError as error:
        temporary, refused = Path(), str(error)
    if refused:
        yield _wrong("temporary files", refused, "CF-708", "let TMPDIR name a folder that can be written")
    else:
        yield Finding("temporary files", f"{temporary} can be written")


def _refusal(folder: Path) -> str:
    """Why no file can be written into a folder; nothing where one can."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".casefolio-doctor-") as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return ""


def _room(folder: Path) -> Finding:
    try:
        free_mb = shutil.disk_usage(folder).free // 1_000_000
    except OSError as error:
        return Finding("room", f"cannot be told: {(error.strerror or str(error)).lower()}", "note")
    if free_mb < _ROOM_MB:
        return _wrong("room", f"{free_mb} MB are free, a dossier wants {_ROOM_MB}", "CF-704", "free some disk space")
    return Finding("room", f"{free_mb:,} MB are free")


def _java(_: Workspace) -> Iterator[Finding]:
    program = shutil.which("java")
    remedy = "install Java 11 or later; only the tests use it, to hold PDFs against veraPDF's rules"
    try:
        said = [program, "-version"] if program else None
        done = said and subprocess.run(said, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        done = None
    version = re.search(r'"(\d+)[^"]*"', done.stderr) if done else None
    if version and int(version[1]) >= 11:
        yield Finding("Java", f"{version[0].strip(chr(34))}, for the tests")
    else:
        yield _wrong("Java", "none that runs; the tests need it", "CF-302", remedy, needed=False)


def _words(_: Workspace) -> Iterator[Finding]:
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    if encoding != "utf8":
        remedy = "set PYTHONUTF8=1, so that names are shown as they are written"
        yield _wrong("terminal", f"shows {encoding}", "CF-302", remedy, needed=False)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        yield Finding("clock", f"SOURCE_DATE_EPOCH={epoch}: printed files bear that date", "note")


def _wrong(what: str, said: str, code: str, remedy: str, *, needed: bool = True) -> Finding:
    problem = Problem(code, f"{what}: {said}", remedy=remedy, warning=not needed)
    return Finding(what, said, "fault" if needed else "note", problem)


_LOOKS: tuple[Callable[[Workspace], Iterator[Finding]], ...] = (
    _program,
    _libraries,
    _system,
    _press,
    _faces,
    _places,
    _words,
    _java,
)
