"""Equal input, equal bytes: whatever the seed of hashes, the working folder, the place of the project or the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.shelf import same, small
from tests.product.desk import process

if TYPE_CHECKING:
    from pathlib import Path


def test_neither_seeds_nor_folders_nor_places_change_a_byte(tmp_path: Path) -> None:
    one, other = small(tmp_path / "one" / "me"), small(tmp_path / "another place" / "me")
    words = ("build", "cv", "dossier", "--quiet", "--jobs", "1")
    first = process("--project", ".", *words, cwd=one.root, PYTHONHASHSEED="1", SOURCE_DATE_EPOCH="", TZ="UTC")
    second = process(
        "--project", other.root, *words, cwd=tmp_path, PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="", TZ="Asia/Tokyo"
    )
    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert same(one.files(), other.files())
