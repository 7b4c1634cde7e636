"""Retrains the attribution tagger from PolNeAR and writes src/stemma/models/attribution.npz.

    python -m tools.train_attribution ../shared/data/attribution/polnear-train.jsonl [-o OUT.npz] [--cache FOLDER] [--jobs N]

Needs scikit-learn, scipy and python-crfsuite, none of which stemma needs to run. Tells on stderr how far it is; prints the hash to
put into `stemma.attributing.tagger.SHA256`. The same data and versions give the same bytes, with any number of jobs: nothing is
drawn at random, articles are taken in the order of the file, every solver runs on one thread, and weights are rounded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import multiprocessing
import pickle
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pycrfsuite
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from evals.figures.attribution import ROLES, STOP, WORD, article_of, covered, jaccard
from stemma import parsing
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import pair
from stemma.attributing.ranking import Candidate, Described, describe
from stemma.attributing.tagger import LABELS, LIKELY
from stemma.attributing.trees import Tree
from stemma.model import Article, Parsed, Span
from stemma.models.weights import hash_of

RARE = 3
"""A feature seen less often is left out."""
CUE_C = 0.1
ROLE_SETTINGS = {"c1": 1.0, "c2": 1.0, "feature.possible_transitions": True, "feature.minfreq": RARE}
ROUNDS, FOLD_ROUNDS = 75, 50
RANK_C = 0.05
FOLDS = 2
FEW, FEW_ROUNDS = 40, 10
"""Articles and rounds of a quick run, which tries the road and not the weights."""
PLACES = 3
"""Decimal places that are kept of a weight: what differs beyond them is noise of the solver."""

Row = Mapping[str, Any]
Cues = tuple[list[str], npt.NDArray[np.float64], float]


@dataclass(frozen=True, slots=True)
class Task:
    """What every step needs to know: the rows, where parses and fields are kept, the number of folds, a quick run or not."""

    rows: Path
    cache: Path
    folds: int
    quick: bool

    def field(self, fold: int | None) -> Path:
        """Where the field that has not seen a fold is kept, or the one that has seen everything."""
        return self.cache / f"field-{'all' if fold is None else fold}{'-quick' if self.quick else ''}.crf"

    def rounds(self, fold: int | None) -> int:
        """How many rounds a field is trained for."""
        return FEW_ROUNDS if self.quick else ROUNDS if fold is None else FOLD_ROUNDS


def say(text: str) -> None:
    """Progress, with the time of day."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def read_rows(path: Path, quick: bool) -> list[Row]:
    """The rows of a PolNeAR file in its order, or the first few of them."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return rows[:FEW] if quick else rows


def kept_parse(article: Article, cache: Path) -> Parsed:
    """The parse of an article, from the folder if it is there; another text or another parsing module is another file."""
    key = hashlib.sha256(f"{parsing.BY}\0{hash_of(Path(parsing.__file__))}\0{article.id}\0{article.text}".encode()).hexdigest()
    file = cache / f"{key}.parse"
    if file.is_file():
        found: Parsed = pickle.loads(file.read_bytes())
        return found
    parsed = parsing.parse(article)
    # Written whole or not at all, so that an interrupted run leaves nothing half.
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(parsed))
    part.replace(file)
    return parsed


@lru_cache(maxsize=1)
def load(task: Task) -> list[tuple[Row, View]]:
    """Each row with its parse as the tagger sees it, in the order of the file."""
    out = []
    for row in read_rows(task.rows, task.quick):
        article = article_of(row)
        out.append((row, View(Tree(kept_parse(article, task.cache)), pair(article.text, article.body))))
    return out


def gold(row: Row, view: View) -> Iterator[tuple[int, dict[str, list[int]]]]:
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


@dataclass(frozen=True, slots=True)
class Table:
    """All possible cues of the data: one row a word, `articles` and `places` say which, `labels` whether it is one."""

    names: list[str]
    flags: csr_matrix
    labels: npt.NDArray[np.bool_]
    articles: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]


def tabled(data: Sequence[tuple[Row, View]]) -> Table:
    """The features of every possible cue, names in the order in which they are met."""
    rows: dict[str, int] = {}
    numbers, starts, places, articles = array("i"), array("q", [0]), array("q"), array("q")
    labels: list[bool] = []
    for n, (row, view) in enumerate(data):
        anchors = {anchor for anchor, _ in gold(row, view)}
        for i in view.candidates():
            numbers.extend(rows.setdefault(f, len(rows)) for f in dict.fromkeys(view.cue(i)))
            starts.append(len(numbers))
            labels.append(i in anchors)
            places.append(i)
            articles.append(n)
    flags = csr_matrix(
        (np.ones(len(numbers), np.float64), np.array(numbers, np.int32), np.array(starts)), shape=(len(labels), len(rows))
    )
    return Table(list(rows), flags, np.array(labels), np.array(articles), np.array(places))


def train_cues(table: Table, seen: npt.NDArray[np.bool_]) -> Cues:
    """The logistic regression of cues on the rows `seen`: feature names, weights, bias."""
    flags = table.flags[seen]
    kept = np.flatnonzero(np.bincount(flags.indices, minlength=len(table.names)) >= RARE)
    model = LogisticRegression(C=CUE_C, solver="liblinear", max_iter=200, random_state=0).fit(flags[:, kept], table.labels[seen])
    return [table.names[n] for n in kept], model.coef_.ravel(), float(model.intercept_[0])


def likely(table: Table, unseen: npt.NDArray[np.bool_], cues: Cues) -> dict[int, list[tuple[int, float]]]:
    """For each article among the rows `unseen` the words that are likely enough to be cues, with their probabilities."""
    weights = dict(zip(cues[0], cues[1], strict=True))
    scores = table.flags[unseen] @ np.array([weights.get(name, 0.0) for name in table.names]) + cues[2]
    out: dict[int, list[tuple[int, float]]] = {}
    for n, i, p in zip(table.articles[unseen], table.places[unseen], 1 / (1 + np.exp(-scores)), strict=True):
        if p >= LIKELY:
            out.setdefault(int(n), []).append((int(i), float(p)))
    return out


def cue_step(task: Task) -> tuple[Cues, list[dict[int, list[tuple[int, float]]]]]:
    """The cue model of all articles, and for each fold what a model that has not seen it finds there."""
    with threadpool_limits(1):
        table = tabled(load(task))
        say(f"cues: {table.flags.shape[0]} words, {table.flags.shape[1]} features")
        found = []
        for fold in range(task.folds):
            held = table.articles % task.folds == fold
            found.append(likely(table, held, train_cues(table, ~held)))
            say(f"cues: fold {fold} judged")
        return train_cues(table, np.ones(len(table.labels), np.bool_)), found


def train_roles(data: Sequence[tuple[Row, View]], path: Path, rounds: int) -> None:
    """The conditional random field of roles, written to `path`."""
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


def opened(path: Path) -> Any:
    """The crfsuite tagger of a file."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def role_step(task: Task, fold: int | None) -> Path:
    """Train the field of all articles, or of those outside a fold."""
    data = [d for n, d in enumerate(load(task)) if fold is None or n % task.folds != fold]
    path = task.field(fold)
    train_roles(data, path, task.rounds(fold))
    say(f"roles: field of {'all' if fold is None else f'all but fold {fold}'} done ({len(data)} articles)")
    return path


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


