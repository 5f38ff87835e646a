"""What is sent: parts, pages, outline, labels, metadata, separate files, limits, and the record of it all."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image
from tests.bind.evidence import all_words, labels, outline, sound, words
from tests.packets.certificate import certificate
from tests.packets.conftest import Packet, desk, print_packet
from tests.product.desk import EPOCH, ROOT, casefolio, surroundings
from tests.tagtree import transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.vera.validate import Vera


def metadata(data: bytes) -> dict[str, str]:
    """Title, author, subject, keywords and language, where Info, XMP and the catalog say the same."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        info = {key: str(pdf.docinfo.get(f"/{key}", "")) for key in ("Title", "Author", "Subject", "Keywords")}
        said = {
            "Title": xmp.get("dc:title", ""),
            "Author": ", ".join(xmp.get("dc:creator", [])),
            "Subject": xmp.get("dc:description", ""),
            "Keywords": xmp.get("pdf:Keywords", ""),
        }
        assert info == said
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        return {**info, "Lang": str(pdf.Root.Lang)}


def attached(data: bytes) -> list[str]:
    """The names of the files in a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sorted(pdf.attachments)


def test_one_file_by_mail_with_an_entry_for_each_part(packet: Callable[[str], Packet], vera: Vera) -> None:
    made = packet("german")
    assert made.names == ["Bewerbung-Mara-Lindqvist.pdf"]
    data = made["Bewerbung-Mara-Lindqvist.pdf"]
    parts = [(title, page) for level, title, page in outline(data) if level == 0]
    assert parts == [("Anschreiben", 0), ("Lebenslauf", 1), ("Fallstudie: Plain Delivery", 2), ("Zeugnis", 3)]
    assert metadata(data) == {
        "Title": "Mara Lindqvist · Bewerbung als Plattformingenieurin · Musterwerke GmbH & Co. KG",
        "Author": "Mara Lindqvist",
        "Subject": "Bewerbung als Plattformingenieurin",
        "Keywords": "Plattformingenieurin, Musterwerke GmbH & Co. KG, Kubernetes",
        "Lang": "de",
    }
    assert labels(data) == ["1", "1", "1", "2", "3"]
    assert attached(data) == ["resume.json"]
    pages = words(data)
    assert len(pages) == 5
    assert "Musterwerke GmbH & Co. KG sucht eine Plattformingenieurin" in pages[0]
    assert "Fallstudie 1" in pages[2]
    assert pages[3] == pages[4] == ""
    assert [line for line in transcript(data) if "Ein Zeugnis" in line] == [
        "    Figure [Ein Zeugnis (2/4)]",
        "    Figure [Ein Zeugnis (3/4)]",
    ]
    assert vera.faults(data, ("ua1", "3a")) == []
    sound(data)


def test_a_variant_title_pages_and_separate_files(packet: Callable[[str], Packet]) -> None:
    made = packet("english")
    assert made.names == [
        "Application-Mara-Lindqvist.pdf",
        "Mara-Lindqvist-CV.pdf",
        "Mara-Lindqvist-Case-studies.pdf",
        "Mara-Lindqvist-Certificate.pdf",
        "Mara-Lindqvist-Cover-letter.pdf",
        "Mara-Lindqvist-How-a-change-travels.pdf",
    ]
    data = made["Application-Mara-Lindqvist.pdf"]
    parts = [(title, page) for level, title, page in outline(data) if level == 0]
    pages = words(data)
    assert [title for title, _ in parts] == [
        "Cover letter",
        "CV",
        "How a change travels",
        "Case studies",
        "Certificate",
    ]
    for title, page in parts[1:]:
        assert page is not None
        assert f"Application as Platform Engineer at Sample Works Ltd {title} Mara Lindqvist" == pages[page]
    assert "Known Way Back" in pages[4]
    assert "Third of Three" not in " ".join(pages[5:])
    assert "Somebody for platforms" in pages[2]
    assert "Known Way Back" in words(made["Mara-Lindqvist-How-a-change-travels.pdf"])[0]
    assert len(words(made["Mara-Lindqvist-Certificate.pdf"])) == 1
    sound(data)


def test_nothing_is_embedded_where_a_portal_refuses_it(packet: Callable[[str], Packet]) -> None:
    made = packet("english")
    assert [attached(made[name]) for name in made.names] == [[]] * len(made.names)


def test_a_portal_gets_a_file_for_each_part(packet: Callable[[str], Packet], vera: Vera) -> None:
    made = packet("american")
    assert made.names == ["Mara-Lindqvist-CV.pdf", "Mara-Lindqvist-Certificate.pdf", "Mara-Lindqvist-Cover-letter.pdf"]
    assert [result["paths"][0].rpartition("/")[2] for result in made.run.said["results"]] == [
        "Mara-Lindqvist-Cover-letter.pdf",
        "Mara-Lindqvist-CV.pdf",
        "Mara-Lindqvist-Certificate.pdf",
    ]
    for name in made.names:
        assert vera.faults(made[name], ("ua1", "3a")) == []
        with pikepdf.open(io.BytesIO(made[name])) as pdf:
            assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] in ([612, 792], [595, 842])
    assert metadata(made["Mara-Lindqvist-Certificate.pdf"])["Title"] == "Certificate · Mara Lindqvist"


def test_the_record_says_what_was_sent(packet: Callable[[str], Packet], project_root: Path) -> None:
    made = packet("english")
    record = made.manifest
    assert (record["employer"], record["role"], record["reference"]) == ("Sample Works Ltd", "Platform Engineer", "S-1")
    assert record["edition"] == {"locale": "en", "paper": "a4", "variant": "plain", "embed": False}
    assert sorted(file["name"] for file in record["files"]) == made.names
    for file in record["files"]:
        data = made[file["name"]]
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert (file["size_bytes"], file["pages"]) == (len(data), len(words(data)))
        assert file["conformance"] == ["PDF/A-3a", "PDF/UA-1"]
        assert sum(part["pages"] for part in file["parts"]) == file["pages"]
    whole = record["files"][0]["parts"]
    assert [(part["kind"], part["first_page"]) for part in whole[:4]] == [
        ("letter", 1),
        ("cv", 2),
        ("study", 4),
        ("dossier", 6),
    ]
    assert (whole[4]["tagged"], whole[4]["scanned_pages"]) == (False, 1)
    for entry in record["inputs"]:
        assert entry["sha256"] == hashlib.sha256((project_root / entry["path"]).read_bytes()).hexdigest()
    paths = [entry["path"] for entry in record["inputs"]]
    assert {"content/applications/english.yaml", "papers/certificate.pdf", "content/profile.yaml"} <= set(paths)
    assert "content/applications/german.yaml" not in paths
    assert set(record["versions"]) >= {"casefolio", "weasyprint", "pypdf"}


def test_the_same_application_gives_the_same_bytes(
    packet: Callable[[str], Packet], project_root: Path, tmp_path: Path
) -> None:
    first = packet("german")
    done = subprocess.run(
        [sys.executable, "-m", "casefolio", "--project", project_root, "build", "packet:german", "--out", tmp_path],
        env=surroundings(PYTHONHASHSEED="7", SOURCE_DATE_EPOCH=EPOCH),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in ("Bewerbung-Mara-Lindqvist.pdf", "manifest.json"):
        assert (tmp_path / "packets/german" / name).read_bytes() == (first.folder / name).read_bytes()


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A project without applications."""
    root = desk(tmp_path)
    for path in (root / "content" / "applications").glob("*.yaml"):
        path.unlink()
    return root


