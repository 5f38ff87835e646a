"""Parts that are moved into their slots come out as if they had been laid out there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.dossier.desk import ROOT, full, project
from tests.ledger.shelf import Shelf
from tests.product.desk import EPOCH

from casefolio.model.order import Job, Selection
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace, shipped
from casefolio.pipeline import build
from casefolio.press import series
from casefolio.press.feather import leaves_parts_alone

if TYPE_CHECKING:
    from pathlib import Path

JOB = Job((Target("dossier"),), hands=1)


class Watched:
    """`_feathered` of the series, and what came of each call."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, off: bool = False) -> None:
        self.moved: list[bool] = []
        whole = series._Setting._feathered

        def feathered(setting: Any, *how: Any) -> list[Any] | None:
            pages = None if off else whole(setting, *how)
            self.moved.append(pages is not None)
            return pages

        monkeypatch.setattr(series._Setting, "_feathered", feathered)


def printed(root: Path, out: Path, **how: Any) -> dict[str, bytes]:
    build(replace(JOB, **how), Workspace(root, out, {"SOURCE_DATE_EPOCH": EPOCH}))
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.pdf")}


def both_ways(root: Path, folder: Path, **how: Any) -> dict[str, bytes]:
    """What is printed with parts moved into their slots; laid out again, the bytes must be the same."""
    with pytest.MonkeyPatch.context() as patch:
        watched = Watched(patch)
        moved = printed(root, folder / "moved", **how)
        assert watched.moved[0]
    with pytest.MonkeyPatch.context() as patch:
        watched = Watched(patch, off=True)
        assert printed(root, folder / "anew", **how) == moved
        assert watched.moved
    return moved


@pytest.fixture(scope="module")
def me(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Studies of which one lacks parts, one is long, and one has much to say."""
    studies = {
        "bare": full("Bare", constraints=[], technologies=[]),
        "full": full("Full"),
        "much": full("Much", problem="A change that nobody reviewed reaches every region at once. " * 4),
    }
    return Shelf(project(tmp_path_factory.mktemp("feather") / "me", studies))


@pytest.fixture(params=["a short series", "a long one"])
def _length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a long series, pages stand tied up until their slots are known."""
    if request.param == "a long one":
        monkeypatch.setattr(series, "_SHEET", 2)


@pytest.mark.usefixtures("_length")
@pytest.mark.parametrize("how", [{}, {"paper": "letter"}, {"duplex": True}], ids=str)
def test_moved_or_laid_out_again_the_bytes_are_the_same(me: Shelf, tmp_path: Path, how: dict[str, Any]) -> None:
    assert [*both_ways(me.root, tmp_path, **how)] == ["dossier.pdf"]


def test_the_owner_s_own_studies_too(tmp_path: Path) -> None:
    names = ("eks-platform-foundation", "argocd-app-of-apps")
    job = {"selection": Selection(names)}
    assert [*both_ways(ROOT, tmp_path, **job)] == ["dossier.pdf"]


def test_how_many_there_are_makes_no_difference(me: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = printed(me.root, tmp_path / "few")
    monkeypatch.setattr(series, "_SHEET", 2)
    assert printed(me.root, tmp_path / "many") == few


def test_a_page_that_cannot_be_tied_up_is_laid_out_again(
    me: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = printed(me.root, tmp_path / "few")
    monkeypatch.setattr(series, "_SHEET", 2)
    watched = Watched(monkeypatch)
    lay_out = series._Setting._lay_out

    def lay_out_with_a_lambda(setting: Any, *how: Any) -> Any:
        document = lay_out(setting, *how)
        for page in document.pages:
            page._page_box.nobody_can_pack_this = lambda: None
        return document

    monkeypatch.setattr(series._Setting, "_lay_out", lay_out_with_a_lambda)
    assert printed(me.root, tmp_path / "many") == few
    assert not any(watched.moved)


RULES = (
    ".study-page > * { display: grid }",
    ".study-page { display: flex; flex-direction: column }",
    ".study-page { padding-top: 4mm } .part.head { margin-top: 6mm }",
    ".part.panel { margin-top: 2mm }",
    ".part { margin-bottom: 5mm }",
    ".part { box-sizing: content-box }",
    ".part.panel { border: 1pt solid #444; border-radius: 50% }",
    ".head h1 { padding-bottom: var(--gap, 0mm) }",
    ":root { border-top: 1pt solid }",
)
ALONE = (
    ":root { --accent: #204060; --space: 2mm }",
    "@font-face { font-family: Mine; src: url(font:SourceSansPro-Regular.ttf) }",
)


@pytest.mark.usefixtures("_length")
@pytest.mark.parametrize("rule", RULES)
def test_where_own_rules_may_set_parts_otherwise_pages_are_laid_out_again(
    me: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    mine = me.copy(tmp_path / "me")
    mine.write("styles/study.css", (shipped("styles") / "study.css").read_text("utf-8") + rule)
    watched = Watched(monkeypatch)
    assert printed(mine.root, tmp_path / "out")
    assert watched.moved
    assert not any(watched.moved)


@pytest.mark.usefixtures("_length")
@pytest.mark.parametrize("tokens", ALONE)
def test_own_tokens_and_faces_leave_parts_alone(me: Shelf, tmp_path: Path, tokens: str) -> None:
    mine = me.copy(tmp_path / "me")
    mine.write("styles/tokens.css", (shipped("styles") / "tokens.css").read_text("utf-8") + tokens)
    assert [*both_ways(mine.root, tmp_path)] == ["dossier.pdf"]


def test_what_is_shipped_is_plain_enough_to_be_changed() -> None:
    """An own copy of it, with other values, is the usual look of one's own."""
    for name in ("tokens.css", "faces.css"):
        assert leaves_parts_alone((shipped("styles") / name).read_text("utf-8"))


#: Blocks that boxes taken out of the flow, lists, grounds and lines hang on.
DRESSED = """
.study-page > * { background: #eef2f4; border-bottom: 0.5pt solid #7d8b92; padding-block-start: 1mm }
.study-page > * { border-inline-start: 1pt dotted; text-indent: calc(1em - 2px) }
.part.head::after { content: ""; position: absolute; right: 0; width: 1mm; height: 1mm; background: #a00 }
.bullets { list-style: disc outside }
"""


@pytest.mark.usefixtures("_length")
def test_all_that_hangs_on_parts_moves_with_them(me: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = me.copy(tmp_path / "me")
    mine.write("styles/study.css", (shipped("styles") / "study.css").read_text("utf-8") + DRESSED)
    monkeypatch.setattr(series, "leaves_parts_alone", lambda _: True)
    assert [*both_ways(mine.root, tmp_path)] == ["dossier.pdf"]
