"""What two articles have in common, measured: the numbers that the models of tracing weigh, and nothing decided.

Textual criticism's evidence, for news: how much of one report stands in another (and how closely worded), what one shares
with another that no third report has, and what it shares with third reports that the other lacks. After *Handbook of
Stemmatology*, ed. Roelli 2020, chapters 2 and 4: shared choices join two copies, and a copy that has true material which
its supposed parent lacks cannot have taken it from there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from stemma.background.agencies import agency_of
from stemma.background.idf import normal
from stemma.background.names import SHIPPED, Names
from stemma.background.outlets import outlets
from stemma.model import Article, Credit, Statement
from stemma.tracing.dates import earlier
from stemma.tracing.material import Floats, Material, Witness, contained

GENERIC: Final = frozenset(
    {
        "agencies",
        "agency",
        "wire",
        "wires",
        "reports",
        "report",
        "media",
        "local",
        "foreign",
        "staff",
        "newswire",
        "newswires",
        "news",
    }
)
ALIGNED: Final = 0.25  # likeness above which two sentences count as aligned when their order is compared


@dataclass(frozen=True, slots=True)
class Measures:
    """Square arrays over the witnesses of a story (row a, column b).

    alike        mean likeness of each sentence to the best one of the other article, both ways (symmetric)
    matched      the same by the collation's scores alone (symmetric)
    numbers      share of the figures of the one with fewer that the other has (symmetric)
    words        share of b's weighted words that a has
    runs         share of b's weighted runs of words that a has
    only         how much closer in wording b's sentences are to a than to any third article, mean
    elsewhere    how much closer in wording b's sentences are to some third article than to a, mean
    nearer       as `only`, by likeness
    farther      as `elsewhere`, by likeness
    order        whether what both have comes in the same order, -1..1 (symmetric)
    title        how much the titles share (symmetric)
    names        1 where b's page names a's outlet
    before       whether a appeared first, -1..1, 0 not known
    longer       log of a's length in words over b's
    """

    alike: Floats
    matched: Floats
    numbers: Floats
    words: Floats
    runs: Floats
    only: Floats
    elsewhere: Floats
    nearer: Floats
    farther: Floats
    order: Floats
    title: Floats
    names: Floats
    before: Floats
    longer: Floats


def measure(material: Material) -> Measures:
    """Measure every two witnesses of a story."""
    many = len(material.witnesses)
    best = [_best(material, material.alike, b) for b in range(many)]
    worded = [_best(material, material.wording, b) for b in range(many)]
    matched = [_best(material, material.matched, b) for b in range(many)]
    top, peak = [_second(x) for x in worded], [_second(x) for x in best]
    words = [{k: v for s in w.sentences for k, v in s.words.items()} for w in material.witnesses]
    numbers = [{k for s in w.sentences for k in s.numbers} for w in material.witnesses]
    runs = [{k: v for s in w.sentences for k, v in s.runs.items()} for w in material.witnesses]
    weights = [(math.fsum(w.values()), math.fsum(r.values())) for w, r in zip(words, runs, strict=True)]
    outlets_ = [outlet_name(w.article) for w in material.witnesses]
    likes = {name: [_means(x) for x in of] for name, of in (("alike", best), ("matched", matched))}
    out = {name: np.zeros((many, many)) for name in Measures.__slots__}
    for a in range(many):
        for b in range(many):
            if a == b:
                continue
            x, y = material.witnesses[a], material.witnesses[b]
            out["words"][a, b] = contained(words[b], words[a], weights[b][0])
            out["runs"][a, b] = contained(runs[b], runs[a], weights[b][1])
            out["names"][a, b] = float(_names(y.article, outlets_[b], outlets_[a]))
            out["before"][a, b] = earlier(x.article, y.article)
            out["longer"][a, b] = math.log((x.length + 1) / (y.length + 1))
            if a < b:
                for name, means in likes.items():
                    out[name][a, b] = out[name][b, a] = (means[b][a] + means[a][b]) / 2
                both = len(numbers[a] & numbers[b]) / (1 + min(len(numbers[a]), len(numbers[b])))
                out["numbers"][a, b] = out["numbers"][b, a] = both
                out["order"][a, b] = out["order"][b, a] = _order(material.block(material.wording, a, b))
                out["title"][a, b] = out["title"][b, a] = _titles(x, y)
    for b in range(many):
        for to, away, near, high in (("only", "elsewhere", worded[b], top[b]), ("nearer", "farther", best[b], peak[b])):
            third = np.where(near >= high[:, 1:], high[:, :1], high[:, 1:])
            out[to][:, b], out[away][:, b] = _means(np.maximum(0.0, near - third)), _means(np.maximum(0.0, third - near))
            out[to][b, b] = out[away][b, b] = 0.0
    return Measures(**out)


def widest(square: Floats) -> Floats:
    """For every two, the best path between them, a path being as good as its weakest step (Floyd, Warshall)."""
    out = square.copy()
    for k in range(len(out)):
        out = np.maximum(out, np.minimum(out[:, k : k + 1], out[k : k + 1, :]))
    return out


def outlet_name(article: Article) -> str:
    """The outlet as compared: folded, without a leading article; "" if not known."""
    return normal(article.outlet.value).removeprefix("the ").strip() if article.outlet else ""


def names(article: Article, other: Article) -> bool:
    """Whether the page of `article` names the outlet of `other` outside its own outlet's name."""
    return _names(article, outlet_name(article), outlet_name(other))


