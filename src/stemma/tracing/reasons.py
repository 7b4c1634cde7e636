"""Why two articles are held to be kin, or one to come from another: the evidence, each kind apart, in words and places."""

from __future__ import annotations

from typing import Final

from stemma.model import Evidence
from stemma.tracing.material import Material, Sentence
from stemma.tracing.measures import Measures
from stemma.tracing.tree import Edge, Tree

SHOWN: Final = 3  # passages shown for each kind of evidence
SAME: Final = 0.5  # likeness from which a sentence counts as closely worded
RARE: Final = 9.0  # summed idf from which a run of two words is telling


def kinship_evidence(material: Material, measures: Measures, a: int, b: int) -> tuple[Evidence, ...]:
    """What speaks for (and against) two witnesses sharing text by descent."""
    x, y = material.witnesses[a], material.witnesses[b]
    block = material.block(material.alike, b, a)
    out = []
    if block.size:
        close = sorted((-float(row.max()), n) for n, row in enumerate(block) if row.max() >= SAME)
        out.append(Evidence(note=f"{len(close)} of {len(y.sentences)} sentences closely match one of the other article"))
        for score, n in close[:SHOWN]:
            out.append(Evidence(note=f"likeness {-score:.2f}", at=y.sentences[n].passage))
    out += _runs(x.sentences, y.sentences)
    if measures.order[a, b] > 0.3:
        out.append(Evidence(note=f"what both have comes in the same order (tau {measures.order[a, b]:.2f})"))
    if measures.only[a, b] > 0.03 or measures.only[b, a] > 0.03:
        out.append(Evidence(note="they share wording that no third article has"))
    if measures.title[a, b] > 0.4:
        out.append(Evidence(note=f"their titles share {measures.title[a, b]:.0%} of their weighted words"))
    if measures.names[a, b] or measures.names[b, a]:
        out.append(Evidence(note="one names the other's outlet"))
    return tuple(out)


def edge_evidence(tree: Tree, edge: Edge) -> tuple[Evidence, ...]:
    """What speaks for an edge, and for its running this way."""
    m, a, b = tree.measures, edge.parent, edge.child
    out = [
        Evidence(note=f"the parent has {m.runs[a, b]:.0%} of the child's word runs and {m.words[a, b]:.0%} of its words of matter")
    ]
    if m.only[a, b] > 0.01:
        out.append(
            Evidence(note=f"the child is closer to this parent than to any other article (by {m.only[a, b]:.2f} a sentence)")
        )
    if m.before[a, b] > 0:
        out.append(Evidence(note="the parent appeared first" if m.before[a, b] == 1 else "the parent seems to have appeared first"))
    elif m.before[a, b] < 0:
        out.append(Evidence(note="the dates speak against this direction"))
    else:
        out.append(Evidence(note="the dates do not tell which came first"))
    if m.names[a, b]:
        out.append(Evidence(note="the child names the parent's outlet"))
    return tuple(out)


def _runs(xs: tuple[Sentence, ...], ys: tuple[Sentence, ...]) -> list[Evidence]:
    """The rarest runs of words that both have, and where they stand in the second."""
    known = {run for s in xs for run in s.runs}
    both = sorted(((-w, run, s.passage) for s in ys for run, w in s.runs.items() if run in known and w >= RARE))
    seen: set[tuple[str, ...]] = set()
    out: list[Evidence] = []
    for _, run, passage in both:
        if run not in seen and len(out) < SHOWN:
            seen.add(run)
            out.append(Evidence(note=f"both have the rare run “{' '.join(run)}”", at=passage))
    return out