def build(root: Path, text: str, *words: str) -> Any:
    (root / "content/applications/one.yaml").write_text(f"employer: Sample Works\nrole: Engineer\n{text}", "utf-8")
    return casefolio("--project", root, "build", "packet:one", "--json", *words)


def noisy(width: int, height: int) -> bytes:
    """A scan that does not compress well."""
    picture = Image.effect_noise((width, height), 60)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, dpi=(300, 300))
    return out.getvalue()


def test_a_heavy_scan_is_made_smaller_and_the_result_says_so(bench: Path) -> None:
    (bench / "papers/heavy.jpg").write_bytes(noisy(1800, 2400))
    run = build(bench, "size_limit: 1.2 MB\nparts: [{file: papers/heavy.jpg, alt: Noise, title: Noise}]\n")
    assert run.code == 0, run.out
    (told,) = [problem for problem in run.said["warnings"] if problem["code"] == "CF-566"]
    assert told["message"].startswith("papers/heavy.jpg: 1 picture ")
    assert told["line"] == 4
    made = Packet(run, bench / "out/packets/one")
    assert made.manifest["files"][0]["made_smaller"] == [told["message"]]
    assert len(made["Application-Mara-Lindqvist.pdf"]) <= 1_200_000


def test_a_limit_that_cannot_be_reached_names_the_heaviest(bench: Path) -> None:
    run = build(bench, "size_limit: 8 kB\nparts: [{file: papers/certificate.pdf, alt: A certificate}]\n")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (6, "CF-560", 3)
    assert "papers/certificate.pdf" in problem["message"]
    assert not (bench / "out/packets").exists()


