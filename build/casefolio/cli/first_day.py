"""The commands of a first day: init, schema, doctor, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from casefolio.cli.finish import finish
from casefolio.cli.terminal import paint, say
from casefolio.cli.voice import Voice, near
from casefolio.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.doctor import Finding
    from casefolio.errors import Problem
    from casefolio.explaining import Explanation
    from casefolio.starting.begin import Begun

_KINDS = ("cv", "dossier", "academic")

_INIT_EPILOG = """\b
Examples:
  casefolio init me --name "Ada Example"    a CV in one file, me/casefolio.yaml
  casefolio init me --kind dossier          a CV and case studies, a file each
  casefolio --project me build              print it"""


@click.command("init", epilog=_INIT_EPILOG)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--name", help="Your name; default: an invented one, Sam Sample.")
@click.option("--kind", type=click.Choice(_KINDS), default="cv", show_default=True, help="What to begin with.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def init_command(
    project: Path, /, folder: Path | None, *, name: str | None, kind: str, as_json: bool, quiet: bool
) -> None:
    """Begin a project in DIR, default here: invented content that prints well, to be written over.

    Nothing that is there already is changed.
    """

    def run() -> Begun:
        from casefolio.starting.begin import begin

        return begin(project / folder if folder else project, kind, name)

    def show(begun: Begun) -> None:
        for path in begun.files:
            click.echo(near(begun.folder / path))
        click.echo(f"{near(begun.folder / '.casefolio/schema')}  ({len(begun.schemas)} schemas, for your editor)")
        where = near(begun.folder)
        click.echo(f"\nprint it:  casefolio {'' if where == '.' else f'--project {where} '}build")

    def document(begun: Begun) -> dict[str, object]:
        return {"folder": str(begun.folder), "files": [*begun.files, *begun.schemas]}

    finish(run, Voice(as_json, quiet), show, document)


class _Written(NamedTuple):
    files: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()


@click.command("schema")
@click.argument("kind", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_obj
def schema_command(project: Path, /, *, kind: str | None, as_json: bool, quiet: bool) -> None:
    """Write JSON schemas for editors into .casefolio/schema/; with a KIND, such as study, print that one.

    A file's first line, # yaml-language-server: $schema=PATH, tells an editor which one is its own.
    """

    def run() -> _Written:
        from casefolio.model.workspace import Workspace
        from casefolio.starting.begin import schema_of, write_schemas

        if kind:
            return _Written((schema_of(kind),))
        return _Written(write_schemas(Workspace.at(project)))

    def show(written: _Written) -> None:
        if kind:
            click.echo(written.files[0], nl=False)
        else:
            click.echo(f"{near(project.absolute() / '.casefolio/schema')}  ({len(written.files)} schemas)")

    def document(written: _Written) -> dict[str, object]:
        import json

        return {"schema": json.loads(written.files[0])} if kind else {"files": list(written.files)}

    finish(run, Voice(as_json, quiet), show, document)


class _Health(NamedTuple):
    findings: tuple[Finding, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """What the first fault calls for."""
        faults = (finding.problem for finding in self.findings if finding.state == "fault" and finding.problem)
        return next((problem.exit_code for problem in faults), ExitCode.DONE)


@click.command("doctor")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; default: out/ in the project.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
@click.pass_obj
def doctor_command(project: Path, /, *, out: Path | None, as_json: bool) -> None:
    """Look whether this machine has all that printing needs, and say what to do where it has not."""

    def run() -> _Health:
        from casefolio.doctor import examine
        from casefolio.model.workspace import Workspace

        return _Health(examine(Workspace.at(project, out)))

    def show(health: _Health) -> None:
        for finding in health.findings:
            say(f"{_state(finding.state)}  {finding.what:<17} {finding.said}")
            if finding.problem and finding.problem.remedy:
                say(f"{'':<24} {finding.problem.remedy}")
        well = health.exit_code == ExitCode.DONE
        say("all that printing needs is well" if well else "printing will fail; see what is marked fault")

    finish(run, Voice(as_json), show, lambda health: {"findings": [_found(finding) for finding in health.findings]})


def _state(state: str) -> str:
    colour = {"ok": "green", "note": "yellow"}.get(state, "red")
    return paint(f"{state:<5}", fg=colour, bold=True)


def _found(finding: Finding) -> dict[str, str]:
    """A finding, for a machine."""
    problem = finding.problem
    more = {"code": str(problem.code), "remedy": problem.remedy} if problem else {}
    return {"what": finding.what, "state": finding.state, "said": finding.said, **more}


@click.command("explain")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, nothing else.")
def explain_command(*, code: str | None, as_json: bool) -> None:
    """Explain a code of a problem, such as CF-202, with a wrong and a right example; without one, list them all."""

    def run() -> _Explained:
        from casefolio.explaining import explain, explanations

        return _Explained((explain(code),) if code else explanations())

    def show(explained: _Explained) -> None:
        for entry in explained.entries:
            if code:
                for line in _at_length(entry):
                    say(line)
            else:
                say(f"{paint(entry.code, bold=True)}  {entry.title}")

    finish(run, Voice(as_json), show, lambda came: {"codes": [_entry(entry) for entry in came.entries]})


class _Explained(NamedTuple):
    entries: tuple[Explanation, ...]
    warnings: tuple[Problem, ...] = ()


def _at_length(entry: Explanation) -> Iterator[str]:
    """An explanation, for a person."""
    from textwrap import wrap

    yield f"{paint(entry.code, bold=True)}  {paint(entry.title, bold=True)}"
    yield ""
    yield from wrap(entry.meaning, 88)
    for heading, example, colour in (("wrong", entry.wrong, "red"), ("right", entry.right, "green")):
        if example:
            yield ""
            yield paint(f"{heading}:", fg=colour, bold=True)
            yield from (f"    {line}".rstrip() for line in example.rstrip().splitlines())
    if entry.off_switch:
        yield ""
        yield f"to turn it off, write in content/settings.yaml:  quiet: [{entry.code}]"


def _entry(entry: Explanation) -> dict[str, str]:
    """An explanation, for a machine."""
    return {
        "code": entry.code,
        "title": entry.title,
        "meaning": entry.meaning,
        "wrong": entry.wrong,
        "right": entry.right,
    }
