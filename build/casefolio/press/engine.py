"""The door to WeasyPrint: parse once, lay out as often as the fit asks, write pages as conforming PDFs.

Imported only when something is printed. What WeasyPrint logs is collected and becomes problems.
"""

from __future__ import annotations

import io
import re
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from casefolio.errors import CasefolioError, Mark, Problem
from casefolio.press.start import load_weasyprint

weasyprint = load_weasyprint()

from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.css.counters import CounterStyle  # noqa: E402

from casefolio.model.workspace import shipped  # noqa: E402
from casefolio.press.fetch import Fetcher  # noqa: E402
from casefolio.press.finish import Finisher, Labels  # noqa: E402
from casefolio.press.listening import listening  # noqa: E402
from casefolio.press.memory import Memory  # noqa: E402
from casefolio.press.particulars import NO_DATE, attachment, kept, metadata  # noqa: E402
from casefolio.press.plate import Foundry, engrave  # noqa: E402
from casefolio.press.tags import steady_tags  # noqa: E402
from casefolio.press.typecase import TypeCase, room_for_faces  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from casefolio.model.sheet import Enclosure, Imprint
    from casefolio.model.shop import Shop
    from casefolio.model.workspace import Workspace
    from casefolio.press.shop import Makeready

    #: The bytes of a file and what speaks against its claim.
    Judge = Callable[[bytes], tuple[bytes, tuple[str, ...]]]

#: So many parsed style sheets are kept: the densities that a fit begins with come again with the next change.
_KEPT = 16
_FACE = re.compile(r"@font-face\s*{[^}]*?font-family:\s*[\"']?([^;\"']+)", re.DOTALL)


def count_from(page: int) -> str:
    """Rules that make a document's first page that of this number, and a left or a right one accordingly."""
    if page == 1:
        return ""
    side = "" if page % 2 else "html { break-before: left }"
    return f"@page :first {{ counter-reset: page {page} }} {side}"


class _Profile(ColorProfile):  # type: ignore[misc]
    """A colour profile as it lies in its file: once looked into, LittleCMS would write it out differently."""

    content = b""


