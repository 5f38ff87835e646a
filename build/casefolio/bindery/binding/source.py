"""One part, opened: the only place that asks pypdf's reader, and the only one that its exceptions reach."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar

from pypdf import PasswordType, PdfReader
from pypdf.errors import WrongPasswordError
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, PdfObject

from casefolio.bindery.binding.graph import Graph
from casefolio.bindery.binding.packed import PackedReader
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.model.binding import Part

#: Attributes that a page takes from the nodes above it (ISO 32000-1 §7.7.3.4).
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")

#: More pages than this in one part is an attack, not a paper.
_PAGE_LIMIT = 20_000

#: How many objects of one part may be unreadable before the rest is not worth asking for: each costs pypdf a search
#: through the whole file.
_BROKEN_LIMIT = 400


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of a part: its reference where it has one, its dictionary, and what it inherits."""

    ref: IndirectObject | None
    entries: DictionaryObject
    inherited: dict[str, PdfObject]


@contextmanager
def _names_by_byte() -> Iterator[None]:
    """Let pypdf read names byte by byte.

    It guesses UTF-8, then GBK, and would write other bytes than it read: a resource named in Latin-1 then is not
    found by the content stream that asks for it.
    """
    before = NameObject.CHARSETS
    NameObject.CHARSETS = ("latin-1",)  # type: ignore[assignment]
    try:
        yield
    finally:
        NameObject.CHARSETS = before


class Source(Graph):
    """A part's objects. Anything in it that cannot be read is null, and counted in `broken`."""

    quiet: ClassVar[logging.NullHandler] = logging.NullHandler()

    def __init__(self, part: Part) -> None:
        """Open `part`. Raises CF-521 where it is no PDF, CF-522 without pages, CF-523 without its password."""
        self.part = part
        self.broken = 0
        with hushed(), _names_by_byte():
            self.reader = _opened(part)
            self.trailer = self.reader.trailer
            self._packed, self._unpacked = PackedReader(self.reader), set[int]()
            try:
                self._unpack(dict.get(self.trailer, "/Root"))
                self.root: DictionaryObject = self.reader.root_object
            except Exception as error:  # noqa: BLE001 - see _opened
                raise _unreadable(part, error) from None
            self.pages = self._pages()
        if not self.pages:
            raise CasefolioError(
                Problem("CF-522", f"{part.name} has no pages", remedy="leave it out, or export it once more")
            )

    def load(self, ref: IndirectObject) -> PdfObject | None:
        """The object behind a reference; None where pypdf cannot read it."""
        key = (ref.generation, ref.idnum)
        known = self.reader.resolved_objects
        if key in known:
            return known[key]
        if self.broken > _BROKEN_LIMIT:
            return None
        self._unpack(ref)
        if key in known:
            return known[key]
        try:
            with _names_by_byte():
                found = self.reader.get_object(ref)
        except Exception:  # noqa: BLE001 - a parser fed with broken bytes raises whatever it trips over
            found = None
        if found is None:
            self.broken += 1
            known[key] = None
        return found

    def _unpack(self, ref: object) -> None:
        """Read the whole object stream that holds an object, where that is plain."""
        packed = self.reader.xref_objStm
        holder, _ = packed.get(ref.idnum, (0, 0)) if isinstance(ref, IndirectObject) and not ref.generation else (0, 0)
        if holder in self._unpacked or not holder or holder in packed:
            return
        self._unpacked.add(holder)
        place = IndirectObject(holder, 0, self.reader)
        count, first = self.integer(place, "/N"), self.integer(place, "/First")
        data = self.data(place) if self.name(place, "/Type") == "ObjStm" else None
        if data is None or count is None or first is None or not 0 < first <= len(data):
            return
        for number, value in (self._packed.objects(data, count, first) or {}).items():
            # An update of the file may have the object elsewhere.
            if packed.get(number, (0, 0))[0] == holder:
                self.reader.resolved_objects.setdefault((0, number), value)

    def _pages(self) -> list[SourcePage]:
        """The leaves of the page tree in order, cycles cut (§7.7.3)."""
        found: list[SourcePage] = []
        seen: set[object] = set()
        stack: list[tuple[object, dict[str, PdfObject]]] = [(dict.get(self.root, "/Pages"), {})]
        while stack and len(found) <= _PAGE_LIMIT:
            reference, above = stack.pop()
            node = self.resolve(reference)
            key = (reference.idnum, reference.generation) if isinstance(reference, IndirectObject) else id(node)
            if not isinstance(node, DictionaryObject) or key in seen:
                continue
            seen.add(key)
            inherited = {**above, **{name: node[name] for name in _INHERITED if self.get(node, name) is not None}}
            if "/Kids" in node:
                stack.extend((kid, inherited) for kid in reversed(self.array(node, "/Kids")))
            elif self.name(node, "/Type") != "Pages":
                ref = reference if isinstance(reference, IndirectObject) else None
                found.append(SourcePage(ref, node, inherited))
        return found


@contextmanager
def hushed() -> Iterator[None]:
    """Keep pypdf's own warnings off the terminal: what matters of them becomes a Problem."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _opened(part: Part) -> PdfReader:
    start = part.data[:1024].find(b"%PDF-")
    if start < 0:
        raise CasefolioError(
            Problem("CF-521", f"{part.name} is not a PDF, JPEG or PNG file", remedy="export it as PDF and try again")
        )
    try:
        reader = PdfReader(BytesIO(part.data))
        locked = reader.is_encrypted and reader.decrypt(part.password or "") == PasswordType.NOT_DECRYPTED
    except WrongPasswordError:
        locked = True
    except Exception as error:  # noqa: BLE001 - a parser fed with broken bytes raises whatever it trips over
        raise _unreadable(part, error) from None
    if locked:
        said = "its password is not the one given" if part.password else "no password was given"
        raise CasefolioError(
            Problem(
                "CF-523",
                f"{part.name} is encrypted and {said}",
                remedy="put the password into an environment variable and name that variable, or save it unprotected",
            )
        )
    return reader


def _unreadable(part: Part, error: Exception) -> CasefolioError:
    said = " ".join(str(error).split())[:120] or type(error).__name__
    return CasefolioError(
        Problem("CF-521", f"{part.name} cannot be read: {said}", remedy="the file is damaged; export it once more")
    )
