"""A zip from outside: its text files, read within limits and never unpacked to a disk."""

from __future__ import annotations

import io
import stat
import zlib
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from casefolio.errors import CasefolioError, Mark, Problem

if TYPE_CHECKING:
    from zipfile import ZipInfo

#: Counted while it is read, whatever the archive says of itself.
MAX_UNPACKED = 100_000_000
MAX_ENTRIES = 5_000
_BLOCK = 1 << 16


def unpacked(data: bytes, file: str, ending: str) -> tuple[dict[str, bytes], list[str]]:
    """The files of an archive whose names end so, by name, and the names of all other files.

    Raises CF-145 for an entry that leads out of the archive or is no plain file, CF-146 for one that unpacks to more
    than an export holds, CF-147 for an archive that is damaged or locked.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, file, ending)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, LookupError) as error:
        message = f"the archive is damaged: {str(error)[:80] or type(error).__name__}"
        raise CasefolioError(Problem("CF-147", message, Mark(file), "download it again")) from None
    except RuntimeError:
        raise CasefolioError(
            Problem(
                "CF-147", "the archive is locked with a password", Mark(file), "unlock it, and import what is in it"
            )
        ) from None


def _read(archive: ZipFile, file: str, ending: str) -> tuple[dict[str, bytes], list[str]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    problems = [problem for entry in archive.infolist() if (problem := _unsafe(entry, file))]
    if problems:
        raise CasefolioError(problems)
    if len(entries) > MAX_ENTRIES:
        raise CasefolioError(_too_large(file, f"{len(entries):,} files"))
    found: dict[str, bytes] = {}
    others: list[str] = []
    left = MAX_UNPACKED
    for entry in entries:
        if not entry.filename.lower().endswith(ending):
            others.append(entry.filename)
            continue
        parts: list[bytes] = []
        with archive.open(entry) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise CasefolioError(_too_large(file, f"more than {MAX_UNPACKED // 1_000_000} MB"))
                parts.append(block)
        found[entry.filename] = b"".join(parts)
    return found, others


def _unsafe(entry: ZipInfo, file: str) -> Problem | None:
    """What makes an entry one that no export has: nothing is written to a disk here, yet such an archive is none."""
    name = entry.orig_filename.replace("\\", "/")
    mode = entry.external_attr >> 16
    shown = "".join(letter if letter.isprintable() else "?" for letter in name[:80])
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name:
        what = f"'{shown}' leads out of the archive"
    elif stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        what = f"'{shown}' is a link or a device"
    else:
        return None
    return Problem("CF-145", what, Mark(file), "this is no archive to trust; download it again from where it comes")


def _too_large(file: str, what: str) -> Problem:
    message = f"the archive unpacks to {what}"
    return Problem("CF-146", message, Mark(file), "an export of profile data is far smaller; see whether it is one")
