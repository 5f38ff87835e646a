"""What a dossier is: content, target, workspace, and facts about a PDF."""
