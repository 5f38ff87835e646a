"""What an owner may get wrong, from a picture to the disk: a clear problem, its exit code, old files whole."""

from __future__ import annotations

import errno
import io
import resource
import signal
import struct
import subprocess
import sys
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from tests.ledger.shelf import small
from tests.product.desk import PROFILE, ROOT, Project, Run, casefolio, jobs, surroundings
from tests.product.proofs import Proof
from tests.tagtree import transcript

from casefolio.bindery import publish as publishing
from casefolio.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator


def assert_problem(run: Run, code: int, problem: str, place: str = "", *words: str) -> None:
    """The first problem has this code and place and says these words and a remedy; the run ends with this code."""
    assert run.code == code, run.out
    found = run.said["problems"][0]
    assert found["code"] == problem, found
    at = f"{found['file']}:{found['line']}:{found['column']}" if "file" in found else ""
    assert at == place, found
    assert found["remedy"], found
    for word in words:
        assert word in f"{found['message']} {found['remedy']}", found


# --- letters ---


@pytest.mark.parametrize(
    ("words", "chars"),
    [
        ("Hello 😀 there", "16"),
        ("שלום עולם", "12"),
        ("Hello שלום there", "18"),
        ("مرحبا", "14"),
        ("日本語", "10"),
        ("a \ue000 b", "12"),
        ("a \ufffd b", "12"),
    ],
    ids=["emoji", "hebrew", "mixed", "arabic", "cjk", "private", "replacement"],
)
def test_letters_that_the_faces_lack(project: Project, words: str, chars: str) -> None:
    run = project.summary(words).build()
    assert_problem(run, ExitCode.LAYOUT, "CF-305", f"content/profile.yaml:3:{chars}", "no glyph for", "U+")
    assert project.results == []
    lacking = {problem["column"] for problem in run.said["problems"]}
    visible = {char for char in words if ord(char) > 0x24F}
    assert len(lacking) == len(visible)


def test_a_letter_that_one_family_lacks_is_taken_from_the_other(project: Project) -> None:
    """The summary is set in the serif, which lacks a letter that the sans has."""
    assert project.summary("the Ŋ").build().code == 0
    assert all("the Ŋ" in text for text in Proof(project.pdf.read_bytes()).texts.values())


def test_letters_of_a_project_s_own_heading(project: Project) -> None:
    run = project.write("content/cv.yaml", 'titles: {summary: "日"}\n').build()
    assert_problem(run, ExitCode.LAYOUT, "CF-305", "content/cv.yaml:1:20", "U+65E5")


def test_letters_of_a_layout(project: Project) -> None:
    page = '{% extends "page.html" %}{% block body %}<main id="content"><h1 class="name">日</h1></main>{% endblock %}'
    assert_problem(project.write("layouts/cv.html", page).build(), ExitCode.LAYOUT, "CF-305", "", "layouts/")


@pytest.mark.parametrize("word", ["x" * 300, "https://example.org/" + "x" * 300])
def test_a_word_longer_than_its_line(project: Project, word: str) -> None:
    run = project.summary(f"See {word} for more").build()
    assert_problem(run, ExitCode.OVERFLOW, "CF-402", "content/profile.yaml:3:10", "longer than its line", "x" * 40)
    assert project.results == []


def test_long_words_that_may_break_do(project: Project) -> None:
    assert project.summary("-".join(["word"] * 60)).build().code == 0


def test_letters_of_other_european_languages(project: Project) -> None:
    words = "Žluťoučký kůň; Ærøskøbing; Größe; İstanbul; Łódź; Ελλάδα; Київ; naïve façade — “so” ‘it’ is… 5 € ½ §"
    assert project.summary(words).build().code == 0
    for text in Proof(project.pdf.read_bytes()).texts.values():
        assert "Žluťoučký kůň; Ærøskøbing; Größe; İstanbul; Łódź; Ελλάδα; Київ;" in text


def test_markup_is_shown_as_text(project: Project) -> None:
    project.summary("'<b>1 &lt; 2</b> <script>alert(1)</script> [x](javascript:alert) &amp;'")
    assert project.build().code == 0
    for text in Proof(project.pdf.read_bytes()).texts.values():
        # white space beside a slash is folded in these texts
        assert "<b>1 &lt; 2<" in text
        assert "<script>alert(1)<" in text
        assert "&amp;" in text


# --- pictures ---


def png(width: int, height: int, body: bytes | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height) if body is None else body
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pixels(kind: str, mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (40, 50)).save(buffer, kind)
    return buffer.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>%s</svg>"


