"""Whether colours can be claimed to be known: device colours need an intent, spot colours must agree.

ISO 19005-3 §6.2.4. The bound file's output intent is RGB, so DeviceRGB and DeviceGray are known, DeviceCMYK is not.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from casefolio.bindery.binding.graph import raw_data
from casefolio.bindery.binding.serialise import serialised
from casefolio.bindery.binding.sharing import references

if TYPE_CHECKING:
    from casefolio.bindery.binding.pool import Pool

_DEEP = 6
_COLORANTS = 32
_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}
_PROCESS = frozenset(["Cyan", "Magenta", "Yellow", "Black", "None", "All"])


class Inks:
    """Judges colour spaces; remembers spot colours over all parts, for one name must mean one ink."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._spots: dict[str, bytes] = {}
        self._profiles: dict[int, str] = {}

    def named(self, name: str, resources: DictionaryObject) -> str:
        """What speaks against a colour space named in a content stream; empty for nothing."""
        spaces = self.pool.dictionary(resources, "/ColorSpace")
        if name == "DeviceCMYK":
            return self._cmyk(resources)
        if name in ("DeviceGray", "DeviceRGB", "Pattern", ""):
            return ""
        return self.space(self.pool.get(spaces, "/" + name), resources)

    def space(self, value: object, resources: DictionaryObject, deep: int = 0) -> str:
        """What speaks against a colour space; empty for nothing."""
        found = self.pool.resolve(value)
        if isinstance(found, NameObject):
            return self._cmyk(resources) if found == "/DeviceCMYK" else ""
        if not isinstance(found, ArrayObject) or not found or deep > _DEEP:
            return ""
        kind = str(self.pool.resolve(found[0]))[1:]
        rest = [self.pool.resolve(member) for member in found[1:]]
        if kind == "ICCBased":
            return self._profile(rest[0] if rest else None)
        if kind in ("Indexed", "Pattern"):
            return self.space(rest[0], resources, deep + 1) if rest else ""
        if kind in ("Separation", "DeviceN") and len(rest) >= 3:
            return self._spot(kind, rest) or self.space(rest[1], resources, deep + 1)
        return self._cmyk(resources) if kind == "DeviceCMYK" else ""

    def _cmyk(self, resources: DictionaryObject) -> str:
        """A default space stands in for the device's (ISO 32000-1 §8.6.5.6)."""
        default = self.pool.get(self.pool.dictionary(resources, "/ColorSpace"), "/DefaultCMYK")
        if isinstance(default, ArrayObject):
            return ""
        return "it uses CMYK colour, which this file's RGB output intent says nothing of"

    def _profile(self, stream: object) -> str:
        if not isinstance(stream, StreamObject):
            return "a colour profile is missing"
        if id(stream) not in self._profiles:
            self._profiles[id(stream)] = self._judged(stream)
        return self._profiles[id(stream)]

    def _judged(self, stream: StreamObject) -> str:
        data = self.pool.data(stream) or b""
        channels = _CHANNELS.get(data[16:20])
        usable = data[12:16] in (b"prtr", b"mntr", b"scnr", b"spac") and len(data) >= 128 and data[8] < 5
        if not usable or channels is None or channels != self.pool.integer(stream, "/N"):
            return "a colour profile is damaged or not of a kind that PDF/A allows"
        return ""

    def _spot(self, kind: str, rest: list[PdfObject | None]) -> str:
        names = rest[0] if isinstance(rest[0], ArrayObject) else [rest[0]]
        if len(names) > _COLORANTS:
            return "a colour has more than 32 inks"
        if kind == "DeviceN":
            listed = self.pool.dictionary(rest[3] if len(rest) > 3 else None, "/Colorants")
            spots = {str(self.pool.resolve(name)) for name in names}
            missing = {name for name in spots if name[1:] not in _PROCESS and name not in listed}
            return "a colour of several inks does not say what each is" if missing else ""
        meant = self._digest(rest[1]) + self._digest(rest[2])
        if self._spots.setdefault(str(names[0]), meant) != meant:
            return f"the spot colour {str(names[0])[1:]} means different things in its parts"
        return ""

    def _digest(self, value: PdfObject | None) -> bytes:
        """What a small object says, the objects it refers to included, wherever they lie."""
        found: list[bytes] = []
        stack: list[object] = [value]
        while stack and len(found) < 64:
            node = self.pool.resolve(stack.pop())
            if not isinstance(node, PdfObject):
                continue
            found.append(raw_data(node) if isinstance(node, StreamObject) else b"")
            refs = list(references(node))
            body = serialised(node)
            for ref in refs:
                body = body.replace(b"%d 0 R" % ref.idnum, b"R", 1)
            found.append(body)
            stack.extend(refs)
        return sha256(b"\0".join(found)).digest()
