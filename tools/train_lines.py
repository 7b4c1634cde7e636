"""Train the line model of `stemma.reading`: `python tools/train_lines.py [--dry]` (needs scikit-learn and ../shared).

Labelled lines come from pages rendered to text with their chrome left in (aeb, aed) and from the Retold development pages.
Prints figures cross-validated by site and by family; writes src/stemma/reading/lines.json unless --dry is given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from lxml import html
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from stemma.reading import features
from stemma.reading.rendering import render
from stemma.reading.settling import settle

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
OUT = ROOT / "src" / "stemma" / "reading" / "lines.json"
C1, C2 = 0.05, 0.05
RETOLD_WEIGHT = 6.0
_WORD = re.compile(r"\w+")


@dataclass
class Page:
    """One page as lines, with the truth: 1 body, 0 not."""

    name: str
    group: str
    kind: str
    lines: list[str]
    labels: NDArray[np.float64]
    weight: float


def retold() -> Iterator[Page]:
    """Pages of the Retold families, the lost originals left out."""
    for gold in sorted((SHARED / "retold").glob("*/gold.json")):
        for a in json.loads(gold.read_text("utf-8"))["articles"]:
            if not a["visible"]:
                continue
            body = {b.strip() for b in a["body"]}
            lines = [s.strip() for s in (gold.parent / a["file"]).read_text("utf-8").split("\n") if s.strip()]
            labels = np.array([float(s in body) for s in lines])
            yield Page(f"{gold.parent.name}/{a['id']}", gold.parent.name, "retold", lines, labels, RETOLD_WEIGHT)


def rendered(name: str) -> Iterator[Page]:
    """Pages of aeb or aed rendered to text; a line is body if its words stand, in order, in the gold body."""
    folder = SHARED / "reading" / name
    truth = json.loads((folder / ("ground-truth.json" if name == "aeb" else "articles.json")).read_text("utf-8"))
    for key, gold in sorted(truth.items()):
        path = folder / "html" / f"{key}.html.gz"
        if not path.exists() or not gold.get("articleBody"):
            continue
        text, _ = render(
            html.fromstring(
                gzip.decompress(path.read_bytes()).decode("utf-8", "replace").encode("utf-8"),
                parser=html.HTMLParser(encoding="utf-8"),
            )
        )
        lines = text.split("\n")
        body = " ".join(_WORD.findall(gold["articleBody"].casefold()))
        padded = f" {body} "
        paragraphs = {" ".join(_WORD.findall(p.casefold())) for p in gold["articleBody"].split("\n")}
        labels = np.array([float(_in_body(s, padded, paragraphs)) for s in lines])
        if labels.sum() >= 3 and len(lines) < 1500:
            yield Page(f"{name}/{key}", urlsplit(gold["url"]).netloc.removeprefix("www."), name, lines, labels, 1.0)


def _in_body(line: str, padded: str, paragraphs: set[str]) -> bool:
    words = _WORD.findall(line.casefold())
    if not words:
        return False
    joined = " ".join(words)
    if len(words) < 6:
        return joined in paragraphs
    if f" {joined} " in padded:
        return True
    grams = [" ".join(words[i : i + 4]) for i in range(len(words) - 3)]
    return sum(f" {g} " in padded for g in grams) >= 0.75 * len(grams)


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


def furnished(page: Page, blocks: dict[str, list[list[str]]], number: int) -> Page:
    """A page with furniture of ours put in, and a subhead made of the next paragraph's words: chosen by `number`, no chance."""
    lines, labels = list(page.lines), list(page.labels)
    body = [i for i, label in enumerate(labels) if label and len(lines[i].split()) > 12]
    if len(body) < 4:
        return page
    end, mid = blocks["end"][number % len(blocks["end"])], blocks["mid"][number * 7 % len(blocks["mid"])]
    second = blocks["mid"][(number * 11 + 3) % len(blocks["mid"])]
    last = max(i for i, label in enumerate(labels) if label)
    extra = blocks["end"][(number * 5 + 1) % len(blocks["end"])]
    places = [(last + 1, [*end, *extra] if number % 2 else end, 0.0), (body[1 + number % (len(body) - 2)], mid, 0.0)]
    if number % 2:
        places.append((body[1 + (number * 3) % (len(body) - 2)], second, 0.0))
    if number % 3 != 1:
        at = body[1 + (number * 5) % (len(body) - 2)]
        words = _CAPITAL.findall(lines[at])[2 : 3 + number % 5]
        if words:
            heading = " ".join(words)
            heading = heading.upper() if number % 2 else heading.title() if number % 5 else heading.capitalize()
            places.append((at, [heading], 1.0))
    for at, block, label in sorted(places, key=lambda p: -p[0]):
        lines[at:at] = block
        labels[at:at] = [label] * len(block)
    return Page(f"{page.name}+", page.group, f"{page.kind}+", lines, np.array(labels), page.weight * 0.5)


