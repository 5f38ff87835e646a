"""Words in, words out: what was asked for, what came of it, and the exit code.

Results go to standard output, problems and progress to standard error. A command is loaded when it is asked for, and
loads heavy rooms when it needs them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from casefolio import __version__
from casefolio.errors import ExitCode

_EPILOG = """\b
Examples:
  casefolio init me                     begin a project in the folder me
  casefolio build cv                    print the CV into out/cv.pdf
  casefolio check                       report every problem of the content
  casefolio --project ../me build cv    print another folder's CV"""

#: The module of this room in which each command is.
_COMMANDS = {
    "batch": "repeat",
    "bind": "bind",
    "build": "build",
    "check": "build",
    "doctor": "first_day",
    "explain": "first_day",
    "export": "outgoing",
    "import": "incoming",
    "impose": "impose",
    "init": "first_day",
    "match": "match",
    "preflight": "preflight",
    "proof": "proof",
    "schema": "first_day",
    "watch": "repeat",
}

#: What other programs call these commands.
_MEANINGS = {
    "compile": "build",
    "convert": "export",
    "create": "init",
    "lint": "check",
    "make": "build",
    "new": "init",
    "print": "build",
    "render": "build",
    "serve": "watch",
    "validate": "check",
}


class _Commands(click.Group):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"casefolio.cli.{module}"), f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant by the first word. Raises UsageError with a guess where there is none."""
        if args[0] in _COMMANDS or not args[0][:1].isalpha():
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        known = [*_COMMANDS, *_MEANINGS]
        guess = next(iter(get_close_matches(args[0].lower(), known, 1)), "")
        more = f"; did you mean '{_MEANINGS.get(guess, guess)}'?" if guess else ""
        message = f"there is no command '{args[0]}'{more}"
        raise click.UsageError(message, ctx)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="casefolio", message="%(prog)s %(version)s")
@click.option("--project", type=click.Path(path_type=Path), default=Path(), help="Project folder; default: this one.")
@click.pass_context
def program(context: click.Context, project: Path) -> None:
    """Casefolio turns a folder of YAML into print-ready PDFs."""
    context.obj = project


def main() -> None:
    """The entry point. A user's mistake never ends in a traceback; an interruption ends with 130."""
    try:
        program(standalone_mode=False)
    except click.exceptions.Exit as stop:
        raise SystemExit(stop.exit_code) from None
    except click.Abort:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except click.ClickException as error:
        from casefolio.cli.finish import refuse

        refuse(error, as_json="--json" in sys.argv)
    except KeyboardInterrupt:
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
