"""A dossier is not larger than its pages and its tags; hundreds of studies fit in memory."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
import weasyprint
from tests.dossier.desk import ROOT, full, printed, project, steps
from tests.dossier.leaves import labels, leaves, links
from tests.tagtree import check_tree

from casefolio.press.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.xdist_group("dossier-made")


def plainly(pages: list[Any], *, tags: bool) -> int:
    """How many bytes WeasyPrint makes of the same pages, without our metadata, profile and enclosure."""
    own = [copy(page) for page in pages]
    for page in own:
        page.links = [link for link in page.links if link[0] != "internal" or link[3].element_tag == "a"]
    metadata = weasyprint.document.DocumentMetadata(title="Dossier", lang="en")
    document = weasyprint.Document(own, metadata, None, weasyprint.text.fonts.FontConfiguration(), {}, None)
    buffer = io.BytesIO()
    document.write_pdf(buffer, pdf_tags=tags)
    return len(buffer.getvalue())


def test_a_dossier_is_as_large_as_its_pages_and_tags(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write, kept = Engine.write, []

    def keep(self: Engine, pages: list[Any], *rest: Any, **more: Any) -> bytes:
        kept.append(list(pages))
        return write(self, pages, *rest, **more)

    monkeypatch.setattr(Engine, "write", keep)
    printed(ROOT, tmp_path, "dossier")
    untagged, tagged = plainly(kept[-1], tags=False), plainly(kept[-1], tags=True)
    assert untagged < tagged
    assert (tmp_path / "dossier.pdf").stat().st_size <= 1.1 * tagged


COUNT, THEMES = 26, 13


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More studies than are laid out at once, in many themes."""
    root = tmp_path_factory.mktemp("many")
    studies = {
        f"study-{number:03d}": full(
            f"Study number {number}",
            theme=f"theme-{(number + 1) // 2:02d}",
            technologies=["Argo CD", f"Tool {number}", f"Tool {number % 7} of seven"],
            flow=steps(3 + number % 4),
            related=[f"study-{(number + 9) % COUNT + 1:03d}"],
        )
        for number in range(1, COUNT + 1)
    }
    themes = {f"theme-{number:02d}": {"title": f"Theme {number}"} for number in range(1, THEMES + 1)}
    return project(root, studies, themes=themes)


# What a child reports to `getrusage` on Linux counts its parent's memory too, where it was forked from it.
MEASURED = """
import resource, sys
from pathlib import Path
from casefolio.cli import program
try:
    program(sys.argv[1:])
except SystemExit as end:
    assert not end.code
status = Path("/proc/self/status")
if status.exists():
    peak = int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("peak", peak)
"""


def test_many_studies_are_laid_out_in_parts(many: Path) -> None:
    command = [sys.executable, "-c", MEASURED, "--project", str(many), "build", "dossier"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "build")})
    peak = int(re.search(r"peak (\d+)", ran.stdout)[1])  # type: ignore[index]
    # Laid out all at once and kept as pages, they take 330 MB.
    assert peak < 180e6
    pdf = many / "out/dossier.pdf"
    assert check_tree(pdf) == []
    found = leaves(pdf)
    said, first = labels(pdf), [leaf.title for leaf in found].index("Study number 1")
    for number in range(1, COUNT + 1):
        leaf = found[first + number - 1]
        assert (leaf.title, leaf.folio) == (f"Study number {number}", said[first + number - 1])
        assert leaf.folio == str(number)
    listed = [leaf for leaf in found[:first] if any("Study number" in line.text for line in leaf.lines)]
    assert len(listed) > 1
    related = {link.page: link.target for link in links(pdf) if first <= link.page < first + COUNT}
    assert related == {first + n - 1: first + (n + 9) % COUNT for n in range(1, COUNT + 1)}
    index = next(leaf for leaf in found if leaf.title == "Technologies")
    assert len({round(line.x) for line in index.lines if line.text.startswith("Tool")}) == 2
    assert len({round(leaf.headings()["Result"].y, 1) for leaf in found[first : first + COUNT]}) == 1
