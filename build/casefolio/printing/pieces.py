"""The parts of a packet, printed or read: each a PDF with what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import Part
from casefolio.model.order import Selection
from casefolio.model.target import Target
from casefolio.printing.letter import set_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casefolio.errors import Mark
    from casefolio.model.application import Application, PacketPart
    from casefolio.printing.product import Product
    from casefolio.printing.run import Run
    from casefolio.shaping.application import Words


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a packet as a PDF. `name` is what the part is called in problems; `file` is the owner's, if any."""

    part: PacketPart
    name: str
    title: str
    language: str
    mark: Mark | None
    data: bytes = field(repr=False)
    pages: int = 0
    conformance: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    file: Path | None = None
    title_page: bytes | None = field(default=None, repr=False)

    @property
    def bound(self) -> tuple[Part, ...]:
        """What is handed to the bindery: the title page, where there is one, and the part that it introduces."""
        own = self.file is None
        language = self.language if own or self.part.language else None
        part = Part(self.name, self.data, self.part.spans, self.title, language, self.part.alt, proven=own)
        if self.title_page is None:
            return (part,)
        before = Part(f"the title page of {self.name}", self.title_page, (), self.title, self.language, proven=True)
        return before, replace(part, follows=True)


def pieces(run: Run, name: str, application: Application, words: Words) -> tuple[Piece, ...]:
    """All parts of the application `name`, in its order. Raises CasefolioError with every part's problems."""
    found: list[Piece] = []
    problems: list[Problem] = []
    for number, part in enumerate(application.parts):
        mark = run.written.mark(("applications", name, "parts", number))
        try:
            piece = _piece(run, name, part, words, mark)
            if application.part_titles and part.kind != "letter":
                piece = replace(piece, title_page=_title_page(run, part, words))
            found.append(piece)
        except CasefolioError as error:
            # What has no place of its own is told of the part.
            problems += (replace(problem, mark=problem.mark or mark) for problem in error.problems)
    if problems:
        raise CasefolioError(dict.fromkeys(problems))
    return tuple(found)


def told_of(pieces: tuple[Piece, ...], problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Problems of the bindery, which knows parts by their names, each at its part's place in the application."""
    outside = sorted((piece for piece in pieces if piece.file), key=lambda piece: -len(piece.name))
    for problem in problems:
        piece = next((piece for piece in outside if piece.name in problem.message), None)
        yield replace(problem, mark=piece.mark) if piece and not problem.mark else problem


def _piece(run: Run, name: str, part: PacketPart, words: Words, mark: Mark | None) -> Piece:
    piece = Piece(part, part.file or part.study or part.kind, words.title(part), run.edition.locale, mark, b"")
    if part.file:
        from casefolio.bindery.binding.parts import read_part

        data = read_part(part.file, run.workspace.root).data
        return replace(piece, data=data, file=run.workspace.root / part.file, language=part.language or piece.language)
    if part.kind == "letter":
        printed = set_letter(run, name)
        return replace(piece, data=printed.data, pages=printed.pages, warnings=printed.warnings, conformance=_PROVEN)
    product = _printed(run, part)
    ((_, data), *_) = product.files
    result = product.result
    facts = (result.pages, result.conformance, product.warnings, result.left_out)
    return Piece(part, piece.name, piece.title, piece.language, mark, data, *facts)


#: What a letter is, as it was verified to be.
_PROVEN = ("PDF/A-3a", "PDF/UA-1")


def _printed(run: Run, part: PacketPart) -> Product:
    """One of our own documents; a study is a page of the whole series, so its number and place are the dossier's.

    Raises CF-295 for a study that the variant leaves out.
    """
    _all_there(run, part)
    if part.kind == "cv":
        from casefolio.printing.cv import print_cv

        return next(print_cv(run, Target("cv")))
    if part.study:
        from casefolio.printing.studies import print_onepager

        return next(print_onepager(run, Target("onepager", part.study)))
    from casefolio.printing.dossier import print_dossier

    chosen = part.dossier
    selection = Selection(chosen.studies) if chosen else Selection()
    small = run.under(selection=selection, compact=bool(chosen and chosen.compact))
    return next(print_dossier(small, Target("dossier")))


def _all_there(run: Run, part: PacketPart) -> None:
    named = (part.study,) if part.study else part.dossier.studies if part.dossier else ()
    problems = [
        Problem("CF-295", f"the variant '{run.job.variant}' leaves out the study '{slug}'", remedy=_SHOW)
        for slug in named
        if slug not in run.manuscript.dossier.studies
    ]
    if problems:
        raise CasefolioError(problems)


_SHOW = "name it under `studies` of the variant, or leave it out of the parts"


def _title_page(run: Run, part: PacketPart, words: Words) -> bytes:
    from casefolio.press.typeset import typeset
    from casefolio.shaping.letter import title_sheet

    sheet = title_sheet(words, run.edition, run.workspace, part)
    printed = typeset(sheet, run.workspace, run.manuscript, run.engine)
    run.verified("a title page", printed, sheet.imprint, 1, list(sheet.saying))
    return printed.data
