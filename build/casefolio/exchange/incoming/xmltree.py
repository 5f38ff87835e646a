"""The one door to XML: bytes in, elements out whose text is taken once; entities and document types are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from casefolio.errors import CasefolioError, Mark, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

MAX_DEPTH = 60


class Tree:
    """A document whose elements are known by their local names, whatever their namespaces are called."""

    def __init__(self, data: bytes, file: str) -> None:
        """Read a document. Raises CF-148 where it is no XML, CF-149 where it declares entities or a document type."""
        try:
            self.root: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException:
            message = "the XML declares a document type or entities, which can reach for other files"
            remedy = "no CV needs that: export it again, or delete the lines from <!DOCTYPE to the > that ends it"
            raise CasefolioError(Problem("CF-149", message, Mark(file), remedy)) from None
        except ParseError as error:
            line, column = error.position
            message = f"this is no XML: {str(error).partition(':')[0]}"
            raise CasefolioError(Problem("CF-148", message, Mark(file, line, column + 1), "export it again")) from None
        except (ValueError, LookupError) as error:  # an encoding that nobody knows, a character that none has
            message = f"this is no XML: {str(error)[:80]}"
            raise CasefolioError(Problem("CF-148", message, Mark(file), "save it as UTF-8")) from None
        if any(depth > MAX_DEPTH for _, _, depth in _walk(self.root)):
            message = f"nested more than {MAX_DEPTH} levels deep"
            raise CasefolioError(Problem("CF-148", message, Mark(file), "see whether this is a CV"))
        self._taken: set[Element] = set()

    def text(self, element: Element | None, *ways: str) -> str:
        """The text at the first of some ways (`Employer/Name`) that has one, taken; empty where none has."""
        for way in ways:
            if way.endswith("/Label"):  # a code beside a label says the same
                self._taken.update(self.all(element, f"{way[:-5]}Code"))
            for found in self.all(element, way):
                text = (found.text or "").strip()
                self._taken.add(found)
                if text:
                    return text
        return ""

    def texts(self, element: Element | None, way: str) -> list[str]:
        """All texts at a way, taken."""
        found = list(self.all(element, way))
        self._taken.update(found)
        return [text for one in found if (text := (one.text or "").strip())]

    def all(self, element: Element | None, way: str) -> Iterator[Element]:
        """All elements at a way of local names, below an element."""
        found: Iterable[Element] = [] if element is None else [element]
        for name in way.split("/") if way else ():
            found = [child for parent in found for child in parent if local(child) == name]
        yield from found

    def one(self, element: Element | None, way: str) -> Element | None:
        """The first element at a way, if any."""
        return next(self.all(element, way), None)

    def take(self, element: Element | None) -> Element | None:
        """An element whose attributes were used."""
        if element is not None:
            self._taken.add(element)
        return element

    def take_all(self, element: Element | None) -> None:
        """Everything below an element."""
        self._taken.update(element.iter() if element is not None else ())

    def rest(self) -> Iterator[tuple[str, str]]:
        """What nobody took: each text, or the attributes of an element without text, with its place."""
        for element, place, _ in _walk(self.root):
            if element in self._taken:
                continue
            text = (element.text or "").strip()
            if text:
                yield place, text
            elif not len(element) and element.attrib:
                yield place, " ".join(f"{_local(key)}={value}" for key, value in element.attrib.items())


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return _local(str(element.tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _walk(root: Element) -> Iterator[tuple[Element, str, int]]:
    """Every element with its place, counted among its namesakes where it has any."""
    waiting = [(root, "", 0)]
    while waiting:
        element, place, depth = waiting.pop()
        yield element, place or local(element), depth
        if depth > MAX_DEPTH:
            continue
        counts: dict[str, int] = {}
        names = [local(child) for child in element]
        below = []
        for child, name in zip(element, names, strict=True):
            number = counts.get(name, 0)
            counts[name] = number + 1
            index = f"[{number}]" if names.count(name) > 1 else ""
            below.append((child, f"{place}.{name}{index}" if place else f"{name}{index}", depth + 1))
        waiting += reversed(below)
