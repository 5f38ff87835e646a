"""A portrait inside a document: written out as a file, since content names files."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefolio.exchange.incoming.draft import Draft
    from casefolio.exchange.incoming.taking import Taker

#: First bytes → ending of the file.
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))
_DATA = re.compile(r"data:image/[a-z+.-]+;base64,", re.IGNORECASE)


def take_picture(taker: Taker, name: str, draft: Draft) -> dict[str, str] | None:
    """The portrait of a document where it is inside it; a path or an address is kept, with what to do about it."""
    value = taker.raw("image")
    if value is None:
        return None
    data = picture_bytes(value) if isinstance(value, str) else None
    ending = next((ending for start, ending in _KINDS if data and data.startswith(start)), None)
    if data and ending:
        file = f"content/private/portrait.{ending}"
        draft.attached[file] = data
        return {"file": file, "alt": f"Portrait of {name}"}
    why = "a portrait is a file of the project: save it there and name it as photo in profile.yaml; kept under extra"
    draft.keep(f"{taker.place}.image", value, why=why)
    return None


def picture_bytes(text: str) -> bytes | None:
    """The bytes of a `data:image/…;base64,` address, or None where it is none."""
    start = _DATA.match(text)
    if not start:
        return None
    try:
        return base64.b64decode("".join(text[start.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