def test_a_file_of_ours_over_a_portal_s_limit_is_refused(bench: Path) -> None:
    run = build(bench, "delivery: portal\nsize_limit: 8 kB\nparts: [cv]\n")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (6, "CF-567", 4)


def test_pages_beyond_the_end_are_told_of_the_part(bench: Path) -> None:
    run = build(bench, "parts:\n  - file: papers/scan.pdf\n    pages: 2-5\n")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (6, "CF-524", 4)
    assert "has 4 pages" in problem["message"]


def test_a_damaged_part_is_told_of_its_line_with_all_others(bench: Path) -> None:
    (bench / "papers/broken.pdf").write_bytes(b"%PDF-1.7\nand then nothing")
    (bench / "papers/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand then nothing")
    run = build(bench, "parts:\n  - file: papers/scan.pdf\n  - file: papers/broken.png\n  - file: papers/broken.pdf\n")
    assert run.code == 6
    assert {(problem["code"], problem["line"]) for problem in run.said["problems"]} == {("CF-527", 5)}
    run = build(bench, "parts:\n  - file: papers/scan.pdf\n  - file: papers/broken.pdf\n")
    assert [problem["line"] for problem in run.said["problems"]] == [5]


def test_a_study_that_the_variant_leaves_out_is_told_of_the_part(bench: Path) -> None:
    (bench / "content/studies/three.yaml").write_text(
        (bench / "content/studies/three.yaml").read_text("utf-8") + "tags: [secret]\n", "utf-8"
    )
    (bench / "content/variants.yaml").write_text("plain: {exclude: [secret]}\n", "utf-8")
    run = build(bench, "variant: plain\nparts:\n  - study: three\n")
    (problem,) = run.said["problems"]
    assert (problem["code"], problem["line"]) == ("CF-295", 5)


def test_a_part_from_elsewhere_must_not_bring_files_where_none_are_wanted(bench: Path) -> None:
    with pikepdf.open(io.BytesIO(certificate())) as pdf:
        pdf.attachments["notes.txt"] = b"notes"
        pdf.save(bench / "papers/carrier.pdf")
    run = build(bench, "embed: none\nparts: [{file: papers/carrier.pdf, alt: A certificate}]\n")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"]) == (6, "CF-568")
    assert "notes.txt" in problem["message"]


def test_what_others_did_not_embed_is_not_claimed(bench: Path, vera: Vera) -> None:
    from tests.bind.makers import drawn

    (bench / "papers/plain.pdf").write_bytes(drawn(b"BT /F1 12 Tf 40 500 Td (Plain words) Tj ET"))
    run = build(bench, "parts: [{file: papers/plain.pdf, title: Plain, language: en}]\n")
    assert run.code == 0, run.out
    (result,) = run.said["results"]
    data = Packet(run, bench / "out/packets/one")["Application-Mara-Lindqvist.pdf"]
    assert result["conformance"] == []
    assert b"pdfaid" not in data
    assert all_words(data) == "Plain words"
    assert vera.faults(data, ("3a",)) != []


