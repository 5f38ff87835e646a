"""What a screen reader says, page by page, as text to be read. To set it down anew: `CASEFOLIO_WRITE=1 pytest …`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.tagtree import transcript

if TYPE_CHECKING:
    from tests.dossier.conftest import Printed

pytestmark = pytest.mark.xdist_group("dossier")

FOLDER = Path(__file__).with_name("transcripts")
#: One with a branch, one with a return as well, one with neither.
STUDIES = ("cloud-native-ai-gateway", "incident-runbook-automation", "terraform-platform-modules")


def compare(name: str, lines: list[str]) -> None:
    path, text = FOLDER / f"{name}.txt", "\n".join(lines) + "\n"
    if os.environ.get("CASEFOLIO_WRITE"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("slug", STUDIES)
def test_studies_read_as_they_are_written_down(slug: str, a4: Printed) -> None:
    compare(slug, transcript(a4.out / f"onepagers/{slug}.pdf"))


def test_contents_read_as_they_are_written_down(a4: Printed) -> None:
    lines = transcript(a4.dossier)
    sections = [index for index, line in enumerate(lines) if line.strip().startswith("Sect") and line.count(" ") <= 6]
    start = next(index for index, line in enumerate(lines) if line.strip() == "Span: Contents")
    first = max(index for index in sections if index < start)
    end = next(index for index, line in enumerate(lines) if line.strip() == "Span: Overview")
    last = max(index for index in sections if index < end)
    compare("contents", lines[first:last])
