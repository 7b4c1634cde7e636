"""Train the line model of `stemma.reading`: `python -m tools.train_lines [--dry]` (needs scikit-learn and ../shared).

Labelled lines come from pages rendered to text with their chrome left in (aeb, aed; `evals.rendered` says how lines are labelled),
from the Retold development pages, and from the same pages with furniture of ours put in.
Prints figures cross-validated by site and by family. Unless --dry is given it writes src/stemma/reading/plain/lines.json (trained
on all pages) and evals/weights/lines.json.gz (six models, each trained without a sixth of the sites and families: what
`evals.figures.rendered_lines` measures with). Same data, same machine: same bytes.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy loads: sums in one order

import argparse
import gzip
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from evals.core import ROOT, SHARED
from evals.rendered import FOLDS, fold_of, rendered
from stemma.reading.plain import layout, standing
from stemma.reading.plain.features import Measured, measure
from stemma.reading.plain.linemodel import line_model, sigmoid
from stemma.reading.plain.settling import THRESHOLD, settle

OUT = ROOT / "src" / "stemma" / "reading" / "plain" / "lines.json"
FOLDS_OUT = ROOT / "evals" / "weights" / "lines.json.gz"
RETOLD_WEIGHT = 6.0
LEAST_COVERAGE = 0.75
"""A page of which less of the gold body is found trains nothing: its labels are wrong."""
FAR, EVERY = 15, 8
"""Of the lines more than FAR away from the report every EVERY-th is trained on, for the others too."""
REGULAR = 0.05
COLUMNS = 110
"""How many features each forest may use: those that gain most in a forest grown on aed alone, so that no page of the figures
on aeb and Retold has a say in the choice."""

Array = NDArray[np.float64]


@dataclass
class Page:
    """One page as lines with the truth (1 body, 0 not); `counts` is 0 where a line is neither."""

    name: str
    group: str
    kind: str
    lines: list[str]
    labels: Array
    counts: Array
    weight: float


def retold() -> Iterator[Page]:
    """Pages of the Retold families, the lost originals left out."""
    for gold in sorted((SHARED / "data" / "retold").glob("*/gold.json")):
        for a in json.loads(gold.read_text("utf-8"))["articles"]:
            if not a["visible"]:
                continue
            body = {b.strip() for b in a["body"]}
            lines = [s.strip() for s in (gold.parent / a["file"]).read_text("utf-8").split("\n") if s.strip()]
            labels = np.array([float(s in body) for s in lines])
            yield Page(
                f"{gold.parent.name}/{a['id']}", gold.parent.name, "retold", lines, labels, np.ones(len(lines)), RETOLD_WEIGHT
            )


def copied(name: str) -> Iterator[Page]:
    """Pages of aeb or aed rendered to text."""
    for p in rendered(SHARED / "data" / "reading" / name):
        weight = 1.0 if p.coverage >= LEAST_COVERAGE else 0.0
        yield Page(p.name, p.site, name, list(p.lines), p.body.astype(float), p.counts.astype(float), weight)


_CAPITAL = re.compile(r"[A-Za-z][a-z]{3,}")


def inserts() -> dict[str, list[list[str]]]:
    """Furniture written for training, by where it may stand."""
    out: dict[str, list[list[str]]] = {"mid": [], "end": []}
    text = (ROOT / "tools" / "line_inserts.txt").read_text("utf-8")
    for block in text.split("\n\n"):
        where, _, rest = block.strip().partition(" ")
        if where in ("mid", "end", "both"):
            for place in ("mid", "end") if where == "both" else (where,):
                out[place].append(rest.split("\n"))
    return out


def furnished(page: Page, blocks: dict[str, list[list[str]]], number: int) -> Page | None:
    """A page with furniture of ours put in, and a subhead made of the next paragraph's words: chosen by `number`, no chance.
    None where the report is too short for it."""
    rows = list(zip(page.lines, page.labels.tolist(), page.counts.tolist(), strict=True))
    body = [i for i, (line, label, _) in enumerate(rows) if label and len(line.split()) > 12]
    if len(body) < 4:
        return None
    end, mid = blocks["end"][number % len(blocks["end"])], blocks["mid"][number * 7 % len(blocks["mid"])]
    second = blocks["mid"][(number * 11 + 3) % len(blocks["mid"])]
    last = max(i for i, row in enumerate(rows) if row[1])
    extra = blocks["end"][(number * 5 + 1) % len(blocks["end"])]
    places = [(last + 1, [*end, *extra] if number % 2 else end, 0.0), (body[1 + number % (len(body) - 2)], mid, 0.0)]
    if number % 2:
        places.append((body[1 + (number * 3) % (len(body) - 2)], second, 0.0))
    if number % 3 != 1:
        at = body[1 + (number * 5) % (len(body) - 2)]
        words = _CAPITAL.findall(rows[at][0])[2 : 3 + number % 5]
        if words:
            heading = " ".join(words)
            heading = heading.upper() if number % 2 else heading.title() if number % 5 else heading.capitalize()
            places.append((at, [heading], 1.0))
    for at, block, label in sorted(places, key=lambda p: -p[0]):
        rows[at:at] = [(line, label, 1.0) for line in block]
    lines, labels, counts = zip(*rows, strict=True)
    return Page(f"{page.name}+", page.group, f"{page.kind}+", list(lines), np.array(labels), np.array(counts), page.weight * 0.5)


def importance(page: Page) -> Array:
    """The weight of every line: a page counts alike however many lines it has (long pages a little more); 0: not trained on."""
    number = np.arange(len(page.lines))
    body = np.flatnonzero(page.labels)
    away = np.abs(number[:, None] - body[None, :]).min(axis=1) if len(body) else np.full(len(number), FAR + 1)
    thinned = np.where(away > FAR, np.where(number % EVERY, 0.0, float(EVERY)), 1.0)
    return np.asarray(page.counts * page.weight * thinned * 30 / (len(number) + 30), dtype=float)


# -------------------------------------------------------------------------------------------------- fitting

Fitted = dict[str, object]


def grow(x: Array, y: Array, w: Array, trees: int, rate: float, leaves: int) -> HistGradientBoostingClassifier:
    """Boosted trees, by scikit-learn."""
    return HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=rate, max_leaf_nodes=leaves, max_depth=6, min_samples_leaf=60, l2_regularization=10.0,
        max_bins=63, max_features=0.15, early_stopping=False, random_state=0,
    ).fit(x, y, sample_weight=w)  # fmt: skip


def told_by(model: HistGradientBoostingClassifier, names: Sequence[str]) -> Fitted:
    """The trees in the JSON form that `stemma.reading.plain.trees` reads."""
    feature: list[int] = []
    threshold: list[float] = []
    right: list[int] = []
    value: list[float] = []
    roots: list[int] = []
    depth = 0
    for (grown,) in model._predictors:
        nodes = grown.nodes
        roots.append(len(feature))
        stack: list[tuple[int, int]] = [(0, -1)]
        while stack:
            at, parent = stack.pop()
            if parent >= 0:
                right[parent] = len(feature)
            node = nodes[at]
            depth = max(depth, int(node["depth"]))
            here = len(feature)
            leaf = bool(node["is_leaf"])
            feature.append(-1 if leaf else int(node["feature_idx"]))
            threshold.append(0.0 if leaf else float(f"{node['num_threshold']:.6g}"))
            value.append(round(float(node["value"]), 5) if leaf else 0.0)
            right.append(0)
            if not leaf:
                # Preorder: the left child is the next node, the right one comes when the left is done.
                stack += [(int(node["right"]), here), (int(node["left"]), -1)]
    base = round(float(model._baseline_prediction[0, 0]), 5)
    return {
        "names": list(names), "base": base, "depth": depth, "roots": roots,
        "feature": feature, "threshold": threshold, "right": right, "value": value,
    }  # fmt: skip


@dataclass
class Data:
    """All pages with what does not change between fits."""

    pages: list[Page]
    measured: list[Measured]
    first: list[Array]
    weight: list[Array]
    fold: list[int]

    def rows(self, x: Sequence[Array], chosen: Sequence[int]) -> tuple[Array, Array, Array]:
        """The rows of pages that are trained on, their labels and weights."""
        kept = [self.weight[i] > 0 for i in chosen]
        return (
            np.vstack([x[i][k] for i, k in zip(chosen, kept, strict=True)]),
            np.concatenate([self.pages[i].labels[k] for i, k in zip(chosen, kept, strict=True)]),
            np.concatenate([self.weight[i][k] for i, k in zip(chosen, kept, strict=True)]),
        )

    def second(self, page: int, read: Callable[[Array], Array]) -> Array:
        """A page's features for the second pass, where `read` is the first."""
        return standing.second_pass(self.measured[page], self.first[page], read(self.first[page]))

    def outside(self, *held: int) -> list[int]:
        """The pages of the other folds."""
        return [i for i in range(len(self.pages)) if self.fold[i] not in held]

    def inside(self, fold: int) -> list[int]:
        """The pages of one fold."""
        return [i for i in range(len(self.pages)) if self.fold[i] == fold]


