"""Projects for tests of the dossier: small ones made up here, and the commands run on them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from casefolio.model.order import Job, Selection
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.pipeline import build

if TYPE_CHECKING:
    from casefolio.model.order import Outcome

ROOT = Path(__file__).parents[2]
CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}

PROBLEM = "A change that nobody reviewed reaches every region at once, and the way back is only known to its author."
RESULT = "A change reaches one region first, and everybody knows the way back."


def study(title: str = "Plain Study", theme: str = "delivery", **fields: Any) -> dict[str, Any]:
    """A study with what every study must have."""
    return {
        "title": title,
        "theme": theme,
        "problem": PROBLEM,
        "architecture": "A pipeline promotes a change region by region, and each promotion waits for a health check.",
        "result": RESULT,
        **fields,
    }


def full(title: str = "Full Study", **fields: Any) -> dict[str, Any]:
    """A study with everything that the owner's own studies have."""
    return study(
        title,
        **{
            "constraints": ["Regions that differ", "Changes that can be audited", "A known way back"],
            "flow": steps(5),
            "technologies": ["Argo CD", "Terraform", "OpenTelemetry"],
            **fields,
        },
    )


def steps(count: int, **at: dict[str, Any]) -> list[dict[str, Any]]:
    """A flow of so many steps; `s3={...}` adds to the third."""
    names = ("Take request", "Check policy", "Plan change", "Apply in one region", "Watch health", "Promote", "Close")
    flow = [{"step": names[i % len(names)], "detail": f"What happens in step {i + 1}"} for i in range(count)]
    for key, more in at.items():
        flow[int(key[1:]) - 1] |= more
    return flow


def project(root: Path, studies: dict[str, dict[str, Any]], **files: Any) -> Path:
    """A project folder with these studies. `files` are other content files, by their name without suffix."""
    content = {
        "profile": {"name": "Mara Lindqvist", "role": "Platform Engineer", "contact": {"email": "mara@example.org"}},
        "themes": {"delivery": {"title": "Delivery"}, "recovery": {"title": "Recovery and resilience"}},
        "settings": {"locale": "en", "paper": "a4", "order": "theme"},
        **files,
    }
    folder = root / "content"
    (folder / "studies").mkdir(parents=True)
    for name, value in content.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), "utf-8")
    for slug, fields in studies.items():
        text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)
        (folder / "studies" / f"{slug}.yaml").write_text(text, "utf-8")
    return root


def copied(root: Path) -> Path:
    """The owner's own content, to be changed."""
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("private"))
    return root


def printed(project: Path, out: Path, *targets: str, **how: Any) -> Outcome:
    """Print targets of a project, as `casefolio build` does."""
    chosen = Selection(how.pop("studies", ()), how.pop("theme", ""), how.pop("tag", ""))
    wanted = tuple(Target(*name.partition(":")[::2]) for name in targets)
    return build(Job(wanted, selection=chosen, **how), Workspace(project, out, CLOCK))
