"""How long an owner waits: whole commands, as typed, into a folder of their own; the best of a few runs each.

Run by `make bench`; ARGS name other targets, `make bench ARGS="cv"`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

RUNS = 5


def seconds(*words: str) -> float:
    """The time that one command takes. Ends the benchmark where the command fails."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "casefolio", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"casefolio {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def main(targets: list[str]) -> None:
    """Print a line for each target: everything to do, nothing to do."""
    print(f"{'seconds, best of ' + str(RUNS):24}{'built anew':>12}{'up to date':>12}")
    with tempfile.TemporaryDirectory() as out:
        print(f"{'--version':24}{min(seconds('--version') for _ in range(RUNS)):12.2f}")
        for target in targets:
            command = ("build", target, "--out", out)
            anew = min(seconds(*command, "--force") for _ in range(RUNS))
            again = min(seconds(*command) for _ in range(RUNS))
            print(f"{target:24}{anew:12.2f}{again:12.2f}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["cv", "onepagers", "dossier", "all"])
