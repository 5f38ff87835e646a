"""PDFs with one thing wrong each, made and broken with pikepdf, Typst and WeasyPrint."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from tests.bind.makers import by_typst, drawn, edited
from tests.product.desk import ROOT

from casefolio.bindery.preflight.inspection import inspect
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

__all__ = ["by_typst", "codes", "drawn", "edited", "our_cv", "pictured", "text_page"]


@cache
def our_cv() -> bytes:
    """The CV of this repository's owner, printed into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        build(Job((Target("cv"),)), Workspace(ROOT, Path(folder), {"SOURCE_DATE_EPOCH": "1767225600"}))
        return (Path(folder) / "cv.pdf").read_bytes()


def codes(data: bytes) -> set[str]:
    """The codes of what preflight finds."""
    return {problem.code for problem in inspect(data, "file.pdf").findings}


def text_page(words: str = "Hello there") -> bytes:
    """A page of text in a font that is not embedded, and nothing else."""
    return drawn(b"BT /F1 12 Tf 100 100 Td (%s) Tj ET" % words.encode("latin-1"))


def pictured(matrix: str, *, pixels: int = 100, within: str = "", unit: float = 1.0) -> bytes:
    """A page with a square image drawn by a matrix, inside a form with another where `within` says one."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 600))
    image = pikepdf.Stream(pdf, b"\x80" * pixels * pixels)
    image.stream_dict = _image(pixels)
    place = f"q {matrix} cm /Im Do Q".encode()
    if within:
        form = pdf.make_stream(place)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = [0, 0, 1000, 1000], pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
        page.Contents = pdf.make_stream(f"q {within} cm /Fm Do Q".encode())
    else:
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        page.Contents = pdf.make_stream(place)
    page.UserUnit = unit
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def _image(pixels: int) -> Any:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels,
        Height=pixels,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
