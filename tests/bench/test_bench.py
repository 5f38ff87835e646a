"""The benchmark measures what it says; how fast anything is, is asked by `make bench-check` alone."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.bench import run as bench_run
from tests.bench.clock import SIDES, Finding, Phases, Spent, asked, compared, residents, side_by_side, surroundings
from tests.bench.cold import has_typst, measure_cv
from tests.bench.desk import Bench, copied
from tests.bench.page import page, phase_table, table
from tests.bench.run import main
from tests.bench.sides.turns import reworded
from tests.bench.warm import measure_batch
from tests.product.desk import ROOT, Project

from casefolio.bindery.examine import examine
from casefolio.model.workspace import Workspace
from casefolio.reading import read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A desk with a copy of a short CV on it."""
    folder = tmp_path / "bench"
    folder.mkdir()
    return Bench(folder, Project(tmp_path / "ada").root)


def words(path: Path) -> list[str]:
    """All words of a PDF's pages, in any order."""
    return sorted(" ".join(examine(path.read_bytes()).texts).split())


def test_all_sides_of_the_cv_say_the_same(bench: Bench, tmp_path: Path) -> None:
    finding, *far = measure_cv(bench, 1)
    assert finding.ratio > 0
    ours = words(bench.project / "out" / "cv.pdf")
    assert "hold." in ours
    assert words(bench.folder / "plain-1.json.0.pdf") == ours
    assert len(far) == has_typst()
    if far:
        assert words(bench.typst / "cv.pdf") == ours
        with pikepdf.open(bench.typst / "cv.pdf") as typst:
            assert typst.Root.MarkInfo.Marked
    # Nothing is written beside the original.
    assert not (tmp_path / "ada" / "out").exists()


def test_residents_do_their_work_in_every_turn(bench: Bench) -> None:
    sides: list[tuple[str | Path, ...]] = [
        ("watching", bench.project, "content/profile.yaml", "cv"),
        ("rendering", bench.job("warm", [bench.cv_page])),
    ]
    files = [bench.project / "out" / "cv.pdf", bench.folder / "warm.json.pdf"]
    if has_typst():
        sides.append(("typesetting", bench.typst, "stay"))
        files.append(bench.typst / "cv.pdf")
    with residents(*sides) as turns:
        for number in range(2):
            for turn, file in zip(turns, files, strict=True):
                file.unlink(missing_ok=True)
                assert turn().seconds > 0
                # What was changed for this turn is in its file; WeasyPrint is given the same page again.
                assert (str(number) in words(file)) == (file != files[1])


def test_the_phases_are_those_of_a_whole_build(bench: Bench) -> None:
    phases = json.loads(asked(SIDES / "phases.py", bench.project, "cv"))
    assert (bench.project / "out" / "cv.pdf").is_file()
    assert all(phases[name] > 0 for name in phases)
    assert max(phases, key=lambda name: phases[name]) in ("import", "lay out", "draw and write")


def test_a_batch_of_a_few(bench: Bench) -> None:
    memory, last = measure_batch(bench, 1, number=4)
    assert len(list((bench.folder / "batch" / "out").glob("person-*/cv.pdf"))) == 4
    assert memory.theirs == (10.0,)
    assert last.ratio > 0


def test_the_pages_of_the_plain_side_need_nothing_of_ours(tmp_path: Path) -> None:
    pages = Bench(tmp_path).all_pages
    assert len(pages) >= 1 + 22 + 1 + 2
    assert not any(scheme in css for _, css in pages for scheme in ('"font:', '"style:', '"project:'))


def test_sides_take_turns_and_the_first_round_does_not_count() -> None:
    turns: list[str] = []

    def side(name: str, *seconds: float) -> Spent:
        turns.append(name)
        return Spent(seconds[turns.count(name) - 1])

    found = side_by_side(3, lambda: side("a", 99, 1, 9, 2), lambda: side("b", 99, 5, 5, 5))
    assert "".join(turns) == "abababab"
    assert [[spent.seconds for spent in column] for column in found] == [[1, 9, 2], [5, 5, 5]]


