"""Reading a record of another tool key by key: what nobody takes is left over, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from casefolio.exchange.incoming.dates import read_date, runs_backwards
from casefolio.exchange.incoming.markup import paragraph_and_lines
from casefolio.exchange.incoming.words import address_of, folded, is_email, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefolio.exchange.incoming.draft import Draft

#: A record may say under this key where it comes from, where that is not where it stands.
PLACE = "@place"


class Span(NamedTuple):
    """From when to when, in the model's words."""

    start: int | str | None
    end: int | str | None


class Taker:
    """A record whose values are taken once. `place` is where it stands in its file: `work[2]`."""

    def __init__(self, record: Mapping[str, Any], place: str, draft: Draft) -> None:
        self._left = {key: value for key, value in record.items() if value not in (None, "", [], {}) and key != PLACE}
        self.place = record.get(PLACE, place)
        self.draft = draft

    def raw(self, key: str) -> Any:
        """A value as it is, taken."""
        return self._left.pop(key, None)

    def look(self, key: str) -> Any:
        """A value as it is, not taken."""
        return self._left.get(key)

    def line(self, *keys: str) -> str | None:
        """The first text or number among some keys, on one line."""
        for key in keys:
            value = self._left.get(key)
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                found = folded(str(value))
                del self._left[key]
                if found:
                    return found
        return None

    def text(self, *keys: str) -> tuple[str, list[str]]:
        """The first long text among some keys: its words as a paragraph, and the points of its lists."""
        for key in keys:
            if isinstance(self._left.get(key), str):
                words, lines = self._apart(self._left.pop(key))
                if words or lines:
                    return words, lines
        return "", []

    def texts(self, key: str) -> list[str]:
        """A list of texts; a text alone is a list of one. What else is in the list is left over."""
        value = self._left.pop(key, None)
        values = value if isinstance(value, list) else [value]
        found: list[str] = []
        for index, item in enumerate(values):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                words, lines = self._apart(str(item))
                found += [*([words] if words else []), *lines]
            elif item not in (None, "", [], {}):
                self.draft.keep(self._at(f"{key}[{index}]" if isinstance(value, list) else key), item)
        return found

    def lines(self, key: str) -> list[str]:
        """The same for words that take no markup."""
        value = self._left.pop(key, None)
        values = value if isinstance(value, list) else [value]
        found: list[str] = []
        for index, item in enumerate(values):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                found += [line] if (line := folded(str(item))) else []
            elif item not in (None, "", [], {}):
                self.draft.keep(self._at(f"{key}[{index}]" if isinstance(value, list) else key), item)
        return found

    def date(self, *keys: str) -> int | str | None:
        """The first date among some keys; what cannot be read as one is kept with a warning."""
        for key in keys:
            value = self._left.pop(key, None)
            if value is None:
                continue
            found = read_date(value)
            if found:
                return int(found) if found.isdecimal() and len(found) == 4 and found >= "1000" else found
            self.draft.keep(self._at(key), value, "CF-156", f"'{str(value)[:40]}' is no date; kept under extra")
        return None

    def span(self, start: str, end: str, *, open_is_present: bool = True) -> Span:
        """A start and an end. Where only a start is given the matter is still going on, as these formats have it."""
        has_end, written = self._left.get(end) is not None, self._left.get(end)
        first, last = self.date(start), self.date(end)
        if first == "present":
            self.draft.keep(self._at(start), first, "CF-156", "a start is no 'present'; kept under extra")
            first = None
        if runs_backwards(_text(first), _text(last)):
            self.draft.keep(self._at(end), written, "CF-156", f"{written} is before the start; kept under extra")
            last = None
        if first and not has_end and open_is_present and self.draft.open_ends:
            last = "present"
        return Span(first, last)

    def address(self, *keys: str) -> str | None:
        """The first address among some keys; what is none is kept with a warning."""
        for key in keys:
            value = self._left.pop(key, None)
            if value is None:
                continue
            found = address_of(value) if isinstance(value, str) else None
            if found:
                return found
            why = f"'{str(value)[:60]}' is no address; kept under extra"
            self.draft.keep(self._at(key), value, "CF-157", why)
        return None

    def email(self, key: str) -> str | None:
        """An e-mail address; what is none is kept with a warning."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        found = folded(value).removeprefix("mailto:") if isinstance(value, str) else ""
        if is_email(found):
            return found
        why = f"'{str(value)[:60]}' is no e-mail address; kept under extra"
        self.draft.keep(self._at(key), value, "CF-158", why)
        return None

    def record(self, key: str) -> Taker:
        """A record inside; where there is none, an empty one."""
        value = self._left.get(key)
        if isinstance(value, dict):
            del self._left[key]
            return Taker(value, self._at(key), self.draft)
        return Taker({}, self._at(key), self.draft)

    def records(self, key: str) -> list[tuple[int, Taker]]:
        """Records of a list, each with its index; what else is in the list is left over."""
        value = self._left.get(key)
        if not isinstance(value, list):
            return []
        del self._left[key]
        found = []
        for index, item in enumerate(value):
            place = self._at(f"{key}[{index}]")
            if isinstance(item, dict):
                found.append((index, Taker(item, place, self.draft)))
            elif item not in (None, "", [], {}):
                self.draft.keep(place, item)
        return found

    def leave(self) -> None:
        """Keep what was not taken."""
        for key, value in self._left.items():
            self.draft.keep(self._at(key), value)
        self._left.clear()

    def _apart(self, text: str) -> tuple[str, list[str]]:
        return (literal(folded(text)), []) if self.draft.verbatim else paragraph_and_lines(text)

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


def _text(date: int | str | None) -> str | None:
    return None if date is None else str(date)
