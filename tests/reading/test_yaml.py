"""What a file may hold, and what its owner is told where it holds something else."""

from __future__ import annotations

import pytest
import yaml
from tests.reading.conftest import PROFILE, Project, assert_problem

from casefolio.reading.assembly import MAX_ALIASED, MAX_DEPTH, MAX_VALUES
from casefolio.reading.scalars import resolve
from casefolio.reading.source import MAX_BYTES

#: What is wrong in settings.yaml: its text, the code, line and column, words of message or remedy.
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "tab": ("a:\n\tb: c\n", "CF-111", "2:1", "two spaces"),
    "tab after spaces": ("a:\n  \tb: c\n", "CF-111", "2:3", "two spaces"),
    "tab in a text": ("a: |\n\ttext\n", "CF-111", "2:1", "two spaces"),
    "open quote": ('a: "text\nb: c\n', "CF-112", "1:4", 'close it with "'),
    "open quote before a document": ("a: 'x\n---\ny'", "CF-112", "1:4", "close it with '"),
    "quote closed by the next one": ('a: "text\nb: "c"\n', "CF-112", "1:4", "closed only on line 2"),
    "apostrophe": ("a: 'it's'\n", "CF-112", "1:8", "'it''s'"),
    "text after a quote": ('a: "one" two\n', "CF-112", "1:10", "single quotes around"),
    "escape": ('a: "C:\\dir"\n', "CF-112", "1:7", "single quotes"),
    "second colon": ("title: Foo: a bar\n", "CF-113", "1:11", 'title: "Foo: a bar"'),
    "second colon and quotes": ('title: Foo: "x"\n', "CF-113", "1:11", "title: 'Foo: \"x\"'"),
    "no space after the colon": ("title:Foo\nrole: x\n", "CF-113", "1:6", "write  title: Foo"),
    "no space, deeper": ("a:\n  - b: c\n    d:e\n    f: g\n", "CF-113", "3:6", "write  d: e"),
    "no space after the dash": ("a:\n- x\n-y\n- z\n", "CF-113", "3:1", "write  - y"),
    "no colon": ("key\nother: x\n", "CF-113", "1:1", "key: value"),
    "no colon between": ("a: x\nfoo\nb: y\n", "CF-113", "2:1", "'foo'"),
    "at sign": ("a: @home\n", "CF-114", "1:4", '"@home"'),
    "backtick": ("a: `code`\n", "CF-114", "1:4", '"`code`"'),
    "alias and text": ("a: &x b\nc: *x y\n", "CF-114", "2:4", '"*x y"'),
    "percent": ("a: %5\n", "CF-114", "1:4", '"%5"'),
    "strong": ("a: **strong** words\n", "CF-114", "1:4", '"**strong** words"'),
    "Markdown link": ("a: [words](https://example.org)\n", "CF-114", "1:4", "in quotes"),
    "closing bracket": ("a: ]x\n", "CF-114", "1:4", "in quotes"),
    "text after >": ("a: > text\n", "CF-114", "1:6", "next line"),
    "local tag that YAML refuses": ("a: !<x\n", "CF-114", "1:4", "in quotes"),
    "open bracket": ("a: [x\nb: c\n", "CF-116", "1:4", "close it with ]"),
    "open bracket at the end": ("a: [", "CF-116", "1:4", "close it with ]"),
    "open brace": ("a: {x\n", "CF-116", "1:4", "close it with }"),
    "indented under a value": ("a: b\n c: d\n", "CF-115", "2:2", "indent it like the line above"),
    "indentation fits nothing": ("a:\n  - x\n b: c\n", "CF-115", "3:2", "same number of spaces"),
    "list among keys": ("a: b\n- c\n", "CF-115", "2:1", "a list entry"),
    "keys among a list": ("- a\nb: c\n", "CF-115", "2:1", "same number of spaces"),
    "list beside its key": ("a: - b\n", "CF-115", "1:4", "line of its own"),
    "text after the end": ("{a: b}\nc: d\n", "CF-115", "2:1", "delete it"),
    "anything else": ("a: &x *x\n", "CF-110", "1:7", "look at this line"),
    "key twice": ("locale: de\npaper: a4\nlocale: en\n", "CF-120", "3:1", "already on line 1"),
    "key twice, once in quotes": ("locale: de\n'locale': en\n", "CF-120", "2:1", "already on line 1"),
    "key is a number": ("2024: x\n", "CF-121", "1:1", '"2024":'),
    "key is nothing": ("~: x\n", "CF-121", "1:1", "in quotes"),
    "key is true": ("true: x\n", "CF-121", "1:1", '"true":'),
    "key is empty": ('"": x\n', "CF-121", "1:1", "not empty"),
    "key has spaces": ('" locale": x\n', "CF-121", "1:1", "write  locale:"),
    "key is a list": ("? [a]\n: b\n", "CF-121", "1:3", "needs quotes"),
    "template": ("locale: {{ x }}\n", "CF-121", "1:10", "needs quotes"),
    "Python tag": ("!!python/object:os.system {}\n", "CF-122", "1:1", "!!python/object:os.system"),
    "own tag": ("locale: !german de\n", "CF-122", "1:9", "!german"),
    "tag that does not fit": ("locale: !!int de\n", "CF-122", "1:9", "!!int"),
    "set": ("locale: !!set {de}\n", "CF-122", "1:9", "!!set"),
    "merge key": ("<<: {locale: de}\n", "CF-123", "1:1", "write the keys out"),
    "two documents": ("locale: de\n---\npaper: a4\n", "CF-124", "2:1", "split the file"),
    "deep": ("a: " + "[" * 50 + "]" * 50 + "\n", "CF-125", f"1:{4 + MAX_DEPTH - 1}", "flatter"),
    "unknown alias": ("locale: *de\n", "CF-127", "1:9", '"*de"'),
    "alias of itself": ("a: &a [1, *a]\n", "CF-127", "1:11", "write out"),
    "control character in an escape": ('locale: "\\0"\n', "CF-107", "1:9", "take the escape out"),
    "control character": ("locale: de\npaper: \x07a4\n", "CF-107", "2:8", "U+0007 at byte 19"),
    "NUL": ("locale: de\0\n", "CF-107", "1:11", "byte 11 is NUL"),
    "line separator": ("locale: de\u2028\n", "CF-107", "1:11", "U+2028"),
    "empty": ("", "CF-108", "1:1", "delete it"),
    "only a comment": ("# settings\n", "CF-108", "1:1", "delete it"),
    "only null": ("---\n~\n", "CF-108", "1:1", "delete it"),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_at_its_place_with_a_remedy(project: Project, name: str) -> None:
    text, code, place, words = MISTAKES[name]
    project.write("content/settings.yaml", text)
    here = [problem for problem in project.problems() if problem.code < "CF-2"]
    assert len(here) == 1, here
    assert_problem(here[0], code, f"content/settings.yaml:{place}", words)