Reader = Callable[[Array], Array]


def choose(data: Data, x: Sequence[Array]) -> list[int]:
    """The columns of `x` that a forest grown on the pages of aed gains most by, in their order."""
    rows = data.rows(x, [i for i, p in enumerate(data.pages) if p.kind.startswith("aed")])
    model = grow(*rows, 100, 0.1, 15)
    gain = np.zeros(rows[0].shape[1])
    for (grown,) in model._predictors:
        nodes = grown.nodes[grown.nodes["is_leaf"] == 0]
        np.add.at(gain, nodes["feature_idx"], nodes["gain"])
    return sorted(np.argsort(-gain, kind="stable")[:COLUMNS].tolist())


def fit_first(data: Data, chosen: Sequence[int], columns: Sequence[int]) -> tuple[Fitted, Reader]:
    """The first pass: its JSON form, and a function from features to chances."""
    x, y, w = data.rows(data.first, chosen)
    model = grow(x[:, columns], y, w, 150, 0.08, 15)
    told = told_by(model, [layout.FIRST_PASS[n] for n in columns])
    return told, lambda rows: sigmoid(np.asarray(model.decision_function(rows[:, columns]), dtype=float))


def fit_second(data: Data, chosen: Sequence[int], columns: Sequence[int], second: dict[int, Array]) -> Fitted:
    """The second pass; `second` are its features, made of chances that models gave which have not seen the page."""
    x, y, w = data.rows([second.get(i, np.zeros((0, 0))) for i in range(len(data.pages))], chosen)
    told = told_by(grow(x[:, columns], y, w, 120, 0.06, 11), [standing.SECOND_PASS[n] for n in columns])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        line = LogisticRegression(C=REGULAR, max_iter=200).fit(x, y, sample_weight=w)
    return told | {
        "regressed": list(standing.SECOND_PASS),
        "weights": [round(float(v), 4) for v in line.coef_[0]],
        "bias": round(float(line.intercept_[0]), 4),
    }


