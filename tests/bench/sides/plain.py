"""A process that renders finished pages with WeasyPrint alone: `plain.py naive|shared JOB`.

A naive program parses HTML, CSS and fonts afresh for each page; one that shares keeps the fonts and parsed CSS.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

way, job = sys.argv[1:]
fonts = FontConfiguration()
kept: dict[str, Any] = {}
for number, (html, css) in enumerate(json.loads(Path(job).read_text("utf-8"))):
    if way == "naive":
        fonts = FontConfiguration()
        kept.clear()
    style = kept.get(css) or kept.setdefault(css, CSS(string=css, font_config=fonts))
    HTML(string=html).write_pdf(f"{job}.{number}.pdf", stylesheets=[style], font_config=fonts)
