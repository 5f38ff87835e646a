"""A draft as the files of a project: which file says what, and what each tells its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefolio.exchange.incoming.draft import Draft

#: Sections of a CV in the order in which they are shown where a file does not say. Own ones follow.
_SECTIONS = (
    "summary", "experience", "custom:other-work", "studies", "projects", "custom:other-projects", "education",
    "custom:other-education", "certificates", "publications", "recognition", "custom:volunteer", "skills",
    "languages", "custom:interests", "custom:references",
)  # fmt: skip
#: Keys whose entries have a file each.
_NAMED = ("studies", "talks", "custom")
_PRIVATE = ("contact", "photo")

_TOLD = {
    "profile": "Who the dossier is about. How to reach the owner lies in private/profile.yaml, which is never packed.",
    "cv": "What the CV shows, in this order. `pages: any` takes what it needs; with `pages: 1` the CV is one page, and "
    "Casefolio says what to cut where it does not fit.",
    "experience": "Jobs, the latest first.",
    "education": "Degrees and schools, the latest first.",
    "projects": "Projects.",
    "recognition": "Awards.",
    "certificates": "Certificates.",
    "publications": "Papers, articles, books.",
    "skills": "Groups of skills: a label and its words.",
    "languages": "Languages and how well they are spoken.",
    "themes": "Groups of case studies.",
    "settings": "Language and paper.",
}
_CONTACT = (
    "How to reach the owner. Keep this folder out of what is shared: it is never packed, and .gitignore names it."
)
_EXTRA = (
    "What the import found no place for, by the format it came in. It is never printed; what is of use may be moved \
to where it belongs, the rest deleted."
)
_IGNORED = b"""\
# what is printed
/out/
# contact data, portrait, what an import kept: never committed
/content/private/
"""
_WHOLE = (
    "Everything in one file; content/ may take over any part of it. `pages: any` takes what it needs; with `pages: 1` \
the CV is one page."
)
_WHOLE_PRIVATE = "It holds contact data: mind where it goes."


def files(draft: Draft, *, one_file: bool) -> dict[str, bytes]:
    """The files of a project, by their paths from its folder."""
    values = {**draft.values, "cv": plan(draft)}
    if draft.extra:
        values["extra"] = draft.extra
    origin = f"Imported from {draft.file}."
    if one_file:
        comment = (origin, _WHOLE, *([_WHOLE_PRIVATE] if values["profile"].get("contact") else []))
        return {"casefolio.yaml": page("casefolio.yaml", values, comment), **draft.attached}
    found = dict(_pages(values, origin))
    if any(path.startswith("content/private/") for path in (*found, *draft.attached)):
        found[".gitignore"] = _IGNORED
    return {**found, **draft.attached}


def plan(draft: Draft) -> dict[str, Any]:
    """What the CV shows: every section that has something to show."""
    values = draft.values
    filled = {key for key in values if values[key]} | ({"summary"} if values["profile"].get("summary") else set())
    filled |= {"recognition"} if values.get("talks") else set()
    own = [f"custom:{key}" for key in values.get("custom", {})]
    given = values.get("cv", {})
    order = dict.fromkeys([*given.get("sections", ()), *_SECTIONS, *own])
    sections = [key for key in order if key in filled or key in own]
    titles = {key: title for key, title in given.get("titles", {}).items() if key in sections}
    found: dict[str, Any] = {"pages": "any"}
    # Without any section there is nothing to say about their order.
    found |= {"sections": sections} if sections else {}
    return found | ({"titles": titles} if titles else {})


def _pages(values: dict[str, Any], origin: str) -> Iterator[tuple[str, bytes]]:
    for key, value in values.items():
        if key == "profile":
            yield from _profile(value, origin)
        elif key == "extra":
            path = "content/private/extra.yaml"
            yield path, page(path, value, (_EXTRA, origin), free=True)
        elif key in _NAMED:
            for name, entry in value.items():
                path = f"content/{key}/{name}.yaml"
                yield path, page(path, entry, (origin,))
        elif value:
            path = f"content/{key}.yaml"
            yield path, page(path, value, (_TOLD[key], origin))


def _profile(profile: dict[str, Any], origin: str) -> Iterator[tuple[str, bytes]]:
    public = {key: value for key, value in profile.items() if key not in _PRIVATE}
    yield "content/profile.yaml", page("content/profile.yaml", public, (_TOLD["profile"], origin))
    private = {key: profile[key] for key in _PRIVATE if profile.get(key)}
    if private:
        path = "content/private/profile.yaml"
        yield path, page(path, private, (_CONTACT, origin))
