"""What an engine measured and drew, kept by all that it was made of."""

from __future__ import annotations

import hashlib
from typing import Any


def digest(*parts: str | bytes) -> bytes:
    """What stands for these parts, in their order."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8))
        made.update(data)
    return made.digest()


class Memory(dict[bytes, Any]):
    """What an engine keeps, and what of it was of use since it was last swept."""

    def __init__(self) -> None:
        super().__init__()
        self._used: set[bytes] = set()

    def __setitem__(self, key: bytes, value: Any) -> None:
        self._used.add(key)
        super().__setitem__(key, value)

    def __getitem__(self, key: bytes) -> Any:
        self._used.add(key)
        return super().__getitem__(key)

    def sweep(self) -> None:
        """Forget what was of no use since the last time."""
        for key in self.keys() - self._used:
            del self[key]
        self._used.clear()
