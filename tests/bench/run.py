"""How much longer Casefolio takes than WeasyPrint alone would, as ratios measured side by side.

Run by `make bench`; `make bench-check` ends with 1 where a ratio is above its target. Both sides run in turn, each in
a fresh process, for several rounds; medians count. The plain side is given finished HTML and CSS at the density that
was found: it renders once, untagged, with a fresh font configuration, and verifies nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casefolio.model.order import Selection
from casefolio.model.target import Edition
from casefolio.model.workspace import Workspace
from casefolio.press.density import NEUTRAL, read_density
from casefolio.press.faces import face_file
from casefolio.reading import read
from casefolio.shaping.cv import cv_sheet
from casefolio.shaping.dossier import back_sheet, front_sheet
from casefolio.shaping.selection import choose
from casefolio.shaping.studies import study_series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[2]

#: What a naive program would do: for each page a fresh parse of its HTML, its CSS and its fonts.
PLAIN = """
import json, sys, warnings
warnings.simplefilter("ignore")
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
for number, (html, css) in enumerate(json.load(open(sys.argv[1]))):
    fonts = FontConfiguration()
    style = CSS(string=css, font_config=fonts)
    HTML(string=html).write_pdf(f"{sys.argv[1]}.{number}.pdf", stylesheets=[style], font_config=fonts)
"""

Page = tuple[str, str]


@dataclass(frozen=True)
class Spent:
    """What a process took: seconds by the clock, and at most so much memory."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Finding:
    """One thing measured: ours, what it is held against, and the target for their ratio, or for ours alone."""

    name: str
    ours: float
    theirs: float
    target: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def kept(self) -> bool:
        return self.ratio <= self.target