def candidates(view: View, cues: Sequence[tuple[int, float]], tagger: Any) -> list[Candidate]:
    """What the two first models find in one article, as `stemma.attributing.tagger.frames` does; `cues`: word, probability."""
    out = []
    for i, p in cues:
        low, _ = view.window(i)
        tagger.set(view.roles(i))
        labels = tagger.tag()
        cue, source, content = (tuple(low + n for n, x in enumerate(labels) if x == label) for label in "CSN")
        if content:
            frame = Frame(anchor=i, cue=cue or (i,), source=source, content=content, kind="tagged")
            out.append(Candidate(frame, p, math.log(max(tagger.probability(labels), 1e-30))))
    return out


def judge_step(task: Task, fold: int, cues: Mapping[int, Sequence[tuple[int, float]]]) -> tuple[list[Described], list[bool]]:
    """What models that have not seen a fold find there, as the judge sees it, and whether each is right."""
    tagger, data = opened(task.field(fold)), load(task)
    described: list[Described] = []
    labels: list[bool] = []
    for n in range(fold, len(data), task.folds):
        row, view = data[n]
        found = candidates(view, cues.get(n, ()), tagger)
        described += describe(view, found)
        labels += verdicts(row, view, found)
    say(f"judge: {len(labels)} candidates of fold {fold}, {sum(labels)} right")
    return described, labels


