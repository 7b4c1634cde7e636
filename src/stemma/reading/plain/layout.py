"""What can be said about a line from the page around it: neighbours, the main run of prose, the title, templates, signposts.

`first_pass` knows the lines only; `second_pass` also knows what the first pass made of the page, so that an insert in
mid-article is judged against the report around it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.reading.plain import pagewords
from stemma.reading.plain.features import AT, OWN, Matrix, Measured

Vector = NDArray[np.float64]

SOLID: Final = 0.35
"""Least prose of a line that is a sentence by itself."""
WINDOW: Final = (-3, -2, -1, 1, 2, 3)
_SPANS: Final = (2, 5, 12, 30)
_SIGNS: Final = ("related", "comment", "letter", "share", "bio", "nav", "legal", "ad", "shop", "time", "people", "says", "credit")
_BITS: Final = tuple(1 << pagewords.NAMES.index(name) for name in _SIGNS)
_FAR: Final = (1, 3, 8, 20, 60)

_SPREAD: Final = (
    "prose",
    "first",
    "second",
    "date",
    "clock",
    "furniture",
    "capitals",
    "run_shared",
    "people_short",
    "says_short",
    "ends",
)
_DISTANCES: Final = tuple(f"{what}_{d}" for what in ("above_run", "below_run", "below_title") for d in (*_FAR, "more"))
PLACE: Final = (
    *("from_top", "from_end", "relative", "first_five", "last_five", "lines", "prose_before", "prose_after", "prose_lines"),
    *("since_prose", "until_prose", "prose_share_before", "prose_share_after"),
    *(f"prose_within_{d}" for d in _SPANS),
    *(f"short_within_{d}" for d in _SPANS[:3]),
    *("template", "template_near", "template_by_prose", "in_run", "run_share", "in_second_run"),
    *_DISTANCES,
    *("title", "above_title", "title_shared", "run_shared", "run_names"),
    *(f"since_{name}" for name in _SIGNS),
    *(f"until_{name}" for name in _SIGNS),
    *(f"between_{name}" for name in _SIGNS),
    *(f"passed_{name}" for name in _SIGNS),
    *(f"{what}_{side}_{d}" for what in _SPREAD for side in ("above", "below") for d in (4, 12)),
    *("gap", "gap_far", "gap_furnished", "gap_words", "gap_capitals", "gap_shared", "gap_prose_above", "gap_prose_below"),
    *("gap_open", "gap_passed", "gap_ahead", "gap_ends", "gap_numbers", "gap_templates"),
    *(f"gap_{name}" for name in _SIGNS),
)
_NEIGHBOUR: Final = (
    *("chars", "words", "ends", "capitals", "function", "furniture", "cohesion", "date", "clock", "second", "quoted", "price"),
    "ends_colon",
)
_COLUMNS: Final = np.array([AT[name] for name in _NEIGHBOUR])
FIRST_PASS: Final = (
    *OWN, *PLACE, "prose",
    *(f"{name}@{d:+d}" for d in WINDOW for name in (*_NEIGHBOUR, "prose", "run_shared", "title")),
)  # fmt: skip


def first_pass(page: Measured) -> Matrix:
    """Features of the first pass: (lines, len(FIRST_PASS))."""
    where = place(page)
    score = prose(page)[:, None]
    told = np.hstack([page.own[:, _COLUMNS], score, where[:, [PLACE.index("run_shared"), PLACE.index("title")]]])
    return np.hstack([page.own, where, score, *(shifted(told, d, -1.0) for d in WINDOW)])


def prose(page: Measured) -> Vector:
    """How much each line looks like a sentence or more of running text, 0 to about 3. (lines,)"""
    own, size = page.own, page.size
    grammar = np.minimum(1.0, np.maximum(own[:, AT["function"]], own[:, AT["abroad"]]) * 4)
    ends = 0.4 + 0.6 * own[:, AT["ends"]]
    foreign = own[:, AT["foreign"]]
    weight = np.minimum(size, 90) / 30
    return np.asarray(weight * np.maximum(grammar, foreign * 0.7) * ends * (size >= 8), dtype=float)


def place(page: Measured) -> Matrix:
    """Where a line stands on its page: (lines, len(PLACE))."""
    n = len(page.size)
    score = prose(page)
    solid = score > SOLID
    before = np.concatenate([[0.0], np.cumsum(score)[:-1]])
    total = float(score.sum()) or 1.0
    number = np.arange(n)
    since, until = gaps(solid)
    counts = np.concatenate([[0], np.cumsum(solid)])
    run = best_run(score)
    rest = score.copy()
    rest[slice(*run)] = 0
    second = best_run(rest)
    in_run = (number >= run[0]) & (number < run[1])
    in_second = (number >= second[0]) & (number < second[1]) & (rest.sum() > 0)
    title, shared, run_shared, run_names = _told(page, run)
    common = Counter(page.shapes)
    known = np.array([common[s] if s else 1 for s in page.shapes], dtype=float)
    near = np.where(known > 1, _near(page.shapes, 12), 1.0)
    below = title if title >= 0 else run[0]
    columns = [
        np.log1p(number) / 5,
        np.log1p(n - 1 - number) / 5,
        number / max(1, n - 1),
        number < 5,
        n - number <= 5,
        np.full(n, math.log1p(n) / 6),
        np.minimum(counts[:-1], 6) / 6,
        np.minimum(counts[-1] - counts[1:], 6) / 6,
        np.full(n, math.log1p(counts[-1]) / 4),
        np.log1p(np.minimum(since, 60)) / 4,
        np.log1p(np.minimum(until, 60)) / 4,
        before / total,
        1 - (before + score) / total,
        *(np.minimum(_mean(score, d), 1.5) for d in _SPANS),
        *(_mean((page.size <= 6).astype(float), d) for d in _SPANS[:3]),
        np.log(known) / 3,
        np.log(near) / 2,
        np.log(near) / 2 * (_mean(score, 3) > 0.3),
        in_run,
        np.full(n, float(score[slice(*run)].sum()) / total),
        in_second,
        *_far(run[0] - number),
        *_far(number - run[1] + 1),
        *_far(number - below),
        number == title,
        number < title,
        shared,
        run_shared,
        run_names,
        *_signposts(page, solid, run),
        *_spread(page, score, run_shared),
        *_gap(page, score, solid, run_shared, known),
    ]
    return np.column_stack([np.asarray(c, dtype=float) for c in columns]).reshape(n, len(PLACE))


def best_run(score: Vector) -> tuple[int, int]:
    """The stretch [start, end) of lines with the most prose for its gaps: every line that is none costs a little."""
    return heaviest(np.where(score > SOLID, score, -0.12))


def heaviest(worth: Vector) -> tuple[int, int]:
    """The stretch [start, end) with the largest sum (Kadane); (0, 0) if no line is worth anything."""
    best, start, total, span = 0.0, 0, 0.0, (0, 0)
    for i, value in enumerate(worth.tolist()):
        if total <= 0:
            start, total = i, 0.0
        total += value
        if total > best:
            best, span = total, (start, i + 1)
    return span


def _told(page: Measured, run: tuple[int, int]) -> tuple[int, Vector, Vector, Vector]:
    """The line that heads the run best (-1: none), and the share of each line's words in it and in the run (without the line)."""
    weight, named = Counter[str](), Counter[str]()
    for i in range(*run):
        weight.update(page.content[i])
        named.update(page.names[i])
    best, title = 1.5, -1
    for i in range(max(0, run[0] - 30), min(run[1], run[0] + 1)):
        words = page.content[i]
        if 3 <= page.size[i] <= 25 and len(words) > 1:
            value = sum(math.log1p(weight[w]) for w in words) / math.sqrt(len(words)) - 0.03 * (run[0] - i)
            if value > best:
                best, title = value, i
    head = page.content[title] if title >= 0 else frozenset[str]()
    shared, in_run, names = (np.zeros(len(page.size)) for _ in range(3))
    for i, words in enumerate(page.content):
        inside = run[0] <= i < run[1]
        if words:
            shared[i] = len(words & head) / len(words) if i != title else 0.0
            in_run[i] = sum(weight[w] > inside for w in words) / len(words)
        if page.names[i]:
            names[i] = sum(named[w] > inside for w in page.names[i]) / len(page.names[i])
    return title, shared, in_run, names


