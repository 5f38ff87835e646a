"""The one door to YAML: text in, a tree with places out, foreign errors stop here.

The parser's events are put together by `assembly` instead of by PyYAML's composer, which resolves words by YAML 1.1,
lets duplicate keys pass, and descends as deep as the file likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.reading.assembly import Assembly, Word
from casefolio.reading.codes import Code
from casefolio.reading.mistakes import Stumble, explain

if TYPE_CHECKING:
    from casefolio.reading.source import Source
    from casefolio.reading.tree import Node

#: Where PyYAML was built without libyaml its own parser gives the same events, more slowly.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(source: Source) -> tuple[Node, tuple[Problem, ...]]:
    """The tree of one file, and what is wrong with it where the rest can be used all the same.

    Raises CasefolioError with all that was found where there is no using it: broken YAML, nothing in it, several
    documents, recursive or exploding aliases, too deep nesting, merge keys.
    """
    assembly = Assembly(source)
    try:
        loader = _Loader(source.text)
        try:
            while (event := loader.get_event()) is not None:
                _pass_on(event, assembly)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        cause = explain(_stumble(error, assembly.bracket), source, assembly.last)
        raise CasefolioError([*assembly.problems, cause]) from None
    root = assembly.root
    if root is None or root.value is None:
        nothing = Problem(Code.EMPTY_FILE, "there is nothing in this file", Mark(source.shown), "fill it, or delete it")
        raise CasefolioError([*assembly.problems, nothing])
    return root, tuple(assembly.problems)


def _pass_on(event: Any, assembly: Assembly) -> None:
    kind = type(event)
    start, end = event.start_mark.index, event.end_mark.index
    if kind is yaml.ScalarEvent:
        assembly.scalar(Word(start, end, event.value, event.style or "", event.tag, event.anchor))
    elif kind is yaml.MappingStartEvent:
        assembly.begin(start, event.tag, event.anchor, mapping=True)
    elif kind is yaml.SequenceStartEvent:
        assembly.begin(start, event.tag, event.anchor, mapping=False)
    elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
        assembly.finish(end)
    elif kind is yaml.AliasEvent:
        assembly.alias(start, end, event.anchor)
    elif kind is yaml.DocumentStartEvent:
        assembly.document(start, end)


def _stumble(error: yaml.YAMLError, bracket: int | None) -> Stumble:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    start = context.index if context else None
    index = mark.index if mark else start or 0
    return Stumble(str(getattr(error, "problem", None) or "it cannot be read"), index, start, bracket)
