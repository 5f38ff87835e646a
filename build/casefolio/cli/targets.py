"""Targets, as they are typed."""

from __future__ import annotations

from casefolio.errors import CasefolioError, Problem
from casefolio.model.target import Target

_KINDS = ("cv", "onepagers", "onepager", "dossier", "handouts", "handout", "packet")
#: Kinds that are asked for by name.
_BY_NAME = {"onepager": "onepager:STUDY", "handout": "handout:TALK", "packet": "packet:NAME"}
_ALL = ("cv", "onepagers", "dossier", "handouts")


def targets_of(words: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets that the words name; none for everything there is. Raises CF-802 for a word that is no target."""
    names = [word for word in words if word != "all"]
    problems = [
        Problem(
            "CF-802",
            f"there is no target '{name}'",
            remedy=f"targets are: {', '.join((*_ALL, *_BY_NAME.values()))}, all",
        )
        for name in names
        if name.partition(":")[0] not in _KINDS or bool(name.partition(":")[2]) != (name.partition(":")[0] in _BY_NAME)
    ]
    if problems:
        raise CasefolioError(problems)
    if not names:
        return ()
    return tuple(Target(*word.partition(":")[::2]) for word in dict.fromkeys(words))
