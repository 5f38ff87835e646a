"""What was printed of what, so that nothing is printed twice.

Loads nothing heavy: a build with nothing to do ends here. `inventory` takes fingerprints of what a project is printed
from, `book` keeps the book of what was printed, `turn` lets one build at a time into a results folder.
"""
