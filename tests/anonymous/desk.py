"""Dossiers without names, printed by the parts of the pipeline, and PDFs that say a word somewhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from casefolio.model.dossier import Dossier
from casefolio.model.manuscript import Manuscript
from casefolio.model.order import Job
from casefolio.model.target import Target
from casefolio.model.workspace import Workspace
from casefolio.printing.cv import print_cv
from casefolio.printing.run import Run
from casefolio.printing.studies import print_onepager
from casefolio.reading import read
from casefolio.shaping.anonymous import anonymise
from casefolio.shaping.wording import read_wording

if TYPE_CHECKING:
    from casefolio.shaping.anonymous import Anonymous

ROOT = Path(__file__).parents[2]
STUDY = "eks-platform-foundation"


@dataclass(frozen=True)
class Printed:
    """An anonymous dossier and its files by name."""

    anonymous: Anonymous
    files: dict[str, bytes]


def workspace(root: Path = ROOT) -> Workspace:
    """A project that nothing is written into."""
    return Workspace(root, root / "out")


def derived(content: dict[str, Any], locale: str = "en") -> Anonymous:
    """A dossier of these values, made anonymous."""
    return anonymise(Dossier.model_validate(content), read_wording(workspace(), locale))


def printed(root: Path = ROOT, locale: str = "en") -> Printed:
    """The CV, and a study where there is one, of a project's content."""
    place = workspace(root)
    manuscript = read(place)
    anonymous = anonymise(manuscript.dossier, read_wording(place, locale))
    target = Target("cv")
    told = Manuscript(anonymous.dossier, manuscript.marks, manuscript.files)
    run = Run(Job((target,), locale=locale), told, place, lambda _: None)
    products = list(print_cv(run, target))
    if STUDY in anonymous.dossier.studies:
        products += print_onepager(run, Target("onepager", STUDY))
    return Printed(anonymous, {path.name: data for product in products for path, data in product.files})


def empty(**root: Any) -> Any:
    """A PDF of one blank page, to be written into."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def saved(pdf: Any, **options: Any) -> bytes:
    """The bytes of a PDF."""
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def attach(pdf: Any, name: str, data: bytes) -> None:
    """Put a file into a PDF."""
    pdf.attachments[name] = pikepdf.AttachedFileSpec(
        pdf, data, description="", filename=name, mime_type="", creation_date="", mod_date=""
    )


def written(*lines: str) -> bytes:
    """A page that shows these lines, one below the other, in Helvetica."""
    pdf = empty()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
    shown = b"".join(b"<" + line.encode("cp1252").hex().encode() + b"> Tj T* " for line in lines)
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F 12 Tf 14 TL 20 150 Td " + shown + b"ET")
    return saved(pdf, compress_streams=True)


__all__ = ["Array", "Dictionary", "Name", "String"]
