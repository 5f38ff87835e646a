"""Files that are wrong, hostile or no résumé: a clear problem, never a traceback, nothing written."""

from __future__ import annotations

import json
import random
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.incoming import archives
from tests.product.desk import casefolio

from casefolio.errors import CasefolioError
from casefolio.importing import draft_of

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parent / "samples"
CANDIDATE = (SAMPLES / "europass-candidate.xml").read_bytes()
EXTERNAL = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY passwords SYSTEM "file:///etc/passwd">]>
<SkillsPassport><LearnerInfo><Headline><Description>&passwords;</Description></Headline></LearnerInfo></SkillsPassport>"""
LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<SkillsPassport>&b;</SkillsPassport>"""


def pdf(**files: bytes) -> bytes:
    """An empty PDF with files in it."""
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, data in files.items():
            shown = name.replace("_", ".")
            document.attachments[shown] = pikepdf.AttachedFileSpec(
                document, data, filename=shown, description="", mime_type="", creation_date="", mod_date=""
            )
        document.save(out)
    return out.getvalue()


def locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    return out.getvalue()


def and_one(name: str) -> bytes:
    """LinkedIn's archive and an entry of this name."""
    return archives.archive({**archives.TABLES, name: "Name\n"})


HOSTILE: dict[str, tuple[str, int, bytes | Callable[[], bytes]]] = {
    "nothing": ("CF-140", 3, b""),
    "prose": ("CF-140", 3, b"Dear Sir or Madam, I apply."),
    "a picture": ("CF-140", 3, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "JSON that is none": ("CF-141", 3, b'{"basics": {"name": "Ada",}}'),
    "JSON cut off": ("CF-141", 3, b'{"basics": {"name": "A'),
    "JSON with NaN": ("CF-141", 3, b'{"basics": NaN}'),
    "JSON far too deep": ("CF-141", 3, b"[" * 100_000),
    "JSON too deep": ("CF-141", 3, b'{"basics": ' + b"[" * 40 + b"]" * 40 + b"}"),
    "JSON with a number without end": ("CF-141", 3, b'{"basics": ' + b"9" * 5000 + b"}"),
    "JSON in Latin-1": ("CF-143", 3, '{"basics": {"name": "Zoë"}}'.encode("latin-1")),
    "JSON of something else": ("CF-140", 3, b'{"dependencies": {"left-pad": "1"}}'),
    "a list": ("CF-140", 3, b"[1, 2]"),
    "a JSON Resume of nobody": ("CF-154", 3, b'{"basics": {}, "work": []}'),
    "JSON of more than 20 MB": ("CF-142", 3, lambda: b'{"basics": {"name": "' + b"a" * 20_000_001 + b'"}}'),
    "YAML of something else": ("CF-140", 3, b"version: 3\nservices: {web: {image: x}}\n"),
    "YAML that is none": ("CF-111", 3, b"cv:\n\tname: Ada\n"),
    "YAML with a bomb": ("CF-126", 3, b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 8) for n in range(8))),
    "YAML with an object": ("CF-122", 3, b"cv: !!python/object/apply:os.system [ls]\n"),
    "RenderCV 1": ("CF-151", 3, b"cv:\n  name: Ada\n  work_experience:\n    - {company: A, position: B}\n"),
    "XML that is none": ("CF-148", 3, b"<SkillsPassport><LearnerInfo></SkillsPassport>"),
    "XML in no encoding": ("CF-148", 3, b'<?xml version="1.0" encoding="klingon"?><SkillsPassport/>'),
    "XML far too deep": ("CF-148", 3, b"<SkillsPassport>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</SkillsPassport>"),
    "XML with external entities": ("CF-149", 3, EXTERNAL),
    "XML with laughs": ("CF-149", 3, LAUGHS),
    "XML of something else": ("CF-151", 3, b"<html><body>Ada</body></html>"),
    "a Europass of nobody": ("CF-154", 3, b"<SkillsPassport><LearnerInfo/></SkillsPassport>"),
    "a zip of something else": ("CF-144", 3, lambda: archives.archive({"word/document.xml": "<x/>"})),
    "an empty zip": ("CF-144", 3, lambda: archives.archive({})),
    "a zip with a path outside": ("CF-145", 3, lambda: and_one("../../evil.csv")),
    "a zip with an absolute path": ("CF-145", 3, lambda: and_one("/etc/evil.csv")),
    "a zip with a drive": ("CF-145", 3, lambda: and_one("C:\\evil.csv")),
    "a zip with a link": ("CF-145", 3, archives.with_a_link),
    "a zip bomb": ("CF-146", 3, archives.bomb),
    "a zip of many files": ("CF-146", 3, lambda: archives.archive({f"{n}.csv": "" for n in range(5_001)})),
    "a zip cut off": ("CF-147", 3, lambda: archives.archive()[:-40]),
    "a PDF without source": ("CF-570", 6, pdf),
    "a PDF with other files": ("CF-570", 6, lambda: pdf(invoice_xml=b"<x/>")),
    "a PDF that is none": ("CF-571", 6, b"%PDF-1.7\nnothing"),
    "a locked PDF": ("CF-571", 6, locked),
    "a PDF with a broken source": ("CF-572", 6, lambda: pdf(resume_json=b"{")),
    "a PDF with a list for a source": ("CF-572", 6, lambda: pdf(resume_json=b"[]")),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_it_is_a_clear_problem_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    code, exit_code, data = HOSTILE[name]
    file, into = tmp_path / "file", tmp_path / "me"
    file.write_bytes(data if isinstance(data, bytes) else data())
    run = casefolio("import", file, "--into", into, "--json")
    assert (run.codes[0], run.code) == (code, exit_code), run.out
    assert not into.exists()
    spoken = casefolio("import", file, "--into", into)
    assert code in spoken.err
    assert "Traceback" not in spoken.err


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        run = casefolio("import", path, "--into", tmp_path / "me", "--json")
        assert (run.code, run.codes) == (3, ["CF-153"])


