"""The invented pages in ordinary English words, for stages that know how rare an English word is; and pages as articles.

A noun, verb, adjective or adverb of the invented language becomes a word of the counts that ship with stemma (words and in how
many documents of news each stands, no text), the commoner the commoner. Names stay invented. What is told makes no sense, but
words are as rare as they are in news.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np

from benchmarks.corpus.language import CLASSES, language
from benchmarks.corpus.make import shards
from stemma.background.function_words import is_function_word
from stemma.model import Article, Noted, Span


@cache
def english() -> tuple[str, ...]:
    """A word for every word of the invented language."""
    lang = language()
    rows = gzip.decompress(files("stemma.background").joinpath("idf.tsv.gz").read_bytes()).decode().splitlines()[1:]
    counted = sorted(((float(n), w) for w, n in (r.split("\t") for r in rows)), key=lambda x: (-x[0], x[1]))
    free = iter([w for _, w in counted if w.isalpha() and len(w) > 2 and not is_function_word(w) and w not in lang.ids])
    usage = np.zeros(len(lang.words), np.int64)
    content = [CLASSES.index(c) for c in "NVIJD"]
    for c in content:
        words, times = np.unique(np.concatenate([lang.draws[c], lang.topical[c]]), return_counts=True)
        usage[words] += times
    out = list(lang.words)
    for n in np.argsort(-usage, kind="stable").tolist():
        if usage[n] and lang.classes[n] in content:
            # Past the end of the counts stand words that news has too seldom to be counted: the invented ones.
            out[n] = next(free, out[n])
    return tuple(out)


def articles(many: int, seed: int = 0) -> Iterator[Article]:
    """Pages of an invented collection as articles: title and body found, chrome left outside."""
    for shard in shards(many, seed, english()):
        rows = shard.articles.to_pylist()
        for row, (start, end) in zip(rows, shard.bodies.tolist(), strict=True):
            text, spans, at = row["text"], [], start
            for line in text[start:end].split("\n"):
                spans.append(Span(at, at + len(line)))
                at += len(line) + 1
            head = text.find(row["title"])
            title = Noted(value=row["title"], how="gold", span=Span(head, head + len(row["title"])))
            published = Noted(value=row["published"][:10], how="gold", span=None)
            yield Article(
                id=row["id"], source=row["url"], sha256="", text=text, body=tuple(spans), lines=(), title=title,
                outlet=Noted(value=row["outlet"], how="gold", span=None), byline=None, dateline=None, published=published,
                credits=(), url=row["url"], language="en", kind="news-report", notes=(), by="benchmark",
            )  # fmt: skip
