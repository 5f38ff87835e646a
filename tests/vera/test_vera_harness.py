"""The judge is fair: it passes what conforms, names what does not, and says clearly when it cannot come."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.bindery_own.samples import lay_out, typeset
from tests.vera.validate import VeraMissingError, validate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vera.validate import Vera

BODY = "<h1>Ada Example</h1><p>Read <a href='https://example.org'>this page</a>.</p>"


def test_a_sample_conforms_to_both_standards(vera: Vera) -> None:
    verdicts = vera.verdicts(typeset(BODY))
    assert [(verdict.flavour, verdict.compliant, verdict.faults) for verdict in verdicts] == [
        ("ua1", True, []),
        ("3a", True, []),
    ]
    assert all(verdict.assertions > 100 for verdict in verdicts)


def test_one_process_answers_again_and_again(vera: Vera) -> None:
    good, bad = typeset(BODY), lay_out(BODY).write_pdf(pdf_variant="pdf/a-3a")
    assert vera.faults(good) == []
    assert [fault.split(" ×")[0] for fault in vera.faults(bad)] == ["ua1 5-1"]
    assert vera.faults(good, ["ua1"]) == []


def test_what_is_no_pdf_and_what_is_no_flavour_is_a_fault(vera: Vera) -> None:
    assert len(vera.faults(b"no PDF at all")) == 2
    assert "no profile" in vera.faults(typeset(BODY), ["9z"])[0]


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(VeraMissingError, match="install a JDK"):
        validate([tmp_path / "any.pdf"])


def test_a_java_that_cannot_compile_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "java"
    fake.write_text("#!/bin/sh\necho 'no module jdk.compiler' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(fake))
    with pytest.raises(VeraMissingError, match=r"at least version 11.*jdk\.compiler"):
        validate([tmp_path / "any.pdf"])
