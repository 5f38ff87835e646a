"""One page of HTML that needs nothing beside it: landmarks and headings, a style sheet of its own, linked data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from casefolio.exchange.outgoing.runs import by_link
from casefolio.model.account import Listing, Paragraph, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casefolio.model.account import Account, Masthead, Picture, Run, Words


def write_html(account: Account, styles: str, person: str, pictures: Mapping[str, str]) -> bytes:
    """The account as a page in UTF-8.

    `styles` is CSS, `person` JSON-LD (both are written as they are), `pictures` data addresses by a picture's path;
    a picture without one is told by its words.
    """
    return "\n".join(_Writer(account, pictures).page(styles, person)).encode()


class _Writer:
    """Writes the lines of one page."""

    def __init__(self, account: Account, pictures: Mapping[str, str]) -> None:
        self._account, self._pictures = account, pictures

    def page(self, styles: str, person: str) -> Iterator[str]:
        """The whole page."""
        account, imprint = self._account, self._account.imprint
        yield "<!DOCTYPE html>"
        yield f'<html lang="{escape(imprint.language)}">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(imprint.title, quote=False)}</title>"
        about = {"author": imprint.author, "description": imprint.subject, "keywords": ", ".join(imprint.keywords)}
        yield from (f'<meta name="{name}" content="{escape(said)}">' for name, said in about.items() if said)
        yield '<meta name="color-scheme" content="light dark">'
        yield f"<style>\n{styles.strip()}\n@page {{ size: {account.paper} }}\n</style>"
        yield f'<script type="application/ld+json">\n{person}\n</script>'
        yield "</head>"
        yield f'<body class="{account.kind}">'
        yield from self._masthead(account.masthead)
        if account.contents:
            yield from self._contents(account)
        yield "<main>"
        for part in account.parts:
            yield from self._part(part, 2)
        yield "</main>"
        yield "</body>"
        yield "</html>\n"

    def _masthead(self, head: Masthead) -> Iterator[str]:
        yield "<header>"
        if head.photo and head.photo.file in self._pictures:
            yield self._image(head.photo, "photo")
        yield f"<h1>{escape(head.name, quote=False)}</h1>"
        yield from (f'<p class="role">{_inline(words)}</p>' for words in head.lines)
        if head.rows:
            yield "<address>"
            for row in head.rows:
                ways = ' <span class="bar">|</span> '.join(
                    f'<span class="way">{_inline(words)}</span>' for words in row
                )
                yield f"<p>{ways}</p>"
            yield "</address>"
        yield "</header>"

    def _contents(self, account: Account) -> Iterator[str]:
        """Where everything is: parts, and below those that open a page their own parts."""
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(account.contents, quote=False)}</h2>'
        yield '<ol role="list">'
        for part in account.parts:
            inner = [block for block in part.blocks if isinstance(block, Part) and block.aside and part.opens]
            links = "".join(f"\n<li>{_link_to(each)}</li>" for each in inner)
            below = f'\n<ol role="list">{links}\n</ol>' if links else ""
            yield f"<li>{_link_to(part)}{below}</li>"
        yield "</ol></nav>"

    def _part(self, part: Part, level: int) -> Iterator[str]:
        kind = ' class="run-in"' if part.run_in else ' class="opens"' if part.opens else ""
        name = escape(part.id)
        tag = "article" if level == 3 else "section"
        yield f'<{tag} id="{name}"{kind} aria-labelledby="{name}.h">'
        aside = f' <span class="aside">{escape(part.aside, quote=False)}</span>' if part.aside else ""
        yield f'<h{level} id="{name}.h"><span>{escape(part.title, quote=False)}</span>{aside}</h{level}>'
        for block in part.blocks:
            if isinstance(block, Part):
                yield from self._part(block, level + 1)
            else:
                yield from self._block(block)
        yield f"</{tag}>"

    def _block(self, block: Paragraph | Listing | Picture) -> Iterator[str]:
        if isinstance(block, Paragraph):
            kind = "" if block.tone == "body" else f' class="{block.tone}"'
            yield f"<p{kind}>{_inline(block.words)}</p>"
        elif isinstance(block, Listing):
            tag = "ol" if block.kind == "steps" else "ul"
            # Safari takes a list without markers for no list, unless it is told.
            yield f'<{tag} class="{block.kind}" role="list">'
            for item in block.items:
                more = "".join(f'<p class="more">{_inline(words)}</p>' for words in item.more)
                yield f"<li>{_inline(item.words)}{more}</li>"
            yield f"</{tag}>"
        else:
            caption = f"<figcaption>{_inline(block.caption)}</figcaption>" if block.caption else ""
            yield f"<figure>{self._image(block, '')}{caption}</figure>"

    def _image(self, picture: Picture, kind: str) -> str:
        source = self._pictures.get(picture.file)
        if source is None:
            return f"<p>{escape(picture.alt, quote=False)}</p>"
        named = f' class="{kind}"' if kind else ""
        return f'<img{named} src="{escape(source)}" alt="{escape(picture.alt)}">'


def _link_to(part: Part) -> str:
    return f'<a href="#{escape(part.id)}">{escape(part.title, quote=False)}</a>'


def _inline(words: Words) -> str:
    said = []
    for href, runs in by_link(words):
        text = "".join(map(_marked, runs))
        said.append(f'<a href="{escape(href)}">{text}</a>' if href else text)
    return "".join(said)


def _marked(run: Run) -> str:
    text = escape(run.text, quote=False)
    for so, tag in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong")):
        text = f"<{tag}>{text}</{tag}>" if so else text
    return text
