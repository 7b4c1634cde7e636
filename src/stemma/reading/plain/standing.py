"""What can be said about a line once the first pass has judged the page: is it inside the report that the sure lines make up?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from stemma.reading.plain.features import AT, OWN, WORD, Matrix, Measured
from stemma.reading.plain.layout import PLACE, Vector, gaps, heaviest, shifted

_AROUND: Final = (-4, -3, -2, -1, 1, 2, 3, 4)
_REACH: Final = (5, 10, 20, 40)
_COSTS: Final = (0.15, 0.4)
_SURE: Final = (0.5, 0.8)
_SAID: Final = ("fit", "fit_names", "first", "second", "reporting", "quoted")
STANDING: Final = (
    "p",
    *(f"p@{d:+d}" for d in _AROUND),
    *(f"p_{side}_{d}" for d in _REACH for side in ("above", "below")),
    *("mass_above", "mass_below", "mass", "mass_lines"),
    *(f"{what}_{cost}" for cost in _COSTS for what in ("in_report", "from_start", "to_end", "report_share", "report_mean")),
    *(
        f"{what}_{sure}"
        for sure in _SURE
        for what in ("since_sure", "until_sure", "hole", "hole_mean", "hole_most", "hole_least", "hole_above", "hole_below")
    ),
    *("fit", "fit_names", "template_p", "signed", "bare_between"),
    *(f"{name}_{side}" for side in ("above", "here", "below") for name in _SAID),
)
SECOND_PASS: Final = (*STANDING, *OWN, *PLACE)


def second_pass(page: Measured, first: Matrix, p: Vector) -> Matrix:
    """Features of the second pass: (lines, len(SECOND_PASS)); `first` are those of the first pass, `p` (0..1) what it gave."""
    return np.hstack([standing(page, p), first[:, : len(OWN) + len(PLACE)]])


def standing(page: Measured, p: Vector) -> Matrix:
    """Features made of the first pass's chances: (lines, len(STANDING))."""
    n, size = len(p), page.size
    number = np.arange(n)
    logit = np.clip(np.log((p + 1e-4) / (1 - p + 1e-4)), -6, 6) / 3
    mass = np.concatenate([[0.0], np.cumsum(p * size)])
    sums = np.concatenate([[0.0], np.cumsum(p)])
    total = max(1e-6, float(mass[-1]))
    columns: list[Vector] = [logit, *(shifted(logit[:, None], d, -2.0)[:, 0] for d in _AROUND)]
    for d in _REACH:
        low, high = np.maximum(number - d, 0), np.minimum(number + 1 + d, n)
        columns += [(sums[number] - sums[low]) / d, (sums[high] - sums[number + 1]) / d]
    columns += [mass[:-1] / total, 1 - mass[1:] / total, np.full(n, np.log1p(total) / 8), np.full(n, np.log1p(p.sum()) / 5)]
    for cost in _COSTS:
        start, end = heaviest(p - cost)
        up, down = number - start, end - 1 - number
        columns += [
            ((up >= 0) & (down >= 0)).astype(float),
            np.sign(up) * np.log1p(np.abs(up)) / 4,
            np.sign(down) * np.log1p(np.abs(down)) / 4,
            np.full(n, float(p[start:end].sum()) / max(1e-6, float(p.sum()))),
            np.full(n, float(p[start:end].mean()) if end > start else 0.0),
        ]
    for sure in _SURE:
        columns += _holes(p, p > sure, mass)
    fit, fit_names = _fit(page, p > 0.6)
    beside = shifted(logit[:, None], -1, -2.0)[:, 0], shifted(logit[:, None], 1, -2.0)[:, 0]
    bare = (size <= 12) & (np.array(page.groups) == 0) & (beside[0] > 0.28) & (beside[1] > 0.28)
    columns += [fit, fit_names, _templates(page.shapes, p), _signed(page, p), bare.astype(float)]
    columns += _neighbourhood(page, fit, fit_names)
    return np.column_stack(columns).reshape(n, len(STANDING))


