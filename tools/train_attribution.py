"""Retrains the attribution tagger from PolNeAR and writes src/stemma/models/attribution.npz.

    python -m tools.train_attribution ../shared/data/attribution/polnear-train.jsonl [-o OUT.npz]

Needs scikit-learn, scipy and python-crfsuite, none of which stemma needs to run. Prints the hash to put into
`stemma.attributing.tagger.SHA256`. About twenty minutes on one core; the same data gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pycrfsuite
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from evals.figures.attribution import ROLES, STOP, WORD, article_of, covered, jaccard
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import pair
from stemma.attributing.ranking import Candidate, Described, describe
from stemma.attributing.tagger import LABELS, LIKELY
from stemma.attributing.trees import Tree
from stemma.model import Span
from stemma.models.weights import hash_of
from stemma.parsing import parse

RARE = 3
"""A feature seen less often is left out."""
CUE_C = 0.1
ROLE_SETTINGS = {"c1": 1.0, "c2": 1.0, "feature.possible_transitions": True, "feature.minfreq": RARE}
ROUNDS, FOLD_ROUNDS = 75, 50
RANK_C = 0.05


def views(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], View]]:
    """Each PolNeAR row with its parse as the tagger sees it."""
    for row in rows:
        article = article_of(row)
        yield row, View(Tree(parse(article)), pair(article.text, article.body))


def gold(row: Mapping[str, Any], view: View) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """The gold attributions of a row as (main word of the cue, tokens of each role); those without cue or content are left out."""
    possible = set(view.candidates())
    for attribution in row["attributions"]:
        at = {
            role: sorted({i for a, b in attribution[role] for i in view.tree.within(Span(a, b))})
            for role in ("cue", "source", "content")
        }
        if at["cue"] and at["content"]:
            choice = [i for i in at["cue"] if i in possible] or at["cue"]
            yield min(choice, key=lambda i: (view.tree.depth[i], i)), at


def train_cues(data: Sequence[tuple[Mapping[str, Any], View]]) -> tuple[list[str], npt.NDArray[np.float64], float]:
    """The logistic regression of cues: feature names, weights, bias."""
    rows: dict[str, int] = {}
    numbers: list[int] = []
    starts, labels = [0], []
    for row, view in data:
        anchors = {anchor for anchor, _ in gold(row, view)}
        for i in view.candidates():
            numbers.extend(rows.setdefault(f, len(rows)) for f in dict.fromkeys(view.cue(i)))
            starts.append(len(numbers))
            labels.append(i in anchors)
    counts = Counter(numbers)
    kept = [n for n in range(len(rows)) if counts[n] >= RARE]
    table = csr_matrix(
        (np.ones(len(numbers), np.float32), np.array(numbers, np.int32), np.array(starts)), shape=(len(labels), len(rows))
    )
    model = LogisticRegression(C=CUE_C, solver="liblinear", max_iter=200, random_state=0).fit(table[:, kept], labels)
    names = list(rows)
    return [names[n] for n in kept], model.coef_.ravel(), float(model.intercept_[0])


def train_roles(data: Sequence[tuple[Mapping[str, Any], View]], path: Path, rounds: int) -> Any:
    """The conditional random field of roles as an open crfsuite tagger, kept in a file at `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for row, view in data:
        for anchor, at in gold(row, view):
            low, high = view.window(anchor)
            labels = ["O"] * (high - low)
            for role, label in (("content", "N"), ("source", "S"), ("cue", "C")):
                for i in at[role]:
                    if low <= i < high:
                        labels[i - low] = label
            trainer.append(view.roles(anchor), labels)
    trainer.select("lbfgs")
    trainer.set_params({**ROLE_SETTINGS, "max_iterations": rounds})
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def unpacked(tagger: Any) -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The weights of an open crfsuite tagger as arrays in the order of `LABELS`."""
    info = tagger.info()
    rows: dict[str, int] = {}
    for name, _ in sorted(info.state_features):
        rows.setdefault(name, len(rows))
    weights, moves = np.zeros((len(rows), len(LABELS))), np.zeros((len(LABELS), len(LABELS)))
    for (name, label), weight in info.state_features.items():
        weights[rows[name], LABELS.index(label)] = weight
    for (a, b), weight in info.transitions.items():
        moves[LABELS.index(a), LABELS.index(b)] = weight
    return list(rows), weights, moves


def candidates(view: View, cues: Mapping[str, float], bias: float, tagger: Any) -> list[Candidate]:
    """What the two first models find in one article, as `stemma.attributing.tagger.frames` does."""
    out = []
    for i in view.candidates():
        p = 1 / (1 + math.exp(-bias - sum(cues.get(f, 0.0) for f in dict.fromkeys(view.cue(i)))))
        if p < LIKELY:
            continue
        low, _ = view.window(i)
        tagger.set(view.roles(i))
        labels = tagger.tag()
        cue, source, content = (tuple(low + n for n, x in enumerate(labels) if x == label) for label in "CSN")
        if content:
            frame = Frame(anchor=i, cue=cue or (i,), source=source, content=content, kind="tagged")
            out.append(Candidate(frame, p, math.log(max(tagger.probability(labels), 1e-30))))
    return out


def verdicts(row: Mapping[str, Any], view: View, found: Sequence[Candidate]) -> list[bool]:
    """For each candidate whether it is the one that the metric would match with a gold attribution, and right."""
    tokens = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(row["text"])]

    def at(indices: tuple[int, ...]) -> set[int]:
        return covered(tokens, [(view.tokens[a].start, view.tokens[b].end) for a, b in view.tree.runs(indices)])

    true = [{role: covered(tokens, a[role]) for role in ROLES} for a in row["attributions"] if a["content"]]
    have = [(at(c.frame.content), at(c.frame.source)) for c in found]
    pairs = sorted(
        (
            (jaccard(t["content"], h[0]), found[j].cue, i, j)
            for i, t in enumerate(true)
            for j, h in enumerate(have)
            if t["content"] & h[0]
        ),
        reverse=True,
    )
    out, used_i, used_j = [False] * len(found), set[int](), set[int]()
    for value, _, i, j in pairs:
        if value < 0.5 or i in used_i or j in used_j:
            continue
        used_i.add(i)
        used_j.add(j)
        wanted, got = true[i]["source"], have[j][1]
        strong, ours = ({t for t in s if tokens[t][2] not in STOP} for s in (wanted, got))
        out[j] = not wanted or bool(strong & ours) or (not strong and bool(wanted & got))
    return out


def train_rank(
    described: Sequence[Described], labels: Sequence[bool]
) -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The logistic regression that judges candidates: feature names, weights, and (mean, weight) of each numeric feature."""
    counts = Counter(f for d in described for f in dict.fromkeys(d.names))
    names = sorted(f for f in counts if counts[f] >= 5)
    rows = {f: n for n, f in enumerate(names)}
    numbers: list[int] = []
    starts = [0]
    for d in described:
        numbers.extend(rows[f] for f in dict.fromkeys(d.names) if f in rows)
        starts.append(len(numbers))
    flags = csr_matrix((np.ones(len(numbers)), np.array(numbers), np.array(starts)), shape=(len(described), len(names)))
    values = np.array([d.numbers for d in described])
    mean, spread = values.mean(axis=0), values.std(axis=0)
    model = LogisticRegression(C=RANK_C, max_iter=500).fit(hstack([flags, csr_matrix((values - mean) / spread)]).tocsr(), labels)
    weights = model.coef_.ravel()
    # The bias goes to a feature that every candidate has.
    weights[rows["bias"]] += float(model.intercept_[0])
    return names, weights[: len(names)], np.stack([mean, weights[len(names) :] / spread], axis=1)


def write(
    path: Path, cues: tuple[list[str], Any, float], roles: tuple[list[str], Any, Any], rank: tuple[list[str], Any, Any]
) -> None:
    """All models in one file; weights that round to nothing are left out."""
    cue_kept = [n for n in range(len(cues[0])) if abs(cues[1][n]) >= 0.01]
    role_kept = [n for n in range(len(roles[0])) if np.abs(roles[1][n]).max() >= 0.01]

    def packed(names: list[str], kept: Sequence[int]) -> npt.NDArray[np.uint8]:
        return np.frombuffer("\n".join(names[n] for n in kept).encode("utf-8"), np.uint8)

    np.savez_compressed(
        path,
        cue_names=packed(cues[0], cue_kept),
        cue=cues[1][cue_kept].astype(np.float16),
        bias=np.float32(cues[2]),
        role_names=packed(roles[0], role_kept),
        roles=roles[1][role_kept].astype(np.float16),
        moves=roles[2].astype(np.float32),
        rank_names=packed(rank[0], range(len(rank[0]))),
        rank=rank[1].astype(np.float32),
        scale=rank[2].astype(np.float32),
    )


def main() -> None:
    """Train on the rows of one file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=Path("src/stemma/models/attribution.npz"))
    chosen = parser.parse_args()
    data = list(views([json.loads(line) for line in chosen.rows.read_text("utf-8").splitlines()]))
    described: list[Described] = []
    labels: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        # The judge must see what the other two make of articles that they were not trained on.
        for half in (0, 1):
            seen, unseen = ([d for n, d in enumerate(data) if (n % 2 == half) == held] for held in (False, True))
            names, weights, bias = train_cues(seen)
            tagger = train_roles(seen, Path(folder) / "half.crf", FOLD_ROUNDS)
            for row, view in unseen:
                found = candidates(view, dict(zip(names, weights, strict=True)), bias, tagger)
                described += describe(view, found)
                labels += verdicts(row, view, found)
        roles = unpacked(train_roles(data, Path(folder) / "all.crf", ROUNDS))
    write(chosen.out, train_cues(data), roles, train_rank(described, labels))
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB, SHA256 = {hash_of(chosen.out)!r}")


if __name__ == "__main__":
    main()
