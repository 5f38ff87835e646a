"""Content from elsewhere: the files of other tools as a draft of a project, and what found no home in it."""
