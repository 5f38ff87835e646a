"""A job ad and a dossier side by side: which of the ad's words the dossier answers, where, and which it does not."""
