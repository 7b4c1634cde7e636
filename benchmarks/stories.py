"""Grouping into stories, beside peers in one run: `python -m benchmarks.stories [--articles N …] [--standing N]` (needs ../shared).

- ECB+ topics 36-45 (one pool): BCubed F. Each peer's threshold is the one with the best BCubed F on topics 1-35, as stemma's models
  are fitted there; idf of TF-IDF is of the pool that it groups, as is usual.
- Speed: articles of invented text in English words (`benchmarks.corpus.english`), the whole stage, in processor seconds of one
  thread, each peer in a process of its own. Agglomerative clustering needs all pairs: the peers stop at `--peers-up-to`.
- Standing: how long one article takes to be added and placed among `--standing` others (milliseconds of wall clock, 500 articles).

Peers: TF-IDF (scikit-learn, words and pairs of words, sublinear) and MiniLM (stemma's own encoder; title and opening, or the
mean of the sentences, whichever is better on topics 1-35), both with agglomerative clustering, average linkage, cosine.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.corpus.english import articles
from benchmarks.machine import facts
from evals.core import bcubed, find
from evals.figures.grouping import TEST_TOPICS, ecb_articles
from stemma.grouping import group
from stemma.grouping.wide import Standing, group_texts
from stemma.model import Article
from stemma.models.encoder import encode
from stemma.parsing import parse

RESULTS: Final = Path(__file__).parent / "results" / "stories.json"
PLACED: Final = 500
PARSED: Final = 300
THRESHOLDS: Final = tuple(round(0.02 * n, 2) for n in range(5, 50))
Found = dict[str, str]
"""The story of each article, by ids."""


def told(article: Article) -> str:
    """Title and body of an article."""
    body = "\n".join(article.text[s.start : s.end] for s in article.body)
    return f"{article.title.value}\n{body}" if article.title else body


def tfidf(pool: Sequence[Article]) -> Any:
    """Cosine distances of TF-IDF vectors fitted on the pool."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2)).fit_transform([told(a) for a in pool])
    return 1 - (rows @ rows.T).toarray()


def opening(pool: Sequence[Article]) -> Any:
    """Cosine distances of MiniLM vectors of title and opening, 128 word pieces."""
    rows = encode([told(a) for a in pool])
    return 1 - rows @ rows.T


def sentences(pool: Sequence[Article]) -> Any:
    """Cosine distances of the means of MiniLM vectors of title and sentences."""
    rows = np.stack([encode([s for s in re.split(r"(?<=[.!?]) |\n", told(a)) if s.strip()]).mean(axis=0) for a in pool])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return 1 - rows @ rows.T


def agglomerated(pool: Sequence[Article], distances: Any, threshold: float) -> Found:
    """Average linkage up to a distance."""
    from sklearn.cluster import AgglomerativeClustering

    model = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold)
    return {a.id: str(k) for a, k in zip(pool, model.fit_predict(np.maximum(distances, 0)), strict=True)}


def by_text(pool: Sequence[Article]) -> Found:
    """stemma, by the texts alone."""
    return {member: story.id for story in group_texts(pool) for member in story.articles}


def by_parse(pool: Sequence[Article]) -> Found:
    """stemma, by the parses, which are made here."""
    return {member: story.id for story in group(pool, {a.id: parse(a) for a in pool}) for member in story.articles}


def by_distances(distances: Callable[[Sequence[Article]], Any], threshold: float, pool: Sequence[Article]) -> Found:
    """A peer."""
    return agglomerated(pool, distances(pool), threshold)


def chosen(distances: Callable[[Sequence[Article]], Any], pool: Sequence[Article], gold: Mapping[str, str]) -> tuple[float, float]:
    """(BCubed F, threshold) of the threshold that is best on a pool."""
    between = distances(pool)
    return max((bcubed(gold, agglomerated(pool, between, t))[2], t) for t in THRESHOLDS)


def timed(run: Callable[[Sequence[Article]], Found], many: int) -> dict[str, float]:
    """Processor seconds of one run on invented articles, in this process; how many a second; peak memory in MB."""
    pool = list(articles(many))[:many]
    with threadpool_limits(limits=1):
        run(pool[:50])
        wall, cpu = time.perf_counter(), time.process_time()
        run(pool)
        took = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "wall": round(time.perf_counter() - wall, 2),
        "cpu": round(took, 2),
        "a_second": round(many / took, 1),
        "peak_mb": round(peak),
    }


