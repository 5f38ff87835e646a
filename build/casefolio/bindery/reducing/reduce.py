"""Bringing a bound file within a limit: the pictures of parts from elsewhere, step by step, and no further than needed.

The ladder: the pictures that are stored badly, without loss; then all of them at fewer dots per inch, each at several
qualities. The first step on it that fits is taken, at the best quality that fits, for all pictures alike, so that no
page looks worse than its neighbours. What our own press made is never touched.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from casefolio.bindery.binding.gathering import runs
from casefolio.bindery.binding.source import Source, hushed
from casefolio.bindery.reducing.inline import with_bodies
from casefolio.bindery.reducing.pixels import image_of
from casefolio.bindery.reducing.placing import Placings
from casefolio.bindery.reducing.recode import Step, Work, body, coarser, resolution, without_loss
from casefolio.bindery.reducing.report import Reduced, Reduction, size
from casefolio.bindery.reducing.rewrite import Rewrite
from casefolio.errors import CasefolioError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from casefolio.bindery.reducing.encode import Recoded
    from casefolio.model.binding import Bound, Part

    Bind = Callable[[Sequence[Part]], Bound]

#: The better first. Below WRITING_DPI only photographs go.
_LADDER = (
    Step(300, (85, 75, 65)),
    Step(225, (75, 65, 55)),
    Step(150, (75, 65, 55, 45, 35)),
    Step(150, (45, 35, 28, 22), even=True),
    Step(110, (45, 35, 28), even=True),
)

#: Storing without loss can hardly give more than this.
_LOSSLESS_GAIN = 4

#: Pictures smaller than this are left alone until the last step.
_SMALL = 4096

_WORKERS = 2

#: So many of the pictures are tried first, to see where on the ladder to begin; and how far they may mislead.
_PILOTS, _MISLED = 2, 1.15


@dataclass(frozen=True, slots=True)
class _Job:
    """A part to be made smaller, with the parts that are the same file; its pictures and where they stand."""

    part: Part
    places: tuple[int, ...]
    source: Source
    works: tuple[Work, ...] = field(repr=False)


#: A picture by its job's place and its own; and for each what it becomes, None where it stays.
_Key = tuple[int, int]
_Choice = dict[_Key, "Recoded | None"]


def reduce(parts: Sequence[Part], limit_bytes: int, bind: Bind) -> Reduced:
    """Bind `parts` within `limit_bytes`, their pictures made smaller where that is needed.

    `bind` makes the file, and is called again for every attempt. Raises CF-560 with the heaviest parts where the limit
    cannot be reached, CF-561 for a limit that no file meets, and what `bind` raises.
    """
    if limit_bytes < 1:
        said = f"a limit of {limit_bytes} bytes leaves nothing"
        raise CasefolioError(Problem("CF-561", said, remedy="give the limit as 2 MB, or leave it out"))
    bound = bind(parts)
    if len(bound.data) <= limit_bytes:
        return Reduced(bound)
    with hushed():
        jobs = _jobs(parts)
        made = tuple(parts)
        for choice in _choices(jobs, len(bound.data), limit_bytes):
            made = _with(parts, jobs, choice)
            bound = bind(made)
            if len(bound.data) <= limit_bytes:
                return Reduced(bound, _told(parts, made, jobs, choice))
    raise CasefolioError(_too_large(made, len(bound.data), limit_bytes))


def _jobs(parts: Sequence[Part]) -> list[_Job]:
    """The parts from elsewhere that show pictures, a file that is bound twice once."""
    places: dict[tuple[int, str | None], list[int]] = {}
    for place, part in enumerate(parts):
        if not part.proven:
            places.setdefault((id(part.data), part.password), []).append(place)
    jobs = []
    for same in places.values():
        first = parts[same[0]]
        count = len(Source(first).pages)
        indices = sorted({index for place in same for run in runs(parts[place], count) for index in run})
        part = with_bodies(first, indices)
        source = Source(part)
        placings = Placings(source)
        for index in indices:
            placings.page(source.pages[index])
        if placings.complete and Rewrite(source).possible:
            found = [(image_of(source, number), placed) for number, placed in sorted(placings.found.items())]
            works = tuple(Work(image, placed) for image, placed in found if image is not None)
            jobs.append(_Job(part, tuple(same), source, works))
    return [job for job in jobs if job.works]


def _choices(jobs: Sequence[_Job], now: int, limit: int) -> Iterator[_Choice]:
    """The ladder: what to try, in this order. What cannot fit by its own weight is passed over, but for the last."""
    weights = {(j, i): work.image.weight for j, job in enumerate(jobs) for i, work in enumerate(job.works)}
    rest = now - sum(weights.values())

    def fits(choice: _Choice) -> bool:
        return rest + sum(_weight(jobs, key, choice.get(key)) for key in weights) <= limit

    stored: _Choice = {}
    with ThreadPoolExecutor(_WORKERS) as workers:
        large = [key for key, weight in weights.items() if weight >= _SMALL]
        if now <= limit * _LOSSLESS_GAIN:
            found = workers.map(lambda key: without_loss(_work(jobs, key).image), large)
            stored = dict(zip(large, found, strict=True))
            if fits(stored):
                yield stored
        last: _Choice = stored
        for step in _LADDER[_first_step(workers, jobs, large, limit - rest) :]:
            tried = list(workers.map(partial(_tried, jobs, step), large))
            for place in range(len(step.qualities)):
                choice = {
                    key: _lighter(stored.get(key), options[place]) for key, options in zip(large, tried, strict=True)
                }
                last = {key: _lighter(last.get(key), each) for key, each in choice.items()}
                if fits(choice):
                    yield choice
        if not fits(last) and last:
            yield last


def _first_step(workers: ThreadPoolExecutor, jobs: Sequence[_Job], keys: list[_Key], room: int) -> int:
    """The first step whose lowest quality may bring all pictures into `room` bytes, judged by a few of the heaviest."""
    ranked = sorted(keys, key=lambda key: -_work(jobs, key).image.weight)
    pilots = ranked[: 2 * _PILOTS : 2]
    if len(keys) <= 2 * _PILOTS:
        return 0
    before, all_of_them = (sum(_work(jobs, key).image.weight for key in each) for each in (pilots, keys))
    for place in (2, 1, 0):
        tried = list(workers.map(partial(_tried, jobs, _LADDER[place]), pilots))
        best, least = (
            sum(_weight(jobs, key, each[end]) for key, each in zip(pilots, tried, strict=True)) / before * all_of_them
            for end in (0, -1)
        )
        if least > room * _MISLED:
            return place + 1
        if best > room:
            return place
    return 0


def _weight(jobs: Sequence[_Job], key: _Key, recoded: Recoded | None) -> int:
    return _work(jobs, key).image.weight if recoded is None else len(recoded.data)


def _work(jobs: Sequence[_Job], key: _Key) -> Work:
    return jobs[key[0]].works[key[1]]


def _tried(jobs: Sequence[_Job], step: Step, key: _Key) -> tuple[Recoded | None, ...]:
    return coarser(_work(jobs, key), step)


def _lighter(one: Recoded | None, other: Recoded | None) -> Recoded | None:
    if one is None or other is None:
        return one or other
    return other if len(other.data) < len(one.data) else one


def _with(parts: Sequence[Part], jobs: Sequence[_Job], choice: _Choice) -> tuple[Part, ...]:
    """The parts with the pictures chosen."""
    made = list(parts)
    for number, job in enumerate(jobs):
        rewrite = Rewrite(job.source)
        for place, work in enumerate(job.works):
            recoded = choice.get((number, place))
            if recoded is not None:
                rewrite.changed[work.image.number] = body(work.image, recoded)
        if rewrite.changed:
            data = rewrite.bytes()
            for place in job.places:
                made[place] = replace(parts[place], data=data, password=None)
    return tuple(made)


def _told(parts: Sequence[Part], made: Sequence[Part], jobs: Sequence[_Job], choice: _Choice) -> tuple[Reduction, ...]:
    told = []
    for number, job in enumerate(jobs):
        changed = [
            (resolution((work.image.width, work.image.height), work.placed), resolution(recoded.size, work.placed))
            for place, work in enumerate(job.works)
            if (recoded := choice.get((number, place))) is not None
        ]
        if changed:
            before, after = max(changed)
            first = job.places[0]
            sizes = len(parts[first].data), len(made[first].data)
            evened = any(each.even for (of, _), each in choice.items() if of == number and each is not None)
            told.append(Reduction(parts[first].name, len(changed), round(before), round(after), *sizes, evened))
    return tuple(told)


def _too_large(parts: Sequence[Part], reached: int, limit: int) -> Problem:
    heaviest = sorted(parts, key=lambda part: -len(part.data))[:3]
    named = ", ".join(f"{part.name} ({size(len(part.data))})" for part in heaviest)
    said = f"the file has {size(reached)} and may have {size(limit)}; the heaviest parts are {named}"
    remedy = "leave out pages or parts, or raise the limit: pictures are not made coarser, for nobody could read them"
    return Problem("CF-560", said, remedy=remedy)
