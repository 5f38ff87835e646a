"""Exchange: the dossier in the formats of others."""
