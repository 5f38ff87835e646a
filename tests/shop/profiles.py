"""ICC profiles made here, so that no test depends on what a machine has installed (ISO 15076-1 §7 to §10)."""

from __future__ import annotations

import struct
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WHITE = (0.9642, 1.0, 0.8249)
#: XYZ under D50 of the primaries of sRGB, and back.
_TO_XYZ = ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410))
_TO_RGB = ((3.13393, -1.61677, -0.49065), (-0.97881, 1.91615, 0.03343), (0.07196, -0.22893, 1.40533))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _text(kind: bytes, text: str) -> bytes:
    body = text.encode("ascii") + b"\0"
    if kind == b"text":
        return b"text\0\0\0\0" + body
    return b"desc\0\0\0\0" + struct.pack(">I", len(body)) + body + b"\0" * 78


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _lab(rgb: Sequence[float]) -> tuple[float, float, float]:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    parts = [v / white for v, white in zip(_times(_TO_XYZ, linear), _WHITE, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _rgb(lab: Sequence[float]) -> list[float]:
    y = (lab[0] + 16) / 116
    parts = [v**3 if v > 6 / 29 else (116 * v - 16) * 27 / 24389 for v in (y + lab[1] / 500, y, y - lab[2] / 200)]
    linear = _times(_TO_RGB, [v * white for v, white in zip(parts, _WHITE, strict=True)])
    clipped = [min(max(v, 0.0), 1.0) for v in linear]
    return [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in clipped]


def _printed(cmyk: Sequence[float]) -> list[float]:
    """A simple press: each ink takes its part of the light, and black goes no darker than 12 %."""
    light = [(1 - ink) * (1 - 0.88 * cmyk[3]) for ink in cmyk[:3]]
    lab = _lab([max(part, 0.06) for part in light])
    return [lab[0] * 255 / 100, lab[1] + 128, lab[2] + 128]


def _inks(encoded: Sequence[float]) -> list[float]:
    lab = (encoded[0] * 100, encoded[1] * 255 - 128, encoded[2] * 255 - 128)
    cmy = [1 - part for part in _rgb(lab)]
    black = max(0.0, min(cmy) - 0.2)
    return [255 * min(1.0, (part - black) / (1 - black)) for part in cmy] + [255 * black]


def _table(inputs: int, outputs: int, grid: int, of: Callable[[Sequence[float]], Sequence[float]]) -> bytes:
    """A table of eight bits (ISO 15076-1 §10.10)."""
    head = b"mft1\0\0\0\0" + bytes([inputs, outputs, grid, 0])
    unit = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    points = (of([value / (grid - 1) for value in point]) for point in product(range(grid), repeat=inputs))
    body = b"".join(bytes(min(255, max(0, round(value))) for value in point) for point in points)
    return head + unit + bytes(range(256)) * inputs + body + bytes(range(256)) * outputs


@cache
def press_profile(
    name: str = "Test press", kind: bytes = b"prtr", space: bytes = b"CMYK", version: int = 2, *, tables: bool = True
) -> bytes:
    """The profile of a made-up CMYK press; the other parameters make it something else."""
    bodies = {b"desc": _text(b"desc", name), b"cprt": _text(b"text", "No copyright"), b"wtpt": b"XYZ \0\0\0\0"}
    bodies[b"wtpt"] += b"".join(map(_fixed, _WHITE))
    if tables:
        bodies |= {b"A2B0": _table(4, 3, 4, _printed), b"B2A0": _table(3, 4, 9, _inks)}
    entries, data = struct.pack(">I", len(bodies)), b""
    start = 128 + 4 + 12 * len(bodies)
    for tag, body in bodies.items():
        entries += struct.pack(">4sII", tag, start + len(data), len(body))
        data += body + b"\0" * (-len(body) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(data), b"\0" * 4, version << 24, kind, space, b"Lab ")
    head += struct.pack(">6H4s28x", 2026, 1, 1, 0, 0, 0, b"acsp") + b"".join(map(_fixed, _WHITE))
    return head.ljust(128, b"\0") + entries + data
