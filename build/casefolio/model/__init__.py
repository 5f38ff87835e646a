"""What a dossier is: content, target, workspace, and facts about a PDF."""

import os

# pydantic looks through every installed distribution for plugins at its first model; this one has none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
