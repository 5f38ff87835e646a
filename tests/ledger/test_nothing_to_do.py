"""Where there is nothing to do, nothing heavy is loaded."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.product.desk import surroundings

if TYPE_CHECKING:
    from tests.ledger.shelf import Shelf

HEAVY = {"weasyprint", "pydantic", "jinja2", "yaml", "babel", "pypdf", "pypdfium2", "PIL", "fontTools", "markdown_it"}
SCRIPT = """
import sys
from casefolio.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(me: Shelf, *words: str) -> tuple[str, set[str]]:
    """What a build said, and the packages that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "--project", str(me.root), "build", *words],
        env=surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    *said, names = done.stdout.splitlines()
    return "\n".join(said), set(names.split())


def test_nothing_heavy_is_loaded(printed: Shelf) -> None:
    words = ("cv", "onepagers", "dossier", "handouts")
    said, names = loaded(printed, *words)
    assert said.count("(up to date)") == 7
    assert not names & HEAVY
    said, names = loaded(printed, "cv", "--force", "--jobs", "1")
    assert "up to date" not in said
    assert names >= {"weasyprint", "pydantic", "jinja2"}
