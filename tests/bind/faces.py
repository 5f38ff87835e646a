"""Fonts in every dress that a PDF may put on them, and pages that show them."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools import subset
from fontTools.misc.eexec import encrypt
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from tests.bind.makers import drawn, edited

if TYPE_CHECKING:
    from collections.abc import Callable

_FILES = files("font_source_sans_pro") / "files"
TEXT = "Words"


def set_in(font: Callable[[Any], Any], show: bytes = b"(Words)", mode: int = 0) -> bytes:
    """A page that shows a string in the font that `font` makes."""

    def give(pdf: Any) -> None:
        pdf.pages[0].Resources.Font["/F1"] = pdf.make_indirect(font(pdf))

    return edited(drawn(b"BT /F1 12 Tf %d Tr 50 500 Td %s Tj ET" % (mode, show)), give)


@cache
def cut(suffix: str, text: str = TEXT, *, legacy: bool = True) -> bytes:
    """Source Sans with the glyphs of a text; `suffix` is ttf or otf."""
    font = TTFont(str(_FILES / f"SourceSansPro-Regular.{suffix}"), recalcTimestamp=False)
    options = subset.Options()
    options.legacy_cmap = legacy
    options.layout_features = []
    options.glyph_names = True
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def compact(text: str = TEXT) -> bytes:
    """The bare CFF program of Source Sans."""
    return bytes(TTFont(io.BytesIO(cut("otf", text))).reader["CFF "])


@cache
def advance(suffix: str, char: str) -> float:
    """How wide a character is, in thousandths."""
    font = TTFont(io.BytesIO(cut(suffix)))
    return float(font["hmtx"][font.getBestCmap()[ord(char)]][0] * 1000 / font["head"].unitsPerEm)


def descriptor(pdf: Any, key: str, program: bytes, flags: int = 32, **entries: Any) -> Any:
    """A font descriptor with the program under `key`."""
    made = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.Mini,
        Flags=flags,
        FontBBox=[0, -200, 1000, 900],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
    )
    made["/" + key] = pdf.make_stream(program, **entries)
    return pdf.make_indirect(made)


def simple(
    kind: str,
    key: str,
    program: bytes,
    suffix: str = "ttf",
    *,
    flags: int = 32,
    sub: str = "",
    **entries: Any,
) -> Callable[[Any], Any]:
    """A simple font whose widths are those of Source Sans."""

    def make(pdf: Any) -> Any:
        extra: dict[str, Any] = {"Subtype": Name("/" + sub)} if sub else {}
        given: dict[str, Any] = {
            "Encoding": Name.WinAnsiEncoding,
            "FirstChar": 87,
            "LastChar": 115,
            "Widths": Array([advance(suffix, chr(code)) if chr(code) in TEXT else 0 for code in range(87, 116)]),
        } | entries
        return Dictionary(
            Type=Name.Font,
            Subtype=Name("/" + kind),
            BaseFont=Name.Mini,
            FontDescriptor=descriptor(pdf, key, program, flags, **extra),
            **{entry: value for entry, value in given.items() if value is not None},
        )

    return make


def cmap(body: bytes) -> bytes:
    """A ToUnicode CMap around its blocks."""
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n" + body + b"\nendcmap end end"
    )


def composite(
    program: bytes, suffix: str, key: str, sub: str = "", *, below: dict[str, Any] | None = None, **entries: Any
) -> Callable[[Any], Any]:
    """A Type 0 font whose CIDs are glyph numbers; it says that glyph 1 is W and so on."""

    def make(pdf: Any) -> Any:
        font = TTFont(io.BytesIO(cut(suffix)))
        widths = [font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm for glyph in font.getGlyphOrder()]
        given: dict[str, Any] = {
            "CIDSystemInfo": Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            "W": Array([0, Array(widths)]),
            "CIDToGIDMap": Name.Identity if key == "FontFile2" else None,
        } | (below or {})
        extra: dict[str, Any] = {"Subtype": Name("/" + sub)} if sub else {}
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2 if key == "FontFile2" else Name.CIDFontType0,
            BaseFont=Name.Mini,
            FontDescriptor=descriptor(pdf, key, program, 4, **extra),
        )
        for entry, value in given.items():
            if value is not None:
                descendant["/" + entry] = pdf.make_stream(value) if isinstance(value, bytes) else value
        top = {"Encoding": Name("/Identity-H"), "ToUnicode": cmap(b"1 beginbfrange <0000> <0005> <0041> endbfrange")}
        made = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Mini)
        made.DescendantFonts = Array([pdf.make_indirect(descendant)])
        for entry, value in (top | entries).items():
            if value is not None:
                made["/" + entry] = pdf.make_stream(value) if isinstance(value, bytes) else value
        return made

    return make


def _glyph(code: bytes) -> bytes:
    return bytes(encrypt(b"\0\0\0\0" + code, 4330)[0])


def type1(
    glyphs: dict[str, bytes], *, encoding: bytes = b"dup 65 /A put\n", matrix: bytes = b"0.001", digits: bool = False
) -> bytes:
    """A Type 1 program with these glyph programs."""
    head = (
        b"%!PS-AdobeFont-1.0: Mini 1.0\n11 dict begin\n/FontInfo 2 dict dup begin /version (1) readonly def end "
        b"readonly def\n/FontName /Mini def\n/PaintType 0 def\n/FontType 1 def\n"
        b"/FontMatrix [" + matrix + b" 0 0 " + matrix + b" 0 0] readonly def\n"
    )
    if encoding:
        head += b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n" + encoding + b"readonly def\n"
    else:
        head += b"/Encoding StandardEncoding def\n"
    head += b"/FontBBox {0 -200 1000 900} readonly def\ncurrentdict end\ncurrentfile eexec\n"
    rows = []
    for name, code in glyphs.items():
        hidden = _glyph(code)
        rows.append(b"/%s %d RD %s ND\n" % (name.encode(), len(hidden), hidden))
    body = (
        b"dup /Private 8 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n"
        b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/BlueValues [] def\n"
        b"/MinFeature {16 16} def\n/password 5839 def\n/lenIV 4 def\n"
        b"2 index /CharStrings %d dict dup begin\n" % max(len(glyphs), 90)
    )
    body += b"".join(rows) + b"end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\n"
    body += b"mark currentfile closefile\n"
    secret = bytes(encrypt(b"abcd" + body, 55665)[0])
    tail = secret.hex().encode() if digits else secret
    return head + tail + b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"


def number(value: int) -> bytes:
    """A number of a Type 1 glyph program, as short as it goes."""
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= value <= 1131:
        return bytes([247 + (value - 108) // 256, (value - 108) % 256])
    if -1131 <= value <= -108:
        return bytes([251 + (-value - 108) // 256, (-value - 108) % 256])
    return b"\xff" + value.to_bytes(4, "big", signed=True)


def old(program: bytes, widths: dict[int, float], **entries: Any) -> Callable[[Any], Any]:
    """A Type 1 font around a program."""

    def make(pdf: Any) -> Any:
        first, last = min(widths), max(widths)
        made = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Mini,
            FirstChar=first,
            LastChar=last,
            Widths=Array([widths.get(code, 0) for code in range(first, last + 1)]),
            FontDescriptor=descriptor(pdf, "FontFile", program, 4),
            **entries,
        )
        clear = program.find(b"eexec\n") + 6
        made.FontDescriptor.FontFile.Length1 = clear
        made.FontDescriptor.FontFile.Length2 = len(program) - clear - 532
        made.FontDescriptor.FontFile.Length3 = 532
        return made

    return make
