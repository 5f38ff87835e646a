"""The last touches to a PDF before it is written: XMP, page labels, link words, the list of associated files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure.boxes import TextBox

from casefolio.press.xmp import press_packet, xmp_packet

if TYPE_CHECKING:
    from weasyprint import Document

    from casefolio.model.sheet import Imprint
    from casefolio.press.shop import Makeready


@dataclass(frozen=True, slots=True)
class Labels:
    """A run of page labels: from which page (0-based), in which style (`r`, `D`), from which number."""

    page: int
    style: str = "D"
    start: int = 1


@dataclass(frozen=True, slots=True)
class Finisher:
    """Called by WeasyPrint with the document and its PDF just before the trailer is written."""

    imprint: Imprint
    labels: tuple[Labels, ...] = ()
    shop: Makeready | None = None

    def __call__(self, document: Document, pdf: Any) -> None:
        """Finish `pdf` in place."""
        if self.shop and not self.shop.archival:
            # Without tags nothing has been set down yet.
            self.shop.prepare(pdf)
            self.shop.finish(pdf)
        else:
            archive_pictures(pdf)
        self._metadata(pdf)
        self._page_labels(pdf)
        _link_words(document)
        if "AF" in pdf.catalog:
            # WeasyPrint lists each file twice: once by name, once by being a file specification.
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))

    def _metadata(self, pdf: Any) -> None:
        """Replace the XMP stream: one RDF with all claims, uncompressed so that anyone can read it."""
        number = int(pdf.catalog["Metadata"].split()[0])
        stream = pdf.objects[number]
        producer = pdf.info["Producer"].string
        creator = pdf.info["Creator"].string
        if self.shop and not self.shop.archival:
            identity = self.shop.identity(pdf)
            stream.stream = [press_packet(self.imprint, producer, creator, identity, claimed=self.shop.claims_x)]
        else:
            stream.stream = [xmp_packet(self.imprint, producer, creator)]
        stream.compress = False

    def _page_labels(self, pdf: Any) -> None:
        """Write page labels as a number tree (ISO 32000-1 §12.4.2)."""
        if not self.labels:
            return
        numbers = pydyf.Array()
        for run in self.labels:
            numbers += [run.page, pydyf.Dictionary({"S": f"/{run.style}", "St": run.start})]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def _link_words(document: Document) -> None:
    """Say a link's own words where WeasyPrint says its address (ISO 14289-1 §7.18.5)."""
    for page in document.pages:
        for kind, target, _, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            if annotation is None or kind not in ("internal", "external"):
                continue
            words = getattr(box, "words", None) or box.element.get("title") or box_text(box)
            annotation["Contents"] = pydyf.String(words or target)


def box_text(box: Any) -> str:
    """The text of a box and all inside it, white space folded."""
    if isinstance(box, TextBox):
        return str(box.text)
    parts = [box_text(child) for child in getattr(box, "children", ())]
    return " ".join(" ".join(parts).split())


def archive_pictures(pdf: Any) -> None:
    """Pictures as PDF/A wants them: not smoothed by the viewer, in colours that the file explains (ISO 19005-3 §6.2).

    Those of streams that have been set down already stay as they are.
    """
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Subtype") == "/Image":
            thing.extra["Interpolate"] = "false"
            if thing.extra["ColorSpace"] == "/DeviceCMYK":
                from casefolio.press.recolour import unseparate

                unseparate(thing)
