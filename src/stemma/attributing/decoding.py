"""The best labels of many runs of words, and how likely they are: a linear-chain field decoded for all runs side by side.

Viterbi's algorithm for the labels, the forward algorithm for their probability (Lafferty et al. 2001), one step a word: a step of
all the runs that are still going costs little more than the step of one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_TOGETHER = 256
"""How many runs are decoded at once, so that memory stays bounded."""


def decoded(runs: Sequence[Array], moves: Array) -> list[tuple[list[int], float]]:
    """The best path of labels of each run and its log-probability among all paths.

    `runs` are the scores of every word's labels (words, labels), at least one word each, `moves` (labels, labels) from row to
    column. Ties go to the lower label.
    """
    # The longest first: those that are still going at a step are then the first so many.
    order = sorted(range(len(runs)), key=lambda n: (-len(runs[n]), n))
    found: list[tuple[list[int], float]] = [([], 0.0)] * len(runs)
    for at in range(0, len(order), _TOGETHER):
        numbers = order[at : at + _TOGETHER]
        for n, one in zip(numbers, _decoded([runs[n] for n in numbers], moves), strict=True):
            found[n] = one
    return found


def _decoded(runs: Sequence[Array], moves: Array) -> list[tuple[list[int], float]]:
    """`decoded` for runs that come with the longest first."""
    lengths = np.array([len(run) for run in runs])
    going = [int((lengths > t).sum()) for t in range(lengths[0])]
    scores = np.zeros((lengths[0], len(runs), len(moves)), np.float32)
    for n, run in enumerate(runs):
        scores[: len(run), n] = run
    paths = _best(scores, going, moves)
    totals = _total(scores, going, moves)
    out = []
    for n, run in enumerate(runs):
        path = paths[: len(run), n]
        own = float(run[np.arange(len(run)), path].sum()) + float(moves[path[:-1], path[1:]].astype(np.float64).sum())
        out.append((path.tolist(), min(0.0, own - totals[n])))
    return out


def _best(scores: Array, going: Sequence[int], moves: Array) -> npt.NDArray[np.int64]:
    """The best labels, shape (words, runs)."""
    best = scores[0].copy()
    back = np.zeros(scores.shape, np.int64)
    for t in range(1, len(scores)):
        through = best[: going[t], :, None] + moves
        back[t, : going[t]] = through.argmax(axis=1)
        best[: going[t]] = through.max(axis=1) + scores[t, : going[t]]
    paths = np.zeros(scores.shape[:2], np.int64)
    label = best.argmax(axis=1)
    for t in range(len(scores) - 1, -1, -1):
        paths[t, : going[t]] = label[: going[t]]
        label[: going[t]] = back[t, np.arange(going[t]), label[: going[t]]]
    return paths


def _total(scores: Array, going: Sequence[int], moves: Array) -> list[float]:
    """The logarithm of the sum over all paths of each run, rescaled at every step."""
    peaks = scores.max(axis=2)
    weighed, step = np.exp(scores - peaks[..., None]), np.exp(moves)
    forward = weighed[0].copy()
    totals = peaks[0].astype(np.float64)
    for t in range(1, len(scores)):
        here = slice(going[t])
        size = forward[here].sum(axis=1)
        totals[here] += np.log(size.astype(np.float64)) + peaks[t, here]
        forward[here] = (forward[here] / size[:, None]) @ step * weighed[t, here]
    out: list[float] = (totals + np.log(forward.sum(axis=1).astype(np.float64))).tolist()
    return out
