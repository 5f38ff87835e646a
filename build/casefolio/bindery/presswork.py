"""Whether a file is what a press needs: read from its finished bytes, with no knowledge of how they were made.

PDF/X-4 (ISO 15930-7) as far as our own pages can fail it, and what a shop would send back beside that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.generic import StreamObject

from casefolio.bindery.binding.content import operators, resource_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.bindery.binding.content import Op

#: Text smaller than this is small: four inks never lie exactly upon each other.
SMALL_PT = 16.0
_TOLERANCE_PT = 0.01
_SHOWING = frozenset([b"Tj", b"TJ", b"'", b'"'])
_FILLS = {b"g": "DeviceGray", b"rg": "DeviceRGB", b"k": "DeviceCMYK"}
_STROKES = {b"G": "DeviceGray", b"RG": "DeviceRGB", b"K": "DeviceCMYK"}
_RGB = frozenset(["DeviceRGB", "CalRGB", "RGB"])
#: The claim, as the press writes it into XMP.
_CLAIM = b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
_INTENT = "its output intent holds no profile of a CMYK press"


@dataclass(slots=True)
class Printing:
    """What is printed in which colours: the spaces used, and the size (pt) and inks of all text, by page."""

    spaces: set[str] = field(default_factory=set)
    texts: list[tuple[int, float, tuple[float, ...]]] = field(default_factory=list)


def against_x4(data: bytes) -> tuple[str, ...]:
    """What speaks against calling a file PDF/X-4; nothing where it may be called so."""
    reader = PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    info: Any = reader.trailer.get("/Info") or {}
    checks = (
        (reader.trailer.get("/ID") is None, "it has no identifier"),
        (not _intended(root), _INTENT),
        (any(key not in info for key in ("/Title", "/CreationDate", "/ModDate")), "Info lacks title or dates"),
        (info.get("/Trapped") not in ("/True", "/False"), "it does not say whether it is trapped"),
        (any(key in root for key in ("/AA", "/OpenAction", "/AcroForm")), "it acts by itself, or has a form"),
        (any("/Annots" in page for page in reader.pages), "it has annotations"),
        (not all(nested(page) for page in reader.pages), "its boxes are missing, or do not lie one in the other"),
        (bool(printing(reader).spaces & _RGB), "something in it is still RGB"),
    )
    return tuple(said for wrong, said in checks if wrong)


def judged(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The same file, without its claim where something speaks against it, and what that is.

    Blanks stand in place of the claim, so nothing moves.
    """
    faults = against_x4(data)
    return (data.replace(_CLAIM, b" " * len(_CLAIM)) if faults else data), faults


def four_inks(data: bytes) -> tuple[int, ...]:
    """The pages (from 1) on which small text is printed in four inks."""
    texts = printing(PdfReader(BytesIO(data))).texts
    return tuple(sorted({page for page, size, inks in texts if len(inks) == 4 and min(inks) > 0 and size < SMALL_PT}))


def _intended(root: Any) -> bool:
    intents = [intent.get_object() for intent in root.get("/OutputIntents", ())]
    profiles = [intent.get("/DestOutputProfile") for intent in intents if intent.get("/S") == "/GTS_PDFX"]
    if len(profiles) != 1 or profiles[0] is None:
        return False
    found = profiles[0].get_object()
    return isinstance(found, StreamObject) and found.get_data()[12:20] == b"prtrCMYK" and found.get("/N") == 4


def nested(page: Any) -> bool:
    """Whether a page says where it is cut, and media, bleed and trim lie one in the other (§14.11.2)."""
    if "/TrimBox" not in page:
        return False
    names = ("/MediaBox", "/BleedBox", "/TrimBox")
    boxes = [[float(side) for side in page.get(name, page["/MediaBox"])] for name in names]
    return all(_inside(inner, outer) for outer, inner in pairwise(boxes))


