"""`python -m casefolio` is the same as `casefolio`."""

from casefolio.cli import main

if __name__ == "__main__":
    main()
