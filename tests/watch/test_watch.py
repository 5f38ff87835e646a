"""Watching: what is touched is printed again by a warm press, and comes out as a cold one would print it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossier.desk import full, project
from tests.ledger.shelf import ALL, BLUE, RED, Shelf, anew, shelf, small
from tests.product.desk import EPOCH, surroundings

from casefolio.errors import CasefolioError
from casefolio.model.order import Job, Outcome
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace, shipped
from casefolio.pipeline import build
from casefolio.watch import Watch, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JOB = Job(tuple(map(Target, ALL)))
CV = Job((Target("cv"),))
SECONDS = 20


def workspace(me: Shelf, out: Path | None = None) -> Workspace:
    return Workspace(me.root, out or me.out, {"SOURCE_DATE_EPOCH": EPOCH})


def turned(watched: Watch, *changed: Path) -> set[str]:
    """What a turn that comes to good printed anew, by target."""
    came = watched.turn(changed)
    assert isinstance(came, Outcome), came
    return {str(result.target) for result in came.results if not result.fresh}


def cold(me: Shelf, job: Job) -> dict[str, bytes]:
    """What a build that knows nothing prints of the same content."""
    out = me.root / "cold"
    shutil.rmtree(out, ignore_errors=True)
    build(job, workspace(me, out))
    found = [path for path in out.rglob("*.pdf") if path.is_file()]
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


def as_cold(me: Shelf, job: Job) -> bool:
    made = cold(me, job)
    return bool(made) and all((me.out / name).read_bytes() == data for name, data in made.items())


def test_turns_of_a_warm_press_print_what_a_cold_one_does(tmp_path: Path) -> None:
    me = shelf(tmp_path / "me")
    content = me.root / "content"
    watched = Watch(JOB, workspace(me))
    assert len(turned(watched)) == 7
    assert turned(watched) == set()
    other = full()["architecture"].replace("A pipeline", "One script")
    me.edit("studies/beta", architecture=other)
    before = me.files()
    assert turned(watched, content / "studies" / "beta.yaml") == {"onepager:beta", "dossier"}
    assert anew(before, me.files()) == {"onepagers/beta.pdf", "dossier.pdf"}
    assert as_cold(me, JOB)
    me.edit("studies/alpha", problem="Shorter.", result="Shorter too.")
    assert "handout:days" in turned(watched, content / "studies" / "alpha.yaml")
    assert as_cold(me, JOB)
    me.edit("profile", role="Diver")
    assert "cv" in turned(watched, content / "profile.yaml")
    assert as_cold(me, JOB)


def test_a_picture_counts_also_where_nobody_told_of_it(tmp_path: Path) -> None:
    me = shelf(tmp_path / "me")
    me.write("pictures/plan.svg", RED)
    me.edit("studies/alpha", figures=[{"file": "pictures/plan.svg", "alt": "A plan"}])
    watched = Watch(JOB, workspace(me))
    turned(watched)
    me.write("pictures/plan.svg", BLUE)
    assert turned(watched, me.root / "pictures" / "plan.svg") == {"onepager:alpha", "dossier", "handout:days"}
    assert as_cold(me, JOB)
    me.write("pictures/plan.svg", RED)
    me.edit("studies/beta", architecture="Another.")
    assert turned(watched, me.root / "content" / "studies" / "beta.yaml") >= {"onepager:alpha", "onepager:beta"}
    assert as_cold(me, JOB)


def broken_yaml(me: Shelf) -> Path:
    me.write("content/profile.yaml", "name: [Mara\n")
    return me.root / "content" / "profile.yaml"


def no_glyph(me: Shelf) -> Path:
    me.edit("studies/only", problem="A sign that no face has: \u2603.")
    return me.root / "content" / "studies" / "only.yaml"


def bad_picture(me: Shelf) -> Path:
    me.write("me.png", b"\x89PNG\r\n\x1a\n and no more")
    me.edit("profile", photo={"file": "me.png", "alt": "A portrait"})
    return me.root / "content" / "profile.yaml"


def bad_style(me: Shelf) -> Path:
    me.write("styles/tokens.css", (shipped("styles") / "tokens.css").read_text("utf-8") + "\np { colr: red }\n")
    return me.root / "styles" / "tokens.css"


def bad_layout(me: Shelf) -> Path:
    me.write("layouts/cv.html", "{% if %}")
    return me.root / "layouts" / "cv.html"


@pytest.mark.parametrize("harm", [broken_yaml, no_glyph, bad_picture, bad_style, bad_layout])
def test_what_is_wrong_is_told_each_time_and_the_last_good_files_stay(
    tmp_path: Path, harm: Callable[[Shelf], Path]
) -> None:
    """Also when something else is saved meanwhile: what a press complained of once, it may not let pass then."""
    me = small(tmp_path / "me")
    job = Job((Target("cv"), Target("onepager", "only")))
    watched = Watch(job, workspace(me))
    turned(watched)
    good = me.files()
    kept = {path: path.read_bytes() for path in (me.root / "content").rglob("*.yaml")}
    changed = harm(me)
    first = watched.turn([changed])
    assert isinstance(first, CasefolioError)
    me.edit("settings", paper="letter")
    second = watched.turn([me.root / "content" / "settings.yaml"])
    assert isinstance(second, CasefolioError)
    assert {problem.code for problem in second.problems} == {problem.code for problem in first.problems}
    assert me.files() == good
    for path, data in kept.items():
        path.write_bytes(data)
    if changed not in kept:
        changed.unlink()
    me.edit("profile", role="Diver")
    assert "cv" in turned(watched, changed, me.root / "content" / "profile.yaml")
    assert as_cold(me, job)


def test_a_style_counts(tmp_path: Path) -> None:
    me = small(tmp_path / "me")
    (me.root / "styles").mkdir()
    watched = Watch(CV, workspace(me))
    turned(watched)
    me.write(
        "styles/tokens.css", (shipped("styles") / "tokens.css").read_text("utf-8") + "\n:root { --ink: #123456 }\n"
    )
    assert turned(watched, me.root / "styles" / "tokens.css") == {"cv"}
    assert as_cold(me, CV)


def pictured(me: Shelf) -> None:
    me.write("content/p.svg", RED)
    me.edit("studies/one", figures=[{"file": "content/p.svg", "alt": "P"}])


EDITS: dict[str, Callable[[Shelf], object]] = {
    "words": lambda me: me.edit("studies/one", problem="Other words, and some more of them than before."),
    "words back": lambda me: me.edit("studies/one", problem=full()["problem"]),
    "two pages": lambda me: me.edit("studies/two", pages=2, problem="Long. " * 400),
    "one page": lambda me: me.edit("studies/two", pages=1, problem="Short."),
    "a part less": lambda me: me.edit("studies/three", flow=[]),
    "a part more": lambda me: me.edit("studies/three", flow=full()["flow"]),
    "a study more": lambda me: me.write("content/studies/new.yaml", yaml.safe_dump(full("New"))),
    "a study less": lambda me: (me.root / "content/studies/new.yaml").unlink(missing_ok=True),
    "a title": lambda me: me.edit("studies/one", title="Another Title"),
    "role": lambda me: me.edit("profile", role="Diver"),
    "comment": lambda me: me.write(
        "content/profile.yaml", b"# word\n" + (me.root / "content/profile.yaml").read_bytes()
    ),
    "letter": lambda me: me.edit("settings", paper="letter"),
    "a4": lambda me: me.edit("settings", paper="a4"),
    "order": lambda me: me.edit("settings", order="priority"),
    "priority": lambda me: me.edit("studies/three", priority=99),
    "broken": lambda me: me.edit("profile", nmae="x"),
    "mended": lambda me: me.write(
        "content/profile.yaml", "name: Mara\nrole: Engineer\ncontact: {email: mara@example.org}\n"
    ),
    "a picture": pictured,
    "another picture": lambda me: me.write("content/p.svg", BLUE),
}


@settings(max_examples=4, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=3, max_size=6))
def test_whatever_is_edited_comes_out_as_from_a_cold_press(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str]
) -> None:
    root = tmp_path_factory.mktemp("law") / "me"
    me = Shelf(project(root, {name: full(name.title()) for name in ("one", "two", "three")}))
    job = Job(tuple(map(Target, ("cv", "onepagers", "dossier"))))
    watched = Watch(job, workspace(me))
    came: Outcome | CasefolioError = watched.turn()
    for edit in edits:
        EDITS[edit](me)
        came = watched.turn(path for path in (me.root / "content").rglob("*") if path.is_file())
    if isinstance(came, Outcome):
        assert as_cold(me, job)
        return
    with pytest.raises(CasefolioError) as caught:
        cold(me, job)
    assert caught.value.problems == came.problems


def test_a_press_forgets_what_is_of_no_use_any_more(tmp_path: Path) -> None:
    me = small(tmp_path / "me")
    job = Job((Target("cv"), Target("onepager", "only"), Target("dossier")))
    watched = Watch(job, workspace(me))
    turned(watched)
    sizes = []
    for number in range(6):
        me.edit("studies/only", problem=f"What was wrong the {number}th time.")
        assert "dossier" in turned(watched, me.root / "content" / "studies" / "only.yaml")
        (engine,) = watched._press._engines.values()
        sizes.append((len(engine.memory), len(watched._press.pages)))
    assert len(set(sizes[1:])) == 1


# --- events ---


@contextmanager
def watching(job: Job, me: Shelf) -> Iterator[Queue[Outcome | CasefolioError]]:
    """A watch in a thread; what comes of each turn lands in a queue, that of the first was good and is taken out."""
    came: Queue[Outcome | CasefolioError] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(job, workspace(me), came.put, stop))
    thread.start()
    try:
        assert isinstance(came.get(timeout=SECONDS), Outcome)
        yield came
    finally:
        stop.set()
        thread.join(SECONDS)
    assert not thread.is_alive()
    assert came.empty()


def save(path: Path, data: bytes) -> None:
    """As editors do: beside it, then renamed."""
    draft = path.with_name(f".{path.name}.swp1")
    draft.write_bytes(data)
    draft.replace(path)


def fresh(came: Queue[Outcome | CasefolioError]) -> list[bool]:
    outcome = came.get(timeout=SECONDS)
    assert isinstance(outcome, Outcome), outcome
    return [result.fresh for result in outcome.results]


def test_saves_are_seen(tmp_path: Path) -> None:
    """Atomic ones, bursts as one, and neither drafts nor backups nor results; a bad one is told, the next is good."""
    me = small(tmp_path / "me")
    profile = me.root / "content" / "profile.yaml"
    first = profile.read_bytes()
    with watching(CV, me) as came:
        save(profile, first.replace(b"Platform", b"Site"))
        assert fresh(came) == [False]
        for name in (".profile.yaml.swp", "profile.yaml~", "#profile.yaml#", ".git/index", "4913.tmp"):
            me.write(f"content/{name}", "anything")
        me.write("out/note.txt", "mine")
        me.write("note.txt", "mine")
        save(profile, b"name: [Mara\n")
        assert isinstance(came.get(timeout=SECONDS), CasefolioError)
        for words in (b"One", b"Two", b"Three"):
            profile.write_bytes(first.replace(b"Platform", words))
        assert fresh(came) == [False]
        (me.root / "content" / "studies" / "only.yaml").unlink()
        assert fresh(came) == [False]
        assert as_cold(me, CV)


def test_what_changes_while_the_first_turn_prints_is_not_missed(tmp_path: Path) -> None:
    me = small(tmp_path / "me")
    profile = me.root / "content" / "profile.yaml"
    came: list[Outcome | CasefolioError] = []
    stop = threading.Event()

    def show(one: Outcome | CasefolioError) -> None:
        if not came:
            save(profile, profile.read_bytes().replace(b"Platform", b"Site"))
        came.append(one)
        if len(came) == 2:
            stop.set()

    rescue = threading.Timer(SECONDS, stop.set)
    rescue.start()
    watch(CV, workspace(me), show, stop)
    rescue.cancel()
    assert [[result.fresh for result in one.results] for one in came if isinstance(one, Outcome)] == [[False], [False]]


def test_a_picture_outside_the_content_is_watched_once_it_is_named(tmp_path: Path) -> None:
    me = small(tmp_path / "me")
    me.write("pictures/me.svg", RED)
    with watching(CV, me) as came:
        me.edit("profile", photo={"file": "pictures/me.svg", "alt": "A portrait"})
        assert fresh(came) == [False]
        assert fresh(came) == [True]  # another folder is watched from now on
        save(me.root / "pictures" / "me.svg", BLUE.encode())
        assert fresh(came) == [False]
        assert as_cold(me, CV)


def test_a_folder_that_is_put_back_is_watched_again(tmp_path: Path) -> None:
    me = small(tmp_path / "me")
    with watching(CV, me) as came:
        (me.root / "content").rename(me.root / "aside")
        while not isinstance(came.get(timeout=SECONDS), CasefolioError):
            pass
        (me.root / "aside").rename(me.root / "content")
        while not isinstance(came.get(timeout=SECONDS), Outcome):
            pass
        me.edit("profile", role="Diver")
        while fresh(came) != [False]:
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process")
@pytest.mark.parametrize("saved", [False, True], ids=["before a change", "after a broken change"])
def test_ctrl_c_ends_the_command_cleanly(tmp_path: Path, *, saved: bool) -> None:
    me = small(tmp_path / "me")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "casefolio", "--project", str(me.root), "watch", "cv"],
        env=surroundings(TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert "cv.pdf" in process.stdout.readline()
        if saved:
            save(me.root / "content/profile.yaml", b"name: [")
            while "the last good files stay" not in process.stderr.readline():
                assert process.poll() is None
        before = me.files()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert err.endswith("no longer watching\n")
    assert "Traceback" not in out + err
    assert me.files() == before
    assert not [*temporary.iterdir()]
