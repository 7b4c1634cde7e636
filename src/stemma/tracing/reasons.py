"""Why two articles are held to be kin, or one to come from another: the evidence, each kind apart, in words and places.

Kinds of evidence in a fixed order: what the packet says, closely worded sentences, rare runs of words, quotations, order, gaps and
oddities in common, signatures, houses and names; for an edge also what tells its direction. Whatever stands in a text is
given with its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stemma.background.outlets import Outlets, outlets
from stemma.model import Article, Evidence, Lost, Passage, Statement
from stemma.text.labels import label as called
from stemma.text.spans import meet
from stemma.tracing import corrected
from stemma.tracing.declared import Declared
from stemma.tracing.imprint import appeared, by_packet, houses, naming, signatures
from stemma.tracing.material import Floats, Material
from stemma.tracing.measures import ALIGNED, credited
from stemma.tracing.oddities import Matches, gaps, matches, oddities
from stemma.tracing.passages import pedigree
from stemma.tracing.tree import Edge, Tree
from stemma.tracing.wording import Common, Wording, wording

SHOWN: Final = 3  # passages shown for each kind of evidence
SAME: Final = 0.5  # likeness from which a sentence counts as closely worded
ORDERED: Final = 0.3  # Kendall's tau from which order is evidence
GAPS: Final = 2  # gaps in common shown
SIBLINGS: Final = 2  # siblings that a child of a lost original is compared with


@dataclass(frozen=True, eq=False)
class Grounds:
    """All that evidence is read off, gathered once a story.

    `public` are the passages that were said for everyone to hear, by article.
    """

    material: Material
    tree: Tree
    supported: Floats
    found: Matches
    words: tuple[Wording, ...]
    common: Common
    names: tuple[str, ...]
    """What a reader calls every article."""
    public: Mapping[str, tuple[Passage, ...]]
    outlets: Outlets
    statements: Sequence[Statement]
    above: tuple[frozenset[int], ...]
    """The ancestors of every witness."""

    def article(self, n: int) -> Article:
        """The article of a witness."""
        return self.material.witnesses[n].article


def grounds(material: Material, tree: Tree, supported: Floats, statements: Sequence[Statement]) -> Grounds:
    """Gather what evidence is read off."""
    words = tuple(wording(w) for w in material.witnesses)
    public: dict[str, tuple[Passage, ...]] = {}
    for s in statements:
        if s.public is not None:
            public[s.article] = (*public.get(s.article, ()), *(Passage(article=s.article, span=c) for c in s.content))
    return Grounds(
        material=material,
        tree=tree,
        supported=supported,
        found=matches(material, supported),
        words=words,
        common=Common(words),
        names=tuple(called(w.article) for w in material.witnesses),
        public=public,
        outlets=outlets(material.names),
        statements=statements,
        above=pedigree(len(material.witnesses), tree.edges),
    )


def kinship_evidence(g: Grounds, a: int, b: int) -> tuple[Evidence, ...]:
    """What speaks for two witnesses sharing text by descent; passages of the second unless the note names another."""
    m, x, y = g.tree.measures, g.article(a), g.article(b)
    out = [by_packet(d) for d in _packets(g, a, b)]
    out += [*_sentences(g, a, b), *_runs(g, a, b), *_quotations(g, a, b), *_order(g, a, b)]
    if m.only[a, b] > 0.03 or m.only[b, a] > 0.03:
        out.append(Evidence(note="they share wording that no third report has"))
    if m.title[a, b] > 0.4:
        at = Passage(article=y.id, span=y.title.span) if y.title and y.title.span else None
        out.append(Evidence(note=f"their titles share {m.title[a, b]:.0%} of their weighted words", at=at))
    out += [*_gaps(g, a, b), *_oddities(g, a, b), *signatures(x, y), *houses(x, y, g.outlets)]
    out += [*naming(y, x, g.outlets), *naming(x, y, g.outlets)]
    return tuple(out)


def edge_evidence(g: Grounds, edge: Edge) -> tuple[Evidence, ...]:
    """What speaks for an edge between two articles, and for its running this way; passages of the child unless noted."""
    m, a, b = g.tree.measures, edge.parent, edge.child
    x, y = g.article(a), g.article(b)
    out = [*corrected.evidence(g.material.said, a, b), *(by_packet(d) for d in _packets(g, a, b))]
    out.append(
        Evidence(note=f"the parent has {m.runs[a, b]:.0%} of the child's word runs and {m.words[a, b]:.0%} of its words of matter")
    )
    out += [*_sentences(g, a, b), *_runs(g, a, b), *_quotations(g, a, b), *_order(g, a, b)]
    if m.only[a, b] > 0.01:
        out.append(Evidence(note=f"the child is closer to this parent than to any other report (by {m.only[a, b]:.2f} a sentence)"))
    out += [*_gaps(g, a, b), *_oddities(g, a, b), *signatures(x, y), *houses(x, y, g.outlets), *naming(y, x, g.outlets)]
    if m.before[a, b] > 0:
        note = "the parent appeared first" if m.before[a, b] == 1 else "the parent seems to have appeared first"
        out.append(Evidence(note=note, at=appeared(x)))
    elif m.before[a, b] < 0:
        out.append(Evidence(note="the dates speak against this direction", at=appeared(x)))
    else:
        out.append(Evidence(note="the dates do not tell which came first"))
    return tuple(out)


def lost_evidence(g: Grounds, edge: Edge, lost: Lost) -> tuple[Evidence, ...]:
    """What speaks for a child's resting on a lost original: the packet, its own credits, and what it shares with siblings."""
    n = edge.child
    children = g.tree.lost[-1 - edge.parent]
    out = [*corrected.evidence(g.material.said, -1, n)]
    out += [by_packet(d) for d in g.tree.declared if d.child == n and d.parent == -1]
    out += [e for e in lost.evidence if e.at is None]
    mine = g.article(n).id
    own = [e for e in lost.evidence if e.at is not None and e.at.article == mine]
    out += own
    if lost.agency is not None and not own:
        known = lost.agency in credited(g.article(n), g.statements)
        note = f"{'credits' if known else 'does not credit'} {lost.agency}{'' if known else ' itself'}"
        out.append(Evidence(note=note))
    nearest = sorted((c for c in children if c != n), key=lambda c: (-round(float(g.tree.kin[n, c]), 6), c))
    for sibling in nearest[:SIBLINGS]:
        out += [*_sentences(g, sibling, n)[:2], *_runs(g, sibling, n)[:2], *_quotations(g, sibling, n)[:2], *_order(g, sibling, n)]
        out += [*_gaps(g, sibling, n)[:1], *_oddities(g, sibling, n), *signatures(g.article(sibling), g.article(n))]
    return tuple(out)


