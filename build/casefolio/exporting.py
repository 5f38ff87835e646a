"""Exporting from words to published files: read, derive, tell as one account, write in a format.

What a format does not need is not loaded: text, Markdown, HTML and JSON know no PDF, Word knows no press.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cached_property
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.account import Part, Picture
from casefolio.model.commission import FORMATS, Exported
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.printing.run import Run, for_the_reader
from casefolio.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casefolio.model.account import Account
    from casefolio.model.commission import Commission
    from casefolio.model.dossier import Dossier
    from casefolio.model.workspace import Workspace

_USUAL_DPI = 144
_MEDIA = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "svg": "svg+xml"}
_REPORT = "write it otherwise; where it is one of the layouts' own words, please report it"
_COLOUR = re.compile(r"--(ink|quiet|accent|tint|rule):\s*#([0-9a-fA-F]{6})\b")


def export(
    commission: Commission,
    workspace: Workspace,
    out: Path | None = None,
    report: Callable[[str], None] = lambda _: None,
    *,
    write: bool = True,
) -> Exported:
    """Write the CV or the dossier in another format, into the file `out` or under its reader's name.

    Raises CF-830 for a format that there is not, CF-831 where bytes that are no text are to stay unwritten, CF-832
    for an option that the format does not take, CF-833 for a resolution out of bounds, CF-835 for options at odds,
    CF-161 for an anonymous export that still says who it is about; else what reading and printing raise. Nothing is
    written then.
    """
    if problems := commission.problems(write=write):
        raise CasefolioError(problems)
    report("reading content")
    export_of = _Export(commission, workspace, report)
    files, warnings = export_of.files(out)
    if write:
        from casefolio.bindery.publish import publish_all

        report("publishing")
        publish_all(dict(files))
    return Exported(commission.format, files, (*export_of.run.manuscript.warnings, *warnings))


class _Export:
    """One export: the content as it is to be told, and the files it becomes."""

    def __init__(self, commission: Commission, workspace: Workspace, report: Callable[[str], None]) -> None:
        self._commission, self._workspace, self._report = commission, workspace, report
        job = Job(
            (Target(commission.of),),
            locale=commission.locale,
            paper=commission.paper,
            variant=commission.variant,
            anonymous=commission.anonymous,
        )
        self.run = Run(job, read(workspace), workspace, report)

    def files(self, out: Path | None) -> tuple[tuple[tuple[Path, bytes], ...], tuple[Problem, ...]]:
        """The files with their places, and warnings."""
        self._report(f"writing {self._commission.format}")
        place = out or self._place()
        if self._commission.format == "png":
            return tuple(self._pictures(place)), ()
        writers: dict[str, Callable[[], tuple[bytes, tuple[Problem, ...]]]] = {
            "json-resume": self._json_resume,
            "text": self._text,
            "markdown": self._markdown,
            "html": self._html,
            "docx": self._docx,
        }
        data, warnings = writers[self._commission.format]()
        if self.run.removed:
            from casefolio.exchange.outgoing.leaks import leaks

            if left := leaks(data, self.run.removed):
                raise CasefolioError(
                    [Problem("CF-161", f"'{string}' is still said", remedy=_REPORT) for string in left]
                )
        return ((place, data),), warnings

    def _place(self) -> Path:
        """Under the name for its reader, beside what is printed."""
        name = self.run.path(for_the_reader(self._account.imprint.title))
        return name.with_name(name.name.removesuffix(".pdf") + FORMATS[self._commission.format])

    @cached_property
    def _account(self) -> Account:
        run = self.run
        if self._commission.of == "cv":
            from casefolio.shaping.accounts.cv import cv_account

            return cv_account(run.manuscript, run.edition, run.workspace)
        from casefolio.shaping.accounts.dossier import dossier_account

        return dossier_account(run.manuscript, run.edition, run.workspace, run.chosen)

    @property
    def _shown(self) -> Dossier:
        """What the CV shows of the content; of a dossier, all of it."""
        dossier = self.run.manuscript.dossier
        if self._commission.of != "cv":
            return dossier
        from casefolio.shaping.cv import shown

        return shown(dossier, ())

    def _json_resume(self) -> tuple[bytes, tuple[Problem, ...]]:
        from casefolio.exchange.json_resume import dumps

        if self._commission.complete:
            return dumps(self.run.manuscript.dossier, complete=True), ()
        return dumps(self._shown), ()

    def _text(self) -> tuple[bytes, tuple[Problem, ...]]:
        from casefolio.exchange.outgoing.text import write_text

        wrap = self._commission.wrap is not False
        return write_text(self._account, wrap=wrap, keyboard=bool(self._commission.keyboard)), ()

    def _markdown(self) -> tuple[bytes, tuple[Problem, ...]]:
        from casefolio.exchange.outgoing.markdown import write_markdown

        return write_markdown(self._account), ()

    def _html(self) -> tuple[bytes, tuple[Problem, ...]]:
        from casefolio.exchange.outgoing.html import write_html
        from casefolio.exchange.outgoing.linked_data import person

        sources = {
            name: f"data:image/{_MEDIA[suffix]};base64,{b64encode(data).decode()}"
            for name, data in self._images().items()
            if (suffix := name.rpartition(".")[2].lower()) in _MEDIA
        }
        styles = self._style("tokens.css") + self._style("screen.css")
        # A dossier says nothing of schools and certificates: neither does its page to machines.
        hidden = {} if self._commission.of == "cv" else dict.fromkeys(("education", "certificates", "languages"), ())
        told = person(self._shown.model_copy(update=hidden))
        return write_html(self._account, styles, told, sources), ()

    def _docx(self) -> tuple[bytes, tuple[Problem, ...]]:
        from casefolio.exchange.outgoing.word.document import write_docx

        colours = {name: value.upper() for name, value in _COLOUR.findall(self._style("tokens.css"))}
        data, lost = write_docx(self._account, self._images(), colours)
        remedy = "save it as PNG or JPEG"
        return data, tuple(
            Problem("CF-160", f"Word cannot show {name}; its words stand there", remedy=remedy, warning=True)
            for name in lost
        )

    def _style(self, name: str) -> str:
        return self._workspace.find("styles", name).read_text("utf-8", errors="replace")

    def _images(self) -> dict[str, bytes]:
        """The bytes of every picture that is told of, by its path."""
        head = self._account.masthead
        named = [*([head.photo] if head.photo else []), *_pictures_in(self._account.parts)]
        return {picture.file: (self._workspace.root / picture.file).read_bytes() for picture in named}

    def _pictures(self, place: Path) -> Iterator[tuple[Path, bytes]]:
        """The printed pages as pictures; where there are several, each is named with its number."""
        from casefolio.bindery.proof import pictures

        pages = list(pictures(self._printed(), self._commission.dpi or _USUAL_DPI))
        width = len(str(len(pages)))
        for number, data in enumerate(pages, 1):
            numbered = f"{place.stem}-{number:0{width}}{place.suffix}"
            yield place if len(pages) == 1 else place.with_name(numbered), data

    def _printed(self) -> bytes:
        """The PDF, fitted and verified as a build would print it."""
        from casefolio.printing.cv import print_cv
        from casefolio.printing.dossier import print_dossier

        printed = print_cv if self._commission.of == "cv" else print_dossier
        (product,) = map(self.run.sealed, printed(self.run, Target(self._commission.of)))
        return product.files[0][1]


def _pictures_in(parts: tuple[Part, ...]) -> Iterator[Picture]:
    for part in parts:
        yield from (block for block in part.blocks if isinstance(block, Picture))
        yield from _pictures_in(tuple(block for block in part.blocks if isinstance(block, Part)))
