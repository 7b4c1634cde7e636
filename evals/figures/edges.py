"""Edges of the family tree: F1 undirected and directed, with bootstrap intervals over families, beside a spanning tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.core import mean
from evals.tracing import (
    Edge,
    Traced,
    brier,
    counts,
    end_to_end,
    interval,
    leave_one_out,
    on_gold,
    originals,
    renamed,
    total,
    true_edges,
    undirected,
)
from stemma.models.encoder import encode
from stemma.tracing.dates import earlier

NEEDS = "retold"
VERSION = 2
FLOORS = ("gold_undirected", "gold_directed", "own_undirected", "own_directed", "gold_kind_accuracy", "own_kind_accuracy")
CEILINGS = ("gold_edge_brier", "gold_share_error", "own_share_error")


def measure(folder: Path) -> dict[str, float]:
    """`gold_*`: by weights that have not seen the family. `seen_*`: by the weights that ship."""
    out: dict[str, float] = {}
    for key, traced in (("gold", on_gold(folder)), ("seen", on_gold(folder, unseen=False)), ("own", end_to_end(folder))):
        plain, directed = [], []
        for t in traced:
            gold = true_edges(t.family)
            found = renamed(t.edges(), t.lost(), gold, t.family)
            plain.append(counts(undirected(found), undirected(gold)))
            directed.append(counts(found, gold))
        out[f"{key}_undirected"], out[f"{key}_directed"] = total(plain), total(directed)
        if key != "seen":
            out[f"{key}_undirected_low"], out[f"{key}_undirected_high"] = interval(plain)
            out[f"{key}_directed_low"], out[f"{key}_directed_high"] = interval(directed)
            out |= {f"{key}_{name}": value for name, value in (_reworked(traced) | _firm(traced)).items()}
    peer = [(_spanning(t), true_edges(t.family)) for t in on_gold(folder)]
    out["peer_spanning_undirected"] = total([counts(undirected(f), undirected(g)) for f, g in peer])
    out["peer_spanning_directed"] = total([counts(f, g) for f, g in peer])
    out |= _calibration(folder)
    return out


def _reworked(traced: Sequence[Traced]) -> dict[str, float]:
    """Among found edges that are true: share whose kind is the annotated one, beside the commonest kind for all; mean error of
    the share of the child's words that comes from the parent."""
    kinds: list[tuple[str, str]] = []
    errors: list[float] = []
    for t in traced:
        true = {(d["parent"], d["child"]): d for d in t.family.gold["derivations"]}
        names = originals(t.edges(), t.lost(), true_edges(t.family), t.family)
        for d in t.stemma.derivations:
            gold = true.get((names.get(d.parent) or t.name.get(d.parent, ""), t.name.get(d.child, "")))
            if gold:
                kinds.append((d.kind, gold["kind"]))
                errors.append(abs(d.share - gold["share"]))
    commonest = max(Counter(k for _, k in kinds).values(), default=0)
    return {
        "kind_accuracy": mean(a == b for a, b in kinds),
        "kind_guess": commonest / max(1, len(kinds)),
        "share_error": mean(errors),
    }


def _firm(traced: Sequence[Traced]) -> dict[str, float]:
    """Share of found edges that are true (undirected): of those that half of the resampled trees have or more, and of the rest."""
    kinds: dict[str, list[bool]] = {"firm": [], "loose": []}
    for t in traced:
        gold = undirected(true_edges(t.family))
        names = originals(t.edges(), t.lost(), true_edges(t.family), t.family)
        for d in t.stemma.derivations:
            ends = (names.get(d.parent) or t.name.get(d.parent, d.parent), t.name.get(d.child, d.child))
            kinds["firm" if (d.support or 0.0) >= 0.5 else "loose"].append((min(ends), max(ends)) in gold)
    out = {f"{kind}_true": mean(found) for kind, found in kinds.items() if found}
    return out | {f"{kind}_edges": float(len(found)) for kind, found in kinds.items()}


def similarity(t: Traced) -> dict[Edge, float]:
    """Mean over both articles of each sentence's best cosine: the best single similarity of the peers."""
    vectors = {a: encode([x.text[s.start : s.end] for s in t.parsed[a].sentences]) for a, x in t.articles.items()}
    names = sorted(vectors)
    blocks = {(a, b): vectors[a] @ vectors[b].T for a in names for b in names if a < b}
    return {pair: float((m.max(axis=0).mean() + m.max(axis=1).mean()) / 2) for pair, m in blocks.items()}


def _spanning(t: Traced) -> set[Edge]:
    """Maximum spanning tree (Kruskal) over the similarity, each edge from the earlier to the later article."""
    group = {a: a for a in t.articles}
    out = set()
    for (a, b), _ in sorted(similarity(t).items(), key=lambda item: (-item[1], item[0])):
        if group[a] != group[b]:
            old, new = group[b], group[a]
            group = {k: new if v == old else v for k, v in group.items()}
            out.add((a, b) if earlier(t.articles[a], t.articles[b]) >= 0 else (b, a))
    return out


def _calibration(folder: Path) -> dict[str, float]:
    """Brier score of "these two are joined by an edge": confidence of a found edge, 0 where none is, against one similarity."""
    ours, labels, single = [], {}, {}
    for t in on_gold(folder):
        alike = similarity(t)
        gold = undirected(true_edges(t.family))
        found = {tuple(sorted((d.parent, d.child))): d.confidence for d in t.stemma.derivations}
        ours += [found.get(pair, 0.0) for pair in alike]
        labels[t.family.name] = [pair in gold for pair in alike]
        single[t.family.name] = list(alike.values())
    flat = [y for f in labels.values() for y in f]
    fitted = leave_one_out(single, labels)
    return {"gold_edge_brier": brier(ours, flat), "peer_edge_brier": brier([p for f in fitted.values() for p in f], flat)}
