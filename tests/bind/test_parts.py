"""Words of the command line as parts, and every way in which a part cannot be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bind.makers import edited, jpeg, own

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.parts import read_part, read_parts
from casefolio.errors import CasefolioError
from casefolio.model.binding import BindOptions, PageSpan, Part

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cv.pdf").write_bytes(own(0))
    (tmp_path / "odd:1.pdf").write_bytes(own(1))
    (tmp_path / "odd:2").write_bytes(own(2))
    (tmp_path / "me.jpg").write_bytes(jpeg())
    (tmp_path / "text.pdf").write_text("no PDF at all")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "sub").mkdir()
    return tmp_path


def code(error: pytest.ExceptionInfo[CasefolioError]) -> str:
    return error.value.problems[0].code


def test_words_with_and_without_pages(folder: Path) -> None:
    parts = read_parts(["cv.pdf", "cv.pdf:2", "odd:1.pdf", "odd:2", "me.jpg"], folder)
    assert [part.spans for part in parts] == [(), (PageSpan(2, 2),), (), (), ()]
    assert [facts.pages for facts in bind(parts).parts] == [2, 1, 2, 2, 1]


@pytest.mark.parametrize(
    ("word", "wanted", "said"),
    [
        ("gone.pdf", "CF-520", "there is no gone.pdf"),
        ("sub", "CF-520", "sub is a folder"),
        ("cv.pdf:0", "CF-524", "no pages of cv.pdf"),
        ("cv.pdf:2-1", "CF-524", "no pages of cv.pdf"),
        ("x\0y", "CF-520", "there is no"),
    ],
)
def test_words_that_name_no_part(folder: Path, word: str, wanted: str, said: str) -> None:
    with pytest.raises(CasefolioError) as error:
        read_part(word, folder)
    assert code(error) == wanted
    assert said in str(error.value)
    assert error.value.problems[0].remedy
    assert error.value.exit_code == 6


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    with pytest.raises(CasefolioError) as error:
        read_parts(["gone.pdf", "cv.pdf", "sub", "cv.pdf:9-8"], folder)
    assert [problem.code for problem in error.value.problems] == ["CF-520", "CF-520", "CF-524"]


@pytest.mark.parametrize("word", ["text.pdf", "empty.pdf"])
def test_no_pdf(folder: Path, word: str) -> None:
    with pytest.raises(CasefolioError) as error:
        bind(read_parts([word], folder))
    assert code(error) == "CF-521"


def test_zero_pages() -> None:
    def empty(pdf: Any) -> None:
        del pdf.pages[:]

    with pytest.raises(CasefolioError) as error:
        bind([Part("none.pdf", edited(own(0), empty))])
    assert code(error) == "CF-522"


def test_nothing_to_bind() -> None:
    with pytest.raises(CasefolioError) as error:
        bind([])
    assert code(error) == "CF-520"


def test_the_output_may_not_be_a_part(folder: Path) -> None:
    (folder / "link.pdf").symlink_to(folder / "cv.pdf")
    for word in ("cv.pdf", "cv.pdf:1", "link.pdf"):
        with pytest.raises(CasefolioError) as error:
            read_parts([word], folder, output=folder / "cv.pdf")
        assert code(error) == "CF-525"


def test_passwords_come_from_the_environment(folder: Path) -> None:
    variable = "PDF_PASSWORD"
    part = read_part("cv.pdf", folder, password_from=variable, environment={variable: "x"})
    assert part.password == "x"  # noqa: S105
    assert "'x'" not in repr(part)
    with pytest.raises(CasefolioError) as error:
        read_part("cv.pdf", folder, password_from=variable, environment={})
    assert code(error) == "CF-523"


@pytest.mark.parametrize("cut", [3, 20, 100])
def test_broken_pictures(folder: Path, cut: int) -> None:
    for form in ("JPEG", "PNG"):
        (folder / "bad").write_bytes(jpeg(form=form)[:cut])
        with pytest.raises(CasefolioError) as error:
            bind([read_part("bad", folder)])
        assert code(error) in {"CF-521", "CF-527"}


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    bind(read_parts(["cv.pdf", "me.jpg"], folder), BindOptions(), lambda *step: told.append(step))
    assert told == [(2, 3, "cv.pdf"), (3, 3, "me.jpg")]