def test_five_megabytes_are_fine(tmp_path: Path) -> None:
    file, into = tmp_path / "resume.json", tmp_path / "me"
    jobs = [
        {"name": f"Firm {n}", "position": "Engineer", "highlights": ["Built things that hold."]} for n in range(300)
    ]
    strange = "data:image/x-unheard-of;base64," + "A" * 5_000_000
    file.write_text(json.dumps({"basics": {"name": "Ada", "image": strange, "summary": "x " * 50_000}, "work": jobs}))
    assert casefolio("import", file, "--into", into).code == 0
    assert casefolio("--project", into, "check", "--quiet").code == 0
    assert (into / "content/private/kept/1.txt").stat().st_size == len(strange)


def test_more_text_than_a_file_of_content_may_have_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "resume.json"
    file.write_text(json.dumps({"basics": {"name": "Ada"}, "work": [{"name": "A", "position": "x" * 2_000_001}]}))
    run = casefolio("import", file, "--into", tmp_path / "me", "--json")
    assert (run.code, run.codes) == (3, ["CF-152"])
    assert "shorten" in run.said["problems"][0]["remedy"]
    assert not (tmp_path / "me").exists()


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"{", b"[", b"<", b"PK\x03\x04", b"%PDF-1.7", b"cv:\n ", b"\xff\xfe"]),
)
def test_no_bytes_end_in_a_traceback(data: bytes, head: bytes) -> None:
    try:
        _, draft = draft_of(head + data, "file")
    except CasefolioError as error:
        ended = int(error.exit_code)
    else:
        ended = 0 if draft.values["profile"]["name"] else 1
    assert ended in {0, 3, 6}


def draft_or_code(data: bytes) -> str:
    """The name in a draft, or the code of the first problem."""
    try:
        return str(draft_of(data, "file")[1].values["profile"]["name"])
    except CasefolioError as error:
        return error.problems[0].code


@pytest.mark.parametrize("seed", range(4))
def test_no_damaged_file_ends_in_a_traceback(seed: int) -> None:
    """Samples with bytes changed, cut out and doubled."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    own = pdf(resume_json=b'{"basics": {"name": "A"}}')
    for data in (*(path.read_bytes() for path in sorted(SAMPLES.iterdir())), archives.archive(), own):
        for _ in range(12):
            broken = bytearray(data)
            for _ in range(dice.randint(1, 4)):
                at = dice.randrange(len(broken))
                broken[at : at + dice.choice([0, 1, 1, 9])] = dice.randbytes(dice.choice([0, 1, 1, 3]))
            assert draft_or_code(bytes(broken))


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(archives.archive())
    for at, _ in ((i, 0) for i in range(len(data) - 3) if bytes(data[i : i + 4]) in (b"PK\x03\x04", b"PK\x01\x02")):
        data[at + (6 if data[at + 2] == 3 else 8)] |= 1
    with pytest.raises(CasefolioError) as caught:
        draft_of(bytes(data), "file")
    assert caught.value.problems[0].code == "CF-147"
    assert zipfile.is_zipfile(BytesIO(data))