def with_photo(project: Project, name: str, data: bytes | None) -> Project:
    if data is not None:
        project.write(f"content/{name}", data)
    return project.write("content/profile.yaml", f"{PROFILE}photo: {{file: content/{name}, alt: Portrait of Ada}}\n")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("me.png", png(40, 50)),
        ("me.jpg", pixels("JPEG")),
        ("me.webp", pixels("WEBP")),
        ("me.gif", pixels("GIF")),
        ("me.svg", SVG % b"<rect width='5' height='5'/>"),
        ("alpha.png", pixels("PNG", "RGBA")),
        ("cmyk.jpg", pixels("JPEG", "CMYK")),
        ("grey.jpg", pixels("JPEG", "L")),
        ("a photo é.png", png(40, 50)),
        ("wrongly-named.jpg", png(40, 50)),
    ],
)
def test_a_photo_is_printed_with_its_alternative_text(project: Project, name: str, data: bytes) -> None:
    assert with_photo(project, name, data).build("--strict").code == 0
    assert alt(project) == "Portrait of Ada"


def alt(project: Project) -> str:
    """The alternative text of the only figure."""
    (figure,) = [line.strip() for line in transcript(project.pdf) if line.strip().startswith("Figure")]
    return figure.partition("[")[2].partition("]")[0]


@pytest.mark.parametrize(
    ("name", "data", "code", "problem", "words"),
    [
        ("gone.png", None, ExitCode.ATTACHMENT, "CF-501", "there is no picture"),
        ("../../me.png", None, ExitCode.ATTACHMENT, "CF-502", "outside the project"),
        ("text.png", b"hello", ExitCode.ATTACHMENT, "CF-506", "is no PNG"),
        ("head.png", b"\x89PNG\r\n\x1a\n", ExitCode.LAYOUT, "CF-308", "damaged"),
        ("cut.jpg", pixels("JPEG")[:200], ExitCode.LAYOUT, "CF-308", "damaged"),
        ("cut.png", png(40, 50)[:60], ExitCode.LAYOUT, "CF-308", "damaged"),
        ("junk.png", png(40, 50, b"junk"), ExitCode.LAYOUT, "CF-308", "damaged"),
        ("open.svg", SVG[:30], ExitCode.LAYOUT, "CF-308", "damaged"),
        ("huge.png", png(20_000, 15_000, b""), ExitCode.LAYOUT, "CF-308", "too many pixels"),
        ("large.png", png(12_000, 10_000, b""), ExitCode.LAYOUT, "CF-308", "too many pixels"),
    ],
)
def test_a_photo_that_cannot_be_used(
    project: Project, name: str, data: bytes | None, code: int, problem: str, words: str
) -> None:
    run = with_photo(project, name, data).build()
    assert run.code == code, run.out
    assert_problem(run, code, problem, f"content/profile.yaml:5:{15 if code == ExitCode.ATTACHMENT else 8}", words)
    assert project.results == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "https://example.org/x.png", "project:../outside.png"])
def test_a_drawing_may_not_load_from_elsewhere(tmp_path: Path, target: str) -> None:
    (tmp_path / "outside.png").write_bytes(png(9, 9))
    project = Project(tmp_path / "project")
    image = f"<image width='9' height='9' href='{target}'/>".encode()
    run = with_photo(project, "me.svg", SVG % image).build()
    assert_problem(run, ExitCode.LAYOUT, "CF-308", "", "is not a font:, style: or project: address")


# --- layouts and styles of the project's own ---

CSS = "styles/tokens.css"
TOKENS = (ROOT / CSS).read_text("utf-8")
PAGE = '{% extends "page.html" %}\n{% block body %}\n'


