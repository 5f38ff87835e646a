"""Binding files from words to a published file: read the parts, bind them, publish the whole."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.bindery.binding.merge import bind
from casefolio.bindery.binding.parts import read_parts
from casefolio.bindery.publish import publish
from casefolio.errors import CasefolioError, Problem
from casefolio.model.binding import BindOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from casefolio.model.binding import Bound, Claim, Part


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a command says of its parts, the n-th word of the n-th part; an empty word says nothing."""

    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    alts: tuple[str, ...] = ()
    password_variables: tuple[str, ...] = ()


def bind_files(
    out: Path,
    words: Sequence[str],
    said: PartWords,
    *,
    title: str | None = None,
    paper: Literal["a4", "letter"] | None = None,
    require: str = "",
    report: Callable[[str], None] = lambda _: None,
) -> Bound:
    """Bind the parts that `words` name into the file `out`.

    `require` names claims, with commas between. Raises CasefolioError with every problem; nothing is written then.
    """
    claims = _claims(require)
    report("reading parts")
    parts = _with_words(read_parts(words, Path(), out), said)
    options = BindOptions(title=title, paper=paper, require=claims)
    bound = bind(parts, options, lambda done, pages, name: report(f"binding {name}: {done} of {pages} pages"))
    report("publishing")
    publish(bound.data, out)
    return bound


def _with_words(parts: Sequence[Part], said: PartWords) -> tuple[Part, ...]:
    """The parts with their titles, languages, alternative texts and passwords. Raises CF-523, CF-805."""
    lists = (said.titles, said.languages, said.alts, said.password_variables)
    if any(len(each) > len(parts) for each in lists):
        problem = Problem(
            "CF-805",
            f"there are more titles, languages, texts or passwords than parts ({len(parts)})",
            remedy='the n-th word is for the n-th part; write "" for a part without',
        )
        raise CasefolioError(problem)
    padded = [(*each, *[""] * (len(parts) - len(each))) for each in lists]
    return tuple(
        replace(part, title=title or None, language=lang or None, alt=alt or None, password=_password(part, variable))
        for part, title, lang, alt, variable in zip(parts, *padded, strict=True)
    )


def _password(part: Part, variable: str) -> str | None:
    if not variable:
        return None
    password = os.environ.get(variable)
    if password is None:
        said = f"the password of {part.name} should be in {variable}, and that is not set"
        raise CasefolioError(Problem("CF-523", said, remedy=f"export {variable}='…' and try again"))
    return password


def _claims(words: str) -> frozenset[Claim]:
    """The claims that a list names. Raises CF-806 for a word that is none."""
    known: dict[str, Claim] = {"pdfa": "pdfa", "pdfua": "pdfua"}
    named = [word.strip().lower() for word in words.split(",") if word.strip()]
    unknown = [word for word in named if word not in known]
    if unknown:
        raise CasefolioError(
            Problem(
                "CF-806",
                f"'{unknown[0]}' is no claim that can be required",
                remedy="require pdfa, pdfua, or pdfa,pdfua",
            )
        )
    return frozenset(known[word] for word in named)
