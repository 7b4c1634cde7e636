"""Attribution on PolNeAR: does the program find who says what, as the annotators drew it (attitudes and plans included)?

The metric is that of shared/score/attribution.py, figure for figure; see `score`.
"""

from __future__ import annotations

import collections
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from evals.pages import bare
from evals.retold import line_spans
from stemma.attributing.extract import extract
from stemma.attributing.extracts import Extract
from stemma.model import Article
from stemma.parsing import parse

NEEDS: Final = "polnear"
VERSION: Final = 1
FLOORS: Final = ("ar_f1", "det_f1", "exact_f1", "content_token_f1", "source_token_f1", "cue_token_f1")

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "to",
        "in",
        "on",
        "for",
        "his",
        "her",
        "their",
        "its",
        "by",
        "who",
        "that",
        "which",
        "with",
        "from",
        "at",
        "or",
        "mr",
        "ms",
        "mrs",
    ]
)
ROLES = ("source", "cue", "content")


def measure(folder: Path) -> dict[str, float]:
    """Figures on polnear-dev.jsonl of `folder`, or on every polnear-*.jsonl there that is not the training part."""
    dev = folder / "polnear-dev.jsonl"
    files = [dev] if dev.is_file() else sorted(p for p in folder.glob("polnear-*.jsonl") if "train" not in p.name)
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    guesses = {row["id"]: predict(article_of(row)) for row in rows}
    return flat(score(rows, guesses))


def article_of(row: Mapping[str, Any]) -> Article:
    """A PolNeAR row as an article: plain text, every line that is not blank a paragraph, no title."""
    text = row["text"]
    return bare(row["id"], text, line_spans(text))


def predict(article: Article) -> list[dict[str, list[list[int]]]]:
    """What the program finds, in the form of the gold."""
    return [as_row(e) for e in extract(article, parse(article), speech_only=False)]


def as_row(found: Extract) -> dict[str, list[list[int]]]:
    """An extract in the form of the gold."""
    return {
        "content": [[s.start, s.end] for s in found.content],
        "cue": [[found.cue.start, found.cue.end]] if found.cue else [],
        "source": [[found.source.start, found.source.end]] if found.source else [],
    }


def flat(figures: Mapping[str, Any]) -> dict[str, float]:
    """The nested figures of `score` under one key each."""
    names = {
        "ar": "AR@.5",
        "det": "det@.5",
        "exact": "exact",
        "content_token": "tok_content",
        "source_token": "tok_source",
        "cue_token": "tok_cue",
    }
    out = {f"{mine}_{part}": float(figures[theirs][part]) for mine, theirs in names.items() for part in ("f1", "p", "r")}
    return out | {"gold": float(figures["gold"]), "predicted": float(figures["predicted"])}


def covered(tokens: Sequence[tuple[int, int, str]], spans: Iterable[Sequence[int]]) -> set[int]:
    """Positions of the tokens that a span touches."""
    return {i for a, b in spans for i, (x, y, _) in enumerate(tokens) if x < b and y > a}


def jaccard(a: set[int], b: set[int]) -> float:
    """Share of common members; 1 for two empty sets."""
    return len(a & b) / len(a | b) if a | b else 1.0


def prf(true: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 of counts, to four places."""
    p, r = true / predicted if predicted else 0.0, true / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def score(articles: Sequence[Mapping[str, Any]], predicted: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """AR@.5, det@.5, exact and token figures of `predicted` ({id: attributions}) against PolNeAR rows.

    One-to-one greedy matching by Jaccard of content tokens, best first, at least .5; right if the sources share a word that
    is no stopword (gold without a source: not tested). Words only, punctuation ignored; gold without content is skipped.
    """
    n: collections.Counter[Any] = collections.Counter()
    for article in articles:
        tokens = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(article["text"])]
        gold = [{k: covered(tokens, a[k]) for k in ROLES} for a in article["attributions"] if a["content"]]
        pred = [{k: covered(tokens, a.get(k) or []) for k in ROLES} for a in predicted.get(article["id"], [])]
        pred = [a for a in pred if a["content"]]
        for role in ROLES:
            g: set[int] = set().union(*(a[role] for a in gold))
            p: set[int] = set().union(*(a[role] for a in pred))
            n["tp", role] += len(g & p)
            n["p", role] += len(p)
            n["g", role] += len(g)
        n["gold"] += len(gold)
        n["pred"] += len(pred)
        pairs = sorted(
            (
                (jaccard(g["content"], p["content"]), i, j)
                for i, g in enumerate(gold)
                for j, p in enumerate(pred)
                if g["content"] & p["content"]
            ),
            reverse=True,
        )
        used_gold: set[int] = set()
        used_pred: set[int] = set()
        for value, i, j in pairs:
            if value < 0.5 or i in used_gold or j in used_pred:
                continue
            used_gold.add(i)
            used_pred.add(j)
            g, p = gold[i]["source"], pred[j]["source"]
            strong_g, strong_p = ({t for t in s if tokens[t][2] not in STOP} for s in (g, p))
            n["det"] += 1
            n["right"] += not g or bool(strong_g & strong_p) or (not strong_g and bool(g & p))
            n["exact"] += value == 1.0 and g == p
    figures: dict[str, Any] = {
        name: prf(n[key], n["pred"], n["gold"]) for name, key in (("AR@.5", "right"), ("det@.5", "det"), ("exact", "exact"))
    }
    figures |= {f"tok_{role}": prf(n["tp", role], n["p", role], n["g", role]) for role in ROLES}
    return figures | {"gold": n["gold"], "predicted": n["pred"]}
