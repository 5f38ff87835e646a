"""From the words of JSON Resume to the model's: section by section, entry by entry.

Other formats are put into these words first, with the place that each entry comes from under `@place`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from casefolio.exchange.incoming.draft import NO_NAME
from casefolio.exchange.incoming.pictures import take_picture
from casefolio.exchange.incoming.resume_entries import award, certificate, job, own, publication, school
from casefolio.exchange.incoming.resume_lists import interest, language, reference, skill
from casefolio.exchange.incoming.resume_projects import project, study, talk, told_as_study
from casefolio.exchange.incoming.taking import Taker
from casefolio.exchange.incoming.words import folded, network_address, sentences
from casefolio.exchange.json_resume import WEBSITE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casefolio.exchange.incoming.draft import Draft


class Resume:
    """A document on its way into a draft.

    `homes` says, by section, which entries became one entry each, in the order in which the dossier is exported;
    `projects` the order of all projects there.
    """

    def __init__(self, document: Mapping[str, Any], draft: Draft, place: str = "") -> None:
        self._taker = Taker(document, place, draft)
        self._draft = draft
        self.homes: dict[str, list[int]] = {}
        self.projects: list[int] = []

    def read(self) -> None:
        """Take everything that has a home; the rest is kept."""
        self._basics(self._taker.record("basics"))
        employer = self._present_employer()
        for section, take in self._sections().items():
            self.homes[section] = [index for index, entry in self._taker.records(section) if take(entry)]
        if employer:
            self._draft.values["profile"]["employer"] = employer
            self.homes["work"] = [0]
        self._projects()
        self._taker.leave()

    def _present_employer(self) -> str | None:
        """The employer that a profile of our own named where no jobs were listed: it was exported as the only one."""
        work, role = self._taker.look("work"), self._draft.values["profile"].get("role")
        if not (self._draft.verbatim and role and isinstance(work, list) and len(work) == 1):
            return None
        only = work[0]
        if not isinstance(only, dict) or set(only) != {"name", "position"} or only["position"] != role:
            return None
        self._taker.raw("work")
        return folded(str(only["name"])) or None

    def _sections(self) -> dict[str, Any]:
        return {
            "work": job,
            "volunteer": partial(own, "volunteer", "Volunteering"),
            "education": school,
            "awards": award,
            "certificates": certificate,
            "publications": publication,
            "skills": skill,
            "languages": language,
            "interests": interest,
            "references": reference,
        }

    def _basics(self, taker: Taker) -> None:
        name = taker.line("name")
        if not name:
            name = NO_NAME
            self._draft.warn("CF-159", "the file does not say whose it is", "write your name into profile.yaml")
        words, lines = taker.text("summary")
        profile: dict[str, Any] = {"name": name, "role": taker.line("label", "headline")}
        profile["summary"] = sentences([words, *lines])
        contact: dict[str, Any] = {"email": taker.email("email"), "phone": taker.line("phone")}
        contact |= _place(taker.record("location"))
        profile["contact"] = {key: value for key, value in contact.items() if value}
        website = taker.address("url", "website")
        links = [{"label": WEBSITE, "url": website}] if website else []
        self.homes["basics.profiles"] = []
        for index, entry in taker.records("profiles"):
            link = _link(entry)
            if link:
                # The first link of this name is exported as the website.
                if link["label"] != WEBSITE or any(known["label"] == WEBSITE for known in links):
                    self.homes["basics.profiles"].append(index)
                links.append(link)
            entry.leave()
        profile["links"] = links
        profile["photo"] = take_picture(taker, name, self._draft)
        self._draft.values["profile"] = {key: value for key, value in profile.items() if value}
        taker.leave()

    def take_own(self, key: str, heading: str, entries: Sequence[Mapping[str, Any]], *, open_ends: bool = True) -> None:
        """Take entries in the words of `volunteer` into a section of the owner's own."""
        self._draft.open_ends = open_ends
        for index, entry in enumerate(entries):
            own(key, heading, Taker(entry, f"{key}[{index}]", self._draft))

    def _projects(self) -> None:
        """Projects first, then what of our own documents were studies and talks: the order of the export."""
        written = self._taker.look("projects")
        entries = self._taker.records("projects")
        homes: tuple[list[int], list[int], list[int]] = ([], [], [])
        for index, entry in entries:
            kind = entry.look("type")
            if kind == "case study" and told_as_study(entry):
                study(entry)
                homes[1].append(index)
            elif kind == "talk" and entry.look("entity") and entry.look("name"):
                homes[2].append(index) if talk(entry) else None
            elif project(entry):
                homes[0].append(index)
            entry.leave()
        self.homes["projects"] = [index for kind in homes for index in kind]
        behind = [*homes[1], *homes[2]]
        count = len(written) if isinstance(written, list) else 0
        self.projects = [*(index for index in range(count) if index not in behind), *behind]


def _place(taker: Taker) -> dict[str, Any]:
    """The town, and the postal address where there is a street."""
    place: dict[str, Any] = {"place": taker.line("city")}
    street = taker.look("address")
    if isinstance(street, str) and street.strip():
        taker.raw("address")
        post = " ".join(filter(None, [taker.line("postalCode"), place["place"]]))
        lines = [" ".join(line.split()) for line in street.split("\n")]
        place["address"] = [line for line in (*lines, post) if line]
    taker.leave()
    return place


def _link(taker: Taker) -> dict[str, str] | None:
    """A page of the owner's own; a name on a known network is as good as its address."""
    network, username = taker.line("network"), taker.line("username")
    address = taker.address("url")
    if not address and network and username:
        address = network_address(network, username)
    if address:
        if username and not network:
            return {"label": username, "url": address}
        if username and username.strip("/@").lower() not in address.lower():
            taker.draft.keep(f"{taker.place}.username", username)
        return {"label": network or "Link", "url": address}
    found = {key: value for key, value in (("network", network), ("username", username)) if value}
    if found:
        taker.draft.keep(taker.place, found, why="no address to link to; kept under extra")
    return None
