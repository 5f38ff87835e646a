"""Imposing a file from words to a published file: read it, lay its pages on sheets, publish the whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.bindery.binding.parts import read_part, read_parts
from casefolio.bindery.imposing.impose import impose
from casefolio.bindery.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefolio.model.imposing import Imposed, ImposeOptions


def impose_file(
    word: str,
    out: Path,
    options: ImposeOptions,
    *,
    password_variable: str = "",
    report: Callable[[str], None] = lambda _: None,
) -> Imposed:
    """Impose the file that `word` names, such as `cv.pdf` or `dossier.pdf:1-8`, into the file `out`.

    `password_variable` names the environment variable with its password. Raises CasefolioError with every problem;
    nothing is written then.
    """
    (part,) = read_parts((word,), Path(), out)
    if password_variable:
        part = read_part(word, Path(), password_from=password_variable, environment=os.environ)
    imposed = impose(part, options, report)
    report("publishing")
    publish(imposed.data, out)
    return imposed
