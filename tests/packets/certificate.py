"""Draws the sample's certificate: a page that is only an image, untagged, as a scanner leaves it.

`python tests/packets/certificate.py > content/applications/sample/certificate.pdf` makes it anew.
"""

from __future__ import annotations

import io
import sys
from importlib.util import find_spec
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

#: A4 at 150 dots per inch.
SIZE = (1240, 1754)
INK, PAPER = 40, 247

LINES = (
    (430, 64, "Serif", "Certificate"),
    (520, 30, "Sans", "a sample, made for this packet"),
    (700, 34, "Sans", "This sheet stands for a certificate that somebody else issued."),
    (752, 34, "Sans", "It certifies nothing, and nobody is named on it."),
    (900, 34, "Sans", "It is a picture without words, as a scanner makes them:"),
    (952, 34, "Sans", "the packet has to say what it shows."),
    (1290, 34, "Serif", "Sample Office"),
    (1336, 26, "Sans", "Musterstadt"),
)


def face(kind: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of the theme."""
    spec = find_spec(f"font_source_{kind.lower()}_pro")
    (folder,) = spec.submodule_search_locations if spec and spec.submodule_search_locations else ("",)
    return ImageFont.truetype(str(Path(folder) / "files" / f"Source{kind}Pro-Regular.ttf"), size)


def scan() -> Image.Image:
    """The sheet as a scanner sees it: a little turned, a little uneven."""
    sheet = Image.new("L", SIZE, PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((110, 120, SIZE[0] - 110, SIZE[1] - 120), outline=120, width=3)
    draw.rectangle((122, 132, SIZE[0] - 122, SIZE[1] - 132), outline=180, width=1)
    for y, size, kind, words in LINES:
        draw.text((SIZE[0] / 2, y), words, INK, font=face(kind, size), anchor="mm")
    draw.line((470, 1245, 770, 1245), fill=110, width=2)
    turned = sheet.rotate(0.35, Image.Resampling.BICUBIC, fillcolor=PAPER).filter(ImageFilter.GaussianBlur(0.6))
    rng = Random(7)  # noqa: S311 - specks of dust, always the same
    specks = ImageDraw.Draw(turned)
    for _ in range(140):
        x, y = rng.randrange(SIZE[0]), rng.randrange(SIZE[1])
        specks.point((x, y), fill=rng.randrange(150, 225))
    return turned


def certificate() -> bytes:
    """The PDF: one page, one JPEG, no tags, no title, no language."""
    picture = io.BytesIO()
    scan().save(picture, "JPEG", quality=62)
    data = picture.getvalue()
    drawing = b"q 595.2 0 0 841.92 0 0 cm /Im Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.2 841.92] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream" % (*SIZE, len(data), data),
        b"<< /XObject << /Im 5 0 R >> >>",
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


if __name__ == "__main__":
    sys.stdout.buffer.write(certificate())