def verdicts(row: Row, view: View, found: Sequence[Candidate]) -> list[bool]:
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
    table = hstack([flags, csr_matrix((values - mean) / np.where(spread > 0, spread, 1.0))]).tocsr()
    with threadpool_limits(1):
        model = LogisticRegression(C=RANK_C, max_iter=500).fit(table, labels)
    weights = model.coef_.ravel()
    # The bias goes to a feature that every candidate has.
    weights[rows["bias"]] += float(model.intercept_[0])
    return names, weights[: len(names)], np.stack([mean, weights[len(names) :] / np.where(spread > 0, spread, 1.0)], axis=1)


def write(path: Path, cues: Cues, roles: tuple[list[str], Any, Any], rank: tuple[list[str], Any, Any]) -> None:
    """All models in one file; weights that round to nothing are left out."""
    cue_kept = [n for n in range(len(cues[0])) if abs(cues[1][n]) >= 0.01]
    role_kept = [n for n in range(len(roles[0])) if np.abs(roles[1][n]).max() >= 0.01]

    def packed(names: list[str], kept: Sequence[int]) -> npt.NDArray[np.uint8]:
        return np.frombuffer("\n".join(names[n] for n in kept).encode("utf-8"), np.uint8)

    np.savez_compressed(
        path,
        cue_names=packed(cues[0], cue_kept),
        cue=cues[1][cue_kept].round(PLACES).astype(np.float16),
        bias=np.float32(round(cues[2], PLACES)),
        role_names=packed(roles[0], role_kept),
        roles=roles[1][role_kept].round(PLACES).astype(np.float16),
        moves=roles[2].round(PLACES).astype(np.float32),
        rank_names=packed(rank[0], range(len(rank[0]))),
        rank=rank[1].round(PLACES).astype(np.float32),
        scale=rank[2].round(PLACES).astype(np.float32),
    )


class Here(Executor):
    """An executor that does everything at once and in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The outcome of a call that is over."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def train(task: Task, pool: Executor) -> tuple[Cues, tuple[list[str], Any, Any], tuple[list[str], Any, Any]]:
    """The three models. The judge sees only what the other two make of articles that they were not trained on."""
    whole = pool.submit(role_step, task, None)
    cue_work = pool.submit(cue_step, task)
    fields = [pool.submit(role_step, task, fold) for fold in range(task.folds)]
    cues, found = cue_work.result()
    judged = []
    for fold, field in enumerate(fields):
        field.result()
        judged.append(pool.submit(judge_step, task, fold, found[fold]))
    described = [d for work in judged for d in work.result()[0]]
    labels = [right for work in judged for right in work.result()[1]]
    rank = train_rank(described, labels)
    say(f"judge: trained on {len(labels)} candidates")
    return cues, unpacked(opened(whole.result())), rank


def main(words: Sequence[str] | None = None) -> None:
    """Train on the rows of one file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=Path("src/stemma/models/attribution.npz"))
    parser.add_argument("--cache", type=Path, help="folder that keeps parses between runs; without it they are thrown away")
    parser.add_argument("--folds", type=int, default=FOLDS, help="parts of the data that the judge is trained by turns on")
    parser.add_argument("--jobs", type=int, default=1, help="processes; the weights do not depend on it")
    parser.add_argument("--quick", action="store_true", help=f"the first {FEW} articles and {FEW_ROUNDS} rounds: tries the road")
    chosen = parser.parse_args(words)
    if chosen.folds < 2 or chosen.jobs < 1:
        parser.error("--folds must be at least 2 and --jobs at least 1")
    with tempfile.TemporaryDirectory() as folder:
        cache = chosen.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        task = Task(chosen.rows, cache, chosen.folds, chosen.quick)
        say(f"parsed {len(load(task))} articles")
        if chosen.jobs == 1:
            models = train(task, Here())
        else:
            # Started afresh and not forked: the parser's threads do not survive a fork.
            with ProcessPoolExecutor(chosen.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
                models = train(task, pool)
    write(chosen.out, *models)
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB, SHA256 = {hash_of(chosen.out)!r}")


if __name__ == "__main__":
    main()