def placed(many: int) -> dict[str, float]:
    """Milliseconds to add and place one article among `many`: median and 95th of a hundred; of the processor too."""
    stream = articles(many + PLACED)
    standing = Standing()
    while len(standing) < many:
        standing.add(islice(stream, min(1000, many - len(standing))))
    wall, cpu = [], []
    for article in stream:
        a, b = time.perf_counter(), time.process_time()
        standing.add(article)
        wall.append(1000 * (time.perf_counter() - a))
        cpu.append(1000 * (time.process_time() - b))
    row = {"among": many, "placed": len(wall), "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
    cuts = {f"{k}_{p}": round(float(np.percentile(v, p)), 2) for k, v in (("wall_ms", wall), ("cpu_ms", cpu)) for p in (50, 95)}
    return row | cuts


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a function gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *given).result()


def quality(folder: Path) -> tuple[dict[str, dict[str, float]], dict[str, Callable[[Sequence[Article]], Found]]]:
    """BCubed of everybody on the test topics, and everybody as a function of a pool."""
    train, test = ecb_articles(folder, range(1, 36)), ecb_articles(folder, TEST_TOPICS)
    fitted, gold = [a for a, _, _ in train], {a.id: s for a, s, _ in train}
    spaces: dict[str, Callable[[Sequence[Article]], Any]] = {}
    best_f, best_t = chosen(tfidf, fitted, gold)
    everybody: dict[str, Callable[[Sequence[Article]], Found]] = {"stemma": by_text, "stemma, parsed": by_parse}
    everybody["TF-IDF"] = partial(by_distances, tfidf, best_t)
    spaces = {"opening": opening, "sentences": sentences}
    (mini_f, mini_t), space = max((chosen(d, fitted, gold), name) for name, d in spaces.items())
    everybody["MiniLM"] = partial(by_distances, spaces[space], mini_t)
    print(f"on topics 1-35: TF-IDF {best_f:.3f} at {best_t}, MiniLM ({space}) {mini_f:.3f} at {mini_t}")
    pool, gold = [a for a, _, _ in test], {a.id: s for a, s, _ in test}
    scores = {}
    for name, run in everybody.items():
        p, r, f = bcubed(gold, run(pool))
        scores[name] = {"bcubed_p": round(p, 4), "bcubed_r": round(r, 4), "bcubed_f": round(f, 4)}
        print(f"{name:16} BCubed P {p:.3f} R {r:.3f} F {f:.3f}", flush=True)
    return scores, everybody


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[200, 1000, 10_000], metavar="N")
    options.add_argument("--peers-up-to", type=int, default=1000, metavar="N", help="largest collection for all but stemma by text")
    options.add_argument("--standing", type=int, default=100_000, metavar="N", help="0: not measured")
    options.add_argument("--no-write", action="store_true", help="print only")
    asked = options.parse_args(argv)
    folder = find("ecbplus", None)
    if folder is None:
        print("skipped: no ../shared beside the project")
        return 0
    scores, everybody = quality(folder)
    speeds: list[dict[str, Any]] = []
    print(f"{'':16}{'articles':>9}{'wall s':>9}{'CPU s':>9}{'a second':>10}{'peak MB':>9}")
    for many in asked.articles:
        for name, run in everybody.items():
            # Parsing goes at the same pace however many there are: a few hundred tell it.
            if name == "stemma" or many <= (PARSED if name == "stemma, parsed" else asked.peers_up_to):
                row = apart(timed, run, many)
                speeds.append({"peer": name, "articles": many} | row)
                print(
                    f"{name:16}{many:9}{row['wall']:9.2f}{row['cpu']:9.2f}{row['a_second']:10.1f}{row['peak_mb']:9.0f}", flush=True
                )
    standing = apart(placed, asked.standing) if asked.standing else None
    if standing:
        line = "one more among {among}: p50 {wall_ms_50} ms, p95 {wall_ms_95} ms (processor {cpu_ms_50}, {cpu_ms_95})"
        print(line.format(**standing))
    if not asked.no_write:
        machine = facts(["numpy", "scikit-learn", "onnxruntime", "spacy"])
        result = {"benchmark": "stories", "machine": machine, "ecb_36_45": scores, "speed": speeds, "standing": standing}
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
