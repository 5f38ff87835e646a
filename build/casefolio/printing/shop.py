"""A press edition: what its files are expected to be, and what a print shop would say of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casefolio.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casefolio.model.sheet import Expectation
    from casefolio.model.shop import Shop
    from casefolio.press.engine import Engine

_GROUND = "let grounds that touch the edge reach over it by var(--bleed); see docs/how-to/print-shop.md"


def expected_of(expected: Expectation, shop: Shop, engine: Engine) -> Expectation:
    """What is expected of a press edition: whole sets of pages, and only the claim that was proven."""
    pages = expected.pages and shop.padded(expected.pages)
    if shop.profile is None:
        return replace(expected, pages=pages)
    return replace(expected, pages=pages, pdfa=False, pdfua=False, pdfx=not (shop.grey or engine.unproven))


def warned_of(name: str, data: bytes, shop: Shop, engine: Engine) -> tuple[Problem, ...]:
    """What to warn of, of one finished file."""
    return (*engine.remarks(), *_warnings(name, data, shop, engine))


def _warnings(name: str, data: bytes, shop: Shop, engine: Engine) -> Iterator[Problem]:
    if engine.unproven:
        reasons = "; ".join(engine.unproven)
        yield Problem("CF-640", f"{name} is printed as plain PDF, not as PDF/X-4: {reasons}", warning=True)
    if shop.profile and not shop.grey:
        from casefolio.bindery.presswork import SMALL_PT, four_inks

        if pages := four_inks(data):
            remedy = f"give its colour three inks at most, or set it in {SMALL_PT:g} pt or more"
            yield Problem(
                "CF-641", f"small text of {name} is printed in four inks{_on(pages)}", None, remedy, warning=True
            )
    if shop.bleed_mm:
        yield from _edges(name, data, asked=shop.asked)
    if shop.grey:
        yield from _faint(name, data)


def _edges(name: str, data: bytes, *, asked: bool) -> Iterator[Problem]:
    from casefolio.bindery.trim import edges

    found = edges(data)
    if stopping := [edge.page for edge in found if edge.stops]:
        yield Problem(
            "CF-642", f"ink of {name} stops where the page is cut{_on(stopping)}", None, _GROUND, warning=True
        )
    if asked and not any(edge.bleeds for edge in found):
        told = f"a bleed was asked for, but nothing in {name} runs into it"
        yield Problem("CF-643", told, None, "leave --bleed away if that is as meant", warning=True)


def _faint(name: str, data: bytes) -> Iterator[Problem]:
    from casefolio.bindery.contrast import ENOUGH, contrasts

    faint = [run for run in contrasts(data) if run.ratio < ENOUGH]
    if faint:
        worst = min(faint, key=lambda run: run.ratio)
        told = f"text of {name} is faint in grey{_on(sorted({run.page for run in faint}))}: “{worst.text.strip()[:40]}”"
        remedy = "make the text darker or its ground lighter"
        yield Problem("CF-644", f"{told} has {worst.ratio:.1f}:1, {ENOUGH}:1 is asked for", None, remedy, warning=True)


def _on(pages: Sequence[int]) -> str:
    listed = ", ".join(str(page) for page in pages[:8]) + (" …" if len(pages) > 8 else "")
    return f", page{'s' if len(pages) > 1 else ''} {listed}"