def train(data: Data) -> tuple[list[Fitted], Fitted]:
    """A model for every fold that has not seen it, and one that has seen all pages.

    A second pass is only ever trained on chances from first passes that have not seen the page, nor any page of the fold that the
    model is to be measured on: hence a first pass for every pair of folds.
    """
    one_columns = choose(data, data.first)
    pairs: dict[tuple[int, int], dict[int, Array]] = {}
    for f in range(FOLDS):
        for g in range(f):
            _, read = fit_first(data, data.outside(f, g), one_columns)
            for held, other in ((f, g), (g, f)):
                # features of the pages in `other`, where `held` is the fold to be measured on
                pairs[held, other] = {i: data.second(i, read) for i in data.inside(other)}
    firsts = [fit_first(data, data.outside(f), one_columns) for f in range(FOLDS)]
    seen = {i: data.second(i, firsts[f][1]) for f in range(FOLDS) for i in data.inside(f)}
    two_columns = choose(data, [seen[i] for i in range(len(data.pages))])
    models: list[Fitted] = []
    for f in range(FOLDS):
        second = {i: x for g in range(FOLDS) if g != f for i, x in pairs[f, g].items()}
        two = fit_second(data, data.outside(f), two_columns, second)
        models.append({"name": f"lines@2 without fold {f}", "first": firsts[f][0], "second": two})
    everything = list(range(len(data.pages)))
    one, _ = fit_first(data, everything, one_columns)
    return models, {"name": "lines@2", "first": one, "second": fit_second(data, everything, two_columns, seen)}


