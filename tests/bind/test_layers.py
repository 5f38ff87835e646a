"""Layers of all parts: each listed once, shown as its author set it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String
from tests.bind.evidence import prove, reasons, sound
from tests.bind.makers import drawn, edited, own

from casefolio.bindery.binding.merge import bind
from casefolio.model.binding import Part

if TYPE_CHECKING:
    from tests.vera.validate import Vera


def _layered(**config: Any) -> bytes:
    """Layers A to D. In `config`, letters stand for layers, lists for arrays; `_title:` for words."""

    def give(pdf: Any) -> None:
        groups = {name: pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in "ABCD"}
        del groups["D"].Name

        def made(value: Any) -> Any:
            if isinstance(value, list):
                return Array([made(member) for member in value])
            if isinstance(value, str):
                return String(value[1:]) if value.startswith("_") else groups[value]
            return value

        start = Dictionary()
        for key, value in config.items():
            start["/" + key] = made(value)
        pdf.Root.OCProperties = Dictionary(OCGs=made(["A", "B", "C", "D", "A", 7]), D=start)
        pdf.pages[0].Resources.Properties = Dictionary({"/" + name: group for name, group in groups.items()})

    content = b" ".join(b"/OC /%c BDC 0 g 0 0 9 9 re f EMC" % letter for letter in b"ABCD")
    return edited(drawn(content), give)


def _config(data: bytes) -> dict[str, Any]:
    """The first configuration with layers by name."""
    found: dict[str, Any] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Array):
            return [plain(member) for member in value]
        return str(value.Name) if isinstance(value, Dictionary) else str(value)

    def check(pdf: Any) -> None:
        layers = pdf.Root.OCProperties
        found.update({key[1:]: plain(value) for key, value in layers.D.items()})
        found["all"] = plain(layers.OCGs)

    edited(data, check)
    return found


def test_what_is_hidden_locked_and_exclusive_stays_so(vera: Vera) -> None:
    order = ["_Words before", "A", ["_Group", "B", "B"], 7]
    part = _layered(OFF=["B", 7], Locked=["A"], RBGroups=[["A", "B"]], Order=order)
    bound = bind([Part("one.pdf", part), Part("own.pdf", own(0)), Part("two.pdf", part)])
    assert reasons(bound) == ""
    sound(bound.data)
    prove(vera, bound)
    config = _config(bound.data)
    assert config["all"] == ["A", "B", "C", "Layer"] * 2
    assert config["OFF"] == ["B", "B"]
    assert config["Locked"] == ["A", "A"]
    assert config["RBGroups"] == [["A", "B"], ["A", "B"]]
    listed = ["Words before", "A", ["Group", "B"], "C", "Layer"]
    assert config["Order"] == [["one", *listed], ["two", *listed]]


def test_layers_that_are_off_unless_said_otherwise() -> None:
    config = _config(bind([Part("a.pdf", _layered(BaseState=Name.OFF, ON=["C"]))]).data)
    assert config["OFF"] == ["A", "B", "Layer"]


def test_an_order_that_nests_without_end_is_cut() -> None:
    def endless(pdf: Any) -> None:
        order = pdf.make_indirect(Array([pdf.Root.OCProperties.OCGs[0]]))
        order.append(order)
        pdf.Root.OCProperties.D.Order = order

    bound = bind([Part("a.pdf", edited(_layered(), endless))])
    sound(bound.data)
    order = _config(bound.data)["Order"]
    assert str(order).count("A") == 1


def test_no_layers_are_no_layers() -> None:
    def empty(pdf: Any) -> None:
        pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())

    bound = bind([Part("a.pdf", edited(drawn(b"0 g 0 0 9 9 re f"), empty))])

    def check(pdf: Any) -> None:
        assert "/OCProperties" not in pdf.Root

    edited(bound.data, check)
