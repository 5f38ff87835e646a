"""`python -m casefolio`, and where the command begins."""

import gc


def run() -> None:
    """Run the command, then end the process at once: nothing that was loaded need be looked through for cycles."""
    # Libraries are many small objects that stay: looking for cycles while they are loaded is for nothing.
    gc.set_threshold(100_000, 20, 50)
    from casefolio.cli import main

    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
