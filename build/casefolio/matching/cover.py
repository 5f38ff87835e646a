"""Which studies together answer most of an ad: a weighted cover, picked greedily.

Each further study that answers the same adds less, so the worth of a set is submodular, and picking the best addition
each time comes to at least 1 - 1/e of what the best set is worth (Nemhauser, Wolsey, Fisher, 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: How much of what is asked a single study can answer: a second one that says the same still adds a little.
_REACH = 0.7


@dataclass(frozen=True, slots=True)
class Pick:
    """A study of the cover, and what it answers, the weightiest first."""

    slug: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """Something to be answered: its name, its weight, and how well each study answers it (0 to 1).

    `answered` are the studies that say it; the others only come near.
    """

    name: str
    weight: float
    strengths: Mapping[str, float]
    answered: frozenset[str]


def cover(demands: Sequence[Demand], priorities: Mapping[str, int], most: int) -> tuple[Pick, ...]:
    """At most so many studies, in the order of what each adds; of equals that of higher priority, then by name."""
    open_shares = [1.0] * len(demands)
    by_study: dict[str, list[tuple[int, float]]] = {slug: [] for slug in priorities}
    for number, demand in enumerate(demands):
        for slug, strength in demand.strengths.items():
            by_study[slug].append((number, strength * _REACH))
    picks: list[Pick] = []
    left = set(priorities)
    while left and len(picks) < most:
        gains = {slug: sum(demands[n].weight * open_shares[n] * share for n, share in by_study[slug]) for slug in left}
        best = min(left, key=lambda slug: (-round(gains[slug], 6), -priorities[slug], slug))
        if gains[best] <= 0:
            break
        left.discard(best)
        for number, share in by_study[best]:
            open_shares[number] *= 1 - share
        mine = sorted(by_study[best], key=lambda pair: -demands[pair[0]].weight * pair[1])
        said = (demands[number] for number, _ in mine)
        picks.append(Pick(best, tuple(demand.name for demand in said if best in demand.answered)))
    return tuple(picks)
