"""`casefolio watch` and `casefolio batch`: builds again and again, and builds of many projects."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefolio.cli.voice import Voice, near, print_results
from casefolio.errors import CasefolioError, ExitCode
from casefolio.model.order import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from casefolio.batch import Done
    from casefolio.model.order import Outcome


@click.command("watch")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results; default: out/ in the project.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper; default: the project's.")
@click.option("--locale", help="Language of headings and dates, such as en or de; default: the project's.")
@click.option("--variant", default="", help="As this variant of content/variants/ tells it.")
@click.pass_obj
def watch_command(project: Path, /, targets: tuple[str, ...], **options: Any) -> None:
    """Print TARGETs, and print again what every saved change touches, until Ctrl-C."""
    from casefolio.cli.targets import targets_of
    from casefolio.model.workspace import Workspace
    from casefolio.watch import watch

    voice = Voice()
    try:
        job = Job(targets_of(targets), options["locale"], options["paper"], variant=options["variant"])
        workspace = Workspace.at(project, options["out"])
        click.echo(f"watching {near(workspace.root)}; Ctrl-C ends", err=True)
        watch(job, workspace, lambda came: _show(came, voice))
    except CasefolioError as error:
        voice.problems(error.problems)
        raise SystemExit(int(error.exit_code)) from None
    except KeyboardInterrupt:
        click.echo("\nno longer watching", err=True)


def _show(came: Outcome | CasefolioError, voice: Voice) -> None:
    """What came of a turn: what was printed anew, or what is wrong."""
    if isinstance(came, CasefolioError):
        voice.problems(came.problems)
        click.echo("nothing was printed; the last good files stay", err=True)
        return
    from dataclasses import replace

    anew = tuple(result for result in came.results if not result.fresh)
    if anew:
        print_results(replace(came, results=anew))
    else:
        click.echo("up to date")


@click.command("batch")
@click.argument("projects", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PROJECT...")
@click.option("--target", "targets", multiple=True, default=("cv",), help="What to print of each; default: cv.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for all results; default: each project's out/.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, help="So many processes; default: 1.")
@click.option("--force", is_flag=True, help="Build also what is up to date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document for each project on standard output.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def batch_command(projects: tuple[Path, ...], **options: Any) -> None:
    """Print many PROJECTs; what fails is listed and does not stop the rest. Run again, it goes on where it was."""
    from casefolio.batch import batch
    from casefolio.cli.targets import targets_of

    voice = Voice(options["as_json"], options["quiet"])
    failed: list[Done] = []
    counts = [0, 0]
    try:
        job = Job(targets_of(options["targets"]), force=options["force"], hands=1)
        with _crew(options["jobs"]) as executor:
            for number, done in enumerate(batch(job, projects, options["out"], executor), 1):
                voice.report(f"{number} of {len(projects)}: {done.project.name}")
                counts = [counts[0] + done.printed, counts[1] + done.fresh]
                failed += [done] if done.problems else []
                if options["as_json"]:
                    _tell(done)
    except CasefolioError as error:
        voice.problems(error.problems)
        raise SystemExit(int(error.exit_code)) from None
    except KeyboardInterrupt:
        voice.clear()
        click.echo("interrupted; run it again, and it goes on where it was", err=True)
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    voice.clear()
    _sum_up(failed, counts, len(projects), voice)
    raise SystemExit(failed[0].code if failed else 0)


@contextmanager
def _crew(jobs: int) -> Iterator[Executor | None]:
    if jobs == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_leave_ctrl_c_alone) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def _leave_ctrl_c_alone() -> None:
    """Ctrl-C goes to all processes of a terminal; one of them answers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _sum_up(failed: Sequence[Done], counts: Sequence[int], projects: int, voice: Voice) -> None:
    for done in failed:
        if not voice.as_json:
            click.secho(f"{near(done.project)}:", err=True, bold=True)
        voice.problems([problem for problem in done.problems if not problem.warning] or done.problems)
    if not voice.as_json and not voice.quiet:
        good = projects - len(failed)
        click.echo(f"{good} of {projects} projects · {counts[0]} files printed · {counts[1]} up to date")


def _tell(done: Done) -> None:
    import json

    from casefolio.cli.voice import problem_document

    document = {
        "project": str(done.project),
        "exit": done.code,
        "printed": done.printed,
        "fresh": done.fresh,
        "problems": [problem_document(problem) for problem in done.problems],
        "warnings": [problem_document(problem) for problem in done.warnings],
    }
    click.echo(json.dumps(document, ensure_ascii=False))