def scores(pages: Sequence[Page], kept: Sequence[Array]) -> dict[str, tuple[float, float]]:
    """Line F1 and word F1, micro, by kind of page."""
    out = {}
    for kind in sorted({p.kind for p in pages}):
        counts = np.zeros(6)
        for page, k in zip(pages, kept, strict=True):
            if page.kind == kind:
                size = np.array([len(s.split()) for s in page.lines]) * page.counts
                found, gold = (k > 0) * page.counts, page.labels * page.counts
                both = found * gold
                counts += [both.sum(), found.sum(), gold.sum(), size @ both, size @ found, size @ gold]
        out[kind] = (round(2 * counts[0] / (counts[1] + counts[2]), 4), round(2 * counts[3] / (counts[4] + counts[5]), 4))
    return out


def main() -> None:
    """Train, print the cross-validated figures, write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry", action="store_true", help="print figures and write nothing")
    arguments.add_argument("--errors", metavar="KIND", help="print the lines of a kind of page that cross-validation gets wrong")
    options = arguments.parse_args()
    pages = [*retold(), *copied("aeb"), *copied("aed")]
    if not pages:
        sys.exit(f"found no pages below {SHARED}; needed the development data")
    blocks = inserts()
    more = [furnished(p, blocks, n) for n, p in enumerate(pages) if p.kind == "retold" or n % 2]
    pages += [p for p in more if p is not None]
    print(len(pages), "pages", sum(len(p.lines) for p in pages), "lines")
    measured = [measure(p.lines) for p in pages]
    data = Data(
        pages, measured, [layout.first_pass(m) for m in measured], [importance(p) for p in pages], [fold_of(p.group) for p in pages]
    )
    folds, whole = train(data)
    readers = [line_model(m) for m in folds]
    chances = [readers[f].chances(p.lines) for p, f in zip(pages, data.fold, strict=True)]
    for threshold in (0.3, THRESHOLD, 0.5):
        print(threshold, "cross-validated", scores(pages, [(q >= threshold).astype(float) for q in chances]))
    settled = [np.array(settle(p.lines, q.tolist()), dtype=float) for p, q in zip(pages, chances, strict=True)]
    print("settled, cross-validated", scores(pages, settled), flush=True)
    if options.errors:
        for page, q, kept in zip(pages, chances, settled, strict=True):
            if page.kind == options.errors:
                for line, label, chance, k in zip(page.lines, page.labels, q, kept, strict=True):
                    if bool(k) != bool(label):
                        print(f"{page.name} {chance:.2f} {'lost' if label else 'kept'}: {line[:110]}")
    if options.dry:
        return
    OUT.write_text(_json(whole), "utf-8")
    FOLDS_OUT.parent.mkdir(parents=True, exist_ok=True)
    FOLDS_OUT.write_bytes(gzip.compress(json.dumps(folds, separators=(",", ":")).encode("utf-8"), 9, mtime=0))
    print("wrote", OUT.relative_to(ROOT), "and", FOLDS_OUT.relative_to(ROOT))


def _json(model: Fitted) -> str:
    """JSON with a line for every array, so that a change shows."""
    parts = []
    for key, part in model.items():
        if isinstance(part, dict):
            inner = ",\n".join(f'  "{k}": {json.dumps(v, separators=(",", ":"))}' for k, v in part.items())
            parts.append(f' "{key}": {{\n{inner}\n }}')
        else:
            parts.append(f' "{key}": {json.dumps(part)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
