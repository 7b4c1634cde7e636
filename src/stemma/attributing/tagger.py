"""The trained tagger: which words cue an attribution, and which words of the neighbourhood are its source and its content.

Three linear models. A logistic regression scores every word as the main word of a cue; seen from each that is likely enough, a
linear-chain conditional random field labels the words around it (Lafferty et al. 2001; `decoding`); a second logistic regression
judges what came out, all candidates of the article side by side. Features: `features.View` and `ranking`. Weights and
their provenance: docs/models/attribution.md; retrained by tools/train_attribution.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import chain

import numpy as np
import numpy.typing as npt

from stemma.attributing.bundles import Bundles
from stemma.attributing.decoding import decoded
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.ranking import Candidate, describe
from stemma.models.weights import verified

LABELS = ("O", "C", "S", "N")
"""Outside, cue, source, content."""
WEIGHTS = "attribution.npz"
SHA256 = "cc863b2e82b347ae07dfce4f4339fa0d35db9599f66d390410afda37068dc0bf"
LIKELY = 0.1
"""The probability from which a word is tried as a cue."""
THRESHOLD = 0.35
"""The probability of being right from which an attribution is kept."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The models: row of each feature, `cue` (rows,), `roles` (rows, labels), `moves` (labels, labels) from row to column,
    `rank` (rows,) with `scale` (numbers, 2): the mean to take off and the weight of each numeric feature."""

    cue_rows: dict[str, int]
    cue: Array
    bias: float
    role_rows: dict[str, int]
    roles: Array
    moves: Array
    rank_rows: dict[str, int]
    rank: Array
    scale: Array


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that ship, verified and read once a process. Raises `BadWeights` if the file is not the expected one."""
    with as_file(files("stemma.models") / WEIGHTS) as path, np.load(verified(path, SHA256), allow_pickle=False) as table:
        cue_rows, role_rows, rank_rows = (
            {name: n for n, name in enumerate(table[key].tobytes().decode("utf-8").split("\n"))}
            for key in ("cue_names", "role_names", "rank_names")
        )
        # A last row of zeros answers for every feature that the weights do not know.
        return Weights(
            cue_rows,
            np.append(table["cue"].astype(np.float32), np.float32(0)),
            float(table["bias"]),
            role_rows,
            np.vstack([table["roles"].astype(np.float32), np.zeros((1, len(LABELS)), np.float32)]),
            table["moves"].astype(np.float32),
            rank_rows,
            np.append(table["rank"].astype(np.float32), np.float32(0)),
            table["scale"].astype(np.float32),
        )


@lru_cache(maxsize=1)
def _rows() -> tuple[Bundles[int], Bundles[int]]:
    """The bundles of features as rows of the weights: of cues and of roles."""
    model = weights()
    return Bundles(_numbers(model.cue_rows)), Bundles(_numbers(model.role_rows))


def _numbers(rows: Mapping[str, int]) -> Callable[[Sequence[str]], tuple[int, ...]]:
    """Names to rows; the last row of every table, after all the known ones, answers for the unknown."""
    get, unknown = rows.get, len(rows)
    return lambda names: tuple([get(name, unknown) for name in names])


def _summed(table: Array, rows: Sequence[Sequence[int]]) -> Array:
    """For each word the sum of its features' weights; `rows` holds the rows of each word, at least one."""
    starts = np.cumsum([0, *(len(n) for n in rows[:-1])])
    flat = np.array(list(chain.from_iterable(rows)), np.int64)
    out: Array = np.add.reduceat(table[flat], starts, axis=0)
    return out


def cues(view: View) -> list[tuple[int, float]]:
    """Every word that could be a cue with the probability that it is, in order of place."""
    model, places = weights(), view.candidates()
    if not places:
        return []
    bundles = _rows()[0]
    # A feature counts once, however many of the word's children have it.
    scores = _summed(model.cue, [list(dict.fromkeys(view.cue_features(i, bundles))) for i in places]) + model.bias
    return [(i, float(p)) for i, p in zip(places, 1 / (1 + np.exp(-np.clip(scores, -30, 30))), strict=True)]


def candidates(view: View, likely: Sequence[tuple[int, float]]) -> list[Candidate]:
    """The attributions cued at words that may be cues, given with the probability that they are; left out where no word of the
    window is content."""
    model, bundles = weights(), _rows()[1]
    runs = [_summed(model.roles, view.role_features(anchor, bundles)) for anchor, _ in likely]
    out = []
    for (anchor, probability), (path, likelihood) in zip(likely, decoded(runs, model.moves), strict=True):
        low, _ = view.window(anchor)
        cue, source, content = (tuple(low + n for n, label in enumerate(path) if LABELS[label] == name) for name in "CSN")
        if content:
            frame = Frame(anchor=anchor, cue=cue or (anchor,), source=source, content=content, kind="tagged")
            out.append(Candidate(frame, probability, likelihood))
    return out


def frames(view: View) -> tuple[tuple[Frame, float], ...]:
    """All attributions that the tagger finds, by place of their anchor, each with the probability that it is right."""
    model = weights()
    found = candidates(view, [(i, probability) for i, probability in cues(view) if probability >= LIKELY])
    if not found:
        return ()
    described = describe(view, found)
    scores = _summed(model.rank, [_numbers(model.rank_rows)(tuple(dict.fromkeys(d.names))) for d in described])
    numbers = np.array([d.numbers for d in described], np.float32)
    # Summed without a matrix product: that one differs by processor, and warns of values that nobody has.
    weighed = ((numbers - model.scale[:, 0]) * model.scale[:, 1]).sum(axis=1)
    right = 1 / (1 + np.exp(-np.clip(scores + weighed, -30, 30)))
    return tuple((c.frame, float(p)) for c, p in zip(found, right, strict=True))
