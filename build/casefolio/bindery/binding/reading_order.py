"""From runs of text to paragraphs in reading order.

Producers mostly write text as it is read, so the order of the stream is trusted wherever the page's gaps do not speak
against it: blocks are cut apart along gaps, across or down, whichever cut agrees better with the stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefolio.bindery.binding.layout import Block

if TYPE_CHECKING:
    from casefolio.bindery.binding.layout import Run

#: Two runs are of one line, two lines of one paragraph, within these multiples of the type size.
_LINE, _WORD_GAP, _LEADING, _LIKE = 0.35, 1.6, 1.75, 1.3

#: More blocks than this are ordered as the stream has them.
_CUT_LIMIT = 1500

#: A gap narrower than this many points is no gutter between columns.
_GUTTER = 6.0


def paragraphs(runs: list[Run]) -> list[list[Run]]:
    """Runs, given in the order of the stream, as paragraphs in reading order."""
    for order, run in enumerate(runs):
        run.order = order
    blocks = _blocks(_lines(runs))
    flat = [block for block in blocks if block.runs[0].upright]
    turned = [block for block in blocks if not block.runs[0].upright]
    ordered = _ordered(flat) if len(flat) <= _CUT_LIMIT else flat
    return [block.runs for block in ordered + turned]


def _lines(runs: list[Run]) -> list[list[Run]]:
    """Runs that stand beside each other on one baseline, in the order of the stream."""
    lines: list[list[Run]] = []
    for run in runs:
        before = lines[-1][-1] if lines else None
        if before is not None and _beside(before, run):
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _beside(before: Run, run: Run) -> bool:
    size = max(before.size, run.size)
    if before.upright != run.upright or abs(before.base - run.base) > _LINE * size:
        return not before.upright and not run.upright
    gap = max(run.x0 - before.x1, before.x0 - run.x1)
    return gap < _WORD_GAP * size


def _blocks(lines: list[list[Run]]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        if blocks and _below(blocks[-1].last, line):
            blocks[-1].runs += line
            blocks[-1].last = line
        else:
            blocks.append(Block(list(line), line))
    return blocks


def _below(before: list[Run], line: list[Run]) -> bool:
    """Whether `line` goes on with the paragraph of the line `before`."""
    if not line[0].upright or not before[0].upright:
        return False
    size, other = max(run.size for run in line), max(run.size for run in before)
    if not 1 / _LIKE < size / other < _LIKE:
        return False
    step = before[0].base - line[0].base
    left, right = max(before[0].x0, line[0].x0), min(before[-1].x1, line[-1].x1)
    return -_LINE * size < step < _LEADING * size and right > left


def _ordered(blocks: list[Block]) -> list[Block]:
    """Blocks cut apart along gaps until each stands alone (recursive XY cut, without recursion)."""
    done: list[Block] = []
    stack = [blocks]
    while stack:
        group = stack.pop()
        halves = _cut(group) if len(group) > 1 else None
        if halves is None:
            done += sorted(group, key=lambda block: block.runs[0].order)
        else:
            stack += [halves[1], halves[0]]
    return done


def _cut(group: list[Block]) -> tuple[list[Block], list[Block]] | None:
    boxes = {id(block): block.box() for block in group}
    across = _split(group, [(-boxes[id(b)][3], -boxes[id(b)][1]) for b in group], 0.0)
    down = _split(group, [(boxes[id(b)][0], boxes[id(b)][2]) for b in group], _GUTTER)
    if across is None or down is None:
        return across or down
    return down if _against(*down) <= _against(*across) else across


def _split(
    group: list[Block], spans: list[tuple[float, float]], least: float
) -> tuple[list[Block], list[Block]] | None:
    """The group in two along its widest gap; None where no gap is wider than `least`."""
    order = sorted(range(len(group)), key=lambda place: spans[place])
    best, where, end = least, 0, spans[order[0]][1]
    for place in range(1, len(order)):
        gap = spans[order[place]][0] - end
        if gap > best:
            best, where = gap, place
        end = max(end, spans[order[place]][1])
    if not where:
        return None
    return [group[place] for place in order[:where]], [group[place] for place in order[where:]]


def _against(first: list[Block], second: list[Block]) -> float:
    """How far a cut speaks against the stream: the share of pairs that it would turn round."""
    later = sorted(block.runs[0].order for block in second)
    turned = 0
    place = 0
    for order in sorted(block.runs[0].order for block in first):
        while place < len(later) and later[place] < order:
            place += 1
        turned += place
    return turned / (len(first) * len(second))
