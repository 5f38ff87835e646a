"""Compiled templates: kept by a process for all, and for those that are shipped, beside Python's own bytecode.

To compile takes four fifths of what composing a dossier does. What lies on the disk is used only where it was made of
the same words by the same versions, and as Python's bytecode it may be deleted, or
impossible to write, without anything being lost.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from casefolio import __version__
from casefolio.model.workspace import shipped

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_STOCK = "stock:"
_SUM = sha256().digest_size


class Compiled(jinja2.BytecodeCache):
    """Templates that were compiled before, by name and by what is written in them."""

    def __init__(self, folder: Path | None = None) -> None:
        self._codes: dict[tuple[str, str], Any] = {}
        self._folder = folder or Path(cache_from_source(__file__)).parent

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of a template that is shipped, else what Jinja makes of its path."""
        if filename and Path(filename).is_relative_to(shipped("layouts")):
            return _STOCK + name.replace("/", "-")
        return super().get_cache_key(name, filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where it was compiled before."""
        known = bucket.key, bucket.checksum
        if known not in self._codes and bucket.key.startswith(_STOCK):
            with suppress(OSError):
                head, body = _head(bucket), self._path(bucket).read_bytes()
                # What is damaged must not be loaded: it could bring the interpreter down.
                if body.startswith(head) and body.endswith(sha256(body[len(head) : -_SUM]).digest()):
                    self._codes[known] = marshal.loads(body[len(head) : -_SUM])  # noqa: S302 - as Python does with its own
        bucket.code = self._codes.get(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if bucket.key.startswith(_STOCK) and not sys.dont_write_bytecode:
            path = self._path(bucket)
            draft = path.with_suffix(f".{os.getpid()}")
            # As with Python's own: where it cannot be written, it is compiled again the next time.
            with suppress(OSError):
                body = marshal.dumps(bucket.code)
                draft.write_bytes(_head(bucket) + body + sha256(body).digest())
                draft.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        """Where the code of a template lies; another version, or another way to compile, has another file."""
        environment = bucket.environment
        ways = (environment.optimized, environment.trim_blocks, environment.lstrip_blocks, bool(environment.autoescape))
        made_by = f"{__version__}-{getattr(jinja2, '__version__', '')}-{''.join(str(int(way)) for way in ways)}"
        name = bucket.key.removeprefix(_STOCK)
        return self._folder / f"{name}.{sys.implementation.cache_tag}.{made_by}.jinja"


def _head(bucket: Bucket) -> bytes:
    """What a file of code begins with: which Python it is for, and which words it was made of."""
    return MAGIC_NUMBER + bucket.checksum.encode()
