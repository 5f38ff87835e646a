"""So many CVs by one process, as `casefolio batch` prints them: `batch.py PROJECT FOLDER NUMBER`.

Says, as JSON, what memory it held and what processor time it took after each. Seconds of the processor, not of the
clock: the first and the last cannot take turns, and what else the machine does in the meantime is no part of it.
"""

import json
import resource
import shutil
import sys
import time
from pathlib import Path

from tests.bench.sides.turns import reworded

from casefolio.batch import batch
from casefolio.model.order import Job
from casefolio.model.target import Target

source, folder, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])


def held() -> float:
    """The memory of this process, in megabytes; its greatest so far where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return pages * resource.getpagesize() / 1e6


def project(count: int) -> Path:
    """A project of its own person: what it shares with the others is the same files (symbolic links are refused)."""
    content = folder / f"person-{count}" / "content"
    content.mkdir(parents=True)
    for path in (source / "content").iterdir():
        if path.name == "profile.yaml":
            (content / path.name).write_text(reworded(path.read_text("utf-8"), count), "utf-8")
        elif path.is_dir():
            shutil.copytree(path, content / path.name, copy_function=lambda one, to: Path(to).hardlink_to(one))
        else:
            (content / path.name).hardlink_to(path)
    return content.parent


projects = [project(count) for count in range(number)]
megabytes, seconds = [], []
before = time.process_time()
for done in batch(Job((Target("cv"),)), projects, folder / "out"):
    if done.problems or not done.printed:
        raise AssertionError(done)
    now = time.process_time()
    seconds.append(now - before)
    megabytes.append(held())
    before = now
print(json.dumps({"megabytes": megabytes, "seconds": seconds}))  # noqa: T201
