"""The files inside a PDF (ISO 32000-1 §7.11.4), as bytes."""

from __future__ import annotations

import ctypes

from casefolio.bindery.pdfium import LOCK, PASSWORD_ERROR, pdfium, wide
from casefolio.errors import CasefolioError, Mark, Problem

#: Larger ones are no text that somebody wrote.
MAX_BYTES = 20_000_000


def attached(data: bytes, shown: str) -> dict[str, bytes]:
    """All files inside a PDF, by name; the first of those that have the same.

    Raises CF-571 where the PDF cannot be opened, CF-572 where a file in it is too large or cannot be read.
    """
    with LOCK:
        lib = pdfium()
        document = lib.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            locked = lib.FPDF_GetLastError() == PASSWORD_ERROR
            message = "this PDF is locked with a password" if locked else "this PDF is damaged and cannot be opened"
            remedy = "unlock it first" if locked else "take it from where it comes once more"
            raise CasefolioError(Problem("CF-571", message, Mark(shown), remedy))
        try:
            found: dict[str, bytes] = {}
            for index in range(lib.FPDFDoc_GetAttachmentCount(document)):
                attachment = lib.FPDFDoc_GetAttachment(document, index)
                name = wide(lib.FPDFAttachment_GetName, attachment)
                found.setdefault(name, _content(attachment, name, shown))
            return found
        finally:
            lib.FPDF_CloseDocument(document)


def _content(attachment: int, name: str, shown: str) -> bytes:
    lib, size = pdfium(), ctypes.c_ulong(0)
    if not lib.FPDFAttachment_GetFile(attachment, None, 0, ctypes.byref(size)):
        raise CasefolioError(Problem("CF-572", f"the file '{name[:60]}' in this PDF cannot be read", Mark(shown)))
    if size.value > MAX_BYTES:
        message = f"the file '{name[:60]}' in this PDF is too large: {size.value:,} bytes"
        raise CasefolioError(Problem("CF-572", message, Mark(shown), f"at most {MAX_BYTES:,} are read"))
    buffer = ctypes.create_string_buffer(size.value)
    lib.FPDFAttachment_GetFile(attachment, buffer, size.value, ctypes.byref(size))
    return buffer.raw[: size.value]