def test_a_slow_round_slows_both_sides_and_not_their_ratio() -> None:
    assert Finding("a", "b", (1, 10, 2), (2, 20, 4), 1).ratio == 0.5
    assert Finding("a", "b", (1, 2, 9), (1, 1, 3)).ratio == 2


def test_a_busy_machine_does_not_stretch_the_work() -> None:
    finding = compared("a", "b", [Spent(9, 2), Spent(4, 2)], [Spent(1, 1), Spent(2, 1)], 3.0)
    assert (finding.ratio, finding.work) == (5.5, 2)
    assert not finding.kept
    assert compared("a", "b", [Spent(9)], [Spent(1)]).work is None


def test_sides_may_keep_their_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("CASEFOLIO_PLAIN_IMPORT", "1")
    assert not {"PYTHONDONTWRITEBYTECODE", "CASEFOLIO_PLAIN_IMPORT"} & surroundings().keys()


def test_many_studies_are_a_sound_project(tmp_path: Path) -> None:
    dossier = read(Workspace.at(copied(ROOT, tmp_path / "many", 50))).dossier
    assert len(dossier.studies) == 50
    assert len({study.title for study in dossier.studies.values()}) == 50


def test_content_is_reworded_anew_each_time() -> None:
    text = "title: A\nproblem: >-\n  Ingress breaks.\nsummary: other\n"
    first = reworded(text, 1)
    assert first == text.replace("Ingress breaks", "Ingress 1 breaks")
    assert reworded(first, 2) == text.replace("Ingress breaks", "Ingress 2 breaks")
    with pytest.raises(ValueError, match="nothing to change"):
        reworded("title: A\n", 1)


@pytest.mark.parametrize(("ours", "code"), [(1.2, 0), (1.4, 1)])
def test_a_missed_target_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, ours: float, code: int
) -> None:
    finding = Finding("cv, cold", "plain", (ours,), (1.0,), 1.3)
    monkeypatch.setitem(bench_run.MEASURES, "cv", lambda _bench, _rounds: [finding])
    written = tmp_path / "page.md"
    assert main(["cv", "--check", "--write", str(written)]) == code
    assert main(["cv"]) == 0
    assert ("too slow" in capsys.readouterr().out) == bool(code)
    # A part of the measures is no page.
    assert not written.exists()


def test_a_page_is_written_where_all_was_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in bench_run.MEASURES:
        finding = Finding(name, "plain", (1.0, 3.0), (1.0, 2.0), 1.3)
        monkeypatch.setitem(bench_run.MEASURES, name, partial(_found, finding))
    written = tmp_path / "page.md"
    assert main(["--write", str(written)]) == 0
    text = written.read_text("utf-8")
    assert "| study | 2.00 s | plain | 1.50 s | 1.25 | 1.3 |  |" in text
    assert "Pango 1." in text


def _found(finding: Finding, _bench: Bench, _rounds: int) -> list[Finding]:
    return [finding]


def test_an_unknown_measure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["everything"])
    assert "there is no measure everything" in capsys.readouterr().err


def test_tables_have_a_line_for_each_finding() -> None:
    findings = [Finding("a", "b", (0.001,), (0.002,), 1), Finding("c", "allowed", (400,), (350,), 1, "MB")]
    lines = table(findings).splitlines()
    assert len(lines) == 3
    assert lines[1].split() == ["a", "1", "ms", "2", "ms", "b", "0.50", "1.00"]
    assert lines[2].endswith("too much")
    phases = Phases("CV", {"import": 0.5, "read": 0.25})
    assert [line.split() for line in phase_table([phases]).splitlines()[1:]] == [["import", "0.500"], ["read", "0.250"]]
    assert "| all | 0.750 |" in page(findings, [phases], 3)