class Engine:
    """One set of parsed styles and loaded faces, shared by every layout of a run."""

    def __init__(self, workspace: Workspace, shop: Shop | None = None, judge: Judge = lambda data: (data, ())) -> None:
        """Make ready; for a press edition `judge` reads finished files, and takes claims out that do not hold."""
        self._workspace = workspace
        self._shop = _made_ready(shop, workspace) if shop else None
        self._judge = judge
        #: What the last file for a press does not reach; nothing where it is PDF/X-4.
        self.unproven: tuple[str, ...] = ()
        self._fetcher = Fetcher(workspace)
        self._case = TypeCase()
        self._counters = CounterStyle()
        self._styles: dict[Path, Any] = {}
        self._parsed: dict[str, Any] = {}
        self._images: dict[str, Any] = {}
        self._foundry = Foundry()
        #: What was measured and drawn, by digests of all that it was made of.
        self.memory = Memory()
        self._srgb: Any = None
        self.families: frozenset[str] = frozenset()

    def close(self) -> None:
        """Remove the unpacked faces. A process that ends by os._exit, as copies do, would leave them behind."""
        self._case.close()

    def serve(self, workspace: Workspace) -> None:
        """Print for this project from now on; it must have the layouts and styles of the last."""
        if workspace != self._workspace:
            self._workspace = self._fetcher.workspace = workspace
            self.forget()

    @property
    def fetched(self) -> Mapping[str, object]:
        """The project's files that pages and styles asked for, by their names."""
        return self._fetcher.fetched

    def look_again(self) -> None:
        """Forget, where one of the files that pages and styles asked for is another by now."""
        if self._fetcher.is_stale():
            self.forget()

    def forget(self) -> None:
        """Let go of all that was measured and drawn, and of pictures."""
        self._images.clear()
        self._fetcher.fetched.clear()
        self.memory.clear()

    def styles(self, names: Sequence[str]) -> list[Any]:
        """The parsed style sheets of these names, each parsed once. Raises CF-301 where one is missing.

        A press edition lays its own over them.
        """
        shop = self._shop
        names = [*names, *shop.styles] if shop else names
        paths = [self._workspace.find("styles", name) for name in names]
        for path in paths:
            if path not in self._styles:
                shown = self._workspace.shown(path)
                try:
                    text = path.read_text("utf-8")
                except UnicodeDecodeError as error:
                    raise CasefolioError(
                        Problem("CF-304", f"the style is not UTF-8: {error.reason}", Mark(shown), "save it as UTF-8")
                    ) from None
                self.families |= {family.strip() for family in _FACE.findall(text)}
                with listening() as heard:
                    try:
                        self._styles[path] = self.css(text)
                    except ValueError as error:
                        raise CasefolioError(
                            Problem("CF-304", f"the style is not right: {error}", Mark(shown), "see docs/layouts.md")
                        ) from None
                for record in heard:
                    record.style = (shown, text)
        return [self._styles[path] for path in paths] + ([self.css(shop.rules)] if shop else [])

    def altered(self, names: Sequence[str]) -> list[str]:
        """Those of some style sheets that are the project's own, and say something else than the shipped ones."""
        found = []
        for name in names:
            path, stock = self._workspace.find("styles", name), shipped("styles") / name
            if path != stock and not (stock.is_file() and path.read_bytes() == stock.read_bytes()):
                found.append(path.read_text("utf-8"))
        return found

    def remarks(self) -> tuple[Problem, ...]:
        """What a press edition has to warn of, after its files have been written."""
        return self._shop.remarks() if self._shop else ()

    def css(self, text: str) -> Any:
        """A parsed style sheet; the last few are kept, unless there was something to say of them."""
        if text not in self._parsed:
            with room_for_faces(), listening() as heard:
                parsed = weasyprint.CSS(
                    string=text, url_fetcher=self._fetcher, font_config=self._case.faces, counter_style=self._counters
                )
            if heard:
                return parsed
            while len(self._parsed) >= _KEPT:
                self._parsed.pop(next(iter(self._parsed)))
            self._parsed[text] = parsed
        return self._parsed[text]

    def parse(self, html: str) -> Any:
        """A parsed page, to be laid out as often as needed."""
        return weasyprint.HTML(string=html, url_fetcher=self._fetcher, base_url="project:")

    def lay_out(self, html: Any, styles: Sequence[Any]) -> Any:
        """Lay a parsed page out with these parsed styles: a WeasyPrint Document. Raises CF-304 where there is no face.

        Pango then takes heights from memory that nobody has written, and a page may be a mile long, or a crash.
        """
        if self._case.is_empty:
            mark = Mark(self._workspace.shown(self._workspace.find("styles", "faces.css")))
            remedy = "declare one with @font-face whose file is there; `casefolio doctor` looks at each"
            raise CasefolioError(Problem("CF-304", "no face is loaded, so nothing can be set", mark, remedy))
        return html.render(
            font_config=self._case.faces,
            counter_style=self._counters,
            stylesheets=list(styles),
            cache=self._images,
            pdf_variant="pdf/a-3a",
        )

    def engrave(self, pages: Sequence[Any]) -> list[Any]:
        """Draw laid-out pages once and for all; what is returned can be written any number of times."""
        return engrave(pages, self._foundry)

    def blank(self, like: Any) -> Any:
        """An empty page of the size of another."""
        rules = self._shop.rules if self._shop else ""
        size = self.css(f"{rules} @page {{ size: {like.width}px {like.height}px; margin: 0 }}")
        return self.lay_out(self.parse("<html lang=en><body></body></html>"), [size]).pages[0]

    def write(
        self,
        pages: Sequence[Any],
        imprint: Imprint,
        enclosures: Sequence[Enclosure] = (),
        labels: tuple[Labels, ...] = (),
    ) -> bytes:
        """Write laid-out pages, of one document or several, as one file: PDF/A-3a and PDF/UA-1, or for a press PDF/X-4.

        Pages are copied shallowly and their links reset first: a second writing would otherwise point the tag
        tree's object references at annotations of the first, and links to pages left out would dangle.
        """
        shop, press = self._shop, self._shop is not None and not self._shop.archival
        own = [copy(page) for page in pages]
        if shop:
            own += [self.blank(own[-1]) for _ in range(shop.shop.padded(len(own)) - len(own))]
        anchors = {name for page in own for name in page.anchors}
        for page in own:
            for *_, box in page.links:
                box.link_annotation = None
            page.links = [link for link in page.links if not press and kept(link, anchors)]
        if press:
            imprint = replace(imprint, date=imprint.date or NO_DATE)
        profiles = {"device-cmyk": shop.colour_profile(_Profile)} if shop and press else {"srgb": self._profile()}
        document = weasyprint.Document(
            own, metadata(imprint), self._fetcher, self._case.faces, profiles, next(iter(profiles))
        )
        buffer = io.BytesIO()
        with steady_tags(shop.prepare if shop else None):
            document.write_pdf(
                buffer,
                finisher=Finisher(imprint, labels, shop),
                pdf_variant="pdf/x-4" if press else "pdf/a-3a",
                # The profile is in the document already; asked for by name, it would be read again and left open.
                output_intent="given",
                attachments=[] if press else [attachment(enclosure, imprint) for enclosure in enclosures],
            )
        data = buffer.getvalue()
        if shop and shop.claims_x:
            data, self.unproven = self._judge(data)
        return data

    def _profile(self) -> Any:
        if self._srgb is None:
            from importlib.resources import files

            data = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
            self._srgb = _Profile(io.BytesIO(data), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
            self._srgb.content = data
        return self._srgb


def _made_ready(shop: Shop, workspace: Workspace) -> Makeready:
    # Loads parts of WeasyPrint that a reader's edition does without.
    from casefolio.press.shop import Makeready

    return Makeready(shop, workspace)
