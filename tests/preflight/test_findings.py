"""Each fault is found where it was put, and nowhere else."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bind.makers import own, scan, untagged
from tests.preflight.makers import by_typst, codes, drawn, edited, our_cv, text_page

from casefolio.bindery.preflight.inspection import inspect
from casefolio.errors import CasefolioError, ExitCode


def messages(data: bytes) -> str:
    return "\n".join(str(problem) for problem in inspect(data, "file.pdf").findings)


def element(pdf: Any, kind: str) -> Any:
    return next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}")


def no_alt(pdf: Any) -> None:
    del element(pdf, "Figure").Alt


def no_marks(pdf: Any) -> None:
    pdf.Root.MarkInfo.Marked = False


def skipped(pdf: Any) -> None:
    element(pdf, "H1").S = pikepdf.Name.H3


def no_language(pdf: Any) -> None:
    del pdf.Root.Lang


def no_window_title(pdf: Any) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def loose(pdf: Any) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"0 0 10 10 re f"))


def orphan(pdf: Any) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"/P <</MCID 999>> BDC 0 0 10 10 re f EMC"))


def no_intent(pdf: Any) -> None:
    del pdf.Root.OutputIntents
    pdf.pages[0].contents_add(pdf.make_stream(b"/Artifact BMC 1 0 0 rg 0 0 10 10 re f EMC"))


def scripted(pdf: Any) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def other_title(pdf: Any) -> None:
    pdf.docinfo["/Title"] = "Another"


def loose_font(pdf: Any) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile2", "/FontFile3"):
                if key in each:
                    del each[key]


def dumb_font(pdf: Any) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
            del each["/ToUnicode"]


@pytest.mark.parametrize(
    ("edit", "claim", "said"),
    [
        (no_alt, "PDF/UA-1", "no alternative text"),
        (no_marks, "PDF/UA-1", "not marked as tagged"),
        (skipped, "PDF/UA-1", "headings are skipped"),
        (no_language, "PDF/UA-1", "names no language"),
        (no_window_title, "PDF/UA-1", "not shown in the window"),
        (loose, "PDF/UA-1", "neither tagged nor an artifact"),
        (orphan, "PDF/UA-1", "not in the tree"),
        (loose_font, "PDF/UA-1", "not embedded"),
        (no_intent, "PDF/A-3a", "without an output intent"),
        (scripted, "PDF/A-3a", "acts by itself: JavaScript"),
        (loose_font, "PDF/A-3a", "not embedded"),
        (dumb_font, "PDF/A-3a", "do not say which characters"),
    ],
)
def test_what_breaks_a_claim_is_seen(edit: Any, claim: str, said: str, vera: Any) -> None:
    broken = edited(by_typst(), edit)
    found = {each.name: each.broken for each in inspect(broken, "file.pdf").claims}
    assert any(said in reason for reason in found[claim])
    assert vera.faults(broken, ("ua1" if "UA" in claim else "3a",)), "the validator sees it too"


def test_info_and_xmp_are_compared() -> None:
    assert "Title is “Another” in Info and “" in messages(edited(by_typst(), other_title))


def test_a_sound_file_has_no_fault(vera: Any) -> None:
    assert vera.faults(by_typst(), ("ua1", "3a")) == []
    assert codes(by_typst()) == set()


def test_without_a_claim_none_is_broken() -> None:
    assert inspect(untagged(), "file.pdf").claims == ()
    assert codes(untagged()) == {"CF-581"}


@pytest.mark.parametrize(
    ("link", "code", "said"),
    [
        ({"/Dest": "nowhere"}, "CF-585", "“nowhere”"),
        ({"/Dest": [7, "/Fit"]}, "CF-585", "not there"),
        ({"/A": {"/S": "/URI", "/URI": "http://example.org"}}, "CF-586", "http://example.org"),
        ({"/A": {"/S": "/URI", "/URI": "file:///c:/cv.docx"}}, "CF-585", "file of its author's"),
        ({"/A": {"/S": "/GoTo", "/D": [0, "/Fit"]}}, "", ""),
        ({"/A": {"/S": "/URI", "/URI": "https://example.org"}}, "", ""),
    ],
)
def test_links(link: dict[str, Any], code: str, said: str) -> None:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return pikepdf.Dictionary({key: named(inner) for key, inner in value.items()})
        if isinstance(value, list):
            return pikepdf.Array([named(inner) for inner in value])
        return pikepdf.Name(value) if isinstance(value, str) and value.startswith("/") else value

    def edit(pdf: Any) -> None:
        note = named({"/Type": "/Annot", "/Subtype": "/Link", "/Rect": [0, 0, 9, 9], **link})
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])

    made = edited(text_page(), edit)
    links = codes(made) & {"CF-585", "CF-586"}
    assert links == ({code} if code else set())
    assert said in messages(made)


def test_bad_characters_are_named() -> None:
    cmap = (
        b"1 beginbfchar <41> <FB01> endbfchar 1 beginbfchar <42> <E000> endbfchar 1 beginbfchar <43> <FFFD> endbfchar"
    )

    def edit(pdf: Any) -> None:
        pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(
            b"1 begincodespacerange <00> <FF> endcodespacerange " + cmap
        )

    said = messages(edited(text_page("ABC"), edit))
    assert "ligature characters" in said
    assert "private-use characters" in said
    assert "U+FFFD" in said


def test_content_that_one_program_misses_is_told_by_its_words() -> None:
    def edit(pdf: Any) -> None:
        said = b'{"basics": {"name": "Ada Example", "summary": "Builds things that hold for a long time"}}'
        pdf.attachments["resume.json"] = said

    good = b"BT /F1 12 Tf 50 500 Td (Ada Example) Tj 0 -20 Td (Builds things that hold for a long time) Tj ET"
    changed = good.replace(b"long time", b"long while")
    nameless = good.replace(b"Ada Example", b"A. E.")
    assert "CF-580" not in codes(edited(drawn(good), edit))
    assert "the page “Builds things that hold for a long while" in messages(edited(drawn(changed), edit))
    assert "no program reads the name “Ada Example”" in messages(edited(drawn(nameless), edit))


def test_sentences_out_of_order_are_told() -> None:
    def edit(pdf: Any) -> None:
        told = b'[{"description": "First it was slow", "highlights": ["Then it was fast"]}]'
        content = b'{"basics": {"name": "Ada"}, "projects": %s}' % told
        pdf.attachments["resume.json"] = content

    rows = b"BT /F1 12 Tf 50 500 Td (Ada) Tj 0 -20 Td (%s) Tj 0 -20 Td (%s) Tj ET"
    right = edited(drawn(rows % (b"First it was slow", b"Then it was fast")), edit)
    wrong = edited(drawn(rows % (b"Then it was fast", b"First it was slow")), edit)
    assert "CF-580" not in codes(right)
    assert "PDFium reads “" in messages(wrong)
    assert "pypdf reads “" in messages(wrong)


def test_typography_is_no_change() -> None:
    def edit(pdf: Any) -> None:
        content = '{"basics": {"name": "Ada", "summary": "The platform\'s \\"rules\\" - as they are read"}}'
        pdf.attachments["resume.json"] = content.encode()

    page = "BT /F1 12 Tf 50 500 Td (Ada) Tj 0 -20 Td (The platform’s “rules” – as they are read) Tj ET".encode("cp1252")
    made = edited(drawn(page), edit)

    def windows(pdf: Any) -> None:
        pdf.pages[0].Resources.Font.F1.Encoding = pikepdf.Name.WinAnsiEncoding

    found = inspect(edited(made, windows), "file.pdf")
    assert found.reading.content == (2, 2)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "CF-576"), (b"hello", "CF-576"), (b"%PDF-1.7\n", "CF-576"), (b"%PDF-1.7\n1 0 obj\n<<", "CF-576")],
)
def test_what_is_no_pdf(data: bytes, code: str) -> None:
    with pytest.raises(CasefolioError) as error:
        inspect(data, "file.pdf")
    assert [problem.code for problem in error.value.problems] == [code]
    assert error.value.exit_code == ExitCode.ATTACHMENT


def encrypted(user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(own(1))) as pdf:
        rights = pikepdf.Permissions(extract=False, accessibility=False)
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6, allow=rights))
    return out.getvalue()


def test_a_locked_file_is_not_opened_and_a_restricted_one_is() -> None:
    with pytest.raises(CasefolioError) as error:
        inspect(encrypted("secret"), "file.pdf")
    assert error.value.problems[0].code == "CF-577"
    found = inspect(encrypted(""), "file.pdf")
    assert found.encryption.startswith("AES-256, opens without a password; not allowed: copying")
    assert "CF-577" in {problem.code for problem in found.findings}
    assert found.claims[0].name == "PDF/A-3a"
    assert any("encrypted" in reason for reason in found.claims[0].broken)


def test_a_file_without_its_end_is_damaged() -> None:
    data = text_page()
    cut = data[: data.rindex(b"startxref")]
    assert inspect(data, "file.pdf").damaged is False
    place = int(data[data.rindex(b"startxref") :].split()[1])
    moved = data.replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + 7))
    assert answer_to(cut) == "CF-576"
    assert answer_to(moved) == "damaged"


_SEEDS = (by_typst, scan, text_page, our_cv)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_broken_bytes_are_answered(data: Any) -> None:
    whole = bytearray(data.draw(st.sampled_from(_SEEDS))())
    end = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=40)):
        whole[place] = byte
    broken = bytes(whole[:end])
    assert answer_to(broken) in {"sound", "damaged", "CF-576", "CF-577"}


def answer_to(data: bytes) -> str:
    """What becomes of bytes: a code, or a report whose figures hold."""
    try:
        found = inspect(data, "file.pdf")
    except CasefolioError as error:
        return error.problems[0].code
    assert sum(found.sizes.values()) == len(data)
    assert all(problem.warning for problem in found.findings)
    return "damaged" if found.damaged else "sound"


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    with pytest.raises(CasefolioError):
        inspect(b"%PDF-1.7\n" + data, "file.pdf")
