"""An account written into a Word document: headings, lists, links and fields that are what they look like."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from casefolio.exchange.outgoing.runs import by_link
from casefolio.exchange.outgoing.word.elements import field, new, rule_below
from casefolio.exchange.outgoing.word.look import LISTS, TONES, look_for
from casefolio.exchange.outgoing.word.package import empty_package, say_what_it_is, steady
from casefolio.exchange.outgoing.word.pictures import float_right, place
from casefolio.model.account import Listing, Paragraph, Part, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.exchange.outgoing.word.look import Look
    from casefolio.model.account import Account, Masthead, Run, Words

_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def write_docx(
    account: Account, pictures: Mapping[str, bytes], colours: dict[str, str]
) -> tuple[bytes, tuple[str, ...]]:
    """The account as DOCX, and the pictures that Word has no way to show; those are told by their words.

    `pictures` are the bytes of files by their path, `colours` fields of `Look` to set. The same input gives the same
    bytes.
    """
    from docx import Document

    look = look_for(account, colours)
    document = Document(empty_package(look))
    writer = _Writer(document, look, account, pictures)
    writer.masthead(account.masthead)
    if account.contents:
        writer.contents(account.contents)
    for part in account.parts:
        writer.part(part, 1)
    writer.footer()
    say_what_it_is(document, account.imprint)
    buffer = io.BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue(), account.imprint.date), tuple(dict.fromkeys(writer.lost))


class _Writer:
    """Writes one document, paragraph by paragraph."""

    def __init__(self, document: Any, look: Look, account: Account, pictures: Mapping[str, bytes]) -> None:
        self._document, self._look, self._account, self._pictures = document, look, account, pictures
        self._styles = {style.name: style for style in document.styles}
        self._anchors = {part.id: f"_Toc{number:09}" for number, part in enumerate(_parts(account.parts), 1)}
        self._written: list[Any] = []
        self.lost: list[str] = []

    def masthead(self, head: Masthead) -> None:
        """Name, role and contact as the first lines of the page: parsers do not look into headers."""
        title = self._paragraph("Title")
        if head.photo:
            self._photo(title, head.photo)
        title.add_run(head.name)
        for words in head.lines:
            self._words(self._paragraph("Subtitle"), words, strong="Job")
        for row in head.rows:
            paragraph = self._paragraph("Contact")
            for index, words in enumerate(row):
                if index:
                    paragraph.add_run(" | ")
                self._words(paragraph, words)
        self._written[-1].paragraph_format.keep_with_next = False
        rule_below(self._written[-1], self._look.accent)

    def contents(self, title: str) -> None:
        """A table of contents that is a field: Word can make it anew, and until then it links as it stands."""
        self._paragraph("TOC Heading").add_run(title)
        lines = list(_contents(self._account.parts))
        for index, (level, part) in enumerate(lines):
            paragraph = self._paragraph(f"toc {level}")
            if not index:
                field(paragraph, "begin", ' TOC \\o "1-2" \\n \\h \\z ')
            link = self._link(paragraph, f"#{part.id}")
            link.append(paragraph.add_run(part.title).element)
            if index + 1 == len(lines):
                field(paragraph, "end")

    def part(self, part: Part, level: int) -> None:
        """A heading and what stands below it. Small units are kept on one page."""
        start = len(self._written)
        blocks = list(part.blocks)
        if part.run_in and part.first:
            del blocks[0]
            paragraph = self._paragraph("Run In")
            self._marked(paragraph, part, lambda: paragraph.add_run(part.title, self._styles["Strong"]))
            paragraph.add_run(" — ")
            self._words(paragraph, part.first.words)
        else:
            self._heading(part, level)
        for block in blocks:
            if isinstance(block, Part):
                self.part(block, level + 1)
            else:
                self._block(block, part)
        if level > 1 and not any(isinstance(block, Part) for block in blocks):
            for paragraph in self._written[start:-1]:
                paragraph.paragraph_format.keep_with_next = True

    def _heading(self, part: Part, level: int) -> None:
        paragraph = self._paragraph(f"Heading {min(level, 3)}")
        if part.opens:
            paragraph.paragraph_format.page_break_before = True
        self._marked(paragraph, part, lambda: paragraph.add_run(part.title))
        if part.aside:
            paragraph.add_run("\t")
            paragraph.add_run(part.aside, self._styles["Aside"])

    def _marked(self, paragraph: Any, part: Part, write: Any) -> None:
        """Write between the ends of a bookmark, to which links lead."""
        name = self._anchors[part.id]
        number = name[-9:].lstrip("0")
        paragraph.paragraph_format.element.append(new("w:bookmarkStart", {"w:id": number, "w:name": name}))
        write()
        paragraph.paragraph_format.element.append(new("w:bookmarkEnd", {"w:id": number}))

    def _block(self, block: Paragraph | Listing | Picture, part: Part) -> None:
        if isinstance(block, Paragraph):
            result = block.tone == "lead" and part.id.endswith("--result")
            self._words(self._paragraph("Result" if result else TONES[block.tone]), block.words)
        elif isinstance(block, Listing):
            self._list(block)
        else:
            self._figure(block)

    def _list(self, listing: Listing) -> None:
        number = self._new_steps() if listing.kind == "steps" else None
        for item in listing.items:
            paragraph = self._paragraph(LISTS[listing.kind])
            if number is not None:
                properties = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self._words(paragraph, item.words)
            for words in item.more:
                paragraph.paragraph_format.keep_with_next = True
                paragraph = self._paragraph("List Continue")
                self._words(paragraph, words)

    def _new_steps(self) -> int:
        """A list that counts from 1 again."""
        from casefolio.exchange.outgoing.word.styles import STEPS

        number = self._document.part.numbering_part.element.add_num(STEPS)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _figure(self, picture: Picture) -> None:
        paragraph = self._paragraph("Normal")
        data = self._pictures.get(picture.file)
        if data is None or not place(paragraph, data, picture.alt, self._look.width_pt):
            self.lost.append(picture.file)
            paragraph.add_run(picture.alt, self._styles["Emphasis"])
        if picture.caption:
            paragraph.paragraph_format.keep_with_next = True
            self._words(self._paragraph("Caption"), picture.caption)

    def _photo(self, paragraph: Any, photo: Picture) -> None:
        data = self._pictures.get(photo.file)
        if data is None or not place(paragraph, data, photo.alt, 68):
            self.lost.append(photo.file)
        else:
            float_right(paragraph)

    def footer(self) -> None:
        """Name and page on every page but the first."""
        footer = self._document.sections[0].footer
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = self._styles["Footer"]
        paragraph.add_run(f"{self._account.imprint.author}\t")
        for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
            field = new("w:fldSimple", {"w:instr": f" {instruction} "})
            field.append(paragraph.add_run("2").element)
            paragraph.paragraph_format.element.append(field)
            if between:
                paragraph.add_run(between)

    def _paragraph(self, style: str) -> Any:
        paragraph = self._document.add_paragraph(style=self._styles[style])
        self._written.append(paragraph)
        return paragraph

    def _words(self, paragraph: Any, words: Words, strong: str = "Strong") -> None:
        for href, runs in by_link(words):
            link = self._link(paragraph, href) if href else None
            for run in runs:
                written = self._run(paragraph, run, "Hyperlink" if href else "", strong)
                if link is not None:
                    link.append(written.element)

    def _run(self, paragraph: Any, run: Run, style: str, strong: str) -> Any:
        """A run; one style says what it is, what else it is is set beside."""
        said = [*([style] if style else []), *([strong] if run.strong else [])]
        said += [*(["Emphasis"] if run.emphasis else []), *(["Code"] if run.code else [])]
        written = paragraph.add_run(run.text, self._styles[said[0]] if said else None)
        written.bold = True if strong in said[1:] else None
        written.italic = True if "Emphasis" in said[1:] else None
        return written

    def _link(self, paragraph: Any, href: str) -> Any:
        """An empty link at the end of a paragraph, to a part of this document or to the web."""
        if href.startswith("#"):
            link = new("w:hyperlink", {"w:anchor": self._anchors[href[1:]], "w:history": "1"})
        else:
            # Word takes a file for damaged whose addresses are not in the letters of RFC 3986.
            address = quote(href, safe=_OF_ADDRESSES)
            relation = self._document.part.relate_to(address, _HYPERLINK, is_external=True)
            link = new("w:hyperlink", {"r:id": relation, "w:history": "1"})
        paragraph.paragraph_format.element.append(link)
        return link


def _parts(parts: tuple[Part, ...]) -> Iterator[Part]:
    """All parts, those within others too."""
    for part in parts:
        yield part
        yield from _parts(tuple(block for block in part.blocks if isinstance(block, Part)))


def _contents(parts: tuple[Part, ...]) -> Iterator[tuple[int, Part]]:
    """What a table of contents lists: parts and the studies below them, with their levels."""
    for part in parts:
        yield 1, part
        yield from ((2, block) for block in part.blocks if isinstance(block, Part) and part.opens and block.aside)
