"""The report in HTML: shingle F1 on the article-extraction-benchmark, ours beside trafilatura alone in the same run.

As in that benchmark: 4-grams of word tokens as a multiset, precision and recall averaged over pages, F1 of the averages. A page
that is refused counts as an empty body. `pages_per_second` is of the whole reading, from bytes, metadata and credits included;
`trafilatura_per_second` and `trafilatura_metadata_per_second` are of trafilatura alone, from the same bytes, without and with its
metadata: all of CPU time, one thread, page by page in turn, so that a busy machine slows them alike.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import trafilatura

from evals.core import mean
from stemma.errors import BadInput
from stemma.reading import read_bytes
from stemma.reading.html.hypertext import read_html
from stemma.reading.sources.decoding import decode

NEEDS = "aeb"
VERSION = 1
FLOORS = ("shingle_f1",)

_TOKEN = re.compile(r"\w+", re.UNICODE)


def measure(folder: Path) -> dict[str, float]:
    """shingle_f1, precision, recall, trafilatura_f1, the three rates, refused, unlocated."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    ours: list[tuple[float, float, float]] = []
    theirs: list[tuple[float, float, float]] = []
    refused = unlocated = 0
    spent = extractor = extractor_metadata = 0.0
    for key in sorted(truth):
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        gold = shingles(truth[key]["articleBody"])
        try:
            page = read_html(decode(data, key)[0], key)
            body = "\n".join(page.text[s.start : s.end] for s in page.body)
            unlocated += any("could not be located" in note for note in page.notes)
        except BadInput:
            body, refused = "", refused + 1
        start = time.process_time()
        with suppress(BadInput):
            read_bytes(data, f"{key}.html")
        spent += time.process_time() - start
        ours.append(counts(gold, shingles(body)))
        start = time.process_time()
        plain = trafilatura.extract(data, include_comments=False, include_tables=False) or ""
        middle = time.process_time()
        trafilatura.extract(data, include_comments=False, include_tables=False, with_metadata=True)
        extractor, extractor_metadata = extractor + middle - start, extractor_metadata + time.process_time() - middle
        theirs.append(counts(gold, shingles(plain)))
    p, r, f = averages(ours)
    return {
        "shingle_f1": f,
        "precision": p,
        "recall": r,
        "trafilatura_f1": averages(theirs)[2],
        "pages_per_second": len(truth) / spent,
        "trafilatura_per_second": len(truth) / extractor,
        "trafilatura_metadata_per_second": len(truth) / extractor_metadata,
        "refused": float(refused),
        "unlocated": float(unlocated),
    }


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    """All n-grams of tokens; the whole text where it is shorter."""
    tokens = _TOKEN.findall(text or "")
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1)))


def counts(gold: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> tuple[float, float, float]:
    """True positives, false positives, false negatives, each as a share of their sum."""
    tp = sum((gold & found).values())
    fp, fn = sum(found.values()) - tp, sum(gold.values()) - tp
    total = (tp + fp + fn) or 1
    return tp / total, fp / total, fn / total


def averages(rows: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Precision and recall averaged over the pages where they are defined, and F1 of the two."""
    p = mean((1.0 if fp == fn == 0 else tp / (tp + fp)) for tp, fp, fn in rows if tp + fp or fp == fn == 0)
    r = mean((1.0 if fp == fn == 0 else tp / (tp + fn)) for tp, fp, fn in rows if tp + fn or fp == fn == 0)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