@pytest.mark.parametrize(
    ("file", "text", "problem", "place", "words"),
    [
        ("layouts/cv.html", PAGE + "{% if %}\n{% endblock %}", "CF-306", ":3:1", "not right"),
        ("layouts/cv.html", PAGE + "{{ profile.nmae }}\n{% endblock %}", "CF-306", ":3:1", "nmae"),
        ("layouts/cv.html", PAGE + "{{ 1 + 'a' }}\n{% endblock %}", "CF-306", ":3:1", "unsupported operand"),
        ("layouts/cv.html", PAGE + "\n{{ 1 / 0 }}\n{% endblock %}", "CF-306", ":4:1", "division"),
        ("layouts/cv.html", PAGE + "{{ labels.nope }}\n{% endblock %}", "CF-307", "", "no label 'nope'"),
        ("layouts/cv.html", PAGE + "{% block", "CF-306", ":3:1", "not right"),
        ("layouts/cv.html", '{% extends "pag.html" %}', "CF-306", ":1:1", "no layout pag.html"),
        ("layouts/cv.html", b"\xff\xfe", "CF-306", ":1:1", "utf-8"),
        ("layouts/cv/sections.html", "{% macro masthead(p) %}\n{{ p.x }}{% endmacro %}", "CF-306", ":2:1", "'x'"),
        ("layouts/locales/en.toml", "x = ", "CF-307", ":1:1", "cannot be read"),
        ("layouts/locales/en.toml", b"\xff", "CF-307", ":1:1", "cannot be read"),
        ("layouts/locales/en.toml", "language = 'en'", "CF-307", "", "no label 'sections'"),
        ("layouts/locales/en.toml", "sections = {}", "CF-307", "", "no label 'sections.summary'"),
        (CSS, TOKENS + "body {\n colr: red }\n", "CF-304", ":13:2", "unknown property"),
        (CSS, TOKENS + "body {\n color: rde }\n", "CF-304", ":13:2", "invalid value"),
        (CSS, TOKENS + "} body { x }\n", "CF-304", ":1:1", "Invalid or unsupported selector"),
        (CSS, b"\xff", "CF-304", ":1:1", "not UTF-8"),
        (CSS, "@import url(https://example.org/x.css);" + TOKENS, "CF-304", ":1:1", "https://example.org/x.css"),
        ("styles/faces.css", "@font-face { font-family: F; src: url(font:F.ttf) }", "CF-304", ":1:1", "'F'"),
        ("styles/cv.density.toml", "slope = 1\nslope = 2\n", "CF-303", ":2:10", "overwrite"),
        ("styles/cv.density.toml", "[tokens]\n", "CF-303", ":1:1", "no token"),
    ],
)
def test_a_broken_layout_or_style_of_the_project_s_own(
    project: Project, file: str, text: str | bytes, problem: str, place: str, words: str
) -> None:
    run = project.write(file, text).build()
    assert_problem(run, ExitCode.LAYOUT, problem, f"{file}{place}" if place else "", words)
    assert project.results == []


@pytest.mark.parametrize("faces", ["", "@font-face { font-family: F; src: url(font:F.ttf) }"])
@pytest.mark.parametrize("target", ["cv", "onepagers"])
def test_styles_without_any_face(tmp_path: Path, faces: str, target: str) -> None:
    """Without one, Pango measures with what happens to lie in memory, or crashes."""
    me = small(tmp_path / "me")
    me.write("styles/faces.css", faces)
    run = casefolio("--project", me.root, "build", target, "--json", "--jobs", "1")
    assert run.code == ExitCode.LAYOUT, run.out
    assert set(run.codes) == {"CF-304"}
    assert "no face is loaded, so nothing can be set" in [problem["message"] for problem in run.said["problems"]]
    assert not me.files()


def test_a_style_that_asks_for_another_by_a_name_of_its_own(project: Project) -> None:
    run = project.write("styles/cv.css", '@import url("other.css");').build("--jobs", "1")
    assert_problem(run, ExitCode.LAYOUT, "CF-304", "styles/cv.css:1:1", "base URI")


def test_a_style_of_the_project_s_own_stands_in_for_the_shipped_one(project: Project) -> None:
    assert project.build().code == 0
    before = project.pdf.read_bytes()
    project.write("styles/cv.density.toml", (ROOT / "styles/cv.density.toml").read_text().replace("10.6", "13.6"))
    assert project.build().code == 0
    sizes = [[glyph.size for glyph in Proof(data).glyphs] for data in (before, project.pdf.read_bytes())]
    assert [max(set(each), key=each.count) for each in sizes] == [pytest.approx(11.66), pytest.approx(14.96)]


def test_a_layout_of_the_project_s_own_stands_in_for_the_shipped_one(project: Project) -> None:
    words = '<h1 class="name">{{ profile.name | line }}</h1><p>Mine</p>'
    page = f'{PAGE}<main id="content">{words}</main>{{% endblock %}}'
    assert project.write("layouts/cv.html", page).build().code == 0
    assert Proof(project.pdf.read_bytes()).texts["pdfminer"] == "Ada Example Mine"


# --- surroundings ---


@pytest.mark.parametrize("epoch", ["tomorrow", "1e9", "99999999999999999", "1.5"])
def test_a_date_that_is_none(project: Project, epoch: str) -> None:
    run = project.build(SOURCE_DATE_EPOCH=epoch)
    assert_problem(run, ExitCode.USAGE, "CF-801", "", epoch, "seconds")
    assert project.results == []


def test_no_project_and_no_content(tmp_path: Path) -> None:
    assert_problem(Project.build(nowhere(tmp_path / "gone")), ExitCode.CONTENT, "CF-101", "", "there is no folder")
    (tmp_path / "empty").mkdir()
    run = Project.build(nowhere(tmp_path / "empty"))
    assert run.code == ExitCode.CONTENT
    assert list((tmp_path / "empty").iterdir()) == []


def nowhere(root: Path) -> Project:
    """A project of which nothing is written."""
    project = Project.__new__(Project)
    project.root = root
    return project


