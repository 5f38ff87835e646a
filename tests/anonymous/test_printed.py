"""Printed without names: the owner's own content and others', searched by other programs than ours."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pdfminer.high_level import extract_text
from tests.anonymous.desk import ROOT, Printed, printed
from tests.vera.fixture import vera  # noqa: F401 - a fixture

from casefolio.bindery.leaks import find_leaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.vera.validate import Vera

_OWNER = re.compile(r"andrey|lesnikov|contact\s*software|gmbh|frankfurt|fourier", re.IGNORECASE)


@pytest.fixture(scope="module")
def owner() -> Printed:
    return printed()


def _strings(value: Any) -> Iterator[str]:
    """Every string, name and stream of an object, as pikepdf has them."""
    if isinstance(value, pikepdf.Stream):
        data = value.read_bytes()
        yield data.decode("latin-1")
        yield data.decode("utf-16-be", "replace")
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in value.items():
            yield key
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _strings(inner)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _strings(inner)
    elif isinstance(value, pikepdf.String | pikepdf.Name):
        yield str(value)
        yield bytes(value).decode("latin-1")


def _all_of(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            yield from _strings(each)
        yield from _strings(pdf.trailer)
    yield extract_text(io.BytesIO(data))


def test_the_owners_pages_name_nobody(owner: Printed) -> None:
    assert sorted(owner.files) == ["Candidate-CV.pdf", "cv.pdf", "eks-platform-foundation.pdf"]
    for name, data in owner.files.items():
        assert [text[:80] for text in _all_of(data) if _OWNER.search(text)] == [], name
        assert find_leaks(data, owner.anonymous.removed, file_name=name) == ()


def test_the_search_would_have_found_them() -> None:
    whole = (ROOT / "content" / "profile.yaml").read_text("utf-8")
    assert _OWNER.search(whole)


def test_neutral_words_stand_in_text_metadata_and_enclosure(owner: Printed) -> None:
    data = owner.files["Candidate-CV.pdf"]
    text = extract_text(io.BytesIO(data))
    for words in ("Candidate", "at Employer A", "Event A", "Talk B", "(Employer A)"):
        assert words in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [str(pdf.docinfo[key]) for key in ("/Title", "/Author")] == ["Candidate · CV", "Candidate"]
        source = pdf.attachments["resume.json"].get_file().read_bytes()
    assert b'"name": "Candidate"' in source
    assert b'"name": "Employer A"' in source


def test_it_conforms_like_any_other(owner: Printed, vera: Vera) -> None:  # noqa: F811
    assert vera.faults(owner.files["cv.pdf"], ("ua1", "3a")) == []


@pytest.mark.parametrize(("person", "locale"), [("academic", "de"), ("student", "en")])
def test_other_peoples_pages_name_nobody(person: str, locale: str) -> None:
    found = printed(ROOT / "tests" / "persons" / person, locale)
    for name, data in found.files.items():
        assert find_leaks(data, found.anonymous.removed, file_name=name) == ()
        text = extract_text(io.BytesIO(data)).casefold()
        assert [each for each in found.anonymous.removed if len(each) > 5 and each.casefold() in text] == []
