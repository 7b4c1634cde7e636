"""Same event or not: BCubed and pairwise F on ECB+ topics 36-45 (one pool, one fixed threshold), and on the Retold pages.

ECB+ articles are built of their title line and text; Retold articles are the gold reading of every visible page, look-alike
events included, all families in one pool. `retold_lookalikes_joined` counts pages of another event that were put with a story.
The Retold families are part of what the models were fitted on: their cross-validated figure is printed by
`python -m tools.train_grouping SHARED --check`.

Beside it on the same ECB+ pool: `wide_*`, stories by text alone as collections use them (`stemma.grouping.wide`; their
cross-validated figures: `python -m tools.train_wide SHARED --check`), and two peers, average linkage over the cosines of TF-IDF
vectors (`peer_tfidf_*`, fitted on the pool, as is usual) and of MiniLM embeddings of title and text (`peer_minilm_*`). The peers'
thresholds are those that do best on topics 1-35 as one pool; `*_best_*` is the best that any threshold reaches on the pool itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from evals import retold
from evals.core import bcubed, f1, find
from evals.pages import bare
from stemma.grouping import group
from stemma.grouping.wide import group_texts
from stemma.model import Article, Noted, Span
from stemma.models.encoder import encode
from stemma.parsing import parse

NEEDS = "ecbplus"
VERSION = 1
FLOORS = (
    *("ecb_bcubed_f", "ecb_pairwise_f", "retold_bcubed_f", "retold_pairwise_f"),
    *("wide_ecb_bcubed_f", "wide_ecb_pairwise_f", "wide_retold_bcubed_f", "wide_retold_pairwise_f"),
)
CEILINGS = ("retold_lookalikes_joined", "wide_retold_lookalikes_joined")

TEST_TOPICS = range(36, 46)
TUNE_TOPICS = range(1, 36)
PEER_CUTS = tuple(n / 100 for n in range(20, 100))
"""Cosine distances at which a peer's tree is cut."""
SEEN = 1200
"""Characters of an article that the sentence encoder is given: about as many word pieces as it reads."""


def measure(folder: Path) -> dict[str, float]:
    """Figures on ECB+, and on Retold where it lies beside it."""
    test = ecb_articles(folder, TEST_TOPICS)
    out = {f"ecb_{k}": v for k, v in _figures(test, _found(test)).items()}
    out |= {f"wide_ecb_{k}": v for k, v in _figures(test, _found_wide(test)).items()}
    beside = find("retold", folder.parent) or find("retold", None)
    if beside is not None:
        items = retold_articles(beside)
        for name, found in (("retold", _found(items)), ("wide_retold", _found_wide(items))):
            out |= {f"{name}_{k}": v for k, v in _figures(items, found).items()}
            sizes = Counter(found.values())
            out[f"{name}_lookalikes_joined"] = float(sum(sizes[found[a.id]] > 1 for a, story, _ in items if story == a.id))
    return out | _peers(ecb_articles(folder, TUNE_TOPICS), test)


def ecb_articles(folder: Path, topics: Container[int]) -> list[tuple[Article, str, str]]:
    """Articles of some topics of ECB+, each with its gold story and its topic."""
    out = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["topic"] in topics:
                out.append((_article(row["id"], row["title"].strip(), row["text"].strip()), row["story"], f"ecb {row['topic']}"))
    return out


def retold_articles(folder: Path) -> list[tuple[Article, str, str]]:
    """Visible pages of all families, each with its story (a look-alike: its own id) and its family."""
    out = []
    for family in retold.families(folder):
        same = set(family.visible())
        for name in family.visible(same_story=False):
            item = f"{family.name}/{name}"
            article = replace(retold.article(family, name), id=item)
            out.append((article, family.name if name in same else item, family.name))
    return out


def pairwise(gold: Mapping[str, str], found: Mapping[str, str]) -> float:
    """F1 over the pairs of items that are in one group."""

    def count(groups: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    items = sorted(gold)
    both = count([(gold[i], found[i]) for i in items])
    return f1(both, count([found[i] for i in items]), count([gold[i] for i in items]))


def _figures(items: Sequence[tuple[Article, str, str]], found: Mapping[str, str]) -> dict[str, float]:
    gold = {a.id: story for a, story, _ in items}
    precision, recall, f = bcubed(gold, found)
    return {"bcubed_p": precision, "bcubed_r": recall, "bcubed_f": f, "pairwise_f": pairwise(gold, found)}


def _found(items: Sequence[tuple[Article, str, str]]) -> dict[str, str]:
    articles = [a for a, _, _ in items]
    stories = group(articles, {a.id: parse(a) for a in articles})
    return {member: story.id for story in stories for member in story.articles}


def _found_wide(items: Sequence[tuple[Article, str, str]]) -> dict[str, str]:
    return {member: story.id for story in group_texts([a for a, _, _ in items]) for member in story.articles}


def _peers(tune: Sequence[tuple[Article, str, str]], test: Sequence[tuple[Article, str, str]]) -> dict[str, float]:
    """Average linkage over cosines of usual vectors, cut where it does best on the articles to tune on."""
    out = {}
    for name, vectors in (("tfidf", _tfidf), ("minilm", _minilm)):
        scores = {}
        for part, items in (("tune", tune), ("test", test)):
            gold = {a.id: story for a, story, _ in items}
            apart = np.clip(1.0 - vectors([a.text for a, _, _ in items]), 0.0, 2.0)
            np.fill_diagonal(apart, 0.0)
            tree = linkage(squareform(apart, checks=False), "average")
            for cut in PEER_CUTS:
                labels = fcluster(tree, cut, "distance").tolist()
                found = {a.id: str(k) for (a, _, _), k in zip(items, labels, strict=True)}
                scores[part, cut] = (bcubed(gold, found)[2], pairwise(gold, found))
        best = max(PEER_CUTS, key=lambda cut: (scores["tune", cut][0], -cut))
        out[f"peer_{name}_bcubed_f"], out[f"peer_{name}_pairwise_f"] = scores["test", best]
        out[f"peer_{name}_best_bcubed_f"] = max(scores["test", cut][0] for cut in PEER_CUTS)
    return out


def _tfidf(texts: Sequence[str]) -> np.ndarray:
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    return np.asarray((rows @ rows.T).todense())


def _minilm(texts: Sequence[str]) -> np.ndarray:
    rows = np.asarray(encode([text[:SEEN] for text in texts]), np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows @ rows.T


def _article(name: str, title: str, text: str) -> Article:
    whole = f"{title}\n{text}" if text else title
    body = (Span(len(title) + 1, len(whole)),) if text else ()
    return bare(name, whole, body, Noted(value=title, how="gold", span=Span(0, len(title))))
