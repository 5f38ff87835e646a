"""What a content stream shows, and what of it is tagged: one pass, without geometry.

ISO 32000-1 §14.6 (marked content), §14.8.2.2 (artifacts), §8.2 (which operators may stand where).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from casefolio.bindery.binding.content import entry, operators, resource_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.bindery.binding.content import Op, Operand

#: What covers a mark: an artifact, nothing, or the marked-content identifier (0 and up).
ARTIFACT, BARE = -1, -2

_PATH_PARTS = frozenset([b"m", b"l", b"c", b"v", b"y", b"h", b"re"])
_PATH_ENDS = frozenset([b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"])
_TEXT = frozenset([b"Tj", b"TJ", b"'", b'"'])
_DEVICE = {b"g": "DeviceGray", b"G": "DeviceGray", b"rg": "DeviceRGB", b"RG": "DeviceRGB", b"k": "DeviceCMYK"}
#: Operators that say nothing about what is shown or tagged (Annex A).
_OTHERS = frozenset(b"w J j M d i cm W W* sc SC scn SCN Tc Tw Tz TL Ts Td TD Tm T* d0 d1 MP DP BX EX".split())
_DEVICE[b"K"] = "DeviceCMYK"


class Shown(NamedTuple):
    """Something that a stream paints: `text`, `path`, `image`, `form`, `inline`, `shading`; `lost` is not there.

    `scope` is equal for what marked content may enclose together. `resource` is a key of the XObject resources.
    """

    kind: str
    start: int
    end: int
    cover: int
    scope: int
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """Bytes to put in place of `start` to `end`."""

    start: int
    end: int
    new: bytes


@dataclass(slots=True)
class Survey:
    """All that one pass over a stream finds. `fonts` holds the operands shown in each font, by text rendering mode."""

    shown: list[Shown] = field(default_factory=list)
    mcids: dict[int, list[Op]] = field(default_factory=dict)
    fonts: dict[str, dict[int, set[bytes]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    colours: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    intents: set[str] = field(default_factory=set)
    inline: list[list[Operand]] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    unknown: set[bytes] = field(default_factory=set)
    tail: bytes = b""
    depth: int = 0


class _Surveyor:
    def __init__(self, data: bytes, xobject: Callable[[str], str], properties: Callable[[str], int | None]) -> None:
        self.found = Survey()
        self._data = data
        self._xobject = xobject
        self._properties = properties
        self._marks: list[int] = []
        self._states: list[tuple[str, int]] = []
        self._font, self._render = "", 0
        self._in_text = False
        self._path = -1
        self._scope = 0

    def run(self) -> Survey:
        for op in operators(self._data):
            self._step(op)
        tail = (b" ET" if self._in_text else b"") + b" EMC" * len(self._marks) + b" Q" * len(self._states)
        self.found.tail = tail
        return self.found

    def _step(self, op: Op) -> None:
        name, found = op.name, self.found
        if name in _TEXT:
            self._show("text", op.start, op.end)
            for operand in op.operands[-1:]:
                strings = operand if isinstance(operand, list) else (operand,)
                found.fonts[self._font][self._render].update(part for part in strings if isinstance(part, bytes))
        elif name in _PATH_PARTS:
            self._path = op.start if self._path < 0 else self._path
        elif name in _PATH_ENDS:
            self._show("path", op.start if self._path < 0 else self._path, op.end)
            self._path = -1
        elif name == b"n":
            self._path = -1
        elif name in _DEVICE:
            found.colours.add(_DEVICE[name])
        elif name in self.steps:
            self.steps[name](self, op)
        elif name not in _OTHERS:
            found.unknown.add(name)

    def _show(self, kind: str, start: int, end: int, resource: str = "") -> None:
        cover = BARE
        for mark in self._marks:
            if mark == ARTIFACT:
                cover = ARTIFACT
                break
            if mark >= 0:
                cover = mark
        self.found.shown.append(Shown(kind, start, end, cover, self._scope, resource))

    def _begin_mark(self, op: Op) -> None:
        self._scope += 1
        tag = op.operands[0] if op.operands else b""
        mark = ARTIFACT if tag == b"/Artifact" else BARE
        if op.name == b"BDC" and len(op.operands) > 1:
            listed = op.operands[1]
            value: object = entry(listed, b"/MCID") if isinstance(listed, tuple) else None
            mcid = int(value) if isinstance(value, float) else self._properties(resource_name(listed))
            if mcid is not None and 0 <= mcid < 2**31 and mark != ARTIFACT:
                mark = mcid
                self.found.mcids.setdefault(mcid, []).append(op)
        self._marks.append(mark)

    def _end_mark(self, op: Op) -> None:
        self._scope += 1
        if self._marks:
            self._marks.pop()
        else:
            self.found.fixes.append(Fix(op.start, op.end, b""))

    def _text_object(self, op: Op) -> None:
        self._scope += 1
        self._in_text = op.name == b"BT"

    def _save(self, _op: Op) -> None:
        self._scope += 1
        self._states.append((self._font, self._render))
        self.found.depth = max(self.found.depth, len(self._states))

    def _restore(self, op: Op) -> None:
        self._scope += 1
        if self._states:
            self._font, self._render = self._states.pop()
        else:
            self.found.fixes.append(Fix(op.start, op.end, b""))

    def _set_font(self, op: Op) -> None:
        self._font = resource_name(op.operands[0]) if op.operands else ""

    def _set_render(self, op: Op) -> None:
        value = op.operands[0] if op.operands else 0.0
        self._render = int(value) if isinstance(value, float) else 0

    def _set_space(self, op: Op) -> None:
        self.found.colours.add(resource_name(op.operands[0]).lstrip("/") if op.operands else "")

    def _set_state(self, op: Op) -> None:
        self.found.states.add(resource_name(op.operands[0]) if op.operands else "")

    def _set_intent(self, op: Op) -> None:
        self.found.intents.add(resource_name(op.operands[0]) if op.operands else "")

    def _do(self, op: Op) -> None:
        key = resource_name(op.operands[-1]) if op.operands else ""
        self._show(self._xobject(key) or "lost", op.start, op.end, key)

    def _inline(self, op: Op) -> None:
        self.found.inline.append(op.operands)
        self._show("inline", op.start, op.end)

    def _shade(self, op: Op) -> None:
        self._show("shading", op.start, op.end, resource_name(op.operands[-1]) if op.operands else "")

    steps: ClassVar[dict[bytes, Callable[[_Surveyor, Op], None]]] = {
        b"BDC": _begin_mark,
        b"BMC": _begin_mark,
        b"EMC": _end_mark,
        b"BT": _text_object,
        b"ET": _text_object,
        b"q": _save,
        b"Q": _restore,
        b"Tf": _set_font,
        b"Tr": _set_render,
        b"cs": _set_space,
        b"CS": _set_space,
        b"gs": _set_state,
        b"ri": _set_intent,
        b"Do": _do,
        b"BI": _inline,
        b"sh": _shade,
    }


def survey(data: bytes, xobject: Callable[[str], str], properties: Callable[[str], int | None]) -> Survey:
    """Go through a content stream once.

    `xobject` says of a resource name whether it is an `image` or a `form` (empty: neither), `properties` the MCID
    of a named property list, if it has one.
    """
    return _Surveyor(data, xobject, properties).run()
