"""A resident that lays pages out anew and writes them as one file, with WeasyPrint alone, warm: `rendering.py JOB`.

Parsed CSS and loaded fonts are kept from turn to turn.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

from tests.bench.sides.turns import take_turns  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

job = Path(sys.argv[1])
fonts = FontConfiguration()
pages = [(html, CSS(string=css, font_config=fonts)) for html, css in json.loads(job.read_text("utf-8"))]


def render() -> None:
    laid = [HTML(string=html).render(stylesheets=[css], font_config=fonts) for html, css in pages]
    whole = laid[0].copy([page for document in laid for page in document.pages]) if len(laid) > 1 else laid[0]
    whole.write_pdf(f"{job}.pdf")


take_turns(render)
