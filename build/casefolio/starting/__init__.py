"""The first day of a project: a folder to begin with, and the schemas that its editor explains content with."""
