"""The benchmark measures what it says; how fast anything is, is asked by `make bench-check` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench import run as bench_run
from tests.bench.run import Bench, Finding, Spent, copied, main, measure_cv, side_by_side, table
from tests.product.desk import PERSONS, ROOT

from casefolio.model.workspace import Workspace
from casefolio.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_round_of_the_cv(tmp_path: Path) -> None:
    bench = Bench(tmp_path, PERSONS / "student")
    (finding,) = measure_cv(bench, 1)
    assert finding.ours > 0
    assert finding.theirs > 0
    # both sides set the page: the plain one has the same words at the same size
    assert (tmp_path / "plain.json.0.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out" / "cv.pdf").stat().st_size > 10_000


def test_the_pages_of_the_plain_side_need_nothing_of_ours(tmp_path: Path) -> None:
    pages = Bench(tmp_path).all_pages()
    assert len(pages) >= 1 + 22 + 1 + 2
    assert not any(scheme in css for _, css in pages for scheme in ('"font:', '"style:', '"project:'))


def test_sides_take_turns_and_medians_count() -> None:
    turns: list[str] = []

    def side(name: str, *seconds: float) -> Spent:
        turns.append(name)
        return Spent(seconds[turns.count(name) - 1], 1)

    found = side_by_side(3, lambda: side("a", 99, 1, 9, 2), lambda: side("b", 99, 5, 5, 5))
    assert "".join(turns) == "abababab"
    assert [spent.seconds for spent in found] == [2, 5]


def test_many_studies_are_a_sound_project(tmp_path: Path) -> None:
    dossier = read(Workspace.at(copied(ROOT, tmp_path / "many", 50))).dossier
    assert len(dossier.studies) == 50
    assert len({study.title for study in dossier.studies.values()}) == 50


@pytest.mark.parametrize(("ours", "code"), [(1.2, 0), (1.4, 1)])
def test_a_missed_target_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ours: float, code: int
) -> None:
    monkeypatch.setitem(bench_run.MEASURES, "cv", lambda _bench, _rounds: [Finding("cv, cold", ours, 1.0, 1.3)])
    assert main(["cv", "--check"]) == code
    assert main(["cv"]) == 0
    assert ("too slow" in capsys.readouterr().out) == bool(code)


def test_the_table_has_a_line_for_each_finding() -> None:
    lines = table([Finding("a", 1, 2, 1), Finding("b", 400, 350, 1, "MB")]).splitlines()
    assert len(lines) == 3
    assert lines[1].split() == ["a", "1.000", "s", "2.000", "s", "0.50", "1.00"]
    assert lines[2].endswith("too much")