def _spread(page: Measured, score: Vector, run_shared: Vector) -> list[Vector]:
    """Means over the 4 and the 12 lines above, and below."""
    out = []
    n = len(score)
    number = np.arange(n)
    for name in _SPREAD:
        values = {"prose": score, "run_shared": run_shared}.get(name)
        sums = np.concatenate([[0.0], np.cumsum(page.own[:, AT[name]] if values is None else values)])
        for side in (-1, 1):
            for d in (4, 12):
                low, high = (np.maximum(number - d, 0), number) if side < 0 else (number + 1, np.minimum(number + 1 + d, n))
                out.append((sums[high] - sums[low]) / d)
    return out


def _gap(page: Measured, score: Vector, solid: NDArray[np.bool_], run_shared: Vector, known: Vector) -> list[Vector]:
    """What stands between two lines of prose, said of every line between them (and of a line of prose: nothing)."""
    n = len(score)
    ids = np.cumsum(solid)
    loose = ~solid
    total = int(ids[-1]) + 1 if n else 1

    def summed(values: Vector) -> Vector:
        return np.asarray(np.bincount(ids, weights=values * loose, minlength=total), dtype=float)

    length = summed(np.ones(n))
    per = np.maximum(1.0, length)
    bits = np.array(page.groups, dtype=np.int64)
    short = page.size <= 8
    furnished = (short & (bits > 0)).astype(float)
    ahead = np.cumsum((furnished * loose)[::-1])[::-1]
    so_far = np.cumsum(furnished * loose)
    at_start = np.concatenate([[0.0], np.cumsum(summed(furnished))[:-1]])
    window = np.concatenate([[0.0], np.cumsum(score)])
    starts = np.searchsorted(ids, np.arange(total), side="left")
    ends = np.searchsorted(ids, np.arange(total), side="right")
    above = window[np.minimum(starts + 1, n)] - window[np.maximum(starts - 11, 0)]
    below = window[np.minimum(ends + 12, n)] - window[np.minimum(ends, n)]
    own = page.own

    def told(values: Vector) -> Vector:
        return values[ids] * loose

    columns = [
        told(np.log1p(length) / 4),
        told((length > 15).astype(float)),
        told(summed(furnished) / per),
        told(np.minimum(1.5, summed(page.size.astype(float)) / per / 10)),
        told(summed(own[:, AT["capitals"]]) / per),
        told(summed(run_shared) / per),
        told(np.minimum(2.0, above / 3)),
        told(np.minimum(2.0, below / 3)),
        told((np.arange(total) == total - 1).astype(float) + (np.arange(total) == 0)),
        np.log1p(so_far - at_start[ids]) * loose / 2,
        np.log1p(np.maximum(0.0, ahead - (ahead.max(initial=0.0) - (at_start + summed(furnished))[ids]))) * loose / 2,
        told(summed(own[:, AT["ends"]]) / per),
        told(summed(own[:, AT["digits"]]) / per),
        told(summed((known > 2).astype(float)) / per),
    ]
    return [*columns, *(told(np.minimum(1.0, summed((short & ((bits & bit) > 0)).astype(float)))) for bit in _BITS)]


