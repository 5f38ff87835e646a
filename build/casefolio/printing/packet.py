"""An application: its parts printed or read, bound, kept under its limit, verified, and put on record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import BindOptions
from casefolio.model.order import Result, Selection
from casefolio.model.sheet import Expectation
from casefolio.printing.evidence import evidence
from casefolio.printing.manifest import Sent, manifest
from casefolio.printing.pieces import Piece, pieces, told_of
from casefolio.printing.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from casefolio.errors import Mark
    from casefolio.model.application import Application
    from casefolio.model.binding import Bound, Part
    from casefolio.model.imposing import Imposed
    from casefolio.model.sheet import Imprint
    from casefolio.model.target import Target
    from casefolio.printing.run import Run
    from casefolio.shaping.application import Words


def print_packet(run: Run, target: Target) -> Iterator[Product]:
    """All files to send for one application, and their record. Raises CF-802 for an application that there is not."""
    from casefolio.shaping.application import Words

    application = _application(run, target)
    own = _edition(run, application)
    try:
        words = Words.of(own.manuscript, target.name, own.edition, run.workspace)
    except CasefolioError as error:
        where = run.written.mark(("applications", target.name, "locale"))
        raise CasefolioError(replace(problem, mark=problem.mark or where) for problem in error.problems) from None
    keys: tuple[str, ...] = ()
    for exact in (False, True):
        keys = (*keys, run.key(target, *evidence(own, target.name, application, exact=exact)))
        files_sent = application.as_one + application.as_files * len(application.parts)
        if kept := _kept(run, keys[-1], files_sent):
            yield from kept
            return
    yield from _printed(own, target, application, words, keys)


def _kept(run: Run, key: str, count: int) -> list[Product]:
    """The files of a packet, where all of them were made of the same and lie there as they were."""
    found = [run.kept(f"{key}/{number}") for number in range(count)]
    return [product for product in found if product] if all(found) else []


def _printed(
    own: Run, target: Target, application: Application, words: Words, keys: tuple[str, ...]
) -> Iterator[Product]:
    found = pieces(own, target.name, application, words)
    packet = _Packet(own, target.name, application, words)
    sent = [*([packet.one(found)] if application.as_one else ()), *(packet.each(found) if application.as_files else ())]
    files = [piece.file for piece in found if piece.file]
    if application.letter and application.letter.signature:
        files.append(own.workspace.root / application.letter.signature)
    record = manifest(own, target.name, application, sent, files)
    warnings = [*packet.warnings, *(warning for piece in found for warning in piece.warnings), *packet.left_over(sent)]
    left_out = tuple(dict.fromkeys(title for piece in found for title in piece.left_out))
    sheets = packet.sheets(found)
    for number, file in enumerate(sent):
        result, numbered = _result(target, file, left_out), tuple(f"{key}/{number}" for key in keys)
        if number:
            yield Product(result, ((file.path, file.data),), (), numbered, tuple(files))
            continue
        also = [(packet.folder / "manifest.json", record), *((path, imposed.data) for path, imposed in sheets)]
        told = dict.fromkeys([*warnings, *(warning for _, imposed in sheets for warning in imposed.warnings)])
        result = replace(result, notes=tuple(f"{path.name}: {imposed.instruction}" for path, imposed in sheets))
        yield Product(result, ((file.path, file.data), *also), tuple(told), numbered, tuple(files))


def _application(run: Run, target: Target) -> Application:
    applications = run.written.dossier.applications
    if target.name in applications:
        return applications[target.name]
    from difflib import get_close_matches

    near = get_close_matches(target.name, list(applications), 1)
    known = f"there are: {', '.join(f'packet:{name}' for name in applications)}" if applications else ""
    remedy = f"did you mean packet:{near[0]}?" if near else known or "add content/private/applications/<name>.yaml"
    raise CasefolioError(Problem("CF-802", f"there is no application '{target.name}'", remedy=remedy))


def _edition(run: Run, application: Application) -> Run:
    """The run as the application wants it; what the command says comes first. All is printed anew, and kept nowhere."""
    job = run.job
    return run.under(
        locale=job.locale or application.locale,
        paper=job.paper or application.paper,
        variant=job.variant or application.variant or "",
        embed=job.embed and application.embed != "none",
        selection=Selection(),
        compact=False,
        duplex=False,
        force=True,
    )


class _Packet:
    """One application on its way into files."""

    def __init__(self, run: Run, name: str, application: Application, words: Words) -> None:
        self.run, self.application, self.words = run, application, words
        self.folder = run.workspace.out / ("anonymous/packets" if run.job.anonymous else "packets") / name
        self.warnings: list[Problem] = []
        self._mark: Mark | None = run.written.mark(("applications", name, "size_limit"))
        self._names: set[str] = set()

    def one(self, found: tuple[Piece, ...]) -> Sent:
        """All parts as one file."""
        from casefolio.shaping.application import file_stem

        given = self.application.file_name
        name = given if given and given.lower().endswith(".pdf") else f"{given or file_stem(self.words)}.pdf"
        return self._bound(found, self._path(name), self.words.imprint(self.run.workspace))

    def each(self, found: tuple[Piece, ...]) -> Iterator[Sent]:
        """Every part as a file named for its content."""
        from casefolio.shaping.application import plain_letters

        owner = self.words.dossier.profile.name
        for each in found:
            piece = replace(each, title_page=None)  # which parts a file from what comes before, and nothing does
            path = self._path(f"{plain_letters(f'{owner} {piece.title}')}.pdf")
            if piece.file is None:
                self._within(path, piece.data)
                yield Sent(path, piece.data, piece.title, piece.pages, piece.conformance, (piece,))
                continue
            imprint = replace(self.words.imprint(self.run.workspace), title=f"{piece.title} · {owner}")
            yield self._bound((piece,), path, imprint)

    def sheets(self, found: tuple[Piece, ...]) -> list[tuple[Path, Imposed]]:
        """All parts laid on sheets to print, in a folder of their own: they are not to be sent, and have no limit."""
        if not self.application.impose:
            return []
        from casefolio.bindery.binding.merge import bind
        from casefolio.bindery.imposing.impose import impose
        from casefolio.model.binding import Part
        from casefolio.model.imposing import ImposeOptions
        from casefolio.shaping.application import file_stem

        imprint = self.words.imprint(self.run.workspace)
        bound = bind([part for piece in found for part in piece.bound], BindOptions(imprint=imprint))
        part = Part("the packet", bound.data, proven=all(piece.file is None for piece in found))
        made = []
        for way in self.application.impose:
            self.run.report(f"laying the packet on sheets, {way}")
            nup: Any = None if way == "booklet" else int(way[0])
            options = ImposeOptions(nup, booklet=way == "booklet", imprint=imprint)
            path = self.folder / "print" / f"{file_stem(self.words)}-{way}.pdf"
            made.append((path, impose(part, options)))
        return made

    def left_over(self, sent: Sequence[Sent]) -> Iterator[Problem]:
        """Warns of what an earlier run left in the folder: it could be sent by mistake."""
        now = {file.path.name for file in sent}
        old = sorted(path.name for path in self.folder.glob("*.pdf") if path.name not in now)
        if old:
            said = f"{self.run.workspace.shown(self.folder)} still holds what this run does not write: {', '.join(old)}"
            yield Problem("CF-569", said, None, "delete it, so that it is not sent by mistake", warning=True)

    def _path(self, name: str) -> Path:
        """Where a file goes; a second one of the same name is numbered."""
        stem, count = name.removesuffix(".pdf"), 1
        while name.casefold() in self._names:
            count += 1
            name = f"{stem}-{count}.pdf"
        self._names.add(name.casefold())
        return self.folder / name

    def _bound(self, found: tuple[Piece, ...], path: Path, imprint: Imprint) -> Sent:
        """Bind pieces within the limit, and read the file back."""
        from casefolio.bindery.binding.merge import bind

        run = self.run
        run.report(f"binding {path.name}")
        binder = partial(bind, options=BindOptions(imprint=imprint))
        parts = [part for piece in found for part in piece.bound]
        try:
            bound, done = self._reduced(parts, binder)
        except CasefolioError as error:
            raise CasefolioError(told_of(found, error.problems)) from None
        if self.run.job.anonymous:
            _no_scans(found, bound)
        self.warnings += told_of(found, (*bound.warnings, *done))
        conformance = self._verified(bound, imprint, found)
        reductions = tuple(problem.message for problem in done)
        return Sent(path, bound.data, imprint.title, bound.pages, conformance, found, bound, reductions)

    def _reduced(self, parts: Sequence[Part], binder: partial[Bound]) -> tuple[Bound, tuple[Problem, ...]]:
        """The bound file within its limit, and warnings of what was done for that. Raises CF-560 where it cannot be."""
        limit = self.application.limit_bytes
        if limit is None:
            return binder(parts), ()
        from casefolio.bindery.reducing.reduce import reduce

        try:
            reduced = reduce(parts, limit, binder)
        except CasefolioError as error:
            limited = (replace(p, mark=self._mark) if p.code in {"CF-560", "CF-561"} else p for p in error.problems)
            raise CasefolioError(limited) from None
        done = tuple(Problem("CF-566", str(each), warning=True) for each in reduced.reductions)
        return reduced.bound, done

    def _within(self, path: Path, data: bytes) -> None:
        limit = self.application.limit_bytes
        if limit is not None and len(data) > limit:
            said = (
                f"{path.name} has {len(data) / 1000:.0f} kB and may have {limit / 1000:.0f} kB; nothing of it is a scan"
            )
            raise CasefolioError(Problem("CF-567", said, self._mark, "raise the limit, or send less"))

    def _verified(self, bound: Bound, imprint: Imprint, found: tuple[Piece, ...]) -> tuple[str, ...]:
        """Read the bound file back. Raises CF-6.. where it is not what was promised, CF-568 for files in it."""
        from casefolio.bindery.examine import examine
        from casefolio.bindery.verify import verify

        own = all(piece.file is None for piece in found)
        expected = Expectation(
            imprint,
            bound.pages,
            self.run.engine.families if own else frozenset(),
            pdfua="pdfua" in bound.claims,
            pdfa="pdfa" in bound.claims,
        )
        facts, problems = verify(bound.data, expected)
        # A part from elsewhere may lack a font's program; then the claim is dropped, which was said before.
        problems = tuple(p for p in problems if p.code != "CF-608" or "pdfa" in bound.claims)
        if problems:
            raise CasefolioError(problems)
        files = () if self.run.job.embed else examine(bound.data).enclosures
        if files:
            said = f"the packet should carry no files, and a part from elsewhere brings {', '.join(files)}"
            raise CasefolioError(Problem("CF-568", said, remedy="save that part anew without its attachments"))
        return facts.conformance


def _no_scans(found: tuple[Piece, ...], bound: Bound) -> None:
    """Raise CF-296 for pictures of pages: whom they name, no search can tell."""
    scans = {part.name for part in bound.parts if part.scans}
    problems = [
        Problem("CF-296", f"'{piece.name}' is a picture, and cannot be shown to name nobody", piece.mark, _LEAVE_OUT)
        for piece in found
        if piece.file and piece.name in scans
    ]
    if problems:
        raise CasefolioError(problems)


_LEAVE_OUT = "leave it out of what is sent for blind hiring"


def _result(target: Target, sent: Sent, left_out: tuple[str, ...]) -> Result:
    return Result(target, (sent.path,), sent.pages, len(sent.data), 0.0, 0.0, 0, left_out, sent.conformance)
