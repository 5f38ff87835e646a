"""A packet is printed again when something in it has changed, and names nobody where it must not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pdfminer.high_level import extract_text
from tests.bind.makers import scan
from tests.dossier.desk import full, project
from tests.packets.certificate import certificate
from tests.product.desk import casefolio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION = """\
employer: {name: Sample Works Ltd}
role: Platform Engineer
date: 2026-11-23
parts: [letter, cv, {study: one}, {file: papers/certificate.pdf, alt: A certificate}]
letter:
  body: |
    {employer} looks for a {role}, and that is what I am.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = project(
        tmp_path,
        {name: full(name.title(), related=[]) for name in ("one", "two", "three")},
        cv={"studies": ["one"], "sections": ["summary", "studies"]},
    )
    (root / "papers").mkdir()
    (root / "papers/certificate.pdf").write_bytes(certificate())
    (root / "content/applications").mkdir()
    (root / "content/applications/some.yaml").write_text(APPLICATION, "utf-8")
    return root


def fresh(root: Path, *words: str) -> bool:
    run = casefolio("--project", root, "build", "packet:some", "--json", *words)
    assert run.code == 0, run.out
    (result,) = run.said["results"]
    return bool(result["fresh"])


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_it_is_printed_again_only_for_what_is_in_it(root: Path) -> None:
    assert not fresh(root)
    assert fresh(root)
    replace(root / "content/studies/two.yaml", "A pipeline", "One pipeline")
    assert fresh(root), "a study that is not in it"
    replace(root / "content/studies/one.yaml", "A pipeline", "One pipeline")
    assert not fresh(root), "its study"
    replace(root / "content/applications/some.yaml", "that is what I am", "so I am")
    assert not fresh(root), "its letter"
    replace(root / "content/profile.yaml", "Mara", "Maria")
    assert not fresh(root), "whose it is"
    (root / "papers/certificate.pdf").write_bytes(certificate() + b"\n%% another\n")
    assert not fresh(root), "its certificate"
    (root / "out/packets/some/manifest.json").unlink()
    assert not fresh(root), "its record is gone"
    assert fresh(root)
    assert not fresh(root, "--force")


def test_its_warnings_are_told_again(root: Path) -> None:
    (root / "papers/certificate.pdf").write_bytes(scan(1))
    told = []
    for _ in range(2):
        run = casefolio("--project", root, "build", "packet:some", "--json")
        told.append([warning["code"] for warning in run.said["warnings"]])
    assert told[0] == told[1]
    assert "CF-530" in told[0]


def strings(thing: Any, depth: int = 0) -> Iterator[str]:
    """Every string within an object; what it refers to is looked at by itself."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inner = [thing[key] for key in thing.keys()]  # noqa: SIM118 - a pikepdf object is no mapping
    if isinstance(thing, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        for each in inner:
            if depth == 0 or not getattr(each, "is_indirect", False):
                yield from strings(each, depth + 1) if depth < 9 else ()


def said_in(data: bytes) -> str:
    """Every string, and every stream without its filters."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [words for thing in pdf.objects for words in strings(thing)]
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        found += [each.read_bytes().decode("latin-1") for each in streams if each.get("/Subtype") != "/Image"]
    return "\n".join(found)


def test_an_anonymous_packet_says_nothing_of_whose_it_is(root: Path) -> None:
    replace(root / "content/applications/some.yaml", ", {file: papers/certificate.pdf, alt: A certificate}", "")
    run = casefolio("--project", root, "build", "packet:some", "cv", "--anonymous", "--json")
    assert run.code == 0, run.out
    files = sorted((root / "out/anonymous").rglob("*.pdf"))
    assert len(files) == 3
    for path in files:
        assert "Lindqvist" not in path.name
        said = said_in(path.read_bytes()) + extract_text(path)
        assert not [word for word in ("Mara", "Lindqvist", "mara@example.org") if word.casefold() in said.casefold()]


def test_a_scan_is_refused_where_nobody_may_be_named(root: Path) -> None:
    (root / "papers/certificate.pdf").write_bytes(scan(1))
    run = casefolio("--project", root, "build", "packet:some", "--anonymous", "--json")
    assert (run.code, run.codes) == (3, ["CF-296"])
    assert run.said["problems"][0]["file"] == "content/applications/some.yaml"
    assert not list((root / "out").rglob("*.pdf"))