def weights(pages: list[Page]) -> NDArray[np.float64]:
    """Every page counts by its weight, however many lines it has (long pages a little more)."""
    return np.concatenate([np.full(len(p.lines), p.weight * 30 / (len(p.lines) + 30)) for p in pages])


def fit(x: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64], c: float) -> LogisticRegression:
    """Logistic regression, L2."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return LogisticRegression(C=c, max_iter=400).fit(x, y, sample_weight=w)


def probabilities(model: LogisticRegression, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(body) of every row."""
    return np.asarray(model.predict_proba(x)[:, 1])


def folds(pages: list[Page], k: int) -> list[int]:
    """A fold a page, the pages of one site or family together."""
    groups = sorted({p.group for p in pages})
    return [groups.index(p.group) % k for p in pages]


def crossed(pages: list[Page], xs: list[NDArray[np.float64]], c: float, k: int) -> list[NDArray[np.float64]]:
    """Out-of-fold probabilities of every page."""
    fold = folds(pages, k)
    out: list[NDArray[np.float64]] = [np.zeros(0)] * len(pages)
    for f in range(k):
        train = [i for i in range(len(pages)) if fold[i] != f]
        model = fit(
            np.vstack([xs[i] for i in train]),
            np.concatenate([pages[i].labels for i in train]),
            weights([pages[i] for i in train]),
            c,
        )
        for i in range(len(pages)):
            if fold[i] == f:
                out[i] = probabilities(model, xs[i])
    return out


def scores(pages: list[Page], ps: list[NDArray[np.float64]], threshold: float = 0.5) -> dict[str, float]:
    """Line F1 and word F1, micro, by kind of page."""
    out = {}
    for kind in sorted({p.kind for p in pages}):
        counts = np.zeros(6)
        for page, p in zip(pages, ps, strict=True):
            if page.kind == kind:
                size = np.array([len(s.split()) for s in page.lines])
                found, gold = p >= threshold, page.labels > 0
                both = found & gold
                counts += [both.sum(), found.sum(), gold.sum(), size[both].sum(), size[found].sum(), size[gold].sum()]
        out[f"{kind} line"] = 2 * counts[0] / (counts[1] + counts[2])
        out[f"{kind} word"] = 2 * counts[3] / (counts[4] + counts[5])
    return out


def main() -> None:
    """Train, print the cross-validated figures, write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry", action="store_true", help="print figures and write nothing")
    arguments.add_argument("--errors", action="store_true", help="print the Retold lines that cross-validation gets wrong")
    options = arguments.parse_args()
    pages = [*retold(), *rendered("aeb"), *rendered("aed")]
    blocks = inserts()
    pages += [furnished(p, blocks, n) for n, p in enumerate(pages) if p.kind == "retold" or n % 2]
    print(len(pages), "pages", sum(len(p.lines) for p in pages), "lines")
    first = [features.first_pass(p.lines) for p in pages]
    p1 = crossed(pages, first, C1, 6)
    print("first pass, cross-validated", {k: round(float(v), 4) for k, v in scores(pages, p1).items()}, flush=True)
    second = [features.second_pass(p.lines, q) for p, q in zip(pages, p1, strict=True)]
    p2 = crossed(pages, second, C2, 6)
    for threshold in (0.4, 0.5, 0.6):
        print(threshold, "second pass, cross-validated", {k: round(float(v), 4) for k, v in scores(pages, p2, threshold).items()})
    settled = [np.array(settle(p.lines, list(q)), dtype=float) for p, q in zip(pages, p2, strict=True)]
    print("settled, cross-validated", {k: round(float(v), 4) for k, v in scores(pages, settled).items()}, flush=True)
    if options.errors:
        for page, p in zip(pages, p2, strict=True):
            if page.kind == "retold":
                for line, label, q in zip(page.lines, page.labels, p, strict=True):
                    if (q >= 0.5) != bool(label):
                        print(f"{page.name} {q:.2f} {'lost' if label else 'kept'}: {line[:110]}")
    if options.dry:
        return
    y, w = np.concatenate([p.labels for p in pages]), weights(pages)
    one, two = fit(np.vstack(first), y, w, C1), fit(np.vstack(second), y, w, C2)
    model = {
        "name": "lines@1",
        "first": {
            "names": list(features.FIRST_PASS),
            "weights": [round(float(v), 4) for v in one.coef_[0]],
            "bias": round(float(one.intercept_[0]), 4),
        },
        "second": {
            "names": list(features.SECOND_PASS),
            "weights": [round(float(v), 4) for v in two.coef_[0]],
            "bias": round(float(two.intercept_[0]), 4),
        },
        "threshold": 0.5,
    }
    OUT.write_text(json.dumps(model, indent=0) + "\n", "utf-8")
    print("wrote", OUT.relative_to(ROOT))


if __name__ == "__main__":
    main()