def _near(shapes: Sequence[str], reach: int) -> Vector:
    """How many lines within reach have the same shape as a line, itself among them. (lines,)"""
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(s, len(numbers)) for s in shapes])
    out = np.ones(len(ids))
    for d in range(1, min(reach, len(ids) - 1) + 1):
        same = ids[d:] == ids[:-d]
        out[d:] += same
        out[:-d] += same
    return out


def _signposts(page: Measured, solid: NDArray[np.bool_], run: tuple[int, int]) -> list[Vector]:
    """For each kind of signpost: how near above and below one stands (1 next to it, 0 far), and whether one stands between the
    line and the prose above it."""
    bits = np.array(page.groups, dtype=np.int64)
    short = page.size <= 8
    since, until, between, passed = [], [], [], []
    inner = np.cumsum(solid & (np.arange(len(solid)) >= run[0])) >= 2
    prose_above = _last(solid)
    for bit in _BITS:
        posts = short & ((bits & bit) > 0)
        up, down = gaps(posts)
        since.append(np.exp(-(up - 1) / 8.0))
        until.append(np.exp(-(down - 1) / 8.0))
        between.append((_last(posts) > prose_above).astype(float))
        passed.append(np.log1p(np.cumsum(posts & inner)) / 3)
    return [*since, *until, *between, *passed]


def _last(where: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The number of the last marked line above each line, -1 if there is none."""
    marks = np.where(where, np.arange(len(where)), -1)
    out = np.maximum.accumulate(marks) if len(marks) else marks
    return np.concatenate([[-1], out[:-1]]).astype(np.int64)


def gaps(where: NDArray[np.bool_]) -> tuple[Vector, Vector]:
    """How many lines lie between each line and the last marked one above, and the next below (1: the next line; 200: none)."""
    number = np.arange(len(where))
    last, after = _last(where), _last(where[::-1])[::-1]
    up = np.where(last >= 0, number - last, 200)
    down = np.where(after >= 0, number - (len(where) - 1 - after), -200)
    return up.astype(float), -down.astype(float)


def _far(distance: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    """A distance in lines as bins; none if it is not positive."""
    low = 0
    out = []
    for high in (*_FAR, 10**9):
        out.append((distance > low) & (distance <= high))
        low = high
    return out


def _mean(values: Vector, d: int) -> Vector:
    """Mean over the lines at most d away."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    number = np.arange(len(values))
    high, low = np.minimum(number + d + 1, len(values)), np.maximum(number - d, 0)
    return np.asarray((sums[high] - sums[low]) / (high - low), dtype=float)


def shifted(base: Matrix, d: int, fill: float = 0.0) -> Matrix:
    """Row i holds row i + d of `base`, `fill` beyond the ends."""
    out = np.full_like(base, fill)
    if d > 0:
        out[: -d or None] = base[d:] if d < len(base) else out[: -d or None]
    elif -d < len(base):
        out[-d:] = base[:d]
    return out
