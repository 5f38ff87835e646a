"""Templates → HTML, and beside it every string that the page says, in reading order.

Templates set text through the filters `text` (Markdown allowed) and `line`, and name places with `at(…)`; so what
is checked in the finished PDF is what the layout really printed, each string with the place it was written at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.model.record import Record
from casefolio.model.sheet import Said
from casefolio.shaping.compiled import Compiled
from casefolio.shaping.inline import Inline, set_inline, set_line

if TYPE_CHECKING:
    from casefolio.model.dossier import Dossier
    from casefolio.model.manuscript import ContentPath
    from casefolio.model.workspace import Workspace
    from casefolio.shaping.wording import Wording


_COMPILED = Compiled()


class Composition:
    """One document being composed: the templates' filters, and what they have said so far."""

    def __init__(self, workspace: Workspace, dossier: Dossier, wording: Wording) -> None:
        self._workspace = workspace
        self._wording = wording
        self._scope: ContentPath = ()
        self._dossier = dossier
        #: Where each text is written, by what it is looked for in: one entry, or the whole dossier.
        self._places: dict[ContentPath, dict[str, ContentPath]] = {}
        self.saying: list[Said] = []
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in workspace.search("layouts")]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            # Else a constant is set while the template is compiled, and what it says is recorded out of order.
            optimized=False,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )
        self._environment.filters.update(
            text=self._text, line=self._line, quiet=self._quiet, date=wording.date, address=_address
        )
        self._environment.globals.update(at=self._at, span=wording.span, labels=wording)

    def render(self, template: str, **values: object) -> str:
        """The HTML of a template. Raises CF-306 for a template's own faults, with its line."""
        try:
            return self._environment.get_template(template).render(**values)
        except _FAULTS as error:
            raise CasefolioError(_template_problem(error, template, self._workspace)) from None

    def _at(self, *path: str | int) -> str:
        """Say where in the dossier the following text comes from; the answer is an id for its element."""
        self._scope = path
        return "-".join(str(part).replace(":", "-") for part in path)

    def _text(self, value: object) -> Markup:
        return self._say(set_inline(str(value), self._wording.language), str(value))

    def _line(self, value: object) -> Markup:
        return self._say(set_line(str(value), self._wording.language), str(value))

    def _quiet(self, value: object) -> Markup:
        """Set a text without recording it: for repetitions that are no part of the reading order."""
        return Markup(set_inline(str(value), self._wording.language).html)  # noqa: S704 - escaped by set_inline

    def _say(self, inline: Inline, written: str) -> Markup:
        self.saying.append(Said(inline.plain, self._place(written), self._scope))
        return Markup(inline.html)  # noqa: S704 - escaped by set_inline and set_line

    def _place(self, written: str) -> ContentPath:
        """Where a text comes from: from what is being set, if it is there, else from where it is written first."""
        return next((found for scope in (self._scope, ()) if (found := self._written(scope).get(written))), ())

    def _written(self, scope: ContentPath) -> dict[str, ContentPath]:
        if scope not in self._places:
            places: dict[str, ContentPath] = {}
            self._places[scope] = places
            _note(_part(self._dossier, scope), scope, places)
        return self._places[scope]


def _part(value: Any, path: ContentPath) -> Any:
    """What lies at a path of a dossier; nothing where the path is no place in it."""
    for step in path:
        if isinstance(value, Record):
            value = value.__dict__.get(str(step))
        elif isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _note(value: Any, path: ContentPath, places: dict[str, ContentPath]) -> None:
    """Note the path of every string below a value, the first where it is written more than once."""
    if isinstance(value, str):
        places.setdefault(value, path)
    elif isinstance(value, Record):
        for name, inner in value.__dict__.items():
            _note(inner, (*path, name), places)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _note(inner, (*path, name), places)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            _note(inner, (*path, index), places)


def _address(url: str) -> str:
    """A web address as it is printed: without scheme and last slash."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removeprefix("tel:").rstrip("/")


#: What a template can raise: jinja's own complaints, and those of Python about what a template does with its values.
_FAULTS = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


def _template_problem(error: Exception, template: str, workspace: Workspace) -> Problem:
    if isinstance(error, jinja2.TemplateSyntaxError):
        file = workspace.shown(workspace.find("layouts", error.name)) if error.name else template
        line = (error.source or "").split("\n")[error.lineno - 1] if error.source else ""
        mark = Mark(f"{file}", error.lineno, 1, line)
    else:
        mark = _raised_at(error, template)
    if isinstance(error, jinja2.TemplateNotFound):
        return Problem("CF-306", f"there is no layout {error.name}", mark, "see layouts/")
    return Problem("CF-306", f"the layout is not right: {error}", mark, "see docs/layouts.md")


def _raised_at(error: Exception, template: str) -> Mark:
    """The template's line that an error at run time comes from: jinja maps its frames to the source."""
    traceback, mark = error.__traceback__, Mark(f"layouts/{template}")
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if "layouts" in name and not name.endswith(".py"):
            mark = Mark(f"layouts/{name.rpartition('layouts/')[2]}", traceback.tb_lineno)
        traceback = traceback.tb_next
    return mark
