"""Every promise broken once, and the problem that says so."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import weasyprint
from tests.bindery_own.samples import IMPRINT, expecting, lay_out, typeset, write

from casefolio.bindery.examine import examine
from casefolio.bindery.verify import verify
from casefolio.errors import CasefolioError, ExitCode, Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.errors import Problem
    from casefolio.model.sheet import Expectation

BODY = """<h1>Ada Example</h1>
<p>Platform Engineer | <a href="mailto:me@example.org">me@example.org</a></p>
<h2>Experience</h2>
<p style="width: 30mm">Self-healing infrastructure for GitOps/Terraform-shops — an efficient office flow.</p>
<p><b>Delivery:</b> ArgoCD, Flux, <i>C++</i></p>"""
SAID = (
    "Ada Example",
    "Platform Engineer",
    "me@example.org",
    "Experience",
    "Self-healing infrastructure for GitOps/Terraform-shops — an efficient office flow.",
    "Delivery:",
    "ArgoCD",
    "C++",
)
GOOD = typeset(BODY)


def problems(data: bytes, expected: Expectation | None = None, **options: Any) -> tuple[Problem, ...]:
    return verify(data, expected or expecting(*SAID), **options)[1]


def codes(data: bytes, expected: Expectation | None = None, **options: Any) -> list[str]:
    found = problems(data, expected, **options)
    assert all(problem.exit_code == ExitCode.VERIFICATION for problem in found)
    return [problem.code for problem in found]


def changed(change: Callable[[pikepdf.Pdf], object], data: bytes = GOOD) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(target, fix_metadata_version=False)  # it would write the whole packet anew
    return target.getvalue()


def without(*keys: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key in keys:
            del pdf.Root[key]

    return change


def test_a_good_file_has_no_problem() -> None:
    facts, found = verify(GOOD, expecting(*SAID), paper_pt=(595.28, 841.89))
    assert found == ()
    assert (facts.pages, facts.title, facts.language, facts.tagged) == (1, IMPRINT.title, "en", True)
    assert facts.conformance == ("PDF/A-3a", "PDF/UA-1")
    assert facts.fonts == (
        "Source-Sans-Pro",
        "Source-Sans-Pro-Italic",
        "Source-Sans-Pro-Semi-Bold",
        "Source-Serif-Pro-Bold",
    )
    assert "GitOps/Terraform-\nshops" in facts.text
    assert facts.size_bytes == len(GOOD)


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values()))
@pytest.mark.parametrize("compress", [True, False])
def test_the_same_is_found_however_the_file_is_packed(mode: pikepdf.ObjectStreamMode, compress: bool) -> None:  # noqa: FBT001
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as pdf:
        pdf.save(target, object_stream_mode=mode, compress_streams=compress, linearize=compress)
    assert codes(target.getvalue()) == []
    assert examine(target.getvalue()).drawn == examine(GOOD).drawn


def test_page_count_and_paper() -> None:
    assert codes(GOOD, expecting(*SAID, pages=2)) == ["CF-602"]
    assert codes(GOOD, expecting(*SAID, pages=None)) == []
    assert codes(GOOD, paper_pt=(612, 792)) == ["CF-603"]
    assert "210 × 297 mm, not 216 × 279 mm" in problems(GOOD, paper_pt=(612, 792))[0].message


@pytest.mark.parametrize("key", ["title", "author", "subject", "language", "keywords"])
def test_metadata_in_info_xmp_and_catalog(key: str) -> None:
    other: Any = ("other",) if key == "keywords" else "xx"
    found = problems(GOOD, replace(expecting(*SAID), imprint=replace(IMPRINT, **{key: other})))
    assert [problem.code for problem in found] == ["CF-604", "CF-604"]
    assert len({problem.message for problem in found}) == 2


def test_structure() -> None:
    assert codes(changed(without("/MarkInfo"))) == ["CF-605"]
    assert codes(changed(without("/StructTreeRoot"))) == ["CF-605"]
    assert codes(changed(without("/ViewerPreferences"))) == ["CF-605"]
    assert codes(changed(without("/Outlines"))) == ["CF-605"]
    untagged = changed(without("/MarkInfo", "/StructTreeRoot"))
    assert codes(untagged, replace(expecting(*SAID), pdfa=False, pdfua=False)) == ["CF-606", "CF-606"]


def test_claims_are_those_to_be_made_no_more_and_no_less() -> None:
    unclaimed = lay_out(BODY).write_pdf(pdf_variant="pdf/a-3a")
    assert "the XMP packet does not claim PDF/UA-1" in [problem.message for problem in problems(unclaimed)]
    [overclaimed] = problems(GOOD, replace(expecting(*SAID), pdfua=False))
    assert overclaimed.code == "CF-606"
    assert "claims PDF/UA-1" in overclaimed.message
    assert codes(changed(without("/OutputIntents"))) == ["CF-607"]


def test_without_xmp_nothing_is_taken_for_granted() -> None:
    found = codes(changed(without("/Metadata")))
    assert found == ["CF-604"] * 5 + ["CF-606"] * 2


def test_a_packet_with_entities_is_not_read() -> None:
    def bomb(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes().replace(b"<x:xmp", b'<!DOCTYPE a [<!ENTITY b "b">]><x:xmp')
        pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)

    assert codes(changed(bomb)) == ["CF-604"] * 5 + ["CF-606"] * 2


def test_a_font_of_another_family() -> None:
    found = problems(GOOD, replace(expecting(*SAID), families=frozenset({"Source Sans Pro"})))
    assert [problem.code for problem in found] == ["CF-609"]
    assert "Source-Serif-Pro-Bold" in found[0].message
    assert (
        codes(GOOD, replace(expecting(*SAID), families=frozenset({"Source Sans", "Source Serif Pro"})))
        == ["CF-609"] * 3
    )
    assert codes(GOOD, replace(expecting(*SAID), families=frozenset())) == []


def test_a_font_that_is_not_embedded_or_not_a_subset() -> None:
    def bare(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        helvetica = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources.Font["/bare"] = pdf.make_indirect(helvetica)
        page.contents_add(pdf.make_stream(b"BT /bare 12 Tf 50 50 Td (helvetica) Tj ET"))

    found = problems(changed(bare))
    assert [problem.code for problem in found] == ["CF-608", "CF-609"]
    assert "Helvetica is not embedded" in found[0].message

    def whole(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            font.DescendantFonts[0].BaseFont = pikepdf.Name("/" + str(font.BaseFont).split("+")[1])

    assert codes(changed(whole)) == ["CF-608"] * 4


def test_enclosures() -> None:
    attachment = weasyprint.Attachment(string=b"{}", name="résumé.json", relationship="Source", created=IMPRINT.date)
    data = write(lay_out(BODY), attachments=[attachment])
    assert codes(data, replace(expecting(*SAID), enclosures=("résumé.json",))) == []
    assert codes(data, replace(expecting(*SAID), enclosures=("résumé.json", "cv.yaml"))) == ["CF-610"]


@pytest.mark.parametrize(("char", "name"), [("\ufb01", "U+FB01"), ("\ue000", "U+E000"), ("\ufffd", "U+FFFD")])
def test_characters_that_are_no_text(char: str, name: str) -> None:
    found = [p for p in problems(typeset(f"{BODY}<p>Of{char}ce</p>")) if p.code == "CF-611"]
    assert len(found) == 1
    assert name in found[0].message


def test_texts_are_traced_to_their_source() -> None:
    mark = Mark("content/profile.yaml", 3, 5)
    found = problems(
        GOOD,
        expecting("Ada Example", "Experience", "me@example.org", "Self-healing infrastructures", "Zebra"),
        where=lambda path: mark if path == ("said", 3) else None,
    )
    assert [problem.code for problem in found] == ["CF-613", "CF-612", "CF-612"]
    swapped, near, gone = found
    assert "out of order: “Experience” comes too late, on page 1; it should follow “Ada Example”" in swapped.message
    assert near.mark == mark
    assert "nearest, on page 1: “Self-healing infrastructure”" in near.message
    assert gone.mark is None
    assert "nothing like it" in gone.message
    assert all(problem.remedy for problem in found)


def test_what_is_said_twice_must_stand_there_twice() -> None:
    [found] = problems(GOOD, expecting(*SAID, "C++"))
    assert found.code == "CF-612"
    assert found.message == "said once too rarely: “C++”"


def test_positioned_text_is_out_of_order() -> None:
    body = BODY.replace("<h2>", '<h2 style="position: relative">')
    assert codes(typeset(body)) == ["CF-613"]


def test_hyphenated_and_spaced_out_words_are_lost() -> None:
    narrow = BODY.replace("width: 30mm", "width: 20mm; hyphens: auto; hyphenate-character: '-'")
    [hyphenated] = problems(typeset(narrow))
    assert hyphenated.code == "CF-612"
    assert "infrastruc- ture" in hyphenated.message
    assert codes(typeset(BODY.replace("<h2>", '<h2 style="letter-spacing: .5em">'))) == ["CF-612"]


def test_paragraphs_run_over_pages_with_running_heads_and_feet() -> None:
    css = """@page { size: A6; @top-left { content: "Ada Example • Studies" }
        @bottom-right { content: "page " counter(page) " of 3" } } p { orphans: 1; widows: 1 }"""
    texts = [" ".join(f"{word}{n}-{k}" for k in range(70)) + "." for n, word in enumerate(("alpha", "beta", "gamma"))]
    data = typeset("<h1>Studies</h1>" + "".join(f"<p>{text}</p>" for text in texts), css)
    facts, found = verify(data, expecting("Studies", *texts, pages=None))
    assert found == ()
    assert facts.pages == 4
    assert codes(data, expecting("Studies", texts[1], texts[0], texts[2], pages=4)) == ["CF-613"]
    assert codes(data, expecting("Studies", texts[0].replace("alpha0-69", "alpha"), pages=4)) == ["CF-612"]


def test_many_lost_texts_are_counted() -> None:
    found = problems(GOOD, expecting(*(f"lost{n}" for n in range(100))))
    assert [problem.code for problem in found] == ["CF-612"] * 20 + ["CF-614"]
    assert "80 more" in found[-1].message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF", GOOD[:700]])
def test_what_cannot_be_opened_is_said_plainly(data: bytes) -> None:
    with pytest.raises(CasefolioError, match="no PDF, or a damaged one") as caught:
        examine(data)
    assert caught.value.exit_code == ExitCode.VERIFICATION


def test_a_locked_file_is_said_to_be_locked() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(CasefolioError, match="locked with a password"):
        examine(target.getvalue())