def _names(article: Article, own: str, wanted: str) -> bool:
    return len(wanted) > 3 and wanted not in own and f" {wanted} " in _in_line(article.text)


@lru_cache(maxsize=256)  # a page is asked for the outlets of all others
def _in_line(text: str) -> str:
    """A text as compared with names: folded, one space between words and at both ends."""
    return f" {' '.join(normal(text).split())} "


def absent(agency: str, articles: Sequence[Article], names: Names = SHIPPED) -> bool:
    """Whether a credited agency is none of the articles' own outlets, and none of the articles is a page of its own."""
    wanted = normal(agency).removeprefix("the ").strip()
    own = [outlet_name(a) for a in articles]
    if not wanted or any(o and (wanted in o or o in wanted) for o in own):
        return False
    known = agency_of(agency)
    return known is None or all(outlets(names).agency(a) != known.name for a in articles)


def generic(agency: str) -> bool:
    """Whether a credit names no agency in particular ("agencies", "wire reports")."""
    return all(word in GENERIC for word in agency.casefold().split())


def of_page(article: Article, credit: Credit) -> bool:
    """Whether a credit speaks for the page as a whole: a credit line, byline or dateline, not words of the report itself."""
    if credit.kind in ("photo", "in-text"):
        return False
    if credit.span is not None or credit.agency not in article.text:
        return True
    inside = sum(article.text.count(credit.agency, b.start, b.end) for b in article.body)
    return article.text.count(credit.agency) > inside


def credited(article: Article, statements: Sequence[Statement]) -> dict[str, int]:
    """Agencies that the article rests on by its own words, and how often: credits (photo credits not) and chains."""
    out: dict[str, int] = {}
    for credit in article.credits:
        if credit.kind != "photo":
            out[credit.agency] = out.get(credit.agency, 0) + 1
    for statement in statements:
        if statement.article == article.id:
            for voice in (v for hop in statement.chain for v in hop.voices):
                if voice.kind == "agency":
                    out[voice.name] = out.get(voice.name, 0) + 1
    return dict(sorted(out.items()))


def _best(material: Material, of: Floats, b: int) -> Floats:
    """For each sentence of `b` (row) its likeness to the best sentence of every witness (column; 0 for b itself)."""
    columns = []
    for a in range(len(material.witnesses)):
        block = material.block(of, b, a)
        columns.append(block.max(axis=1) if a != b and block.size else np.zeros(len(block)))
    return np.stack(columns, axis=1)


def _second(best: Floats) -> Floats:
    """For each row of likenesses (none below 0) the second highest and the highest: one of them is the best of all but one."""
    with_none = np.concatenate([np.zeros((len(best), 2)), best], axis=1)
    return np.asarray(np.sort(with_none, axis=1)[:, -2:], dtype=np.float64)


def _means(values: Floats) -> Floats:
    """The mean of each column. Each is added up for itself, as if it stood alone: the order of adding tells in the last digits."""
    if not len(values):
        return np.zeros(values.shape[1])
    return np.asarray(np.ascontiguousarray(values.T).mean(axis=1), dtype=np.float64)


def _order(block: Floats) -> float:
    """Kendall's tau of the aligned sentences, drawn towards 0 where they are few."""
    if not block.size:
        return 0.0
    rows = zip(block.argmax(axis=1).tolist(), block.max(axis=1).tolist(), strict=True)
    pairs: list[tuple[int, int]] = [(i, at) for i, (at, high) in enumerate(rows) if high > ALIGNED]
    agree = sum((y[1] > x[1]) - (y[1] < x[1]) for n, x in enumerate(pairs) for y in pairs[n + 1 :])
    return agree / (len(pairs) * (len(pairs) - 1) / 2 + 5)


def _titles(x: Witness, y: Witness) -> float:
    return (contained(x.title, y.title) + contained(y.title, x.title)) / 2