@pytest.mark.usefixtures("parser")
def test_an_alias_bomb_is_refused_before_it_goes_off(project: Project) -> None:
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    project.write("content/settings.yaml", "\n".join(lines))
    assert_problem(project.only(), "CF-126", "content/settings.yaml:5:8", f"{MAX_ALIASED:,}")


def test_an_alias_counts_its_own_depth(project: Project) -> None:
    deep = "[" * 30 + "]" * 29 + ", 1]"
    project.write("content/settings.yaml", f"a: &a {deep}\nb: [[[[[[[[[[*a]]]]]]]]]]\n")
    problem = next(problem for problem in project.problems() if problem.code < "CF-2")
    assert_problem(problem, "CF-125", "content/settings.yaml:2:14")


def test_a_file_of_too_many_values(project: Project) -> None:
    project.write("content/settings.yaml", "- 1\n" * (MAX_VALUES + 1))
    assert_problem(project.only(), "CF-126", f"content/settings.yaml:{MAX_VALUES + 1}:3", "split the file")


def test_a_file_of_ten_megabytes_is_not_read(project: Project) -> None:
    project.write("content/settings.yaml", b"a" * 10_000_000)
    assert_problem(project.only(), "CF-105", "content/settings.yaml:1:1", "10,000,000", f"{MAX_BYTES:,}", "split it")


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ("locale: de\n".encode("utf-16"), "1:1", "UTF-16"),
        ("locale: de\nname: Jürgen\n".encode("latin-1"), "2:8", "byte 19 is 0xFC"),
        (b"\xef\xbb\xbflocale: \xfc\n", "1:9", "byte 12 is 0xFC"),
        (b"locale: de\r\npaper: \x80\xff", "2:8", "byte 20 is 0x80"),
    ],
)
def test_only_utf8_is_read(project: Project, data: bytes, place: str, words: str) -> None:
    project.write("content/settings.yaml", data)
    assert_problem(project.only(), "CF-106", f"content/settings.yaml:{place}", words, "save it as UTF-8")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "locale: de\n".encode("utf-16-le")])