OLD = b"%PDF the one that was sent"


@pytest.fixture
def printed(project: Project) -> Project:
    """A project with an older CV."""
    return project.write("out/cv.pdf", OLD)


def untouched(project: Project) -> bool:
    return project.pdf.read_bytes() == OLD and project.results == ["cv.pdf"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("content/profile.yaml", "nmae: Ada\n"),
        ("content/profile.yaml", PROFILE.replace("hold", "日")),
        ("content/experience.yaml", jobs(60)),
        (CSS, "x"),
        ("layouts/cv.html", "{{"),
    ],
    ids=["content", "glyph", "overflow", "style", "layout"],
)
def test_a_build_that_fails_leaves_the_old_file(printed: Project, file: str, text: str) -> None:
    assert printed.write(file, text).build().code not in {0, ExitCode.BUG}
    assert untouched(printed)


def test_a_file_in_the_place_of_the_results_folder(project: Project) -> None:
    assert_problem(project.write("out", b"mine").build(), ExitCode.OUTPUT, "CF-702", "", "a file stands where")
    assert (project.root / "out").read_bytes() == b"mine"


def test_a_folder_in_the_place_of_the_result(project: Project) -> None:
    project.write("out/cv.pdf/mine", b"")
    assert_problem(project.build(), ExitCode.OUTPUT, "CF-701", "", "is a folder")


@contextmanager
def disk(size: int) -> Iterator[None]:
    """Files may not grow larger than this, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_no_room_for_what_the_press_unpacks(printed: Project) -> None:
    with disk(4096):
        run = printed.build()
    assert_problem(run, ExitCode.OUTPUT, "CF-708", "", "temporary files", "TMPDIR")
    assert untouched(printed)


def test_a_full_disk(printed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def publish_all(files: dict[Path, bytes]) -> None:
        with disk(4096):
            whole(files)

    whole = publishing.publish_all
    monkeypatch.setattr(publishing, "publish_all", publish_all)
    run = printed.build()
    assert_problem(run, ExitCode.OUTPUT, "CF-704", "", "no room", "free some disk space")
    assert untouched(printed)


def test_a_folder_that_may_not_be_written(printed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may write anywhere, so the system's refusal is played."""
    whole = Path.open

    def refusing(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path.suffix == ".part":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return whole(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", refusing)
    assert_problem(printed.build(), ExitCode.OUTPUT, "CF-703", "", "may not be written")
    assert untouched(printed)


# --- Ctrl-C ---

STAGES = (
    "casefolio.reading.read",
    "casefolio.shaping.cv.cv_sheet",
    "casefolio.press.engine.Engine.parse",
    "casefolio.press.engine.Engine.lay_out",
    "casefolio.press.engine.Engine.write",
    "casefolio.bindery.verify.verify",
    "casefolio.bindery.publish.publish_all",
    "os.fsync",
    "pathlib.Path.replace",
)


@pytest.mark.parametrize("stage", STAGES)
def test_an_interrupt_at_any_stage(printed: Project, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    def struck(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, struck)
    run = casefolio("--project", printed.root, "build", "cv")
    monkeypatch.undo()
    assert run.code == ExitCode.INTERRUPTED
    assert run.out == ""
    assert "interrupted" in run.err
    assert "Traceback" not in run.err
    assert untouched(printed)


def test_an_interrupt_before_there_is_anything_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def struck(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casefolio.cli.program.main", struck)
    assert casefolio("build").code == ExitCode.INTERRUPTED


@pytest.mark.parametrize("stage", ["casefolio.press.engine.Engine.lay_out", "os.fsync"])
def test_a_signal_from_the_terminal(printed: Project, stage: str) -> None:
    """The process strikes itself when it comes to a stage: no time is waited for."""
    module, _, name = stage.rpartition(".")
    owner = f"importlib.import_module({module!r})"
    if module.endswith("Engine"):
        owner = "importlib.import_module('casefolio.press.engine').Engine"
    script = f"""
import importlib, os, signal, sys
from casefolio.cli import main
if "fsync" in {stage!r}:
    import os as owner
else:
    owner = {owner}
whole = owner.{name}
def strike(*args, **more):
    os.kill(os.getpid(), signal.SIGINT)
    return whole(*args, **more)
owner.{name} = strike
sys.argv = ["casefolio", "--project", {str(printed.root)!r}, "build", "cv"]
main()
"""
    done = subprocess.run([sys.executable, "-c", script], env=surroundings(), capture_output=True, check=False)
    assert done.returncode == ExitCode.INTERRUPTED, done.stderr
    assert b"Traceback" not in done.stderr
    assert signal.SIGINT.name.encode() not in done.stderr
    assert untouched(printed)
