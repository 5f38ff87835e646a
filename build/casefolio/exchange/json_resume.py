"""Stub by the lead until the owner of this room writes it."""
import json
def dumps(dossier, *, studies=None):
    return json.dumps({"basics":{"name":dossier.profile.name}}).encode()