@pytest.mark.parametrize(("given", "name"), [("Anschreiben_2026", "Anschreiben_2026.pdf"), ("a.PDF", "a.PDF")])
def test_a_given_name_is_the_file_s(bench: Path, given: str, name: str) -> None:
    assert build(bench, f"file_name: {given}\nparts: [{{file: papers/scan.pdf, alt: Paper}}]\n").code == 0
    assert sorted(path.name for path in (bench / "out/packets/one").iterdir()) == sorted([name, "manifest.json"])


def test_a_picture_is_a_part_and_two_of_one_name_are_told_apart(bench: Path) -> None:
    (bench / "papers/photo.jpg").write_bytes(noisy(300, 400))
    part = "{file: papers/photo.jpg, title: Photo, alt: Noise}"
    assert build(bench, f"delivery: portal\nparts: [{part}, {part}]\n").code == 0
    names = sorted(path.name for path in (bench / "out/packets/one").glob("*.pdf"))
    assert names == ["Mara-Lindqvist-Photo-2.pdf", "Mara-Lindqvist-Photo.pdf"]


def test_sheets_to_print_lie_apart_from_what_is_sent(bench: Path) -> None:
    text = "impose: [booklet, 2-up]\nparts: [cv, {file: papers/certificate.pdf, alt: Paper, title: Paper}]\n"
    run = build(bench, text)
    assert run.code == 0, run.out
    folder = bench / "out/packets/one"
    assert [path.name for path in folder.glob("*.pdf")] == ["Application-Mara-Lindqvist.pdf"]
    sheets = sorted((folder / "print").iterdir())
    assert [path.name for path in sheets] == [
        "Application-Mara-Lindqvist-2-up.pdf",
        "Application-Mara-Lindqvist-booklet.pdf",
    ]
    for path in sheets:
        with pikepdf.open(path) as pdf:
            width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
        assert width > height
    assert "Mara Lindqvist" in words(sheets[0].read_bytes())[0]


def test_what_an_earlier_run_left_is_warned_of(bench: Path) -> None:
    part = "parts: [{file: papers/scan.pdf, alt: Paper, title: Paper}]\n"
    assert "CF-569" not in [problem["code"] for problem in build(bench, part).said["warnings"]]
    run = build(bench, f"delivery: portal\n{part}")
    (told,) = [problem for problem in run.said["warnings"] if problem["code"] == "CF-569"]
    assert "Application-Mara-Lindqvist.pdf" in told["message"]


def test_what_the_command_says_comes_before_what_the_application_says(bench: Path) -> None:
    run = build(bench, "locale: de\nparts: [{file: papers/scan.pdf, alt: Paper}]\n", "--locale", "en")
    assert run.said["results"][0]["paths"][0].endswith("Application-Mara-Lindqvist.pdf")
    run = build(bench, "locale: fr\nparts: [{file: papers/scan.pdf, alt: Paper}]\n")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["line"]) == (4, "CF-307", 3)


def test_an_unknown_application_is_a_usage_problem(bench: Path) -> None:
    build(bench, "parts: [{file: papers/scan.pdf}]\n")
    run = casefolio("--project", bench, "build", "packet:onne", "--json")
    (problem,) = run.said["problems"]
    assert (run.code, problem["code"], problem["remedy"]) == (2, "CF-802", "did you mean packet:one?")
    assert casefolio("--project", bench, "build", "packet:").code == 2
    assert casefolio("--project", bench, "build", "packet").code == 2


def test_the_sample_prints(tmp_path: Path, vera: Vera) -> None:
    made = print_packet(ROOT, "sample", tmp_path)
    data = made["Application-Andrey-Lesnikov.pdf"]
    title = "Andrey Lesnikov · Application as Platform Engineer · Sample Works GmbH"
    assert metadata(data)["Title"] == title
    assert [entry for level, entry, _ in outline(data) if level == 0] == [
        "Cover letter",
        "CV",
        "Case study: EKS Platform Foundation",
        "Case study: Automatic SaaS Restore System",
        "Certificate (a sample)",
    ]
    # a study keeps the number that the CV refers to
    assert labels(data) == ["1", "1", "6", "15", "1"]
    assert vera.faults(data, ("ua1", "3a")) == []
    assert (ROOT / "content/applications/sample/certificate.pdf").read_bytes()[:8] == certificate()[:8]