def _inside(inner: Sequence[float], outer: Sequence[float]) -> bool:
    low = all(a >= b - _TOLERANCE_PT for a, b in zip(inner[:2], outer[:2], strict=True))
    return low and all(a <= b + _TOLERANCE_PT for a, b in zip(inner[2:], outer[2:], strict=True))


def printing(reader: PdfReader) -> Printing:
    """Every colour of all pages, patterns, forms and pictures included."""
    found, seen = Printing(), set[int]()
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        data = contents.get_data() if contents is not None else b""
        _Walk(found, number).content(data)
        _resources(page["/Resources"].get_object() if "/Resources" in page else {}, found, number, seen)
    return found


def _resources(resources: Any, found: Printing, number: int, seen: set[int]) -> None:
    """What hangs in resources, whether or not it is used: it may not be there either."""
    if id(resources) in seen:
        return
    seen.add(id(resources))
    for kind in "/XObject", "/Pattern":
        for value in (resources.get(kind) or {}).values():
            thing = value.get_object()
            if id(thing) in seen or not isinstance(thing, StreamObject):
                continue
            seen.add(id(thing))
            found.spaces |= set(_spaces(thing.get("/ColorSpace")))
            found.spaces |= set(_spaces((thing.get("/Group") or {}).get("/CS")))
            if thing.get("/Subtype") != "/Image":
                _Walk(found, number).content(thing.get_data())
                _resources(thing.get("/Resources", {}), found, number, seen)
    for value in (resources.get("/Shading") or {}).values():
        found.spaces |= set(_spaces(value.get_object().get("/ColorSpace")))
    for value in (resources.get("/ColorSpace") or {}).values():
        found.spaces |= set(_spaces(value))


def _spaces(value: Any) -> Iterator[str]:
    """The names of a colour space and of those it stands on; `RGB` for a profile of three parts."""
    space = value.get_object() if value is not None else None
    if isinstance(space, str):
        yield space[1:]
    elif isinstance(space, list) and space:
        kind = str(space[0])
        if kind == "/ICCBased":
            yield {3: "RGB", 1: "Gray", 4: "CMYK"}.get(int(space[1].get_object()["/N"]), "")
        elif kind in ("/Separation", "/DeviceN"):
            yield from _spaces(space[2])
        elif kind in ("/Indexed", "/Pattern"):
            yield from _spaces(space[1]) if len(space) > 1 else ()
        else:
            yield kind[1:]


class _Walk:
    """A walk through one content stream, as far as colour and size of text are concerned."""

    def __init__(self, found: Printing, page: int) -> None:
        self._found, self._page = found, page
        self._fill: tuple[float, ...] = (0.0,)
        self._scale = self._line = 1.0
        self._size = 0.0
        self._kept: list[tuple[tuple[float, ...], float, float]] = []

    def content(self, data: bytes) -> None:
        for op in operators(data):
            self._operator(op)

    def _operator(self, op: Op) -> None:
        numbers = tuple(part for part in op.operands if isinstance(part, float))
        if op.name == b"q":
            self._kept.append((self._fill, self._scale, self._size))
        elif op.name == b"Q" and self._kept:
            self._fill, self._scale, self._size = self._kept.pop()
        elif op.name == b"cm" and len(numbers) == 6:
            self._scale *= _enlarges(numbers)
        elif op.name == b"Tm" and len(numbers) == 6:
            self._line = _enlarges(numbers)
        elif op.name == b"Tf" and numbers:
            self._size = numbers[-1]
        elif op.name in _SHOWING:
            self._found.texts.append((self._page, self._size * self._line * self._scale, self._fill))
        else:
            self._colour(op, numbers)

    def _colour(self, op: Op, numbers: tuple[float, ...]) -> None:
        if op.name in _FILLS or op.name in _STROKES:
            self._found.spaces.add((_FILLS | _STROKES)[op.name])
        if op.name in (b"cs", b"CS") and op.operands:
            self._found.spaces.add(resource_name(op.operands[-1])[1:])
        if op.name in _FILLS or op.name in (b"sc", b"scn"):
            self._fill = numbers


def _enlarges(matrix: Sequence[float]) -> float:
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)
