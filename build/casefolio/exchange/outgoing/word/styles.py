"""The styles, lists and settings of a Word document, as XML (ISO/IEC 29500-1 §17.7, §17.9, §17.15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefolio.exchange.outgoing.word.look import SCALE, SPACE, TEXT, TITLES

if TYPE_CHECKING:
    from casefolio.exchange.outgoing.word.look import Look

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: The lists of the numbering part; each list of steps gets one more, to count from 1 again.
BULLETS, STEPS = 1, 2
#: The titles of a dossier's themes and studies are larger than those of sections and jobs.
_OF_DOSSIER = {"heading 1": (8.0, 2.0), "heading 2": (5.0, 0.75)}


@dataclass(frozen=True, slots=True)
class _Style:
    """A style: `paragraph` and `run` are what it sets, in the order that the schema asks for."""

    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    following: str = "Normal"
    kind: str = "paragraph"
    identifier: str = ""

    def xml(self) -> str:
        """The element. Its id is its name without spaces, in the spelling that Word itself uses."""
        identifier = self.identifier or self.name.title().replace(" ", "")
        default = ' w:default="1"' if self.name in {"Normal", "Default Paragraph Font"} else ""
        based = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on and not default else ""
        after = f'<w:next w:val="{self.following}"/>' if self.kind == "paragraph" and not default else ""
        paragraph = f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else ""
        run = f"<w:rPr>{self.run}</w:rPr>" if self.run else ""
        return (
            f'<w:style w:type="{self.kind}"{default} w:styleId="{identifier}"><w:name w:val="{self.name}"/>'
            f"{based}{after}<w:qFormat/>{paragraph}{run}</w:style>"
        )


def styles_xml(look: Look) -> str:
    """The part that defines all styles of a document."""
    fonts = f'<w:rFonts w:ascii="{TEXT}" w:hAnsi="{TEXT}" w:eastAsia="{TEXT}" w:cs="{TEXT}"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{look.ink}"/>{_size(look.density.type_pt)}'
        f'<w:lang w:val="{look.language}" w:eastAsia="{look.language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr><w:widowControl/>{_spacing(look, 'Normal')}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    styles = "".join(style.xml() for style in (*_paragraphs(look), *_headings(look), *_contents(look), *_runs(look)))
    return f'{_HEAD}<w:styles xmlns:w="{NAMESPACE}">{defaults}{styles}</w:styles>'


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _spacing(look: Look, style: str, leading: float = 0) -> str:
    """Space above and below a style, and its leading."""
    units = _OF_DOSSIER.get(style, SPACE[style]) if look.kind == "dossier" else SPACE[style]
    twips = [round(unit * look.density.space_pt * 20) for unit in units]
    line = round(240 * (leading or look.density.leading))
    return f'<w:spacing w:before="{twips[0]}" w:after="{twips[1]}" w:line="{line}" w:lineRule="auto"/>'


def _serif(look: Look, scale: float, colour: str = "", *, bold: bool = False) -> str:
    fonts = f'<w:rFonts w:ascii="{TITLES}" w:hAnsi="{TITLES}" w:eastAsia="{TITLES}" w:cs="{TITLES}"/>'
    strong = "<w:b/><w:bCs/>" if bold else ""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    return f"{fonts}{strong}{shade}{_size(look.density.type_pt * scale)}"


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _border(side: str, colour: str, eighths: int, space_pt: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space_pt}" w:color="{colour}"/>'


def _paragraphs(look: Look) -> tuple[_Style, ...]:
    size, right = look.density.type_pt, round(look.width_pt * 20)
    hang = round(size * 20 * 0.95)
    listed, kept = f'<w:ind w:left="{hang}" w:hanging="{hang}"/>', "<w:keepLines/>"
    tint = "".join(_border(side, look.tint, 4, space) for side, space in (("bottom", 4), ("right", 6)))
    result = (
        f"<w:pBdr>{_border('top', look.tint, 4, 3)}{_border('left', look.accent, 18, 8)}{tint}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.tint}"/>'
    )
    page = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'

    def style(name: str, run: str = "", before: str = "", after: str = "", identifier: str = "") -> _Style:
        return _Style(name, f"{before}{_spacing(look, name)}{after}", run, identifier=identifier)

    bullet, step = (f'{kept}<w:numPr><w:numId w:val="{number}"/></w:numPr>' for number in (BULLETS, STEPS))
    return (
        _Style("Normal"),
        style("Subtitle", f"{_colour(look.quiet)}{_size(size * SCALE['Subtitle'])}", "<w:keepNext/>"),
        style("Contact", _colour(look.quiet), kept),
        style("Lead", _serif(look, SCALE["Lead"]), kept),
        _Style("Result", f'{kept}{result}<w:ind w:left="220" w:right="140"/>', "", "Lead"),
        style("Place", _colour(look.quiet), kept),
        style("Run In", identifier="RunIn"),
        style("List Bullet", "", bullet, listed),
        style("List Number", "", step, listed),
        style("List Continue", _colour(look.quiet), kept, f'<w:ind w:left="{hang}"/>'),
        style("List", "", kept),
        style("Bibliography", "", kept, f'<w:ind w:left="{2 * hang}" w:hanging="{2 * hang}"/>'),
        style("caption", _colour(look.quiet), identifier="Caption"),
        _Style("footer", page, f"{_colour(look.quiet)}{_size(8.5)}", identifier="Footer"),
    )


def _headings(look: Look) -> tuple[_Style, ...]:
    """Headings stay with what follows; dates stand at a tab at the right end of their line."""
    kept, bold = "<w:keepNext/><w:keepLines/>", "<w:b/><w:bCs/>"
    right = f'<w:tabs><w:tab w:val="right" w:pos="{round(look.width_pt * 20)}"/></w:tabs>'
    rule = f"<w:pBdr>{_border('bottom', look.rule, 4, 2)}</w:pBdr>"
    dossier = look.kind == "dossier"
    runs = (
        _serif(look, 2, look.accent) if dossier else _serif(look, SCALE["heading 1"], look.accent, bold=True),
        _serif(look, 1.6) if dossier else bold,
        f"{bold}{_colour(look.accent)}",
    )
    levels = tuple(
        _Style(
            name := f"heading {level}",
            f"{kept}{('', rule, '', '')[level]}{('', '', right, '')[level]}{_spacing(look, name)}"
            f'<w:outlineLvl w:val="{level - 1}"/>',
            run,
        )
        for level, run in enumerate(runs, 1)
    )
    return (_Style("Title", f"{kept}{_spacing(look, 'Title', 1)}", _serif(look, SCALE["Title"])), *levels)


def _contents(look: Look) -> tuple[_Style, ...]:
    """A table of contents. Its heading is none of its own entries."""
    space = f'<w:spacing w:before="{round(look.density.space_pt * 30)}" w:after="0"/>'
    return (
        _Style("TOC Heading", '<w:outlineLvl w:val="9"/>', based_on="Heading1", identifier="TOCHeading"),
        _Style("toc 1", f"<w:keepNext/>{space}", "<w:b/><w:bCs/>", identifier="TOC1"),
        _Style("toc 2", '<w:ind w:left="280"/>', identifier="TOC2"),
    )


def _runs(look: Look) -> tuple[_Style, ...]:
    def style(name: str, run: str) -> _Style:
        return _Style(name, run=run, based_on="DefaultParagraphFont", kind="character")

    aside = f'<w:b w:val="0"/><w:bCs w:val="0"/>{_colour(look.quiet)}{_size(look.density.type_pt * 0.95)}'
    fonts = f'<w:rFonts w:ascii="{TEXT}" w:hAnsi="{TEXT}" w:eastAsia="{TEXT}" w:cs="{TEXT}"/>'
    return (
        _Style("Default Paragraph Font", kind="character"),
        style("Strong", "<w:b/><w:bCs/>"),
        style("Emphasis", "<w:i/><w:iCs/>"),
        style("Code", f'<w:shd w:val="clear" w:color="auto" w:fill="{look.tint}"/>'),
        style("Hyperlink", f'<w:u w:val="single" w:color="{look.rule}"/>'),
        style("Aside", fonts + aside),
        style("Job", f"<w:b/><w:bCs/>{_colour(look.accent)}"),
    )


def numbering_xml(look: Look) -> str:
    """The lists: bullets that survive as text, and numbers. Numbers in the order that the schema asks for."""
    hang = round(look.density.type_pt * 20 * 0.95)
    place = f'<w:pPr><w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr>'

    def kind(number: int, style: str, form: str, sign: str, run: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>{place}<w:rPr>{run}</w:rPr></w:lvl></w:abstractNum>'
        )

    colour = _colour(look.accent)
    fonts = f'<w:rFonts w:ascii="{TEXT}" w:hAnsi="{TEXT}" w:cs="{TEXT}" w:hint="default"/>'
    kinds = kind(BULLETS, "ListBullet", "bullet", "•", fonts + colour) + kind(
        STEPS, "ListNumber", "decimal", "%1.", f"<w:b/>{colour}"
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (BULLETS, STEPS)
    )
    return f'{_HEAD}<w:numbering xmlns:w="{NAMESPACE}">{kinds}{lists}</w:numbering>'


def settings_xml(look: Look) -> str:
    """The settings: the layout of Word 2013 and later, without which Word opens files in a mode for old ones."""
    uri = "http://schemas.microsoft.com/office/word"
    options = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>' for name, value in options.items()
    )
    return (
        f'{_HEAD}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        f'<w:themeFontLang w:val="{look.language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def fonts_xml() -> str:
    """The faces, and what stands in for them: names of the same widths come first."""
    faces = ((TEXT, "Carlito", "swiss"), (TITLES, "Caladea", "roman"))
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, other, family in faces
    )
    return f'{_HEAD}<w:fonts xmlns:w="{NAMESPACE}">{listed}</w:fonts>'
