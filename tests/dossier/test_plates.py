"""Plates stand for pages: what is written of them is what WeasyPrint writes of the pages themselves, every time."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.dossier.desk import ROOT, full, printed, project
from tests.tagtree import transcript

from casefolio.press import engine as press
from casefolio.press.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("dossier-made")

CHOSEN = ("zero-trust-service-mesh", "incident-runbook-automation", "sbom-integration")

#: Everything that a theme may draw and the tag tree asks more of: a picture, a table, a shading, a group, a turned box.
STYLE = """
.panel { background: linear-gradient(#eef3f4, #ffffff) }
.panel::after { content: ""; display: block; height: 2pt; background: #0f4c5c; opacity: .5 }
.panel::before { content: ""; display: block; height: 2pt; background: url("style:dot.svg") repeat-x; width: 40% }
"""
LAYOUT = """{% extends "page.html" %}
{% import "study/page.html" as print with context %}
{% block kind %}studies{% endblock %}
{% block body %}{% for page in pages %}{{ print.page(page) }}
<table><tr><th>Step</th><th>Time</th></tr><tr><td>Plan</td><td>a day</td></tr></table>
<p><img src="project:dot.png" alt="A dot" width="20" height="20"></p>
{% endfor %}{% endblock %}
"""


def bytes_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.rglob("*.pdf"))}


def both(monkeypatch: pytest.MonkeyPatch, root: Path, out: Path, **how: Any) -> tuple[dict[str, bytes], ...]:
    """The same run with plates, twice, and with WeasyPrint's own pages and tags."""

    def as_they_are(_: Engine, pages: Sequence[Any]) -> list[Any]:
        return list(pages)

    printed(root, out / "one", "onepagers", "dossier", **how)
    printed(root, out / "two", "dossier", "onepagers", **how)
    monkeypatch.setattr(Engine, "engrave", as_they_are)
    monkeypatch.setattr(press, "steady_tags", nullcontext)
    printed(root, out / "theirs", "onepagers", "dossier", **how)
    return bytes_of(out / "one"), bytes_of(out / "two"), bytes_of(out / "theirs")


def test_the_bytes_are_those_of_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, two, theirs = both(monkeypatch, ROOT, tmp_path, studies=CHOSEN, duplex=True)
    assert len(one) == 4
    assert one == two
    # Alone, a study's links to others are text, which WeasyPrint would still tag as links.
    assert one["dossier.pdf"] == theirs["dossier.pdf"]


def test_also_of_what_another_theme_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PIL import Image

    root = project(tmp_path / "made", {"apples": full("Apples"), "berries": full("Berries", related=["apples"])})
    Image.new("RGB", (8, 8), (15, 76, 92)).save(root / "dot.png")
    (root / "layouts").mkdir()
    (root / "layouts/studies.html").write_text(LAYOUT, "utf-8")
    (root / "styles").mkdir()
    (root / "styles/study.css").write_text((ROOT / "styles/study.css").read_text("utf-8") + STYLE, "utf-8")
    one, two, theirs = both(monkeypatch, root, tmp_path)
    assert one == two
    assert one["dossier.pdf"] == theirs["dossier.pdf"]
    assert one["apples.pdf"] == theirs["apples.pdf"]
    with pikepdf.open(tmp_path / "one/dossier.pdf") as pdf:
        keys = {
            str(key) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) for key in thing
        }
        kinds = {str(thing.get("/Subtype")) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)}
    assert keys >= {"/ShadingType", "/PatternType", "/Group"}
    assert kinds >= {"/Image", "/Form"}
    assert {line.split()[0] for line in transcript(tmp_path / "one/dossier.pdf")} >= {"Table", "TH", "TD", "Figure"}
