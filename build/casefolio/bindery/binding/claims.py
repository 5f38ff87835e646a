"""What the bound file may claim: PDF/A-3a and PDF/UA-1 are written only where nothing was found against them.

A part that our own press made and verified is not judged again. Every other part is judged by what its pages use:
fonts (`typefaces`), colour, transparency, images, annotations (ISO 19005-3 §6; ISO 14289-1 §7.21). What cannot be
judged counts against the claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject

from casefolio.bindery.binding.typefaces import Typefaces
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefolio.bindery.binding.canvas import Canvas, Canvases
    from casefolio.bindery.binding.inks import Inks
    from casefolio.bindery.binding.quire import Book, Leaf, Quire
    from casefolio.model.binding import BindOptions, Claim

_NAMES: dict[Claim, tuple[str, str]] = {"pdfa": ("CF-620", "PDF/A-3a"), "pdfua": ("CF-621", "PDF/UA-1")}

#: Nesting of graphics states, sides of a page (ISO 19005-3 §6.1.13).
_NESTING, _SIZES = 28, (3, 14400)


class Judge:
    """Judges the pages of one quire."""

    def __init__(self, book: Book, quire: Quire, canvases: Canvases, inks: Inks) -> None:
        self.book = book
        self.quire = quire
        self.canvases = canvases
        self.inks = inks
        self.faces = Typefaces(book.pool)
        self._page = 0
        self._seen: set[int] = set()

    def judge(self) -> None:
        """Go through all pages and the appearances of their annotations."""
        for leaf in self.quire.leaves:
            self._page = leaf.index + 1
            canvas = self.canvases.page(leaf.ref)
            if canvas is not None:
                self._canvas(canvas)
            self._sizes(leaf)
            self._space(self.book.pool.dictionary(leaf.entries, "/Group"), "/CS")
            for ref in leaf.annotations:
                self._annotation(ref)
        for face, page, claims in self.faces.faults():
            self.book.blemish(self.quire.part, face, page, claims)

    def _against(self, reason: str, claims: str = "pdfa") -> None:
        self.book.blemish(self.quire.part, reason, self._page, claims)

    def _canvas(self, canvas: Canvas) -> None:
        """One content stream and all that it uses; forms, patterns and glyph procedures in turn."""
        if canvas.owner.idnum in self._seen:
            return
        self._seen.add(canvas.owner.idnum)
        pool, found, resources = self.book.pool, canvas.survey, canvas.resources
        if found.depth > _NESTING:
            self._against(f"graphics states nest {found.depth} deep")
        if found.unknown:
            # Where one reader sees an operator and another does not, nothing that follows is sure.
            self._against("its content has operators that PDF does not know", "pdfa pdfua")
        for colour in sorted(found.colours):
            self._colour(colour, resources)
        for key in sorted(found.states):
            self._state(pool.dictionary(pool.dictionary(resources, "/ExtGState"), key), resources)
        for intent in sorted(found.intents):
            self._intent(intent[1:])
        for inline in found.inline:
            self._inline(inline, resources)
        for shown in found.shown:
            self._shown(shown.kind, shown.resource, canvas)
        self._fonts(canvas)
        for pattern in pool.dictionary(resources, "/Pattern").values():
            self._pattern(pattern, resources)

    def _fonts(self, canvas: Canvas) -> None:
        fonts = self.book.pool.dictionary(canvas.resources, "/Font")
        for key, used in canvas.survey.fonts.items():
            for procedure in self.faces.use(dict.get(fonts, key), key, used, self._page):
                self._stream(procedure, canvas.resources)

    def _stream(self, ref: object, around: DictionaryObject) -> None:
        if isinstance(ref, IndirectObject) and ref.idnum not in self._seen:
            canvas = self.canvases.form(ref, around)
            if canvas is None:
                self._against("a content stream cannot be decoded", "pdfa pdfua")
                return
            body = self.book.pool.resolve(ref)
            if isinstance(body, DictionaryObject) and "/Resources" not in body and canvas.resources:
                body[NameObject("/Resources")] = DictionaryObject(canvas.resources)
            self._canvas(canvas)

    def _shown(self, kind: str, key: str, canvas: Canvas) -> None:
        pool = self.book.pool
        if kind == "lost":
            self._against(f"it shows {key[1:] or 'something'}, which is not there", "pdfa pdfua")
        if kind == "shading":
            self._space(pool.dictionary(pool.dictionary(canvas.resources, "/Shading"), key), "/ColorSpace")
        ref, _ = self.canvases.xobject(canvas.resources, key) if kind in ("image", "form") else (None, "")
        if ref is None:
            return
        if kind == "image":
            self._image(ref, canvas.resources)
        else:
            self._group(ref)
            self._stream(ref, canvas.resources)

    def _intent(self, intent: str) -> None:
        if intent and intent not in _INTENTS:
            self._against(f"{intent} is no rendering intent of the standard")

    def _group(self, ref: IndirectObject) -> None:
        self._space(self.book.pool.dictionary(self.book.pool.resolve(ref), "/Group"), "/CS")

    def _image(self, ref: IndirectObject, resources: DictionaryObject) -> None:
        if ref.idnum in self._seen:
            return
        self._seen.add(ref.idnum)
        pool = self.book.pool
        image = pool.resolve(ref)
        filters = [str(found) for found in pool.items(image, "/Filter")]
        if "/JPXDecode" in filters:
            self._against("an image is JPEG 2000, which is not judged here")
        bits = pool.integer(image, "/BitsPerComponent")
        if bits is not None and bits not in (1, 2, 4, 8, 16):
            self._against(f"an image has {bits} bits per component")
        self._intent(pool.name(image, "/Intent"))
        self._space(image, "/ColorSpace", resources)
        for key in ("/SMask", "/Mask"):
            below = dict.get(image, key) if isinstance(image, DictionaryObject) else None
            if isinstance(below, IndirectObject) and isinstance(pool.resolve(below), StreamObject):
                self._image(below, resources)

    def _inline(self, entries: Sequence[object], resources: DictionaryObject) -> None:
        pairs = dict(zip(entries[::2], entries[1::2], strict=False)) if len(entries) % 2 == 0 else {}
        space = pairs.get(b"/CS") or pairs.get(b"/ColorSpace")
        if isinstance(space, bytes):
            name = {b"/CMYK": "DeviceCMYK", b"/RGB": "DeviceRGB", b"/G": "DeviceGray"}.get(
                space, space[1:].decode("latin-1")
            )
            self._colour(name, resources)
        if b"/LZW" in entries or b"/LZWDecode" in entries:
            self._against("an inline image is compressed with LZW")

    def _colour(self, name: str, resources: DictionaryObject) -> None:
        reason = self.inks.named(name, resources)
        if reason:
            self._against(reason)

    def _space(self, owner: object, key: str, resources: DictionaryObject | None = None) -> None:
        reason = self.inks.space(self.book.pool.get(owner, key), resources or DictionaryObject())
        if reason:
            self._against(reason)

    def _state(self, state: DictionaryObject, resources: DictionaryObject) -> None:
        pool = self.book.pool
        for mode in pool.items(state, "/BM"):
            if str(mode)[1:] not in _BLEND_MODES:
                self._against("a blend mode is not of the standard")
        self._intent(pool.name(state, "/RI"))
        if pool.get(state, "/Font") is not None:
            self._against("a graphics state sets a font, which is not judged here", "pdfa pdfua")
        mask = pool.dictionary(state, "/SMask")
        group = dict.get(mask, "/G")
        if isinstance(group, IndirectObject):
            self._group(group)
            self._stream(group, resources)

    def _pattern(self, ref: object, resources: DictionaryObject) -> None:
        pool = self.book.pool
        found = pool.resolve(ref)
        if isinstance(found, StreamObject):
            self._stream(ref, resources)
        elif isinstance(found, DictionaryObject):
            self._space(pool.dictionary(found, "/Shading"), "/ColorSpace", resources)

    def _sizes(self, leaf: Leaf) -> None:
        box = self.book.pool.numbers(leaf.entries["/MediaBox"], 4) or [0, 0, 0, 0]
        if not all(_SIZES[0] <= side <= _SIZES[1] for side in (box[2] - box[0], box[3] - box[1])):
            self._against("the page is smaller than 3 or larger than 14400 points")

    def _annotation(self, ref: IndirectObject) -> None:
        pool = self.book.pool
        entries = pool.resolve(ref)
        kind = pool.name(entries, "/Subtype")
        normal = dict.get(pool.dictionary(entries, "/AP"), "/N")
        looks = pool.resolve(normal)
        if looks is None:
            box = pool.numbers(pool.get(entries, "/Rect"), 4) or [0, 0, 0, 0]
            if kind != "Link" and (box[2] > box[0] or box[3] > box[1]):
                self._against(f"a {kind} annotation has no appearance")
        elif isinstance(looks, StreamObject):
            self._stream(normal, DictionaryObject())
        elif isinstance(looks, DictionaryObject):
            if kind != "Widget":
                self._against(f"a {kind} annotation has several appearances")
            for state in looks.values():
                self._stream(state, DictionaryObject())


_INTENTS = frozenset(["RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"])
_BLEND_MODES = frozenset(
    [
        "Normal",
        "Compatible",
        "Multiply",
        "Screen",
        "Overlay",
        "Darken",
        "Lighten",
        "ColorDodge",
        "ColorBurn",
        "HardLight",
        "SoftLight",
        "Difference",
        "Exclusion",
        "Hue",
        "Saturation",
        "Color",
        "Luminosity",
    ]
)


def settled(book: Book, options: BindOptions) -> frozenset[Claim]:
    """The claims that nothing speaks against. Warns of each that is dropped; raises CF-620, CF-621 where required."""
    kept: set[Claim] = set()
    problems: list[Problem] = []
    for claim, (code, said) in _NAMES.items():
        reasons = [(part, reason, pages) for (of, part, reason), pages in book.blemishes.items() if of == claim]
        if not reasons:
            kept.add(claim)
        required = claim in options.require
        for part, reason, pages in reasons:
            problems.append(book.dropped(code, said, part, reason, pages, fatal=required))
    fatal = [problem for problem in problems if not problem.warning]
    if fatal:
        raise CasefolioError([*fatal, *(problem for problem in problems if problem.warning)])
    book.warnings += problems
    return frozenset(kept)
