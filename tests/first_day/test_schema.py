"""Schemas say what reading says: what is right is right by them, and what is wrong is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator
from tests.first_day.test_explanations import _FILE, SHOWN
from tests.product.desk import PERSONS, ROOT, casefolio, surroundings

from casefolio.model.dossier import Dossier
from casefolio.model.reference import example, records
from casefolio.model.schema import kinds, schema, schema_line, schemas
from casefolio.reading.parse import parse
from casefolio.reading.source import Source
from casefolio.reading.tree import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casefolio.explaining import Explanation

CONTENT = sorted(
    path
    for folder in (ROOT / "content", *PERSONS.glob("*/content"), ROOT / "build/casefolio/starting/samples")
    for path in folder.rglob("*.yaml")
)


def value_of(text: str, name: str, folder: Path) -> Any:
    """What YAML says, as reading understands it."""
    return plain(parse(Source(folder / name, name, text))[0])


def faults(name: str, value: Any) -> list[str]:
    """What an editor would underline in a file of content."""
    kind = schema_line(name).partition(".casefolio/schema/")[2].removesuffix(".json")
    return [error.message for error in Draft7Validator(json.loads(schema(kind))).iter_errors(value)]


def below_project(path: Path) -> str:
    """A content file's name from its project folder."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("content") :]) if "content" in parts else path.name


@pytest.mark.parametrize("kind", kinds())
def test_each_is_a_schema_that_describes_and_shows_every_field(kind: str) -> None:
    found = json.loads(schema(kind))
    Draft7Validator.check_schema(found)
    for record in (found, *found["definitions"].values()):
        for name, field in record.get("properties", {}).items():
            assert field.get("description"), name
            assert field.get("examples"), name
            for shown in field["examples"]:
                assert not list(Draft7Validator({"definitions": found["definitions"], **field}).iter_errors(shown)), (
                    name,
                    shown,
                )


def test_every_field_of_every_record_is_in_them() -> None:
    known = json.loads(schema("casefolio"))["definitions"]
    for record in records():
        if record.__name__ in known:
            assert set(known[record.__name__]["properties"]) == set(record.model_fields)
    assert {record.__name__ for record in records()} - set(known) <= {"Entry"}


def test_there_is_one_for_every_file() -> None:
    assert {*Dossier.model_fields, "casefolio", "study", "theme", "talk", "private/profile"} <= set(kinds())


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_right_is_right_by_them(path: Path) -> None:
    name = below_project(path)
    assert faults(name, value_of(path.read_text("utf-8"), name, path.parent)) == []


@pytest.mark.parametrize("record", records(), ids=lambda record: str(record.__name__))
def test_the_examples_of_the_reference_are_right_by_them(record: type[Any], tmp_path: Path) -> None:
    known = json.loads(schema("casefolio"))
    if record.__name__ not in known["definitions"]:
        pytest.skip("never stands by itself")
    value = value_of(example(record), "example.yaml", tmp_path)
    found = {"$ref": f"#/definitions/{record.__name__}", "definitions": known["definitions"]}
    assert [error.message for error in Draft7Validator(found).iter_errors(value)] == []


def files_of(text: str, folder: Path) -> Iterator[tuple[str, Any]]:
    _, *parts = _FILE.split(text)
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        yield name, value_of(content, name, folder)


@pytest.mark.parametrize(
    "entry",
    [entry for entry in SHOWN if entry.code in {f"CF-{n}" for n in (*range(201, 209), 211)}],
    ids=lambda e: e.code,
)
def test_an_editor_sees_what_reading_finds(entry: Explanation, tmp_path: Path) -> None:
    assert any(faults(name, value) for name, value in files_of(entry.wrong, tmp_path))
    assert not any(faults(name, value) for name, value in files_of(entry.right, tmp_path))


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("content/private/profile.yaml", "contact: {email: me@example.org}", True),
        ("content/private/profile.yaml", "links: [{label: x}]", False),
        ("content/private/profile.yaml", "photo: {alt: Me}", True),
        ("content/profile.yaml", "contact: {email: me@example.org}", False),
        ("content/private/studies/x.yaml", "client: {alias: an insurer}", True),
        ("content/private/studies/x.yaml", "client: {allias: an insurer}", False),
        ("casefolio.yaml", "skills: [{label: 2024}]", True),
        ("casefolio.yaml", "settings: {quiet: [CF-262]}", True),
        ("casefolio.yaml", "settings: {quiet: [CF-999]}", False),
        ("content/studies.yaml", "Not A Name: {title: x}", False),
        ("content/cv.yaml", "sections: [summary, custom:volunteering]", True),
        ("content/cv.yaml", "sections: [sumary]", False),
        ("content/profile.yaml", "name: x\nrole:", True),
    ],
)
def test_what_an_editor_underlines(name: str, text: str, right: bool, tmp_path: Path) -> None:  # noqa: FBT001
    assert (not faults(name, value_of(text, name, tmp_path))) == right


def test_the_first_line_leads_from_any_depth() -> None:
    lines = [schema_line(name) for name in ("casefolio.yaml", "content/cv.yaml", "content/private/studies/x.yaml")]
    assert [line.partition("=")[2] for line in lines] == [
        ".casefolio/schema/casefolio.json",
        "../.casefolio/schema/cv.json",
        "../../../.casefolio/schema/private/study.json",
    ]


def test_the_command_writes_them_anew(tmp_path: Path) -> None:
    old = tmp_path / ".casefolio/schema/study.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}", "utf-8")
    done = casefolio("--project", tmp_path, "schema")
    assert done.code == 0
    written = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.json")}
    assert written == schemas()


def test_the_command_prints_one() -> None:
    done = casefolio("schema", "study")
    assert done.out == schema("study")
    assert casefolio("schema", "study", "--json").said["schema"] == json.loads(schema("study"))
    wrong = casefolio("schema", "studdy", "--json")
    assert (wrong.code, wrong.codes) == (2, ["CF-841"])
    assert "did you mean 'study'?" in wrong.said["problems"][0]["message"]


HEAVY = ("weasyprint", "jinja2", "pypdf", "pypdfium2", "PIL", "fontTools", "babel", "docx", "segno")


@pytest.mark.parametrize("words", [("init", "{}/me"), ("schema", "study"), ("explain",), ("explain", "CF-999")])
def test_what_need_not_be_loaded_is_not(words: tuple[str, ...], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom casefolio.cli import main\n"
        f"try: main()\nexcept SystemExit: pass\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = process_of(code, [word.format(tmp_path) for word in words])
    assert re.search(r"\[\]$", done.strip()), done


def process_of(code: str, words: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=surroundings(), capture_output=True, text=True, check=True
    )
    return done.stdout