def _packets(g: Grounds, a: int, b: int) -> list[Declared]:
    return [d for d in g.tree.declared if {d.parent, d.child} == {a, b}]


def _sentences(g: Grounds, a: int, b: int) -> list[Evidence]:
    """How many sentences of `b` closely match one of `a`, and the closest of them."""
    block = g.material.block(g.material.alike, b, a)
    sentences = g.material.witnesses[b].sentences
    close = sorted((-best, n) for n, best in enumerate(block.max(axis=1).tolist()) if best >= SAME) if block.size else []
    if not close:
        return []
    told = f"{len(close)} of {len(sentences)} sentences closely match one in {g.names[a]}"
    out = [Evidence(note=f"{told}; this one best (likeness {-close[0][0]:.2f})", at=sentences[close[0][1]].passage)]
    return out + [Evidence(note=f"this one too (likeness {-score:.2f})", at=sentences[n].passage) for score, n in close[1:SHOWN]]


def _runs(g: Grounds, a: int, b: int) -> list[Evidence]:
    """The most telling runs of words that both have."""
    out = []
    for run in g.common.runs(g.words[b], g.words[a], SHOWN):
        third = g.common.having(run.words) & ~(1 << a | 1 << b)
        alone = "" if third or len(g.words) < 3 else ", and no third report has it"
        out.append(Evidence(note=f"the rare run of words “{' '.join(run.words)}” stands in both{alone}", at=run.mine))
        out.append(Evidence(note=f"the same words in {g.names[a]}", at=run.theirs))
    return out


def _quotations(g: Grounds, a: int, b: int) -> list[Evidence]:
    """Quotations that both have; one that was said in public may have been heard by both."""
    out = []
    for echo in g.common.echoes(g.words[b], g.words[a])[:SHOWN]:
        told = "the same quotation word for word" if echo.same else "the same quotation in other words"
        free = any(meet(p, place) for place in (echo.mine, echo.theirs) for p in g.public.get(place.article, ()))
        heard = ", said in public: anyone may have heard it" if free else ""
        out.append(Evidence(note=f"{told}{heard}", at=echo.mine))
        out.append(Evidence(note=f"that quotation in {g.names[a]}", at=echo.theirs))
    return out


def _order(g: Grounds, a: int, b: int) -> list[Evidence]:
    """Whether what both have comes in the same order, with the first passage of it."""
    tau = float(g.tree.measures.order[a, b])
    if tau <= ORDERED:
        return []
    block = g.material.block(g.material.wording, b, a)
    first = next((n for n, row in enumerate(block) if row.max() > ALIGNED), None)
    at = g.material.witnesses[b].sentences[first].passage if first is not None else None
    return [Evidence(note=f"what both have comes in the same order, from here on (tau {tau:.2f})", at=at)]


def _gaps(g: Grounds, a: int, b: int) -> list[Evidence]:
    out = []
    for gap in gaps(g.material, g.found, g.tree, a, b, g.above, GAPS):
        who = [g.names[n] for n in gap.having]
        out.append(Evidence(note=f"both leave out what {', '.join(who[:-1])} and {who[-1]} have", at=gap.at))
    return out


def _oddities(g: Grounds, a: int, b: int) -> list[Evidence]:
    out = []
    for odd in oddities(g.material, g.supported, g.found, a, b)[:SHOWN]:
        out.append(Evidence(note=f"both have “{odd.word}” where {g.names[odd.third]} has “{odd.other}”", at=odd.mine))
        out.append(Evidence(note=f"“{odd.other}” in {g.names[odd.third]}", at=odd.elsewhere))
    return out
