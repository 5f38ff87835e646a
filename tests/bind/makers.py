"""PDFs to bind, made by other programs than ours: WeasyPrint, Typst, pikepdf, Pillow."""

from __future__ import annotations

import gc
import io
import warnings
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pikepdf
import typst
import weasyprint
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

_REGULAR = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
_BOLD = files("font_source_sans_pro") / "files" / "SourceSansPro-Semibold.ttf"

_STYLE = f"""
@font-face {{ font-family: "Source Sans Pro"; src: url("file://{_REGULAR}") }}
@font-face {{ font-family: "Source Sans Pro"; src: url("file://{_BOLD}"); font-weight: 700 }}
@page {{ size: A4; margin: 2cm; @bottom-center {{ content: "Foot " counter(page); font-family: "Source Sans Pro" }} }}
body {{ font: 11pt/1.3 "Source Sans Pro" }}
.columns {{ columns: 2; column-gap: 1cm }}
"""


def html(body: str, title: str = "Part", language: str = "en") -> str:
    """A whole HTML page in the test's one font."""
    head = f"<title>{title}</title><style>{_STYLE}</style>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'


@cache
def own(number: int, language: str = "en") -> bytes:
    """A tagged PDF/A-3a file of two pages with links, an outline, a table, a list."""
    body = f"""
    <h1 id="top">Part {number}</h1>
    <p>Words of part {number}, <a href="#second">a link inside</a> and
    <a href="https://example.org/{number}">one outside</a>.</p>
    <table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>{number}</td></tr></tbody></table>
    <ul><li>one</li><li>two {"abc"[number % 3]}</li></ul>
    <h2 id="second" style="break-before: page">Second page of {number}</h2>
    <p>Ends here. <a href="#top">Back to the top</a></p>"""
    return _printed(html(body, f"Part {number}", language), pdf_variant="pdf/a-3a", pdf_tags=True)


def printed_tagged(text: str) -> bytes:
    """Any HTML as a tagged PDF/A-3a."""
    return _printed(text, pdf_variant="pdf/a-3a", pdf_tags=True)


def _printed(text: str, **options: Any) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile open; the collector must find it here, not in some test.
        warnings.simplefilter("ignore", ResourceWarning)
        made = bytes(weasyprint.HTML(string=text).write_pdf(**options))
        gc.collect()
    return made


@cache
def untagged(body: str = "", title: str = "Plain") -> bytes:
    """A PDF without tags, its fonts embedded."""
    text = body or (
        "<h1>A letter</h1><p>Dear reader, here is <a href='https://example.org/x'>a link</a> in a line.</p>"
        "<div style='border: 1pt solid red; background: #eee'>In a box</div>"
        "<p style='break-before: page'>Second page.</p>"
    )
    return _printed(html(text, title))


_TYPST = """
#set document(title: "Typst part", author: "A B")
#set text(lang: "de")
= Überschrift
Ein Absatz mit _Betonung_, *Stärke* und #link("https://example.org/t")[einem Verweis].
== Liste
- eins
- zwei
#table(columns: 2, table.header[A][B], [1], [2])
#figure(rect(width: 2cm), alt: "Ein Kasten", caption: [Kasten])
#pagebreak()
== Zweite Seite
Mehr Text, #link(<drei>)[nach unten].
= Drei <drei>
Ende#footnote[Eine Fußnote].
"""


@cache
def by_typst(standards: tuple[str, ...] = ("ua-1", "a-3a")) -> bytes:
    """A tagged file as Typst writes it."""
    made: Any = typst.compile(_TYPST.encode(), format="pdf", pdf_standards=list(standards))  # type: ignore[call-overload]
    return bytes(made)


@cache
def jpeg(width: int = 300, height: int = 400, mode: str = "RGB", *, form: str = "JPEG") -> bytes:
    """A small picture."""
    picture = Image.new(mode, (width, height), 90 if mode == "L" else (90, 120, 200, 60)[: len(mode)])
    out = io.BytesIO()
    picture.save(out, form, dpi=(100, 100))
    return out.getvalue()


@cache
def scan(pages: int = 1) -> bytes:
    """Pages that are only an image."""
    out = io.BytesIO()
    first, *more = [Image.new("RGB", (200, 260), (240, 240, 10 * page)) for page in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=more)
    return out.getvalue()


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """A file after `edit` worked on its objects with pikepdf."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    return out.getvalue()


def drawn(*contents: bytes, font: str = "Helvetica", resources: dict[str, Any] | None = None) -> bytes:
    """Pages with these content streams and a font that is not embedded."""
    pdf = pikepdf.new()
    for content in contents:
        page = pdf.add_blank_page(page_size=(400, 600))
        faces = pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + font))
        )
        page.Resources = pikepdf.Dictionary(Font=faces, **(resources or {}))
        page.Contents = pdf.make_stream(content)
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()
