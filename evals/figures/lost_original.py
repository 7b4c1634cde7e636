"""The lost original: token F1 of the statements found for it against the invisible article's, beside the longest child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evals import retold
from evals.core import f1, mean
from evals.retold import Family
from evals.tracing import Traced, end_to_end, on_gold
from stemma.model import Article, Passage, Span, Statement
from stemma.text.words import folded, words

NEEDS = "retold"
VERSION = 2
FLOORS = ("gold_token_f1", "own_token_f1")


def measure(folder: Path) -> dict[str, float]:
    """Mean over families of the token F1. `gold_*`: gold statements, found tree (weights that have not seen the family).

    The guess takes the statements of the longest true child; found are those that stand in the recovered wordings.
    """
    out: dict[str, float] = {}
    for key, traced in (("gold", on_gold(folder)), ("own", end_to_end(folder))):
        found, guess, precision, recall = [], [], [], []
        for t in traced:
            truth, mine = _truth(t.family), _recovered(t)
            found.append(_f1(mine, truth))
            precision.append((mine & truth).total() / max(1, mine.total()))
            recall.append((mine & truth).total() / max(1, truth.total()))
            guess.append(_f1(_longest(t), truth))
        out[f"{key}_token_f1"], out[f"{key}_guess"] = mean(found), mean(guess)
        out[f"{key}_precision"], out[f"{key}_recall"] = mean(precision), mean(recall)
    return out


def _truth(family: Family) -> Counter[str]:
    hidden = [a["id"] for a in family.gold["articles"] if not a["visible"]]
    out: Counter[str] = Counter()
    for name in hidden:
        article = retold.article(family, name)
        for s in retold.gold_statements(family, name):
            out += _tokens(article, (Span(a, b) for a, b in s["content_at"]))
    return out


def _recovered(t: Traced) -> Counter[str]:
    """Tokens of the statements that stand in the recovered wordings of the lost original with the most children."""
    if not t.stemma.lost:
        return Counter()
    children = Counter(d.parent for d in t.stemma.derivations)
    lost = max(t.stemma.lost, key=lambda x: (children[x.id], x.id))
    return _stated(t.articles, t.statements, [r.wording for r in lost.recovered])


def _stated(articles: Mapping[str, Article], statements: Sequence[Statement], wordings: Iterable[Passage]) -> Counter[str]:
    out: Counter[str] = Counter()
    for wording in wordings:
        for s in statements:
            inside = [
                Span(max(c.start, wording.span.start), min(c.end, wording.span.end))
                for c in s.content
                if s.article == wording.article and c.start < wording.span.end and wording.span.start < c.end
            ]
            out += _tokens(articles[wording.article], inside)
    return out


def _longest(t: Traced) -> Counter[str]:
    """Tokens of all statements of the longest true child of the invisible article."""
    hidden = {a["id"] for a in t.family.gold["articles"] if not a["visible"]}
    parents = t.family.parents()
    by_name = {n: i for i, n in t.name.items()}
    children = [n for n in t.family.visible() if hidden & set(parents[n]) and n in by_name]
    if not children:
        return Counter()
    lengths = {n: sum(len(b.split()) for a in t.family.gold["articles"] if a["id"] == n for b in a["body"]) for n in children}
    child = by_name[max(children, key=lambda n: (lengths[n], n))]
    out: Counter[str] = Counter()
    for s in t.statements:
        if s.article == child:
            out += _tokens(t.articles[child], s.content)
    return out


def _tokens(article: Article, spans: Iterable[Span]) -> Counter[str]:
    return Counter(w for span in spans for w in folded(article.text, words(article.text, span)))


def _f1(found: Counter[str], truth: Counter[str]) -> float:
    return f1(sum((found & truth).values()), sum(found.values()), sum(truth.values()))
