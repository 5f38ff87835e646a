"""The content reference says what the model says, and its examples are right."""

from __future__ import annotations

import re
import runpy
from typing import TYPE_CHECKING

import pytest
from tests.packaging.tree import ROOT

from casefolio.model.dossier import Dossier
from casefolio.model.record import Record
from casefolio.model.reference import example, records, reference
from casefolio.reading.parse import parse
from casefolio.reading.source import Source
from casefolio.reading.tree import plain

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs/content.md"
REMEDY = "python -m casefolio.model.reference > docs/content.md"


def test_it_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), f"run: {REMEDY}"
    assert REMEDY in reference()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_its_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_module("casefolio.model.reference", run_name="__main__")
    assert capsys.readouterr().out == reference()


def all_records(record: type[Record] = Record) -> set[type[Record]]:
    return {kind for below in record.__subclasses__() for kind in (below, *all_records(below))}


def test_every_record_of_the_model_is_in_it() -> None:
    known = {kind for kind in all_records() if kind.__module__.startswith("casefolio.model")}
    # these two are never written: the one is the folder, the other what dated entries are made of
    assert known - set(records()) == {Dossier, next(kind for kind in known if kind.__name__ == "Dated")}


@pytest.mark.parametrize("record", [*records(), Dossier], ids=lambda record: str(record.__name__))
def test_every_key_is_explained(record: type[Record]) -> None:
    assert record.__doc__
    for name, field in record.model_fields.items():
        assert field.description, f"{record.__name__}.{name}"
        assert field.description.endswith("."), f"{record.__name__}.{name}"
        assert "|" not in field.description, "a table would break"


@pytest.mark.parametrize("record", records(), ids=lambda record: str(record.__name__))
def test_an_example_is_right_and_shows_every_key(record: type[Record], tmp_path: Path) -> None:
    node, problems = parse(Source(tmp_path / "example.yaml", "example.yaml", example(record)))
    assert problems == ()
    written = plain(node)
    assert isinstance(written, dict)
    record.model_validate(written)
    own = set(re.findall(r"^\| `(\w+)` \|", _chapter(record), re.MULTILINE))
    assert set(written) == own


def _chapter(record: type[Record]) -> str:
    """The part of the page that has this record's example."""
    return next(part for part in reference().split("\n## ") if f"```yaml\n{example(record)}\n```" in part)