def test_what_is_no_text_is_said_to_be_none(project: Project, data: bytes) -> None:
    project.write("content/settings.yaml", data)
    problem = project.only()
    assert problem.code == "CF-107"
    assert f"byte {data.index(0) + 1} is NUL" in problem.message
    assert problem.remedy


def test_a_byte_order_mark_counts_as_bytes_but_not_as_a_column(project: Project) -> None:
    project.write("content/settings.yaml", b"\xef\xbb\xbflocale: de\n")
    assert str(project.read().mark(("settings", "locale"))) == "content/settings.yaml:1:9"
    project.write("content/settings.yaml", b"\xef\xbb\xbflocale: \x01\n")
    assert_problem(project.only(), "CF-107", "content/settings.yaml:1:9", "byte 12")


@pytest.mark.usefixtures("parser")
def test_words_mean_what_yaml_1_2_says(project: Project) -> None:
    words = ["NO", "yes", "on", "12:30", "0123", "2024-03", "2024-03-15", "1_000", "0b1", "=", "+49691234567"]
    words += ["1.10", "1e3", "0x1F", "0o17", "-7", "60311", ".5", "+.inf", "9" * 5000, "tRUE", "nUll"]
    project.write("content/skills.yaml", "- label: x\n  items: [" + ", ".join(words) + "]\n")
    assert list(project.read().dossier.skills[0].items) == words


@pytest.mark.usefixtures("parser")
def test_numbers_and_truth_are_read_as_such(studied: Project) -> None:
    with (studied.root / "content/studies/eks.yaml").open("a") as file:
        file.write("priority: 0o17\noptional: True\nrole: ~\nteam:\nsector: !!str 12\nperiod: {start: 2024}\n")
    study = studied.read().dossier.studies["eks"]
    assert (study.priority, study.optional, study.role, study.team, study.sector) == (15, True, None, None, "12")
    assert str(study.period and study.period.start) == "2024"


@pytest.mark.usefixtures("parser")
def test_anchors_repeat_values_and_point_to_where_they_are_written(project: Project) -> None:
    project.write("content/skills.yaml", "- &a\n  label: x\n  items: &i [one]\n- {label: y, items: *i}\n- *a\n")
    manuscript = project.read()
    assert [skill.items for skill in manuscript.dossier.skills] == [("one",)] * 3
    assert str(manuscript.marks["skills", 1, "items", 0]) == "content/skills.yaml:3:14"


def test_a_fault_in_a_repeated_value_is_said_once(project: Project) -> None:
    project.write("content/skills.yaml", "- &a {lable: x}\n- *a\n- *a\n")
    assert project.codes() == ["CF-202"]


def test_what_could_be_read_before_the_mistake_is_judged_too(project: Project) -> None:
    project.write("content/settings.yaml", "locale: de\nlocale: en\npaper: [\n")
    assert project.codes() == ["CF-120", "CF-116"]


def test_a_word_with_a_leading_zero_is_text(project: Project) -> None:
    project.write("content/skills.yaml", "- {label: x, priority: 07x}\n")
    assert "found '07x'" in project.only().message
    assert resolve("0123") == "0123"


def test_where_there_is_no_libyaml_a_tab_may_not_end_a_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casefolio.reading.parse._Loader", yaml.SafeLoader)
    project.write("content/settings.yaml", "locale: de\t\npaper: a4\n")
    assert_problem(project.only(), "CF-111", "content/settings.yaml:1:11", "delete it")


def test_a_directive_and_a_document_end_are_fine(project: Project) -> None:
    project.write("content/profile.yaml", f"%YAML 1.2\n---\n{PROFILE}...\n")
    assert project.read().dossier.profile.name == "Ada Example"
