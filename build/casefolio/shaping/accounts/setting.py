"""Setting text as runs: the words of a page, in the marks and spaces of its language, without a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casefolio.model.account import Item, Listing, Masthead, Paragraph, Picture, Run
from casefolio.shaping.inline import set_line, set_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from casefolio.model.account import Words
    from casefolio.model.dates import PartialDate
    from casefolio.model.person import Photo, Profile
    from casefolio.model.study import Figure
    from casefolio.shaping.wording import Wording

#: What no format of text can carry: control characters and halves of pairs (XML 1.0 §2.2), marks of invisible use.
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)


class Setting:
    """Sets the texts of one document, in one language."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def line(self, text: object) -> str:
        """A line that takes no markup."""
        return _UNPRINTED.sub("", set_line(str(text), self.wording.language).plain)

    def words(self, text: object, *, strong: bool = False, href: str = "") -> Words:
        """A line that takes no markup, as one run."""
        return (Run(self.line(text), strong=strong, href=href),)

    def text(self, text: str) -> Words:
        """A text with its inline markup as runs."""
        runs = set_runs(text, self.wording.language)
        return tuple(Run(_UNPRINTED.sub("", run.text), run.strong, run.emphasis, run.code, run.href) for run in runs)

    def paragraph(self, text: str, tone: Literal["body", "lead", "place"] = "body") -> Paragraph:
        """A text as a paragraph."""
        return Paragraph(self.text(text), tone)

    def bullets(self, texts: Iterable[str]) -> tuple[Listing, ...]:
        """Texts as a list with bullets; none, no list."""
        items = tuple(Item(self.text(text)) for text in texts)
        return (Listing(items),) if items else ()

    def address(self, url: str) -> Words:
        """A link that says its own address, without scheme and last slash."""
        return self.words(_SCHEME.sub("", url).rstrip("/"), href=url)

    def date(self, date: PartialDate) -> str:
        """A date in words."""
        return self.wording.date(date)

    def picture(self, figure: Figure) -> Picture:
        """A figure of a study."""
        return Picture(figure.file, self.line(figure.alt), self.text(figure.caption) if figure.caption else ())

    def masthead(self, profile: Profile, title: str = "", photo: Photo | None = None) -> Masthead:
        """The head of a document: the owner's name and role, or `title` over both, and how to reach them."""
        role = self._role(profile)
        contact = profile.contact
        ways = []
        if contact.email:
            ways.append(self.words(contact.email, href=f"mailto:{contact.email}"))
        if contact.phone:
            ways.append(self.words(contact.phone, href="tel:" + re.sub(r"[^\d+]", "", contact.phone)))
        if contact.place:
            ways.append(self.words(contact.place))
        links = tuple(self.address(link.url) for link in profile.links)
        lines = (*((self.words(profile.name, strong=True),) if title else ()), *((role,) if role else ()))
        rows = tuple(row for row in (tuple(ways), links) if row)
        shown = Picture(photo.file, self.line(photo.alt)) if photo else None
        return Masthead(self.line(title or profile.name), lines, rows, shown)

    def _role(self, profile: Profile) -> Words:
        if not profile.role:
            return ()
        role = self.words(profile.role, strong=True)
        if not profile.employer:
            return role
        return (*role, Run(f" {self.wording['at_employer']} {self.line(profile.employer)}"))


def joined(parts: Sequence[Words], between: str) -> Words:
    """Lines as one, with the same words between them."""
    runs: list[Run] = []
    for index, part in enumerate(parts):
        runs += [Run(between), *part] if index else part
    return tuple(runs)
