"""The end of every command: run, speak, and leave with an exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

import click

from casefolio import __version__
from casefolio.cli.voice import problem_document
from casefolio.errors import CasefolioError, ExitCode, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefolio.cli.voice import Voice


class _Warned(Protocol):
    """What a run comes to: it carries its warnings."""

    @property
    def warnings(self) -> tuple[Problem, ...]: ...


Came = TypeVar("Came", bound=_Warned)


def finish(
    run: Callable[[], Came],
    voice: Voice,
    show: Callable[[Came], None],
    document: Callable[[Came], dict[str, Any]],
) -> None:
    """Run, say what came of it, and raise SystemExit with the exit code that the problems call for.

    `show` prints a success for a person, `document` is its part of the JSON document for a machine. What came of the
    run may have an `exit_code` of its own: a report is given whatever it says.
    """
    problems: tuple[Problem, ...] = ()
    came: Came | None = None
    code = ExitCode.DONE
    try:
        came = run()
        code = getattr(came, "exit_code", code)
    except CasefolioError as error:
        problems, code = error.problems, error.exit_code
    except KeyboardInterrupt:
        voice.clear()
        click.echo("interrupted; nothing was written", err=True)
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    voice.clear()
    warnings = came.warnings if came is not None else ()
    voice.problems(problems or warnings)
    if voice.as_json:
        _answer(code, document(came) if came is not None else {"results": []}, warnings, problems)
    elif came is not None and not voice.quiet:
        show(came)
    raise SystemExit(int(code))


def refuse(error: click.ClickException, *, as_json: bool) -> NoReturn:
    """Say which of a command's words are wrong, and raise SystemExit; for a machine as CF-800."""
    if isinstance(error, click.NoSuchOption) and error.option_name == "--project":
        words = "--project stands before the command:  casefolio --project DIR check"
        error = click.UsageError(words, error.ctx)
    if as_json:
        context = error.ctx if isinstance(error, click.UsageError) else None
        remedy = f"see: {context.command_path} --help" if context else "see: casefolio --help"
        _answer(ExitCode.USAGE, {"results": []}, (), (Problem("CF-800", error.format_message(), remedy=remedy),))
    else:
        error.show()
    raise SystemExit(int(ExitCode.USAGE))


def _answer(code: ExitCode, said: dict[str, Any], warnings: Sequence[Problem], problems: Sequence[Problem]) -> None:
    """The one document of a run that speaks to a machine."""
    answer = {
        "version": __version__,
        "exit": int(code),
        **said,
        "warnings": [problem_document(problem) for problem in warnings],
        "problems": [problem_document(problem) for problem in problems],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
