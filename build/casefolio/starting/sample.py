"""What a new project holds: an invented person's content, with the name of the one who begins."""

from __future__ import annotations

import json
import re
from pathlib import Path

from casefolio.model.schema import schema_line

#: Folders of `samples/`, and what each is for.
KINDS = {
    "cv": "a CV, all of it in one file",
    "dossier": "a CV and case studies, a file each",
    "academic": "a CV with publications, teaching and service",
}

_SAMPLES = Path(__file__).with_name("samples")
_INVENTED = "Sam Sample"
#: A name that YAML, of every version, takes as it stands, in a list in brackets too.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .'’-]*[\w.])?")
_WORDS_OF_YAML = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)

IGNORED = ("/out/", "/content/private/")
_IGNORE_FILE = f"""\
# what is printed
{IGNORED[0]}
# contact data, portrait, real applications: never committed
{IGNORED[1]}
"""


def sample(kind: str, name: str | None) -> dict[str, str]:
    """The files of a new project by their paths from its folder: content that is right and prints well."""
    folder = _SAMPLES / kind
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.yaml"), key=lambda path: (len(path.parts), path))
    }
    shown = _INVENTED if name is None else _as_yaml(name)
    return {path: f"{schema_line(path)}\n{content.replace(_INVENTED, shown)}" for path, content in files.items()} | {
        ".gitignore": _IGNORE_FILE
    }


def _as_yaml(name: str) -> str:
    """A name as a value of YAML: in quotes where it would be taken for something else."""
    if _PLAIN.fullmatch(name) and not _WORDS_OF_YAML.fullmatch(name):
        return name
    # Every text of JSON is one of YAML in double quotes (YAML 1.2.2 §1.3).
    return json.dumps(name, ensure_ascii=False)
