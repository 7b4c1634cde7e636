"""Clough and Stevenson's short answers: copied (cut, light, heavy) or not, macro F1 over the two classes; beside difflib.

A guard against regressions of what tracing measures: the share of an answer's runs of words, and of its words, that stand in its
source. For every task the threshold is chosen on the other four.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from evals.core import f1, mean
from evals.pages import bare
from evals.retold import line_spans
from stemma.background.idf import normal
from stemma.parsing import parse
from stemma.text.words import folded, words
from stemma.tracing.material import Witness, contained, witness

NEEDS = "reuse"
VERSION = 1
FLOORS = ("macro_f1",)


def measure(folder: Path) -> dict[str, float]:
    """Macro F1 with the threshold of every task chosen on the other tasks; the same for difflib's ratio of words."""
    with (folder / "file_information.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["Category"] != "orig"]
    labels = [r["Category"] != "non" for r in rows]
    tasks = [r["Task"] for r in rows]
    texts = [_text(folder / r["File"]) for r in rows]
    sources = {task: _text(folder / f"orig_task{task}.txt") for task in sorted(set(tasks))}
    known = {task: _witness(f"orig-{task}", text) for task, text in sources.items()}
    ours = [_contained(_witness(r["File"], text), known[task]) for r, text, task in zip(rows, texts, tasks, strict=True)]
    ratio = [_ratio(text, sources[task]) for text, task in zip(texts, tasks, strict=True)]
    return {"macro_f1": _held_out(ours, labels, tasks), "peer_difflib": _held_out(ratio, labels, tasks)}


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _witness(name: str, text: str) -> Witness:
    article = bare(name, text, line_spans(text))
    return witness(article, parse(article))


def _contained(answer: Witness, source: Witness) -> float:
    """Mean of the shares of the answer's runs and of its words of matter, by weight, that stand in the source."""
    runs: list[Mapping[tuple[str, ...], float]] = [{k: v for s in w.sentences for k, v in s.runs.items()} for w in (answer, source)]
    matter: list[Mapping[str, float]] = [{k: v for s in w.sentences for k, v in s.words.items()} for w in (answer, source)]
    return (contained(runs[0], runs[1]) + contained(matter[0], matter[1])) / 2


def _ratio(answer: str, source: str) -> float:
    sides = [[normal(w) for w in folded(t, words(t))] for t in (answer, source)]
    return difflib.SequenceMatcher(None, sides[0], sides[1], autojunk=False).ratio()


def _held_out(scores: Sequence[float], labels: Sequence[bool], tasks: Sequence[str]) -> float:
    decided = []
    for score, task in zip(scores, tasks, strict=True):
        others = [n for n, t in enumerate(tasks) if t != task]
        cut = _threshold([scores[n] for n in others], [labels[n] for n in others], _macro)
        decided.append(score >= cut)
    return _macro(decided, labels)


def _threshold(
    scores: Sequence[float], labels: Sequence[bool], quality: Callable[[Sequence[bool], Sequence[bool]], float]
) -> float:
    """The middle of the gap between two scores that separates best."""
    ordered = sorted(set(scores))
    cuts = [(a + b) / 2 for a, b in pairwise(ordered)]
    return max(cuts, key=lambda cut: (quality([s >= cut for s in scores], labels), -cut))


def _macro(found: Sequence[bool], labels: Sequence[bool]) -> float:
    """Macro F1 of two classes."""
    out = []
    for side in (True, False):
        hits = sum(f == y == side for f, y in zip(found, labels, strict=True))
        out.append(f1(hits, sum(f == side for f in found), sum(y == side for y in labels)))
    return mean(out)