def _holes(p: Vector, sure: np.ndarray[tuple[int], np.dtype[np.bool_]], mass: Vector) -> list[Vector]:
    """For each line the way to the next sure line above and below, and what the hole between two sure lines is like."""
    n = len(p)
    up, down = gaps(sure)
    ids = np.cumsum(sure)
    count = int(ids[-1]) + 1
    loose = ~sure
    length = np.bincount(ids, weights=loose.astype(float), minlength=count)
    mean = np.bincount(ids, weights=p * loose, minlength=count) / np.maximum(1.0, length)
    most, least = np.zeros(count), np.ones(count)
    np.maximum.at(most, ids, p * loose)
    np.minimum.at(least, ids, np.where(loose, p, 1.0))
    starts = np.searchsorted(ids, np.arange(count), side="left")
    ends = np.searchsorted(ids, np.arange(count), side="right")
    above = mass[np.minimum(starts + 1, n)] - mass[np.maximum(starts - 14, 0)]
    below = mass[np.minimum(ends + 15, n)] - mass[np.minimum(ends, n)]
    return [
        np.log1p(np.minimum(up, 80)) / 4,
        np.log1p(np.minimum(down, 80)) / 4,
        np.log1p(length)[ids] * loose / 4,
        mean[ids] * loose,
        most[ids] * loose,
        least[ids] * loose,
        np.log1p(above)[ids] / 6,
        np.log1p(below)[ids] / 6,
    ]


def _fit(page: Measured, sure: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Vector, Vector]:
    """The share of each line's content words, and of its names, that other sure lines hold."""
    out = []
    for words in (page.content, page.names):
        weight = Counter(w for found, s in zip(words, sure, strict=True) if s for w in found)
        out.append(
            np.array(
                [sum(weight[w] > s for w in found) / max(1, len(found)) for found, s in zip(words, sure.tolist(), strict=True)]
            )
        )
    return out[0], out[1]


def _templates(shapes: Sequence[str], p: Vector) -> Vector:
    """The mean chance of the other lines of the same shape; -1 where there are none."""
    sums: dict[str, float] = {}
    common = Counter(shapes)
    for shape, q in zip(shapes, p.tolist(), strict=True):
        sums[shape] = sums.get(shape, 0.0) + q
    return np.array(
        [(sums[s] - q) / (common[s] - 1) if s and common[s] > 1 else -1.0 for s, q in zip(shapes, p.tolist(), strict=True)]
    )


def _signed(page: Measured, p: Vector) -> Vector:
    """1 where a line opens with a name that a short line above the report also holds: an author's note."""
    first = next((i for i in range(len(p)) if p[i] > 0.7), 0)
    heads = [WORD.findall(page.texts[i]) for i in range(max(0, first - 6), first + 1) if page.size[i] <= 12]
    pairs = {(a, b) for words in heads for a, b in pairwise(words) if a[:1].isupper() and b[:1].isupper()}
    out = np.zeros(len(p))
    if pairs:
        for i in range(first + 2, len(p)):
            words = WORD.findall(page.texts[i][:80])[:4]
            out[i] = tuple(words[:2]) in pairs or (len(words) > 2 and words[0].casefold() == "by" and tuple(words[1:3]) in pairs)
    return out


def _neighbourhood(page: Measured, fit: Vector, fit_names: Vector) -> list[Vector]:
    """Means over the four longer lines above, the line itself with two on each side, and the four below."""
    told = np.column_stack([fit, fit_names, *(page.own[:, AT[name]] for name in _SAID[2:])])
    number = np.arange(len(fit))
    at = np.flatnonzero(page.size > 8)
    sums = np.vstack([np.zeros(told.shape[1]), np.cumsum(told[at], axis=0)])
    k = np.searchsorted(at, number)
    here = np.isin(number, at)
    out: list[Vector] = []
    for low, high in ((k - 4, k), (k - 2, k + here + 2), (k + here, k + here + 4)):
        a, b = np.clip(low, 0, len(at)), np.clip(high, 0, len(at))
        out += list(((sums[b] - sums[a]) / np.maximum(1, b - a)[:, None]).T)
    return out