def spend(*words: str | Path) -> Spent:
    """Run Python with these words, alone on its clock. Ends the benchmark where the run fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build"), "SOURCE_DATE_EPOCH": "1790000000"}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *map(str, words)], env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            sys.exit(f"{words} failed:\n{said.read().decode()}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Spent(seconds, usage.ru_maxrss / scale)


def side_by_side(rounds: int, *sides: Callable[[], Spent]) -> list[Spent]:
    """The medians of what each side took, all sides in turn in every round, after one round that does not count."""
    for side in sides:
        side()
    taken = [[side() for side in sides] for _ in range(rounds)]
    columns = list(zip(*taken, strict=True))
    return [
        Spent(
            statistics.median(spent.seconds for spent in column), statistics.median(spent.megabytes for spent in column)
        )
        for column in columns
    ]


class Bench:
    """A folder to work in, and the commands to be measured."""

    def __init__(self, folder: Path, project: Path = ROOT) -> None:
        self.folder, self.project = folder, project
        self.workspace = Workspace.at(project)

    def casefolio(self, *targets: str) -> Spent:
        """A cold `casefolio build`, with all that it does."""
        out = self.folder / "out"
        return spend("-m", "casefolio", "--project", self.project, "build", *targets, "--force", "--out", out)

    def plain(self, pages: Sequence[Page]) -> Callable[[], Spent]:
        """A cold plain WeasyPrint process for these pages."""
        job = self.folder / "plain.json"
        job.write_text(json.dumps(pages), "utf-8")
        return lambda: spend("-c", PLAIN, job)

    def densities(self, *targets: str) -> dict[str, float]:
        """The density that each target is set in."""
        words = ["-m", "casefolio", "--project", str(self.project), "build", *targets, "--json"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "build")}
        done = subprocess.run(
            [sys.executable, *words, "--out", str(self.folder / "out")],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return {result["target"]: result["density"] for result in json.loads(done.stdout)["results"]}

    def page(self, html: str, styles: Sequence[str], layout: str, density: float) -> Page:
        """Finished HTML and CSS that need nothing of ours."""
        css = "\n".join(self.workspace.find("styles", name).read_text("utf-8") for name in styles)
        tokens = read_density(self.workspace.find("styles", f"{layout}.density.toml"), layout).css(density)
        return self.stand_alone(html), self.stand_alone(f"{css}\n{tokens}")

    def stand_alone(self, text: str) -> str:
        """Addresses of ours as addresses of files."""
        text = re.sub(r"font:([\w.-]+\.[ot]tf)", lambda found: face_file(self.workspace, found[1]).as_uri(), text)
        return re.sub(r"style:([\w.-]+)", lambda found: self.workspace.find("styles", found[1]).as_uri(), text)

    def cv_page(self) -> Page:
        sheet = cv_sheet(read(self.workspace), Edition(), self.workspace)
        return self.page(sheet.html, sheet.styles, "cv", self.densities("cv")["cv"])

    def all_pages(self) -> list[Page]:
        """The CV, every study by itself, and the parts of the dossier."""
        manuscript = read(self.workspace)
        density = self.densities("dossier")["dossier"]
        chosen = choose(manuscript, Selection())
        folios = {placed.slug: str(placed.number) for placed in chosen}
        shared = (manuscript, Edition(), self.workspace)
        series = [study_series(*shared, [placed]) for placed in chosen] + [study_series(*shared, chosen)]
        pages = [self.page(html, each.styles, "study", density) for each in series for html in [each.html(each.leaves)]]
        own = (front_sheet(*shared, chosen, folios, {}), back_sheet(*shared, chosen, folios))
        pages += [self.page(sheet.html, sheet.styles, "dossier", NEUTRAL) for sheet in own]
        return [self.cv_page(), *pages]


def copied(project: Path, to: Path, number: int) -> Path:
    """A project with so many studies: those of another, copied under other names and titles."""
    shutil.copytree(project / "content", to / "content", ignore=shutil.ignore_patterns("private"))
    folder = to / "content" / "studies"
    originals = sorted(folder.glob("*.yaml"))
    for count in range(len(originals), number):
        original = originals[count % len(originals)]
        turn = count // len(originals) + 1
        text = re.sub(r"(?m)^title: (.*)$", rf"title: \1 {turn}", original.read_text("utf-8"))
        (folder / f"{original.stem}-{turn}.yaml").write_text(text, "utf-8")
    return to


def measure_cv(bench: Bench, rounds: int) -> list[Finding]:
    """One command, as typed, against one page rendered."""
    ours, theirs = side_by_side(rounds, lambda: bench.casefolio("cv"), bench.plain([bench.cv_page()]))
    return [Finding("cv, cold", ours.seconds, theirs.seconds, 1.3)]


def measure_all(bench: Bench, rounds: int) -> list[Finding]:
    """Every file of the project against every file rendered for itself in one process."""
    everything = ("cv", "onepagers", "dossier")
    ours, theirs = side_by_side(rounds, lambda: bench.casefolio(*everything), bench.plain(bench.all_pages()))
    return [Finding("cv, one-pagers and dossier", ours.seconds, theirs.seconds, 1.0)]


def measure_many(bench: Bench, rounds: int, number: int = 400) -> list[Finding]:
    """A dossier of many studies against one of the usual size: time for each study, and memory."""
    usual = len(read(bench.workspace).dossier.studies)
    many = Bench(bench.folder / "many", copied(bench.project, bench.folder / "many" / "project", number))
    ours, theirs = side_by_side(rounds, lambda: many.casefolio("dossier"), lambda: bench.casefolio("dossier"))
    cold = side_by_side(rounds, lambda: spend("-c", "from casefolio.press.engine import Engine"))[0].seconds
    each, other = (ours.seconds - cold) / number, (theirs.seconds - cold) / usual
    return [
        Finding(f"a study of {number}, of {usual}", each, other, 1.15),
        Finding(f"memory with {number} studies", ours.megabytes, 350.0, 1.0, "MB"),
    ]


MEASURES = {"cv": measure_cv, "all": measure_all, "many": measure_many}


def table(findings: Sequence[Finding]) -> str:
    """What was found, a line each."""
    lines = [f"{'':32}{'ours':>12}{'against':>12}{'ratio':>8}{'target':>8}"]
    for finding in findings:
        ours, theirs = (f"{value:.3f} {finding.unit}" for value in (finding.ours, finding.theirs))
        mark = "" if finding.kept else "  too slow" if finding.unit == "s" else "  too much"
        lines.append(f"{finding.name:32}{ours:>12}{theirs:>12}{finding.ratio:8.2f}{finding.target:8.2f}{mark}")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for, print the table, and say whether all targets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "measures", nargs="*", default=["cv", "all"], help=f"of {', '.join(MEASURES)}; many takes minutes"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="end with 1 where a target is missed")
    asked = parser.parse_args(words)
    findings: list[Finding] = []
    for name in asked.measures:
        with tempfile.TemporaryDirectory() as folder:
            findings += MEASURES[name](Bench(Path(folder)), asked.rounds)
    sys.stdout.write(f"{table(findings)}\n")
    return int(asked.check and not all(finding.kept for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
